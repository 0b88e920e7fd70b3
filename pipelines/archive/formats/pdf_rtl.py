"""Turns rows of a PDF that are written from right to left, so that everything after may read from left to right.

Here: mirroring them, and what PDFium gives in the wrong order within them.
Not here: which line belongs where (`pdf_lines`, `pdf_blocks`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.archive.formats.arabic import FIRST_TURNED, TURNED, plain_forms

if TYPE_CHECKING:
    from pipelines.archive.formats.pdf_lines import Line

RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# A number and its full stop, which the page shows to the right of the paragraph and PDFium reads from left to right.
LABEL = re.compile(r"\.(\d{1,3})")  # Arabic-Indic figures too
# A full stop that ends a line, which PDFium puts before a figure or a Latin word that the line ends with.
STOP_BEFORE = re.compile(r"(?<=\s)([.،:؛])([^\s.،:؛]*[\dA-Za-z][^\s.،:؛]*)$")


def has_right_to_left(text: str) -> bool:
    """Tell whether some of a text is written from right to left."""
    return RIGHT_TO_LEFT.search(text) is not None


def mirror(lines: list[Line], width: float) -> None:
    """Mirror the lines of a row and mend their text."""
    for line in lines:
        if line.x1 < line.x0 or RIGHT_TO_LEFT.search(line.text):
            line.x0, line.x1 = width - line.x0, width - line.x1
        else:
            line.x0, line.x1 = width - line.x1, width - line.x0
        if label := LABEL.fullmatch(line.text):
            line.text = label[1] + "."
        turned = STOP_BEFORE.sub(r"\2\1", plain_forms(line.text))
        line.text = FIRST_TURNED.sub("أولا", TURNED.sub(r"ال\1", turned))
