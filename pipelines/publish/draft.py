"""What every renderer of a release needs to know of it, gathered once from the built tables.

Here: its record, files with sizes and checksums, counts, coverage in time and space, examples of columns. Not here: how
any of it is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from pipelines.archive.quarantine import Refusal
from pipelines.contract.parts import count_of, rows_of
from pipelines.contract.tables import Contract, Table
from pipelines.publish.changes import Changes
from pipelines.publish.data import FORMULA
from pipelines.publish.integrity import files_below, read_sums
from pipelines.publish.publication import Publication
from pipelines.publish.record import Days, Record, read_record
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.seal import sha256_file

# Looked at are the first rows alone; of longer values, the shortest is shown.
_ROWS = 1_000
_LENGTH = 200

Examples = dict[tuple[str, str], str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release. `path`: below the release, with `/`. `rows`: how many, where it holds a table."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """A release in the making.

    `folder`: where it is being built; data files stand in it already. `record`: what it is. `changes`: what differs
    from the release before. `files`: the data files by path, sorted. `states`: ISO 3166-1 alpha-3 of every State in
    `by_state`. `notes`: rows of the table `notes`, as mappings. `languages`: by table, the ISO 639-1 codes of the
    languages that its texts are in. `examples`: of columns, by table and column. `escaped`: by table, the cells of its
    CSV that carry an apostrophe. `refused`: documents that were received and are not published. `past`: the release
    before and those that it came from, newest first. `sums`: checksums of the files, by path, so far as who asks may
    look at them.
    """

    folder: Path
    record: Record
    changes: Changes
    publication: Publication
    contract: Contract
    engine: Engine
    files: Mapping[str, File]
    states: tuple[str, ...]
    notes: tuple[dict[str, Any], ...]
    languages: Mapping[str, tuple[str, ...]]
    examples: Examples
    escaped: Mapping[str, int] = field(default_factory=dict)
    refused: Sequence[Refusal] = ()
    past: Sequence[Record] = ()
    sums: dict[str, str] = field(default_factory=dict)
    _made: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    _open: ExitStack = field(default_factory=ExitStack, init=False, compare=False, repr=False)

    def once(self, make: Callable[[ReleaseDraft], _T]) -> _T:
        """What a function says of this release, worked out once in a process for all renderers that ask."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]  # type: ignore[no-any-return]

    def opened(self, enter: Callable[[ReleaseDraft], AbstractContextManager[_T]]) -> _T:
        """What a context manager gives for this release, opened once in a process; it is left by `close`."""
        if enter not in self._made:
            self._made[enter] = self._open.enter_context(enter(self))
        return self._made[enter]  # type: ignore[no-any-return]

    def close(self) -> None:
        """Leave what was opened."""
        self._made.clear()
        self._open.close()

    def describe(self, path: str) -> File:
        """A file of the release, with its size and checksum."""
        file = self.folder / path
        return File(path, file.stat().st_size, self.sums.get(path) or sha256_file(file))


def _languages(connection: duckdb.DuckDBPyConnection, table: Table, own: str) -> tuple[str, ...]:
    """The languages that the texts of a table are in, beside those of its names and descriptions (`own`)."""
    names = {column.name for column in table.columns}
    if table.stage == "code_list":
        return (own,)
    source = f"{table.name} WHERE" if {"language", "note_id"} <= names else "notes WHERE"
    rows = connection.execute(f"SELECT DISTINCT language FROM {source} language IS NOT NULL").fetchall()
    return tuple(sorted({own, *(language for (language,) in rows)}))


def _days(contract: Contract, sums: Mapping[str, str], today: date, release: Path | None) -> dict[str, Days]:
    """The days of each table: those that it had, and today's where its CSV is not what it was in the release before.

    `sums`: digests of the data files, by path. `release`: the one before.
    """
    new = Days(first_published=today, last_changed=today)
    old_days, old_sums = (read_record(release).tables, read_sums(release)) if release else ({}, {})
    days_of_tables = {}
    for table in contract.tables:
        path, days = f"data/{table.name}.csv", old_days.get(table.name, new)
        same = sums[path] == old_sums.get(path)
        days_of_tables[table.name] = days if same else days.model_copy(update={"last_changed": today})
    return days_of_tables


def find_examples(connection: duckdb.DuckDBPyConnection, contract: Contract) -> Examples:
    """By table and column, a value as the CSV writes it; a column that is empty in the first rows has none.

    The examples of a table come from one row as far as may be, that with the fewest blanks. `connection`: holds each
    table under its name.
    """
    examples: Examples = {}
    for table in contract.tables:
        texts = ", ".join(f'CAST("{column.name}" AS VARCHAR)' for column in table.columns)
        rows = connection.execute(f"SELECT {texts} FROM {table.name} LIMIT {_ROWS}").fetchall()
        rows.sort(key=lambda row: row.count(None))
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=False):
            example = _example(value for value in values if value and not FORMULA.match(value))
            if example:
                examples[table.name, column.name] = example
    return examples


def _example(values: Iterable[str]) -> str | None:
    shortest = None
    for value in values:
        if len(value) <= _LENGTH:
            return value
        shortest = value if shortest is None or len(value) < len(shortest) else shortest
    return shortest


def gather(
    folder: Path,
    publication: Publication,
    contract: Contract,
    engine: Engine,
    *,
    record: Record,
    changes: Changes | None = None,
    sums: Mapping[str, str] | None = None,
) -> ReleaseDraft:
    """Look at the data files in `folder` and say what a release of them is.

    `record`: of it, so far as that is known before. `changes`: from the release before. `sums`: checksums of some
    files, by path.
    """
    changes = changes or Changes()
    data = folder / "data"
    rows = {table.name: count_of(data, table.name) for table in contract.tables}
    with connect(engine) as connection:
        for table in contract.tables:
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows_of(data, table.name)}")
        notes = connection.sql("SELECT * FROM notes ORDER BY note_id").to_arrow_table().to_pylist()
        examples = find_examples(connection, contract)
        languages = {table.name: _languages(connection, table, publication.language) for table in contract.tables}
        states = tuple(r[0] for r in connection.execute("SELECT state_iso3 FROM by_state ORDER BY 1").fetchall())
    rows_of_files = {f"data/{table}{suffix}": n for table, n in rows.items() for suffix in (".csv", ".parquet")}
    files = {
        name: File(name, path.stat().st_size, (sums or {}).get(name) or sha256_file(path), rows_of_files.get(name))
        for name, path in files_below(folder).items()
    }
    before = changes.before.parent if changes.before else None
    days = _days(contract, {path: file.sha256 for path, file in files.items()}, record.published, before)
    return ReleaseDraft(
        folder=folder,
        record=record.model_copy(update={"counts": rows, "tables": days}),
        changes=changes,
        publication=publication,
        contract=contract,
        engine=engine,
        files=files,
        states=states,
        notes=tuple(notes),
        languages=languages,
        examples=examples,
    )
