"""Reads the example questions of the SQLite database: one SQL file each, whose first line is the question in words.

Here: reading `questions/`. Not here: who shows them (`datasette.py`, the SQL page of the site).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Question:
    """`name`: file name without suffix. `title`: the question in words. `sql`: one SELECT."""

    name: str
    title: str
    sql: str


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order of their file names."""
    found = []
    for path in sorted(_FOLDER.glob("*.sql")):
        title, _, sql = path.read_text(encoding="utf-8").partition("\n")
        found.append(Question(path.stem.partition("-")[2], title.removeprefix("-- "), sql.strip()))
    return tuple(found)
