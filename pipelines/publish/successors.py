"""Finds, for rows that leave a release, the rows that stand in their place: of a revision, or of a note joined to it.

Here: which row succeeds which. Not here: which rows leave, and whether that needs consent (`changes.py`).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contract.parts import is_there, rows_of
from pipelines.contract.register import KEY, register_of
from pipelines.contract.tables import Contract, Table
from pipelines.extract.claims import digest_of
from pipelines.publish.register import FINDINGS, note_keys

Row = dict[str, Any]
# What makes a row of a note the same row, beside the paragraph, section, statement or footnote it hangs on, where that
# is not what its key says. Rows of one table that are alike in this follow one another in their order.
_SAME: dict[str, tuple[str, ...]] = {
    "notes": (),
    "note_files": ("source_sha256",),
    "statements": ("state_iso3",),
    "collective_statements": ("scope",),
    "system_mentions": ("words",),
    "citations": ("kind", "target"),
    "submission_texts": ("state_iso3", "article", "meeting"),
}
# Tables whose rows follow from their words and their order, and what those are; others are looked at after them.
_WORDS = {"sections": "heading", "paragraphs": "text", "footnotes": "text"}
_PARENTS = ("statement_id", "paragraph_id", "section_id", "footnote_id")
TEXTS = frozenset({"note_texts", "section_texts", "paragraph_texts", "statement_texts"})
_ALIKE = 0.4  # part of the words that two texts have in common, of those that either has
_MOST_COMPARED = 40_000  # pairs of texts between two that are the same
_NOWHERE = object()
# The identifier of a row begins with its note's, which holds neither sign.
NOTE = "regexp_extract(identifier, '^[^./]+')"


def find_successors(
    connection: duckdb.DuckDBPyConnection, contract: Contract, removed: str, before: Path, after: Path
) -> None:
    """Make the table `successors` of removed rows that something stands in for, with the words why.

    `removed`: SQL, to stand after FROM, of the removed rows: `table`, `identifier`. `before`, `after`: data folders.
    The columns of the table: `table`, `identifier`, `successor_id`, `why`.

    Raises:
        duckdb.Error: a file can't be read.
    """
    columns = '"table" VARCHAR, identifier VARCHAR, successor_id VARCHAR, why VARCHAR'
    connection.execute(f"CREATE TABLE successors ({columns})")
    tables = [t for t in contract.of_stage("extract") if t.name not in FINDINGS]
    tables = [t for t in tables if is_there(before, t.name) and is_there(after, t.name)]
    notes = _notes(connection, removed, tables, before, after)
    if not notes:
        return
    gone = _identifiers(connection, removed)
    found = []
    for old_id, new_id in sorted(notes.items()):
        old = {t.name: _rows(connection, t, before, old_id) for t in tables}
        new = {t.name: _rows(connection, t, after, new_id) for t in tables}
        why = _why(old["notes"][0], new["notes"][0])
        led_on = _led_on(old, new)
        for table, identifier, successor in _of_note(tables, old, new, led_on):
            if identifier in gone[table] and successor is not None and successor != identifier:
                found.append([table, identifier, successor, why])
    if found:
        connection.executemany("INSERT INTO successors VALUES (?, ?, ?, ?)", found)


def _why(old: Row, new: Row) -> str:
    if old["revision"] != new["revision"]:
        return f"Superseded by {name_of(new)}."
    if old["note_id"] != new["note_id"]:
        return f"{name_of(old)} and {name_of(new)} are one note."
    return "Another row of the note says it."


def _led_on(old: Mapping[str, Sequence[Row]], new: Mapping[str, Sequence[Row]]) -> frozenset[str]:
    """The tables whose rows lead on to what they hang on, where nothing else stands in their place.

    Texts in other languages, where the text that they translate was superseded; all rows, where the note is read in
    another language now, and that text says the same.
    """
    (was,), (now,) = old["notes"], new["notes"]
    if was["language"] != now["language"] and was["revision"] == now["revision"]:
        said_again = any(v["language"] == was["language"] and v["aligned"] for v in new["note_versions"])
        return frozenset(old) if said_again else frozenset()
    return TEXTS if was["revision"] != now["revision"] else frozenset()


def name_of(note: Row) -> str:
    """How a person calls a note: by its symbol, or else its identifier."""
    return str(note["note_symbol"] or note["note_id"])


def _notes(
    connection: duckdb.DuckDBPyConnection, removed: str, tables: Sequence[Table], before: Path, after: Path
) -> dict[str, str]:
    """The notes that lose rows, each with the note that stands in its place: itself, or the one that it joined."""
    query = f'SELECT DISTINCT {NOTE} FROM {removed} WHERE list_contains($tables, "table")'
    found = connection.execute(query, {"tables": [table.name for table in tables]}).fetchall()
    losing = {note_id for (note_id,) in found}
    here = {note_id for (note_id,) in connection.execute(f"SELECT note_id FROM {rows_of(after, 'notes')}").fetchall()}
    # What a note was known by then may be what another is known by now.
    keys = (
        f"{register_of(before)} AS o JOIN {note_keys(after)} AS n "
        f"ON o.\"table\" = '{KEY}' || n.key_kind AND o.identifier = n.key_value"
    )
    found = connection.execute(
        f"SELECT o.successor, n.note_id FROM {keys} WHERE n.note_id IS NOT NULL "
        "ORDER BY n.key_kind DESC, o.successor, n.note_id"
    ).fetchall()
    joined: dict[str, str] = dict(found)
    heirs = {note_id: note_id if note_id in here else joined.get(note_id, "") for note_id in losing}
    return {note_id: heir for note_id, heir in heirs.items() if heir in here}


def _identifiers(connection: duckdb.DuckDBPyConnection, removed: str) -> Mapping[str, set[str]]:
    gone: dict[str, set[str]] = defaultdict(set)
    for table, identifier in connection.execute(f'SELECT "table", identifier FROM {removed}').fetchall():
        gone[table].add(identifier)
    return gone


def _rows(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path, note_id: str) -> list[Row]:
    found = connection.execute(
        f"SELECT * FROM {rows_of(folder, table.name)} WHERE note_id = ? ORDER BY {', '.join(table.order)}", [note_id]
    )
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _of_note(
    tables: Sequence[Table],
    old: Mapping[str, Sequence[Row]],
    new: Mapping[str, Sequence[Row]],
    led_on: frozenset[str],
) -> Iterator[tuple[str, str, str | None]]:
    """Every row of a note as it was, with the identifier of the row that stands in its place now."""
    # By column, which row now stands in the place of each: what hangs on it is looked at after it.
    moved: dict[str, dict[str, str]] = {name: {} for name in _PARENTS}
    order = [*_WORDS, "statements"]
    for table in sorted(tables, key=lambda t: order.index(t.name) if t.name in order else len(order)):
        ours, theirs = old[table.name], new[table.name]
        if table.name in _WORDS:
            column = _WORDS[table.name]
            pairs = aligned([row[column] for row in ours], [row[column] for row in theirs])
        else:
            pairs = _matched([_mark(row, table, moved) for row in ours], [_mark(row, table) for row in theirs])
        for place, row in enumerate(ours):
            identifier = _id(row, table)
            successor = _id(theirs[pairs[place]], table) if place in pairs else None
            if successor is None and table.name in led_on:
                above = (moved[name].get(row[name]) for name in _PARENTS if name in row and table.key != (name,))
                successor = next(filter(None, above), new["notes"][0]["note_id"])
            if successor and table.key[0] in moved and len(table.key) == 1:
                moved[table.key[0]][identifier] = successor
            yield table.name, identifier, successor


def _id(row: Row, table: Table) -> str:
    return "/".join(str(row[column]) for column in table.key if row[column] is not None)


def _mark(row: Row, table: Table, moved: Mapping[str, Mapping[str, str]] | None = None) -> Hashable:
    """What makes a row the same row; `moved`: for an old one, where the rows are now that it hangs on."""
    above = {name: row[name] for name in _PARENTS if name in row and table.key != (name,)}
    if moved is not None:
        above = {name: moved[name].get(parent, _NOWHERE) if parent else parent for name, parent in above.items()}
    same = _SAME.get(table.name) or [column for column in table.key if column not in {"note_id", *_PARENTS}]
    return (*(row[column] for column in same), *above.values())


def _matched(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> dict[int, int]:
    """Pairs of the places of marks that are the same, the first with the first."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for place, mark in enumerate(theirs):
        waiting[mark].append(place)
    return {place: waiting[mark].popleft() for place, mark in enumerate(ours) if waiting[mark]}


def aligned(ours: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    """Pairs of the places of texts that stand for each other in two lists, in their order.

    First those with the same words; between two such pairs all, where there are as many, else those with alike words.
    """
    mine, yours = ([digest_of([text]) for text in texts] for texts in (ours, theirs))
    pairs: dict[int, int] = {}
    for same, a, b, c, d in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
        here, there = range(a, b), range(c, d)
        pairs |= dict(zip(here, there, strict=True)) if same == "equal" else _between(ours, theirs, here, there)
    return pairs


def _between(ours: Sequence[str], theirs: Sequence[str], mine: range, yours: range) -> dict[int, int]:
    """Pairs of places of texts that lie between two pairs of the same words.

    Where there are as many on both sides, the first stands for the first, the second for the second. Else each of ours
    takes, of those of theirs that come after the last taken one, that with most words in common, if these are enough:

        ours    1 "Chile trains judges."   2 "Peru adopted a law."
        theirs  1 "Chile trains all judges."                            → {1: 1}
    """
    if len(mine) == len(yours):
        return dict(zip(mine, yours, strict=True))
    if len(mine) * len(yours) > _MOST_COMPARED:
        return {}
    words = {place: set(theirs[place].casefold().split()) for place in yours}
    pairs: dict[int, int] = {}
    free = yours.start
    for place in mine:
        own = set(ours[place].casefold().split())

        def in_common(other: int, own: set[str] = own) -> float:
            return len(own & words[other]) / max(len(own | words[other]), 1)

        # Of several that are alike, `max` takes the first.
        best = max(range(free, yours.stop), key=in_common, default=None)
        if best is not None and in_common(best) >= _ALIKE:
            pairs[place], free = best, best + 1
    return pairs
