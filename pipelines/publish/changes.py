"""What differs between two releases, by identifier of the row; and which removals nobody has accepted.

Here: the comparison of two folders of Parquet, consent to removals, tombstones. Not here: how changes are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.contract import Contract, Table
from pipelines.extract.corrections import Correction
from pipelines.model.tables import Engine, connect, literal

# Rows of these tables are findings about a reading, not content: a better reading may have fewer.
_NO_CONSENT_NEEDED = {"ledger", "signals"}


class RemovalsNeedConsentError(Exception):
    """Rows of the last release would disappear and nobody has accepted that; the message lists them."""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One row that differs. `change`: added, changed or removed. `columns`: those that differ, joined by `;`."""

    table: str
    identifier: str
    change: str
    columns: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences, sorted by table and identifier; `schema`: sentences on tables and columns."""

    rows: tuple[Change, ...] = ()
    schema: tuple[str, ...] = ()

    def count(self, change: str, table: str | None = None) -> int:
        """How many rows were added, changed or removed."""
        return sum(c.change == change and table in {None, c.table} for c in self.rows)


def compare(contract: Contract, before: Path | None, after: Path, engine: Engine) -> Changes:
    """Compare two folders of Parquet files; without `before`, every row is added.

    Raises:
        duckdb.Error: a file can't be read.
    """
    rows: list[Change] = []
    schema: list[str] = []
    with connect(engine) as connection:
        for table in contract.tables:
            new = after / f"{table.name}.parquet"
            old = before / f"{table.name}.parquet" if before else None
            if not new.exists():
                continue
            if old is None or not old.exists():
                if before:
                    schema.append(f"Table {table.name} is new.")
                rows.extend(_all(connection, table, new, "added"))
                continue
            rows.extend(_differences(connection, table, old, new, schema))
    return Changes(tuple(sorted(rows)), tuple(schema))


def _id(table: Table, alias: str) -> str:
    columns = ", ".join(f'CAST({alias}."{c}" AS VARCHAR)' for c in table.key)
    return f"concat_ws('/', {columns})"


def _all(connection: duckdb.DuckDBPyConnection, table: Table, file: Path, change: str) -> list[Change]:
    found = connection.execute(f"SELECT {_id(table, 'r')} FROM read_parquet({literal(file)}) AS r").fetchall()
    return [Change(table.name, identifier, change) for (identifier,) in found]


def _differences(
    connection: duckdb.DuckDBPyConnection, table: Table, old: Path, new: Path, schema: list[str]
) -> list[Change]:
    had, has = pq.read_schema(old).names, pq.read_schema(new).names
    schema.extend(f"Column {table.name}.{c} is new." for c in has if c not in had)
    schema.extend(f"Column {table.name}.{c} is gone." for c in had if c not in has)
    if not set(table.key) <= set(had):
        return _all(connection, table, new, "added")
    common = [c for c in has if c in had and c not in table.key]
    differing = " || ".join(f"CASE WHEN o.\"{c}\" IS DISTINCT FROM n.\"{c}\" THEN '{c};' ELSE '' END" for c in common)
    on = " AND ".join(f'o."{c}" IS NOT DISTINCT FROM n."{c}"' for c in table.key)
    first = table.key[0]
    rows = connection.execute(
        f"SELECT coalesce({_id(table, 'n')}, '') AS new_id, coalesce({_id(table, 'o')}, '') AS old_id, "
        f'o."{first}" IS NULL AS is_new, n."{first}" IS NULL AS is_gone, {differing or repr("")} AS differing '
        f"FROM read_parquet({literal(old)}) AS o FULL OUTER JOIN read_parquet({literal(new)}) AS n ON {on} "
        "WHERE is_new OR is_gone OR differing <> ''"
    ).fetchall()
    return [
        Change(table.name, old_id, "removed")
        if is_gone
        else Change(table.name, new_id, "added")
        if is_new
        else Change(table.name, new_id, "changed", differing.rstrip(";"))
        for new_id, old_id, is_new, is_gone, differing in rows
    ]


def with_consent(
    changes: Changes, contract: Contract, corrections: Sequence[Correction], accepted: str | None
) -> Changes:
    """The changes, each removal with the reason for which it was accepted.

    `accepted`: reason for which the operator accepts every removal, None where it doesn't.

    Raises:
        RemovalsNeedConsentError: a removal is accepted neither by the operator nor in `corrections.yaml`.
    """
    guarded = {t.name for t in contract.of_stage("extract")} - _NO_CONSENT_NEEDED
    consents = {c.row: c.reason for c in corrections if c.action in {"accept_removal", "drop"}}
    rows, open_rows = [], []
    for change in changes.rows:
        if change.change != "removed" or change.table not in guarded:
            rows.append(change)
            continue
        reason = accepted or next((r for row, r in consents.items() if _covers(row, change.identifier)), None)
        if reason is None:
            open_rows.append(change)
        else:
            rows.append(Change(change.table, change.identifier, change.change, change.columns, reason))
    if open_rows:
        listed = "\n".join(f"  {c.table}: {c.identifier}" for c in open_rows[:50])
        more = f"\n  … and {len(open_rows) - 50} more" if len(open_rows) > 50 else ""
        raise RemovalsNeedConsentError(
            f"{len(open_rows)} rows of the last release would disappear:\n{listed}{more}\n"
            "Nothing was published; the last release stands. If that is right, publish with --accept-removals, or add "
            "an entry with action accept_removal to corrections.yaml. If not, look at what is missing from the sources."
        )
    return Changes(tuple(sorted(rows)), changes.schema)


def _covers(row: str, identifier: str) -> bool:
    return identifier == row or identifier.startswith((f"{row}.", f"{row}/"))


def write_withdrawn(contract: Contract, before: Path | None, changes: Changes, target: Path) -> None:
    """Write the tombstones: those of the last release that have not come back, and the rows removed now."""
    schema = contract["withdrawn"].arrow_schema()
    old = before / "withdrawn.parquet" if before else None
    rows = {(r["table_name"], r["row_id"]): r for r in pq.read_table(old).to_pylist()} if old and old.exists() else {}
    for change in changes.rows:
        if change.change == "removed" and change.reason:
            rows[change.table, change.identifier] = {
                "table_name": change.table,
                "row_id": change.identifier,
                "reason": change.reason,
            }
        elif change.change == "added":
            rows.pop((change.table, change.identifier), None)
    pq.write_table(pa.Table.from_pylist([rows[key] for key in sorted(rows)], schema=schema), target)
