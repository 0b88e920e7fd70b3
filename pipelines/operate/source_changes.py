"""Looks at the sources and says whether they give anything that the latest release was not made of.

Here: that one question, for the sensor and for a run that may end early. Not here: how sources are looked at
(`pipelines/archive/sources/`), when a run is asked for (`sensors.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.archive.intake import gathered
from pipelines.operate.runs import conclude
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History


@dataclass(frozen=True, slots=True)
class SourceChanges:
    """What the sources give. `contents`: digest over it and all declarations. `failed`: what could not be had and why.

    `answered`: False where nothing could be had of any of them now.
    `known`: True where the latest release was made of the same documents, under whatever names. `same`: True where the
    names, too, are the same, every source answered and no file was refused unread.
    """

    release: str | None
    contents: str
    failed: tuple[str, ...]
    answered: bool
    known: bool
    same: bool


def look_for_changes(workspace: Workspace, *, patient: bool) -> SourceChanges:
    """Look at the sources and remember what was seen; a run that follows does not look again.

    `patient`: leave those in peace that were looked at less than their `every_minutes` ago.

    Raises:
        SourcesError, SettingsError, CorrectionError, PublicationError: the declarations can't be used.
        OSError: what was seen can't be remembered.
    """
    looks = workspace.look(patient=True) if patient else workspace.looks
    found = gathered(looks)
    contents = workspace.contents_digest(file.sha256 for file in found.items if file.sha256)
    names = workspace.files_digest(found.listed())
    latest, made_from = History(workspace.outputs.publish).latest(), workspace.remembered.load()
    known = made_from.contents == contents and workspace.stands(made_from)
    return SourceChanges(
        release=latest.name if latest else None,
        contents=contents,
        failed=found.failed,
        answered=any(look.answered for look in looks),
        known=known,
        same=known and made_from.files == names and not found.failed and all(file.sha256 for file in found.items),
    )


def ends_early(workspace: Workspace) -> bool:
    """Whether the sources give what they gave when the latest release was made, so that a run has nothing to do.

    Then it is noted that it went well. To be called by who holds the lock of the outputs.
    """
    history = History(workspace.outputs.publish)
    if workspace.settings.mirror or not history.latest():
        return False
    try:
        found = look_for_changes(workspace, patient=False)
        if not found.same or history.pins.load().held or workspace.archive.damage():
            return False
        conclude(workspace.outputs, None)
    except Exception:  # noqa: BLE001 - the full run meets it again, and says what it is
        return False
    return True
