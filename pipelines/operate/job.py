"""The job that publishes: the assets and checks of all stages, and what they work on.

Not here: any asset or check (`assets/`), when the job runs (`pipelines/definitions.py`), running it here (`run.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from pipelines.operate.assets import archive, extract, extract_checks, model, model_checks, publish
from pipelines.operate.workspace import Workspace

JOB = "publish"


def pipeline(workspace: Workspace) -> dg.Definitions:
    """Assets, checks and the job `publish`, working on and with `workspace`."""
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        description="From the documents at the sources to a verified release.",
    )
    return dg.Definitions(
        assets=[archive.documents, extract.extract, model.model, publish.release],
        asset_checks=[extract_checks.contract, extract_checks.promises, model_checks.rules],
        jobs=[job],
        resources={"workspace": _opened(workspace)},
        # One process: the whole graph over one note takes about a second, a process per step would take twenty.
        executor=dg.in_process_executor,
    )


def _opened(workspace: Workspace) -> dg.ResourceDefinition:
    @dg.resource(description="Sources, outputs and declarations, read anew for each run.")
    def opened(_: dg.InitResourceContext) -> Iterator[Workspace]:
        # Held for the whole run, so that no other comes between two of its steps.
        with workspace.acquire():
            yield workspace.fresh()

    return opened
