"""Dagster's sensors: one that asks for a run when the sources give something new, two that tell what came of runs.

Here: when a run is asked for. Not here: looking (`pipelines/archive/sources/`), what is told (`alerts.py`).
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import dagster as dg

from pipelines.operate.alerts import tell_problems
from pipelines.operate.execute import causing_error
from pipelines.operate.source_changes import look_for_changes
from pipelines.operate.status import Heartbeat, heartbeat_at
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History, LastRun, now
from pipelines.workspace.seal import digest_of

# Within which a run that was asked for has begun, unless Dagster was ended before it could begin.
_START = timedelta(minutes=5)
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
            answer, cursor = evaluate(current, context.cursor)
            context.update_cursor(cursor)
            prune_runs(context.instance, current.settings.keep.runs)
            asked = isinstance(answer, dg.RunRequest)
            outcome = "A run was asked for." if asked else str(getattr(answer, "skip_message", ""))
            heartbeat_at(current.outputs).save(Heartbeat(now(), outcome))
        except Exception as error:
            # Dagster shows a failed tick and tells nobody.
            with suppress(OSError):
                heartbeat_at(workspace.outputs).save(Heartbeat(now(), error=f"{type(error).__name__}: {error}"))
                tell_problems(workspace)
            raise
        _say(context, tell_problems(current))
        return answer

    # These watch every job, "Materialize all" of the interface among them.
    @dg.run_failure_sensor(
        name="tell_failed_run",
        minimum_interval_seconds=min(seconds, 30),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Lists a failed run in releases.json and tells an operator, the causing error first.",
    )
    def tell_failed_run(context: dg.RunFailureSensorContext) -> None:
        run_id = context.dagster_run.run_id
        events = [entry.dagster_event for entry in context.instance.all_logs(run_id) if entry.dagster_event]
        current = workspace.fresh()
        History(current.outputs.publish).conclude(causing_error(events).error or str(context.failure_event.message))
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """The last run that the sensor asked for: for which contents, when, and how many it asked for before.

    `again`: True where the run before was asked for the same and never came to an end.
    """

    contents: str = ""
    at: str = ""
    count: int = 0
    again: bool = False


def evaluate(workspace: Workspace, cursor: str | None) -> tuple[dg.RunRequest | dg.SkipReason, str]:
    """Look at the sources; ask for a run where they give what the latest release was not made of.

    Returns:
        The answer to Dagster, and the cursor for the next look.

    Raises:
        SourcesError, SettingsError, StateError, OSError: nobody can look.
    """
    asked = _load(cursor)
    answer = _answer(workspace, asked)
    if isinstance(answer, str):
        return dg.SkipReason(answer), json.dumps(asdict(asked))
    # The name of a request is new with each request, and the same where Dagster stopped before it kept the cursor.
    key = digest_of(answer.contents, answer.count)
    return dg.RunRequest(run_key=key), json.dumps(asdict(answer))


def _answer(workspace: Workspace, asked: _Asked) -> _Asked | str:
    """What to ask for, or why nothing."""
    found = look_for_changes(workspace, patient=True)
    if not found.answered:
        return "\n".join(found.failed)
    if found.known:
        history = History(workspace.outputs.publish)
        if not found.failed and (last := history.last_run()) and last.error:
            # Whatever went wrong with the last run is over: the latest release is made of what is there now.
            history.conclude(None)
        return f"Nothing new; release {found.release} is current."
    if History(workspace.outputs.publish).pins.load().held:
        return (
            f"Something is new, and release {found.release} is held. `uncac rollback --resume` lets publication go on."
        )
    same = asked.contents == found.contents
    if same and workspace.busy():
        return f"A run was asked for at {asked.at} and still goes on."
    # A run that was killed, by whatever ended Dagster's daemon, told nobody. Once it need not wait.
    again = same and not asked.again and _is_lost(asked.at, History(workspace.outputs.publish).last_run())
    wait = "" if again else _wait(asked, found.contents, workspace.settings.refresh.retry_minutes)
    if wait:
        return f"A run was asked for at {asked.at}. {wait}"
    return _Asked(found.contents, now(), asked.count + 1, again)


def _is_lost(asked: str, last: LastRun | None) -> bool:
    """Whether, where no run goes on, the one that was asked for then never began, or was killed."""
    if last and last.began >= asked:
        return not last.at and not last.left
    noted_since = last is not None and last.at >= asked
    return not noted_since and datetime.now(tz=UTC) - datetime.fromisoformat(asked) > _START


def _wait(asked: _Asked, contents: str, minutes: float) -> str:
    """Why it is too early to ask again for the same; empty where it is not."""
    if asked.contents != contents:
        return ""
    if not minutes:
        return "It is not asked for again (refresh.retry_minutes is 0)."
    age = (datetime.now(tz=UTC) - datetime.fromisoformat(asked.at)).total_seconds() / 60
    # A request in the future means that the clock was set back: then nothing can be told from it.
    return f"If it fails, the next is asked for in {minutes - age:.0f} minutes." if 0 <= age < minutes else ""


def _load(cursor: str | None) -> _Asked:
    try:
        return _Asked(**json.loads(cursor or "{}"))
    except (ValueError, TypeError):
        return _Asked()
