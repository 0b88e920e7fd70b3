"""Assembles what Dagster shows and runs: the job that publishes, its sensors and schedule.

Not here: any of them.
"""

from __future__ import annotations

import dagster as dg

from pipelines.operate.assets import JOB, pipeline
from pipelines.operate.workspace import Workspace
from pipelines.schedules import schedules
from pipelines.sensors import sensors


def build(workspace: Workspace) -> dg.Definitions:
    """All definitions, working on and with `workspace`.

    Raises:
        SettingsError: the settings can't be used.
    """
    made = pipeline(workspace)
    job = next(job for job in made.jobs or () if job.name == JOB)
    return dg.Definitions.merge(
        made,
        dg.Definitions(sensors=sensors(workspace, job), schedules=schedules(workspace.settings.refresh, job)),
    )


defs = build(Workspace())
