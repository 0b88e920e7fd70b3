"""Reads a document: bytes in, `Document` out, or `Unreadable` with a reason that a person can act on.

Here: the dispatch by content, and what is refused in every format. A format is a module beside this one that registers
itself (`registry.py`); nothing else names it. A reader hands over facts, the outline decides what they mean:

fact of a `Block`     PDF                              DOCX                            HTML
its span              `_goes_on` of `pdf_blocks`       `_Reader.add` of `docx`         `_boundary` of `html`
masthead              `cut_masthead` of `pdf_columns`  `_headers` of `docx`
page header, footer                                    `_headers` of `docx`            `is_page_mark` of `html_parts`
repeated on pages     `mark_repeated` of `pdf_layout`
around the document                                                                    `find_surroundings` of it
footnote              (small type, for the outline)    `_add_note` of `docx`           `find_notes` of `html_parts`
table                 `find_tables` of `pdf_layout`    `_add_table` of `docx`          `tabulates` of `html_parts`
level of a heading                                     `_resolve` of `docx_styles`     `_open_block` of `html`
size, bold, italic    `line_at` of `pdf_lines`         `Styles.run` of `docx_styles`   bold: `_text` of `html`
raised marks          `line_at` of `pdf_lines`         `_run`, `_reference` of `docx`  `_text` of `html`
numbers of lists      (they are text)                  `label` of `docx_styles`        `_label` of `html`

A text has spans and pages alone. Another fact, such as small capitals, goes the way of `bold`: a field of `Block`, an
argument of `DocumentBuilder.add`, a value in each reader; what it tells is asked in `extract/outline/layout.py`.
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

__all__ = ["Reason", "Unreadable", "format_of", "read"]

DEFAULT_LIMITS = Limits()


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a document of any format that is registered; its content decides which that is.

    Same bytes, same document. Nothing is fetched, executed or written.

    Raises:
        Unreadable: the only error for whatever the bytes are; see `Reason`.
    """
    keep_to(limits, max_bytes=len(data))
    if not data.strip():
        raise _empty()
    try:
        form, content = format_of(data)
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


def format_of(data: bytes) -> tuple[Format, Any]:
    """Return the format of a document, with what its `read` takes.

    Raises:
        Unreadable: it is of none that is read.
    """
    for is_text in (False, True):
        for form in formats():
            if form.is_text is is_text and (content := form.content(data)) is not None:
                return form, content
        refuse_foreign(data)
    raise AssertionError("what is of no other format is text")


def _empty() -> Unreadable:
    return Unreadable(Reason.EMPTY, "The file is empty", "it holds no text")


import_all(__name__)
