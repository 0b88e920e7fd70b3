"""The assets of the model stage: one per published table, made together.

Not here: the queries (`sql/model/`), how they run (`tables.py`), checks (`checks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Table, load_contract
from pipelines.extract.batches import Extraction, current_extractions
from pipelines.model.build import build_tables
from pipelines.model.tables import query
from pipelines.operate.assets.extract import extracted_key
from pipelines.operate.graph import OWNERS, column_schema, expected_errors, table_preview
from pipelines.operate.workspace import Workspace
from pipelines.workspace.engine import connect

MODELLED = load_contract().of_stage("code_list", "extract", "model")


def model_key(table: Table) -> dg.AssetKey:
    """Key of a published table."""
    return dg.AssetKey(["model", table.name])


def _upstream(table: Table) -> list[dg.AssetKey]:
    """The tables that the query of a table reads."""
    named = re.findall(r"\b(?:FROM|JOIN)\s+(extracted\.)?(\w+)", query(table))
    declared = {t.name: t for t in MODELLED}
    keys = {
        extracted_key(declared[name]) if prefix else model_key(declared[name])
        for prefix, name in named
        if name in declared
    }
    return sorted(keys - {model_key(table)}, key=str)


@dg.multi_asset(
    name="model",
    specs=[
        dg.AssetSpec(
            model_key(table),
            group_name="model",
            description=table.description,
            kinds={"duckdb", "sql"},
            owners=OWNERS,
            deps=_upstream(table),
            metadata={"dagster/column_schema": column_schema(table)},
        )
        for table in MODELLED
    ],
)
def model(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.MaterializeResult[None]]:
    """Run the queries of `sql/model/` over the rows of all current notes."""
    with expected_errors(), workspace.acquire():
        # The tables of the latest release need not be made again while nothing about them changes.
        if not workspace.settled() or not workspace.outputs.model.is_dir():
            current = current_extractions(workspace.outputs.extract)
            build_tables(
                workspace.contract,
                current,
                workspace.outputs.extract,
                workspace.outputs.model,
                workspace.engine,
                part_rows=workspace.settings.part_rows,
                rows=_on_spark(workspace, current),
            )
        with connect(workspace.engine) as connection:
            for table in sorted(MODELLED, key=lambda t: ("code_list", "extract", "model").index(t.stage)):
                relation = rows_of(workspace.outputs.model, table.name)
                row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
                yield dg.MaterializeResult(
                    asset_key=model_key(table),
                    metadata={
                        "dagster/row_count": row[0] if row else 0,
                        "preview": table_preview(connection, relation, table.columns),
                    },
                )


def _on_spark(workspace: Workspace, current: Sequence[Extraction]) -> Path | None:
    """Rows of every table as Spark leaves them, where the run is to use it."""
    if not workspace.cluster:
        return None
    from pipelines.operate.spark.model import model_on  # noqa: PLC0415 - an extra that most installations do not have

    rows = workspace.outputs.root / ".spark"
    model_on(workspace.cluster, workspace.contract, current, workspace.outputs.extract, rows)
    return rows
