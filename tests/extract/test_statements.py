from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.extract.reading.language import Language
from pipelines.extract.reading.tokens import tokens_of
from pipelines.extract.statements import ParagraphReading, read_tokens
from tests.extract.golden_language import cases, english, read_paragraph, text_of, vocabulary


def read(text: str, heading_state: str | None = None) -> ParagraphReading:
    return read_paragraph(text, english(), heading_state)


def _told(case: dict[str, Any], language: Language) -> dict[str, str | None]:
    tokens = tokens_of(case["text"], language.grammar)
    tokens.about, tokens.declared = case.get("about", "states"), frozenset(case.get("listed", ()))
    return {s.iso3: s.verb for s in read_tokens(tokens, language, case.get("heading"), frozenset()).statements}


@pytest.mark.parametrize(
    ("names", "precision", "recall", "verbs"),
    [
        (
            ("subjects", "prose", "constructions", "carrying-on", "collective", "mere-mentions", "rulings"),
            0.96,
            0.9,
            0.96,
        ),
        (("places",), 0.83, 0.95, 0.9),
        (("replies",), 0.65, 0.95, 0.9),
        (("assistance",), 0.96, 0.7, 0.96),
        (("es",), 0.96, 0.85, 0.96),
        (("fr",), 0.96, 0.9, 0.96),
    ],
)
def test_single_sentences_are_read_as_labelled(
    names: tuple[str, ...], precision: float, recall: float, verbs: float
) -> None:
    own = names[0] if names[0] in {"es", "fr"} else "en"
    about = {"about": "assistance"} if names == ("assistance",) else {}
    languages = vocabulary().readings
    told = [(c.get("says", {}), _told(c | about, languages[c.get("language", own)])) for c in cases(*names)]
    right = [(iso3, says, found) for says, found in told for iso3 in found if iso3 in says]
    assert len(right) / sum(len(found) for _, found in told) >= precision
    assert len(right) / sum(len(says) for says, _ in told) >= recall
    assert sum(found[iso3] == says[iso3] for iso3, says, found in right) / len(right) >= verbs


@pytest.mark.parametrize("case", [case for case in cases("carrying-on") if "quotes" in case], ids=text_of)
def test_a_quote_runs_from_the_first_to_the_last_sentence_about_a_state(case: dict[str, Any]) -> None:
    text = case["text"]
    quotes = {s.iso3: text[s.quote_start : s.quote_end] for s in read(text).statements}
    expected = {iso3: text if quote == "whole" else quote for iso3, quote in case["quotes"].items() if iso3 in quotes}
    assert quotes == expected


def test_the_first_verb_that_attributes_is_the_statement_s() -> None:
    text = "In Kenya, the law was amended. Kenya reported that it was public. It noted that it was free."
    (statement,) = read(text).statements
    assert (statement.iso3, statement.verb, statement.attribution) == ("KEN", "report", "place")


def test_the_words_that_decided_and_the_sentences_can_be_shown() -> None:
    text = "Progress was made. The Government of Ghana reported on its portal. The portal was free. Togo noted it."
    ghana, togo = read(text).statements
    assert text[ghana.trigger[0] : ghana.trigger[1]] == "The Government of Ghana reported"
    said = "The Government of Ghana reported on its portal. The portal was free."
    assert text[ghana.quote_start : ghana.quote_end] == said
    assert (ghana.attribution, togo.attribution) == ("own_body", "subject")


@pytest.mark.parametrize(
    ("text", "quote", "lead_in"),
    [
        (
            "Rules on gifts existed in: • Fiji, since 2010; • Peru, since 2012.",
            "Peru, since 2012.",
            "Rules on gifts existed in:",
        ),
        ("Togo reported on a register of Fiji. Peru had none. It bought one.", "Peru had none. It bought one.", None),
    ],
)
def test_a_quote_begins_behind_its_mark_and_has_the_words_that_it_needs(
    text: str, quote: str, lead_in: str | None
) -> None:
    found = next(s for s in read(text).statements if s.iso3 == "PER")
    assert text[found.quote_start : found.quote_end] == quote
    assert found.lead_in == lead_in


@pytest.mark.parametrize("case", cases("headings"), ids=text_of)
def test_below_the_name_of_a_state_plain_sentences_are_about_it_but_not_what_others_do(case: dict[str, Any]) -> None:
    reading = read_paragraph(case["text"], vocabulary().readings[case.get("language", "en")], case["heading"])
    assert {s.iso3: s.verb for s in reading.statements} == case.get("says", {})


def test_a_plain_sentence_below_another_heading_is_nobody_s() -> None:
    assert read("A law was adopted in 2019.", "PER").statements[0].attribution == "heading"
    assert read("A law was adopted in 2019.").statements == ()


@pytest.mark.parametrize("case", cases("signals"), ids=text_of)
def test_a_name_that_reports_like_a_state_and_is_not_known_raises_a_signal(case: dict[str, Any]) -> None:
    signals = read(case["text"]).signals
    assert [signal.text for signal in signals] == case["signals"]
    for signal in signals:
        assert case["text"][signal.start : signal.end] == signal.text
        assert signal.rule == "unknown_state_name"


_NAMES = ["Kenya", "the State of Qatar", "Côte d’Ivoire", "Several States", "the Ministry of", "Portal", "portal", "17"]
_VERBS = ["reported", "had", "did", "including", "with"]
_SMALL = ["that", "In", "by", "and", "of", "it", "which", "As", "as", "according to", "information"]
_SIGNS = ["(", ")", ",", ".", ";", ":", "“", "”", '"', "(a)", "•", "’s", "'", "-", "–", "Mr."]
_WORDS = st.sampled_from([*_NAMES, *_VERBS, *_SMALL, *_SIGNS, "\u202e", "\u0000", "\n", "  "])


@given(st.lists(_WORDS, max_size=25).map(" ".join))
@example("Kenya by")  # a sentence that breaks off
def test_any_text_is_read_with_spans_inside_it_and_one_statement_a_state(text: str) -> None:
    reading = read(text)
    codes = [statement.iso3 for statement in reading.statements]
    assert len(codes) == len(set(codes))
    for statement in reading.statements:
        assert 0 <= statement.quote_start < statement.quote_end <= len(text)
        assert 0 <= statement.trigger[0] < statement.trigger[1] <= len(text)
        assert all(system.name == text[system.start : system.end] for system in statement.systems)
    for collective in reading.collective:
        assert collective.subject_as_written in text[collective.quote_start : collective.quote_end]


@pytest.mark.parametrize(
    "text",
    [
        "No information on youth was provided by Armenia or Yemen.",
        "Uzbekistan did not report on any measures.",
        "Ukraine said nothing of its register.",
        "The World Bank lent money to Kenya. The Board of the Bank approved the loan. The Court ordered reparations.",
    ],
)
def test_who_did_not_report_and_whose_body_it_is_not_makes_no_statement(text: str) -> None:
    assert read(text).statements == ()


def test_a_phrase_for_a_number_of_states_is_found_with_its_scope_subject_and_verb() -> None:
    right = found = expected = 0
    for case in cases("collective", "mere-mentions", "constructions"):
        collective, labels = read(case["text"]).collective, case.get("collective", [])
        said = [
            c.scope if isinstance(label, str) else [c.scope, c.subject_as_written, c.verb]
            for c, label in zip(collective, [*labels, *[""] * len(collective)], strict=False)
        ]
        right += sum(each in labels for each in said)
        found, expected = found + len(collective), expected + len(labels)
    assert right / found >= 0.84
    assert right / expected >= 0.9


def test_who_reports_in_a_clause_with_which_does_so_wherever_others_acted() -> None:
    text = (
        "UNODC trained 35 officials in Mauritius, which reported in its submission that a handbook was being drafted."
    )
    assert {s.iso3: s.verb for s in read(text).statements} == {"MUS": "report"}
