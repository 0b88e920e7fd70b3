from __future__ import annotations

import pytest

from pipelines.extract.reading.features import FEATURES
from pipelines.extract.reading.tokens import tokens_of
from pipelines.extract.reading.trace import in_words, trace
from tests.extract.golden_language import english


def test_the_path_of_a_sentence_shows_tokens_groups_and_the_evidence_that_decided() -> None:
    text = "Progress was made. In Kenya, UNODC trained judges."
    lines = list(trace(tokens_of(text, english().grammar), english(), text.index("Kenya")))
    assert lines[0].startswith("tokens   In·in Kenya·state")
    assert "group    «Kenya» state, in" in lines
    assert "verb     «trained» act" in lines
    assert any(line.startswith("decided  KEN: not published, score -") for line in lines)
    against = [line for line in lines if line.startswith("against ")]
    assert any("unodc" in line or "author" in line for line in against)
    assert len(against) <= 4


def test_every_feature_has_words() -> None:
    assert all(in_words(name, "yes") for name in FEATURES)


@pytest.mark.parametrize(
    ("family", "value", "words"),
    [
        ("role", "in", "its place: in"),
        ("verb subject", "passive-act organ-of", "the verb: passive act and the subject: organ of a State"),
        ("en:-1", "by", "«by» 1 words before it"),
        ("en:any about=assistance", "workshop", "«workshop» in the sentence, the note is about: assistance"),
        ("en:verb role", "train in", "the verb is «train», its place: in"),
        ("group -1", "comma", "around it (-1): comma"),
    ],
)
def test_evidence_is_told_in_words(family: str, value: str, words: str) -> None:
    assert in_words(family, value) == words
