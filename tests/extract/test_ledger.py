"""Every character has its place, and every text is that of the archived characters.

All documents of `tests/golden` are tried: notes and layouts where it is tested what is read in them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.archive.formats import read
from pipelines.archive.formats.text import read_text
from pipelines.extract.outline.structure import LedgerKind, Piece, Structure, source_span
from pipelines.workspace.limits import Limits
from tests.archive.test_readers_properties import hold
from tests.conftest import ROOT
from tests.extract.structures import HEAD, SEED, note, outline_of

if TYPE_CHECKING:
    from pipelines.archive.document import Document

GOLDEN = ROOT / "tests" / "golden"


def exact_outline_of(document: Document) -> Structure:
    """The outline of a document in which every character has its place and every text is that of its characters."""
    hold(document)
    text, outline = document.text, outline_of(document)
    position = 0
    for span in outline.ledger:
        assert position <= span.start < span.end <= len(text)
        assert not text[position : span.start].strip(), "a gap of the ledger holds characters"
        position = span.end
    assert not text[position:].strip()
    readings = [(p.text, p.pieces) for p in outline.paragraphs] + [(f.text, f.pieces) for f in outline.footnotes]
    for words, pieces in [*readings, *((t.text, t.pieces) for t in outline.submission_texts)]:
        assert_pieces(words, pieces, text)
    owned: dict[int | None, list[str]] = {}
    for span in outline.ledger:
        if span.kind is LedgerKind.PARAGRAPH:
            owned.setdefault(span.owner, []).append(text[span.start : span.end])
    for index, paragraph in enumerate(outline.paragraphs):
        printed_there = "".join("".join(owned[index]).split())
        assert printed_there.endswith("".join(paragraph.text.split()))
        assert printed_there.lstrip("-–(§").startswith(paragraph.number)  # "-1", "(1)", "§ 1"
    return outline


def assert_pieces(words: str, pieces: tuple[Piece, ...], archived: str) -> None:
    """Each piece is its archived characters, white space apart; between pieces there is at most one space."""
    assert words == " ".join(words.split(" "))
    position = 0
    for piece in pieces:
        assert words[position : piece.text_start] in {"", " ", "\n"}
        there = archived[piece.source_start : piece.source_end]
        assert words[piece.text_start : piece.text_end] == "".join(" " if c.isspace() else c for c in there)
        position = piece.text_end
    assert position == len(words)


@pytest.mark.parametrize("path", [SEED, *(GOLDEN / "languages").glob("*.txt")], ids=lambda path: path.name)
def test_every_form_of_the_real_note(path: Path) -> None:
    document = read(path.read_bytes())
    exact_outline_of(document)
    exact_outline_of(read(" ".join(document.text.split()).encode()))


FRAGMENTS = [
    "1. ", "2. ", "3.\n", "12. ", "2017. ", "I. ", "II. ", "A. ", "Annex\n", "(a) ", "• ", "* ", "** ", "¹ ", "\u2009",
    "Text.¹", "Box 1\n", "Text of a sentence. ", "Heading words", "\n", "\n\n", "\f", "__________\n",
    "V.22-01234 (E) ", "3/9", "[", "CAC/COSP/2022/1", "Contents\n", "I. Introduction .... 2\n", "Summary\n",
    "article 9", "gender-\n", "Note by the Secretariat", "Item 2 of the provisional agenda*",
    "Vienna, 1-2 June 2022", "9 June 2022", "\u202e", "\u200b", "é", "第 5 条", "United Nations ",
    "Distr.: General ", "THEMATIC COMPILATION\n", "CHILE (FIRST MEETING) ", "https://www.un.org/a- ", "| a | b |\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40))
@example(["Annex\n", "CAC/COSP/2022/1", "1. ", "1. ", "Contents\n"])
@example(["1. ", "3.\n", "Contents\n", "1. ", "¹ ", "Text of a sentence. ", "Box 1\n"])
@example(["1. ", "\u2009", "Text of a sentence. ", "¹ ", "\u2009", "3/9"])
def test_anything_at_all(fragments: list[str]) -> None:
    for text in ("".join(fragments), HEAD + "".join(fragments)):
        if text.strip():
            exact_outline_of(read_text(text, Limits()))


def test_a_span_of_a_text_leads_back_to_the_archived_characters() -> None:
    text = f"{HEAD}I. Introduction\n\n1. Confidence  between\n\n3/9\nV.22-09617\n\nStates¹ grew.\n\n2. Text.\n\n¹ Ibid."
    document = read_text(text, Limits())
    paragraph = outline_of(document).paragraphs[0]
    assert paragraph.text == "Confidence between States grew."
    start = paragraph.text.index("between")
    first, last = source_span(paragraph.pieces, start, start + len("between States"))
    assert document.text[first:last] == "between\n\n3/9\nV.22-09617\n\nStates"
    with pytest.raises(ValueError, match="no span"):
        source_span(paragraph.pieces, 5, 500)


def test_long_text_without_a_number_is_kept_and_is_a_signal() -> None:
    outline = note(
        "I. Introduction", "1. Text.", "2. Text.", "Annex", "Further remarks", "A remark that is long. " * 40
    )
    assert [signal.rule for signal in outline.signals] == ["unnumbered_text"]
