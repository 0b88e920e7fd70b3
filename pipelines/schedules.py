"""Dagster's schedule: a full run at fixed times, whether or not the sensor saw anything.

Not here: what a run does (`pipelines/definitions.py`).
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from pipelines.workspace.settings import Refresh, SettingsError


def schedules(refresh: Refresh, job: Any) -> list[dg.ScheduleDefinition]:
    """All schedules of the job; off until somebody switches them on.

    Raises:
        SettingsError: the times can't be meant.
    """
    try:
        daily = dg.ScheduleDefinition(
            name="daily",
            job=job,
            cron_schedule=refresh.cron,
            execution_timezone=refresh.timezone,
            default_status=dg.DefaultScheduleStatus.STOPPED,
            description="Looks at every source and publishes what is new, at the times that refresh.cron in the "
            "settings says; also tries again what failed.",
        )
    except dg.DagsterInvalidDefinitionError as error:
        raise SettingsError(f"refresh of settings.yaml can't be used: {error}") from error
    return [daily]
