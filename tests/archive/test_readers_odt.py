"""ODT: what a person sees on the printed page, in the order of reading; made with odfdo, as a word processor would."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import odfdo
import pytest

from pipelines.archive.document import Block, Document, Role
from pipelines.archive.formats import Reason, Unreadable, read
from pipelines.archive.formats.registry import rank


def made(*elements: odfdo.Element, style: odfdo.Element | None = None) -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    if style is not None:
        content: Any = document.get_part("content.xml")
        content.get_element("//office:automatic-styles").append(style)
    for element in elements:
        document.body.append(element)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def noted(text: str, note: str, kind: str = "footnote", mark: str = "1") -> odfdo.Paragraph:
    paragraph = odfdo.Paragraph(text)
    paragraph.insert_note(after=text, note_id=f"n{mark}", citation=mark, body=note, note_class=kind)
    return paragraph


def shown(document: Document, role: Role | None = None) -> list[str]:
    return [text(document, block) for block in document.blocks if role in {None, block.role}]


def text(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def test_headings_paragraphs_and_cells_come_in_the_order_of_reading() -> None:
    table = odfdo.Table("t", width=2, height=1)
    table.set_values([["Kenya", "yes"]])
    document = read(made(odfdo.Header(2, "A. Article 9"), odfdo.Paragraph("1. Kenya reported."), table))
    assert shown(document) == ["A. Article 9", "1. Kenya reported.", "Kenya", "yes"]
    assert [block.heading for block in document.blocks][:2] == [2, None]
    assert shown(document, Role.TABLE) == ["Kenya", "yes"]
    assert document.media_type == "application/vnd.oasis.opendocument.text"


def test_footnotes_follow_their_paragraph_and_endnotes_the_text() -> None:
    first = noted("1. Kenya reported.", "See A/1/2.")
    second = noted("2. Chile reported.", "See A/3/4.", kind="endnote", mark="i")
    document = read(made(first, second, odfdo.Paragraph("3. Peru reported.")))
    assert shown(document) == [
        "1. Kenya reported.1",
        "1 See A/1/2.",
        "2. Chile reported.i",
        "3. Peru reported.",
        "i See A/3/4.",
    ]
    (mark,) = document.blocks[0].marks
    assert document.text[slice(*mark)] == "1"
    assert [block.marker for block in document.blocks if block.role is Role.FOOTNOTE] == ["1", "i"]


def test_numbers_that_the_word_processor_makes_are_read() -> None:
    style = odfdo.Element.from_tag(
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/></text:list-style>'
    )
    listed = odfdo.Element.from_tag(
        '<text:list text:style-name="N"><text:list-item><text:p>Kenya reported.</text:p></text:list-item>'
        "<text:list-item><text:p>Chile reported.</text:p><text:p>It went on.</text:p></text:list-item></text:list>"
    )
    assert shown(read(made(listed, style=style))) == ["1. Kenya reported.", "2. Chile reported.", "It went on."]


def with_content(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made())) as original, zipfile.ZipFile(target, "w") as copy:
        for info in original.infolist():
            data = content if info.filename == "content.xml" else original.read(info.filename)
            copy.writestr(
                info.filename, data, zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            )
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", Reason.EXTERNAL_ENTITIES),
        (b"<x>" + b" " * 300_000_000 + b"</x>", Reason.ZIP_BOMB),
        (b"<x>", Reason.DAMAGED_DOCX),
    ],
)
def test_what_does_harm_is_refused(content: bytes, reason: Reason) -> None:
    with pytest.raises(Unreadable) as refused:
        read(with_content(content))
    assert refused.value.reason is reason


def test_of_several_forms_of_a_text_that_with_most_structure_comes_first() -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    forms = ["application/vnd.oasis.opendocument.text", word, "text/html", "application/pdf", "text/plain", "x/unknown"]
    assert [rank(form) for form in forms] == sorted(rank(form) for form in forms)


@pytest.mark.parametrize("form", ["1", "a", "i"])
@pytest.mark.parametrize("odd", ["x", "-3", "0", "true", "9" * 5_000, "999999"])
def test_an_attribute_that_is_no_number_costs_that_number_only(odd: str, form: str) -> None:
    style = odfdo.Element.from_tag(
        f'<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="{form}" '
        f'style:num-suffix="." text:start-value="{odd}"/></text:list-style>'
    )
    listed = odfdo.Element.from_tag(
        '<text:list text:style-name="N"><text:list-item><text:p>Kenya reported.</text:p></text:list-item>'
        f'<text:list-item text:start-value="{odd}"><text:p>Chile reported.</text:p></text:list-item></text:list>'
    )
    header = odfdo.Element.from_tag(f'<text:h text:outline-level="{odd}">A.<text:s text:c="{odd}"/>Article 9</text:h>')
    for line, words in zip(
        shown(read(made(header, listed, style=style))), ["Article 9", "Kenya reported.", "Chile reported."], strict=True
    ):
        assert line.endswith(words)
        assert len(line) < 130
