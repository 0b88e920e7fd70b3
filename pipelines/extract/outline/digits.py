"""Numbers of a given surrounding, found from their first digits.

Here: searching a text for one digit after the other. A search for one character skips through a text; one for a class
of characters looks at each of them.
Not here: what a number means (`footnotes`, `footnote_marks`, `numbering`).
"""

from __future__ import annotations

import re
from operator import methodcaller
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DIGITS = "0123456789"
# Numbers that count up in other digits stand in a text with one of these: the commonest Arabic letter, a wide one.
_BESIDE_OTHER_DIGITS = ("ا", "１")


class NumberPattern:
    """A pattern of a digit and what follows; `rest` may look back at the digit and at what stands before."""

    def __init__(self, rest: str) -> None:
        self._any = re.compile(rf"\d{rest}")
        self._each = [re.compile(f"{digit}{rest}") for digit in DIGITS]

    def find(self, text: str) -> Sequence[re.Match[str]]:
        """Return the matches in order; none may overlap another, whichever digits they begin with."""
        if any(map(text.__contains__, _BESIDE_OTHER_DIGITS)):
            return [*self._any.finditer(text)]
        found = [match for pattern in self._each for match in pattern.finditer(text)]
        found.sort(key=methodcaller("start"))
        return found
