"""How the rows of a table are read for checking: each cell as text and as the value that Frictionless sees in it.

Here: the SQL of that. Not here: what a value may be (`constraints.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# What Python's int() takes, but for digits of other scripts and numbers beyond 128 bits: no table here can hold those.
_INTEGER = "[+-]?[0-9]+(_[0-9]+)*"
_SPACE = r"[\s\v\pZ\x{1c}-\x{1f}\x{85}]"
_BOOLEAN = {True: ("true", "True", "TRUE", "1"), False: ("false", "False", "FALSE", "0")}
# What strptime("%Y-%m-%d") takes.
_DATE = "[0-9]{4}-(1[0-2]|0[1-9]|[1-9])-(3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9])"


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows of one table as DuckDB finds them.

    `sql`: what may stand after FROM. `row`: SQL of the row's place, 1 for the first; as it stands,
    that of a file that one thread reads. `typed`: its columns have the
    declared types (Parquet); else all are text, as in a CSV.
    """

    sql: str
    row: str = "row_number() OVER ()"
    typed: bool = True


def select_cells(fields: Iterable[Mapping[str, Any]], relation: Relation) -> str:
    """Each field twice: as text (`name.raw`, NULL where missing) and as value (`name`, NULL also where it is none)."""
    columns = []
    for field in fields:
        name = field["name"]
        raw, value = f'"{name}"', f'"{name}"'
        if not relation.typed:
            raw = f"nullif({raw}, '')"
            value = _value(field["type"], raw)
        elif field["type"] == "string":
            raw = value = f"nullif({raw}, '')"
        else:
            raw = f"CAST({raw} AS VARCHAR)"
        columns += [f'{raw} AS "{name}.raw"', f'{value} AS "{name}"']
    return f"SELECT {', '.join(columns)} FROM {relation.sql}"


def _value(kind: str, raw: str) -> str:
    """SQL of the value that a text stands for, NULL where it stands for none."""
    if kind == "integer":
        digits = f"regexp_replace({raw}, '^{_SPACE}+|{_SPACE}+$', '', 'g')"
        cast = f"TRY_CAST(replace({digits}, '_', '') AS HUGEINT)"
        return f"CASE WHEN regexp_full_match({digits}, '{_INTEGER}') THEN {cast} END"
    if kind == "boolean":
        words = {truth: ", ".join(literal("string", word) for word in _BOOLEAN[truth]) for truth in _BOOLEAN}
        return f"CASE WHEN {raw} IN ({words[True]}) THEN true WHEN {raw} IN ({words[False]}) THEN false END"
    if kind == "date":
        cast = f"TRY_CAST(replace({raw}, ' ', '') AS DATE)"
        return f"CASE WHEN regexp_full_match({raw}, '{_DATE}') AND NOT starts_with({raw}, '0000') THEN {cast} END"
    return raw


def as_python_says(field: Mapping[str, Any]) -> str:
    """SQL of a value as Python's `str` writes it."""
    name = f'"{field["name"]}"'
    return (
        f"CASE WHEN {name} THEN 'True' ELSE 'False' END" if field["type"] == "boolean" else f"CAST({name} AS VARCHAR)"
    )


def literal(kind: str, value: object) -> str:
    """SQL literal of a value in a schema."""
    if kind == "integer":
        return str(int(str(value)))
    if kind == "boolean":
        return "true" if str(value) in _BOOLEAN[True] else "false"
    text = value.isoformat() if isinstance(value, date) else str(value)
    quoted = "'" + text.replace("'", "''") + "'"
    return f"DATE {quoted}" if kind == "date" else quoted
