"""What an operator decided about releases: which one stays the latest, and which are never deleted.

After a rollback the latest release is held: runs go on to look, read and check, and publish nothing until the operator
resumes. Not here: moving the pointer, deleting (`history.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.workspace.state import State


@dataclass(frozen=True, slots=True)
class Pins:
    """What an operator decided.

    `held`: the release that stays the latest, None where publication goes on; with reason and time. `kept`: releases
    that retention never deletes.
    """

    held: str | None = None
    reason: str = ""
    since: str = ""
    kept: tuple[str, ...] = ()

    @property
    def all(self) -> set[str]:
        """Releases that must not be deleted."""
        return {*self.kept, *([self.held] if self.held else [])}

    def keep(self, release_id: str) -> Pins:
        """With one more release that is never deleted."""
        return replace(self, kept=tuple(sorted({*self.kept, release_id})))

    def release(self, release_id: str) -> Pins:
        """With one less."""
        return replace(self, kept=tuple(k for k in self.kept if k != release_id))


def pins_at(publish: Path) -> State[Pins]:
    """What the operator decided about the releases below a folder."""
    return State[Pins](
        publish / "pins.json",
        Pins(),
        cure="Nobody knows whether a rollback holds publication, and nothing was published. Run `uncac rollback "
        "--resume` to let publication go on, or `uncac rollback RELEASE` to hold a release",
    )
