"""Writes the statements of each article, State and topic as CSV files of their own.

Here: `data/by-article/`, `data/by-state/` and `data/by-topic/`. Not here: whole tables (`data.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Contract
from pipelines.publish.data import CSV, csv_select
from pipelines.workspace.engine import Engine, connect, literal

_BATCH = 20_000
_TABLES = (
    "statements",
    "statement_articles",
    "statement_topics",
    "collective_statements",
    "paragraphs",
    "section_articles",
    "by_state",
)
_CODE = "'by-article/article-' || lpad(CAST(article AS VARCHAR), 2, '0') || '"
_ARTICLE = f"{_CODE}.csv'"
_STATE = "'by-state/' || state_iso3 || '.csv'"
_TOPIC = "'by-topic/' || topic || '.csv'"
_COLLECTIVE = f"{_CODE}.collective.csv'"


def write_slices(contract: Contract, data: Path, engine: Engine) -> None:
    """Write `by-article/article-09.csv`, `by-state/ARG.csv` and `by-topic/gifts.csv` below `data`, beside the tables.

    What is said of several States under an article is in `by-article/article-09.collective.csv`. What is empty has no
    file, but for a State that a note lists: its file has the header alone.

    Raises:
        duckdb.Error, OSError: a file can't be written.
    """
    statements, of_several = contract["statements"], contract["collective_statements"]
    articles = (
        "(FROM statements JOIN (SELECT statement_id, article FROM statement_articles WHERE NOT by_range) "
        "USING (statement_id))"
    )
    topics = "(FROM statements JOIN (SELECT statement_id, topic FROM statement_topics) USING (statement_id))"
    collective = (
        "(FROM collective_statements JOIN (SELECT paragraph_id, section_id FROM paragraphs) USING (paragraph_id) "
        "JOIN (SELECT section_id, article FROM section_articles WHERE NOT by_range) USING (section_id))"
    )
    for folder in ("by-article", "by-state", "by-topic"):
        (data / folder).mkdir()
    with connect(engine) as connection, duckdb.connect(config={"threads": "1"}) as writer:
        for name in _TABLES:
            connection.execute(f"CREATE VIEW {name} AS FROM {rows_of(data, name)}")
        header = ",".join(column.name for column in statements.columns) + "\n"
        for (path,) in connection.execute(f"SELECT {_STATE} FROM by_state").fetchall():
            (data / path).write_text(header, encoding="utf-8")
        for table, path, rows in (
            (of_several, _COLLECTIVE, collective),
            (statements, _ARTICLE, articles),
            (statements, _STATE, "statements"),
            (statements, _TOPIC, topics),
        ):
            found = connection.sql(
                f"SELECT path, {csv_select(table)} FROM (SELECT *, {path} AS path FROM {rows}) "
                f"ORDER BY path, {', '.join(table.order)}"
            ).to_arrow_reader(_BATCH)
            _write(writer, found, data)


def _write(writer: duckdb.DuckDBPyConnection, rows: pa.RecordBatchReader, data: Path) -> None:
    """Write rows that are sorted by the path of their file."""
    for path, group in groupby(_runs(rows, "path"), key=lambda run: run[0]):
        writer.register("slice", pa.Table.from_batches([batch for _, batch in group]))
        writer.execute(f"COPY (FROM slice) TO {literal(data / path)} {CSV}")
        writer.unregister("slice")


def _runs(rows: pa.RecordBatchReader, column: str) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Slices of sorted rows, in each of which one column has one value: that value, and the other columns."""
    for batch in rows:
        start = 0
        encoded = pc.run_end_encode(batch.column(column))
        rest = batch.drop_columns(column)
        for value, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
            yield value, rest.slice(start, end - start)
            start = end
