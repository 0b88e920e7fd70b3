"""Applies the corrections of `corrections.yaml`, which a person decided, to the rows of a note.

Here: reading them, and `accept`, `drop`, `set` and `answer`. Not here: `accept_removal`, which is about releases
(`pipelines/publish/consent.py`); asking a person (`pipelines/cli/review.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from pipelines.contract.rows import Row, Rows
from pipelines.contract.tables import Contract
from pipelines.extract.submissions import PARAGRAPH_NOT_READ, Silence, silence_of
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import read_declaration, validated
from pipelines.workspace.paths import declared_in


class CorrectionError(ReportedError):
    """An entry of `corrections.yaml` can't be used; the message names it."""


class Correction(BaseModel):
    """One entry of `corrections.yaml`.

    `row`: identifier of the row, `<note_id>.p013.KEN` for a statement. `expect`: by column, its value before the
    correction; where the row has another, the correction does not fit. `column`, `value`: of action `set`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    row: Annotated[str, BeforeValidator(str)]
    action: Literal["accept", "drop", "set", "answer", "accept_removal"]
    reason: str
    column: str | None = None
    value: Any = None
    expect: dict[str, Any] = {}

    @property
    def note_id(self) -> str:
        """The note of its row: the row's identifier begins with the note's, which has neither `.` nor `/`."""
        return re.split("[./]", self.row, maxsplit=1)[0]

    def __str__(self) -> str:
        return f"{self.action} {self.table} {self.row}"


class _File(BaseModel):
    """A file of corrections."""

    model_config = ConfigDict(extra="forbid")

    corrections: list[Any] | None = None


def load_corrections(alone: Path | None, contract: Contract) -> tuple[Correction, ...]:
    """Read and check the corrections: those that are shipped, then the operator's. `alone`: a file in place of both.

    Raises:
        CorrectionError: a file can't be read, or an entry is malformed or names what does not exist.
    """
    paths = declared_in("corrections.yaml", alone)
    return tuple(correction for path in paths for correction in _read(path, contract))


def _read(path: Path, contract: Contract) -> Iterator[Correction]:
    declared = validated(_File, read_declaration(path, CorrectionError) or {}, CorrectionError, path.name)
    for n, entry in enumerate(declared.corrections or (), 1):
        where = f"{path.name}, entry {n}"
        correction = validated(Correction, entry, CorrectionError, where)
        if wrong := _wrong(correction, contract):
            raise CorrectionError(f"{where}: {wrong}")
        yield correction


def _wrong(correction: Correction, contract: Contract) -> str:
    """Why a correction can't be used; empty where it can."""
    table, named = correction.table, sorted({*correction.expect, *filter(None, [correction.column])})
    if table not in {declared.name for declared in contract.tables}:
        return f"there is no table '{table}'."
    columns = {column.name: column for column in contract[table].columns}
    if missing := [name for name in named if name not in columns]:
        return f"table '{table}' has no column {', '.join(missing)}."
    if joined := [name for name in named if columns[name].joined]:
        return f"{', '.join(joined)} of '{table}' is made of other columns or tables; correct those."
    if correction.action == "accept" and ("reviewed" not in columns or not correction.expect):
        return "action 'accept' is for statements and systems, and needs the words in expect."
    return "action 'set' needs a column." if correction.action == "set" and correction.column is None else ""


def apply_corrections(
    rows: Rows, corrections: Sequence[Correction], contract: Contract
) -> tuple[list[Correction], list[str]]:
    """Change the rows of one note in place.

    Returns:
        The corrections whose row is there; and a message for each of `set` and `drop` that does not fit: its row is
        not there, or has other values than it expects. An `accept` or `answer` that does not fit lapses without one.
    """
    with_row, unmet = [], []
    starts = {row["statement_id"]: row["quote_start"] for row in rows.get("statements", ())}
    for correction in corrections:
        if correction.action == "accept_removal":
            continue
        key = contract[correction.table].key
        matching = [row for row in rows.get(correction.table, ()) if row_id(row, key) == correction.row]
        if not matching and correction.action in {"drop", "set"}:
            unmet.append(
                f"Correction '{correction}' in corrections.yaml finds no such row in this note any more. Look which "
                "row says it now, and change or delete the entry."
            )
        for row in matching:
            with_row.append(correction)
            other = next((name for name, expected in correction.expect.items() if row.get(name) != expected), None)
            if other is None:
                _apply(rows, row, correction)
            elif correction.action in {"drop", "set"}:
                unmet.append(
                    f"Correction '{correction}' in corrections.yaml expects {other} = {correction.expect[other]!r}, "
                    f"but it is {row.get(other)!r}. Look at the row again, and change or delete the entry."
                )
    if with_row:
        _move_words(rows, starts)
    return with_row, unmet


def _move_words(rows: Rows, starts: Mapping[str, int]) -> None:
    """Let the words that name topics and systems follow their quote; remove those that it no longer has.

    `starts`: by statement, where its quote began before it was corrected.
    """
    statements = {row["statement_id"]: row for row in rows["statements"]}
    for table in ("statement_topics", "system_mentions"):
        for row in rows[table]:
            later = statements[row["statement_id"]]["quote_start"] - starts[row["statement_id"]]
            row["words_start"] -= later
            row["words_end"] -= later
        rows[table] = [row for row in rows[table] if _is_named(row, statements[row["statement_id"]]["quote"])]


def _is_named(row: Row, quote: str) -> bool:
    """Whether the words of a topic or system stand at their place in a quote."""
    start, words = int(row["words_start"]), str(row["words"])
    return start >= 0 and quote[start : row["words_end"]] == words


def row_id(row: Row, key: Sequence[str]) -> str:
    """Identifier of a row: its key columns, joined by `/` where there are several."""
    return "/".join(str(row[column]) for column in key)


def _apply(rows: Rows, row: Row, correction: Correction) -> None:
    match correction.action:
        case "accept":
            row["reviewed"] = True
            if correction.table == "statements":
                _settle(rows, row)
        case "drop":
            _drop(rows, correction.table, row)
        case "set":
            row[correction.column or ""] = correction.value
        case "answer":
            row["signal_status"] = "answered"


def _drop(rows: Rows, table: str, row: Row) -> None:
    """Remove a row and, of a statement, its articles, topics and systems."""
    rows[table].remove(row)
    if table == "statements":
        for child in ("statement_articles", "statement_topics", "system_mentions"):
            rows[child] = [r for r in rows[child] if r["statement_id"] != row["statement_id"]]
        _settle(rows, row)


def _settle(rows: Rows, changed: Row) -> None:
    """Set `statement_count` and `silent` of a State anew after one of its statements was accepted or dropped.

    A State is not silent because a quote was wrong: then it can't be told, as its paragraph was not read for certain.
    """
    iso3 = changed["state_iso3"]
    own = [row for row in rows["statements"] if row["state_iso3"] == iso3]
    for submission in [row for row in rows["submissions"] if row["state_iso3"] == iso3]:
        submission["statement_count"] = len(own)
        if not own and not submission["declared"]:
            rows["submissions"].remove(submission)
        elif submission["declared"] and all(text["state_iso3"] != iso3 for text in rows["submission_texts"]):
            silence = silence_of(own) if own else Silence(None, PARAGRAPH_NOT_READ, changed["paragraph_id"])
            submission.update(silence.columns())
