"""Which text of a list stands in the place of which of another."""

from __future__ import annotations

import pytest

from pipelines.publish.successors import aligned

A, B, C, D = (f"{w} one two three four five" for w in ("Alpha", "Beta says", "Gamma does", "Delta has"))


@pytest.mark.parametrize(
    ("ours", "theirs", "pairs"),
    [
        ([A, B, C], [A, B, C], {0: 0, 1: 1, 2: 2}),
        ([A, B, C], [A, "New.", B, C], {0: 0, 1: 2, 2: 3}),
        ([A, B, C], [A, C], {0: 0, 2: 1}),
        # As many between two that stay: each stands for the one in its place, however much it was changed.
        ([A, "Old words.", C], [A, "Quite another text.", C], {0: 0, 1: 1, 2: 2}),
        # More between them: the one that says nearly the same.
        ([A, B, D], [A, "New text here.", f"{B} and six", D], {0: 0, 1: 2, 2: 3}),
        ([A, B], [B, A], {0: 1}),
        ([A, A], [A], {0: 0}),
        ([], [A], {}),
    ],
)
def test_texts_that_stand_for_each_other(ours: list[str], theirs: list[str], pairs: dict[int, int]) -> None:
    assert aligned(ours, theirs) == pairs


def test_long_lists_take_little_time() -> None:
    ours, theirs = ([f"{word} {n}" for n in range(3000)] for word in ("a", "b"))
    assert len(aligned(ours, theirs)) == 3000
    assert aligned(ours, theirs[:-1]) == {}
