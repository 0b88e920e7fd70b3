"""What an operator decided about releases: which one stays the latest, and which are never deleted.

After a rollback the latest release is held: runs go on to look, read and check, and publish nothing until the operator
resumes. Not here: moving the pointer, deleting (`history.py`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipelines.workspace.atomic import write_json
from pipelines.workspace.errors import ReportedError


class PinsError(ReportedError):
    """`pins.json` can't be read, so nobody knows whether publication is held; the message says what to do."""


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


def load_pins(publish: Path) -> Pins:
    """What the operator decided; nothing where there is no file.

    Raises:
        PinsError: the file is damaged.
    """
    path = publish / "pins.json"
    try:
        row = json.loads(path.read_bytes())
        return Pins(**{**row, "kept": tuple(row["kept"])})
    except FileNotFoundError:
        return Pins()
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PinsError(
            f"{path} can't be read, so nobody knows whether a rollback holds publication. Nothing was published. Run "
            "`uncac rollback --resume` to let publication go on, or `uncac rollback RELEASE` to hold a release."
        ) from error


def save_pins(publish: Path, pins: Pins) -> None:
    """Keep what the operator decided.

    Raises:
        OSError: it can't be written.
    """
    write_json(publish / "pins.json", asdict(pins))
