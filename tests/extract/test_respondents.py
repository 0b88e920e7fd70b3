from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.reading.respondents import RespondentList, respondents_of
from pipelines.extract.reading.tokens import tokens_of
from tests.extract.golden_language import cases, english, rows_of, text_of


def listed(text: str, *, opening: bool = False) -> RespondentList:
    return respondents_of([tokens_of(text, english().grammar)], english(), opening=opening)


@pytest.mark.parametrize("case", cases("respondents"), ids=text_of)
def test_those_who_sent_information_are_found_in_any_wording(case: dict[str, Any]) -> None:
    items = ": (a) " in case["text"] or ": • " in case["text"]  # of one State each: where a note opens
    found = listed(case["text"], opening=items)
    assert " ".join(name.iso3 for name in found.senders) == (case["states"] or "")
    assert case["states"] is None or ("number" in case) == (case.get("number") in found.numbers)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Submissions were received from twenty-three States parties.", 23),
        ("Information was received from 38 States parties. The submissions have been posted on the website.", 38),
        ("At the time of writing, 31 States parties had replied to the note verbale.", 31),
        ("The secretariat received information from 27 States parties, which are listed in the annex.", 27),
        ("By the time the present paper was closed, 14 replies were to hand.", 14),
        ("The 12 States parties from which a communication was received are set out in the annex.", 12),
        ("Information was received from 3 States parties (Angola, Chile and Togo).", 3),
        ("Chile reported that information had been received from 300 citizens.", None),
        ("As at 1 March 2022, there were 187 States parties to the Convention.", None),
        ("Some 120 participants from 60 States attended the meeting.", None),
    ],
)
def test_how_many_sent_information_is_read_with_or_without_their_names(text: str, number: int | None) -> None:
    assert listed(text).numbers == (() if number is None else (number,))


_OWN = "1. Submissions were received from the following 3 States parties: Angola, Chile and Togo."


@pytest.mark.parametrize(
    "others",
    [
        "2. The paper draws on the mission reports of advisers stationed in Peru, Mali and Kenya.",
        "2. Additional material was gathered at a meeting which brought together, among others, Peru, Mali and Kenya.",
        "2. Observations were received from two organizations, based in Peru and Kenya respectively.",
        "2. The communication platform was developed with a contribution from Peru.",
        "2. Voluntary and other contributions were received from Peru, Mali and Kenya.",
        "2. The replies of the year before, of Peru and Mali, are reflected in CAC/COSP/WG.4/2030/3.",
        "II. Legal assistance (article 46)\n\n2. Replies from Peru, Mali and Kenya had been received within weeks.",
    ],
)
def test_beside_the_list_that_a_note_counts_nobody_else_is_listed_and_silent(others: str) -> None:
    said = "A. Prevention (article 5)\n\n3. Angola reported a law."
    head = "CAC/COSP/WG.4/2031/2\n\nThematic note\n\nNote by the Secretariat\n\nI. Introduction"
    rows = rows_of(f"{head}\n\n{_OWN}\n\n{others}\n\n{said}\n".encode())["submissions"]
    assert {row["state_iso3"] for row in rows if row["declared"]} == {"AGO", "CHL", "TGO"}
    assert {row["state_iso3"] for row in rows if row["silent"]} == {"CHL", "TGO"}


def test_a_reply_that_came_late_is_one_more() -> None:
    found = listed(f"{_OWN} The reply of Peru was received on 4 May.")
    assert " ".join(name.iso3 for name in found.senders) == "AGO CHL TGO PER"
