"""Asks PDFium about single characters of a page: where they stand, how large they are, in which face.

Here: every call into PDFium's text interface. Each costs a microsecond, so what is asked must be little. And what
stands in one row.
Not here: what is asked about which characters (`pdf_lines`), and opening documents and pages (`pdf`).
"""

from __future__ import annotations

import ctypes
import math
import re
from operator import itemgetter
from typing import Any, TypeVar

import pypdfium2.raw as pdfium

BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
ITALIC_NAME = re.compile(r"italic|oblique", re.IGNORECASE)
BOLD_WEIGHT = 600
# PDFium ends a line with CR LF, or, where its last character is a hyphen, with U+FFFE in place of that hyphen.
RAW_LINE = re.compile("[^\r\n\ufffe]+\ufffe?|\ufffe")


SAME_ROW = 0.5  # ems that a raised mark stands above its baseline, at most
Drawn = TypeVar("Drawn")


def in_rows(drawn: list[tuple[float, float, Drawn]]) -> list[list[Drawn]]:
    """Return what stands on about one baseline together, from top to bottom.

    `drawn`: each with its baseline and type size before it, in the order in which it stands within a row.
    """
    rows: list[list[Drawn]] = []
    top = 0.0
    for y, size, one in sorted(drawn, key=itemgetter(0), reverse=True):
        # A row is no lower than its first line, lest a line of the column beside it bring in the next.
        if rows and top - y <= SAME_ROW * min(size, 12.0):
            rows[-1].append(one)
        else:
            rows.append([one])
            top = y
    return rows


class Fonts:
    """Whether a font is bold and whether it is italic, remembered for a whole document."""

    def __init__(self) -> None:
        self._faces: dict[int, tuple[bool, bool]] = {}

    def face(self, text_page: Any, index: int) -> tuple[bool, bool]:
        """Tell whether the character at an index is set in a bold font, and in an italic one."""
        text_object = pdfium.FPDFText_GetTextObject(text_page, index)
        font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
        if not font:
            return False, False
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        if address not in self._faces:
            self._faces[address] = _face(font)
        return self._faces[address]


def _face(font: object) -> tuple[bool, bool]:
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.raw[:length].decode("latin-1")
    bold = pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT or BOLD_NAME.search(name) is not None
    return bold, ITALIC_NAME.search(name) is not None


class Glyphs:
    """The characters of one loaded text page: `text`, and what PDFium says of the one at an index of it."""

    def __init__(self, text_page: Any, fonts: Fonts) -> None:
        self._page, self._fonts = text_page, fonts
        self._x, self._y, self._matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
        self._box = pdfium.FS_RECTF()
        self.text = _text(text_page)
        self._order: list[tuple[int, float]] = []

    def reorder(self, text: str, order: list[tuple[int, float]]) -> None:
        """Put other characters in place of the text's, each with the index of one of its own, and its left edge."""
        self.text, self._order = text, order

    def origin(self, index: int) -> tuple[float, float]:
        """Left edge and baseline of a character, in points from the page's lower left corner."""
        pdfium.FPDFText_GetCharOrigin(self._page, self._own(index), self._x, self._y)
        return self._order[index][1] if self._order else self._x.value, self._y.value

    def right(self, index: int) -> float:
        """Right edge of a character, in points from the page's lower left corner."""
        pdfium.FPDFText_GetLooseCharBox(self._page, self._own(index), self._box)
        return float(self._box.right)

    def _own(self, index: int) -> int:
        """Index in PDFium's own order."""
        return self._order[index][0] if self._order else index

    def size(self, index: int) -> float:
        """Type size of a character as it stands on the page, in points."""
        index = self._own(index)
        size: float = pdfium.FPDFText_GetFontSize(self._page, index)
        matrix = self._matrix
        if pdfium.FPDFText_GetMatrix(self._page, index, matrix) and (matrix.d != 1 or matrix.c != 0):
            size *= math.hypot(matrix.c, matrix.d)
        return size

    def is_added(self, index: int) -> bool:
        """Tell whether PDFium adds a character that is not in the page's content, such as a space for a gap."""
        return bool(pdfium.FPDFText_IsGenerated(self._page, self._own(index)) == 1)

    def face(self, index: int) -> tuple[bool, bool]:
        """Tell whether a character is set in a bold font, and in an italic one."""
        return self._fonts.face(self._page, self._own(index))


def _text(text_page: object) -> str:
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 1))()
    units = pdfium.FPDFText_GetText(text_page, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(units, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # That text leaves out characters without a meaning: ask one by one. The hyphen at a line's end is then U+0002.
    codes = (pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes).replace("\x02", "\ufffe")
