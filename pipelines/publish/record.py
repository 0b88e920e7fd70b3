"""`release.json`: what a release says of itself as a whole, and what it hands on to the next one.

Here: its form, and reading it. Not here: writing it (`release.py`), the list of all releases (`history.py`), which rows
differ (`changes.py`). Commands that only look at releases import this: it needs no database.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.workspace.errors import ReportedError

RECORD = "release.json"


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

    program: str
    contract: str


class Record(_Plain):
    """What stands in `release.json`.

    `published`: day of publication. `previous`: the release that it was compared with. `digest`: over tables, texts,
    declarations and version of the program, so that the same content has the same digest on any day. `counts`: rows by
    table. `changes`: rows added, changed and removed. `tables`: days of each table.
    """

    identifier: str
    published: date
    previous: str | None
    digest: str
    counts: dict[str, int]
    changes: dict[str, int]
    versions: Versions
    tables: dict[str, Days]


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
