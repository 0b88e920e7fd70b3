"""Finds the names of States in a text of any of the six languages, by one pattern a language.

Here: forms of names as `datapackage/codes/state-names/` lists them (case forms, everyday names), Arabic prefixes,
letters without accents, and ligatures. Not here: whether the text makes a statement of the State (`reading/`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipelines.contract.languages import LANGUAGES
from pipelines.extract.patterns import spaced_pattern, trie_pattern
from pipelines.extract.states import listed_names, state_forms
from pipelines.extract.word_files import read_words
from pipelines.workspace.paths import DATAPACKAGE

_CODES = DATAPACKAGE / "codes"
_ADJECTIVE = "demonym"  # names no State
_NO_STATE = ""  # the code of another place, whose name may hold that of a State


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
_ARTICLE, _TO = "ال", "لل"  # the Arabic article, and the preposition that swallows it


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
    return {iso3: name for iso3, name, kind in listed_names(_CODES, language) if kind == "name"}


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
    """By key of a form of a name, the code of its State; an empty one for a place that is no State."""
    return {_key(form): iso3 for form, iso3 in _forms(language).items()}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """The pattern of any of the forms, as the group `name`."""
    forms = _forms(language)
    if language == "zh":
        return re.compile(f"(?P<name>{spaced_pattern(forms)})")
    # A footnote mark may be glued to a name ("Kenya2"); a letter or another part of the word may not.
    end = r"(?![^\W\d_¹²³⁰-⁹]|-[^\W\d_])"
    prefix = "(?:[وف]?[بكل]?)" if language == "ar" else ""
    return re.compile(rf"(?<![\w-]){prefix}(?P<name>{trie_pattern(forms)}){end}")


@cache
def _forms(language: str) -> dict[str, str]:
    """By form of a name in plain letters, the code of its State, as in `_codes`."""
    named = ((form, iso3) for form, (iso3, kind) in state_forms(_CODES, language).items() if kind != _ADJECTIVE)
    forms = {_plain(form)[0]: iso3 for form, iso3 in named}
    if language == "en":
        collective = read_words(DATAPACKAGE / "language" / "en" / "lexicon.yaml")["collective"]
        for name in (*collective["not_states"], *collective["territories"]):
            forms |= dict.fromkeys((_plain(name)[0], _plain(name)[0].upper()), _NO_STATE)
    if language == "ar":
        forms |= {_TO + form.removeprefix(_ARTICLE): iso3 for form, iso3 in forms.items() if form.startswith(_ARTICLE)}
    return forms
