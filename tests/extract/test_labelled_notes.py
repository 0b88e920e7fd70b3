"""Whole notes with labels by somebody who has not seen the rules; some are still read wrong, in sum few."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import rows_of
from benchmarks.corpus.score import Tally
from benchmarks.labelled import compare, labelled_notes
from tests.extract.golden_language import vocabulary


@pytest.fixture(scope="module")
def scored() -> Tally:
    vocabulary()
    total = Tally()
    for name, text, labels in labelled_notes():
        total.merge(compare(name, labels, rows_of(text, "txt")))
    return total


def test_statements_of_labelled_notes_are_found_and_hardly_any_is_false(scored: Tally) -> None:
    right, missed, wrong = (scored.counts["statements", "all", outcome] for outcome in ("right", "missed", "wrong"))
    assert right / (right + wrong) >= 0.98, scored.cases
    assert right / (right + missed) >= 0.90, scored.cases


def test_what_others_do_in_a_state_is_no_statement_of_it(scored: Tally) -> None:
    """The notes about technical assistance, whose names begin with `ta-`."""
    names = {name for measure, name, _ in scored.counts if measure == "statements" and name.startswith("ta-")}
    right = sum(scored.counts["statements", name, "right"] for name in names)
    wrong = sum(scored.counts["statements", name, "wrong"] for name in names)
    assert len(names) == 8
    assert right / (right + wrong) >= 0.95, scored.cases


def test_nobody_is_called_silent_or_a_respondent_who_is_not(scored: Tally) -> None:
    assert scored.counts["silent", "all", "wrong"] == 0
    assert scored.counts["respondents", "all", "wrong"] == 0
    assert scored.counts["silent", "all", "right"] > 0
