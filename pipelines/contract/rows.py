"""Judges rows by the Table Schemas (Data Package v2) of their tables, as Frictionless does and quicker.

Here: what each keyword means, for the rows of one note that nobody has written yet and for the tables of a release. Not
here: rules on several tables (`sql/checks/`).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.contract.parts import parquet_of
from pipelines.contract.tables import load_contract
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.paths import DATAPACKAGE

Row = dict[str, Any]
Rows = dict[str, list[Row]]  # of one note, by table
Schema = Mapping[str, Any]
# Rows that follow each other, by column; and the place of one among them, with column and rule.
_Rows = Mapping[str, Sequence[Any]]
_Broken = tuple[int, str, str]

EMPTY = "it is empty, and it must not be."
SAME_KEY = "another row has the same key."
SAME_VALUE = "another row holds the same value, and it must be unique."
NO_ROW = "it refers to a row of {} that does not exist."
# Frictionless stops after so many errors of one table.
LIMIT = 1000
_SHOWN = 200  # characters of an offending text
_AT_ONCE = 20_000  # rows of a file

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (float, int),
    "boolean": (bool,),
    "date": (date,),
}
# A value that a schema names, as a value of the column.
_MEANT: dict[str, Callable[[Any], Any]] = {
    "string": str,
    "integer": lambda value: int(str(value)),
    "number": lambda value: float(str(value)),
    "boolean": lambda value: str(value).lower() in {"true", "1"},
    "date": lambda value: date.fromisoformat(str(value)),
}
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "enum": lambda value, allowed: value in allowed,
    "pattern": lambda value, pattern: pattern.fullmatch(value) is not None,
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "minLength": lambda value, limit: len(value) >= limit,
    "maxLength": lambda value, limit: len(value) <= limit,
}


class UnsupportedKeywordError(ReportedError):
    """A schema has a keyword that nothing here checks; the message says where."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One row that breaks the contract.

    `row`: as Frictionless counts, the header being row 1. `where`: identifier of the row. `value`: the offending text.
    """

    table: str
    row: int
    column: str
    rule: str
    where: str = ""
    value: str = ""

    @property
    def sentence(self) -> str:
        """Which row breaks which rule, as a sentence."""
        shown = self.value if len(self.value) <= _SHOWN else f"{self.value[:_SHOWN]}…"
        column = f", column {self.column} ({shown!r})" if self.column else ""
        return f"{self.table} {self.where}{column}: {self.rule}"

    def __str__(self) -> str:
        cure = (
            "Look at the passage in the note, then correct the row in corrections.yaml or report the rule that made it."
        )
        return f"{self.sentence} {cure}"


def broken_rows(rows: Mapping[str, Sequence[Row]]) -> list[Violation]:
    """What breaks the contract in the rows of one note, by table, as extraction gives them; sorted."""

    def there(table: str, column: str) -> Collection[Any]:
        source = load_contract()[table].source
        return _codes(table, column) if source else {row[column] for row in rows[table]}

    violations: list[Violation] = []
    for name, table in ((name, table) for name, table in rows.items() if table):
        columns = {column: [row[column] for row in table] for column in table[0]}
        violations += _of_extraction(name).broken([columns], there)
    return sorted(violations)


@cache
def _of_extraction(table: str) -> _Judge:
    return _Judge(table, load_contract()[table].as_extracted.frictionless_schema())


@cache
def _codes(table: str, name: str) -> Collection[Any]:
    """The values of a column of a code list."""
    declared = load_contract()[table]
    column = next(column for column in declared.columns if column.name == name)
    with (DATAPACKAGE / str(declared.source)).open(encoding="utf-8", newline="") as handle:
        return {_MEANT[column.type](row[name]) for row in csv.DictReader(handle)}


def broken_tables(data: Path, schemas: Mapping[str, Schema]) -> list[Violation]:
    """What breaks their schemas in the Parquet files of a folder, sorted; of each table the first `LIMIT` at most.

    Raises:
        UnsupportedKeywordError: a schema has a keyword that would not be checked.
        OSError: a file can't be read.
    """

    @cache
    def there(table: str, column: str) -> Collection[Any]:
        return set(pq.ParquetFile(parquet_of(data, table)).read(columns=[column])[column].to_pylist())

    violations: list[Violation] = []
    for name, schema in schemas.items():
        batches = pq.ParquetFile(parquet_of(data, name)).iter_batches(_AT_ONCE)
        violations += islice(_Judge(name, schema).broken((batch.to_pydict() for batch in batches), there), LIMIT)
    return sorted(violations)


class _Judge:
    """The rules of one table."""

    def __init__(self, table: str, schema: Schema) -> None:
        self._table, self._columns = table, [_Column(field) for field in schema["fields"]]
        self._key: list[str] = list(schema.get("primaryKey", ()))
        self._unique = [[field["name"]] for field in schema["fields"] if field.get("constraints", {}).get("unique")]
        self._foreign = [
            (foreign["fields"][0], foreign["reference"]["resource"] or table, foreign["reference"]["fields"][0])
            for foreign in schema.get("foreignKeys", ())
        ]

    def broken(self, batches: Iterable[_Rows], there: Callable[[str, str], Collection[Any]]) -> Iterator[Violation]:
        """Every violation in rows that come in batches. `there`: gives the values of a column of a table."""
        first, seen = 2, defaultdict[str, set[Any]](set)
        for rows in batches:
            for nth, column, rule in chain(self._alone(rows), self._together(rows, seen, there)):
                where = "/".join(_text(rows[name][nth]) for name in self._key)
                yield Violation(
                    self._table, first + nth, column, rule, where, _text(rows[column][nth]) if column else ""
                )
            first += len(rows[self._columns[0].name])

    def _alone(self, rows: _Rows) -> Iterator[_Broken]:
        """Values that break a rule of their own."""
        for column in self._columns:
            for nth, rule in column.broken(rows[column.name]):
                yield nth, column.name, rule

    def _together(
        self, rows: _Rows, seen: dict[str, set[Any]], there: Callable[[str, str], Collection[Any]]
    ) -> Iterator[_Broken]:
        """Values that another row has, too, or that no row has. `seen`: those of earlier rows, by columns."""
        for names in filter(None, (self._key, *self._unique)):
            column, rule = ("", SAME_KEY) if names is self._key else (names[0], SAME_VALUE)
            for nth in _repeated(zip(*(rows[name] for name in names), strict=True), seen[" ".join((column, *names))]):
                yield nth, column, rule
        for name, table, column in self._foreign:
            values = there(table, column)
            for nth, value in enumerate(rows[name]):
                if value is not None and value != "" and value not in values:
                    yield nth, name, NO_ROW.format(table)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


class _Column:
    """The rules of a column about each value by itself."""

    def __init__(self, field: Mapping[str, Any]) -> None:
        self.name, self._kind, constraints = field["name"], field["type"], field.get("constraints", {})
        if unknown := {self._kind} - _TYPES.keys() | constraints.keys() - _HOLDS.keys() - {"required", "unique"}:
            words = ", ".join(sorted(unknown))
            raise UnsupportedKeywordError(f"Field {self.name} says {words}, and nothing would check it.")
        self._required = constraints.get("required")
        self._rules = [
            (f'it breaks the rule constraint "{word}" is "{limit}".', self._limit(word, limit), _HOLDS[word])
            for word, limit in constraints.items()
            if word in _HOLDS
        ]

    def _limit(self, word: str, limit: Any) -> Any:
        """What a constraint compares values with."""
        if word == "enum":
            return {_MEANT[self._kind](one) for one in limit}
        if word == "pattern":
            return re.compile(limit)
        return _MEANT[self._kind](limit) if word in {"minimum", "maximum"} else limit

    def broken(self, values: Sequence[Any]) -> Iterator[tuple[int, str]]:
        """The places of values that break a rule, and which; an empty text is missing."""
        types = _TYPES[self._kind]
        for nth, value in enumerate(values):
            if value is None or value == "":
                if self._required:
                    yield nth, EMPTY
            elif type(value) not in types:
                yield nth, f"it is of type {type(value).__name__}, and must be a {self._kind}."
            else:
                for rule, limit, holds in self._rules:
                    if not holds(value, limit):
                        yield nth, rule


def _repeated(rows: Iterable[tuple[Any, ...]], seen: set[Any]) -> Iterator[int]:
    """The places of rows whose values another row before has, too; no value at all is none."""
    for nth, row in enumerate(rows):
        values = tuple(None if value == "" else value for value in row)
        if values in seen and any(value is not None for value in values):
            yield nth
        seen.add(values)
