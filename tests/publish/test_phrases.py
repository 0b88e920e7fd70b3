"""The site's own words in other languages: what is there, what no page says, how numbers and days are said."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipelines.contract.languages import TRANSLATED
from pipelines.publish.publication import load_publication
from pipelines.publish.site.phrases import Phrases, translated
from pipelines.workspace.paths import DATAPACKAGE
from tests.publish.untranslated import missing, stale, told

SHIPPED = load_publication(DATAPACKAGE / "publication.yaml")


@pytest.mark.parametrize("language", SHIPPED.editions)
def test_what_the_site_says_is_translated_into_the_languages_in_which_it_is_shipped(language: str) -> None:
    assert missing(language, SHIPPED) == []
    assert stale(language, SHIPPED) == [], "no longer said in English; delete these"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_no_place_that_the_phrase_has_not(language: str) -> None:
    for phrase, words in told(language).items():
        assert set(re.findall(r"{\d+}|%\(\w+\)s", words)) <= set(re.findall(r"{\d+}|%\(\w+\)s", phrase)), phrase


# What a language does not write: in French an ordinary space at a sign, a comma or bracket of ours among other letters.
NOT_WRITTEN = {
    "ar": r"[\u0600-\u06ff]\s*[,;?]",
    "es": "[“”]",
    "fr": r" [:;?!»]|« | %(?!\()",
    "ru": "[“”]",
    "zh": r"[\u4e00-\u9fff][,;:?!(]",
}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_punctuation_of_its_language(language: str) -> None:
    texts = {**told(language), **SHIPPED.dictionary[language]}
    assert {words for words in texts.values() if re.search(NOT_WRITTEN.get(language, r"(?!)"), words)} == set()


def test_a_list_on_a_page_is_parted_as_its_language_parts_lists() -> None:
    """In a page the words of one language follow those of another, so that no translation could mend a comma there."""
    items = """{% for x in ("A", "B") %}{{ x }}{{ ", " if not loop.last }}{% endfor %}{{ ". " if a else "; " }}"""
    assert '"، " if' in translated(items, Phrases("ar").say)
    assert '"；"' in translated(items, Phrases("zh").say)
    assert translated(items, Phrases("es").say) == items
    assert translated("“{{ quote }}” {{ day }}", Phrases("es").say) == "«{{ quote }}» {{ day }}"
    assert translated("<b>{{ note }}</b>, {{ place }}", Phrases("zh").say) == "<b>{{ note }}</b>，{{ place }}"
    assert translated("<b>{{ title }}</b>: {{ words }}", Phrases("fr").say) == "<b>{{ title }}</b>\u00a0: {{ words }}"


def test_in_arabic_one_and_two_are_said_by_the_noun_alone() -> None:
    counts = [Phrases("ar").counted(n, "statement", "statements") for n in (1, 2, 3, 11)]
    assert counts == ["إفادة واحدة", "إفادتان", "3 إفادات", "11 إفادة"]


def test_a_language_says_days_and_numbers_in_its_own_way() -> None:
    spanish, french = Phrases("es"), Phrases("fr")
    assert spanish.day(date(2022, 6, 9)) == "9 de junio de 2022"
    assert french.day("2022-06-09") == "9 juin 2022"
    assert spanish.number(12345) == "12.345"
    assert (Phrases("en").share(0.971), spanish.share("0.971", 1)) == ("97%", "97,1\u00a0%")
    assert spanish.say("Paragraph %(number)s", number=7) == "Párrafo 7"
    assert spanish.say("What nobody has translated") == "What nobody has translated"
