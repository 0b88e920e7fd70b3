"""Runs the job in this process, and reads from a run's events what went wrong.

Here: Dagster's outcome as plain values, and how many runs its storage keeps. Not here: how that is shown
(`pipelines/cli/`), what the job does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import dagster as dg
from dagster import DagsterEvent, DagsterEventType, DagsterInstance, DagsterRunStatus, RunsFilter

from pipelines.operate.assets.publish import RELEASE
from pipelines.operate.outcome import Outcome
from pipelines.operate.workspace import Workspace
from pipelines.workspace.lock import BusyError

_DAGSTER_YAML = "telemetry:\n  enabled: false\n"
_OVER = [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED]
# Runs that one call deletes at most, so that a sensor's tick stays short.
_AT_ONCE = 50


def execute(job: dg.JobDefinition, workspace: Workspace, home: Path, *, verbose: bool) -> Outcome:
    """Run the job; its history is kept below `home`, Dagster's folder.

    Never raises for what goes wrong inside the job or with Dagster's storage.
    """
    level = "INFO" if verbose else "CRITICAL"
    try:
        with workspace.acquire(), _instance(home) as instance:
            result = job.execute_in_process(
                instance=instance,
                raise_on_error=False,
                run_config={"loggers": {"console": {"config": {"log_level": level}}}},
            )
            prune_runs(instance, workspace.settings.keep.runs)
    except BusyError as error:
        return Outcome(str(error), busy=True)
    except Exception as error:  # noqa: BLE001 - whatever the storage raises, a person must be told
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"[:500]
        return Outcome(f"The run could not be done or recorded below {home} ({what}). The last release stands.", error)
    released = result.asset_materializations_for_node(RELEASE.to_python_identifier())
    release = {key: value.value for key, value in released[0].metadata.items()} if released else {}
    if result.success:
        return Outcome(release=release)
    return replace(causing_error(result.all_events), release=release)


def _instance(home: Path) -> DagsterInstance:
    home.mkdir(parents=True, exist_ok=True)
    config = home / "dagster.yaml"
    if not config.exists():
        config.write_text(_DAGSTER_YAML, encoding="utf-8")
    return DagsterInstance.from_config(str(home))


def causing_error(events: Iterable[DagsterEvent]) -> Outcome:
    """What went wrong first in a failed run."""
    events = list(events)
    checks = [
        e.asset_check_evaluation_data
        for e in events
        if e.event_type == DagsterEventType.ASSET_CHECK_EVALUATION and not e.asset_check_evaluation_data.passed
    ]
    if checks:
        lines = [f"{'/'.join(e.asset_key.path)}, {e.check_name}:\n{e.description or ''}" for e in checks]
        return Outcome("Checks failed; nothing was published, the last release stands.\n" + "\n".join(lines))
    for event in events:
        if event.event_type != DagsterEventType.STEP_FAILURE:
            continue
        data = event.step_failure_data
        if data.user_failure_data and data.user_failure_data.description:
            return Outcome(data.user_failure_data.description)
        if data.error:
            cause = data.error.cause or data.error
            return Outcome(
                f"Step '{event.step_key}' broke down: {cause.message.strip()}\nThe last release stands. Run again with "
                "--verbose for the details, and report it.",
                RuntimeError(data.error.to_string()),
            )
    for event in events:
        if event.event_type == DagsterEventType.RUN_FAILURE:
            error = event.job_failure_data.error
            while error and error.cause:
                error = error.cause
            said = error.message.strip().partition(": ")[2] if error else event.message
            return Outcome(said or "The run failed before any step; run it again with --verbose.")
    return Outcome("The run failed before any step; run it again with --verbose.")


def prune_runs(instance: DagsterInstance, keep: int) -> int:
    """Delete the oldest runs that are over, with their logs, so that at most `keep` are left; 0 keeps all.

    Returns:
        How many were deleted.
    """
    if not keep or instance.get_runs_count() <= keep:
        return 0
    newest = instance.get_run_ids(limit=keep)
    over = instance.get_run_ids(RunsFilter(statuses=_OVER), limit=keep + _AT_ONCE)
    old = [run_id for run_id in over if run_id not in set(newest)]
    for run_id in old:
        instance.delete_run(run_id)
        # Dagster keeps what a run printed, and on SQLite the emptied file of its events, where it forgets the run.
        instance.compute_log_manager.delete_logs(prefix=[run_id])
        for file in (Path(instance.root_directory) / "history" / "runs").glob(f"{run_id}.db*"):
            file.unlink()
    return len(old)
