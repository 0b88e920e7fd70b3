"""Whatever can be wrong in a table, this program and Frictionless find the same: table, row, field.

The program judges typed rows, Frictionless the CSV that is written from them.
"""

from __future__ import annotations

import csv
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.contract.frictionless_report import judge
from pipelines.contract.rows import UnsupportedKeywordError, Violation, broken_tables

Rows = dict[str, list[dict[str, Any]]]


def _field(name: str, kind: str, **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "constraints": constraints}


def _reference(name: str, resource: str, target: str) -> dict[str, Any]:
    return {"fields": [name], "reference": {"resource": resource, "fields": [target]}}


SCHEMAS: dict[str, dict[str, Any]] = {
    "notes": {
        "fields": [
            _field("note_id", "string", required=True, pattern="[a-z0-9]+(-[a-z0-9]+)*"),
            _field("title", "string", unique=True, minLength=2, maxLength=8),
            _field("kind", "string", enum=["report", "it's other"]),
            _field("issued", "date", minimum="2000-01-01", maximum="2030-12-31", unique=True),
            _field("current", "boolean", required=True, enum=["true"]),
            _field("supersedes", "string"),
        ],
        "primaryKey": ["note_id"],
        "foreignKeys": [_reference("supersedes", "", "note_id")],
    },
    "paragraphs": {
        "fields": [
            _field("note_id", "string", required=True),
            _field("number", "integer", required=True, minimum=1, maximum=99),
            _field("level", "integer", enum=["1", "2"]),
            _field("code", "integer", unique=True),
            _field("day", "date", enum=["2022-06-09", "2022-06-10"]),
            _field("text", "string", required=True, minLength=1),
        ],
        "primaryKey": ["note_id", "number"],
        "foreignKeys": [_reference("note_id", "notes", "note_id"), _reference("day", "notes", "issued")],
    },
}
FIRST, SECOND = date(2022, 6, 9), date(2022, 6, 10)
VALID: dict[str, list[tuple[Any, ...]]] = {
    "notes": [
        ("a-1", "First", "report", FIRST, True, None),
        ("a-2", "Zweite", "it's other", SECOND, True, "a-1"),
        ("a-3", "", None, None, True, "a-3"),
    ],
    "paragraphs": [
        ("a-1", 1, 1, 7, FIRST, 'Text, with "quotes"\nand a line'),
        ("a-1", 2, 2, None, None, "é😀"),
        ("a-2", 1, None, 8, SECOND, "="),
        ("a-2", 99, 1, -9, None, "x"),
    ],
}
TYPES = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32()}
WRONG: dict[str, list[Any]] = {
    "string": ["", "\n", "A_1", "x" * 9, "é", "a-9", " ", "\x00", "=1+1", "NULL"],
    "integer": [None, 0, 3, 100, -1, 10**18],
    "boolean": [None, False],
    "date": [None, date(1, 1, 1), date(1999, 12, 31), date(2024, 2, 29), date(2031, 1, 1)],
}


@dataclass(frozen=True)
class Plant:
    """One error: a cell that is overwritten, or a row that is repeated (no column)."""

    table: str
    column: str = ""
    value: Any = None

    def into(self, rows: Rows) -> None:
        """Plant it."""
        if self.column:
            rows[self.table][1][self.column] = self.value
        else:
            rows[self.table].append(dict(rows[self.table][1]))


def _plants() -> Iterator[Plant]:
    for table, schema in SCHEMAS.items():
        for nth, field in enumerate(schema["fields"]):
            for value in (*WRONG[field["type"]], *(row[nth] for row in VALID[table])):  # other rows': unique, keys
                yield Plant(table, field["name"], value)
        yield Plant(table)


PLANTS = list(dict.fromkeys(_plants()))


def _package(folder: Path, *plants: Plant) -> Path:
    """Write tables with some errors as Parquet and CSV; the descriptor of these."""
    names = {table: [field["name"] for field in schema["fields"]] for table, schema in SCHEMAS.items()}
    rows: Rows = {t: [dict(zip(names[t], row, strict=True)) for row in found] for t, found in VALID.items()}
    for plant in plants:
        plant.into(rows)
    resources = []
    for table, schema in SCHEMAS.items():
        types = pa.schema([(field["name"], TYPES[field["type"]]) for field in schema["fields"]])
        pq.write_table(pa.Table.from_pylist(rows[table], types), folder / f"{table}.parquet")
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            written = csv.DictWriter(file, names[table], quoting=csv.QUOTE_ALL)
            written.writeheader()
            written.writerows(
                {k: str(v).lower() if isinstance(v, bool) else v for k, v in row.items()} for row in rows[table]
            )
        head = {"name": table, "type": "table", "path": f"{table}.csv", "format": "csv", "encoding": "utf-8"}
        resources.append({**head, "mediatype": "text/csv", "schema": schema})
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"name": "planted", "resources": resources}), encoding="utf-8")
    return descriptor


def _agreed(folder: Path, *plants: Plant) -> list[Violation]:
    # Of a key without a value, whose columns must have one, Frictionless speaks twice.
    said = [v for v in judge(_package(folder, *plants)) if "cells composing the primary keys are all" not in v.rule]
    found = broken_tables(folder, SCHEMAS)
    assert sorted((v.table, v.row, v.column) for v in found) == sorted((v.table, v.row, v.column) for v in said), plants
    return found


def test_single_errors(tmp_path: Path) -> None:
    assert _agreed(tmp_path) == []
    found = " ".join(violation.rule for plant in PLANTS for violation in _agreed(tmp_path, plant))
    for word in ("enum", "pattern", "minimum", "maximum", "minLength", "maxLength"):
        assert f'constraint "{word}"' in found
    for sentence in ("must not be", "same value", "same key", "does not exist"):
        assert sentence in found


@pytest.mark.parametrize("pairs", [20, pytest.param(80, marks=pytest.mark.long)])
def test_pairs_of_errors(tmp_path: Path, pairs: int) -> None:
    chosen = random.Random(pairs).sample(list(itertools.combinations(PLANTS, 2)), pairs)  # noqa: S311 - a fixed choice
    for one, other in chosen:
        _agreed(tmp_path, one, other)


@pytest.mark.parametrize(("written", "said"), [(b"one", 'type is "integer'), (b"\xff", "utf-8")])
def test_a_file_that_holds_no_such_values_is_told_by_frictionless(tmp_path: Path, written: bytes, said: str) -> None:
    descriptor, file = _package(tmp_path), tmp_path / "paragraphs.csv"
    file.write_bytes(file.read_bytes().replace(b'"99"', b'"' + written + b'"'))
    assert any(said in violation.rule for violation in judge(descriptor))


@pytest.mark.parametrize(("kind", "constraints"), [("duration", {}), ("date", {"exclusiveMinimum": "2000-01-01"})])
def test_what_would_not_be_checked_is_refused(tmp_path: Path, kind: str, constraints: dict[str, Any]) -> None:
    _package(tmp_path)
    schema = {"fields": [_field("issued", kind, **constraints)]}
    with pytest.raises(UnsupportedKeywordError, match=f"issued says {'|'.join(constraints) or kind}"):
        broken_tables(tmp_path, {"notes": schema})
