"""How much one document may cost, and how a document that can't be read is refused.

Here: the limits every reader keeps to, the clock they check against, and the refusal with its reason and cure.
Not here: how a format is read (the modules beside this one) and what becomes of a refused file (quarantine).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.limits import Limits


class Reason(StrEnum):
    """Why a document was refused: stable codes, published with the quarantined file."""

    UNSAFE_FILE = "unsafe_file"
    NO_ACCESS = "no_access"
    EMPTY = "empty"
    BINARY = "binary"
    ENCODING = "encoding"
    UNKNOWN_FORMAT = "unknown_format"
    ENCRYPTED_PDF = "encrypted_pdf"
    ENCRYPTED_OFFICE = "encrypted_office"
    TRUNCATED_PDF = "truncated_pdf"
    NO_TEXT_LAYER = "no_text_layer"
    UNREADABLE_FONTS = "unreadable_fonts"
    DAMAGED_DOCX = "damaged_docx"
    EXTERNAL_ENTITIES = "external_entities"
    ZIP_BOMB = "zip_bomb"
    TOO_DEEP = "too_deep"
    ERROR_PAGE = "error_page"
    NO_RUNNING_TEXT = "no_running_text"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_BLOCKS = "too_many_blocks"
    TIMEOUT = "timeout"
    CRASHED = "crashed"


class Unreadable(ReportedError):  # noqa: N818 - the word a person reads in the quarantine list
    """A document that can't be read, said to a person.

    `reason`: one of `Reason`. `what`: what was found. `why`: why that can't be read. `cure`: what to do.
    """

    def __init__(self, reason: Reason, what: str, why: str, cure: str) -> None:
        super().__init__(what, why, cure)
        self.reason = reason
        self.args = (reason, what, why, cure)  # what a process that reads a document hands back


@dataclass(slots=True)
class Budget:
    """One document's limits while it is being read; `start` is when the reading began."""

    limits: Limits
    start: float = field(default_factory=time.monotonic)

    def check_time(self) -> None:
        """Raise `Unreadable` (`timeout`) when the document has had its time."""
        if time.monotonic() - self.start > self.limits.max_seconds:
            raise timed_out(self.limits)


def over_limit(reason: Reason, what: str, why: str, setting: str) -> Unreadable:
    """Say that a document costs more than a setting allows."""
    return Unreadable(reason, what, why, f"Check that the file is a note; if it is, raise {setting} in the settings")


def locked(reason: Reason, what: str, why: str) -> Unreadable:
    """Say that a document is protected by a password."""
    return Unreadable(
        reason, f"The {what} is protected by a password", why, "Save it without a password and put it in again"
    )


def cut_off(reason: Reason, what: str, why: str) -> Unreadable:
    """Say that a document is damaged."""
    return Unreadable(
        reason, f"The {what} is cut off or damaged", why, "Get the document again from where it was published"
    )


def timed_out(limits: Limits) -> Unreadable:
    """Say that reading took longer than allowed."""
    why = f"it took longer than the limit of {limits.max_seconds:g} seconds a document"
    return over_limit(Reason.TIMEOUT, "Reading was stopped", why, "max_seconds")


def too_large(what: str, size: int, limit: int, unit: str, setting: str) -> Unreadable:
    """Say that something is over its limit."""
    why = f"{size:,} {unit}, and the limit is {limit:,}"
    return over_limit(Reason.TOO_LARGE, f"The {what} is too large", why, setting)


def check_blocks(count: int, limits: Limits) -> None:
    """Raise `Unreadable` (`too_many_blocks`) when a document has more paragraphs than allowed."""
    if count > limits.max_blocks:
        why = f"more than the limit of {limits.max_blocks:,}"
        raise over_limit(Reason.TOO_MANY_BLOCKS, "The document has too many paragraphs", why, "max_blocks")


def too_deep(what: str) -> Unreadable:
    """Say that elements are nested beyond what a parser takes."""
    return Unreadable(
        Reason.TOO_DEEP,
        f"{what} are nested too deeply",
        "it can't be read to its end",
        "Save the document as text or PDF and put that in",
    )
