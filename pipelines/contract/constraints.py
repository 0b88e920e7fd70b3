"""Compiles Table Schemas (Data Package v2) to SQL that finds the rows which break them, as Frictionless would.

Here: what each keyword means, word for word as Frictionless 5.21 reads it, asked of tables whose columns have the
declared types; and the refusal of keywords that nothing here checks. Not here: finding the rows (`violations.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.workspace.errors import ReportedError

_FIELD_WORDS = {"name", "type", "title", "description", "example", "categories", "constraints"}
_SCHEMA_WORDS = {"fields", "primaryKey", "foreignKeys"}
_WORDS_OF_TYPE = {
    "string": {"required", "unique", "enum", "pattern", "minLength", "maxLength"},
    "integer": {"required", "unique", "enum", "minimum", "maximum"},
    "number": {"required", "unique", "enum", "minimum", "maximum"},
    "date": {"required", "unique", "enum", "minimum", "maximum"},
    "boolean": {"required", "unique", "enum"},
}
_REPEAT = tuple("*+?}")
_TRUE = ("true", "True", "TRUE", "1")


class UnsupportedKeywordError(ReportedError):
    """A schema uses a word that would be ignored; the message names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows of one table as DuckDB finds them; its columns have the declared types.

    `sql`: what may stand after FROM. `row`: SQL of the row's place, 1 for the first; as it stands, that of a file that
    one thread reads.
    """

    sql: str
    row: str = "row_number() OVER ()"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that no row may do.

    `column`: empty where it is about several. `broken`: SQL condition over the columns of `Checks.cells` and `_nth`,
    true for rows that break it. `value`: SQL of the offending text. `count`: query of how many rows break it; None
    where it looks at each row alone, so that counting `broken` is enough.
    """

    column: str
    text: str
    broken: str
    value: str
    count: str | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """The rules of one table, over its rows as `cells` gives them. `key`: SQL of the row's identifier."""

    table: str
    relation: Relation
    cells: str
    key: str
    rules: tuple[Rule, ...]


def compile_checks(schemas: Mapping[str, Mapping[str, Any]], relations: Mapping[str, Relation]) -> tuple[Checks, ...]:
    """The rules that the schemas declare, by table.

    `schemas`: Table Schemas by resource name. `relations`: where the rows of each are.

    Raises:
        UnsupportedKeywordError: a schema says something that would not be checked.
    """
    for table, schema in schemas.items():
        _refuse_unknown(table, schema, schemas)
    return tuple(_compile(table, schema, schemas, relations) for table, schema in schemas.items())


def _refuse_unknown(table: str, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> None:
    def refuse(what: str, cure: str) -> None:
        raise UnsupportedKeywordError(f"{table}: {what}, and nothing would check it. {cure}")

    if unknown := sorted(set(schema) - _SCHEMA_WORDS):
        refuse(f"the schema says {', '.join(unknown)}", "Use constraints of fields, primaryKey and foreignKeys.")
    names = {field["name"] for field in schema["fields"]}
    for field in schema["fields"]:
        name, kind, constraints = field["name"], field.get("type"), field.get("constraints", {})
        if kind not in _WORDS_OF_TYPE:
            refuse(f"field {name} is of type {kind}", f"Types are {', '.join(sorted(_WORDS_OF_TYPE))}.")
        words = set(field) - _FIELD_WORDS | set(constraints) - _WORDS_OF_TYPE[str(kind)]
        if words:
            allowed = ", ".join(sorted(_WORDS_OF_TYPE[str(kind)]))
            refuse(f"field {name} says {', '.join(sorted(words))}", f"A {kind} may have {allowed}.")
        if "pattern" in constraints and (why := _pattern_refused(constraints["pattern"])):
            refuse(f"field {name} has the pattern {constraints['pattern']}", why)
    for key in schema.get("foreignKeys", ()):
        target = schemas.get(key["reference"]["resource"] or table)
        fields = {f["name"] for f in target["fields"]} if target else set()
        if len(key["fields"]) != 1 or not {*key["fields"]} <= names or not {*key["reference"]["fields"]} <= fields:
            refuse(f"the foreign key of {', '.join(key['fields'])} leads nowhere", "It needs one field on each side.")
    if missing := sorted({*schema.get("primaryKey", ())} - names):
        refuse(f"the primary key names {', '.join(missing)}", "Its fields must be fields of the table.")


def _pattern_refused(pattern: str) -> str:
    """Why a pattern may mean one thing to Python (Frictionless) and another to RE2 (DuckDB), empty where it may not."""
    depth, in_class, escaped, before = 0, False, False, ""
    for character in pattern:
        if not " " <= character <= "~" or (escaped and character.isalnum()):
            return "Write it with ASCII characters, classes in brackets and escaped punctuation alone."
        if escaped or character == "\\":
            escaped = not escaped
        elif in_class:
            in_class = character != "]"
        elif character == "|" and depth == 0:
            return "Put the alternatives in parentheses: Frictionless anchors only the first and the last of them."
        elif character in "^$" or before + character in {"(?", "{,"} or (before in _REPEAT and character in _REPEAT):
            return (
                "Anchors are added by themselves; look-around, lazy and possessive repetition are not for all engines."
            )
        else:
            in_class = character == "["
            depth += (character == "(") - (character == ")")
        before = "" if escaped else character
    return ""


def _compile(
    table: str, schema: Mapping[str, Any], schemas: Mapping[str, Any], relations: Mapping[str, Relation]
) -> Checks:
    relation, fields = relations[table], schema["fields"]
    blank = " AND ".join(f'"{f["name"]}.raw" IS NULL' for f in fields)
    cells = f"SELECT *, {blank} AS _blank FROM ({_select_cells(fields, relation)})"
    key = [f"coalesce(\"{name}.raw\", '')" for name in schema.get("primaryKey", ())]
    rules = [rule for field in fields for rule in _field_rules(field)]
    rules.append(Rule("", "the row is empty.", "_blank", "''"))
    for field in fields:
        if field.get("constraints", {}).get("unique"):
            text = "another row holds the same value, and it must be unique."
            rules.append(_unique(field["name"], [field], text, _as_python_says(field), relation))
    if primary := list(schema.get("primaryKey", ())):
        none = " AND ".join(f'"{name}" IS NULL' for name in primary)
        text = "another row has the same key."
        rules.append(Rule("", "the key is empty.", none, "''"))
        rules.append(_unique("", [f for f in fields if f["name"] in primary], text, "''", relation))
    rules += [_foreign(table, key, schemas, relations) for key in schema.get("foreignKeys", ())]
    return Checks(table, relation, cells, f"concat_ws('/', {', '.join(key)})" if key else "''", tuple(rules))


def _select_cells(fields: Iterable[Mapping[str, Any]], relation: Relation) -> str:
    """Each field twice: as text (`name.raw`) and as value (`name`); a text that is empty is missing."""
    columns = []
    for field in fields:
        value = f'"{field["name"]}"'
        value = f"nullif({value}, '')" if field["type"] == "string" else value
        columns += [f'CAST({value} AS VARCHAR) AS "{field["name"]}.raw"', f'{value} AS "{field["name"]}"']
    return f"SELECT {', '.join(columns)} FROM {relation.sql}"


def _field_rules(field: Mapping[str, Any]) -> Iterator[Rule]:
    name, kind, constraints = field["name"], field["type"], dict(field.get("constraints", {}))
    raw, value = f'"{name}.raw"', f'"{name}"'
    conditions: dict[str, Callable[[Any], str]] = {
        "required": lambda _: f"{raw} IS NULL AND NOT _blank",
        "enum": lambda c: f"NOT list_contains([{', '.join(_literal(kind, v) for v in c)}], {value})",
        "pattern": lambda c: f"NOT regexp_matches({value}, {_literal('string', _anchored(c))})",
        "minimum": lambda c: f"{value} < {_literal(kind, c)}",
        "maximum": lambda c: f"{value} > {_literal(kind, c)}",
        "minLength": lambda c: f"length({value}) < {int(c)}",
        "maxLength": lambda c: f"length({value}) > {int(c)}",
    }
    for word, condition in conditions.items():
        if word in constraints and constraints[word] is not False:
            text = f'it breaks the rule constraint "{word}" is "{constraints[word]}".'
            yield Rule(name, text, condition(constraints[word]), raw)


def _anchored(pattern: str) -> str:
    """The pattern as Frictionless asks it: from the start, to the end or to a line feed before it."""
    return f"^{pattern}\n?\\z"


def _unique(column: str, fields: Sequence[Mapping[str, Any]], text: str, value: str, relation: Relation) -> Rule:
    """The second and later rows with the same values; NULL is no value for `unique`, and one in a key of several."""
    quoted, cells = [f'"{field["name"]}"' for field in fields], _select_cells(fields, relation)
    names, some = ", ".join(quoted), " OR ".join(f"{name} IS NOT NULL" for name in quoted)
    broken = f"({some}) AND row_number() OVER (PARTITION BY {names} ORDER BY _nth) > 1"
    count = f"SELECT count(*) - count(DISTINCT ({names})) FROM ({cells}) WHERE {some}"
    if len(fields) > 1:
        count = f"SELECT sum(n) - count(*) FROM (SELECT count(*) AS n FROM ({cells}) WHERE {some} GROUP BY {names})"
    return Rule(column, text, broken, value, count)


def _foreign(
    table: str, foreign: Mapping[str, Any], schemas: Mapping[str, Any], relations: Mapping[str, Relation]
) -> Rule:
    (name,), (target,) = foreign["fields"], foreign["reference"]["fields"]
    resource = foreign["reference"]["resource"] or table
    targets = [f for f in schemas[resource]["fields"] if f["name"] == target]
    there = f'SELECT "{target}" FROM ({_select_cells(targets, relations[resource])}) WHERE "{target}" IS NOT NULL'
    broken = f'"{name}" IS NOT NULL AND "{name}" NOT IN ({there})'
    field = next(f for f in schemas[table]["fields"] if f["name"] == name)
    text = f"it refers to a row of {resource} that does not exist."
    cells = _select_cells([field], relations[table])
    return Rule(name, text, broken, _as_python_says(field), f"SELECT count(*) FROM ({cells}) WHERE {broken}")


def _as_python_says(field: Mapping[str, Any]) -> str:
    """SQL of a value as Python's `str` writes it."""
    name = f'"{field["name"]}"'
    return (
        f"CASE WHEN {name} THEN 'True' ELSE 'False' END" if field["type"] == "boolean" else f"CAST({name} AS VARCHAR)"
    )


def _literal(kind: str, value: object) -> str:
    """SQL literal of a value in a schema."""
    if kind == "integer":
        return str(int(str(value)))
    if kind == "number":
        return repr(float(str(value)))
    if kind == "boolean":
        return "true" if str(value) in _TRUE else "false"
    text = value.isoformat() if isinstance(value, date) else str(value)
    quoted = "'" + text.replace("'", "''") + "'"
    return f"DATE {quoted}" if kind == "date" else quoted
