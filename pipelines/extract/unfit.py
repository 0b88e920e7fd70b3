"""Why a document that could be read is not published.

Here: the error, and its message for a breakdown of the program or a broken contract. Not here: whether a document is a
note (`outline/signals.py`) and of this family (`family.py`); files that can't be read (`archive/formats/`).
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
    """A document that can be read and is not published; the message says why, and what to do."""

    def __init__(self, reason: UnfitReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.args = (reason, message)  # what a process that extracts a document hands back


def breakdown(error: BaseException) -> Unfit:
    """The refusal of a document over which extraction raised an error that nobody expects."""
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
    return Unfit(
        UnfitReason.BROKE_DOWN,
        f"Extraction broke down over it ({what}, in {place(error)}). This is a fault of the program: report it with "
        "these words and the document, and send the note in another form meanwhile.",
    )


def gave_up(failure: str, seconds: float) -> Unfit:
    """The refusal of a document whose process exceeded its limit of seconds (`timeout`) or died (`crash`)."""
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
    """The refusal of a document whose rows break the contract. `broken`: a sentence for each fault."""
    more = f" And {len(broken) - 3} more." if len(broken) > 3 else ""
    return Unfit(
        UnfitReason.BREAKS_CONTRACT,
        f"What was extracted of it breaks the contract of the tables. {' '.join(broken[:3])}{more} Look at the passage "
        "in the note, then correct the row in corrections.yaml, or report it with these words and the document.",
    )


def place(error: BaseException) -> str:
    """Where in this program an error arose, as `extract/note.py, extract_note`: it stays the same while lines move."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(_PACKAGE)]
    if not frames:
        return "no module of it"
    return f"{Path(frames[-1].filename).relative_to(_PACKAGE).as_posix()}, {frames[-1].name}"
