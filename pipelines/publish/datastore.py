"""The table behind a CSV in CKAN's DataStore: fields with types and meaning, and the rows.

A CKAN that loads a file by itself guesses types, so that `032` loses its zero; what is told is kept. Not here: datasets
and files (`push.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

_BATCH = 2_000
_TYPES = {"string": "text", "integer": "int", "number": "numeric", "boolean": "bool", "date": "date"}
_VALUES: dict[str, Callable[[str], Any]] = {"integer": int, "number": float, "boolean": lambda cell: cell == "true"}
Schema = dict[str, Any]


def fields(schema: Schema) -> list[dict[str, Any]]:
    """The fields of a table as DataStore takes them, with its data dictionary. `schema`: of `datapackage.json`."""
    return [
        {
            "id": field["name"],
            "type": _TYPES[field["type"]],
            # The override binds whatever loads the file again.
            "info": {"label": field["title"], "notes": _notes(field), "type_override": _TYPES[field["type"]]},
        }
        for field in schema["fields"]
    ]


def batches(path: Path, schema: Schema) -> Iterator[list[dict[str, Any]]]:
    """The rows of a CSV with the types of its schema, some thousand at a time."""
    kinds = {field["name"]: _VALUES.get(field["type"], str) for field in schema["fields"]}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        while part := [
            {name: kinds[name](cell) if cell else None for name, cell in row.items()} for row in islice(rows, _BATCH)
        ]:
            yield part


def _notes(field: dict[str, Any]) -> str:
    values = [f"{value['value']} = {value['label']}" for value in field.get("categories", ())]
    return str(field["description"]) + (f" Values: {'; '.join(values)}." if values else "")
