"""A refresh, as `uncac publish` does it: where anything is new there is a run, and how it ended is noted and told.

Not here: the run (`run.py`; by Dagster, where it keeps a history: `execute.py`), what is new (`source_changes.py`),
what is told (`alerts.py`).
"""

from __future__ import annotations

import os

from pipelines.operate.alerts import tell_problems
from pipelines.operate.failures import RunResult
from pipelines.operate.source_changes import ends_early
from pipelines.operate.workspace import RunOptions, Workspace
from pipelines.publish.history import History
from pipelines.workspace.lock import BusyError, OutputsError
from pipelines.workspace.pool import warm


def refresh(workspace: Workspace, options: RunOptions, *, verbose: bool = False) -> tuple[RunResult, list[str]]:
    """Do it. `verbose`: let Dagster show its log.

    Returns:
        What came of it; and what went wrong with noting and telling that, as sentences.
    """
    try:
        # The lock is held over both: what was seen is handed on, and still there.
        with workspace.acquire():
            if not options.mirror and not options.again and ends_early(workspace):
                run = RunResult(release={"result": "current"})
            else:
                run = _run(workspace, options, verbose=verbose)
    except (BusyError, OutputsError) as error:
        run = RunResult(str(error), begun=False)
    if not run.begun:
        return run, []
    try:
        if run.error is not None:
            History(workspace.outputs.publish).conclude(run.error)
        return run, tell_problems(workspace)
    except OSError as error:  # no reason to hide what went wrong before
        return run, [f"How the run ended could not be noted: {error.strerror or error}."]


def _run(workspace: Workspace, options: RunOptions, *, verbose: bool) -> RunResult:
    warm("pipelines.operate.preloaded")
    # What takes a while to import is not needed where nothing is new, and Dagster not where it keeps no history.
    if not os.environ.get("DAGSTER_HOME"):
        from pipelines.operate.run import run_all  # noqa: PLC0415

        return run_all(workspace, options)
    from pipelines.operate.execute import execute  # noqa: PLC0415

    return execute(workspace, options, verbose=verbose)
