"""What differs between two releases, by identifier of the row, and in one sentence for the person who publishes.

Here: the comparison of two folders of Parquet; no row passes through Python. Not here: consent to removals and what
stands in the place of removed rows (`consent.py`), how changes are shown (`site/changes_page.py`, `documents.py`).
"""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from pipelines.contract.parts import count_of, is_there, parquet_of, rows_of
from pipelines.contract.register import register_of
from pipelines.contract.tables import Table
from pipelines.workspace.engine import Engine, connect, literal, no_rows
from pipelines.workspace.questions import question
from pipelines.workspace.words import counted

KINDS = ("added", "changed", "removed")
# Of a row that differs: `columns`, joined by `;`, that do; of a removed one why it is, as a code (`consent.py`) and in
# words, and the identifier of the row that stands in its place.
COLUMNS = ("table", "identifier", "change", "columns", "cause", "reason", "successor_id")
_NAMED = 3  # sentences on notes at most, in words


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences between two releases.

    `before`: data folder of the one before, None where there is none. `rows`: Parquet file with one row for each row
    that differs, of the columns `COLUMNS`, sorted by table and identifier. None where there is no release before: then
    every row is new, and none is listed. `counts`, `structure`: as `changes` and `structure`
    of a `Record`. `accepted`: how many rows are removed because the operator's consent of this run covers them.
    """

    before: Path | None = None
    rows: Path | None = None
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    structure: tuple[str, ...] = ()
    accepted: int = 0

    @property
    def listed(self) -> str:
        """SQL, to stand after FROM, of `rows`; of none where none is listed."""
        return literal(self.rows) if self.rows else no_rows(COLUMNS)

    def count(self, change: str, table: str | None = None) -> int:
        """How many rows were added, changed or removed."""
        return sum(n for name, n in self.counts.get(change, {}).items() if table in {None, name})

    @property
    def totals(self) -> dict[str, int]:
        """How many rows were added, changed and removed, in all tables."""
        return {change: self.count(change) for change in KINDS}

    def first(self, limit: int, tables: Sequence[str], *, register: str = "") -> list[dict[str, str]]:
        """The first rows that differ, table by table in the order given.

        `register`: SQL, to stand after FROM, of one that says why removed rows went and what stands in their place.
        """
        query = question(
            "changes/listed",
            changes=self.listed,
            register=register or register_of(None),
            wanted="(SELECT unnest($tables) AS name, generate_subscripts($tables, 1) AS place)",
        )
        with duckdb.connect() as connection:
            rows = connection.execute(f"{query} LIMIT {limit}", {"tables": list(tables)}).fetchall()
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def compare(tables: Sequence[Table], before: Path | None, after: Path, engine: Engine) -> Changes:
    """Compare tables of two folders of Parquet files; without `before`, every row is added."""
    if before is None:
        return Changes(counts={"added": {t.name: size for t in tables if (size := count_of(after, t.name))}})
    columns = ", ".join(f'"{name}" VARCHAR' for name in COLUMNS)
    with connect(engine) as connection:
        connection.execute(f"CREATE TABLE changes ({columns})")
        differing = [table for table in tables if not _is_same_file(table, before, after)]
        structure = [sentence for table in differing for sentence in _compare(connection, table, before, after)]
        return replace(keep(connection, engine), before=before, structure=tuple(structure))


def keep(connection: duckdb.DuckDBPyConnection, engine: Engine) -> Changes:
    """Write the table `changes` to a file, and count it."""
    rows = engine.spill / "changes.parquet"
    connection.execute(
        f'COPY (SELECT * FROM changes ORDER BY "table", identifier, change) TO {literal(rows)} (FORMAT parquet)'
    )
    counted = connection.execute(question("changes/counts")).fetchall()
    counts = {kind: {table: count for change, table, count in counted if change == kind} for kind in KINDS}
    return Changes(rows=rows, counts=counts)


def _is_same_file(table: Table, before: Path, after: Path) -> bool:
    """Whether the bytes of a table are the same in both folders, so that no row of it has to be compared."""
    old, new = (parquet_of(folder, table.name) for folder in (before, after))
    return old.exists() and new.exists() and filecmp.cmp(old, new, shallow=False)


def _compare(connection: duckdb.DuckDBPyConnection, table: Table, before: Path, after: Path) -> Iterator[str]:
    new = rows_of(after, table.name)
    has = [row[0] for row in connection.execute(f"DESCRIBE FROM {new}").fetchall()]
    had, old = has, f"(FROM {new} LIMIT 0)"
    if not is_there(before, table.name):
        yield f"Table {table.name} is new."
    else:
        rows = rows_of(before, table.name)
        had = [row[0] for row in connection.execute(f"DESCRIBE FROM {rows}").fetchall()]
        yield from (f"Column {table.name}.{c} is new." for c in has if c not in had)
        yield from (f"Column {table.name}.{c} is gone." for c in had if c not in has)
        # Rows without what names them can't be told from each other: all are new.
        old = rows if set(table.key) <= set(had) else old
    _differences(connection, table, old, new, [c for c in has if c in had and c not in table.key])


def identifier(table: Table, alias: str) -> str:
    """SQL for the identifier of a row: the columns of its key, joined by `/`. `alias`: what the row is called."""
    columns = ", ".join(f'CAST({alias}."{c}" AS VARCHAR)' for c in table.key)
    return f"concat_ws('/', {columns})"


def _differences(connection: duckdb.DuckDBPyConnection, table: Table, old: str, new: str, common: list[str]) -> None:
    differing = " || ".join(f"CASE WHEN o.\"{c}\" IS DISTINCT FROM n.\"{c}\" THEN '{c};' ELSE '' END" for c in common)
    on = " AND ".join(f'o."{c}" IS NOT DISTINCT FROM n."{c}"' for c in table.key)
    first = table.key[0]
    connection.execute(
        f"INSERT INTO changes SELECT '{table.name}', CASE WHEN is_gone THEN old_id ELSE new_id END, "
        "CASE WHEN is_gone THEN 'removed' WHEN is_new THEN 'added' ELSE 'changed' END, "
        "CASE WHEN is_gone OR is_new THEN '' ELSE rtrim(differing, ';') END, '', '', '' FROM ("
        f"SELECT {identifier(table, 'n')} AS new_id, {identifier(table, 'o')} AS old_id, "
        f'o."{first}" IS NULL AS is_new, n."{first}" IS NULL AS is_gone, {differing or repr("")} AS differing '
        f"FROM {old} AS o FULL OUTER JOIN {new} AS n ON {on}) "
        "WHERE is_new OR is_gone OR differing <> ''"
    )


def news_in_words(release: Path) -> str:
    """What differs from the release before, note by note as its CHANGELOG has it; for the first one, what is in it.

    Raises:
        OSError, ValueError: the folder is no release.
    """
    report = json.loads((release / "changes.json").read_bytes())
    counts, notes = report["counts"], [sentence.rstrip(".") for sentence in report["notes"]]
    if report["previous_release"] is None:
        return f"{counted(counts['notes']['added'], 'note')}, {counted(counts['statements']['added'], 'statement')}"
    if not notes:
        differs = any(count for kinds in counts.values() for count in kinds.values())
        return "no note differs, other tables do" if differs else "no row differs from the release before"
    more = [f"and {len(notes) - _NAMED} more, which CHANGELOG.md lists"] if len(notes) > _NAMED else []
    return "; ".join([*notes[:_NAMED], *more])
