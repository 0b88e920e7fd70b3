"""What the last release knows notes by, so that an identifier that was published never moves.

Here: the register as a release hands it on. Not here: which documents are one note (`works.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.contract.parts import is_there, rows_of

SYMBOL, FILE, CONTENT = "symbol", "file", "content"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """What notes were published under which identifiers.

    `notes`: note by each thing that it is known by: symbol, checksum of a file, digest of its words. `standing`:
    checksums of the files of each version: note, language, revision.
    """

    notes: Mapping[Key, str] = field(default_factory=dict)
    standing: Mapping[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)

    def note_of(self, keys: Iterable[Key]) -> str | None:
        """The note that is known by the first of some things that any is known by."""
        return next((self.notes[key] for key in keys if key in self.notes), None)


def read_register(data: Path | None) -> Register:
    """The register of a release; empty where there is none, or where it is older than registers.

    `data`: data folder of the release.

    Raises:
        duckdb.Error: a file can't be read.
    """
    if data is None or not is_there(data, "note_keys"):
        return Register()
    standing: dict[tuple[str, str, str], set[str]] = {}
    with duckdb.cursor() as connection:
        keys = connection.execute(f"SELECT key_kind, key_value, note_id FROM {rows_of(data, 'note_keys')}").fetchall()
        files = f"SELECT note_id, language, coalesce(revision, ''), source_sha256 FROM {rows_of(data, 'note_files')}"
        for note_id, language, revision, sha256 in connection.execute(files).fetchall():
            standing.setdefault((note_id, language, revision), set()).add(sha256)
    return Register(
        {(kind, value): note_id for kind, value, note_id in keys},
        {version: frozenset(files) for version, files in standing.items()},
    )
