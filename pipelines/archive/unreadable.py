"""Why a document can't be read: the refusal with its reason and cure, and what is over a limit.

Apart from the readers, so that who only looks at what is archived need not import them. Not here: how a format is read
(`formats/`), how long that may take (`formats/worker.py`), what becomes of a refused file (`quarantine.py`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.limits import Limits

_GET_AGAIN = "Get the document again from where it was published"
_SAVE_OPEN = "Save it without a password and put it in again"
_RAISE = "Check that the file is a note; if it is, raise max_{} in the settings"


class Reason(StrEnum):
    """Why a document was refused: stable codes, published with the quarantined file, each with what to do about it."""

    cure: str

    def __new__(cls, code: str, cure: str = "") -> Self:
        """A code, with what to do about it."""
        reason = str.__new__(cls, code)
        reason._value_, reason.cure = code, cure
        return reason

    UNSAFE_FILE = "unsafe_file", "Put a copy there"
    NO_ACCESS = "no_access", "Allow reading it"
    EMPTY = "empty", _GET_AGAIN
    BINARY = "binary", "Put in the note itself as text, DOCX, PDF or HTML"
    ENCODING = "encoding", "Save the text as UTF-8 and put it in again"
    UNKNOWN_FORMAT = "unknown_format", "Save or export the note in one of these"
    ENCRYPTED_PDF = "encrypted_pdf", _SAVE_OPEN
    ENCRYPTED_OFFICE = "encrypted_office", _SAVE_OPEN
    TRUNCATED_PDF = "truncated_pdf", _GET_AGAIN
    NO_TEXT_LAYER = (
        "no_text_layer",
        "Run text recognition (OCR) over it, for instance with ocrmypdf, and put the result in",
    )
    UNREADABLE_FONTS = (
        "unreadable_fonts",
        "Get the DOCX or another PDF of the document, or run text recognition (OCR) over it",
    )
    DAMAGED_DOCX = "damaged_docx", _GET_AGAIN
    EXTERNAL_ENTITIES = "external_entities", f"{_GET_AGAIN}, or save it anew in a word processor"
    ZIP_BOMB = "zip_bomb", _RAISE.format("expanded_bytes")
    TOO_DEEP = "too_deep", "Save the document as text or PDF and put that in"
    ERROR_PAGE = "error_page", "Check the address of the document and download it again"
    NO_RUNNING_TEXT = "no_running_text", "If it holds a note, put in the note itself as text, DOCX, PDF or HTML"
    TOO_LARGE = "too_large", _RAISE.format("bytes or max_characters")
    TOO_MANY_PAGES = "too_many_pages", _RAISE.format("pages")
    TOO_MANY_BLOCKS = "too_many_blocks", _RAISE.format("blocks")
    TIMEOUT = "timeout", _RAISE.format("seconds")
    CRASHED = "crashed", "Get the document again, or in another format"


class Unreadable(ReportedError):  # noqa: N818 - the word a person reads in the quarantine list
    """A document that can't be read, as an error for a person.

    `reason`: one of `Reason`. `what`: the fault. `why`: why that can't be read. `cure`: what to do, where it is
    not what the reason says.
    """

    def __init__(self, reason: Reason, what: str, why: str, cure: str = "") -> None:
        super().__init__(what, why, cure or reason.cure)
        self.reason = reason
        self.args = (reason, what, why, self.cure)  # what a process that reads a document hands back


_LIMITED = {
    "max_bytes": (Reason.TOO_LARGE, "bytes"),
    "max_pages": (Reason.TOO_MANY_PAGES, "pages"),
    "max_blocks": (Reason.TOO_MANY_BLOCKS, "paragraphs"),
    "max_characters": (Reason.TOO_LARGE, "characters"),
}


def keep_to(limits: Limits, **counts: int) -> None:
    """Raise `Unreadable` where a document has more of something than a setting allows.

    `counts`: how many it has, by the name of the setting.
    """
    for setting, count in counts.items():
        limit = getattr(limits, setting)
        if count > limit:
            reason, things = _LIMITED[setting]
            raise Unreadable(reason, f"The document has {count:,} {things}", f"{setting} is {limit:,}")


def timed_out(limits: Limits) -> Unreadable:
    """The refusal of a document whose reading took longer than allowed."""
    return Unreadable(Reason.TIMEOUT, "Reading was stopped", f"it took longer than max_seconds, {limits.max_seconds:g}")
