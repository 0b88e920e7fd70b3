"""The assets of the model stage: one per published table, made together.

Not here: the queries (`sql/model/`), what the stage does (`run.py`), checks (`model_checks.py`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.contract.parts import count_of, rows_of
from pipelines.contract.tables import Table
from pipelines.model.tables import in_order, upstream
from pipelines.operate.assets.extract import extracted_key
from pipelines.operate.graph import OWNERS, column_lineage, column_schema, expected_errors, table_preview
from pipelines.operate.resources import SparkCluster, WorkspaceResource
from pipelines.operate.run import MODELLED, make_tables
from pipelines.workspace.engine import connect
from pipelines.workspace.fingerprint import MODEL


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
    with expected_errors(project.outputs):
        make_tables(project, selected, spark.address(project))
        with connect(project.engine) as connection:
            for table in in_order(selected):
                relation = rows_of(project.outputs.model, table.name)
                yield dg.MaterializeResult(
                    asset_key=model_key(table),
                    metadata={
                        "dagster/row_count": count_of(project.outputs.model, table.name),
                        "dagster/column_lineage": column_lineage(table),
                        "preview": table_preview(connection, relation, table.columns),
                    },
                )
