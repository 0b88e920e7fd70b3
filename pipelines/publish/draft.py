"""What every renderer of a release needs to know of it, gathered once from the built tables.

Here: files with sizes and checksums, counts, coverage in time and space (`ReleaseDraft`: what the release says), and
what is new with every release (`Edition`). Not here: how any of it is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import count
from pathlib import Path
from threading import RLock
from typing import Any, Self, TypeVar

import duckdb

from pipelines.archive.quarantine import Refusal
from pipelines.contract.parts import count_of, rows_of
from pipelines.contract.tables import Contract, Table
from pipelines.publish.changes import Changes
from pipelines.publish.data import part_sizes
from pipelines.publish.examples import Examples, find_examples
from pipelines.publish.history import Entry
from pipelines.publish.integrity import Digests, files_below
from pipelines.publish.publication import Publication
from pipelines.publish.record import Days
from pipelines.publish.reuse import Reuse
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.seal import digest_of

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".sqlite": "application/vnd.sqlite3",
}


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release. `path`: below the release, with `/`. `rows`, `table`: where it holds rows of a table."""

    path: str
    bytes: int
    sha256: str
    media_type: str
    table: str | None = None
    rows: int | None = None


_T = TypeVar("_T")
_F = TypeVar("_F", bound="ReleaseDraft")


class Shared:
    """What the renderers of one release share: each thing is worked out once, by whoever asks first.

    Sent to another process, it is what renderers share there.
    """

    def __init__(self) -> None:
        self._number = next(_NUMBERS)
        self._made: dict[object, Any] = {}
        self._lock = RLock()
        self._open = ExitStack()

    def once(self, make: Callable[[_F], _T], draft: _F) -> _T:
        """What a function says of a release."""
        with self._lock:
            if make not in self._made:
                self._made[make] = make(draft)
            return self._made[make]  # type: ignore[no-any-return]

    def opened(self, enter: Callable[[_F], AbstractContextManager[_T]], draft: _F) -> _T:
        """What a context manager gives for a release; it is left when the release is rendered."""
        with self._lock:
            if enter not in self._made:
                self._made[enter] = self._open.enter_context(enter(draft))
            return self._made[enter]  # type: ignore[no-any-return]

    def __reduce__(self) -> tuple[Callable[[int], Shared], tuple[int]]:
        return _shared_here, (self._number,)

    def close(self) -> None:
        """Leave what was opened."""
        with self._lock:
            self._made.clear()
            self._open.close()


_NUMBERS = count()
# By their numbers where they came from, the last ones: of what a release says, and of that under its name.
_SENT: dict[int, Shared] = {}
_LAST = 2


def _shared_here(number: int) -> Shared:
    _SENT[number] = _SENT.pop(number) if number in _SENT else Shared()
    for old in list(_SENT)[:-_LAST]:
        _SENT.pop(old).close()
    return _SENT[number]


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """A release in the making: what it says, whatever it is called and whenever it is published.

    `folder`: where it is being built; data files stand in it already. `files`: the data files, sorted by path.
    `in_parts`: the tables that are too large for one file. `rows`: number of rows by table. `days`: by table, when it
    was first published and last changed. `oldest`, `newest`: dates of issue of the oldest and newest note, None where
    no note has one. `temporal`: first and last day that the notes' dates and sessions cover. `states`: ISO 3166-1
    alpha-3 of every State in `by_state`. `notes`: rows of the table `notes`, as mappings. `languages`: by table, the
    ISO 639-1 codes of the languages that its texts are in. `escaped`: by path of a CSV file, its cells that carry an
    apostrophe. `digests`: of files that were read already. `examples`: of columns, by table and column. `reuse`: what
    may be taken over from the release before. `shared`: what renderers share.
    """

    folder: Path
    publication: Publication
    contract: Contract
    engine: Engine
    files: tuple[File, ...]
    in_parts: frozenset[str]
    rows: dict[str, int]
    days: Mapping[str, Days]
    oldest: date | None
    newest: date | None
    temporal: tuple[str, str] | None
    states: tuple[str, ...]
    notes: tuple[dict[str, Any], ...]
    languages: Mapping[str, tuple[str, ...]]
    escaped: dict[str, int]
    digests: Digests
    examples: Examples
    reuse: Reuse = field(default_factory=Reuse, kw_only=True)
    shared: Shared = field(default_factory=Shared, kw_only=True)

    def once(self, make: Callable[[Self], _T]) -> _T:
        """What a function says of this release, worked out once for all renderers that ask."""
        return self.shared.once(make, self)

    def opened(self, enter: Callable[[Self], AbstractContextManager[_T]]) -> _T:
        """What a context manager gives for this release, opened once for all renderers that ask."""
        return self.shared.opened(enter, self)

    def describe(self, path: Path) -> File:
        """A file below `folder`, with its size and checksum.

        Raises:
            OSError: it can't be read.
        """
        return _file(path.relative_to(self.folder).as_posix(), path, self.digests.of(path))

    def links(self, table: str) -> tuple[tuple[str, str], ...]:
        """Label and path of what to open for a table: its CSV and Parquet file, or the list of its parts."""
        if table in self.in_parts:
            return (("List of parts", f"data/{table}.parts.csv"),)
        return (("CSV", f"data/{table}.csv"), ("Parquet", f"data/{table}.parquet"))

    def files_of(self, table: str, suffix: str) -> tuple[File, ...]:
        """The files of a table with that suffix, in the order of its rows: one, or its parts."""
        return tuple(f for f in self.files if f.table == table and f.path.endswith(suffix))

    def digest_of_tables(self, *names: str) -> str:
        """Digest of all rows of some tables, of all where none is named."""
        found = [f for f in self.files if f.path.endswith(".parquet") and (f.table in names or not names)]
        return digest_of(*(f"{f.path} {f.sha256}" for f in found))

    def file(self, path: str) -> File:
        """The file at that path.

        Raises:
            KeyError: the release has no such data file.
        """
        for file in self.files:
            if file.path == path:
                return file
        raise KeyError(path)

    @property
    def first_published(self) -> date:
        """Day on which the first of its tables was first published."""
        return min(days.first_published for days in self.days.values())

    @property
    def last_changed(self) -> date:
        """Day on which a row of any table last changed."""
        return max(days.last_changed for days in self.days.values())

    def named(self, **new: Any) -> Edition:
        """The same with what is new with every release: the fields that `Edition` adds."""
        known = {f.name: getattr(self, f.name) for f in fields(ReleaseDraft)}
        return Edition(**known | new | {"said": self, "shared": Shared()})


@dataclass(frozen=True, slots=True)
class Edition(ReleaseDraft):
    """A release under its name. Whoever renders from this renders anew for each release; from `ReleaseDraft`, seldom.

    `said`: what it says, as renderers saw it before. `id`: its identifier. `published`: day of publication. `program`:
    version of the program that makes it. `changes`: what differs from the release before; `before`: data folder of that
    one, None before the first. `past`: earlier releases, newest first. `refused`: documents that were received and are
    not published. `trial`: whether it is rendered only to see whether it says anything new.
    """

    said: ReleaseDraft
    id: str
    published: date
    program: str
    changes: Changes
    past: Sequence[Entry]
    before: Path | None
    refused: Sequence[Refusal]
    trial: bool

    def few(self, items: Sequence[_T]) -> Sequence[_T]:
        """The items; in trial two of them, where all are written down alike and stand in files that are there already.

        So a change in how they are written down shows, and is not looked for a thousand times.
        """
        return items[:2] if self.trial else items


def _file(name: str, path: Path, digest: str, table: str | None = None, rows: int | None = None) -> File:
    media_type = MEDIA_TYPES.get(path.suffix, "application/octet-stream")
    return File(name, path.stat().st_size, digest, media_type, table, rows)


def _table_of(path: Path, data: Path, rows: dict[str, int], sizes: dict[str, int]) -> tuple[str | None, int | None]:
    """The table whose rows a data file holds, and how many it holds."""
    if path.parent == data and path.stem in rows:
        return path.stem, rows[path.stem]
    parts = path.relative_to(data).parts if path.is_relative_to(data) else ()
    if len(parts) > 1 and (name := parts[0].removesuffix(".parquet")) in rows:
        return name, sizes[path.relative_to(data).as_posix()]
    return None, None


def _languages(connection: duckdb.DuckDBPyConnection, table: Table, own: str) -> tuple[str, ...]:
    """The languages that the texts of a table are in, beside those of its names and descriptions (`own`)."""
    names = {column.name for column in table.columns}
    if table.stage == "code_list":
        return (own,)
    source = f"{table.name} WHERE" if {"language", "note_id"} <= names else "notes WHERE"
    found = connection.execute(f"SELECT DISTINCT language FROM {source} language IS NOT NULL").fetchall()
    return tuple(sorted({own, *(language for (language,) in found)}))


def gather(
    folder: Path,
    publication: Publication,
    contract: Contract,
    engine: Engine,
    *,
    escaped: dict[str, int],
    days: Mapping[str, Days],
    digests: Digests | None = None,
    reuse: Reuse | None = None,
) -> ReleaseDraft:
    """Look at the data files in `folder` and say what a release of them is."""
    data = folder / "data"
    rows = {table.name: count_of(data, table.name) for table in contract.tables}
    with connect(engine) as connection:
        for table in contract.tables:
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows_of(data, table.name)}")
        notes = connection.sql("SELECT * FROM notes ORDER BY note_id").to_arrow_table().to_pylist()
        examples = find_examples(connection, contract)
        languages = {table.name: _languages(connection, table, publication.language) for table in contract.tables}
        states = tuple(r[0] for r in connection.execute("SELECT state_iso3 FROM by_state ORDER BY 1").fetchall())
    digests = digests or Digests()
    found = files_below(folder)
    sizes = part_sizes(data)
    files = [
        _file(name, Path(found[name]), digest, *_table_of(Path(found[name]), data, rows, sizes))
        for name, digest in digests.all(found).items()
    ]
    issued = sorted(note["note_issued"] for note in notes if note["note_issued"])
    covered = sorted(
        note[column].isoformat()
        for note in notes
        for column in ("note_issued", "session_start", "session_end")
        if note[column]
    )
    return ReleaseDraft(
        folder=folder,
        publication=publication,
        contract=contract,
        engine=engine,
        files=tuple(files),
        in_parts=frozenset(file.table for file in files if file.table and file.path.count("/") > 1),
        rows=rows,
        days=days,
        oldest=issued[0] if issued else None,
        newest=issued[-1] if issued else None,
        temporal=(covered[0], covered[-1]) if covered else None,
        states=states,
        notes=tuple(notes),
        languages=languages,
        escaped=escaped,
        digests=digests,
        examples=examples,
        reuse=reuse or Reuse(),
    )
