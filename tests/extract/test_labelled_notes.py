"""Whole notes with labels by somebody who has not seen the rules; some are still read wrong, in sum few."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import score_labelled
from benchmarks.corpus.score import Tally
from benchmarks.labelled import FOLDER, FOURTH, SECOND_HALF, THIRD
from tests.extract.golden_language import vocabulary


@pytest.fixture(scope="module")
def scored() -> Tally:
    vocabulary()
    return score_labelled(FOLDER)


@pytest.fixture(scope="module")
def second() -> Tally:
    vocabulary()
    return score_labelled(SECOND_HALF)


@pytest.fixture(scope="module")
def third() -> Tally:
    vocabulary()
    return score_labelled(THIRD)


@pytest.fixture(scope="module")
def fourth() -> Tally:
    vocabulary()
    return score_labelled(FOURTH)


def precision_and_recall(scored: Tally, measure: str, prefix: str = "") -> tuple[float, float]:
    """Of the notes whose names begin with `prefix`."""
    names = {name for m, name, _ in scored.counts if m == measure and name != "all" and name.startswith(prefix)}
    right, missed, wrong = (
        sum(scored.counts[measure, name, outcome] for name in names) for outcome in ("right", "missed", "wrong")
    )
    return right / (right + wrong), right / (right + missed)


def test_statements_of_labelled_notes_are_found_and_hardly_any_is_false(scored: Tally) -> None:
    right, missed, wrong = (scored.counts["statements", "all", outcome] for outcome in ("right", "missed", "wrong"))
    assert right / (right + wrong) >= 0.98, scored.cases
    assert right / (right + missed) >= 0.95, scored.cases


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


def test_the_second_half_of_the_labelled_notes_is_read_as_well_as_it_was(second: Tally) -> None:
    precision, recall = precision_and_recall(second, "statements")
    assert precision >= 0.98, second.cases
    assert recall >= 0.95, second.cases
    precision, recall = precision_and_recall(second, "statements", "ta-")
    assert precision >= 0.95, second.cases
    assert precision_and_recall(second, "collective") >= (1.0, 0.76)


def test_nobody_of_the_second_half_is_called_silent_or_a_respondent_who_is_not(second: Tally) -> None:
    assert second.counts["silent", "all", "wrong"] == 0
    assert second.counts["silent", "all", "right"] > 0
    precision, recall = precision_and_recall(second, "respondents")
    assert precision == 1.0, second.cases
    assert recall >= 0.98, second.cases


def test_the_third_set_of_labelled_notes_is_read_as_well_as_it_was(third: Tally) -> None:
    precision, recall = precision_and_recall(third, "statements")
    assert precision >= 0.96, third.cases
    assert recall >= 0.89, third.cases
    assert third.counts["silent", "all", "wrong"] == 0
    assert third.counts["respondents", "all", "wrong"] == 0


def test_the_fourth_set_of_labelled_notes_is_read_as_well_as_it_was(fourth: Tally) -> None:
    precision, recall = precision_and_recall(fourth, "statements")
    assert precision >= 0.97, fourth.cases
    assert recall >= 0.89, fourth.cases
    assert fourth.counts["silent", "all", "wrong"] == 0
    assert precision_and_recall(fourth, "respondents") == (1.0, 1.0)
