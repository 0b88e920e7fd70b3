"""Builds the files that hold a whole release at once: zip, Excel workbook, SQLite and DuckDB database.

Here: which there are, in which order they are made, what they are for. Not here: how each is written (its module), the
CSV and Parquet of single tables (`pipelines/publish/data.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.publish.downloads.bundle import write_zip
from pipelines.publish.downloads.datasette import write_metadata
from pipelines.publish.downloads.duckdb_file import write_duckdb
from pipelines.publish.downloads.spreadsheet import write_xlsx
from pipelines.publish.downloads.sqlite_file import write_sqlite
from pipelines.publish.facts import Edition, Facts, File, Finisher


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of download. `purpose`: whom it serves, in a few words."""

    suffix: str
    label: str
    purpose: str
    write: Callable[[Facts, Path], None]


FORMATS = (
    Format(".xlsx", "Excel", "the tables that people read, with an explanation of every column", write_xlsx),
    Format(".sqlite", "SQLite", "every table with keys and a full-text index; opens in Datasette", write_sqlite),
    Format(".duckdb", "DuckDB", "every table, for DuckDB 1.4 and newer", write_duckdb),
)


ZIP = Format(".zip", "ZIP", "every table as CSV and Parquet, with descriptor, README and codebook", write_zip)


def write_downloads(facts: Facts) -> Finisher:
    """Write the downloads into the release, and the metadata with which Datasette shows the SQLite file.

    Returns:
        What writes the zip, when the documents that it holds stand in the release.

    Raises:
        DownloadError: a file can't be made so that the same release always gives the same bytes.
        OSError, duckdb.Error, sqlite3.Error: it could not be written.
    """
    for form in FORMATS:
        form.write(facts, path(facts, form))
    write_metadata(facts, facts.folder / f"{facts.publication.name}.metadata.json")
    return _write_zip


def _write_zip(facts: Edition) -> None:
    # Of a release in trial, all that the zip holds is looked at file by file.
    if not facts.trial:
        ZIP.write(facts, path(facts, ZIP))


def path(facts: Facts, form: Format) -> Path:
    """Where the download stands."""
    return facts.folder / f"{facts.publication.name}{form.suffix}"


def built(facts: Facts) -> tuple[tuple[Format, File], ...]:
    """The downloads as they stand in the release, with size and checksum."""
    found = ((form, path(facts, form)) for form in (ZIP, *FORMATS))
    return tuple((form, facts.describe(file)) for form, file in found if file.is_file())
