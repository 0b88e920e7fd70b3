"""What `uncac publish` does: runs the job where the sources give anything new, notes how it ended, sends alerts.

Here: whether the sources give anything that the latest release was not made of, for the sensor, too. Not here: the run
(`execute.py`), alerts (`health.py`), how sources are looked at (`pipelines/archive/sources/`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.archive.intake import gathered
from pipelines.operate.health import tell_problems
from pipelines.operate.runs import RunResult, conclude
from pipelines.operate.workspace import RunOptions, Workspace
from pipelines.publish.history import History
from pipelines.publish.integrity import damage
from pipelines.workspace.lock import BusyError, OutputsError
from pipelines.workspace.pool import warm


@dataclass(frozen=True, slots=True)
class SourceChanges:
    """What the sources give. `contents`: digest over it and all declarations. `failed`: what could not be had and why.

    `answered`: False where nothing could be had of any of them now. `same_documents`: True where the latest release was
    made of the same documents, under whatever names. `same`: True where the names, too, are the same, every source
    answered and no file was refused unread.
    """

    release: str | None
    contents: str
    failed: tuple[str, ...]
    answered: bool
    same_documents: bool
    same: bool


def look_for_changes(workspace: Workspace, *, patient: bool) -> SourceChanges:
    """Look at the sources and remember what was seen; a run that follows does not look again.

    `patient`: leave those in peace that were looked at less than their `every_minutes` ago.

    Raises:
        SourcesError, SettingsError, CorrectionError, PublicationError: the declarations can't be used.
        OSError: what was seen can't be remembered.
    """
    looks = workspace.look(patient=True) if patient else workspace.looks
    incoming = gathered(looks)
    contents = workspace.contents_digest(file.sha256 for file in incoming.items if file.sha256)
    names = workspace.files_digest(incoming.listed())
    history, made_from = History(workspace.outputs.publish), workspace.remembered.load()
    latest = history.latest()
    stands = latest is not None and latest.name == made_from.release and not damage(history)
    same_documents = made_from.contents == contents and stands
    return SourceChanges(
        release=latest.name if latest else None,
        contents=contents,
        failed=incoming.failed,
        answered=any(look.answered for look in looks),
        same_documents=same_documents,
        same=same_documents
        and made_from.files == names
        and not incoming.failed
        and all(file.sha256 for file in incoming.items),
    )


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
            if not options.again and _ends_early(workspace):
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


def _ends_early(workspace: Workspace) -> bool:
    """Whether a run has nothing to do; then it is noted that it went well. Who calls holds the lock of the outputs."""
    history = History(workspace.outputs.publish)
    if workspace.settings.mirror or not history.latest():
        return False
    try:
        changes = look_for_changes(workspace, patient=False)
        if not changes.same or history.pins.load().held or workspace.archive.damage():
            return False
        conclude(workspace.outputs, None)
    except Exception:  # noqa: BLE001 - the full run meets it again, and says what it is
        return False
    return True
