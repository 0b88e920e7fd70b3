"""How much one document may cost, and how a document that can't be read is refused.

Here: what is over a limit, and the refusal with its reason and cure. Not here: how a format is read (the modules beside
this one), how long that may take (`worker`), what becomes of a refused file (quarantine).
"""

from __future__ import annotations

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


def check_size(blocks: int, characters: int, limits: Limits) -> None:
    """Raise `Unreadable` (`too_many_blocks`, `too_large`) when a document has more than allowed."""
    if blocks > limits.max_blocks:
        why = f"more than the limit of {limits.max_blocks:,}"
        raise over_limit(Reason.TOO_MANY_BLOCKS, "The document has too many paragraphs", why, "max_blocks")
    if characters > limits.max_characters:
        raise too_large("text", characters, limits.max_characters, "characters", "max_characters")


def too_deep(what: str) -> Unreadable:
    """Say that elements are nested beyond what a parser takes."""
    return Unreadable(
        Reason.TOO_DEEP,
        f"{what} are nested too deeply",
        "it can't be read to its end",
        "Save the document as text or PDF and put that in",
    )
