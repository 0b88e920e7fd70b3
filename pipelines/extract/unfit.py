"""Why a document that could be read is not published.

Here: the error that says so, and how a breakdown of the program or a broken contract is told. Not here: how it is
found out that a document is no note (`outline/signals.py`) or one of another family (`family.py`); files that can't be
read (`archive/formats/`).
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from pipelines.workspace.errors import ReportedError

_PACKAGE = Path(__file__).resolve().parent.parent


class UnfitReason(StrEnum):
    """Stable codes, as they stand in the list of quarantined files."""

    NOT_A_NOTE = "not_a_note"
    NOT_OF_THIS_FAMILY = "not_of_this_family"
    MOSTLY_UNREAD = "mostly_unread"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    DAMAGED = "damaged"
    BROKE_DOWN = "broke_down"
    BREAKS_CONTRACT = "breaks_contract"
    CORRECTION_UNMET = "correction_unmet"
    TIMEOUT = "timeout"
    CRASHED = "crashed"


class Unfit(ReportedError):  # noqa: N818 - the word a person reads in the quarantine list
    """A document that can be read and is not published; the message says what was met, why, and what to do."""

    def __init__(self, reason: UnfitReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.args = (reason, message)  # what a process that extracts a document hands back


def breakdown(error: BaseException) -> Unfit:
    """Say that extraction broke down over a document, by what and where in the program."""
    said = f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
    return Unfit(
        UnfitReason.BROKE_DOWN,
        f"Extraction broke down over it ({said}, in {place(error)}). This is a fault of the program: report it with "
        "these words and the document, and send the note in another form meanwhile.",
    )


def gave_up(failure: str, seconds: float) -> Unfit:
    """Say that a process did not come back from a document. `failure`: timeout or crash; `seconds`: it had so many."""
    if failure == "timeout":
        return Unfit(
            UnfitReason.TIMEOUT,
            f"Extraction was stopped: it took longer than {seconds:g} seconds. If it is a note, raise "
            "limits.max_seconds in the settings; the next run tries again.",
        )
    return Unfit(
        UnfitReason.CRASHED,
        "The process that extracted it died, perhaps for want of memory. The next run tries again; if it dies then, "
        "too, report the document, and send the note in another form meanwhile.",
    )


def breaks_contract(broken: Sequence[str]) -> Unfit:
    """Say what of a note's rows breaks what the published tables promise. `broken`: sentences."""
    more = f" And {len(broken) - 3} more." if len(broken) > 3 else ""
    return Unfit(
        UnfitReason.BREAKS_CONTRACT,
        f"What was extracted of it breaks the contract of the tables. {' '.join(broken[:3])}{more} Look at the passage "
        "in the note, then correct the row in corrections.yaml, or report it with these words and the document.",
    )


def place(error: BaseException) -> str:
    """Where in this program an error arose: module and function, which stay the same while lines are moved."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(_PACKAGE)]
    if not frames:
        return "no place that is known"
    return f"{Path(frames[-1].filename).relative_to(_PACKAGE).as_posix()}, {frames[-1].name}"
