"""Which removals nobody has accepted, and what stands in the place of rows that are removed.

Here: consent to removals, and the tombstones of removed rows. Not here: which rows differ (`changes.py`), which row
stands in for which (`successors.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.contract.parts import is_there, rows_of
from pipelines.contract.tables import Contract
from pipelines.extract.corrections import Correction
from pipelines.model.tables import write_table
from pipelines.publish.changes import Changes, keep
from pipelines.publish.successors import FINDINGS, NOTE, find_successors
from pipelines.workspace.engine import Engine, connect, literal
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.words import counted

_SHOWN = 20


class RemovalsNeedConsentError(ReportedError):
    """Rows of the last release would disappear and nobody has accepted that; the message lists them."""


def with_consent(
    changes: Changes,
    contract: Contract,
    corrections: Sequence[Correction],
    accepted: str | None,
    *,
    before: Path | None,
    after: Path,
    rolled_back: Sequence[Path] = (),
    engine: Engine,
) -> Changes:
    """The changes, each removal with the row that stands in its place, or the reason for which it was accepted.

    `accepted`: reason for which the operator accepts every removal, None where it doesn't. `before`, `after`: data
    folders of the release before and of this one. `rolled_back`: those of releases that followed until
    somebody went back, newest first: what was accepted for them is accepted.

    Raises:
        RemovalsNeedConsentError: a row that nothing stands in for is removed, and that is accepted neither by the
            operator nor in `corrections.yaml`.
    """
    guarded = sorted({t.name for t in contract.of_stage("extract")} - FINDINGS)
    if changes.rows is None or before is None or not any(changes.count("removed", table) for table in guarded):
        return changes
    consents = [(c.row, c.reason) for c in corrections if c.action in {"accept_removal", "drop"}]
    with connect(engine) as connection:
        connection.execute("CREATE TABLE consents (place INTEGER, row VARCHAR, reason VARCHAR)")
        for place, consent in enumerate(consents):
            connection.execute("INSERT INTO consents VALUES (?, ?, ?)", [place, *consent])
        connection.execute("CREATE TABLE accepted (place INTEGER, table_name VARCHAR, row_id VARCHAR, reason VARCHAR)")
        for place, data in enumerate(data for data in rolled_back if is_there(data, "withdrawn")):
            tombstones = f"SELECT {place} AS place, table_name, row_id, reason FROM {rows_of(data, 'withdrawn')}"
            connection.execute(f"INSERT INTO accepted {tombstones}")
        rows = literal(changes.rows)
        connection.execute(
            f"CREATE TABLE removed AS SELECT * FROM {rows} "
            "WHERE change = 'removed' AND list_contains($guarded, \"table\")",
            {"guarded": guarded},
        )
        find_successors(connection, contract, "removed", before, after)
        covers = "c.row = identifier OR starts_with(identifier, c.row || '.') OR starts_with(identifier, c.row || '/')"
        given = f"(SELECT c.reason FROM consents AS c WHERE {covers} ORDER BY c.place LIMIT 1)"
        once = 'SELECT a.reason FROM accepted AS a WHERE a.table_name = "table" AND a.row_id = identifier'
        once = f"({once} ORDER BY a.place LIMIT 1)"
        connection.execute(
            "CREATE TABLE settled AS SELECT r.* REPLACE ("
            f"coalesce(s.why, $accepted, {given}, {once}) AS reason, coalesce(s.successor_id, '') AS successor_id) "
            'FROM removed AS r LEFT JOIN successors AS s USING ("table", identifier)',
            {"accepted": accepted},
        )
        _refuse_open(connection, before)
        connection.execute(
            f'CREATE TABLE changes AS SELECT * FROM {rows} ANTI JOIN settled USING ("table", identifier, change) '
            "UNION ALL FROM settled"
        )
        kept = keep(connection, engine)
        return replace(changes, rows=kept.rows, counts=kept.counts)


def _refuse_open(connection: duckdb.DuckDBPyConnection, before: Path) -> None:
    ((count,),) = connection.execute("SELECT count(*) FROM settled WHERE reason IS NULL").fetchall()
    if not count:
        return
    shown = connection.execute(
        f'SELECT "table", identifier FROM settled WHERE reason IS NULL ORDER BY ALL LIMIT {_SHOWN}'
    ).fetchall()
    listed = "\n".join(f"  {table}: {identifier}" for table, identifier in shown)
    more = f"\n  … and {count - _SHOWN} more" if count > _SHOWN else ""
    happens = "\n".join(f"  {sentence}" for sentence in _what_happens(connection, before))
    raise RemovalsNeedConsentError(
        f"{counted(count, 'row')} of the last release would disappear, and nothing replaces what is gone:\n"
        f"{happens}\n"
        f"By table and identifier:\n{listed}{more}\n"
        "Nothing was published; the last release stands. If that is right, publish with --accept-removals, or add "
        "an entry with action accept_removal to corrections.yaml. If not, look at what is missing from the sources."
    )


def _what_happens(connection: duckdb.DuckDBPyConnection, before: Path) -> list[str]:
    """One sentence for each table of each note that loses rows."""
    found = connection.execute(
        'SELECT coalesce(note_symbol, note_id), "table", min(why), count(why), count(*) FROM ('
        f'SELECT *, {NOTE} AS note_id FROM settled LEFT JOIN successors USING ("table", identifier)) '
        f"LEFT JOIN {rows_of(before, 'notes')} AS notes USING (note_id) GROUP BY ALL ORDER BY ALL LIMIT {_SHOWN}"
    ).fetchall()
    sentences = []
    for note, table, why, succeeded, count in found:
        said = f"{counted(count, table.replace('_', ' ').removesuffix('s'))} of {note}"
        if not succeeded:
            sentences.append(f"{said} disappear{'s' if count == 1 else ''}.")
        elif succeeded == count:
            sentences.append(f"{said}: {why}")
        else:
            sentences.append(f"{said}: {why} Nothing stands in the place of {count - succeeded} of them.")
    return sentences


def write_withdrawn(contract: Contract, before: Path | None, changes: Changes, target: Path, engine: Engine) -> None:
    """Write the tombstones: those of the last release that have not come back, and the rows removed now.

    Each leads to the row that stands in its place today.

    Raises:
        duckdb.Error, OSError: the file can't be written.
    """
    table = contract["withdrawn"]
    columns = ", ".join(f'"{c.name}" VARCHAR' for c in table.columns)
    with connect(engine) as connection:
        connection.execute(f"CREATE TABLE old ({columns})")
        if before and is_there(before, table.name):
            connection.execute(f"INSERT INTO old BY NAME FROM {rows_of(before, table.name)}")
        if changes.rows and before:
            touched = "change = 'added' OR (change = 'removed' AND reason <> '')"
            connection.execute(f"CREATE TABLE touched AS FROM {literal(changes.rows)} WHERE {touched}")
            connection.execute('DELETE FROM old USING touched WHERE table_name = "table" AND row_id = identifier')
            connection.execute("DELETE FROM touched WHERE change = 'added'")
            connection.execute(
                "UPDATE old SET successor_id = nullif(touched.successor_id, '') FROM touched "
                'WHERE table_name = "table" AND old.successor_id = identifier'
            )
            connection.execute(
                'INSERT INTO old BY NAME SELECT "table" AS table_name, identifier AS row_id, reason, '
                "nullif(successor_id, '') AS successor_id, ? AS release FROM touched",
                [before.parent.resolve().name],
            )
        write_table(connection, table, "FROM old", target)
