from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.respondents import read_announcement, read_bare_list, read_respondents
from tests.extract.golden_language import cases, text_of, vocabulary


@pytest.mark.parametrize("case", cases("respondents"), ids=text_of)
def test_those_who_sent_information_are_found_in_any_wording(case: dict[str, Any]) -> None:
    found = read_respondents(case["text"], vocabulary())
    if case["states"] is None:
        assert found is None
        return
    assert found is not None
    assert found.declared_number == case.get("number")
    assert " ".join(state.iso3 for state in found.states) == case["states"]
    for state in found.states:
        assert case["text"][state.start : state.end] == state.as_written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Submissions were received from twenty-three States parties.", 23),
        ("Information was received from 38 States parties. The submissions have been posted on the website.", 38),
        ("At the time of writing, 31 States parties had replied to the note verbale.", 31),
        ("The secretariat received information from 27 States parties, which are listed in the annex.", 27),
        ("The States parties that provided information are listed in the annex to the present note.", None),
    ],
)
def test_respondents_that_are_named_elsewhere_are_announced_with_their_number(text: str, number: int | None) -> None:
    announcement = read_announcement(text, vocabulary())
    assert announcement is not None
    assert announcement.number == number


@pytest.mark.parametrize(
    "text",
    [
        "Information was received from 3 States parties (Angola, Chile and Togo).",
        "The following 3 States parties submitted information: Angola, Chile and Togo.",
        "Chile reported that information had been received from 300 citizens.",
        "As at 1 March 2022, there were 187 States parties to the Convention.",
        "Some 120 participants from 60 States attended the meeting.",
    ],
)
def test_nobody_is_announced_where_the_names_follow_or_nothing_was_sent(text: str) -> None:
    assert read_announcement(text, vocabulary()) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Argentina, Iran (Islamic Republic of) and the United States of America.", "ARG IRN USA"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("Angola; Chile; Togo", "AGO CHL TGO"),
        ("See Chile, Law No. 31 of 2010.", ""),
        ("Data for Chile", ""),
        ("", ""),
    ],
)
def test_a_bare_list_holds_nothing_but_names(text: str, codes: str) -> None:
    assert " ".join(state.iso3 for state in read_bare_list(text, vocabulary())) == codes
