"""What differs between two releases, by identifier of the row.

Here: the comparison of two folders of Parquet; no row passes through Python. Not here: consent to removals and what
stands in the place of removed rows (`consent.py`), how changes are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipelines.contract.parts import count_of, files_of, read_files
from pipelines.contract.tables import Contract, Table
from pipelines.publish.reuse import same_content
from pipelines.workspace.engine import Engine, connect, literal

COLUMNS = ("table", "identifier", "change", "columns", "reason", "successor_id")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One row that differs.

    `change`: added, changed or removed. `columns`: those that differ, joined by `;`. `successor_id`: identifier of the
    row that stands in the place of a removed one.
    """

    table: str
    identifier: str
    change: str
    columns: str = ""
    reason: str = ""
    successor_id: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences.

    `rows`: Parquet file with one row for each row that differs, sorted by table and identifier: `table`, `identifier`,
    `change` (added, changed, removed), `columns` (those that differ, joined by `;`), `reason`, `successor_id` (of the
    row that stands in its place). None where there is no release before: then every row is new, and none is listed.
    `counts`: rows by table and change. `schema`: sentences on tables and columns; `reshaped`: the
    tables that they are about.
    """

    rows: Path | None = None
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    schema: tuple[str, ...] = ()
    reshaped: frozenset[str] = frozenset()

    def count(self, change: str, table: str | None = None) -> int:
        """How many rows were added, changed or removed."""
        return sum(n for (name, kind), n in self.counts.items() if kind == change and table in {None, name})

    @property
    def totals(self) -> dict[str, int]:
        """How many rows were added, changed and removed, in all tables."""
        return {change: self.count(change) for change in ("added", "changed", "removed")}

    def touches(self, table: str) -> bool:
        """True where a row or a column of that table differs."""
        return table in {name for name, _ in self.counts} or table in self.reshaped

    def first(self, limit: int, tables: Sequence[str] = ()) -> list[Change]:
        """The first rows that differ: of some tables, in the order given, or of all."""
        if self.rows is None:
            return []
        wanted = 'WHERE list_contains($1, "table") ORDER BY list_position($1, "table"), identifier, change'
        query = f"FROM {read_files([self.rows])} {wanted if tables else ''} LIMIT {limit}"
        with duckdb.connect() as connection:
            rows = connection.execute(query, [list(tables)] if tables else None).fetchall()
        return [Change(*row) for row in rows]


def compare(contract: Contract, before: Path | None, after: Path, engine: Engine) -> Changes:
    """Compare two folders of Parquet files; without `before`, every row is added.

    Raises:
        duckdb.Error, OSError: a file can't be read, or the list of changes not written.
    """
    # The tables of the publish stage say what became of the others.
    tables = [t for t in contract.tables if t.stage != "publish" and files_of(after, t.name)]
    if before is None:
        return Changes(counts={(t.name, "added"): size for t in tables if (size := count_of(after, t.name))})
    with connect(engine) as connection:
        columns = ", ".join(f'"{name}" VARCHAR' for name in COLUMNS)
        connection.execute(f"CREATE TABLE changes ({columns})")
        said = {table.name: tuple(_compare(connection, table, before, after)) for table in tables}
        schema = tuple(sentence for sentences in said.values() for sentence in sentences)
        reshaped = frozenset(name for name, sentences in said.items() if sentences)
        return replace(keep(connection, engine), schema=schema, reshaped=reshaped)


def keep(connection: duckdb.DuckDBPyConnection, engine: Engine) -> Changes:
    """Write the table `changes` to a file, and count it."""
    rows = engine.spill / "changes.parquet"
    connection.execute(
        f'COPY (SELECT * FROM changes ORDER BY "table", identifier, change) TO {literal(rows)} (FORMAT parquet)'
    )
    counted = connection.execute('SELECT "table", change, count(*) FROM changes GROUP BY ALL ORDER BY ALL').fetchall()
    return Changes(rows, {(table, change): count for table, change, count in counted})


def _compare(connection: duckdb.DuckDBPyConnection, table: Table, before: Path, after: Path) -> Iterator[str]:
    old, new = files_of(before, table.name), files_of(after, table.name)
    if not old:
        yield f"Table {table.name} is new."
        _all(connection, table, "added", list(new.values()))
        return
    same = {path for path in old if path in new and same_content(old[path], new[path])}
    old_files = [file for path, file in old.items() if path not in same]
    new_files = [file for path, file in new.items() if path not in same]
    if not new_files or not old_files:
        _all(connection, table, "added", new_files)
        _all(connection, table, "removed", old_files)
        return
    had, has = pq.read_schema(old_files[0]).names, pq.read_schema(new_files[0]).names
    yield from (f"Column {table.name}.{c} is new." for c in has if c not in had)
    yield from (f"Column {table.name}.{c} is gone." for c in had if c not in has)
    if set(table.key) <= set(had):
        _differences(connection, table, old_files, new_files, [c for c in has if c in had and c not in table.key])
    else:
        _all(connection, table, "added", new_files)


def _id(table: Table, alias: str) -> str:
    columns = ", ".join(f'CAST({alias}."{c}" AS VARCHAR)' for c in table.key)
    return f"concat_ws('/', {columns})"


def _all(connection: duckdb.DuckDBPyConnection, table: Table, change: str, files: list[Path]) -> None:
    if files:
        connection.execute(
            f"INSERT INTO changes SELECT '{table.name}', {_id(table, 'r')}, '{change}', '', '', '' "
            f"FROM {read_files(files)} AS r"
        )


def _differences(
    connection: duckdb.DuckDBPyConnection, table: Table, old: list[Path], new: list[Path], common: list[str]
) -> None:
    differing = " || ".join(f"CASE WHEN o.\"{c}\" IS DISTINCT FROM n.\"{c}\" THEN '{c};' ELSE '' END" for c in common)
    on = " AND ".join(f'o."{c}" IS NOT DISTINCT FROM n."{c}"' for c in table.key)
    first = table.key[0]
    connection.execute(
        f"INSERT INTO changes SELECT '{table.name}', CASE WHEN is_gone THEN old_id ELSE new_id END, "
        "CASE WHEN is_gone THEN 'removed' WHEN is_new THEN 'added' ELSE 'changed' END, "
        "CASE WHEN is_gone OR is_new THEN '' ELSE rtrim(differing, ';') END, '', '' FROM ("
        f'SELECT {_id(table, "n")} AS new_id, {_id(table, "o")} AS old_id, o."{first}" IS NULL AS is_new, '
        f'n."{first}" IS NULL AS is_gone, {differing or repr("")} AS differing '
        f"FROM {read_files(old)} AS o FULL OUTER JOIN {read_files(new)} AS n ON {on}) "
        "WHERE is_new OR is_gone OR differing <> ''"
    )
