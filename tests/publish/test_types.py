"""What programs take the columns of a CSV for when nobody tells them: the same in every release, and as declared."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

from pipelines.contract.tables import load_contract

# What a reader takes a column of each declared type for. A date is text to what guesses none, and so is `true` to R.
_AS_TEXT = {"string": "text", "integer": "number", "number": "number", "boolean": "boolean", "date": "text"}
_AS_DATE = _AS_TEXT | {"date": "date"}
_IN_R = _AS_TEXT | {"boolean": "text"}
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


_R = """
read <- function(path) {rows}
paths <- readLines(file("stdin"))
for (path in paths) {{
  frame <- read(path)
  for (name in names(frame))
    cat(path, name, class(frame[[name]])[1], all(is.na(frame[[name]])), sep = "\\t", fill = 9999)
}}
"""


def _r(rows: str) -> Callable[[list[Path]], dict[Path, dict[str, str]]]:
    def read(paths: list[Path]) -> dict[Path, dict[str, str]]:
        told = subprocess.run(
            ["Rscript", "-e", _R.format(rows=rows)],
            input="\n".join(map(str, paths)) + "\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        found: dict[Path, dict[str, str]] = {path: {} for path in paths}
        for line in told.stdout.splitlines():
            path, name, kind, empty = line.split("\t")
            found[Path(path)][name] = _kind(kind, empty=empty.strip() == "TRUE")
        return found

    return read


def _each(read: Callable[[Path], dict[str, str]]) -> Callable[[list[Path]], dict[Path, dict[str, str]]]:
    return lambda paths: {path: read(path) for path in paths}


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


READERS = {
    "pandas": (_each(_pandas), _AS_TEXT),
    "polars": (_each(_polars), _AS_TEXT),
    "DuckDB": (_each(_duckdb), _AS_DATE),
    "R": (_r('read.csv(path, encoding = "UTF-8")'), _IN_R),
    "readr": (_r("readr::read_csv(path, show_col_types = FALSE, progress = FALSE)"), _AS_DATE),
}


def _files(release: Path) -> Iterator[tuple[Path, str]]:
    """Every CSV below `data/` that has rows, with the table whose columns it has."""
    resources = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    for resource in resources:
        yield release / resource["path"], resource["name"]
    for path in sorted(
        [
            *release.glob("data/by-state/*.csv"),
            *release.glob("data/by-article/*.csv"),
        ]
    ):
        yield path, "collective_statements" if path.stem.endswith(".collective") else "statements"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("notes", ["release", pytest.param("years", marks=pytest.mark.long)])  # forty are published
def test_nobody_has_to_say_what_the_columns_are(request: pytest.FixtureRequest, reader: str, notes: str) -> None:
    if reader in {"R", "readr"} and subprocess.run(["sh", "-c", "Rscript -e 'library(readr)'"], check=False).returncode:
        pytest.skip("R with readr is not installed")
    release = request.getfixturevalue(notes)
    files = {path: table for path, table in _files(release) if path.read_bytes().count(b"\n") > 1}
    read, kinds = READERS[reader]
    for path, found in read(list(files)).items():
        table = load_contract()[files[path]]
        assert list(found) == [column.name for column in table.columns], path.name
        wrong = {
            column.name: found[column.name]
            for column in table.columns
            if found[column.name] not in {kinds[column.type], "empty"} and (table.name, column.name) not in _DIGITS
        }
        assert wrong == {}, path.name
