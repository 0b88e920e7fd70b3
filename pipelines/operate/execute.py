"""Runs the job, or assets of it, in this process by Dagster's public API, and reads from its events what went wrong.

Dagster keeps no history of such runs, unless `DAGSTER_HOME` names where: then it is that one, as it is. Here: Dagster's
outcome as plain values. Not here: how that is shown (`pipelines/cli/`), what the stages do (`run.py`).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import dagster as dg
from dagster import DagsterEvent, DagsterInstance
from filelock import FileLock

from pipelines.extract.extraction import current_extractions
from pipelines.operate.assets import JOB, RELEASE, ExtractOptions, ReleaseOptions, broke_down, extracted_key, pipeline
from pipelines.operate.run import EXTRACTED
from pipelines.operate.runs import RunResult
from pipelines.operate.workspace import RunOptions, Workspace
from pipelines.workspace.atomic import write_file
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.lock import BusyError, OutputsError, full, no_room
from pipelines.workspace.words import named_error

COMMAND = "uncac/command"  # tag of a run that a command began: what a person gave

_DAGSTER_YAML = b"""\
telemetry:
  enabled: false
nux:  # asks who opens the interface for an address of e-mail
  enabled: false
run_monitoring:  # a run that never begins, or never ends, is marked as failed
  enabled: true
run_retries:  # one whose process died is begun once more; one that failed is asked for again by the sensor
  enabled: true
  max_retries: 1
  retry_on_asset_or_op_failure: false
"""


def execute(
    workspace: Workspace,
    options: RunOptions,
    *,
    command: str = "publish",
    selection: str = "",
    verbose: bool = False,
) -> RunResult:
    """Run the job, or the part of it that is selected.

    `command`: the words that a person gave, kept as a tag of the run. `selection`: the assets, in Dagster's syntax for
    selections (`model/by_state`, `group:model`, `extract/notes+`); all where it is empty. `verbose`: show Dagster's
    log.

    Never raises for what goes wrong inside the job or with Dagster's storage.
    """
    job = pipeline(workspace).resolve_job_def(JOB)
    try:
        selected = _selected(job, selection)
        _require_stages_before(selected, workspace)
        sources = ", ".join(source.name for source in workspace.sources)[:200]
        with workspace.acquire(), open_instance(os.environ.get("DAGSTER_HOME", "")) as instance:
            result = job.execute_in_process(
                instance=instance,
                raise_on_error=False,
                run_config={
                    "loggers": {"console": {"config": {"log_level": "INFO" if verbose else "CRITICAL"}}},
                    "ops": _of_steps(selected, options),
                },
                asset_selection=selected or None,
                tags={COMMAND: command, "uncac/sources": sources},
            )
    except (BusyError, OutputsError) as error:
        return RunResult(str(error), begun=False)
    except ReportedError as error:
        return RunResult(str(error))
    except Exception as error:  # noqa: BLE001 - whatever the storage raises, a person must be told
        return RunResult(_not_recorded(error))
    released = [
        event.materialization
        for event in result.get_asset_materialization_events()
        if event.asset_key == RELEASE and event.materialization
    ]
    release = {key: value.value for key, value in released[0].metadata.items()} if released else {}
    return RunResult(None if result.success else causing_error(result.all_events), release)


def open_instance(home: str) -> DagsterInstance:
    """Dagster's history of runs in a folder, which is made where it is not there; one in memory where it is empty.

    Raises:
        OSError, dagster.DagsterError: it can't be made or read.
    """
    if not home:
        return DagsterInstance.ephemeral()
    folder = Path(home)
    folder.mkdir(parents=True, exist_ok=True)
    # Of two programs that both make its tables, one would fail.
    with FileLock(folder / ".making"):
        if not (folder / "dagster.yaml").exists():
            write_file(folder / "dagster.yaml", _DAGSTER_YAML)
        return DagsterInstance.from_config(home)


def record(**what: str) -> str:
    """Let the history say of the release asset what a person did with releases, where Dagster keeps one.

    Returns:
        What went wrong with that, as a sentence; empty where nothing did.
    """
    try:
        if home := os.environ.get("DAGSTER_HOME"):
            with open_instance(home) as instance:
                instance.report_runless_asset_event(dg.AssetObservation(RELEASE, metadata=what))
    except Exception as error:  # noqa: BLE001 - whatever the storage raises, it is done all the same
        return _not_recorded(error)
    return ""


def _not_recorded(error: Exception) -> str:
    home = Path(os.environ.get("DAGSTER_HOME") or gettempdir())
    if no_room(error):
        return full(home)
    return (
        f"The run could not be done or recorded below {home} ({named_error(error)}). What Dagster keeps there is a "
        "history and nothing else: mend it, move it away, or run without DAGSTER_HOME."
    )


def _selected(job: dg.JobDefinition, selection: str) -> list[dg.AssetKey]:
    """The assets that a selection names, sorted; none for all."""
    if not selection:
        return []
    stages = ", ".join(sorted({key.path[0] for key in job.asset_layer.executable_asset_keys}))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Dagster calls a part of its own language beta
            keys = dg.AssetSelection.from_string(selection).resolve(job.asset_layer.asset_graph)
    except dg.DagsterError:
        keys = set()
    if not keys:
        raise ReportedError(
            f"'{selection}' selects nothing. Name a table with its stage ({stages}), such as model/by_state, or a "
            "whole stage, such as group:model."
        )
    return sorted(keys, key=str)


def _require_stages_before(selected: Iterable[dg.AssetKey], workspace: Workspace) -> None:
    """See to it that what the selected stages read is there, unless they make it themselves."""
    stages, outputs = {key.path[0] for key in selected}, workspace.outputs
    cure = "Run `uncac publish` first, or name the folder with --outputs"
    if "extract" in stages and "archive" not in stages and not workspace.inventory.load().items:
        lost = f"{outputs.inventory}, the list of what is archived, can't be read"
        what = lost if outputs.inventory.exists() else f"Nothing is archived yet below {outputs.root}"
        raise ReportedError(what, "there is nothing to extract", cure)
    if not stages & {"model", "publish"} or "extract" in stages:
        return
    if not outputs.extract.is_dir():
        raise ReportedError(f"Nothing is extracted yet below {outputs.root}", "there is nothing to make it of", cure)
    # Tables of an earlier run may stand there still; published, they would lack the texts that they were made of.
    if not any(extraction.batch for extraction in current_extractions(outputs.extract)):
        what = f"No note could be read from what was archived last below {outputs.root}"
        raise ReportedError(what, "there is nothing to make it of", "Mend the sources, and run `uncac publish`")


def _of_steps(selected: list[dg.AssetKey], options: RunOptions) -> dict[str, Any]:
    """Options of the steps that run; Dagster refuses those of others."""
    asked = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(options).items()}
    ops = {
        "extract": ({extracted_key(table) for table in EXTRACTED}, ExtractOptions),
        RELEASE.to_python_identifier(): ({RELEASE}, ReleaseOptions),
    }
    return {
        name: {"config": {option: asked[option] for option in config.__annotations__}}
        for name, (keys, config) in ops.items()
        if not selected or keys & set(selected)
    }


def causing_error(events: Iterable[DagsterEvent]) -> str:
    """What went wrong first in a failed run, for a person."""
    for event in events:
        if event.is_step_failure:
            data = event.step_failure_data
            if data.user_failure_data and data.user_failure_data.description:
                return data.user_failure_data.description
            if data.error:
                return broke_down((data.error.cause or data.error).message)
        if event.is_run_failure:
            error = event.job_failure_data.error
            while error and error.cause:
                error = error.cause
            return (error.message.strip().partition(": ")[2] if error else "") or str(event.message)
    return "The run failed before any step; run it again with --verbose."
