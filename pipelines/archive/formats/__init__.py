"""Reads a document: bytes in, `Document` out, or `Unreadable` with a reason that a person can act on.

Here: the dispatch by content, and what is refused in every format. A format is a module beside this one that registers
itself (`registry.py`); nothing else knows of it.
Not here: where bytes come from (`sources/`), where a refusal goes (`quarantine.py`), what the text means (`extract/`).
"""

from __future__ import annotations

from typing import Any

from pipelines.archive.document import Document
from pipelines.archive.formats.no_running_text import refuse_data, refuse_error_page
from pipelines.archive.formats.registry import Format, formats, refuse_foreign
from pipelines.archive.unreadable import Reason, Unreadable, keep_to
from pipelines.workspace.limits import Limits
from pipelines.workspace.registry import import_all

__all__ = ["Reason", "Unreadable", "read", "told_format"]

DEFAULT_LIMITS = Limits()


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a document of any known format; its format is told by its content.

    Same bytes, same document. Nothing is fetched, executed or written.

    Raises:
        Unreadable: the only error for whatever the bytes are; see `Reason`.
    """
    keep_to(limits, max_bytes=len(data))
    if not data.strip():
        raise _empty()
    try:
        form, content = told_format(data)
        document = form.read(content, limits)
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
    refuse_data(document.text)
    return document


def told_format(data: bytes) -> tuple[Format, Any]:
    """The format of a document, with what its `read` takes.

    Raises:
        Unreadable: it is of none that is read.
    """
    for is_text in (False, True):
        for form in formats():
            if form.is_text is is_text and (content := form.told(data)) is not None:
                return form, content
        refuse_foreign(data)
    raise AssertionError("what is of no other format is text")


def _empty() -> Unreadable:
    return Unreadable(Reason.EMPTY, "The file is empty", "it holds no text")


import_all(__name__)
