"""Reads the declarations of tables and columns in `datapackage/` and renders the schemas that others need.

Every schema in the project (Frictionless, Arrow, DuckDB) comes from here. Not here: rows, SQL, or the texts of a
publication (`pipelines/publish/publication.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from pipelines.contract.languages import LANGUAGES
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml

Stage = Literal["code_list", "extract", "model", "publish"]
ColumnType = Literal["string", "integer", "number", "boolean", "date"]

_ARROW: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_CONSTRAINTS = ("pattern", "minimum", "maximum", "minLength", "maxLength")
_DECLARATION = {"type", "title", "description", "unit", "values", "items", *_CONSTRAINTS}
_USE = {"required", "unique", "references", "joined"}


class ContractError(ReportedError):
    """A declaration in `datapackage/` contradicts itself or uses an unknown word.

    Or a row is not what its table declares.
    """


@dataclass(frozen=True, slots=True)
class Reference:
    """The column that a foreign key points to."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table.

    `joined`: True where `sql/model/<table>.sql` adds it, so that extraction does not carry it.
    `constraints`: Table Schema constraints other than required and unique (Data Package v2).
    `values`: every value that a coded column may have, with its meaning. `items`: pattern of one item of a text that
    lists several, separated by semicolons.
    """

    name: str
    type: ColumnType
    title: str
    description: str
    required: bool = True
    unique: bool = False
    joined: bool = False
    unit: str | None = None
    references: Reference | None = None
    constraints: tuple[tuple[str, Any], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    items: str | None = None

    @property
    def duckdb_type(self) -> str:
        """DuckDB type name."""
        return _DUCKDB[self.type]

    def field(self) -> dict[str, Any]:
        """Table Schema field (Data Package v2)."""
        constraints: dict[str, Any] = {}
        if self.required:
            constraints["required"] = True
        if self.unique:
            constraints["unique"] = True
        constraints.update(self.constraints)
        field: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "title": self.title,
            "description": self.description,
        }
        if self.values:
            field["categories"] = [{"value": value, "label": label} for value, label in self.values]
            # Validators pass over `categories`. A pattern beside the values leaves room for more.
            if "pattern" not in constraints:
                constraints["enum"] = [value for value, _ in self.values]
        if constraints:
            field["constraints"] = constraints
        return field


@dataclass(frozen=True)
class Table:
    """One table: its grain in words, its key, its order and its columns.

    `order`: SQL expressions of the published order; unique, so that the same rows give the same bytes.
    `source`: for a code list, its CSV below `datapackage/`.
    """

    name: str
    title: str
    description: str
    stage: Stage
    key: tuple[str, ...]
    order: tuple[str, ...]
    columns: tuple[Column, ...]
    source: str | None = None

    @cached_property
    def as_extracted(self) -> Table:
        """The table with those columns only that extraction itself gives."""
        return replace(self, columns=tuple(c for c in self.columns if not c.joined))

    def arrow_schema(self) -> pa.Schema:
        """Arrow schema with title and description as metadata of each field and of the table."""
        fields = [
            pa.field(
                c.name,
                _ARROW[c.type],
                nullable=not c.required,
                metadata={"title": c.title, "description": c.description},
            )
            for c in self.columns
        ]
        return pa.schema(fields, metadata={"title": self.title, "description": self.description})

    def check_keys(self, keys: Collection[str]) -> None:
        """Refuse a row that has not exactly the declared columns; one without a value has None.

        Raises:
            ContractError: a column is unknown or missing.
        """
        declared = self._names
        if len(keys) == len(declared) and declared.issuperset(keys):
            return
        unknown, missing = sorted(set(keys) - declared), sorted(declared - set(keys))
        wrong = [f"unknown: {', '.join(unknown)}"] * bool(unknown) + [f"missing: {', '.join(missing)}"] * bool(missing)
        raise ContractError(
            f"A row of {self.name} has not the columns that tables/{self.name}.yaml declares ({'; '.join(wrong)}). "
            f"Declare the column, or give it where the row is made: by the extraction, or in sql/model/{self.name}.sql."
        )

    def arrow_rows(self, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
        """Rows as an Arrow table.

        Raises:
            ContractError: a row has an unknown column or lacks one. pa.ArrowInvalid: a value is of another type.
        """
        for keys in set(map(tuple, rows)):
            self.check_keys(keys)
        return pa.Table.from_pylist(rows, schema=self.arrow_schema())

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(c.name for c in self.columns)

    def frictionless_schema(self) -> dict[str, Any]:
        """Table Schema (Data Package v2) with primary and foreign keys."""
        schema: dict[str, Any] = {"fields": [c.field() for c in self.columns], "primaryKey": list(self.key)}
        keys = [
            {
                "fields": [c.name],
                "reference": {
                    "resource": "" if c.references.table == self.name else c.references.table,
                    "fields": [c.references.column],
                },
            }
            for c in self.columns
            if c.references
        ]
        if keys:
            schema["foreignKeys"] = keys
        return schema


@dataclass(frozen=True, slots=True)
class Contract:
    """All tables, in the order in which people read about them."""

    tables: tuple[Table, ...]

    def __getitem__(self, name: str) -> Table:
        """The table of that name.

        Raises:
            KeyError: no table of that name is declared.
        """
        return {table.name: table for table in self.tables}[name]

    def meanings(self, column: str) -> dict[str, str]:
        """Every value of a coded column, with its meaning."""
        return dict(next(c.values for table in self.tables for c in table.columns if c.name == column))

    def of_stage(self, *stages: Stage) -> tuple[Table, ...]:
        """The tables that the given stages make."""
        return tuple(t for t in self.tables if t.stage in stages)


def _column(table: str, name: str, use: dict[str, Any], dictionary: dict[str, Any]) -> Column:
    declared = {**dictionary.get(name, {}), **{k: v for k, v in use.items() if k not in _USE}}
    if not declared.keys() >= {"type", "title", "description"}:
        raise ContractError(
            f"tables/{table}.yaml: column '{name}' is not declared. Give type, title and description there or, where "
            "several tables have it, in columns.yaml."
        )
    unknown = set(declared) - _DECLARATION
    if unknown:
        raise ContractError(f"tables/{table}.yaml: column '{name}' has unknown words {sorted(unknown)}.")
    if items := declared.get("items"):
        declared["pattern"] = f"{items}(;{items})*"
    reference = None
    if "references" in use:
        target, _, column = str(use["references"]).partition(".")
        reference = Reference(target, column or name)
    return Column(
        name=name,
        type=declared["type"],
        title=declared["title"],
        description=declared["description"],
        required=use.get("required", True),
        unique=use.get("unique", False),
        joined=use.get("joined", False),
        unit=declared.get("unit"),
        references=reference,
        constraints=tuple((k, declared[k]) for k in _CONSTRAINTS if k in declared),
        values=_values(declared.get("values", {})),
        items=items,
    )


def _values(declared: dict[str, str] | str) -> tuple[tuple[str, str], ...]:
    """The values of a column with their meanings; those of a code list by its name."""
    if declared == "languages":
        declared = {language.code: language.name for language in sorted(LANGUAGES.values(), key=lambda one: one.code)}
    if not isinstance(declared, dict):
        raise ContractError(f"columns.yaml: {declared!r} is no code list; `languages` is one.")
    return tuple(declared.items())


def _table(path: Path, dictionary: dict[str, Any]) -> Table:
    raw = read_yaml(path)
    name = path.stem
    columns = tuple(_column(name, c, use or {}, dictionary) for c, use in raw["columns"].items())
    return Table(
        name=name,
        title=raw["title"],
        description=raw["description"],
        stage=raw["stage"],
        key=tuple(raw["key"]),
        order=tuple(raw.get("order", raw["key"])),
        columns=columns,
        source=raw.get("source"),
    )


@cache
def load_contract(datapackage: Path = DATAPACKAGE) -> Contract:
    """Read every declared table.

    That declarations agree with each other is tested (`tests/contract/`).

    Raises:
        ContractError: a column is used but not declared, or declared by unknown words.
    """
    dictionary = read_yaml(datapackage / "columns.yaml")
    order: list[str] = read_yaml(datapackage / "publication.yaml")["tables"]
    return Contract(tuple(_table(datapackage / "tables" / f"{name}.yaml", dictionary) for name in order))
