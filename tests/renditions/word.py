"""Prints a note as a DOCX like those of the Secretariat: masthead in the first page's header, true footnotes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from tests.renditions.content import Heading, NoteContent, Paragraph, pieces

FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SIZES = {1: 14, 2: 12, 3: 10}


def render_docx(note: NoteContent, *, automatic_numbers: bool = False) -> bytes:
    """Return the note as DOCX, with a page break before the second chapter and, as Word notes them, within paragraphs.

    `automatic_numbers`: paragraphs are numbered by a list, not by figures typed before a tab.
    """
    document = Document()
    document.core_properties.author = ""
    _masthead(document, note)
    list_id = _numbering(document) if automatic_numbers else None
    for line in note.masthead.session:
        _write(document.add_paragraph(), line, note)
    _write(document.add_paragraph(), note.agenda_title, note, bold=True)
    _write(document.add_paragraph(), note.title, note, bold=True, size=14)
    _write(document.add_paragraph(), note.document_type, note, bold=True, size=12)
    for element in note.elements:
        paragraph = document.add_paragraph()
        if isinstance(element, Heading):
            if element.label == "II":
                paragraph.add_run().add_break(WD_BREAK.PAGE)
            label = f"{element.label}.\t" if element.label else ""
            _write(paragraph, label + element.text, note, bold=True, size=SIZES[element.level])
        else:
            _add_numbered(paragraph, element, note, list_id)
    _footnotes(document, note)
    stream = io.BytesIO()
    document.save(stream)
    return _undated(stream.getvalue())


def _undated(docx: bytes) -> bytes:
    """The same without the time of the clock, which python-docx gives each part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as made, zipfile.ZipFile(stream, "w") as undated:
        for name in made.namelist():
            undated.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _add_numbered(paragraph: Any, element: Paragraph, note: NoteContent, list_id: int | None) -> None:
    if element.number and list_id is not None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')
        )
    number = f"{element.number}.\t" if element.number and list_id is None else ""
    _write(paragraph, number + element.text, note, broken=len(element.text) > 400)


def _write(
    paragraph: Any, text: str, note: NoteContent, *, bold: bool = False, size: int | None = None, broken: bool = False
) -> None:
    for part, mark in pieces(text):
        middle = len(part) // 2 if broken else len(part)
        for half in (part[:middle], part[middle:]):
            if not half:
                continue
            run = paragraph.add_run(half)
            run.bold = bold or None
            run.font.size = Pt(size) if size else None
            if broken:
                run._r.append(OxmlElement("w:lastRenderedPageBreak"))
        if mark:
            _refer(paragraph, mark, note)


def _refer(paragraph: Any, mark: str, note: NoteContent) -> None:
    identifier = [entry.mark for entry in note.footnotes].index(mark) + 1
    run = paragraph.add_run()
    run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(identifier))
    run._r.append(reference)
    if not mark.isdigit():
        reference.set(qn("w:customMarkFollows"), "1")
        run.add_text(mark)


def _masthead(document: Any, note: NoteContent) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    masthead = note.masthead
    table = section.first_page_header.add_table(2, 2, section.page_width)
    symbol = table.cell(0, 1).paragraphs[0]
    table.cell(0, 0).paragraphs[0].add_run("United Nations")
    if masthead.symbol:
        # As Word keeps it after the first letter has been made larger.
        symbol.add_run(masthead.symbol[0]).font.size = Pt(20)
        symbol.add_run(masthead.symbol[1:])
    table.cell(1, 0).paragraphs[0].add_run(masthead.body).font.size = Pt(20)
    facts = table.cell(1, 1)
    facts.paragraphs[0].add_run(f"Distr.: {masthead.distribution}")
    for line in (masthead.date, "", f"Original: {masthead.original}"):
        facts.add_paragraph(line)
    section.first_page_footer.paragraphs[0].add_run(f"{masthead.job_number} (E)")
    section.header.paragraphs[0].add_run(masthead.symbol or "")
    footer = section.footer.paragraphs[0]
    for kind, content in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
        run = footer.add_run("2" if kind == "text" else "")
        if kind not in {"text", ""}:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
        elif content.strip() == "PAGE":
            run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>{content}</w:instrText>"))
    footer.add_run(f"\t{masthead.job_number}")


def _numbering(document: Any) -> int:
    """Declare the list that numbers the paragraphs, and return its identifier."""
    numbering = document.part.numbering_part.element
    identifier = 900
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identifier}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{identifier}"><w:abstractNumId w:val="{identifier}"/></w:num>')
    )
    return identifier


def _footnotes(document: Any, note: NoteContent) -> None:
    root = parse_xml(
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    for identifier, entry in enumerate(note.footnotes, 1):
        own = "<w:footnoteRef/>" if entry.mark.isdigit() else f"<w:t>{entry.mark}</w:t>"
        footnote = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{identifier}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/>'
            f'</w:rPr>{own}</w:r><w:r><w:t xml:space="preserve"> </w:t></w:r></w:p></w:footnote>'
        )
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = entry.text
        run.append(text)
        footnote[0].append(run)
        root.append(footnote)
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, etree.tostring(root), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
