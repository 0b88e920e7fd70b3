"""Topics are known by words that can be shown in the quote; how often that is right is measured, and published."""

from __future__ import annotations

import csv

import pytest

from benchmarks import topics
from pipelines.extract.topics import TopicWords, load_articles_of
from pipelines.workspace.paths import DATAPACKAGE
from tests.extract.golden_language import vocabulary

ARTICLES_OF = {"hotlines": frozenset({"article-13"}), "sport": frozenset[str](), "gifts": frozenset({"article-08"})}
WORDS = {
    "terms": {"hotlines": ["hot line*", "line for … complaints"], "sport": ["sport|sports", "e sport*"]},
    "narrower": {},
    "under_article": {"hotlines": ["calls"]},
    "not": ["sports bar"],
}


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
        ("a sports bar", {}),
        ("a sports bar for sport", {"sport": "sport"}),
        ("120 calls", {}),
    ],
)
def test_a_topic_is_named_by_the_words_of_its_terms(text: str, named: dict[str, str]) -> None:
    found = TopicWords(WORDS, ARTICLES_OF).find(text, ["article-08"])
    assert {topic.code: text[topic.start : topic.end] for topic in found} == named


def test_some_words_name_a_topic_only_under_its_articles() -> None:
    (topic,) = TopicWords(WORDS, ARTICLES_OF).find("120 calls", ["article-12", "article-13"])
    assert topic == ("hotlines", 4, 9)


def test_a_term_of_no_topic_and_one_that_would_match_nearly_anything_are_refused() -> None:
    with pytest.raises(ValueError, match="sprot is no topic"):
        TopicWords({**WORDS, "terms": {"sprot": ["sport"]}}, ARTICLES_OF)
    with pytest.raises(ValueError, match="at least 3 letters"):
        TopicWords({**WORDS, "not": ["sp* bar"]}, ARTICLES_OF)


def test_every_topic_has_words_in_every_language_that_is_read() -> None:
    of_languages = {language.topics.codes for language in vocabulary().readings.values()}
    assert of_languages == {frozenset(load_articles_of())}


def test_what_is_published_of_how_right_topics_are_is_what_is_measured() -> None:
    with (DATAPACKAGE / "accuracy.csv").open(encoding="utf-8", newline="") as handle:
        (published,) = (tuple(row) for row in csv.reader(handle) if row[0] == "topics")
    (measured,) = topics.rows()
    assert published == tuple(map(str, measured)), "Run `python -m benchmarks.topics`."
    assert len(topics.quotes("unseen")) >= 150
    assert float(published[5]) > 0.85
