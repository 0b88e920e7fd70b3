"""Writes the statements of each article and of each State as CSV files of their own.

Here: `data/by-article/` and `data/by-state/`, and which of their files are taken over from the release before. Not
here: whole tables (`data.py`).
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.contract.parts import rows_of, runs
from pipelines.contract.tables import Contract, Table
from pipelines.publish.data import CSV, csv_select
from pipelines.publish.reuse import Reuse
from pipelines.workspace.engine import Engine, connect, literal

_BATCH = 20_000
_ARTICLE = "'by-article/article-' || lpad(CAST(article AS VARCHAR), 2, '0') || '.csv'"
_STATE = "'by-state/' || state_iso3 || '.csv'"
_EMPTY = "no row"
_COLLECTIVE = "'by-article/' || code || '.collective.csv'"


def write_slices(contract: Contract, data: Path, engine: Engine, reuse: Reuse) -> None:
    """Write `by-article/article-09.csv` and `by-state/ARG.csv` below `data`, where the tables stand already.

    What is said of several States under an article is in `by-article/article-09.collective.csv`. An article or State
    without a row has a file with the header alone. Files whose rows are those of the release before are taken over.

    Raises:
        duckdb.Error, OSError: a file can't be written.
    """
    statements, of_several = contract["statements"], contract["collective_statements"]
    articles = "(FROM statements JOIN (SELECT statement_id, article FROM statement_articles) USING (statement_id))"
    collective = "(SELECT *, unnest(string_split(articles, ';')) AS code FROM collective_statements)"
    codes = "(SELECT format('article-{:02d}', article) AS code FROM by_article)"
    with connect(engine) as connection, duckdb.connect(config={"threads": "1"}) as writer:
        for name in ("statements", "collective_statements", "statement_articles", "by_article", "by_state"):
            connection.execute(f"CREATE VIEW {name} AS FROM {rows_of(data, name)}")
        for table, path, rows, all_of in (
            (of_several, _COLLECTIVE, collective, codes),
            (statements, _ARTICLE, articles, "by_article"),
            (statements, _STATE, "statements", "by_state"),
        ):
            found = dict.fromkeys(_paths(connection, path, all_of), _EMPTY) | _digests(connection, table, path, rows)
            due = reuse.take_over("slices", found, data.parent)
            for name in due:
                (data.parent / name).parent.mkdir(parents=True, exist_ok=True)
                if found[name] == _EMPTY:
                    header = ",".join(c.name for c in table.columns) + "\n"
                    (data.parent / name).write_text(header, encoding="utf-8")
                reuse.made("slices", name, found[name], [name])
            wanted = {name.removeprefix("data/") for name in due if found[name] != _EMPTY}
            if wanted:
                _write(connection, writer, table, path, rows, wanted=wanted, data=data)


def _paths(connection: duckdb.DuckDBPyConnection, path: str, rows: str) -> list[str]:
    return [f"data/{found}" for (found,) in connection.execute(f"SELECT {path} FROM {rows}").fetchall()]


def _digests(connection: duckdb.DuckDBPyConnection, table: Table, path: str, rows: str) -> dict[str, str]:
    """By path below the release, a digest over the rows of a file."""
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    found = connection.execute(
        f"SELECT path, CAST(sum(hash(q)) AS VARCHAR) FROM (SELECT {path} AS path, {columns} FROM {rows}) AS q "
        "GROUP BY path"
    )
    return {f"data/{name}": digest for name, digest in found.fetchall()}


def _write(
    connection: duckdb.DuckDBPyConnection,
    writer: duckdb.DuckDBPyConnection,
    table: Table,
    path: str,
    rows: str,
    *,
    wanted: set[str],
    data: Path,
) -> None:
    connection.execute("CREATE OR REPLACE TABLE wanted AS SELECT unnest(?) AS path", [sorted(wanted)])
    found = connection.sql(
        f"SELECT path, {csv_select(table)} FROM (SELECT *, {path} AS path FROM {rows}) SEMI JOIN wanted USING (path) "
        f"ORDER BY path, {', '.join(table.order)}"
    ).to_arrow_reader(_BATCH)
    for name, group in groupby(runs(found, "path"), key=lambda run: run[0]):
        slice_ = pa.Table.from_batches([batch for _, batch in group])
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        writer.register("slice", slice_)
        writer.execute(f"COPY (FROM slice) TO {literal(data / name)} {CSV}")
        writer.unregister("slice")
