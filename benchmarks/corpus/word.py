"""A note as DOCX: masthead in the first page's header, true footnotes, numbers typed or automatic.

Here: the parts of a Word file. Not here: other formats.
"""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from benchmarks.corpus.model import MARK, Box, Heading, Listing, Note, Paragraph
from benchmarks.corpus.title_page import annex_name, box_lines, contents_lines, printed

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Writer:
    """Writes one note into one Word document."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.rng = Random(f"{note.seed}/docx")  # noqa: S311 - reproducible on purpose
        self.document: Any = Document()
        self.notes: list[tuple[str | None, str]] = []
        self.styled = self.rng.random() < 0.5
        restarts = any(heading.part != "body" for heading in note.headings)
        self.automatic = not restarts and self.rng.random() < 0.3
        self.boxes = 0

    def bytes(self) -> bytes:
        """The file: the same note gives the same bytes."""
        self._headers()
        self._front()
        for block in self.note.blocks:
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Paragraph):
                self._paragraph(block)
            elif isinstance(block, Box):
                self.boxes += 1
                cell = self.document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
                cell.text = "\n".join(box_lines(block, self.boxes))
            elif isinstance(block, Listing):
                for line in block.lines:
                    self.document.add_paragraph(line)
        self._footnotes()
        properties = self.document.core_properties
        properties.title = ""
        properties.author = ""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return _undated(buffer.getvalue())

    def _headers(self) -> None:
        mast = self.note.masthead
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        if mast.running:
            section.header.paragraphs[0].text = mast.running
        section.footer.paragraphs[0].text = mast.job if mast.form != "none" else ""
        _page_field(section.footer.paragraphs[0])
        if mast.form == "none":
            return
        table = section.first_page_header.add_table(rows=2, cols=2, width=section.page_width)
        table.cell(0, 0).text = "United Nations"
        table.cell(0, 1).text = mast.symbol or ""
        table.cell(1, 0).text = mast.conference
        table.cell(1, 1).text = f"Distr.: General\n{mast.issued}\nOriginal: English"
        section.first_page_footer.paragraphs[0].text = f"{mast.job} (E)    {mast.job_date}"

    def _front(self) -> None:
        mast, stars = self.note.masthead, dict(self.note.masthead.stars)
        if mast.form != "none":
            for line in [*([mast.body] if mast.body else []), *mast.session_line.split("\n")]:
                self.document.add_paragraph(line)
            text = mast.item_line.rstrip("*")
            star = mast.item_line[len(text) :]
            item = self.document.add_paragraph(text)
            self._reference(item, star, stars.get(star, ""))
            self.document.add_paragraph(mast.agenda)
            if len(mast.stars) > 1:
                self.notes.append(("*", stars["*"]))
        title = self.document.add_paragraph()
        title.add_run(mast.title).bold = True
        self.document.add_paragraph().add_run(mast.kind_line).bold = True
        if self.note.summary:
            self.document.add_paragraph().add_run("Summary").italic = True
            self.document.add_paragraph(self.note.summary)
        if self.note.contents:
            for line in contents_lines(self.note, self.rng):
                self.document.add_paragraph(line)

    def _heading(self, heading: Heading) -> None:
        lines = [annex_name(heading), heading.text] if heading.part != "body" else [printed(heading)]
        for line in lines:
            if self.styled:
                self.document.add_paragraph(line, style=f"Heading {heading.level}")
            else:
                text = line.replace(". ", ".\t", 1) if heading.label else line
                self.document.add_paragraph().add_run(text).bold = True

    def _paragraph(self, paragraph: Paragraph) -> None:
        first, *items = paragraph.text.split("\n")
        notes = iter(paragraph.notes)
        if self.automatic:
            self._runs(self.document.add_paragraph(style="List Number"), first, notes)
        else:
            self._runs(self.document.add_paragraph(f"{paragraph.number}.\t"), first, notes)
        for item in items:
            self._runs(self.document.add_paragraph(), item.replace(") ", ")\t", 1), notes)

    def _runs(self, into: WordParagraph, text: str, notes: Any) -> None:
        pieces = text.split(MARK)
        into.add_run(pieces[0])
        for piece in pieces[1:]:
            self._reference(into, None, next(notes))
            into.add_run(piece)

    def _reference(self, into: WordParagraph, mark: str | None, text: str) -> None:
        """A reference to a new footnote: its own mark where one is given, the next number otherwise."""
        self.notes.append((mark, text))
        run = into.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes)))
        if mark:
            reference.set(qn("w:customMarkFollows"), "1")
        run._r.append(reference)  # noqa: SLF001 - python-docx has no footnotes of its own
        if mark:
            run.add_text(mark)

    def _footnotes(self) -> None:
        notes = "".join(
            f'<w:footnote w:id="{at}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f"{f'<w:t>{mark}</w:t>' if mark else '<w:footnoteRef/>'}</w:r>"
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for at, (mark, text) in enumerate(self.notes, 1)
        )
        special = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote>"
        )
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        xml = f'{head}<w:footnotes xmlns:w="{W}">{special}{notes}</w:footnotes>'
        main = self.document.part
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, xml.encode(), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def word_bytes(note: Note) -> bytes:
    """The note as a DOCX file."""
    return Writer(note).bytes()


def _page_field(paragraph: WordParagraph) -> None:
    """A field that Word fills with the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own


def _undated(data: bytes) -> bytes:
    """The same archive with no time of writing in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
