"""What all Dagster assets and checks share: owners, previews, column schemas, and errors for people.

Not here: any asset or check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dagster as dg
import duckdb

from pipelines.contract.tables import Column, Table
from pipelines.model.tables import load_lineage
from pipelines.operate.failures import said_of
from pipelines.workspace.paths import Outputs

OWNERS = ["team:open-data"]
PREVIEW_ROWS = 5


@contextmanager
def expected_errors(outputs: Outputs | None = None) -> Iterator[None]:
    """Turn errors that are written for people, and those of memory and disk, into failures that show nothing else.

    `outputs`: where is written meanwhile.

    Raises:
        dagster.Failure: with the message of the error.
    """
    try:
        yield
    except Exception as error:
        if not (said := said_of(error, outputs)):
            raise
        raise dg.Failure(description=said, metadata={"kind": type(error).__name__}, allow_retries=False) from error


def column_schema(table: Table) -> dg.TableSchema:
    """The columns of a table as Dagster shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                c.name,
                c.type,
                description=c.description,
                constraints=dg.TableColumnConstraints(nullable=not c.required, unique=c.unique),
            )
            for c in table.columns
        ]
    )


def column_lineage(table: Table) -> dg.TableColumnLineage:
    """From which columns of which assets the columns of a published table come."""
    return dg.TableColumnLineage(
        deps_by_column={
            column: [_column_dep(source) for source in sources if not source.startswith("codes.")]
            for column, sources in load_lineage().get(table.name, {}).items()
        }
    )


def _column_dep(source: str) -> dg.TableColumnDep:
    *schema, table, column = source.split(".")
    return dg.TableColumnDep(asset_key=dg.AssetKey(["extract" if schema else "model", table]), column_name=column)


def preview(rows: Sequence[Sequence[object]], header: Sequence[str]) -> dg.MarkdownMetadataValue:
    """Rows as a Markdown table; what would break the table or the page is escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return dg.MetadataValue.md("\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines))


def table_preview(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[Column]
) -> dg.MarkdownMetadataValue:
    """The first rows of a relation as a Markdown table."""
    names = [c.name for c in columns[:8]]
    selected = ", ".join(f'"{name}"' for name in names)
    return preview(connection.execute(f"SELECT {selected} FROM {relation} LIMIT {PREVIEW_ROWS}").fetchall(), names)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    text = text if len(text) <= 120 else text[:119] + "…"
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), ("|", "&#124;"), ("\n", " "), ("`", "&#96;")):
        text = text.replace(character, entity)
    return text
