"""Markdown: what its marks say reaches the blocks as roles, and no mark stays in the text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.archive.document import Block, Document, Role
from pipelines.archive.formats import read
from tests.archive.test_readers_properties import survive

HEADINGS = "# Title\n\n## I. Introduction {#sec-1 .unnumbered}\n\n"


def markdown(text: str) -> Document:
    document = read((HEADINGS + text).encode())
    assert document.media_type == "text/markdown"
    return document


def words(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def shown(document: Document, role: Role | None = None) -> list[str]:
    return [words(document, block) for block in document.blocks[2:] if role in {None, block.role}]


@pytest.mark.parametrize(
    "text",
    [
        HEADINGS,
        "---\ntitle: A\n---\n\n# Title\n",
        "Text.[^1]\n\n[^1]: Note.\n",
        "| A | B |\n|---|:-:|\n| 1 | 2 |\n",
        "A | B\n--- | ---\n1 | 2\n",
        "::: {.box}\nText.\n:::\n",
        "1\\. Text.\n",
        "> 1. Text of a message.\n>\n> 2. More.\n",
    ],
)
def test_what_only_markdown_has_tells_it(text: str) -> None:
    assert read(text.encode()).media_type == "text/markdown"


@pytest.mark.parametrize(
    "text",
    [
        "1. Text **in bold** and [a link](#).\n\n* A/61/150.\n",
        "Title\n-----\n\n1. Text.\n\n-----\n",
        "# Title\n\n1. Text.\n\n2. Text:\n\n| a bar |\n",
        "[1] Note.\n\n---\nText: such.\n---\n\n#1 is no heading.\n",
    ],
)
def test_a_text_with_a_sign_now_and_then_is_text(text: str) -> None:
    document = read(text.encode())
    assert (document.media_type, document.text) == ("text/plain", text)


def test_headings_have_levels_and_lose_their_identifiers_and_marks() -> None:
    document = markdown("### A. *Portals* ###\n\nBelow\n---\n\nText {of braces}")
    assert [(words(document, block), block.heading) for block in document.blocks] == [
        ("Title", 1),
        ("I. Introduction", 2),
        ("A. Portals", 3),
        ("Below", 2),
        ("Text {of braces}", None),
    ]


def test_numbers_bullets_and_lines_stay_as_they_are_typed() -> None:
    text = "7. Kenya reported\nthat:\n\n- one;\n- two.\n\n    9 *bis*\\. Peru reported.\n\n8\\. The end."
    assert shown(markdown(text)) == [
        "7. Kenya reported\nthat:",
        "- one;\n- two.",
        "9 bis. Peru reported.",
        "8. The end.",
    ]


def test_footnotes_have_their_marks_wherever_they_stand() -> None:
    document = markdown(
        "1. Text.[^1] More.[^\\*]\n\n[^1]: One\n    goes on.\n\n2. Text.\n\n[^\\*]: Star.\n[^3]: Lost.\n"
    )
    assert shown(document, Role.FOOTNOTE) == ["1 One\ngoes on.", "* Star.", "3 Lost."]
    assert [block.marker for block in document.blocks if block.role is Role.FOOTNOTE] == ["1", "*", "3"]
    assert [document.text[start:end] for block in document.blocks for start, end in block.marks] == ["1", "*"]


def test_footnotes_with_words_for_labels_are_numbered() -> None:
    document = markdown("1. Text.[^peru] More.^[Here.]\n\n[^peru]: Peru.")
    assert shown(document) == ["1. Text.1 More.2", "1 Peru.", "2 Here."]


def test_lines_that_raised_marks_open_are_notes() -> None:
    document = markdown("1. Text.<sup>1</sup>\n\n____\n* A/1.\n<sup>1</sup> One.\n<sup>2</sup> Two.")
    assert shown(document)[1:] == ["* A/1.", "1 One.", "2 Two."]


def test_a_quotation_that_is_set_off_has_its_role() -> None:
    document = markdown("1. Text.\n\n> 2. Quoted\n> text.\n>\n> > Within.\n\n3. The end of this text, which is longer.")
    assert shown(document, Role.QUOTATION) == ["2. Quoted\ntext.", "Within."]


def test_links_into_the_text_are_a_contents_table() -> None:
    links = "- [1. One](#one)\n    - [1.1 Two](#two)\n"
    assert shown(markdown(links + "\n1. Text."), Role.CONTENTS) == ["- 1. One\n- 1.1 Two"]


def test_cells_of_tables_are_blocks() -> None:
    table = "| A/1 | Distr.: General |\n|:--|--:|\n| B | 1 May 2021<br>Original: French |\n"
    document = markdown(f"{table}\n1. Text.")
    assert shown(document, Role.TABLE) == ["A/1", "Distr.: General", "B", "1 May 2021\nOriginal: French"]


def test_attributes_fences_comments_and_images_leave_nothing() -> None:
    text = '::: {custom-style="x"}\n::: note\n[Text]{.underline} []{#a .b}of `it`.\n:::\n:::\n<!-- TOC -->\n\n'
    assert shown(markdown(text + "![x](y.png)\n")) == ["Text of it."]


def test_front_matter_is_text_line_by_line() -> None:
    document = read(f"---\nsymbol: A/1\nlang: es\n---\n{HEADINGS}".encode())
    assert words(document, document.blocks[0]) == "symbol: A/1\nlang: es"


@settings(suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from([*"#>|-+=[]()^:{}.*_~`!<\\&1a ", "\n", "\n\n", "[^1]", "[^1]: ", "> ", ":::"]), max_size=60
    )
)
def test_any_markdown(signs: list[str]) -> None:
    survive((HEADINGS + "".join(signs)).encode())
