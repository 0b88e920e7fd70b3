"""Writes the statements in each language beside English as one CSV: names, titles, headings and quotes in it.

Here: `data/by-language/statements-es.csv`, for whoever reads Spanish and opens one file. Not here: the tables that it
is made of (`statement_texts` and its siblings), which programs read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.contract.languages import LANGUAGES
from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Contract
from pipelines.extract.versions.names import official_names
from pipelines.publish.data import CSV, csv_select
from pipelines.workspace.engine import Engine, connect, literal

_TABLES = ("statements", "statement_texts", "paragraphs", "section_texts", "notes", "note_texts")
# The columns that are in the language; all others are those of `statements`. A heading that is not there is empty.
_TEXTS = {
    "state_name": "names.name",
    "name_as_written": "CASE WHEN own THEN s.name_as_written ELSE t.name_as_written END",
    "theme": "CASE WHEN own THEN s.theme ELSE h.heading END",
    "lead_in": "CASE WHEN own THEN s.lead_in END",
    "quote": "CASE WHEN own THEN s.quote ELSE t.quote END",
    "quote_start": "CASE WHEN own THEN s.quote_start ELSE t.quote_start END",
    "quote_end": "CASE WHEN own THEN s.quote_end ELSE t.quote_end END",
    "note_title": "CASE WHEN own THEN s.note_title ELSE coalesce(w.note_title, s.note_title) END",
}
# What is said of the English words alone.
_LEFT_OUT = {"reporting_verb", "page", "attribution", "confidence", "trigger_start", "trigger_end", "permalink"}


def write_by_language(contract: Contract, data: Path, engine: Engine) -> None:
    """Write `by-language/statements-<language>.csv` below `data`, where the tables stand already.

    One file for each language other than English in which there are quotes.

    Raises:
        duckdb.Error, OSError: a file can't be written.
    """
    with connect(engine) as connection:
        for name in _TABLES:
            connection.execute(f"CREATE VIEW {name} AS FROM {rows_of(data, name)}")
        found = connection.execute(
            "SELECT language FROM statement_texts UNION SELECT language FROM statements JOIN notes USING (note_id)"
        ).fetchall()
        for language in sorted(language for (language,) in found if language != "en" and language in LANGUAGES):
            _write(connection, contract, data, language)


def _write(connection: duckdb.DuckDBPyConnection, contract: Contract, data: Path, language: str) -> None:
    table = contract["statements"]
    kept = [column.name for column in table.columns if column.name not in _LEFT_OUT]
    rows = statements_in(connection, language, kept)
    target = data / "by-language" / f"statements-{language}.csv"
    target.parent.mkdir(exist_ok=True)
    escaped = csv_select(table, kept)
    connection.execute(
        f"COPY (SELECT {escaped} FROM ({rows}) ORDER BY {', '.join(table.order)}) TO {literal(target)} {CSV}"
    )


def statements_in(connection: duckdb.DuckDBPyConnection, language: str, kept: Sequence[str]) -> str:
    """A SELECT of the statements that are quoted in a language, `kept` columns of them, with their words in it."""
    names = official_names(language)
    connection.execute("CREATE OR REPLACE TEMP TABLE names (iso3 VARCHAR, name VARCHAR)")
    connection.executemany("INSERT INTO names VALUES (?, ?)", [list(name) for name in names.items()])
    columns = ", ".join(f"{_TEXTS.get(name, f's.{name}')} AS {name}" for name in kept)
    code = literal(language)
    return (
        f"SELECT {columns} FROM statements AS s "
        f"JOIN (SELECT note_id, language = {code} AS own FROM notes) AS n ON n.note_id = s.note_id "
        f"LEFT JOIN statement_texts AS t ON t.statement_id = s.statement_id AND t.language = {code} "
        "LEFT JOIN paragraphs AS p ON p.paragraph_id = s.paragraph_id "
        f"LEFT JOIN section_texts AS h ON h.section_id = p.section_id AND h.language = {code} "
        f"LEFT JOIN note_texts AS w ON w.note_id = s.note_id AND w.language = {code} "
        "LEFT JOIN names ON names.iso3 = s.state_iso3 WHERE own OR t.quote IS NOT NULL"
    )
