"""The assets of the model stage: one per published table, made together.

Not here: the queries (`sql/model/`), how they run (`pipelines/model/tables.py`), checks (`model_checks.py`).
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg

from pipelines.contract.parts import count_of, files_of, rows_of
from pipelines.contract.tables import Table, load_contract
from pipelines.extract.batches import Extraction, current_extractions
from pipelines.model.build import build_tables, rebuild_tables
from pipelines.model.tables import in_order, upstream
from pipelines.operate.assets.extract import extracted_key
from pipelines.operate.graph import OWNERS, column_lineage, column_schema, expected_errors, table_preview
from pipelines.operate.resources import SparkCluster, WorkspaceResource
from pipelines.operate.workspace import Workspace
from pipelines.publish.renderers import registered
from pipelines.workspace.engine import connect
from pipelines.workspace.fingerprint import MODEL
from pipelines.workspace.seal import damaged

MODELLED = load_contract().of_stage("code_list", "extract", "model")


def model_key(table: Table) -> dg.AssetKey:
    """Key of a published table."""
    return dg.AssetKey(["model", table.name])


def _upstream(table: Table) -> list[dg.AssetKey]:
    """The tables that the query of a table reads."""
    extracted, published = upstream(table)
    keys = {extracted_key(t) for t in MODELLED if t.name in extracted} | {
        model_key(t) for t in MODELLED if t.name in published
    }
    return sorted(keys, key=str)


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
            code_version=MODEL,
            metadata={"dagster/column_schema": column_schema(table)},
        )
        for table in MODELLED
    ],
    can_subset=True,
)
def model(
    context: dg.AssetExecutionContext, project: WorkspaceResource, spark: SparkCluster
) -> Iterator[dg.MaterializeResult[None]]:
    """Run the queries of `sql/model/` over the rows of all current notes, or those of the selected tables alone."""
    selected = [table for table in MODELLED if model_key(table) in context.selected_asset_keys]
    workspace = project.workspace
    with expected_errors():
        if len(selected) < len(MODELLED) and _can_be_made_alone(workspace, selected):
            current = current_extractions(workspace.outputs.extract)
            rebuild_tables(
                workspace.contract,
                current,
                workspace.outputs.extract,
                workspace.outputs.model,
                workspace.engine,
                names=[table.name for table in selected],
            )
        # The tables of the latest release need not be made again while nothing about them changes.
        elif not workspace.unchanged_release() or not _whole(workspace.outputs.model):
            _build(workspace, spark.address(workspace))
        with connect(workspace.engine) as connection:
            for table in in_order(selected):
                relation = rows_of(workspace.outputs.model, table.name)
                yield dg.MaterializeResult(
                    asset_key=model_key(table),
                    metadata={
                        "dagster/row_count": count_of(workspace.outputs.model, table.name),
                        "dagster/column_lineage": column_lineage(table),
                        "preview": table_preview(connection, relation, table.columns),
                    },
                )


def _can_be_made_alone(workspace: Workspace, tables: Sequence[Table]) -> bool:
    """True where all tables are there, and those that are to be made again are one file each."""
    folder = workspace.outputs.model
    files = {f"{table.name}.parquet" for table in tables}
    one_file_each = all((folder / file).is_file() for file in files)
    others_are_whole = set(damaged(folder).get(folder, ())) <= files
    return one_file_each and all(files_of(folder, table.name) for table in MODELLED) and others_are_whole


def _whole(folder: Path) -> bool:
    """True where the tables lie there as they were made."""
    return folder.is_dir() and not damaged(folder)


def _build(workspace: Workspace, master: str) -> None:
    # Which takes Python as long as the tables take DuckDB; whatever is wrong with them is said where they are needed.
    ThreadPoolExecutor(1).submit(registered)
    current = current_extractions(workspace.outputs.extract)
    build_tables(
        workspace.contract,
        current,
        workspace.outputs.extract,
        workspace.outputs.model,
        workspace.engine,
        part_rows=workspace.settings.part_rows,
        rows=_on_spark(workspace, master, current),
    )


def _on_spark(workspace: Workspace, master: str, current: Sequence[Extraction]) -> Path | None:
    """Rows of every table as Spark leaves them, where the run is to use it."""
    if not master:
        return None
    from pipelines.operate.spark.model import model_on  # noqa: PLC0415 - an extra that most installations do not have

    rows = workspace.outputs.root / ".spark"
    model_on(master, workspace.contract, current, workspace.outputs.extract, rows)
    return rows
