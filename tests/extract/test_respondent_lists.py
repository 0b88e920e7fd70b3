"""Whole notes of a few paragraphs, of which only some list those who sent information."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.contract.rows import Rows
from pipelines.workspace.yaml_file import read_yaml
from tests.conftest import ROOT
from tests.extract.golden_language import rows_of

CASES: list[dict[str, Any]] = read_yaml(ROOT / "tests" / "golden" / "respondents.yaml")
# What such a note is opened by, the heading of its analysis, and what its annex is called.
_HEADS = {
    "en": ("Note by the Secretariat", "I. Introduction", "II. Analysis", "A. Preventive policies (article 5)", "Annex"),
    "fr": (
        "Note du Secrétariat",
        "I. Introduction",
        "II. Analyse",
        "A. Politiques de prévention (article 5)",
        "Annexe",
    ),
    "es": ("Nota de la Secretaría", "I. Introducción", "II. Análisis", "A. Políticas (artículo 5)", "Anexo"),
}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def printed(case: dict[str, Any]) -> bytes:
    """The case as a note in plain text."""
    intro = [f"{n}. {text}" for n, text in enumerate(case["intro"], 1)]
    body = [f"{n}. {text}" for n, text in enumerate(case["body"], len(intro) + 1)]
    author, opening, *analysis, heading = _HEADS[case.get("language", "en")]
    annex = [heading, *map(str, case["annex"])] if case.get("annex") else []
    notes = [f"{str(mark).translate(_SUPERSCRIPT)} {text}" for mark, text in (case.get("footnotes") or {}).items()]
    parts = ["CAC/COSP/WG.4/2031/2", "Thematic discussion: note", author, opening, *intro, *analysis, *body]
    return "\n\n".join((*parts, "\n".join(annex), "\n".join(("__________________", *notes)) if notes else "")).encode()


@pytest.fixture(scope="module")
def extracted() -> list[tuple[dict[str, Any], Rows]]:
    return [(case, rows_of(printed(case))) for case in CASES]


def test_nobody_is_called_silent_who_sent_nothing_or_is_quoted(extracted: list[tuple[dict[str, Any], Rows]]) -> None:
    for case, rows in extracted:
        silent = {row["state_iso3"] for row in rows["submissions"] if row["silent"]}
        assert silent <= set(case["respondents"] or []) - set(case["statements"] or []), case["about"]


def test_most_of_those_are_listed_who_sent_information_and_hardly_anybody_else(
    extracted: list[tuple[dict[str, Any], Rows]],
) -> None:
    right = wrong = missed = silent = numbers = 0
    for case, rows in extracted:
        listed = {row["state_iso3"] for row in rows["submissions"] if row["declared"]}
        wanted = set(case["respondents"] or [])
        right, wrong, missed = right + len(listed & wanted), wrong + len(listed - wanted), missed + len(wanted - listed)
        silent += sum(row["silent"] is True for row in rows["submissions"])
        numbers += rows["notes"][0]["declared_respondent_count"] == case["number"]
    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.86
    assert numbers / len(extracted) >= 0.95
    assert silent >= 325


def test_of_the_bodies_of_these_notes_hardly_a_statement_is_false_or_missed(
    extracted: list[tuple[dict[str, Any], Rows]],
) -> None:
    right = wrong = missed = 0
    for case, rows in extracted:
        found = {row["state_iso3"] for row in rows["statements"]}
        wanted = set(case["statements"] or [])
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
    assert right / (right + wrong) >= 0.96
    assert right / (right + missed) >= 0.96


_COUNTED = "Submissions were received from four States parties (Angola, Chile, Peru and Togo)."


def of_note(*parts: str) -> Rows:
    head = ["CAC/COSP/WG.4/2031/2", "Thematic discussion: note", "Note by the Secretariat"]
    return rows_of("\n\n".join((*head, *parts)).encode())


def test_a_late_list_in_another_part_of_the_note_is_set_aside_where_nobody_in_it_is_quoted() -> None:
    late = "2. After the deadline, information was also received from Egypt, Fiji and Ghana."
    rows = of_note(
        "I. Introduction", f"1. {_COUNTED}", "II. Further submissions", late, "3. Angola reported a new law."
    )
    listed = {row["state_iso3"] for row in rows["submissions"] if row["declared"]}
    assert listed == {"AGO", "CHL", "PER", "TGO"}
    assert "respondents_doubtful" in {row["rule"] for row in rows["signals"]}


def test_a_note_that_is_all_introduction_makes_statements() -> None:
    rows = of_note("Introduction", "1. Austria adopted a law.", "2. Chile established an authority.")
    assert {row["state_iso3"] for row in rows["statements"]} == {"AUT", "CHL"}


def test_many_lists_cost_no_more_than_their_number() -> None:
    sentence = "The Secretariat received information from Austria, Chile and Peru."
    rows = of_note(
        "I. Introduction", *(f"{n}. {sentence}" for n in range(1, 1500)), *_BODY, "1500. Peru adopted a law."
    )
    assert {row["state_iso3"] for row in rows["submissions"]} == {"AUT", "CHL", "PER"}


_FIVE = "1. Information was received from Angola, Chile, Fiji, Peru and Togo."
_MANY = "1. Information was received from 5 States parties (Angola, Chile, Fiji, Peru and Togo)."
_LATE = "The reply of Ghana was received on 4 May."
_ONE, _THREE = "2. Angola reported a law.", "2. Angola, Chile and Fiji reported a law."


def test_where_a_line_ends_says_nothing_of_who_acts() -> None:
    text = (
        "1. A textbook prepared by the Arab Anti-Corruption and Integrity Network was printed in Lebanon with the help "
        "of Kuwait and distributed free of charge to schools in Yemen and the Sudan; it has not been evaluated."
    )
    spaces = [at for at, character in enumerate(text) if character == " "]
    for at in spaces[1:]:
        assert of_note("I. Introduction", f"{text[:at]}\n{text[at + 1 :]}")["statements"] == []


@pytest.mark.parametrize(
    ("introduction", "said", "silent"),
    [
        (_FIVE, _THREE, {"PER", "TGO"}),
        (_FIVE, _ONE, set()),
        (_MANY, _ONE, {"CHL", "FJI", "PER", "TGO"}),
        (f"{_FIVE} {_LATE}", _THREE, {"PER", "TGO", "GHA"}),
        (f"{_FIVE} Replies were also received from Cuba, Egypt, Haiti and Mali.", _THREE, {"PER", "TGO"}),
        (f"{_FIVE} {_LATE}", _ONE, set()),
        ("1. Information was received from 6 States parties (Angola, Chile, Fiji, Peru and Togo).", _THREE, set()),
    ],
)
def test_who_is_called_silent_is_in_a_list_that_its_number_or_half_of_those_in_it_confirm(
    introduction: str, said: str, silent: set[str]
) -> None:
    rows = of_note("I. Introduction", introduction, "II. Preventive policies (article 5)", said)
    assert {row["state_iso3"] for row in rows["submissions"] if row["silent"]} == silent
    doubts = {row["rule"] for row in rows["signals"]}
    assert bool(doubts & {"respondents_doubtful", "respondents_differ"}) == (len(silent) < 2 or "Cuba" in introduction)


_BODY = "II. Analysis", "Preventive policies (article 5)"
_QUOTED = "3. Angola reported a law. Chile had set up a register. Peru had adopted a code. Togo published its accounts."


def statuses(rows: Rows) -> dict[str, tuple[bool, bool]]:
    return {row["state_iso3"]: (row["declared"], row["silent"]) for row in rows["submissions"]}


def test_a_list_in_which_nobody_is_quoted_is_set_aside_with_a_signal() -> None:
    own = "1. Submissions were received from Angola, Chile, Peru, Togo and Fiji."
    others = "2. Submissions were also received from Iceland, Kuwait and Mali."
    rows = of_note("I. Introduction", own, others, *_BODY, _QUOTED)
    assert {iso3 for iso3, (declared, _) in statuses(rows).items() if declared} == {"AGO", "CHL", "PER", "TGO", "FJI"}
    assert statuses(rows)["FJI"] == (True, True)
    assert any("few in it are quoted" in row["message"] for row in rows["signals"])


def test_of_what_may_be_a_list_of_donors_one_who_is_quoted_makes_no_respondents() -> None:
    donors = "5. The Office is grateful for the contributions provided by Chile, Iceland, Kuwait, Mali and Norway."
    rows = of_note("I. Introduction", "1. The Office trained judges.", *_BODY, _QUOTED, "III. Thanks", donors)
    assert [iso3 for iso3, (declared, _) in statuses(rows).items() if declared] == []


def test_beside_a_list_that_its_number_confirms_nobody_else_is_called_silent() -> None:
    late = "2. Replies were received from Iceland and Kuwait later."
    rows = of_note("I. Introduction", f"1. {_COUNTED}", late, *_BODY, "3. Angola reported a law. Chile had a register.")
    silent = {iso3 for iso3, (_, silent) in statuses(rows).items() if silent}
    assert silent == {"PER", "TGO"}


def test_who_was_asked_is_no_respondent_because_most_are_quoted() -> None:
    asked = "2. Requests for information were sent to Angola, Chile, Peru, Togo and Fiji."
    rows = of_note("I. Introduction", asked, *_BODY, _QUOTED)
    assert not any(declared for declared, _ in statuses(rows).values())


def test_nobody_is_silent_whose_list_is_hardly_quoted_beside_another_though_a_number_confirms_it() -> None:
    earlier = "1. In 2027 replies had been received from five States (Fiji, Kuwait, Mali, Oman and Samoa)."
    now = "2. This time, replies were received from Angola, Chile, Peru and Togo."
    rows = of_note("I. Introduction", earlier, now, *_BODY, _QUOTED)
    assert not any(silent for _, silent in statuses(rows).values())


def test_where_two_numbers_each_agree_with_a_list_nobody_is_called_silent() -> None:
    earlier = "1. Five States (Fiji, Kuwait, Mali, Oman and Samoa) had replied when States were first asked."
    now = "2. Replies were received from four States parties (Angola, Chile, Peru and Togo)."
    said = "3. Angola reported a law. Fiji had a register. Kuwait had a code. Chile had an authority."
    rows = of_note("I. Introduction", earlier, now, *_BODY, said)
    assert not any(silent for _, silent in statuses(rows).values())
    assert "respondents_doubtful" in {row["rule"] for row in rows["signals"]}


@pytest.mark.parametrize(
    ("introduction", "late"),
    [
        (f"{_MANY} After the deadline, Ghana and Kenya also replied.", {"GHA", "KEN"}),
        (f"{_MANY} A late contribution from Ghana, which arrived on 4 May, has been taken into account.", {"GHA"}),
        (f"{_MANY} Late replies, which were likewise taken into account, came from Ghana and Kenya.", {"GHA", "KEN"}),
    ],
)
def test_who_replied_late_is_a_respondent_beside_the_list_that_a_number_counts(
    introduction: str, late: set[str]
) -> None:
    rows = of_note("I. Introduction", introduction, "II. Preventive policies (article 5)", _THREE)
    listed = {row["state_iso3"] for row in rows["submissions"] if row["declared"]}
    assert listed == {"AGO", "CHL", "FJI", "PER", "TGO"} | late


@pytest.mark.parametrize(
    ("paragraph", "silent"),
    [
        ("4. The KPK studies the systems of ministries and follows up its recommendations.", set()),
        ("4. In 2029, the e-Pengadaan portal was opened to all buyers.", set()),
        ("4. Angola and Chile keep registers. The Youth Dialogue trained 40 officials.", set()),
        ("4. Round tables were useful in island jurisdictions. The Youth Dialogue gave rise to a code.", set()),
        ("4. Angola and Chile keep registers. The National Assembly has adopted a code.", {"PER", "TGO"}),
        ("4. The secretariat of the Global Network trained 40 officials by invitation of UNODC.", {"PER", "TGO"}),
        ("4. Hong Kong, China, opened a portal for buyers.", {"PER", "TGO"}),
        ("4. Few declarations are verified, as resources are lacking.", {"PER", "TGO"}),
    ],
)
def test_nobody_is_called_silent_whose_body_or_system_a_paragraph_may_speak_of(
    paragraph: str, silent: set[str]
) -> None:
    rows = of_note("I. Introduction", _FIVE, *_BODY, _THREE.replace("2.", "3."), paragraph)
    assert {iso3 for iso3, (_, is_silent) in statuses(rows).items() if is_silent} == silent
    assert ("name_without_state" in {row["rule"] for row in rows["signals"]}) == (not silent)


@pytest.mark.parametrize(
    ("paragraph", "togo"),
    [
        ("4. The Office provided assistance to Togo.", (True, None)),
        ("4. The recommendation made to Togo was left by it to each of its bodies.", (None, "paragraph_not_read")),
        ("4. Similar courses are to be offered in Togo.", (None, "paragraph_not_read")),
        ("4. The Office awarded the prize to a Togolese journalist.", (None, "paragraph_not_read")),
        ("4. The KPK studies the systems of ministries.", (None, "body_without_state")),
        ("4. The Agency for Civic Trust (AGCIT) drew up risk maps.", (None, "body_without_state")),
        (
            "4. Chile and Fiji reported a law each. The KPK studies the systems of ministries.",
            (None, "body_without_state"),
        ),
    ],
)
def test_a_doubt_says_why_and_by_which_paragraph_and_reaches_nobody_who_has_a_statement(
    paragraph: str, togo: tuple[bool | None, str | None]
) -> None:
    rows = of_note("I. Introduction", _FIVE, *_BODY, _THREE.replace("2.", "3."), paragraph)
    told = {row["state_iso3"]: row for row in rows["submissions"]}
    assert (told["TGO"]["silent"], told["TGO"]["silent_reason"]) == togo
    assert (told["TGO"]["silent_paragraph_id"] is None) == (togo[1] is None)
    assert told["AGO"]["silent"] is False


@pytest.mark.parametrize(
    ("introduction", "read"),
    [
        ("1. What follows rests on the mail of: Angola, Chile, Fiji, Peru and Togo.", "whole"),
        ("1. Information was received from 6 States parties (Angola, Chile, Fiji, Peru and Togo).", "part"),
        ("1. Information was received from States parties by 4 May.", "none"),
        ("1. The Working Group met in Vienna.", "no_list"),
        ("1. The training was attended by Angola, Chile, Fiji, Peru and Togo.", "no_list"),
    ],
)
def test_a_note_says_how_far_its_list_was_read(introduction: str, read: str) -> None:
    rows = of_note("I. Introduction", introduction, *_BODY, _THREE)
    assert rows["notes"][0]["respondents_read"] == read
    listed = {row["state_iso3"] for row in rows["submissions"] if row["declared"]}
    assert listed == ({"AGO", "CHL", "FJI", "PER", "TGO"} if read in {"whole", "part"} else set())
