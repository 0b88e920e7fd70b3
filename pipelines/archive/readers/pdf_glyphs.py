"""Asks PDFium about single characters of a page: where they stand, how large they are, whether they are bold.

Here: every call into PDFium's text interface. Each costs half a microsecond, so what is asked must be little.
Not here: what is asked about which characters (`pdf_lines`), and opening documents and pages (`pdf`).
"""

from __future__ import annotations

import ctypes
import math
import re

import pypdfium2.raw as pdfium

BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
BOLD_WEIGHT = 600


class Fonts:
    """Whether a font is bold, remembered for a whole document."""

    def __init__(self) -> None:
        self._bold: dict[int, bool] = {}

    def is_bold(self, text_page: object, index: int) -> bool:
        """Tell whether the character at an index is set in a bold font."""
        text_object = pdfium.FPDFText_GetTextObject(text_page, index)
        font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        bold = self._bold.get(key)
        if bold is None:
            bold = self._bold[key] = _is_bold(font)
        return bold


def _is_bold(font: object) -> bool:
    if pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return bool(BOLD_NAME.search(name.raw[:length].decode("latin-1")))


class Glyphs:
    """The characters of one loaded text page; `text` has one for each of PDFium's, so that its indexes hold."""

    def __init__(self, text_page: object, fonts: Fonts) -> None:
        self._page = text_page
        self._fonts = fonts
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = pdfium.FS_MATRIX()
        self.text = _text(text_page)

    def origin(self, index: int) -> tuple[float, float]:
        """Left edge and baseline of a character, in points from the page's lower left corner."""
        pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        return self._x.value, self._y.value

    def size(self, index: int) -> float:
        """Type size of a character as it stands on the page, in points."""
        size: float = pdfium.FPDFText_GetFontSize(self._page, index)
        matrix = self._matrix
        if pdfium.FPDFText_GetMatrix(self._page, index, matrix) and (matrix.d != 1 or matrix.c != 0):
            size *= math.hypot(matrix.c, matrix.d)
        return size

    def is_bold(self, index: int) -> bool:
        """Tell whether a character is set in a bold font."""
        return self._fonts.is_bold(self._page, index)


def _text(text_page: object) -> str:
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 1))()
    units = pdfium.FPDFText_GetText(text_page, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(units, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # That text leaves out characters without a meaning: ask one by one.
    codes = (pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)
