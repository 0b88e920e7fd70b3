"""Whether pages of a language say anything in English; pages from right to left, in Russian and Chinese."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from lxml import html

from pipelines.publish.publication import load_publication
from pipelines.publish.site.phrases import FOLDER
from pipelines.publish.site.reference import SNIPPETS, SNIPPETS_OF_THE_API
from tests.publish.conftest import FIRST
from tests.publish.site_reading import broken_links, tree
from tests.publish.written import publish

# Words of notes, and of programs.
_OTHERS = {"script", "style", "code", "pre", "textarea", "blockquote", "q", "bdi", "svg"}
_AROUND = " ·.,:;()"
# A phrase has a word in small letters and is no name of a file.
_PHRASE = re.compile(r"(?![\w-]+[./]\w*$).*(?<![\w.])[a-z]{3,}(?![\w.])", re.DOTALL)
_READ_OUT = ("aria-label", "placeholder", "title", "alt", "data-filter")


def said(element: html.HtmlElement) -> Iterator[str]:
    """What a page says in its own words, seen or read out; without signs around them."""
    if not isinstance(element.tag, str) or element.tag in _OTHERS or element.get("dir") == "auto":
        return
    texts = [element.get(name) for name in _READ_OUT]
    if not (element.tag != "html" and element.get("lang")):
        texts += [element.text, *(child.tail for child in element)]
        for child in element:
            yield from said(child)
    yield from (words for text in texts if (words := " ".join((text or "").split()).strip(_AROUND)))


def same_in_both(language: str) -> re.Pattern[str]:
    """The phrases that a language says as English does ("Notes")."""
    with (FOLDER / f"{language}.po").open("rb") as lines:
        alike = {m.id.strip(_AROUND) for m in read_po(lines) if isinstance(m.id, str) and m.id == m.string}
    return re.compile("|".join(re.sub(r"%\\\(\w+\\\)s|\\{\d\\}", ".+", re.escape(phrase)) for phrase in alike))


def cells(release: Path) -> set[str]:
    """Every value of every table."""
    found: set[str] = set()
    for table in (release / "data").glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as lines:
            found.update(" ".join(cell.split()).strip(_AROUND) for row in csv.reader(lines) for cell in row)
    return found


def english_on_pages(release: Path, language: str) -> set[tuple[str, str]]:
    """What the pages of a language say as the English ones do, and which page; names and words of notes left out."""
    publication = load_publication()
    names = {publication.publisher.name, publication.contact.name, publication.contact.email, publication.license.title}
    names |= {*SNIPPETS.values(), *SNIPPETS_OF_THE_API.values(), *cells(release)}
    alike, found = same_in_both(language), set()
    pages = list((release / language).rglob("*.html"))
    assert pages
    for page in pages:
        english = set(said(tree(release / page.relative_to(release / language))))
        same = (words for words in said(tree(page)) if words in english and _PHRASE.match(words))
        found |= {(words, page.name) for words in same if words not in names and not alike.fullmatch(words)}
    return found


@pytest.mark.parametrize("language", ["es", "fr"])
def test_pages_of_a_language_say_nothing_in_english(release: Path, language: str) -> None:
    assert english_on_pages(release, language) == set()


@pytest.mark.long  # a release in three more languages
def test_the_whole_site_can_be_read_from_right_to_left_and_in_russian_and_chinese(tmp_path: Path) -> None:
    base = load_publication().model_copy(update={"editions": ("ar", "ru", "zh")})
    release = publish([FIRST], tmp_path, base=base).folder
    for language, name, direction in (("ar", "الأرجنتين", "rtl"), ("ru", "Аргентина", "ltr"), ("zh", "阿根廷", "ltr")):
        page = tree(release / language / "states" / "ARG.html")
        assert (page.get("lang"), page.get("dir"), page.xpath("string(//h1)")) == (language, direction, name)
        assert "Convention against Corruption" not in page.xpath("string(//title)")
    assert broken_links(release) == []
