"""A refresh, as `uncac publish` does it: where anything is new there is a run, and how it ended is noted and told.

Not here: the run (`execute.py`), what is new (`source_changes.py`), what is told (`alerts.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from pipelines.operate.alerts import tell_problems
from pipelines.operate.failures import RunResult
from pipelines.operate.runs import conclude
from pipelines.operate.source_changes import ends_early
from pipelines.operate.workspace import RunOptions, Workspace
from pipelines.workspace.lock import BusyError, OutputsError
from pipelines.workspace.pool import warm


def refresh(
    workspace: Workspace, options: RunOptions, run_job: Callable[[Workspace, RunOptions], RunResult]
) -> tuple[RunResult, list[str]]:
    """Do it. `run_job`: runs the job where anything is new.

    Returns:
        What came of it; and what went wrong with noting and telling that, as sentences.
    """
    try:
        # The lock is held over both: what was seen is handed on, and still there.
        with workspace.acquire():
            if not options.mirror and not options.again and ends_early(workspace):
                run = RunResult(release={"result": "current"})
            else:
                warm("pipelines.operate.preloaded")
                run = run_job(workspace, options)
    except (BusyError, OutputsError) as error:
        run = RunResult(str(error), begun=False)
    if not run.begun:
        return run, []
    try:
        if run.error is not None:
            conclude(workspace.outputs, run.error)
        return run, tell_problems(workspace)
    except OSError as error:  # no reason to hide what went wrong before
        return run, [f"How the run ended could not be noted: {error.strerror or error}."]
