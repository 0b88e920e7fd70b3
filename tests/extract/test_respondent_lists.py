"""Who sent information, in single sentences and in whole notes of a few paragraphs."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pipelines.contract.rows import Rows
from pipelines.extract.reading.respondents import RespondentList, respondents_of
from pipelines.extract.reading.tokens import tokens_of
from pipelines.workspace.yaml_file import read_yaml
from tests.conftest import ROOT
from tests.extract.golden_language import cases, english, rows_of, text_of

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


def test_in_notes_of_many_wordings_hardly_anybody_is_missed_and_nobody_called_silent_who_is_not() -> None:
    counts: Counter[str] = Counter()
    for case in CASES:
        rows, sent, quoted = rows_of(printed(case)), set(case["respondents"] or []), set(case["statements"] or [])
        listed, silent = columns(rows, "declared"), columns(rows, "silent")
        assert silent <= sent - quoted, case["about"]
        named = {row["state_iso3"] for row in rows["statements"]}
        counts["silent"] += len(silent)
        counts["numbers"] += rows["notes"][0]["declared_respondent_count"] == case["number"]
        for what, found, right in (("listed", listed, sent), ("named", named, quoted)):
            counts[f"{what} right"] += len(found & right)
            counts[f"{what} of"] += len(right)
            counts[f"{what} found"] += len(found)
    assert counts["listed right"] / counts["listed found"] >= 0.97
    assert counts["listed right"] / counts["listed of"] >= 0.86
    assert counts["numbers"] / len(CASES) >= 0.95
    assert counts["silent"] >= 325
    assert counts["named right"] / counts["named found"] >= 0.96
    assert counts["named right"] / counts["named of"] >= 0.96


def columns(rows: Rows, column: str) -> set[str]:
    """The States of which a column of their submission is true."""
    return {row["state_iso3"] for row in rows["submissions"] if row[column]}


def of_note(*parts: str) -> Rows:
    head = ["CAC/COSP/WG.4/2031/2", "Thematic discussion: note", "Note by the Secretariat"]
    return rows_of("\n\n".join((*head, *parts)).encode())


def test_a_note_that_is_all_introduction_makes_statements() -> None:
    rows = of_note("Introduction", "1. Austria adopted a law.", "2. Chile established an authority.")
    assert {row["state_iso3"] for row in rows["statements"]} == {"AUT", "CHL"}


def test_where_a_line_ends_says_nothing_of_who_acts() -> None:
    text = (
        "1. A textbook prepared by the Arab Anti-Corruption and Integrity Network was printed in Lebanon with the help "
        "of Kuwait and distributed free of charge to schools in Yemen and the Sudan; it has not been evaluated."
    )
    spaces = [at for at, character in enumerate(text) if character == " "]
    for at in spaces[1:]:
        assert of_note("I. Introduction", f"{text[:at]}\n{text[at + 1 :]}")["statements"] == []


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


_BODY = "II. Analysis", "Preventive policies (article 5)"
_FIVE = "1. Information was received from Angola, Chile, Fiji, Peru and Togo."
_MANY = "1. Information was received from 5 States parties (Angola, Chile, Fiji, Peru and Togo)."
_COUNTED = "1. Submissions were received from four States parties (Angola, Chile, Peru and Togo)."
_LATE = "The reply of Ghana was received on 4 May."
_EARLIER = "1. Five States (Fiji, Kuwait, Mali, Oman and Samoa)"
_OF_BOTH = "3. Angola reported a law. Fiji had a register. Kuwait had a code. Chile had an authority."
_ONE, _THREE = "3. Angola reported a law.", "3. Angola, Chile and Fiji reported a law."
_FOUR = "3. Angola reported a law. Chile had set up a register. Peru had adopted a code. Togo published its accounts."


@pytest.mark.parametrize(
    ("introduction", "said", "listed", "silent"),
    [
        # A list that half of those in it confirm, or its number.
        (_FIVE, _THREE, "AGO CHL FJI PER TGO", "PER TGO"),
        (_FIVE, _ONE, "AGO CHL FJI PER TGO", ""),
        (_MANY, _ONE, "AGO CHL FJI PER TGO", "CHL FJI PER TGO"),
        (_MANY.replace("5", "6"), _THREE, "AGO CHL FJI PER TGO", ""),
        # Who replied late is one more.
        (f"{_FIVE} {_LATE}", _THREE, "AGO CHL FJI GHA PER TGO", "GHA PER TGO"),
        (f"{_FIVE} {_LATE}", _ONE, "AGO CHL FJI GHA PER TGO", ""),
        (f"{_MANY} After the deadline, Ghana and Kenya also replied.", _THREE, "AGO CHL FJI GHA KEN PER TGO", None),
        (
            f"{_MANY} A late reply by Ghana has been taken into account.",
            _THREE,
            "AGO CHL FJI GHA PER TGO",
            None,
        ),
        (f"{_MANY} Late replies came from Ghana and Kenya.", _THREE, "AGO CHL FJI GHA KEN PER TGO", None),
        # A list beside another, in which nobody is quoted, is set aside.
        (f"{_FIVE} Replies were also received from Cuba, Egypt, Haiti and Mali.", _THREE, None, "PER TGO"),
        (f"{_FIVE}\n\n2. Information came from Iceland, Kuwait and Mali, too.", _FOUR, "AGO CHL FJI PER TGO", "FJI"),
        (f"{_COUNTED}\n\nII. Others\n\n2. Information came from Egypt and Ghana, too.", _ONE, "AGO CHL PER TGO", None),
        (
            f"{_COUNTED}\n\n2. Replies were received from Iceland and Kuwait later.",
            f"{_ONE} So did Chile.",
            None,
            "PER TGO",
        ),
        # Of two lists one is that of another exercise.
        (f"{_EARLIER} had replied in 2027.\n\n2. Now replies came from Angola, Chile, Peru and Togo.", _FOUR, None, ""),
        (f"{_EARLIER} had replied when first asked.\n\n2. {_COUNTED[3:]}", _OF_BOTH, None, ""),
        # No list of respondents.
        ("1. Requests for information were sent to Angola, Chile, Peru, Togo and Fiji.", _FOUR, "", ""),
        ("1. The Office thanks for the contributions of Chile, Iceland, Kuwait, Mali and Norway.", _FOUR, "", ""),
    ],
)
def test_who_is_listed_and_who_is_called_silent(
    introduction: str, said: str, listed: str | None, silent: str | None
) -> None:
    rows = of_note("I. Introduction", introduction, *_BODY, said)
    assert listed is None or columns(rows, "declared") == set(listed.split())
    assert silent is None or columns(rows, "silent") == set(silent.split())
    doubts = {row["rule"] for row in rows["signals"]} & {"respondents_doubtful", "respondents_differ"}
    assert doubts or silent != "" or not listed


@pytest.mark.parametrize(
    ("paragraph", "silent", "reason"),
    [
        ("The KPK studies the systems of ministries and follows up its recommendations.", None, "body_without_state"),
        ("In 2029, the e-Pengadaan portal was opened to all buyers.", None, "body_without_state"),
        ("Round tables were useful in islands. The Youth Dialogue gave rise to a code.", None, "body_without_state"),
        ("The Agency for Civic Trust (AGCIT) drew up risk maps.", None, "body_without_state"),
        ("Chile and Fiji reported a law each. The KPK studies the systems.", None, "body_without_state"),
        ("The recommendation made to Togo was left by it to each of its bodies.", None, "paragraph_not_read"),
        ("Similar courses are to be offered in Togo.", None, "paragraph_not_read"),
        ("The Office awarded the prize to a Togolese journalist.", None, "paragraph_not_read"),
        ("The Office provided assistance to Togo.", True, None),
        ("Angola and Chile keep registers. The National Assembly has adopted a code.", True, None),
        ("The secretariat of the Global Network trained 40 officials by invitation of UNODC.", True, None),
        ("Hong Kong, China, opened a portal for buyers.", True, None),
        ("Few declarations are verified, as resources are lacking.", True, None),
    ],
)
def test_nobody_is_called_silent_of_whom_a_paragraph_may_speak_and_a_doubt_says_why_and_where(
    paragraph: str, reason: str | None, *, silent: bool | None
) -> None:
    rows = of_note("I. Introduction", _FIVE, *_BODY, _THREE, f"4. {paragraph}")
    told = {row["state_iso3"]: row for row in rows["submissions"]}
    assert (told["TGO"]["silent"], told["TGO"]["silent_reason"]) == (silent, reason)
    assert (told["TGO"]["silent_paragraph_id"] is None) == (reason is None)
    assert told["AGO"]["silent"] is False
    assert ("name_without_state" in {row["rule"] for row in rows["signals"]}) == (reason == "body_without_state")


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


@pytest.mark.parametrize(
    "others",
    [
        "2. The paper draws on the mission reports of advisers stationed in Fiji, Mali and Kenya.",
        "2. Additional material was gathered at a meeting which brought together, among others, Fiji, Mali and Kenya.",
        "2. Observations were received from two organizations, based in Fiji and Kenya respectively.",
        "2. The communication platform was developed with a contribution from Fiji.",
        "2. Voluntary and other contributions were received from Fiji, Mali and Kenya.",
        "2. The replies of the year before, of Fiji and Mali, are reflected in CAC/COSP/WG.4/2030/3.",
        "2. CAC/COSP/WG.4/2030/3; see above all the replies of Fiji and of Mali.",
        "II. Legal assistance (article 46)\n\n2. Replies from Fiji, Mali and Kenya had been received within weeks.",
    ],
)
def test_beside_the_list_that_a_note_counts_nobody_else_is_listed_and_silent(others: str) -> None:
    rows = of_note("I. Introduction", _COUNTED, others, *_BODY, _ONE)
    assert columns(rows, "declared") == {"AGO", "CHL", "PER", "TGO"}
    assert columns(rows, "silent") == {"CHL", "PER", "TGO"}
