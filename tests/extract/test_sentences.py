from __future__ import annotations

from itertools import pairwise

import pytest

from pipelines.extract.reading.paragraphs import read_sentences
from pipelines.extract.reading.tokens import sentences_of, tokens_of
from pipelines.extract.sentences import sentence_ends
from tests.extract.golden_language import english


@pytest.mark.parametrize(
    "parts",
    [
        ["The platform Prozorro.Sale and WG.2 of CAC/COSP/WG.2 met.", "So did COP 20.", "It ended."],
        ["It fell short of the target of 90.", "Section VI.", "The rest is below."],
        ["1. The first measure.", "2. The second one.", "II. Findings: 3. A third one."],
        ["The U.S. Treasury heard H.E. Ms. N. Doe at 3 p.m. on Monday, see Art. 5, arts. 6 and (art. 7).", "It met."],
        ["The complaint system LAPOR! is new; laws, decrees, etc. were repealed.", "Forms, etc.", "They grew."],
        ["Poverty fell.", "– Data are lacking.", "– Jobs are, too."],
        ["L’art. 5 dit « ceci. »", "« Cela » suit."],
        ["第一句。", "第二句！", "“第三句。”", "第四句？"],
        ["أولا؟", "ثانيا.", "ثالثا"],
    ],
)
def test_a_sentence_ends_at_a_stop_that_is_no_other_sign(parts: list[str]) -> None:
    text = " ".join(parts)
    abbreviations = {"art", "arts", "ms"}
    ends = [0, *sentence_ends(text, 0, len(text), abbreviations), len(text)]
    assert [text[start:end].strip() for start, end in pairwise(ends) if start < end] == parts


def test_an_abbreviation_declared_with_a_capital_is_none_in_small_letters() -> None:
    text = "Dijo que no. El No. 5 es público."
    assert [text[:end] for end in sentence_ends(text, 0, len(text), {"No"})] == ["Dijo que no.", text]


def sentences(text: str) -> list[str]:
    grammar = english().grammar
    tokens = tokens_of(text, grammar)
    return [text[slice(*tokens.span(first, last))] for first, last in sentences_of(tokens, grammar)]


@pytest.mark.parametrize(
    "parts",
    [
        ["One.", "Two.", "Three"],
        ["He asked why?", "Nobody knew!", "So it went."],
        ["See art. 5, para. 2, of the Convention and resolution No. 6/7.", "It was adopted."],
        ["Mr. J. Smith of the U.S. Treasury spoke.", "Ms. Doe listened."],
        ["Data.gov and USA.gov had 3.5 million users.", "They grew."],
        ["It was called “Clean Hands.”", "(It was free.)", "“So be it.”"],
        ["The following was reported:", "(a) A law;", "(b) A code; and", "(c) A plan."],
        ["Measures:", "• One", "• Two"],
        ["Measures:", "– one;", "– two."],
        ["States sent information:", "- Fiji - Peru - Chad."],
        ["The Act (art. 7 (a)) applied."],
        ["In St. Kitts and Nevis and on Prozorro.Sale, all went up from 41 to 58.", "In Peru, nothing did."],
        ["Two questions:", "1.", "Which law?", "2.", "Which body?"],
        ["The rate was 4.5 per cent (see para. 3)."],
    ],
)
def test_a_paragraph_is_parted_where_its_sentences_and_items_end(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_footnote_mark_after_a_full_stop_belongs_to_no_sentence() -> None:
    assert sentences("The law was public.89 The code was not.") == ["The law was public.", "The code was not."]


@pytest.mark.parametrize(
    "text",
    [
        "Argentina reported. The manual the project",
        ", per cent of the Bangladesh mission",
        ", Argentina and the Bangladesh mission",
        "Argentina continued" + " to continue" * 2000,
    ],
)
def test_a_sentence_that_is_none_breaks_nothing(text: str) -> None:
    language = english()
    read_sentences(tokens_of(text, language.grammar), language)
