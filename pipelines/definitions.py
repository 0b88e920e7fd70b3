"""Assembles what Dagster shows and runs: assets, checks, the job and its resource.

Not here: any of them (`assets.py` and `checks.py` of each stage).
"""

from __future__ import annotations

import dagster as dg

from pipelines.archive import assets as archive
from pipelines.extract import assets as extract
from pipelines.extract import checks as extract_checks
from pipelines.model import assets as model
from pipelines.model import checks as model_checks
from pipelines.publish import assets as publish
from pipelines.workspace import Workspace

JOB = "publish"


def build(workspace: Workspace) -> dg.Definitions:
    """All definitions, working on and with `workspace`."""
    return dg.Definitions(
        assets=[archive.documents, extract.extract, model.model, publish.release],
        asset_checks=[extract_checks.contract, extract_checks.promises, model_checks.rules],
        jobs=[
            dg.define_asset_job(
                JOB,
                selection=dg.AssetSelection.all(),
                description="From the documents in the inboxes to a verified release.",
            )
        ],
        resources={"workspace": workspace},
        # One process: the whole graph over one note takes about a second, a process per step would take twenty.
        executor=dg.in_process_executor,
    )


defs = build(Workspace())
