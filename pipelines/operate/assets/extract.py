"""The assets of the extract stage: one per extracted table, made together.

Not here: what the stage does (`run.py`), checks (`extract_checks.py`).
"""

from collections.abc import Collection, Iterator

import dagster as dg

from pipelines.contract.tables import Table
from pipelines.extract.extraction import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.operate.assets.archive import DOCUMENTS
from pipelines.operate.graph import OWNERS, column_schema, expected_errors, table_preview
from pipelines.operate.options import ExtractOptions
from pipelines.operate.resources import SparkCluster, WorkspaceResource
from pipelines.operate.run import EXTRACTED, extract_notes
from pipelines.operate.workspace import Workspace
from pipelines.workspace.engine import connect
from pipelines.workspace.fingerprint import EXTRACTION


def extracted_key(table: Table) -> dg.AssetKey:
    """Key of an extracted table."""
    return dg.AssetKey(["extract", table.name])


@dg.multi_asset(
    name="extract",
    specs=[
        dg.AssetSpec(
            extracted_key(table),
            group_name="extract",
            description=table.description,
            kinds={"python", "parquet"},
            owners=OWNERS,
            deps=[DOCUMENTS],
            code_version=EXTRACTION,
            metadata={"dagster/column_schema": column_schema(table)},
        )
        for table in EXTRACTED
    ],
    can_subset=True,
)
def extract(
    context: dg.AssetExecutionContext,
    config: ExtractOptions,
    project: WorkspaceResource,
    spark: SparkCluster,
) -> Iterator[dg.MaterializeResult[None]]:
    """Extract every archived note that is new or changed; refuse documents that are no notes.

    Its tables are made together, one note after the other; a selection of them says which are shown.
    """
    with expected_errors(project.outputs):
        current = extract_notes(
            project, note_ids=config.note_ids, all_again=config.all_again, master=spark.address(project)
        )
        results = list(_results(project, current, context.selected_asset_keys))
    yield from results


def _results(
    workspace: Workspace, current: list[Extraction], selected: Collection[dg.AssetKey]
) -> Iterator[dg.MaterializeResult[None]]:
    with connect(workspace.engine) as connection:
        attach_extracted(connection, workspace.contract, current, workspace.outputs.extract)
        for table in (table for table in EXTRACTED if extracted_key(table) in selected):
            relation = f"extracted.{table.name}"
            row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
            yield dg.MaterializeResult(
                asset_key=extracted_key(table),
                metadata={
                    "dagster/row_count": row[0] if row else 0,
                    "preview": table_preview(connection, relation, table.column_list(extracted=True)),
                },
            )
