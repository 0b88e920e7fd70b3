"""Whatever can be wrong in a table, this program and Frictionless say the same of it: table, row, field, rule, value.

The program judges typed rows, Frictionless the CSV that is written from them.
"""

from __future__ import annotations

import copy
import itertools
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.contract.frictionless_report import judge
from pipelines.contract.rows import UnsupportedKeywordError, Violation, broken_tables, refuse_unknown
from pipelines.contract.tables import load_contract

Rows = dict[str, list[dict[str, str]]]

SCHEMAS: dict[str, dict[str, Any]] = {
    "notes": {
        "fields": [
            {
                "name": "note_id",
                "type": "string",
                "constraints": {"required": True, "pattern": "[a-z0-9]+(-[a-z0-9]+)*"},
            },
            {"name": "title", "type": "string", "constraints": {"unique": True, "minLength": 2, "maxLength": 8}},
            {"name": "kind", "type": "string", "constraints": {"enum": ["report", "it's other"]}},
            {
                "name": "issued",
                "type": "date",
                "constraints": {"minimum": "2000-01-01", "maximum": "2030-12-31", "unique": True},
            },
            {"name": "current", "type": "boolean", "constraints": {"required": True, "enum": ["true"]}},
            {"name": "supersedes", "type": "string"},
        ],
        "primaryKey": ["note_id"],
        "foreignKeys": [{"fields": ["supersedes"], "reference": {"resource": "", "fields": ["note_id"]}}],
    },
    "paragraphs": {
        "fields": [
            {"name": "note_id", "type": "string", "constraints": {"required": True}},
            {"name": "number", "type": "integer", "constraints": {"required": True, "minimum": 1, "maximum": 99}},
            {"name": "level", "type": "integer", "constraints": {"enum": ["1", "2"]}},
            {"name": "code", "type": "integer", "constraints": {"unique": True}},
            {"name": "day", "type": "date", "constraints": {"enum": ["2022-06-09", "2022-06-10"]}},
            {"name": "text", "type": "string", "constraints": {"required": True, "minLength": 1}},
        ],
        "primaryKey": ["note_id", "number"],
        "foreignKeys": [
            {"fields": ["note_id"], "reference": {"resource": "notes", "fields": ["note_id"]}},
            {"fields": ["day"], "reference": {"resource": "notes", "fields": ["issued"]}},
        ],
    },
}


def _valid() -> Rows:
    notes = [
        ["a-1", "First", "report", "2022-06-09", "true", ""],
        ["a-2", "Zweite", "it's other", "2022-06-10", "True", "a-1"],
        ["a-3", "", "", "", "1", "a-3"],
    ]
    paragraphs = [
        ["a-1", "1", "1", "007", "2022-06-09", 'Text, with "quotes"\nand a line'],
        ["a-1", "2", "2", "", "", "é😀"],
        ["a-2", "1", "", " 8 ", "2022-06-10", "="],
        ["a-2", "99", "1", "-9", "", "x"],
    ]
    return {name: _named(name, rows) for name, rows in (("notes", notes), ("paragraphs", paragraphs))}


def _named(table: str, rows: list[list[str]]) -> list[dict[str, str]]:
    names = [field["name"] for field in SCHEMAS[table]["fields"]]
    return [dict(zip(names, row, strict=True)) for row in rows]


@dataclass(frozen=True)
class Plant:
    """One error: a cell that is overwritten, or a row that is repeated."""

    table: str
    row: int
    column: str
    value: str

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}={self.value[:12]!r}"

    def into(self, rows: Rows) -> None:
        """Plant it."""
        if self.column == "*":
            rows[self.table].append(dict(rows[self.table][self.row]))
        else:
            rows[self.table][self.row % len(rows[self.table])][self.column] = self.value


BY_TYPE = {
    "string": ["", "\n", "A_1", "x" * 9, "é", "a-9", " ", "\x00", "=1+1", "NULL"],
    "integer": ["", "x", "1.0", "1_0", "+2", " 3 ", "\u00a04\u2003", "0", "100", "-1", "1e3", "_1", "1__0", "9" * 30],
    "boolean": ["", "yes", "TRUE", "False", "0", "t", " true", "tRUE"],
    "date": ["", "2022-6-9", "2022-06- 9", "2022-02-30", "2022-06-09T00:00:00", "0001-01-01", "1999-12-31",
             "2031-01-01", " 2022-06-09", "2022-06-09 ", "2022-13-01", "20220609", "2024-02-29"],
}  # fmt: skip


def _plants() -> Iterator[Plant]:
    for table, schema in SCHEMAS.items():
        for field in schema["fields"]:
            for value in BY_TYPE[field["type"]]:
                yield Plant(table, 1, field["name"], value)
            for row in _valid()[table]:  # values of other rows: for unique, primary and foreign keys
                yield Plant(table, 1, field["name"], row[field["name"]])
        yield Plant(table, 1, "*", "again")


TYPES = {"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE"}
CONNECTION = duckdb.connect(config={"threads": "1"})
PLANTS = sorted(set(_plants()), key=str)


def _written(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    """Write rows as typed Parquet, in which what is no value of its column is missing, and as CSV."""
    columns = {field["name"]: TYPES[field["type"]] for field in SCHEMAS[name]["fields"]}
    typed = ", ".join(f"TRY_CAST(nullif(${c}, '') AS {kind}) AS {c}" for c, kind in columns.items())
    CONNECTION.execute(f"DROP TABLE IF EXISTS {name}")
    CONNECTION.execute(f"CREATE TABLE {name} ({', '.join(f'{c} {kind}' for c, kind in columns.items())})")
    CONNECTION.executemany(f"INSERT INTO {name} SELECT {typed}", rows)
    CONNECTION.execute(f"COPY {name} TO '{folder / name}.csv' (HEADER, FORCE_QUOTE *)")
    CONNECTION.execute(f"COPY {name} TO '{folder / name}.parquet'")


def _package(folder: Path) -> Path:
    resources = []
    for name, schema in SCHEMAS.items():
        head = {"name": name, "type": "table", "path": f"{name}.csv", "format": "csv", "encoding": "utf-8"}
        resources.append({**head, "mediatype": "text/csv", "schema": schema})
    descriptor = folder / "datapackage.json"
    descriptor.write_text(
        json.dumps(
            {
                "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
                "name": "planted",
                "resources": resources,
            }
        ),
        encoding="utf-8",
    )
    return descriptor


def _agreed(folder: Path, *plants: Plant) -> list[Violation]:
    rows = _valid()
    for plant in plants:
        plant.into(rows)
    for name, table in rows.items():
        _written(folder, name, table)
    found = broken_tables(folder, SCHEMAS)
    # Of a key without a value, whose columns must have one, Frictionless speaks twice.
    others = [replace(v, value=_typed(v)) for v in judge(_package(folder)) if v.rule != "the key is empty."]
    assert found == sorted(others), f"planted {', '.join(map(str, plants))}"
    return found


def _typed(violation: Violation) -> str:
    """A value in the words of Python, where Frictionless gives those of the CSV."""
    return {"true": "True", "false": "False"}.get(violation.value, violation.value)


def test_a_valid_package_is_valid(tmp_path: Path) -> None:
    assert _agreed(tmp_path) == []


@pytest.mark.long  # a package for each of all errors
def test_single_errors(tmp_path: Path) -> None:
    found = {plant: _agreed(tmp_path, plant) for plant in PLANTS}
    rules = " ".join(violation.rule for violations in found.values() for violation in violations)
    for word in ("enum", "pattern", "minimum", "maximum", "minLength", "maxLength"):
        assert f'constraint "{word}"' in rules
    for sentence in ("must not be", "same value", "same key", "does not exist"):
        assert sentence in rules


@pytest.mark.parametrize("pairs", [30, pytest.param(500, marks=pytest.mark.long)])
def test_pairs_of_errors(tmp_path: Path, pairs: int) -> None:
    chosen = random.Random(pairs).sample(list(itertools.combinations(PLANTS, 2)), pairs)  # noqa: S311 - a fixed choice
    for one, other in chosen:
        _agreed(tmp_path, one, other)


@pytest.mark.parametrize(("written", "said"), [(b"one", "not of the declared type"), (b"\xff", "utf-8")])
def test_a_file_that_holds_no_such_values_is_told_by_frictionless(tmp_path: Path, written: bytes, said: str) -> None:
    for name, table in _valid().items():
        _written(tmp_path, name, table)
    file = tmp_path / "paragraphs.csv"
    file.write_bytes(file.read_bytes().replace(b'"99"', b'"' + written + b'"'))
    assert any(said in violation.rule for violation in judge(_package(tmp_path)))


REFUSED: dict[str, Callable[[dict[str, Any]], object]] = {
    "uniqueKeys": lambda s: s.update(uniqueKeys=[["title"]]),
    "missingValues": lambda s: s.update(missingValues=["", "-"]),
    "format": lambda s: s["fields"][1].update(format="email"),
    "exclusiveMinimum": lambda s: s["fields"][3]["constraints"].update(exclusiveMinimum="2000-01-01"),
    "jsonSchema": lambda s: s["fields"][1]["constraints"].update(jsonSchema={}),
    "minimum": lambda s: s["fields"][1]["constraints"].update(minimum="a"),
    "number": lambda s: s["fields"][1].update(type="number"),
    "duration": lambda s: s["fields"][1].update(type="duration"),
    "leads nowhere": lambda s: s["foreignKeys"][0]["reference"].update(resource="nobody"),
    "fields of the table": lambda s: s.update(primaryKey=["nothing"]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_not_be_checked_is_refused(what: str) -> None:
    schemas = copy.deepcopy(SCHEMAS)
    REFUSED[what](schemas["notes"])
    with pytest.raises(UnsupportedKeywordError, match=f"notes: .*{what}"):
        refuse_unknown(schemas)


def test_the_contract_declares_nothing_that_would_not_be_checked() -> None:
    refuse_unknown({table.name: table.frictionless_schema() for table in load_contract().tables})
