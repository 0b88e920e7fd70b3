"""Applies what a person decided (`corrections.yaml`) to the rows of a note.

Here: reading the decisions, and `accept`, `drop`, `set` and `answer`. Not here: `accept_removal`, which is about
releases (`pipelines/publish/changes.py`); asking a person (`pipelines/cli/review.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.contract.rows import Row, Rows
from pipelines.contract.tables import Contract
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import read_declaration, unknown_key
from pipelines.workspace.paths import declared_in

ACTIONS = ("accept", "drop", "set", "answer", "accept_removal")
_WORDS = {"table", "row", "action", "column", "value", "expect", "reason"}


class CorrectionError(ReportedError):
    """A correction that is malformed, finds no row, or expects what is no longer so; the message names the entry."""


class UnmetError(CorrectionError):
    """Rows that do not hold what corrections expect. `found`: all corrections that found their row, these included."""

    def __init__(self, what: str, found: Sequence[Correction]) -> None:
        super().__init__(what)
        self.found = tuple(found)


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision. `row` is the row's identifier; `expect` maps columns to what they must hold before."""

    table: str
    row: str
    action: str
    reason: str
    column: str | None = None
    value: Any = None
    expect: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.action} {self.table} {self.row}"


def load_corrections(alone: Path | None, contract: Contract) -> tuple[Correction, ...]:
    """Read and check the decisions: those that are shipped, then the operator's. `alone`: a file in place of both.

    Raises:
        CorrectionError: a file can't be read, or an entry is malformed or names what does not exist.
    """
    paths = declared_in("corrections.yaml", alone)
    return tuple(correction for path in paths for correction in _read(path, contract))


def _read(path: Path, contract: Contract) -> tuple[Correction, ...]:
    data = read_declaration(path, CorrectionError) or {}
    entries = (data.get("corrections") or []) if isinstance(data, dict) else data
    if not isinstance(data, dict) or not isinstance(entries, list):
        raise CorrectionError(f"{path.name} needs the key 'corrections' with a list of entries.")
    return tuple(_parse(f"{path.name}, entry {n}", entry, contract) for n, entry in enumerate(entries, 1))


def _parse(where: str, entry: Any, contract: Contract) -> Correction:
    if not isinstance(entry, dict) or not {"table", "row", "action", "reason"} <= set(entry) or set(entry) - _WORDS:
        unknown = sorted(map(str, set(entry) - _WORDS)) if isinstance(entry, dict) else []
        said = "".join(f"{key}: {unknown_key(key, _WORDS)}. " for key in unknown)
        raise CorrectionError(
            f"{where}: {said}It needs table, row, action and reason, and may have column, value, expect."
        )
    if entry["action"] not in ACTIONS:
        raise CorrectionError(f"{where}: action '{entry['action']}' is none of {', '.join(ACTIONS)}.")
    tables = {t.name: t for t in contract.tables}
    if entry["table"] not in tables:
        raise CorrectionError(f"{where}: there is no table '{entry['table']}'.")
    columns = {c.name: c for c in tables[entry["table"]].columns}
    named = set(entry.get("expect") or {}) | ({entry["column"]} if "column" in entry else set())
    if named - columns.keys():
        missing = ", ".join(sorted(named - columns.keys()))
        raise CorrectionError(f"{where}: table '{entry['table']}' has no column {missing}.")
    if joined := sorted(name for name in named if columns[name].joined):
        table = entry["table"]
        raise CorrectionError(f"{where}: {', '.join(joined)} of '{table}' comes from another table; correct it there.")
    if entry["action"] == "accept" and ("reviewed" not in columns or not entry.get("expect")):
        raise CorrectionError(f"{where}: action 'accept' is for statements and systems, and needs the words in expect.")
    if entry["action"] == "set" and "column" not in entry:
        raise CorrectionError(f"{where}: action 'set' needs a column.")
    return Correction(**{**entry, "row": str(entry["row"]), "expect": entry.get("expect") or {}})


def apply_corrections(rows: Rows, corrections: Sequence[Correction], contract: Contract) -> list[Correction]:
    """Change the rows of one note in place.

    Returns:
        The corrections that found their row.

    Raises:
        UnmetError: a row does not hold what its correction expects.
    """
    found, unmet = [], []
    for correction in corrections:
        if correction.action == "accept_removal":
            continue
        key = contract[correction.table].key
        for row in list(rows.get(correction.table, [])):
            if row_id(row, key) == correction.row:
                found.append(correction)
                if wrong := _unmet(row, correction):
                    unmet.append(wrong)
                else:
                    _apply(rows, row, correction)
    if found:
        _drop_topics(rows)
    if unmet:
        raise UnmetError("\n".join(unmet), found)
    return found


def _drop_topics(rows: Rows) -> None:
    """Remove the topics of words that a corrected quote holds no more."""
    quotes = {row["statement_id"]: row["quote"] for row in rows["statements"]}
    rows["statement_topics"] = [
        topic
        for topic in rows["statement_topics"]
        if quotes[topic["statement_id"]][topic["words_start"] : topic["words_end"]] == topic["words"]
    ]


def row_id(row: Row, key: Sequence[str]) -> str:
    """Identifier of a row: its key columns, joined by `/` where there are several."""
    return "/".join(str(row[column]) for column in key)


def _unmet(row: Row, correction: Correction) -> str:
    """What a row does not hold that its correction expects; empty where it holds all."""
    if correction.action == "accept":  # expects nothing: it lapses
        return ""
    for column, expected in correction.expect.items():
        if row.get(column) != expected:
            return (
                f"Correction '{correction}' expects {column} = {expected!r}, but it is {row.get(column)!r}. "
                "Look at the row again, and change or delete the entry in corrections.yaml."
            )
    return ""


def _apply(rows: Rows, row: Row, correction: Correction) -> None:
    if correction.action == "accept":
        # Consent to words lapses with them: then the row is as any that nobody has looked at.
        same = all(row.get(column) == expected for column, expected in correction.expect.items())
        row["reviewed"] = row["reviewed"] or same
        return
    match correction.action:
        case "drop":
            _drop(rows, correction.table, row)
        case "set":
            row[correction.column or ""] = correction.value
        case "answer":
            row["signal_status"] = "answered"


def _drop(rows: Rows, table: str, row: Row) -> None:
    """Remove a row and, for a statement, what hangs on it."""
    rows[table].remove(row)
    if table == "statements":
        for child in ("statement_articles", "statement_topics", "system_mentions"):
            rows[child] = [r for r in rows[child] if r["statement_id"] != row["statement_id"]]
        for submission in rows["submissions"]:
            if submission["state_iso3"] == row["state_iso3"]:
                submission["statement_count"] -= 1
                submission["silent"] = submission["declared"] and not submission["statement_count"]
