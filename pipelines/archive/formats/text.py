"""Reads plain text: finds the encoding by the bytes, and the paragraphs by blank lines.

Here: decoding, and the archived text of a text file, which is the file's own text; Markdown is refused.
Not here: paragraphs that stand several on a line, mastheads; those are extraction's, for every format.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from pipelines.archive.document import Block, Document
from pipelines.archive.formats.arabic import in_order, plain_forms
from pipelines.archive.formats.builder import clean
from pipelines.archive.formats.registry import Format, foreign, register
from pipelines.archive.unreadable import Reason, Unreadable, keep_to
from pipelines.workspace.limits import Limits

MEDIA_TYPE = "text/plain"
# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1e\x1f"))
MAX_CONTROL_SHARE = 0.01
# In a text of a Western language in cp1252, bytes over 0x7F are letters within words and typographic marks; in any
# other 8-bit encoding or in binary data most of the letters are such bytes, or they stand in runs.
MAX_HIGH_SHARE = 0.2
HIGH_RUN = re.compile(rb"[\xc0-\xff]{3}")
PARAGRAPH_BREAK = re.compile(r"\n\s*\n|\f")
# What no other text has: two headings, the row of dashes below the names of a table's columns, a footnote.
MARKDOWN = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t]+\S[^\0]*?^ {0,3}#{1,6}[ \t]+\S|\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*$|\[\^[^\]\s]{1,40}\]:)",
    re.MULTILINE,
)


def read_text(text: str, limits: Limits) -> Document:
    """Return a decoded text as a document: one block for each run of lines that are not blank; form feeds part pages.

    Raises:
        Unreadable: `too_large`, `too_many_blocks`; `unknown_format` for Markdown.
    """
    if MARKDOWN.search(text):
        raise foreign("a text in Markdown", "Send the note as PDF, DOCX, HTML or plain text")
    text = in_order(plain_forms(clean(text)) if not text.isascii() else clean(text))
    pages = text.count("\f") + 1 if "\f" in text else 0
    blocks = []
    page, start = min(pages, 1), 0
    for paragraph, gap in _paragraphs(text):
        if content := paragraph.strip():
            first = start + paragraph.index(content[0])
            blocks.append(Block(first, first + len(content), page=page))
        start += len(paragraph) + len(gap)
        page += gap.count("\f")
    keep_to(limits, max_blocks=len(blocks), max_characters=len(text))
    return Document(text, tuple(blocks), MEDIA_TYPE, pages)


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Yield each run of lines, with the white space that parts it from the next."""
    start = 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        yield text[start : gap.start()], gap.group()
        start = gap.end()
    yield text[start:], ""


def decode(data: bytes) -> str:
    """Decode bytes that should be text: UTF-16 and UTF-32 by their byte order mark, UTF-8, else Windows-1252.

    Raises:
        Unreadable: `binary` for bytes that are no text, `encoding` for text in an encoding that can't be told.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], encoding)
    controls = len(data) - len(data.translate(None, CONTROLS))
    if controls > MAX_CONTROL_SHARE * len(data):
        raise Unreadable(
            Reason.BINARY,
            "The file is not text",
            f"{controls:,} of its {len(data):,} bytes are control characters, and no known document format was found",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _looks_western(data):
            return data.decode("cp1252")
        raise _undecodable("utf-8", error) from error


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(encoding, error) from error


def _undecodable(encoding: str, error: UnicodeDecodeError) -> Unreadable:
    return Unreadable(
        Reason.ENCODING,
        f"The text can't be decoded as {encoding.upper()}",
        f"byte {error.start:,} does not fit, and the bytes are not like Windows-1252 either",
    )


def _looks_western(data: bytes) -> bool:
    """Tell whether bytes that are not UTF-8 are Windows-1252 (of which Latin-1 text is a part)."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = len(re.findall(rb"[A-Za-z\xc0-\xff]", data))
    high = len(re.findall(rb"[\xc0-\xff]", data))
    return high <= MAX_HIGH_SHARE * letters and len(HIGH_RUN.findall(data)) <= high / 50


register(Format(MEDIA_TYPE, "txt", "text", 90, decode, read_text, has_pages=False, is_text=True, apart=False))
