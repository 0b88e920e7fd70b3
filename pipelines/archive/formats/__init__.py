"""Reads a document: bytes in, `Document` out, or `Unreadable` with a reason that a person can act on.

Here: the dispatch by content, and what is refused in every format. A module beside this one reads each format.
Not here: where bytes come from and where a refusal goes (archive), and what the text means (extract).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.archive.formats.detect import Format, detect_binary, detect_text
from pipelines.archive.formats.docx import read_docx
from pipelines.archive.formats.error_page import refuse_error_page
from pipelines.archive.formats.html import declared_text, read_html
from pipelines.archive.formats.limits import Budget, Reason, Unreadable, too_large
from pipelines.archive.formats.pdf import read_pdf
from pipelines.archive.formats.text import decode, read_text
from pipelines.workspace.limits import Limits

if TYPE_CHECKING:
    from pipelines.archive.document import Document

__all__ = ["Reason", "Unreadable", "read"]

DEFAULT_LIMITS = Limits()


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a document of any known format; its format is told by its content.

    Same bytes, same document. Nothing is fetched, executed or written.

    Raises:
        Unreadable: the only error for whatever the bytes are; see `Reason`.
    """
    if len(data) > limits.max_bytes:
        raise too_large("file", len(data), limits.max_bytes, "bytes", "max_bytes")
    if not data.strip():
        raise _empty()
    try:
        document = _read(data, Budget(limits))
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            Reason.CRASHED,
            "Reading the document failed",
            f"{type(error).__name__}: {error}",
            "This is a fault of the reader: report it, with the file, and get the document in another format meanwhile",
        ) from error
    if not document.blocks:
        raise _empty()
    refuse_error_page(document.text)
    return document


def _read(data: bytes, budget: Budget) -> Document:
    match detect_binary(data):
        case Format.PDF:
            return read_pdf(data, budget)
        case Format.DOCX:
            return read_docx(data, budget)
    text = declared_text(data)
    if text is None or detect_text(text) is not Format.HTML:
        text = decode(data)
    if detect_text(text) is Format.HTML:
        return read_html(text, budget)
    return read_text(text, budget)


def _empty() -> Unreadable:
    return Unreadable(
        Reason.EMPTY,
        "The file is empty",
        "it holds no text",
        "Get the document again from where it was published",
    )
