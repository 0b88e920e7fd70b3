"""Frictionless's verdict on a package, in the words of `violations.py`.

Here: running Frictionless and translating what it says. Not here: the same rules in SQL (`constraints.py`), by which
every run judges what it publishes; that the two say the same is tested, and `uncac verify` asks both.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.contract.constraints import UNREADABLE
from pipelines.contract.violations import Violation


def judge(descriptor: Path) -> list[Violation]:
    """Every violation that Frictionless finds in a package of CSV files, sorted.

    `descriptor`: path of its `datapackage.json`.

    Raises:
        OSError, ValueError: the descriptor can't be read.
    """
    # Half a second to import, and only `uncac verify` needs it.
    from frictionless import Package, system  # noqa: PLC0415

    resources = json.loads(descriptor.read_text(encoding="utf-8"))["resources"]
    schemas = {resource["name"]: resource["schema"] for resource in resources}
    with system.use_context(trusted=False):
        report = Package(str(descriptor)).validate()
    found = [_translate(task.name, schemas[task.name], error) for task in report.tasks for error in task.errors]
    return sorted(found) + [Violation("package", 0, "", error.message) for error in report.errors]


def _translate(table: str, schema: dict[str, Any], error: Any) -> Violation:
    cells = [str(c) for c in getattr(error, "cells", [])]
    names = [field["name"] for field in schema["fields"]]
    keys = [names.index(key) for key in schema.get("primaryKey", ())]
    column, value = getattr(error, "field_name", "") or "", str(getattr(error, "cell", "") or "")
    match error.type:
        case "constraint-error":
            rule = f"it breaks the rule {error.note}."
        case "type-error":
            rule = f"it is not of the declared type: {error.note}."
        case "unique-error":
            rule = "another row holds the same value, and it must be unique."
        case "primary-key":
            rule = "the key is empty." if "None" in error.note else "another row has the same key."
        case "foreign-key":
            (column,), (value,) = error.field_names, error.field_cells
            rule = f"it refers to a row of {error.reference_name or table} that does not exist."
        case "blank-row":
            rule = "the row is empty."
        case "encoding-error":
            rule = UNREADABLE
        case _:
            rule = str(error.message)
    where = "/".join(cells[n] for n in keys if n < len(cells))
    return Violation(table, getattr(error, "row_number", 0) or 0, column, rule, where, value[:200])
