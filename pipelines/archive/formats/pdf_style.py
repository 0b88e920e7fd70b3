"""What is usual in a PDF, and what stands out from it: type size, leading, length of lines, ends of sentences.

Here: measures and tests of single lines that several modules need.
Not here: what follows from them (`pdf_layout`, `pdf_notes`, `pdf_blocks`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest

from pipelines.archive.document import Role
from pipelines.archive.formats.pdf_lines import Line, right_edge

STYLE_PAGES = 8  # enough to tell what is usual
LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}")
SENTENCE_END = re.compile(r"[.:;?!…][\"”’)\]»]*[\d*]*$")
PARAGRAPH_START = re.compile(r"(\d{1,3})\.\s?(?=[^\d\s])")
SMALL_TYPE = 0.93  # of the usual size: footnotes are set smaller than that
LARGE = 1.12  # of the usual size: a heading is larger than that, or bold


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a document: type size of the text, distance of its baselines, length of its lines."""

    size: float
    leading: float
    width: float

    def is_small(self, line: Line) -> bool:
        """Tell whether a line is set in smaller type than the text."""
        return line.size < SMALL_TYPE * self.size

    def is_large(self, line: Line) -> bool:
        """Tell whether a line is set in larger type than the text."""
        return line.size > LARGE * self.size

    def stands_out(self, line: Line) -> bool:
        """Tell whether a line is bold or in larger type than the text."""
        return line.bold or self.is_large(line)


def measure_style(pages: list[list[Line]]) -> Style:
    """Measure what is usual in a document, on some of its pages."""
    sizes: Counter[float] = Counter()
    widths: Counter[float] = Counter()
    leadings: Counter[float] = Counter()
    for lines in pages[:: len(pages) // STYLE_PAGES + 1]:
        body = [line for line in lines if line.role is Role.BODY and not line.column]
        right = right_edge(body)
        for above, below in zip_longest(body, body[1:]):
            letters = len(above.text)
            sizes[round(2 * above.size) / 2] += letters
            widths[(above.x1 - above.x0) // 10 * 10] += letters
            if below and above.x1 > right - 4 * above.size and abs(above.size - below.size) < 0.5:
                leadings[round(2 * (above.y - below.y)) / 2] += letters
    size = most(sizes, 10.0)
    leading = most(Counter({step: count for step, count in leadings.items() if step > 0.5 * size}), 1.2 * size)
    return Style(size, min(leading, 2.6 * size), most(widths, 400.0))


def most(counts: Counter[float], default: float) -> float:
    """Return the most frequent value, the smaller one of equals."""
    return max(counts, key=lambda value: (counts[value], -value), default=default)


def has_leaders(text: str) -> bool:
    """Tell whether a line has dot leaders, as in a table of contents."""
    return ("..." in text or ". ." in text or "…" in text) and LEADERS.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence or a clause does, a footnote mark apart."""
    return SENTENCE_END.search(text, max(len(text) - 8, 0)) is not None
