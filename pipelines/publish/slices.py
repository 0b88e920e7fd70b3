"""Writes the statements of each article and of each State as CSV files of their own.

Here: `data/by-article/` and `data/by-state/`, and which of their files are taken over from the release before. Not
here: whole tables (`data.py`).
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.contract.parts import files_of, read_files, rows_of, runs, same_content
from pipelines.contract.tables import Contract, Table
from pipelines.publish.data import CSV, csv_select
from pipelines.publish.reuse import link_or_copy
from pipelines.workspace.engine import Engine, connect, literal

_BATCH = 20_000
_ARTICLE = "'by-article/article-' || lpad(CAST(article AS VARCHAR), 2, '0') || '.csv'"
_YEAR = "coalesce(CAST(year(note_issued) AS VARCHAR), 'undated')"
_ARTICLE_YEAR = f"'by-article/article-' || lpad(CAST(article AS VARCHAR), 2, '0') || '/' || {_YEAR} || '.csv'"
_STATE = "'by-state/' || state_iso3 || '.csv'"
_COLLECTIVE = "'by-article/' || code || '.collective.csv'"


def write_slices(contract: Contract, data: Path, engine: Engine, *, before: Path | None = None) -> None:
    """Write `by-article/article-09.csv` and `by-state/ARG.csv` below `data`, where the tables stand already.

    What is said of several States under an article is in `by-article/article-09.collective.csv`. An article or State
    without a row has a file with the header alone. Where the table `statements` comes in parts, an article is a folder
    with one file a year of issue, and files that hold no statement of a part that changed since the release before are
    taken over from it.

    `before`: data folder of the release before, where its files may be taken over.

    Raises:
        duckdb.Error, OSError: a file can't be written.
    """
    statements = contract["statements"]
    in_parts = (data / "statements.parquet").is_dir()
    with connect(engine) as connection:
        for name in ("statements", "collective_statements", "statement_articles", "by_article", "by_state"):
            connection.execute(f"CREATE VIEW {name} AS FROM {rows_of(data, name)}")
        articles = "(FROM statements JOIN (SELECT statement_id, article FROM statement_articles) USING (statement_id))"
        collective = "(SELECT *, unnest(string_split(articles, ';')) AS code FROM collective_statements)"
        codes = "(SELECT format('article-{:02d}', article) AS code FROM by_article)"
        of_several = contract["collective_statements"]
        _write_empty(connection, of_several, f"SELECT {_COLLECTIVE} FROM {codes}", data)
        paths = {p for (p,) in connection.execute(f"SELECT DISTINCT {_COLLECTIVE} FROM {collective}").fetchall()}
        if paths:
            _write(connection, of_several, _COLLECTIVE, collective, wanted=paths, data=data)
        touched = _touched(connection, data, before) if in_parts and before else None
        by_article = _ARTICLE_YEAR if in_parts else _ARTICLE
        if not in_parts:
            _write_empty(connection, statements, f"SELECT {_ARTICLE} FROM by_article", data)
        _write_empty(connection, statements, f"SELECT {_STATE} FROM by_state", data)
        for path, rows in ((by_article, articles), (_STATE, "statements")):
            paths = {p for (p,) in connection.execute(f"SELECT DISTINCT {path} FROM {rows}").fetchall()}
            wanted = paths if touched is None or before is None else paths & touched
            for kept in sorted(paths - wanted):
                (data / kept).parent.mkdir(parents=True, exist_ok=True)
                (data / kept).unlink(missing_ok=True)
                link_or_copy(before / kept, data / kept)
            if wanted:
                _write(connection, statements, path, rows, wanted=wanted, data=data)


def _touched(connection: duckdb.DuckDBPyConnection, data: Path, before: Path) -> set[str]:
    """Paths of files that held, or are to hold, a statement of a part that has changed."""
    paths: set[str] = set()
    for folder, other in ((data, before), (before, data)):
        parts = [f for p, f in files_of(folder, "statements").items() if not same_content(other / p, f)]
        if not parts:
            continue
        rows = f"(SELECT statement_id, note_issued, state_iso3 FROM {read_files(parts)})"
        articles = f"(SELECT statement_id, article FROM {rows_of(folder, 'statement_articles')})"
        for path, source in ((_STATE, rows), (_ARTICLE_YEAR, f"({rows} JOIN {articles} USING (statement_id))")):
            paths |= {p for (p,) in connection.execute(f"SELECT DISTINCT {path} FROM {source}").fetchall()}
    return paths


def _write_empty(connection: duckdb.DuckDBPyConnection, table: Table, paths: str, data: Path) -> None:
    """Write files with the header alone; those that have rows are written over."""
    header = ",".join(c.name for c in table.columns) + "\n"
    for (path,) in connection.execute(paths).fetchall():
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        (data / path).write_text(header, encoding="utf-8")


def _write(
    connection: duckdb.DuckDBPyConnection, table: Table, path: str, rows: str, *, wanted: set[str], data: Path
) -> None:
    connection.execute("CREATE OR REPLACE TABLE wanted AS SELECT unnest(?) AS path", [sorted(wanted)])
    found = connection.sql(
        f"SELECT path, {csv_select(table)} FROM (SELECT *, {path} AS path FROM {rows}) SEMI JOIN wanted USING (path) "
        f"ORDER BY path, {', '.join(table.order)}"
    ).to_arrow_reader(_BATCH)
    with duckdb.connect(config={"threads": "1"}) as writer:
        for name, group in groupby(runs(found, "path"), key=lambda run: run[0]):
            slice_ = pa.Table.from_batches([batch for _, batch in group])
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (data / name).unlink(missing_ok=True)
            writer.register("slice", slice_)
            writer.execute(f"COPY (FROM slice) TO {literal(data / name)} {CSV}")
            writer.unregister("slice")
