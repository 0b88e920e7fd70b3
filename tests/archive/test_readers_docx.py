"""DOCX: what a person sees on the printed page, in the order of reading."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.archive.document import Role
from pipelines.archive.formats import read
from pipelines.extract.outline.layout import headings_by_type, usual_size
from tests.hostile.documents import NAMESPACE, RELATIONS, body, package, paragraph
from tests.renditions import real_note, render_docx, seed_content, shown


def runs(*contents: str) -> str:
    return "<w:p>" + "".join(f"<w:r>{content}</w:r>" for content in contents) + "</w:p>"


def t(content: str) -> str:
    return f'<w:t xml:space="preserve">{content}</w:t>'


def with_parts(content: str, **parts: str) -> bytes:
    relations = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
    )
    named: dict[str, str | bytes] = {
        f"word/{name}.xml": f'<w:x xmlns:w="{NAMESPACE}">{part}</w:x>' for name, part in parts.items()
    }
    named["word/_rels/document.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    return package(content, parts=named)


def listed(items: list[tuple[str, int]], *levels: tuple[str, str], start: int = 1) -> list[str]:
    """What is shown of paragraphs, each with its level, in a list whose levels have these formats and labels."""
    described = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
        for level, (form, label) in enumerate(levels)
    )
    numbering = f'<w:abstractNum w:abstractNumId="1">{described}</w:abstractNum>'
    numbering += '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    content = [paragraph(t, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>') for t, level in items]
    return shown(read(with_parts(body(*content), numbering=numbering)))


def test_masthead_comes_first_and_running_headers_once_at_the_end() -> None:
    document = read(real_note("docx"))
    facts = ["United Nations", "CAC/COSP/WG.4/2022/9", "Conference of the States Parties"]
    assert shown(document, Role.MASTHEAD) == [*facts, "Distr.: General\n9 June 2022\nOriginal: English"]
    assert shown(document, Role.PAGE_HEADER) == ["CAC/COSP/WG.4/2022/9"]
    assert shown(document, Role.PAGE_FOOTER) == ["V.22-09999 (E)", "V.22-09999"]
    assert document.blocks[0].role is Role.MASTHEAD


def test_footnotes_stand_after_their_paragraph_with_mark_and_reference() -> None:
    document = read(render_docx(seed_content()))
    notes = [block for block in document.blocks if block.role is Role.FOOTNOTE]
    assert [block.marker for block in notes] == ["*", "1", "2", "3"]
    assert shown(document, Role.FOOTNOTE)[1] == "1 See CAC/COSP/WG.4/2018/2."
    before = document.blocks[document.blocks.index(notes[1]) - 1]
    marks = [document.text[first : last + 12] for first, last in before.marks]
    assert marks == ["1 and the use"]
    assert all(not block.marks for block in notes)


@pytest.mark.parametrize(
    ("form", "level_text", "expected"),
    [
        ("decimal", "%1.", ["1.\tA", "2.\tB"]),
        ("lowerLetter", "(%1)", ["(a)\tA", "(b)\tB"]),
        ("lowerRoman", "(%1)", ["(i)\tA", "(ii)\tB"]),
        ("upperRoman", "%1.", ["I.\tA", "II.\tB"]),
        ("upperLetter", "%1.", ["A.\tA", "B.\tB"]),
        ("bullet", "\uf0b7", ["•\tA", "•\tB"]),
        ("none", "", ["A", "B"]),
    ],
)
def test_list_formats(form: str, level_text: str, expected: list[str]) -> None:
    assert listed([("A", 0), ("B", 0)], (form, level_text)) == expected


def test_a_list_that_starts_anywhere_is_printed_within_reason() -> None:
    assert listed([("Kenya", 0)], ("chicago", "%1"), start=99999999) == ["99999999\tKenya"]


def test_outline_numbers_count_below_their_parent() -> None:
    found = listed([("x", level) for level in (0, 1, 1, 0, 1)], ("decimal", "%1."), ("decimal", "%1.%2."))
    assert [line.split("\t")[0] for line in found] == ["1.", "1.1.", "1.2.", "2.", "2.1."]


def test_tracked_deletions_are_gone_and_insertions_stay() -> None:
    content = (
        f"<w:p><w:r>{t('Kenya ')}</w:r><w:del><w:r><w:delText>denied</w:delText></w:r></w:del>"
        f"<w:ins><w:r>{t('reported')}</w:r></w:ins><w:moveFrom><w:r>{t(' away')}</w:r></w:moveFrom></w:p>"
    )
    assert shown(read(package(body(content)))) == ["Kenya reported"]


def test_a_deleted_paragraph_end_joins_paragraphs() -> None:
    content = paragraph("Kenya ", "<w:rPr><w:del/></w:rPr>") + paragraph("reported.")
    assert shown(read(package(body(content)))) == ["Kenya reported."]


def test_a_masthead_in_a_table_before_the_text_is_one() -> None:
    cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("United Nations", "A/1/2"))
    document = read(package(body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", paragraph("Kenya reported."))))
    assert shown(document, Role.MASTHEAD) == ["United Nations", "A/1/2"]


def test_fields_give_their_result_except_page_numbers() -> None:
    def with_field(instruction: str, result: str) -> str:
        def character(kind: str) -> str:
            return f'<w:fldChar w:fldCharType="{kind}"/>'

        instructed = f"<w:instrText>{instruction}</w:instrText>"
        return runs(
            t("See "), character("begin"), instructed, character("separate"), t(result), character("end"), t(".")
        )

    content = with_field(' HYPERLINK "http://198.51.100.1" ', "A/58/50") + with_field(" PAGE ", "7")
    assert shown(read(package(body(content)))) == ["See A/58/50.", "See ."]


def test_a_field_that_never_ends_does_not_swallow_the_rest() -> None:
    content = runs(t("One"), '<w:fldChar w:fldCharType="begin"/>') + paragraph("Two") + paragraph("Three")
    assert shown(read(package(body(content)))) == ["One", "Two", "Three"]


def test_special_characters() -> None:
    content = runs(
        t("anti") + "<w:noBreakHyphen/>" + t("corruption") + "<w:softHyphen/>" + t(" 30\xa0June"),
        "<w:tab/>" + t("x") + "<w:br/>" + t("y"),
        '<w:sym w:font="Symbol" w:char="F0B7"/>',
        "<w:rPr><w:vanish/></w:rPr>" + t("hidden"),
    )
    assert shown(read(package(body(content)))) == ["anti-corruption 30\xa0June\tx\ny•"]


def test_text_boxes_are_read_once() -> None:
    """Word keeps a text box twice, for newer and for older programs."""
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{paragraph('In a box.')}</w:txbxContent>"
    content = (
        f'<w:p><w:r>{t("Before.")}</w:r><w:r><mc:AlternateContent xmlns:mc="{compatibility}"><mc:Choice>'
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert shown(read(package(body(content)))) == ["Before.", "In a box."]


def test_table_cells_are_blocks_and_a_box_of_one_column_is_text() -> None:
    def table(*rows: list[str]) -> str:
        return (
            "<w:tbl>"
            + "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
            + "</w:tbl>"
        )

    content = paragraph("Text.") + table(["a", "b"], ["c", ""]) + table(["Summary"], ["Kenya reported."])
    document = read(package(body(content)))
    assert shown(document, Role.TABLE) == ["a", "b", "c"]
    assert shown(document, Role.BODY) == ["Text.", "Summary", "Kenya reported."]


def test_headings_by_style_name_and_by_bold() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Mine"/><w:basedOn w:val="C"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Base"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    content = [paragraph("Two", '<w:pStyle w:val="H"/>'), paragraph("Bold", '<w:pStyle w:val="B"/>'), paragraph("Text")]
    content += [runs("<w:rPr><w:b/></w:rPr>" + t("All bold")), runs("<w:rPr><w:b/></w:rPr>" + t("Part"), t(" plain"))]
    document = read(with_parts(body(*content), styles=styles))
    assert [level for _, level in headings_by_type(document, document.text, usual_size(document))] == [2, 0, 0]
    assert [block.bold for block in document.blocks] == [False, True, False, True, False]


def test_raised_figures_typed_by_hand_are_marks() -> None:
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    document = read(package(body(runs(t("law"), raised + t("2"), t(" on the 1"), raised + t("st")))))
    assert [document.text[first:last] for first, last in document.blocks[0].marks] == ["2"]


def test_strict_documents_are_read_too() -> None:
    usual = package(body(paragraph("Kenya reported.")))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            strict = source.read(name).replace(NAMESPACE.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            target.writestr(name, strict)
    assert read(stream.getvalue()) == read(usual)
