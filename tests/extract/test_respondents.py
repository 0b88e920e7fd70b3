from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.reading.respondents import RespondentList, bare_list, respondents_of
from pipelines.extract.reading.tokens import Tokens, tokens_of
from tests.extract.golden_language import cases, english, rows_of, text_of


def tokens(text: str) -> Tokens:
    return tokens_of(text, english().grammar)


def listed(text: str) -> RespondentList | None:
    return respondents_of(tokens(text), english())


@pytest.mark.parametrize("case", cases("respondents"), ids=text_of)
def test_those_who_sent_information_are_found_in_any_wording(case: dict[str, Any]) -> None:
    found = listed(case["text"])
    if case["states"] is None:
        assert found is None or not found.states
        return
    assert found is not None
    assert found.number == case.get("number")
    assert " ".join(iso3 for iso3, _ in found.states) == case["states"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Submissions were received from twenty-three States parties.", 23),
        ("Information was received from 38 States parties. The submissions have been posted on the website.", 38),
        ("At the time of writing, 31 States parties had replied to the note verbale.", 31),
        ("The secretariat received information from 27 States parties, which are listed in the annex.", 27),
        ("The States parties that provided information are listed in the annex to the present note.", None),
        ("By the time the present paper was closed, 14 replies were to hand.", 14),
        ("The 12 States parties from which a communication was received are set out in the annex.", 12),
    ],
)
def test_respondents_that_are_named_elsewhere_are_announced_with_their_number(text: str, number: int | None) -> None:
    found = listed(text)
    assert found is not None
    assert found.elsewhere
    assert found.number == number


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
    found = listed(text)
    assert found is None or not found.elsewhere


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
    assert " ".join(iso3 for iso3, _ in bare_list(tokens(text), english().grammar)) == codes


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Contributions were received from Norway, Sweden and Denmark.", True),
        ("Contributions in response to the note verbale were received from Norway, Sweden and Denmark.", False),
        ("Information was received from Norway, Sweden and Denmark.", False),
    ],
)
def test_what_may_be_a_list_of_donors_is_doubtful(text: str, *, doubtful: bool) -> None:
    found = listed(text)
    assert found is not None
    assert len(found.states) == 3
    assert found.doubtful is doubtful


_OWN = "1. Submissions were received from the following 3 States parties: Angola, Chile and Togo."


@pytest.mark.parametrize(
    "others",
    [
        "2. The paper draws on the mission reports of advisers stationed in Peru, Mali and Kenya.",
        "2. Additional material was gathered at a meeting which brought together, among others, Peru, Mali and Kenya.",
        "2. Observations were received from two organizations, based in Peru and Kenya respectively.",
        "2. The communication platform was developed with a contribution from Peru.",
        "2. Voluntary and other contributions were received from Peru, Mali and Kenya.",
        "II. Legal assistance (article 46)\n\n2. Replies from Peru, Mali and Kenya had been received within weeks.",
    ],
)
def test_beside_the_list_that_a_note_counts_nobody_else_is_listed_and_silent(others: str) -> None:
    text = (
        f"CAC/COSP/WG.4/2031/2\n\nThematic note\n\nNote by the Secretariat\n\nI. Introduction\n\n{_OWN}\n\n{others}\n"
    )
    rows = rows_of(text.encode())["submissions"]
    assert {row["state_iso3"] for row in rows if row["declared"]} == {"AGO", "CHL", "TGO"}
    assert {row["state_iso3"] for row in rows if row["silent"]} <= {"AGO", "CHL", "TGO"}


def test_a_reply_that_came_late_is_one_more() -> None:
    text = f"{_OWN} The reply of Peru was received on 4 May."
    found = listed(text)
    assert found is not None
    assert " ".join(iso3 for iso3, _ in found.states) == "AGO CHL TGO PER"
