"""What programs take the columns of a CSV for when nobody tells them: the same in every release, and as declared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

from pipelines.contract.tables import load_contract

# What a reader takes a column of each declared type for. A date is text to what guesses none.
_AS_TEXT = {"string": "text", "integer": "number", "number": "number", "boolean": "boolean", "date": "text"}
_AS_DATE = _AS_TEXT | {"date": "date"}
# Published as the United Nations write it; `state_iso3` is the key.
_DIGITS = {("states", "m49"), ("submissions", "silent")}  # codes; and three values, one of them empty


def _pandas(path: Path) -> dict[str, str]:
    frame = pd.read_csv(path)
    return {str(name): _kind(str(kind), empty=bool(frame[name].isna().all())) for name, kind in frame.dtypes.items()}


def _polars(path: Path) -> dict[str, str]:
    frame = pl.read_csv(path)
    # It looks at the first hundred rows, and takes a column that is empty in them for text.
    return {
        c.name: _kind(str(c.dtype), empty=c.head(100).null_count() == min(100, len(c))) for c in frame.get_columns()
    }


def _duckdb(path: Path) -> dict[str, str]:
    with duckdb.connect() as connection:
        rows = connection.sql(f"FROM '{path}'")
        (filled,) = rows.aggregate(", ".join(f'count("{name}")' for name in rows.columns)).fetchall()
        return {
            name: _kind(str(kind), empty=n == 0) for name, kind, n in zip(rows.columns, rows.types, filled, strict=True)
        }


def _kind(name: str, *, empty: bool) -> str:
    """One word for what a reader calls a type; a column without a value is of none."""
    if empty:
        return "empty"
    known = {
        "text": ("str", "object", "string", "varchar", "character"),
        "number": ("int", "float", "bigint", "double", "integer", "numeric"),
        "boolean": ("bool", "logical"),
        "date": ("date",),
    }
    return next((kind for kind, names in known.items() if name.lower().startswith(names)), name)


READERS = {"pandas": (_pandas, _AS_TEXT), "polars": (_polars, _AS_TEXT), "DuckDB": (_duckdb, _AS_DATE)}


def _files(release: Path) -> Iterator[tuple[Path, str]]:
    """Every CSV below `data/` that has rows, with the table whose columns it has."""
    resources = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    for resource in resources:
        yield release / resource["path"], resource["name"]
    for path in sorted((release / "data").glob("by-*/*.csv")):
        yield path, "collective_statements" if path.stem.endswith(".collective") else "statements"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("notes", ["release", pytest.param("years", marks=pytest.mark.long)])  # forty are published
def test_nobody_has_to_say_what_the_columns_are(request: pytest.FixtureRequest, reader: str, notes: str) -> None:
    release = request.getfixturevalue(notes)
    read, kinds = READERS[reader]
    for path, name in _files(release):
        if path.read_bytes().count(b"\n") < 2:
            continue
        table, found = load_contract()[name], read(path)
        assert list(found) == [column.name for column in table.columns], path.name
        wrong = {
            column.name: found[column.name]
            for column in table.columns
            if found[column.name] not in {kinds[column.type], "empty"} and (table.name, column.name) not in _DIGITS
        }
        assert wrong == {}, path.name
