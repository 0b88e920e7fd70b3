"""Turns rows of a PDF that are written from right to left, so that everything after may read from left to right.

Here: what PDFium gives in the wrong order within them. Not here: which line belongs where (`pdf_lines`, `pdf_blocks`).
"""

from __future__ import annotations

import re

from pipelines.archive.formats.arabic import FIRST_TURNED, TURNED, plain_forms

RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# A number and its full stop, which the page shows to the right of the paragraph and PDFium reads from left to right.
LABEL = re.compile(r"\.(\d{1,3})")  # Arabic-Indic figures too
# A full stop that ends a line, which PDFium puts before a figure or a Latin word that the line ends with.
STOP_BEFORE = re.compile(r"(?<=\s)([.،:؛])([^\s.،:؛]*[\dA-Za-z][^\s.،:؛]*)$")


def has_right_to_left(text: str) -> bool:
    """Tell whether some of a text is written from right to left."""
    return RIGHT_TO_LEFT.search(text) is not None


def in_order(text: str) -> str:
    """The text of a line in the order in which it is read."""
    if label := LABEL.fullmatch(text):
        text = label[1] + "."
    turned = STOP_BEFORE.sub(r"\2\1", plain_forms(text))
    return FIRST_TURNED.sub("أولا", TURNED.sub(r"ال\1", turned))
