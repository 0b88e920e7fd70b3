"""Topics are known by words that can be shown in the quote."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from benchmarks import topics
from pipelines.extract.reading.model import ANY, Model
from pipelines.extract.reading.topics import ABOUT, Subject, TopicWords, load_subjects
from tests.extract.golden_language import vocabulary

SUBJECTS = {
    "hotlines": Subject(frozenset({"article-13"}), ""),
    "sport": Subject(frozenset(), ""),
    "football": Subject(frozenset(), "sport"),
    "gifts": Subject(frozenset({"article-08"}), ""),
}
WORDS: dict[str, Any] = {
    "terms": {
        "hotlines": ["hot line*", "line for … complaints"],
        "sport": ["sport|sports", "e sport*", "play (indoor"],
    },
    "under_article": {"hotlines": ["calls"]},
    "not": ["sports bar"],
}
NAMES = {"gifts": ["GOL"], "hotlines": ["e-Ouv|Fala.BR"]}


def _words(
    words: dict[str, Any] = WORDS,
    weights: Mapping[str, Mapping[str, int]] = {},
    confidence: Sequence[int] = (),
    names: Mapping[str, Sequence[str]] = NAMES,
) -> TopicWords:
    """By weights of which none is given, everything that is named is published."""
    worth = {"published": {ABOUT: 0}, "confidence": confidence}
    model = Model({"answers": {ABOUT: {"bias": 0, "weights": weights}}, "papers": {ANY: worth}})
    return TopicWords("en", words, names, SUBJECTS, model)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Kenya has HOT-LINES.", {"hotlines": "HOT-LINES"}),
        ("A hot\nline in Peru", {"hotlines": "hot\nline"}),
        ("a line for children’s and other complaints", {"hotlines": "line for children’s and other complaints"}),
        ("a line for one and two and three and four complaints", {}),
        ("a line for all. Many complaints", {}),
        ("transport", {}),
        ("sporting", {}),
        ("E-sports are sports", {"sport": "E-sports"}),
        ("a play (indoor)", {"sport": "play (indoor"}),
        ("a sports bar", {}),
        ("a sports bar for sport", {"sport": "sport"}),
        ("120 calls", {}),
        ("the ﬁrst hot\u00ad\u200b line in eﬀect", {"hotlines": "hot\u00ad\u200b line"}),
        ("the system GOL, e-Ouv, FALA.BR", {"gifts": "GOL", "hotlines": "e-Ouv"}),
        ("a gol, an E-OUV", {}),
    ],
)
def test_a_topic_is_named_by_the_words_of_its_terms(text: str, named: dict[str, str]) -> None:
    found = _words().find(text, ["article-08"])
    assert {topic.code: text[topic.start : topic.end] for topic in found} == named


def test_some_words_name_a_topic_only_under_its_articles() -> None:
    (topic,) = _words().find("120 calls", ["article-12", "article-13"])
    assert topic == ("hotlines", 4, 9, 0)
    (topic,) = _words().find("120 calls. A hot line.", ["article-13"])
    assert topic == ("hotlines", 13, 21, 0)


def test_words_of_a_narrower_topic_do_not_name_the_broader_one_but_words_beside_them_do() -> None:
    words = _words(WORDS | {"terms": {"sport": ["sport|sports"], "football": ["sport of eleven"]}})
    assert [topic.code for topic in words.find("The sport of eleven.", [])] == ["football"]
    assert [topic.code for topic in words.find("The sport of eleven is a sport.", [])] == ["football", "sport"]


def test_a_topic_is_published_where_its_evidence_outweighs_what_speaks_against_it() -> None:
    weights = {"kind": {"sure other": -100}, "en:term": {"hotlines: hot line*": 150}}
    words = _words(weights=weights, confidence=[-50, 40, 60])
    text = "A hot line for sport."
    assert [(topic.code, topic.confidence) for topic in words.find(text, ["article-08"])] == [
        ("hotlines", 2),
        ("sport", 1),
    ]


def test_a_term_of_no_topic_and_one_that_would_match_nearly_anything_are_refused() -> None:
    with pytest.raises(ValueError, match="sprot is no topic"):
        _words(WORDS | {"terms": {"sprot": ["sport"]}})
    with pytest.raises(ValueError, match="at least 3 letters"):
        _words(WORDS | {"not": ["sp* bar"]})
    with pytest.raises(ValueError, match="gitfs is no topic"):
        _words(names={"gitfs": ["GOL"]})


def test_every_topic_has_words_in_every_language_that_is_read() -> None:
    of_languages = {language.topics.codes for language in vocabulary().readings.values()}
    assert of_languages == {frozenset(load_subjects())}


@pytest.mark.parametrize(
    ("quote", "about"),
    [
        ("In Kenya, a code of conduct was adopted. A copy was sent to the Auditor-General.", "codes-of-conduct"),
        ("Peru obliges officials to file declarations, which go to the Court of Accounts.", "asset-declarations"),
    ],
)
def test_a_quote_is_about_what_it_tells_and_not_about_what_it_names_in_passing(quote: str, about: str) -> None:
    found = {topic.code for topic in vocabulary().readings["en"].topics.find(quote, ["article-08", "article-13"])}
    assert about in found
    assert "audit-and-control" not in found


def test_what_was_learned_is_of_the_terms_and_labels_as_they_are() -> None:
    """Nobody forgot to learn again: of what the program sees in labelled quotes, even less is false than elsewhere."""
    readings, right, wrong, wanted = vocabulary().readings, 0, 0, 0
    with topics.LABELS.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            saw = topics.with_broader(filter(None, row["topics"].split(";")))
            named = readings[row["language"]].topics.find(row["quote"], row["articles"].split(";"))
            found = topics.with_broader(topic.code for topic in named)
            right, wrong, wanted = right + len(found & saw), wrong + len(found - saw), wanted + len(saw)
    assert right / (right + wrong) >= 0.97
    assert right / wanted >= 0.58
