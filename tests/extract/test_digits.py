"""Numbers found digit by digit are those that a search for any digit finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.outline import footnote_marks, footnotes
from pipelines.extract.outline.footnote_marks import NumberPattern

PARTS = (
    "0",
    "1",
    "2",
    "12",
    "345",
    "6789",
    "Crime,",
    "word",
    "www",
    "See",
    "A",
    ".",
    ")",
    "”",
    " ",
    "\t",
    "\n",
    "\x1f",
)


@pytest.mark.parametrize("pattern", [footnotes._NUMBERED, footnote_marks._GLUED])
@given(text=st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_the_order_of_digits_does_not_matter(pattern: NumberPattern, text: str) -> None:
    found = [match.span() for match in pattern.find(text)]
    assert found == [match.span() for match in pattern._any.finditer(text)]


def test_digits_of_other_scripts_are_found() -> None:
    matches = NumberPattern(r"\d*").find("الفقرة ١٢")
    assert [match.group() for match in matches] == ["١٢"]
