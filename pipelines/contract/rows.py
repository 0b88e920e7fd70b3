"""Finds what of one note's rows breaks the declared tables, while they are in memory and nothing is written of them.

The rules are those that `constraints.py` compiles to SQL for whole tables. Not here: rules on several notes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from pipelines.contract.tables import Column, Contract, Table
from pipelines.contract.violations import Violation
from pipelines.workspace.paths import DATAPACKAGE

Row = dict[str, Any]
Rows = dict[str, list[Row]]  # of one note, by table

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (float, int),
    "boolean": (bool,),
    "date": (date,),
}
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "enum": lambda value, allowed: str(value) in allowed,
    "pattern": lambda value, pattern: re.fullmatch(pattern, value) is not None,
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "minLength": lambda value, limit: len(value) >= limit,
    "maxLength": lambda value, limit: len(value) <= limit,
}


def broken_rows(rows: Mapping[str, Sequence[Row]], contract: Contract) -> list[Violation]:
    """Every value that is empty, of another type or against a rule, every second row of a key, every false reference.

    `rows`: of one note, by table, as extraction gives them. Sorted by table and row.
    """
    return sorted(broken for name in rows for broken in _broken(contract[name], rows, contract))


def _broken(table: Table, rows: Mapping[str, Sequence[Row]], contract: Contract) -> Iterator[Violation]:
    found = rows[table.name]

    def violation(nth: int, rule: str, column: str = "") -> Violation:
        value = found[nth].get(column)
        where = "/".join("" if found[nth][key] is None else str(found[nth][key]) for key in table.key)
        return Violation(table.name, nth + 2, column, rule, where, "" if value is None else str(value))

    for nth in _repeated(found, table.key):
        yield violation(nth, "another row has the same key.")
    for column in table.column_list(extracted=True) if found else ():
        values = [row[column.name] for row in found]
        for nth, rule in _broken_values(column, values):
            yield violation(nth, rule, column.name)
        if column.unique:
            for nth in _repeated(found, [column.name]):
                yield violation(nth, "another row holds the same value, and it must be unique.", column.name)
        if column.references:
            target, key = contract[column.references.table], column.references.column
            there = {None, "", *(_codes(target, key) if target.source else (row[key] for row in rows[target.name]))}
            for nth in (nth for nth, value in enumerate(values) if value not in there):
                yield violation(nth, f"it refers to a row of {target.name} that does not exist.", column.name)


def _broken_values(column: Column, values: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """The places of values that break a rule of their column, and which."""
    constraints = column.field().get("constraints", {})
    rules = [(word, limit, _HOLDS[word]) for word, limit in constraints.items() if word in _HOLDS]
    for nth, value in enumerate(values):
        if value is None or value == "":
            if column.required:
                yield nth, "it is empty, and it must not be."
        elif type(value) not in _TYPES[column.type]:
            yield nth, f"it is of type {type(value).__name__}, and must be a {column.type}."
        else:
            for word, limit, holds in rules:
                if not holds(value, limit):
                    yield nth, f'it breaks the rule constraint "{word}" is "{limit}".'


def _repeated(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[int]:
    """The places of rows whose values another row before has, too; no value at all is none."""
    seen: set[tuple[Any, ...]] = set()
    for nth, row in enumerate(rows):
        values = tuple(None if row[column] == "" else row[column] for column in columns)
        if values in seen and values != (None,) * len(values):
            yield nth
        seen.add(values)


@cache
def _codes(table: Table, name: str) -> Collection[Any]:
    """The values of a column of a code list."""
    column = next(column for column in table.columns if column.name == name)
    kind = _TYPES[column.type][0]
    with (DATAPACKAGE / str(table.source)).open(encoding="utf-8", newline="") as handle:
        return {kind(row[name]) for row in csv.DictReader(handle)}
