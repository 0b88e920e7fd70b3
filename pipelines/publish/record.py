"""What a release is: one record, in `release.json`, in the lists of releases, and while the release is made.

Here: its form, and reading it, also as releases before contract 3.0.0 wrote it. Not here: writing it (`release.py`),
the list of all releases (`history.py`), which rows differ (`changes.py`). Commands that only look at releases import
this: it needs no database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from pipelines.workspace.errors import ReportedError

RECORD = "release.json"
# The records of a release and of those that it came from, newest first.
LINE = "history.json"
# Fields that stand beside a release and not in it.
NOT_INSIDE = frozenset({"at", "sums"})

# Names of fields before contract 3.0.0, in one file or another.
_RENAMED = {"id": "identifier", "release": "identifier", "previous_release": "previous", "rows": "counts"}


class RecordError(ReportedError):
    """A release has a record that can't be read, so that nobody knows its history; the message says what to do."""


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True)


class Days(_Plain):
    """When rows were first published, and the day of the release that last changed any of them."""

    first_published: date
    last_changed: date


class Versions(_Plain):
    """Of the program that made the release, and of the contract of tables and columns that it keeps."""

    program: str = ""
    contract: str = ""


class Record(_Plain):
    """What a release is.

    `published`: day of publication. `previous`: the release that it was compared with. `digest`: over tables, texts,
    declarations and version of the program, so that the same content has the same digest on any day. `counts`: rows by
    table. `changes`: rows that differ from `previous`, by change and table, as `{"added": {"notes": 1}, "changed": {},
    "removed": {}}`; None where it lacks them. `structure`: sentences on tables and columns that are new or gone.
    `tables`: days of each table.

    `at`: when the release was made. `sums`: SHA-256 of its SHA256SUMS. Neither can stand in the release itself.
    """

    identifier: str
    published: date
    previous: str | None = None
    digest: str = ""
    counts: dict[str, int] = {}
    changes: dict[str, dict[str, int]] | None = None
    structure: tuple[str, ...] = ()
    versions: Versions = Versions()
    tables: dict[str, Days] = {}
    at: str = ""
    sums: str = ""

    @model_validator(mode="before")
    @classmethod
    def _of_before(cls, written: Any) -> Any:
        """A record as releases and lists before contract 3.0.0 have it: some counted changes of all tables together."""
        if not isinstance(written, Mapping):
            return written
        fields = {_RENAMED.get(name, name): value for name, value in written.items() if value is not None}
        changes, words = fields.get("changes"), fields.pop("words", None)
        if isinstance(changes, Mapping) and any(isinstance(count, int) for count in changes.values()):
            del fields["changes"]
        if isinstance(words, list):
            fields["structure"] = [word for word in words if str(word).startswith(("Table ", "Column "))]
        return fields


_RECORDS = TypeAdapter(list[Record])


def read_record(release: Path) -> Record:
    """The record of a release.

    Raises:
        RecordError: it is damaged, or not there.
    """
    try:
        return Record.model_validate_json((release / RECORD).read_bytes())
    except (OSError, ValidationError) as error:
        raise RecordError(
            f"{release / RECORD} can't be read, so nobody knows since when its rows are published. Nothing was "
            "published. Put the release back from a copy, or run `uncac rollback` to go on from the one before it."
        ) from error


def listed_record(release: Path) -> Record:
    """The record of a release as it is listed, with its `sums`; of one that is damaged, name and day alone."""
    try:
        sums = hashlib.sha256((release / "SHA256SUMS").read_bytes()).hexdigest()
        return read_record(release).model_copy(update={"sums": sums})
    except (OSError, RecordError):
        with suppress(ValueError):
            return Record(identifier=release.name, published=date.fromisoformat(release.name[:10]))
        return Record(identifier=release.name, published=date.min)


def read_line(release: Path) -> list[Record]:
    """The records of a release and of those that it came from, newest first; none where they can't be read."""
    try:
        return _RECORDS.validate_json((release / LINE).read_bytes())
    except (OSError, ValidationError):
        return []
