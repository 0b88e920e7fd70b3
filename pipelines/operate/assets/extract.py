"""The assets of the extract stage: one per extracted table, made together.

Not here: how a note is extracted (the modules beside this one), checks (`checks.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import dagster as dg

from pipelines.archive.intake import Inventory, take_in
from pipelines.archive.last_good import Versions, good_versions, stand_ins
from pipelines.archive.quarantine import Refusal, keep_quarantine
from pipelines.contract.tables import Table, load_contract
from pipelines.extract.batches import Elsewhere, Extraction, Index
from pipelines.extract.identity import extract_inventory
from pipelines.extract.relations import attach_extracted
from pipelines.operate.assets.archive import DOCUMENTS
from pipelines.operate.graph import OWNERS, column_schema, expected_errors, table_preview
from pipelines.operate.workspace import Workspace
from pipelines.workspace.engine import connect
from pipelines.workspace.state import State

EXTRACTED = load_contract().of_stage("extract")


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
            metadata={"dagster/column_schema": column_schema(table)},
        )
        for table in EXTRACTED
    ],
)
def extract(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.MaterializeResult[None]]:
    """Extract every archived note that is new or changed; refuse documents that are no notes."""
    with expected_errors(), workspace.acquire():
        inventory = workspace.inventory.load()
        index = Index(workspace.outputs.extract)
        current = _extract(workspace, inventory, index)
        index.save(current)
        refusals = [(r, i.file) for i in inventory.refused if (r := i.refusal())]
        refused = {e.sha256: e for e in current if e.refusal}
        refusals.extend(
            (Refusal(item.name, e.sha256, e.reason, f"{item.name}: {e.refusal}"), item.file)
            for item in inventory.readable
            if (e := refused.get(item.sha256))
        )
        keep_quarantine(workspace.outputs.archive / "quarantine", refusals)
    if not any(e.batch for e in current):
        listed = "\n".join(f"  {refusal.message}" for refusal, _ in sorted(refusals, key=lambda r: r[0])[:20])
        raise dg.Failure(description=f"No note could be read; the last release stands.\n{listed}", allow_retries=False)
    with expected_errors():
        results = list(_results(workspace, current))
    yield from results


def _extract(workspace: Workspace, inventory: Inventory, index: Index) -> list[Extraction]:
    """The extractions to publish; where the new version of a document is unfit, the last good one stands in for it."""
    kept = State[Versions](workspace.outputs.versions, {})
    versions = kept.load()
    refused: set[str] = set()
    while True:
        waiting = stand_ins(inventory, refused, versions, workspace.archive)
        today = datetime.now(tz=UTC).date().isoformat()
        limits, workers = workspace.settings.reader_limits, workspace.settings.processes
        others = take_in(waiting, workspace.archive, limits, today=today, workers=workers)
        current = extract_inventory(
            Inventory((*inventory.items, *others.items)),
            workspace.document_facts,
            workspace.corrections,
            index,
            workspace.archive,
            workers=workers,
            limits=limits,
            elsewhere=_on_spark(workspace),
        )
        found = {e.sha256 for e in current if e.refusal}
        if found <= refused:
            kept.save(good_versions(inventory, refused, versions))
            return current
        refused |= found


def _on_spark(workspace: Workspace) -> Elsewhere | None:
    """Spark's workers in place of this machine's processes, where the run is to use them."""
    if not workspace.cluster:
        return None
    from pipelines.operate.spark.extract import extract_on  # noqa: PLC0415 - an extra that most installations do not have

    return partial(extract_on, workspace.cluster)


def _results(workspace: Workspace, current: list[Extraction]) -> Iterator[dg.MaterializeResult[None]]:
    with connect(workspace.engine) as connection:
        attach_extracted(connection, workspace.contract, current, workspace.outputs.extract)
        for table in EXTRACTED:
            relation = f"extracted.{table.name}"
            row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
            yield dg.MaterializeResult(
                asset_key=extracted_key(table),
                metadata={
                    "dagster/row_count": row[0] if row else 0,
                    "preview": table_preview(connection, relation, table.column_list(extracted=True)),
                },
            )
