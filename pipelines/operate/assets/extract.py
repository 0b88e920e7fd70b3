"""The assets of the extract stage: one per extracted table, made together.

Not here: how a note is extracted (`pipelines/extract/`), checks (`extract_checks.py`).
"""

from collections.abc import Collection, Iterator

import dagster as dg

from pipelines.archive.intake import Inventory
from pipelines.archive.quarantine import Refusal, keep_quarantine
from pipelines.contract.tables import Table, load_contract
from pipelines.extract.extraction import Extraction, Index
from pipelines.extract.identity import extract_inventory
from pipelines.extract.relations import attach_extracted
from pipelines.operate.assets.archive import DOCUMENTS
from pipelines.operate.graph import OWNERS, column_schema, expected_errors, table_preview
from pipelines.operate.options import ExtractOptions
from pipelines.operate.resources import SparkCluster, WorkspaceResource
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History
from pipelines.workspace.engine import connect
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import EXTRACTION
from pipelines.workspace.pool import Runner

EXTRACTED = load_contract().of_stage("extract")


class UnknownNoteError(ReportedError):
    """A note that is to be read again is not there."""


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
    workspace = project
    with expected_errors(workspace.outputs):
        inventory = workspace.inventory.load()
        index = Index(workspace.outputs.extract)
        _forget(index, config)
        current = _extract(workspace, spark, inventory, index)
        index.save(current)
        refusals = _refusals(inventory, current)
        files = {item.sha256: workspace.archive.original(item.sha256) or item.file for item in inventory.items}
        keep_quarantine(workspace.outputs.archive / "quarantine", [(r, files[r.sha256]) for r in refusals])
    if not any(e.batch for e in current):
        listed = "\n".join(f"  {refusal.message}" for refusal in sorted(refusals)[:20])
        raise dg.Failure(description=f"No note could be read.\n{listed}", allow_retries=False)
    with expected_errors(workspace.outputs):
        results = list(_results(workspace, current, context.selected_asset_keys))
    yield from results


def _forget(index: Index, config: ExtractOptions) -> None:
    """Let the notes that are to be read again be as if nobody had read them.

    Raises:
        UnknownNoteError: there is no note of one of the identifiers.
    """
    wanted = set(config.note_ids)
    if unknown := wanted - index.note_ids:
        raise UnknownNoteError(
            f"There is no note {', '.join(sorted(unknown))}. `data/notes.csv` of the latest release lists the "
            "identifiers of all notes."
        )
    # Notes whose rows lie in one batch with theirs are read again too.
    batches = {e.batch for e in index.entries.values() if e.batch and (config.all_again or e.note_id in wanted)}
    index.forget(batches)


def _extract(workspace: Workspace, spark: SparkCluster, inventory: Inventory, index: Index) -> list[Extraction]:
    master = spark.address(workspace)
    return extract_inventory(
        inventory,
        workspace.document_facts,
        workspace.corrections,
        index,
        archive=workspace.archive,
        runner=_on_spark(master) if master else workspace.runner,
        seconds=workspace.settings.reader_limits.max_seconds,
        latest=History(workspace.outputs.publish).latest(),
    )


def _refusals(inventory: Inventory, current: list[Extraction]) -> list[Refusal]:
    """The documents that are not published: those that can't be read, and those that are no notes."""
    refused = {e.sha256: e for e in current if e.refusal}
    return [r for item in inventory.refused if (r := item.refusal())] + [
        Refusal(item.name, e.sha256, e.reason, f"{item.name}: {e.refusal}")
        for item in inventory.readable
        if (e := refused.get(item.sha256))
    ]


def _on_spark(master: str) -> Runner:
    """Spark's workers in place of this machine's."""
    from pipelines.operate.spark.extract import Cluster  # noqa: PLC0415 - an extra that most installations do not have

    return Cluster(master)


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
