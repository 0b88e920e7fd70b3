"""Dagster's sensors: one that asks for a run when the sources give something new, two that tell what came of runs.

Here: when a run is asked for. Not here: looking (`pipelines/archive/sources/`), what is told (`alerts.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from pipelines.alerts import tell
from pipelines.archive.sources.look import Look, remember
from pipelines.publish.history import History, now
from pipelines.publish.pins import load_pins
from pipelines.publish.settled import digest, load_settled
from pipelines.run import causing_error, prune_runs
from pipelines.status import Status, beat, read_status
from pipelines.workspace import Workspace


def tell_problems(workspace: Workspace) -> tuple[Status, list[str]]:
    """Tell an operator what has gone wrong since the last time.

    Returns:
        How things stand, and what went wrong with telling.

    Raises:
        OSError: what was told can't be remembered.
    """
    status = read_status(workspace.outputs, workspace.settings)
    return status, tell(status, workspace.outputs, workspace.settings.alerts, title=workspace.publication.title)


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
            answer, cursor = look_for_news(current, context.cursor)
            context.update_cursor(cursor)
            prune_runs(context.instance, current.settings.keep.runs)
            asked = isinstance(answer, dg.RunRequest)
            beat(current.outputs, "A run was asked for." if asked else str(getattr(answer, "skip_message", "")))
        except Exception as error:
            # Dagster shows a failed tick and tells nobody.
            with suppress(OSError):
                beat(workspace.outputs, "", f"{type(error).__name__}: {error}")
                tell_problems(workspace)
            raise
        _say(context, tell_problems(current)[1])
        return answer

    @dg.run_failure_sensor(
        name="tell_failed_run",
        monitored_jobs=[job],
        minimum_interval_seconds=min(seconds, 30),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Lists a failed run in releases.json and tells an operator, the causing error first.",
    )
    def tell_failed_run(context: dg.RunFailureSensorContext) -> None:
        run_id = context.dagster_run.run_id
        events = [entry.dagster_event for entry in context.instance.all_logs(run_id) if entry.dagster_event]
        current = workspace.fresh()
        History(current.outputs.publish).conclude(causing_error(events).error or str(context.failure_event.message))
        _say(context, tell_problems(current)[1])

    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name="tell_problems_of_run",
        monitored_jobs=[job],
        minimum_interval_seconds=min(seconds, 30),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells an operator what a run that published could not: documents in quarantine.",
    )
    def tell_problems_of_run(context: dg.RunStatusSensorContext) -> None:
        _say(context, tell_problems(workspace.fresh())[1])

    return [new_notes, tell_failed_run, tell_problems_of_run]


def _say(context: Any, failures: list[str]) -> None:
    for failure in failures:
        context.log.error(failure)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The last run that the sensor asked for: for which contents, when, and how many it asked for before."""

    contents: str = ""
    at: str = ""
    count: int = 0


def look_for_news(workspace: Workspace, cursor: str | None) -> tuple[dg.RunRequest | dg.SkipReason, str]:
    """Look at the sources; ask for a run where they give what the latest release was not made of.

    Returns:
        The answer to Dagster, and the cursor for the next look.

    Raises:
        SourcesError, SettingsError, PinsError, OSError: nobody can look.
    """
    asked = _load(cursor)
    answer = _answer(workspace, asked)
    if isinstance(answer, str):
        return dg.SkipReason(answer), json.dumps(asdict(asked))
    # The name of a request is new with each request, and the same where Dagster stopped before it kept the cursor.
    key = digest([answer.contents, str(answer.count)])
    return dg.RunRequest(run_key=key), json.dumps(asdict(answer))


def _answer(workspace: Workspace, asked: _Asked) -> _Asked | str:
    """What to ask for, or why nothing."""
    publish = workspace.outputs.publish
    looks = workspace.watch().look(workspace.sources, patient=True)
    remember(workspace.memory, looks)
    failed = [look.error for look in looks if look.error]
    if failed and len(failed) == len(looks):
        return "\n".join(failed)
    contents = workspace.contents_digest(_checksums(looks))
    latest, settled = History(publish).latest(), load_settled(publish)
    here = latest.name if latest else ""
    if settled.contents == contents and settled.release == here:
        return f"Nothing new; release {here} is current."
    if load_pins(publish).held:
        return f"Something is new, and release {here} is held. `uncac rollback --resume` lets publication go on."
    wait = _wait(asked, contents, workspace.settings.refresh.retry_minutes)
    if wait:
        return f"A run was asked for at {asked.at}. {wait}"
    if asked.contents == contents and workspace.busy():
        return f"A run was asked for at {asked.at} and still goes on."
    return _Asked(contents, now(), asked.count + 1)


def _wait(asked: _Asked, contents: str, minutes: float) -> str:
    """Why it is too early to ask again for the same; empty where it is not."""
    if asked.contents != contents:
        return ""
    if not minutes:
        return "It is not asked for again (refresh.retry_minutes is 0)."
    age = (datetime.now(tz=UTC) - datetime.fromisoformat(asked.at)).total_seconds() / 60
    # A request in the future means that the clock was set back: then nothing can be told from it.
    return f"If it fails, the next is asked for in {minutes - age:.0f} minutes." if 0 <= age < minutes else ""


def _checksums(looks: Iterable[Look]) -> list[str]:
    return [file.sha256 for look in looks for file in look.files if file.sha256]


def _load(cursor: str | None) -> _Asked:
    try:
        return _Asked(**json.loads(cursor or "{}"))
    except (ValueError, TypeError):
        return _Asked()
