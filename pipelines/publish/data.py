"""Writes the data files of a release: each table as CSV and Parquet, and the statements of one thing as CSV.

Here: the CSV dialect, the escape of spreadsheet formulas, and `by-article/`, `by-state/`, `by-topic/`, `by-language/`.
Not here: metadata (`descriptor.py` and its siblings).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from pipelines.contract.languages import LANGUAGES
from pipelines.contract.parts import parquet_of, rows_of
from pipelines.contract.tables import Contract, Table
from pipelines.extract.versions.names import official_names
from pipelines.publish.integrity import link_or_copy
from pipelines.workspace.engine import Engine, connect, literal

CSV = "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"')"
# A cell that begins so would be run as a formula by a spreadsheet (OWASP, CSV injection). Not a list of
# characters: DuckDB makes a join of it, and rows come out of a join in any order.
FORMULA = re.compile(r"^[=+@\t\r-]")

# The files of single things: the table whose columns they have, how each is called, by what, and of which rows.
_BY_ARTICLE = "JOIN (SELECT {key}, article FROM {table} WHERE NOT by_range) USING ({key})"
_OF_PARAGRAPHS = "collective_statements JOIN (SELECT paragraph_id, section_id FROM paragraphs) USING (paragraph_id)"
_OF_ARTICLES = f"{_OF_PARAGRAPHS} {_BY_ARTICLE.format(table='section_articles', key='section_id')}"
# Beside a topic stands the stage of the sentence that names it.
_BY_TOPIC = (
    "(SELECT s.* REPLACE (t.stage AS stage, t.stage_confidence AS stage_confidence), t.topic "
    "FROM statements AS s JOIN statement_topics AS t USING (statement_id))"
)
_SLICES = (
    ("collective_statements", "by-article/article-{:02d}.collective.csv", "article", _OF_ARTICLES),
    (
        "statements",
        "by-article/article-{:02d}.csv",
        "article",
        "statements " + _BY_ARTICLE.format(table="statement_articles", key="statement_id"),
    ),
    ("statements", "by-state/{}.csv", "state_iso3", "statements"),
    ("statements", "by-topic/{}.csv", "topic", _BY_TOPIC),
)

# The statements in a language: names, titles, headings and quotes in it; all other columns are those of `statements`. A
# heading that is not there is empty.
_IN_LANGUAGE = """
SELECT s.* REPLACE (
    names.name AS state_name,
    CASE WHEN own THEN s.name_as_written ELSE t.name_as_written END AS name_as_written,
    CASE WHEN own THEN s.theme ELSE h.heading END AS theme,
    CASE WHEN own THEN s.lead_in END AS lead_in,
    CASE WHEN own THEN s.quote ELSE t.quote END AS quote,
    CASE WHEN own THEN s.quote_start ELSE t.quote_start END AS quote_start,
    CASE WHEN own THEN s.quote_end ELSE t.quote_end END AS quote_end,
    CASE WHEN own THEN s.note_title ELSE coalesce(w.note_title, s.note_title) END AS note_title
)
FROM statements AS s JOIN (SELECT note_id, language = {code} AS own FROM notes) AS n ON n.note_id = s.note_id
LEFT JOIN statement_texts AS t ON t.statement_id = s.statement_id AND t.language = {code}
LEFT JOIN paragraphs AS p ON p.paragraph_id = s.paragraph_id
LEFT JOIN section_texts AS h ON h.section_id = p.section_id AND h.language = {code}
LEFT JOIN note_texts AS w ON w.note_id = s.note_id AND w.language = {code}
LEFT JOIN names ON names.iso3 = s.state_iso3 WHERE own OR t.quote IS NOT NULL
"""
_QUOTED = "SELECT language FROM statement_texts UNION SELECT language FROM statements JOIN notes USING (note_id)"
# What is said of the English words alone.
_LEFT_OUT = {
    *("reporting_verb", "page", "attribution", "confidence", "stage", "stage_confidence"),
    *("trigger_start", "trigger_end", "permalink"),
}


def write_data(contract: Contract, model: Path, data: Path, engine: Engine) -> dict[str, int]:
    """Write every table as `data/<table>.csv` and `data/<table>.parquet`, and the files of single things.

    Returns:
        By table, how many cells of its CSV carry an apostrophe before what a spreadsheet would run as a
        formula.

    Raises:
        duckdb.Error, OSError: a file can't be written.
    """
    data.mkdir(parents=True)
    for table in contract.tables:
        link_or_copy(parquet_of(model, table.name), parquet_of(data, table.name))
    with connect(engine) as connection, ThreadPoolExecutor(engine.threads) as pool:
        counts = pool.map(lambda table: _write_table(connection.cursor(), table, data), contract.tables)
        escaped = {table.name: count for table, count in zip(contract.tables, counts, strict=True)}
        for table in contract.tables:
            connection.execute(f"CREATE VIEW {table.name} AS FROM {rows_of(data, table.name)}")
        _write_slices(connection, contract, data)
        _write_languages(connection, contract["statements"], data)
    return escaped


def csv_cell(name: str, kind: str) -> str:
    """A column of a type as a CSV shows it."""
    if kind != "string":
        return f'"{name}"'
    return f'CASE WHEN {_is_formula(name)} THEN chr(39) || "{name}" ELSE "{name}" END AS "{name}"'


def _cells(table: Table, left_out: Collection[str] = ()) -> str:
    return ", ".join(csv_cell(c.name, c.type) for c in table.columns if c.name not in left_out)


def _is_formula(column: str) -> str:
    return f"regexp_matches(\"{column}\", '{FORMULA.pattern}')"


def _write(connection: duckdb.DuckDBPyConnection, select: str, target: Path) -> None:
    connection.execute(f"COPY ({select}) TO {literal(target)} {CSV}")


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table, data: Path) -> int:
    """Write the CSV of a table, in the order of its Parquet file; give the number of escaped cells."""
    rows = rows_of(data, table.name)
    _write(connection, f"SELECT {_cells(table)} FROM {rows}", data / f"{table.name}.csv")
    texts = [_is_formula(c.name) for c in table.columns if c.type == "string"]
    counts = [f"count(*) FILTER (WHERE {formula})" for formula in (*texts, "false")]
    ((count,),) = connection.execute(f"SELECT {' + '.join(counts)} FROM {rows}").fetchall()
    return int(count)


def _write_slices(connection: duckdb.DuckDBPyConnection, contract: Contract, data: Path) -> None:
    """Write the files of single articles, States and topics; none of nothing, but for a State that a note lists."""
    for name, path, key, rows in _SLICES:
        table = contract[name]
        (data / path).parent.mkdir(exist_ok=True)
        order = ", ".join(["slice", *table.order])
        connection.execute(
            f"CREATE OR REPLACE TABLE sliced AS SELECT {key} AS slice, {_cells(table)} FROM {rows} ORDER BY {order}"
        )
        for (value,) in connection.execute("SELECT DISTINCT slice FROM sliced ORDER BY slice").fetchall():
            select = f"SELECT * EXCLUDE slice FROM sliced WHERE slice = {literal(str(value))}"
            _write(connection, select, data / path.format(value))
    header = ",".join(column.name for column in contract["statements"].columns) + "\n"
    silent = "SELECT state_iso3 FROM by_state ANTI JOIN statements USING (state_iso3)"
    for (state,) in connection.execute(silent).fetchall():
        (data / "by-state" / f"{state}.csv").write_text(header, encoding="utf-8")


def _write_languages(connection: duckdb.DuckDBPyConnection, statements: Table, data: Path) -> None:
    """Write `by-language/statements-es.csv`, for whoever reads Spanish and opens one file, and its like.

    One file for each language other than English in which there are quotes.
    """
    languages = sorted({language for (language,) in connection.execute(_QUOTED).fetchall()} & LANGUAGES.keys() - {"en"})
    for language in languages:
        connection.execute("CREATE OR REPLACE TABLE names (iso3 VARCHAR, name VARCHAR)")
        connection.executemany(
            "INSERT INTO names VALUES (?, ?)", [list(name) for name in official_names(language).items()]
        )
        rows, order = _IN_LANGUAGE.format(code=literal(language)), ", ".join(statements.order)
        target = data / "by-language" / f"statements-{language}.csv"
        target.parent.mkdir(exist_ok=True)
        _write(connection, f"SELECT {_cells(statements, _LEFT_OUT)} FROM ({rows}) ORDER BY {order}", target)
