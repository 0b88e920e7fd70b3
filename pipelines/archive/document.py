"""The one form in which every reader hands a document to extraction.

Here: the archived text of a document and its blocks with the hints that the source format gives about them.
Not here: how a format is read (`pipelines/archive/formats/`) or what the text means (`pipelines/extract/`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# Of the usual type size: what is larger stands out, what is smaller may be a note.
LARGE, SMALL = 1.12, 0.93


class Role(StrEnum):
    """What a block stands in: by its container (DOCX, HTML), or by its place and type on the page (PDF).

    What it is in the document (a heading, a title, a paragraph, a contents table) the outline decides. Text knows none.
    """

    BODY = "body"
    MASTHEAD = "masthead"  # DOCX: the header part of the first page; PDF: one of two columns at the first page's top
    PAGE_HEADER = "page_header"  # DOCX: a header part
    PAGE_FOOTER = "page_footer"  # DOCX: a footer part; HTML: what the site puts around the document
    REPEATED = "repeated"  # PDF: at the top or the foot of a page, and at the same height on others
    FOOTNOTE = "footnote"  # DOCX, HTML: what a mark refers to
    TABLE = "table"  # a cell; the caption of a table, or of a figure


@dataclass(frozen=True, slots=True)
class Block:
    """One visual paragraph of a document (a heading, a paragraph, a table cell, a footnote).

    `start`, `end`: half-open character span in `Document.text`. A block may hold single newlines (its lines).
    `role`: see `Role`.
    `page`: page number counted from 1; 0 where the format has no pages.
    `level`: of a heading that the format itself calls one: 1–6 (an `h2`, a Word heading style), 0 where it does not say
    which; None elsewhere.
    `size`: type size in points, None where unknown. `bold`, `italic`: all of it is.
    `marks`: spans in `Document.text` of footnote reference marks in the format (superscript, `w:footnoteReference`).
    `marker`: for `FOOTNOTE`, the mark as printed (`1`, `*`), also inside the block's text.
    """

    start: int
    end: int
    role: Role = Role.BODY
    page: int = 0
    level: int | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document as archived text.

    `text`: Unicode NFC, LF line ends, no byte order mark, no soft hyphens, no NUL. Lines of one visual paragraph are
    parted by one newline, visual paragraphs by a blank line, pages by a form feed (white space all).
    `blocks`: in reading order, disjoint; outside them `text` is white space only.
    `media_type`: by content, e.g. `text/plain`, `application/pdf`.
    `pages`: number of pages, 0 where the format has none.
    """

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    pages: int = 0

    def plain(self) -> dict[str, Any]:
        """The document less its text, as values that JSON takes; `from_plain` makes it again."""
        return {
            "media_type": self.media_type,
            "pages": self.pages,
            "blocks": [[getattr(block, name) for name in Block.__slots__] for block in self.blocks],
        }


def from_plain(text: str, plain: dict[str, Any]) -> Document:
    """The document with that text; `plain`: all else of it, as `Document.plain` gives it."""
    return Document(text, tuple(map(_block, plain["blocks"])), plain["media_type"], plain["pages"])


def _block(values: list[Any]) -> Block:
    named = dict(zip(Block.__slots__, values, strict=True))
    return Block(**named | {"role": Role(named["role"]), "marks": tuple(map(tuple, named["marks"]))})
