"""The job that publishes: the assets and checks of all stages, and what they work on.

Not here: any asset or check (`assets.py`), when the job runs (`pipelines/sensors.py`), running it here (`execute.py`).
"""

from __future__ import annotations

from datetime import timedelta

import dagster as dg

from pipelines.operate import assets
from pipelines.operate.resources import Project
from pipelines.operate.workspace import Workspace

JOB = "publish"


def pipeline(workspace: Workspace) -> dg.Definitions:
    """Assets, checks and the job `publish`, working on and with `workspace`."""
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        description="From the documents at the sources to a verified release.",
    )
    # What `stale_hours` says of the sources, Dagster shows on the page of the asset that looks at them.
    policy = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=workspace.settings.stale_hours))
    (documents,) = dg.map_asset_specs(lambda spec: spec.replace_attributes(freshness_policy=policy), [assets.documents])
    return dg.Definitions(
        assets=[documents, assets.extract, assets.model, assets.release],
        asset_checks=[assets.rules],
        jobs=[job],
        resources={"project": Project(declared=workspace)},
        # One process: the whole graph over one note takes about a second, a process per step would take twenty.
        executor=dg.in_process_executor,
    )
