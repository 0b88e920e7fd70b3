"""Finds, for rows that leave a release, the rows that stand in their place: of a revision, or of a note joined to it.

Here: which row succeeds which. Not here: which rows leave, and whether that needs consent (`changes.py`).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import duckdb

from pipelines.contract.parts import is_there, rows_of
from pipelines.contract.register import register_of
from pipelines.contract.tables import Contract, Table
from pipelines.extract.claims import digest_of
from pipelines.publish.register import FINDINGS, note_keys
from pipelines.publish.streams import Row, stream
from pipelines.workspace.engine import make_table
from pipelines.workspace.questions import question

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


def find_successors(connection: duckdb.DuckDBPyConnection, contract: Contract, before: Path, after: Path) -> None:
    """Make the table `successors` of rows of the table `removed` that something stands in for, with the words why.

    `before`, `after`: data folders. The columns of the table: `table`, `identifier`, `successor_id`, `why`.
    """
    tables = [t for t in contract.of_stage("extract") if t.name not in FINDINGS]
    tables = [t for t in tables if is_there(before, t.name) and is_there(after, t.name)]
    heirs = question(
        "changes/heirs",
        register=register_of(before),
        note_keys=note_keys(after),
        notes=rows_of(after, "notes"),
    )
    gone = set(connection.execute('SELECT "table", identifier FROM removed').fetchall())
    pairs = []
    for old_id, new_id in connection.execute(heirs).fetchall():
        old = {t.name: _rows(connection, t, before, old_id) for t in tables}
        new = {t.name: _rows(connection, t, after, new_id) for t in tables}
        why = _why(old["notes"][0], new["notes"][0])
        to_parents = _leading_to_parents(old, new)
        for table, identifier, successor in _successors_in_note(tables, old, new, to_parents):
            if (table, identifier) in gone and successor is not None and successor != identifier:
                pairs.append((table, identifier, successor, why))
    columns = '"table" VARCHAR, identifier VARCHAR, successor_id VARCHAR, why VARCHAR'
    make_table(connection, "successors", columns, pairs)


def _why(old: Row, new: Row) -> str:
    if old["revision"] != new["revision"]:
        return f"Superseded by {name_of(new)}."
    if old["note_id"] != new["note_id"]:
        return f"{name_of(old)} and {name_of(new)} are one note."
    return "Another row of the note says it."


def _leading_to_parents(old: Mapping[str, Sequence[Row]], new: Mapping[str, Sequence[Row]]) -> frozenset[str]:
    """The tables whose rows lead to the row that they hang on (a statement, a paragraph …) where no row replaces them.

    These are texts in other languages, where a revision replaced the text that they translate; and all tables, where
    the program now reads the note in another language and the two texts are aligned.
    """
    (was,), (now,) = old["notes"], new["notes"]
    if was["language"] != now["language"] and was["revision"] == now["revision"]:
        is_aligned = any(v["language"] == was["language"] and v["aligned"] for v in new["note_versions"])
        return frozenset(old) if is_aligned else frozenset()
    return TEXTS if was["revision"] != now["revision"] else frozenset()


def name_of(note: Row) -> str:
    """How a person calls a note: by its symbol, or else its identifier."""
    return str(note["note_symbol"] or note["note_id"])


def _rows(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path, note_id: str) -> list[Row]:
    select = f"SELECT * FROM {rows_of(folder, table.name)} WHERE note_id = ? ORDER BY {', '.join(table.order)}"
    return list(stream(connection, select, note_id))


def _successors_in_note(
    tables: Sequence[Table],
    old: Mapping[str, Sequence[Row]],
    new: Mapping[str, Sequence[Row]],
    to_parents: frozenset[str],
) -> Iterator[tuple[str, str, str | None]]:
    """Table and identifier of each row of the note as it was, and the identifier of its successor, if there is one.

    `to_parents`: tables whose rows lead to their parent where they have no successor. For example `paragraphs`,
    `a.p002`, `a.rev-1.p003`.
    """
    # By column of a parent, the successor of each: rows that hang on it come after it.
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
            if successor is None and table.name in to_parents:
                above = (moved[name].get(row[name]) for name in _PARENTS if name in row and table.key != (name,))
                successor = next(filter(None, above), new["notes"][0]["note_id"])
            if successor and table.key[0] in moved and len(table.key) == 1:
                moved[table.key[0]][identifier] = successor
            yield table.name, identifier, successor


def _id(row: Row, table: Table) -> str:
    return "/".join(str(row[column]) for column in table.key if row[column] is not None)


def _mark(row: Row, table: Table, moved: Mapping[str, Mapping[str, str]] | None = None) -> Hashable:
    """What a row and its successor have in common: columns of its own, and the successors of its parents.

    Of the statement `a.p002.CHL` that is `("CHL", "a.p002")`, and of an old row `("CHL", "a.rev-1.p003")` where `moved`
    says that this is the successor of `a.p002`.
    """
    above = {name: row[name] for name in _PARENTS if name in row and table.key != (name,)}
    if moved is not None:
        above = {name: moved[name].get(parent, _NOWHERE) if parent else parent for name, parent in above.items()}
    same = _SAME.get(table.name) or [column for column in table.key if column not in {"note_id", *_PARENTS}]
    return (*(row[column] for column in same), *above.values())


def _matched(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> dict[int, int]:
    """Pairs of the places of equal marks: of several the first with the first. `["a", "b"]`, `["b"]` gives `{1: 0}`."""
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
