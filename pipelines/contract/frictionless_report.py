"""Frictionless's verdict on a package, in its own words.

Not here: the same rules as every run asks them of all that it publishes (`rows.py`); that the two find the same is
tested, and `uncac verify` asks both of all rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.contract.rows import Violation

# Of a table with more rows, the first so many are judged in each run: `rows.py`, which says the same, judges all.
ALL_ROWS, FIRST_ROWS = 20_000, 100
_WORDS = frozenset(("title", "description", "example", "categories"))
_WHOLE = frozenset(("bytes", "hash", "rows"))  # of whole files


def judge(descriptor: Path) -> list[Violation]:
    """Every violation that Frictionless finds in a package of CSV files, sorted.

    `descriptor`: path of its `datapackage.json`.

    Raises:
        OSError, ValueError: the descriptor can't be read.
    """
    # Half a second to import, and not every command needs it.
    from frictionless import Package, system  # noqa: PLC0415

    with system.use_context(trusted=False):
        return _violations(Package(str(descriptor)).validate())


def judge_rows(folder: Path, resources: Sequence[dict[str, Any]]) -> list[Violation]:
    """What Frictionless finds in the rows of each table; references to other tables are not followed.

    All rows are judged where a table has no more than `ALL_ROWS`, else the first `FIRST_ROWS`.

    `resources`: those of the descriptor, with paths below the folder. Their words for people, which Frictionless copies
    for each table, make half of what it costs. Raises as `judge`.
    """
    from frictionless import Package  # noqa: PLC0415

    violations: list[Violation] = []
    for few, limit in ((True, None), (False, FIRST_ROWS)):
        if some := [resource for resource in resources if (resource["rows"] <= ALL_ROWS) == few]:
            bare = {"name": "rows", "resources": [_bare(resource) for resource in some]}
            violations += _violations(Package.from_descriptor(bare, basepath=str(folder)).validate(limit_rows=limit))
    return sorted(violations)


def _bare(resource: dict[str, Any]) -> dict[str, Any]:
    schema = resource["schema"]
    fields = [{name: value for name, value in field.items() if name not in _WORDS} for field in schema["fields"]]
    kept = {name: value for name, value in resource.items() if name not in _WHOLE}
    return {**kept, "schema": {"fields": fields, "primaryKey": schema.get("primaryKey", [])}}


def _violations(report: Any) -> list[Violation]:
    violations = (Violation(task.name, *_place_and_message(error)) for task in report.tasks for error in task.errors)
    return sorted(violations) + [Violation("package", 0, "", error.message) for error in report.errors]


def _place_and_message(error: Any) -> tuple[int, str, str]:
    """The row and the field of an error, and its message."""
    (field,) = getattr(error, "field_names", None) or [getattr(error, "field_name", "")]
    return getattr(error, "row_number", 0), field, error.message
