"""Dagster's sensors: one that asks for a run when the sources give something new, two that tell what came of runs.

Here: when a run is asked for. Not here: looking (`pipelines/archive/sources/`), alerts (`health.py`).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import dagster as dg

from pipelines.operate.execute import COMMAND, causing_error
from pipelines.operate.health import tell_problems
from pipelines.operate.refresh import look_for_changes
from pipelines.operate.runs import Heartbeat, conclude, load, note
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History
from pipelines.workspace.day import age, now
from pipelines.workspace.lock import busy
from pipelines.workspace.seal import digest_of

_CONTENTS = "uncac/contents"  # tag of a run: digest over what it was asked for
# Runs that one tick deletes at most, so that it stays short.
_AT_ONCE = 50


def sensors(workspace: Workspace, job: Any) -> list[dg.SensorDefinition]:
    """All sensors of the job."""
    seconds = workspace.settings.refresh.sensor_seconds

    @dg.sensor(
        name="new_notes",
        job=job,
        minimum_interval_seconds=seconds,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="Looks at the sources of datapackage/sources.yaml and asks for one run for all that is new there. "
        "Documents that were seen before, under whatever name, are not new.",
    )
    def new_notes(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        try:
            # Declarations may have been edited since this process began.
            current = workspace.fresh()
            answer = evaluate(current, context.cursor)
            if isinstance(answer, dg.RunRequest):
                context.update_cursor(answer.tags[_CONTENTS])
            prune_runs(context.instance, current.settings.keep.runs)
            asked = isinstance(answer, dg.RunRequest)
            outcome = "A run was asked for." if asked else str(getattr(answer, "skip_message", ""))
            note(current.outputs, sensor=Heartbeat(now(), outcome))
        except Exception as error:
            # Dagster shows a failed tick and tells nobody.
            with suppress(OSError):
                note(workspace.outputs, sensor=Heartbeat(now(), error=f"{type(error).__name__}: {error}"))
                tell_problems(workspace)
            raise
        _say(context, tell_problems(current))
        return answer

    # These watch every job, "Materialize all" of the interface among them.
    @dg.run_failure_sensor(
        name="tell_failed_run",
        minimum_interval_seconds=min(seconds, 30),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Notes why a run failed and tells an operator, the causing error first.",
    )
    def tell_failed_run(context: dg.RunFailureSensorContext) -> None:
        run, current = context.dagster_run, workspace.fresh()
        if COMMAND not in run.tags:  # else who gave the command noted it
            events = [entry.dagster_event for entry in context.instance.all_logs(run.run_id) if entry.dagster_event]
            conclude(current.outputs, causing_error(events))
        _say(context, tell_problems(current))

    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name="tell_problems_of_run",
        minimum_interval_seconds=min(seconds, 30),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells an operator what a run that published could not: documents in quarantine.",
    )
    def tell_problems_of_run(context: dg.RunStatusSensorContext) -> None:
        _say(context, tell_problems(workspace.fresh()))

    return [new_notes, tell_failed_run, tell_problems_of_run]


def _say(context: Any, failures: list[str]) -> None:
    for failure in failures:
        context.log.error(failure)


def prune_runs(instance: dg.DagsterInstance, keep: int) -> None:
    """Delete the oldest runs that are over, so that at most `keep` are left; 0 keeps all."""
    records = instance.get_run_records(limit=keep + _AT_ONCE) if keep else []
    for record in records[keep:]:
        if record.dagster_run.is_finished:
            instance.delete_run(record.dagster_run.run_id)


def evaluate(workspace: Workspace, asked: str | None) -> dg.RunRequest | dg.SkipReason:
    """Look at the sources; ask for a run where they give what the latest release was not made of.

    `asked`: digest over what the last request was for.

    Raises:
        SourcesError, SettingsError, StateError, OSError: nobody can look.
    """
    changes, history = look_for_changes(workspace, patient=True), History(workspace.outputs.publish)
    last = load(workspace.outputs).last
    if not changes.answered:
        return dg.SkipReason("\n".join(changes.failed))
    if changes.same_documents:
        if not changes.failed and last and last.error:
            # Whatever went wrong with the last run is over: the latest release is made of what is there now.
            conclude(workspace.outputs, None)
        return dg.SkipReason(f"Nothing new; release {changes.release} is current.")
    if history.pins.load().held:
        cure = "`uncac rollback --resume` lets publication go on."
        return dg.SkipReason(f"Something is new, and release {changes.release} is held. {cure}")
    if busy(workspace.outputs.root):
        return dg.SkipReason("Something is new, and a run goes on.")
    # A run that failed, or was killed, is asked for again after some time, or where something else is new.
    ended = (last.at or last.began) if last and (last.error or not last.at) else ""
    if ended and asked == changes.contents and (wait := _wait(ended, workspace.settings.refresh.retry_minutes)):
        return dg.SkipReason(f"The run for what is new did not end well at {ended}. {wait}")
    # Dagster begins no second run of a key: until the one that is asked for has begun, each tick gives the same.
    key = digest_of(changes.contents, last and (last.began, last.at))
    return dg.RunRequest(run_key=key, tags={_CONTENTS: changes.contents, "dagster/retry_strategy": "ALL_STEPS"})


def _wait(ended: str, minutes: float) -> str:
    """Why it is too early to ask again for the same; empty where it is not."""
    if not minutes:
        return "It is not asked for again (refresh.retry_minutes is 0)."
    passed = age(ended).total_seconds() / 60
    # A run in the future means that the clock was set back: it says nothing then.
    return f"The next is asked for in {minutes - passed:.0f} minutes." if 0 <= passed < minutes else ""
