"""Builds the archived text and its blocks from what a reader finds, one visual paragraph after the other.

Here: what is the same in every format: how text is normalised (NFC, line ends, control characters, soft hyphens), how
spans are kept. Not here: what a paragraph or a footnote is in a format; that is the format's own reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate

from pipelines.archive.document import Block, Document, Role
from pipelines.archive.formats.arabic import in_order
from pipelines.archive.unreadable import keep_to
from pipelines.workspace.limits import Limits

LINE_ENDS = {"\r": "\n", "\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
# Control characters say nothing in a text and can't stand in XML 1.0; noncharacters and lone surrogates likewise.
DROPPED = [
    *(chr(code) for code in range(0x20) if chr(code) not in "\t\n\f\r\v"),
    *(chr(code) for code in range(0x7F, 0xA0) if code != 0x85),
    *(chr(code) for code in range(0xD800, 0xE000)),
    *(chr(code) for code in range(0xFDD0, 0xFDF0)),
    *(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)),
    "\ufeff",
    "\xad",
]
BROKEN_WORD = re.compile(r"\xad[ \t]*\n[ \t]*(?=\w)")
BLANK_LINE = re.compile(r"\n[^\S\n]*(?=\n)")  # within a block, which has none
EDGE = "\x01"  # of a mark, while text is put together: no clean text has it
PRINTED, EDGED = re.compile(r"(\S(?:.*\S)?)", re.DOTALL), rf"{EDGE}\1{EDGE}"
CHECK_EVERY = 64  # blocks
CLEANED = {**LINE_ENDS, **dict.fromkeys(DROPPED, "")}


def is_clean(text: str) -> bool:
    """Tell whether a text surely needs no cleaning; a no may be wrong and costs time only."""
    return text.replace("\n", "").replace("\t", "").isprintable() and unicodedata.is_normalized("NFC", text)


def clean(text: str) -> str:
    """Text as archived: NFC, LF line ends, no control characters, byte order marks or soft hyphens."""
    if is_clean(text):
        return text
    text = text.replace("\r\n", "\n")
    if "\xad" in text:
        text = BROKEN_WORD.sub("", text)
    for character in CLEANED.keys() & set(text):
        text = text.replace(character, CLEANED[character])
    return unicodedata.normalize("NFC", text)


class DocumentBuilder:
    """Collects the blocks of one document in reading order."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._page = 0
        self._blocks: list[Block] = []

    def add(
        self,
        runs: Iterable[tuple[str, bool]],
        *,
        role: Role = Role.BODY,
        page: int = 0,
        level: int | None = None,
        size: float | None = None,
        bold: bool = False,
        italic: bool = False,
        marker: str | None = None,
    ) -> None:
        """Add one visual paragraph.

        `runs`: its text in pieces, each with whether it is a footnote reference mark. A paragraph of white space
        only is left out.

        Raises:
            Unreadable: `too_many_blocks` or `too_large`, over the document's limits (checked now and then).
        """
        text, marks = _join(runs)
        if not text:
            return
        if self._parts:
            gap = "\n\n" if page == self._page else "\n\f\n"
            self._parts.append(gap)
            self._length += len(gap)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        shifted = tuple([(start + first, start + last) for first, last in marks])
        self._blocks.append(Block(start, self._length, role, page, level, size, bold, italic, shifted, marker))
        self._page = page
        if len(self._blocks) % CHECK_EVERY == 0:
            self._check()

    def document(self, media_type: str, pages: int = 0) -> Document:
        """Return the document of all blocks added so far.

        Raises:
            Unreadable: `too_many_blocks` or `too_large`, over the document's limits.
        """
        self._check()
        text = in_order("".join(self._parts) + ("\n" if self._parts else ""))
        return Document(text, tuple(self._blocks), str(media_type), pages)

    def _check(self) -> None:
        keep_to(self._limits, max_blocks=len(self._blocks), max_characters=self._length)


def _join(runs: Iterable[tuple[str, bool]]) -> tuple[str, list[tuple[int, int]]]:
    """Join runs into one clean text without white space at its ends, with the spans of its marks."""
    signed = "".join([PRINTED.sub(EDGED, clean(text)) if is_mark else clean(text) for text, is_mark in runs])
    # Normalised once more for an accent in another run than its letter.
    signed = unicodedata.normalize("NFC", signed).replace("\f", "\n")
    pieces = BLANK_LINE.sub("", signed).strip().split(EDGE)
    text = "".join(pieces)
    if not unicodedata.is_normalized("NFC", text):
        return unicodedata.normalize("NFC", text), []  # what parts a letter from its accent is no mark
    edges = list(accumulate(map(len, pieces)))
    return text, list(zip(edges[::2], edges[1::2], strict=False))
