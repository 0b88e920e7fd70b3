"""What a rendition loses or glues together is read all the same, or a signal says so: no outline fails in silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipelines.archive.formats import read
from tests.extract.structures import SEED, outline_of
from tests.extract.test_layouts import GOLDEN, NOT_YET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipelines.extract.outline.structure import Structure

NOTES = [SEED, GOLDEN / "04-glued-digits" / "layout.txt", GOLDEN / "07-levels-nested" / "flat.txt"]
_NUMBER = re.compile(r"(?m)^([ \t]*)(\d{1,3})\.(?=\s)")
_LABEL = re.compile(r"(?m)^([ \t]*)([A-Z]|[IVX]+)\.(?=\s)")
_FIRST_LABEL = re.compile(r"(?m)^([ \t]*)[AI]\.(?=\s)")
_HEADING_BELOW_TEXT = re.compile(r"(?<=\.)\n\s*(?=[A-Z][^\n.]{5,60}\n\s*\n?[ \t]*\d{1,3}\.\s)")
_END = re.compile(r"(?<=[a-z]{3})\.(?=\n\s*\n[ \t]*\d{1,3}\.\s)")


def _other_number(match: re.Match[str], by: int) -> str:
    return f"{match[1]}{int(match[2]) + by}."


FAULTS: dict[str, tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = {
    "a number is lost": (_NUMBER, lambda m: m[1]),
    "a number is printed twice": (_NUMBER, lambda m: _other_number(m, -1)),
    "a number jumps": (_NUMBER, lambda m: _other_number(m, 7)),
    "a first label is lost": (_FIRST_LABEL, lambda m: m[1]),  # that a last one is, nobody can tell
    "a label is another one": (_LABEL, lambda m: f"{m[1]}{chr(ord(m[2][-1]) + 2)}."),
    "a heading is glued to the text above": (_HEADING_BELOW_TEXT, lambda _: " "),
    "the end of a paragraph is lost": (_END, lambda _: ""),
    "a mark is glued to the end of a paragraph": (_END, lambda _: ".12"),
}


def said(outline: Structure) -> tuple[object, ...]:
    paragraphs = [(p.number, p.part, p.section, p.text) for p in outline.paragraphs]
    return paragraphs, [(s.label, s.heading, s.parent) for s in outline.sections]


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.name)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_read_through_or_said(note: Path, fault: str) -> None:
    text = note.read_text("utf-8")
    right = outline_of(text)
    pattern, put = FAULTS[fault]
    silent = []
    places = [match for match in pattern.finditer(text) if match.start() > right.paragraphs[0].source_start]
    for match in places[:: max(1, len(places) // 8)]:
        outline = outline_of(text[: match.start()] + put(match) + text[match.end() :])
        new = {s.rule for s in outline.signals} - {s.rule for s in right.signals}
        if said(outline) != said(right) and not new:
            silent.append(text[match.start() - 30 : match.end() + 50])
    assert silent == []


@pytest.mark.parametrize("name", [name for name in NOT_YET if not name.startswith("notes/")])
def test_what_is_not_read_right_yet_is_said(name: str) -> None:
    assert outline_of(read((GOLDEN / name).read_bytes())).signals
