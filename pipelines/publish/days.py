"""When each table was first published, and when one of its rows last changed; handed on from release to release.

Not here: the day of publication (`pipelines/workspace/day.py`), which rows differ (`changes.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pipelines.contract.parts import files_of
from pipelines.contract.tables import Contract
from pipelines.publish.changes import Changes
from pipelines.publish.record import Days, Record
from pipelines.publish.reuse import same_content

# Tombstones follow from what changed, and are not compared themselves.
_NOT_COMPARED = ("withdrawn",)


def days_before(contract: Contract, data: Path, record: Record | None, since: date) -> dict[str, Days]:
    """What the release before hands on of its tables.

    `data`: its data folder. `record`: what it says of itself, None where an earlier version of the program made it.
    `since`: the day on which it was published, for tables of which nothing is known.
    """
    unknown = Days(first_published=since, last_changed=since)
    known = record.tables if record else {}
    return {t.name: known.get(t.name, unknown) for t in contract.tables if files_of(data, t.name)}


def table_days(
    contract: Contract, data: Path, changes: Changes, day: date, *, before: Path | None, known: Mapping[str, Days]
) -> dict[str, Days]:
    """The days of each table of a release that is published on `day`.

    `data`, `before`: the data folders of this release and the one before it. `known`: what that one hands on.
    """
    new = Days(first_published=day, last_changed=day)
    found = {}
    for name in (table.name for table in contract.tables):
        changed = changes.touches(name) or (before and name in _NOT_COMPARED and not _same(name, before, data))
        days = known.get(name, new)
        found[name] = Days(first_published=days.first_published, last_changed=day) if changed else days
    return found


def _same(table: str, one: Path, other: Path) -> bool:
    old, new = files_of(one, table), files_of(other, table)
    return old.keys() == new.keys() and all(same_content(old[path], new[path]) for path in new)
