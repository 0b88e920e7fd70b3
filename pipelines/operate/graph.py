"""What all Dagster assets and checks share: owners, previews, column schemas, and errors for people.

Not here: any asset or check.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dagster as dg
import duckdb

from pipelines.contract.tables import Column, Table
from pipelines.model.tables import load_lineage
from pipelines.workspace.disk import full, no_room
from pipelines.workspace.errors import ReportedError
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
    except ReportedError as error:
        raise dg.Failure(
            description=str(error), metadata={"kind": type(error).__name__}, allow_retries=False
        ) from error
    except (MemoryError, duckdb.OutOfMemoryException) as error:
        raise dg.Failure(
            description="There was not enough memory. Raise `memory` in the settings or lower "
            "`threads`, and run again.",
            allow_retries=False,
        ) from error
    except Exception as error:
        if outputs and no_room(error):
            raise dg.Failure(description=full(outputs.root), allow_retries=False) from error
        if not isinstance(error, OSError | duckdb.IOException):
            raise
        raise dg.Failure(
            description=f"The outputs could not be written or a file not read ({_refused_by_the_file_system(error)}). "
            "Make room or allow access, and run again.",
            allow_retries=False,
        ) from error


def _refused_by_the_file_system(error: Exception) -> str:
    if isinstance(error, shutil.Error):  # a list of what could not be copied, whither and why
        return "; ".join(sorted({str(why) for _, _, why in error.args[0]})[:3])
    filename = getattr(error, "filename", None)
    if filename:
        return f"{getattr(error, 'strerror', None) or error}: {filename}"
    # What happened while DuckDB wrote in the background, it tells as JSON within its message.
    told = re.search(r'"exception_message":("(?:[^"\\]|\\.)*")', str(error))
    return str(json.loads(told[1])) if told else str(error).splitlines()[0]


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
