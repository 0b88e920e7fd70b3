"""`release.json`: what a release says of itself as a whole, and what it hands on to the next one.

Here: its form, reading it, and the days of each table. Not here: the list of all releases (`history.py`), which rows
differ (`changes.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.contract.parts import is_there
from pipelines.contract.tables import Contract
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


def read_record(release: Path) -> Record | None:
    """The record of a release; None where it has none, because an earlier version of the program made it.

    Raises:
        RecordError: it is damaged.
    """
    try:
        return Record.model_validate_json((release / RECORD).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise RecordError(
            f"{release / RECORD} can't be read, so nobody knows since when its rows are published. Nothing was "
            "published. Put the release back from a copy, or run `uncac rollback` to go on from the one before it."
        ) from error


def days_of(
    contract: Contract, before: Path | None, record: Record | None, *, since: date, changed: Collection[str], day: date
) -> dict[str, Days]:
    """The days of each table of a release that is published on `day`.

    `before`: data folder of the release before, None where there is none. `record`: what that says of itself, None
    where an earlier version of the program made it. `since`: the day on which it was published, for tables of which
    nothing is known. `changed`: the tables of which a row or a column differs from it.
    """
    new, unknown = (Days(first_published=of, last_changed=of) for of in (day, since))
    known = record.tables if record else {}
    found = {}
    for name in (table.name for table in contract.tables):
        days = known.get(name, unknown) if before and is_there(before, name) else new
        found[name] = Days(first_published=days.first_published, last_changed=day) if name in changed else days
    return found
