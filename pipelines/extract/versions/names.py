"""Finds the names of States in a text of any of the six languages, by one pattern a language.

Here: forms of names as `datapackage/codes/state-names/` lists them (case forms, everyday names), Arabic prefixes,
letters without accents, and ligatures. Not here: whether the text makes a statement of the State (`reading/`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from pipelines.contract.languages import LANGUAGES
from pipelines.extract.patterns import spaced_pattern, trie_pattern
from pipelines.extract.states import listed_names
from pipelines.extract.word_files import read_words
from pipelines.workspace.paths import DATAPACKAGE

_CODES = DATAPACKAGE / "codes"
# An adjective of nationality names no State; the name of another place may hold a State's name and be none.
_NO_NAME = {"demonym"}
_NO_STATE = ""


def _bare(letters: Iterable[str]) -> dict[str, str]:
    return {letter: unicodedata.normalize("NFD", letter)[0] for letter in letters}


# One character for another, so that positions stay. Letters lose their accents: capitals are often printed without.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\n\t\u00a0\u2007\u2009\u202f\u3000", " "),
        **dict.fromkeys("'\u2018\u02bc\u2032", "’"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **_bare("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ" + "ёЁйЙ" + "أإآؤئ"),
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "（": "(",
        "）": ")",
    }
)
# Dropped: combining marks, soft hyphens, kashida, invisible characters. Presentation forms become plain letters.
_DROPPED = "\u00ad\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_IS_DROPPED = re.compile(f"[{_DROPPED}]")
_NOT_PLAIN = re.compile(f"[{_DROPPED}\ufb00-\ufdff\ufe70-\ufefe]")
_ARTICLE = "ال"


class Named(NamedTuple):
    """One mention of a State: its code, and the half-open span of the name in the text."""

    iso3: str
    start: int
    end: int


def find_states(text: str, language: str) -> list[Named]:
    """Every mention of a State in a text, in order; the longest name wins: "Guinea-Bissau" is no mention of Guinea.

    `language`: ISO 639-1 code; in one that is not of `LANGUAGES` there are no mentions.
    """
    if language not in LANGUAGES:
        return []
    codes, pattern = _codes(language), _pattern(language)
    plain, positions = _plain(text)
    mentions = []
    for match in pattern.finditer(plain):
        name = match["name"].rstrip()
        iso3 = codes[_key(name)]
        if iso3 != _NO_STATE:
            start, end = match.start("name"), match.start("name") + len(name)
            span = (start, end) if positions is None else _span_in_text(text, positions, start, end)
            mentions.append(Named(iso3, *span))
    return mentions


def state_named(heading: str) -> str | None:
    """The code of the State whose name, in any of the languages, is the whole of a heading; None for other headings."""
    words = _key(_plain(heading.strip())[0])
    return _headings().get(words.upper().removeprefix("THE")) if words else None


@cache
def _headings() -> dict[str, str]:
    """By key in capitals, the code of every form that names one and the same State in all languages that have it."""
    codes: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for key, iso3 in _codes(language).items():
            codes.setdefault(key.upper(), set()).add(iso3)
    return {key: min(states) for key, states in codes.items() if len(states) == 1 and _NO_STATE not in states}


@cache
def official_names(language: str) -> dict[str, str]:
    """The United Nations short name of every State in a language, by code."""
    return {iso3: name for iso3, name, kind in _listed(language) if kind == "name"}


def _plain(text: str) -> tuple[str, list[int] | None]:
    """A text in plain letters ("Pérou" as "Perou"), and the position of each in the text; None where none has moved."""
    if not _NOT_PLAIN.search(text):
        return text.translate(_ALIKE), None
    letters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character) if _NOT_PLAIN.match(character) else character:
            if not _IS_DROPPED.match(letter):
                letters.append(letter)
                positions.append(position)
    return "".join(letters).translate(_ALIKE), positions


def _span_in_text(text: str, positions: list[int], start: int, end: int) -> tuple[int, int]:
    """The span in the text of a span of its plain letters, with the combining marks on the last of them."""
    last = positions[end - 1] + 1
    while last < len(text) and unicodedata.combining(text[last]):
        last += 1
    return positions[start], last


def _key(form: str) -> str:
    """A form without spaces and hyphens, which a line break may add."""
    return form.replace(" ", "").replace("-", "")


@cache
def _codes(language: str) -> dict[str, str]:
    """The code of every form of every name, by its key."""
    codes: dict[str, str] = {}
    for form, iso3 in _forms(language):
        if codes.setdefault(_key(form), iso3) != iso3:
            raise ValueError(f"state names, {language}: {form!r} is given to {codes[_key(form)]} and to {iso3}.")
    return codes


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """The pattern of any of the forms, as the group `name`."""
    forms = {form for form, _ in _forms(language)}
    if language == "zh":
        return re.compile(f"(?P<name>{spaced_pattern(forms)})")
    # A footnote mark may be glued to a name ("Kenya2"); a letter or another part of the word may not.
    end = r"(?![^\W\d_¹²³⁰-⁹]|-[^\W\d_])"
    prefix = "(?:[وف]?[بكل]?)" if language == "ar" else ""
    return re.compile(rf"(?<![\w-]){prefix}(?P<name>{trie_pattern(forms)}){end}")


def _forms(language: str) -> Iterator[tuple[str, str]]:
    """Every form in plain letters, and its code."""
    for iso3, name, kind in _listed(language):
        for form in _variants(_plain(name)[0], language, acronym=kind == "acronym"):
            yield form, iso3


def _variants(form: str, language: str, *, acronym: bool) -> set[str]:
    """A form as it may be printed: also in capitals; in Arabic, also behind the preposition that swallows a letter."""
    if language == "ar":
        return {form, f"لل{form.removeprefix(_ARTICLE)}"} if form.startswith(_ARTICLE) else {form}
    return {form} if acronym else {form, form.upper()}


@cache
def _listed(language: str) -> tuple[tuple[str, str, str], ...]:
    """Code, name and kind of every listed form; the code of a place that is no State is empty."""
    rows = [*listed_names(_CODES, language)]
    if language == "en":
        words = read_words(DATAPACKAGE / "language" / "en" / "lexicon.yaml")["collective"]
        rows += [(_NO_STATE, name, "other") for name in (*words["not_states"], *words["territories"])]
    return tuple(row for row in rows if row[2] not in _NO_NAME)
