"""Lines of page furniture, and furniture inside lines, which is found from its anchors where its pattern matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.outline import page_furniture

PARTS = (
    "___",
    "__",
    "─‗─",
    "—=",
    "—————",
    "--------",
    "V.25-06162",
    "UNEP. 25-06162 (E) 031019 *1909617*",
    "25-06741* (E)",
    "N2512345",
    "V (F) * *",
    "*1909617*",
    "*N2512345*",
    "[Start1]",
    "1",
    "V",
    "(E)",
    "word",
    " ",
    "\n",
)


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_anchors_miss_nothing(text: str) -> None:
    matched = [match.span() for match in page_furniture._INLINE.finditer(text)]
    assert [(span.start, span.end) for span in page_furniture._inline(text, 0)] == matched


@pytest.mark.parametrize(
    ("line", "cut"), [("3/9", ["3/9"]), ("9/3", []), ("3/9**", ["3/9**"]), ("- 3 - 3/9", ["- 3 -", "3/9"])]
)
def test_a_page_of_so_many_may_have_signs_beside_it(line: str, cut: list[str]) -> None:
    text = f"Text.\n{line}\nText."
    assert [text[found.start : found.end] for found in page_furniture.cuts_by_form(text, 0, None, 0)] == cut


def test_a_running_header_beside_a_page_number_may_stand_within_a_line() -> None:
    text = "A/80/9\nThe Conference took A/80/9 3/12 note of A/80/9, paragraph 3."
    cuts = [text[found.start : found.end] for found in page_furniture.cuts_by_form(text, 0, "A/80/9", 6)]
    assert cuts == ["A/80/9", "3/12"]
