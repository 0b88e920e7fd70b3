"""What is measured is like what is read: the notes of a corpus are notes of the family, each its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.accuracy import rows_of
from benchmarks.corpus import FORMS, SIZE, main, note_of


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_bytes(form: str) -> None:
    first, second, other = (FORMS[form](note_of("tests", index)) for index in (11, 11, 12))
    assert first == second
    assert first != other


def test_every_note_of_a_corpus_has_its_own_symbol() -> None:
    symbols = {note_of("tests", index, size=2).masthead.symbol for index in range(400)}
    assert len(symbols) == 400


def test_every_paragraph_is_read_and_most_say_something_of_a_state() -> None:
    rows = [rows_of(FORMS["txt"](note_of("tests", index))) for index in range(4)]
    assert [len(tables["paragraphs"]) for tables in rows] == [SIZE] * 4
    assert all(len(tables["statements"]) > SIZE / 2 for tables in rows)
    assert all(sum(row["declared"] for row in tables["submissions"]) >= 9 for tables in rows)
    assert all(tables["footnotes"] and len(tables["sections"]) == 8 for tables in rows)


def test_the_command_line_writes_the_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["corpus", "--count", "3", "--jobs", "1", "--out", str(tmp_path)])
    main()
    assert sorted(path.stem for path in tmp_path.glob("*/*.txt")) == ["note-000000", "note-000001", "note-000002"]
