"""References to articles: `9`, `7(4)`, `13(1)(c)`; and whether an article is the Convention's.

Here: reading "articles 7, 8 and 10", "art. 13, para. 1 (c)", "article 7 (4) of the Convention", in the official
languages that have a pattern; ranges give every article in between.
Not here: where references are looked for (`references`, `outline`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.outline.running_text import occurrences
from pipelines.extract.outline.structure import ArticleReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.extract.outline.words import Words

LAST_ARTICLE = 71
UNCAC = "uncac"
MAX_SENTENCE = 300  # characters in which a sentence has named the treaty

_SUB = r"(?:\s?\((?:\d{1,2}|[a-z]{1,2}|[ivx]{1,4})\))"
_TO = r"\s?[-–—]\s?|\s+to\s+|\s+à\s+|\s+a\s+"
_AND = r"(?:\s*[,;]\s*|\s+)(?:and|or|et|ou|y|o|и)\s+|\s*[,;]\s*"
_NUMBERS = rf"\d{{1,3}}{_SUB}{{0,3}}(?![\d/])(?:(?:{_TO}|{_AND})\d{{1,3}}{_SUB}{{0,3}}(?![\w/]|\.\d))*"
_PARAGRAPH = r"(?i:paragraphs?|paras?\.|paragraphes?|párrafos?|párrs?\.|пункт\w*)"
_WORD = r"(?:[Aa]rticles?|ARTICLES?|[Aa]rts?\.|[Aa]rtículos?|ARTÍCULOS?|[Сс]тать[яиеюй]\w*)"

_REFERENCE = re.compile(
    rf"(?<![^\W\d_]){_WORD}[\s\x00]*(?P<articles>{_NUMBERS})(?:,?\s+{_PARAGRAPH}\s*(?P<paragraphs>{_NUMBERS}))?"
    rf"|(?<!\w)[Pp]aragraphs?\s+(?P<before>{_NUMBERS})\s+of\s+article\s+(?P<article>\d{{1,2}})(?!\d)"
    r"|第\s?(?P<zh>\d{1,2}(?:\s?[、和-]\s?\d{1,2})*)\s?条(?:第\s?(?P<zh_par>\d{1,2})\s?款)?"
)
# What a reference begins with, after its first letter; a text is searched for words much faster than for the pattern.
_SIGNS = ("rticle", "rt.", "RTI", "rts.", "rtíc", "RTÍC", "тать", "aragraph")
_ONE = re.compile(rf"(?P<to>{_TO})?(?P<number>\d{{1,3}})(?P<sub>{_SUB}{{0,3}})")
_PAREN = re.compile(r"\(([^()]+)\)")
# ", of the Convention", " du Code pénal", " of Law No. 5": whose article it is.
_OF = re.compile(r"[\s,]*(?:of|in|under|de la|del|de|du)\s+(?P<owner>[^.;:()]{1,90})", re.IGNORECASE)
_CONVENTION = re.compile(
    r"(?:the\s+|that\s+|said\s+|présente\s+|la\s+|l[’']\s*)*(?:UN\s+|United\s+Nations\s+)?(?:convention|convención|uncac|конвенци)(?P<rest>[^.;:()]*)",
    re.IGNORECASE,
)


class Reference(NamedTuple):
    """A reference in place: `start`–`end` in the text, and what it refers to, whichever treaty's it is."""

    start: int
    end: int
    articles: tuple[ArticleReference, ...]


def find_references(text: str) -> Iterator[Reference]:
    """Yield the references to articles of any law in a text."""
    end = 0
    for start in _starts(text):
        match = _REFERENCE.match(text, start) if start >= end else None
        if match is None:
            continue
        end = match.end()
        if match["before"]:
            listed, paragraphs = match["article"], match["before"]
        else:
            listed, paragraphs = match["articles"] or match["zh"], match["paragraphs"] or match["zh_par"]
        found = tuple(_expand(listed.replace("、", ",").replace("和", ","), paragraphs))
        if found:
            yield Reference(match.start(), match.end(), found)


def _starts(text: str) -> list[int]:
    """Return where references may begin."""
    starts = [at - 1 for sign in _SIGNS if sign in text for at in occurrences(text, sign)]
    if "条" in text:
        starts += occurrences(text, "第")
    starts.sort()
    return starts


def convention_references(text: str, convention: str | None, vocabulary: Words) -> Iterator[Reference]:
    """Yield the references in a text that are to articles of the Convention against Corruption.

    `convention`: the treaty that "the Convention", or an article without more, means in the document.
    """
    for reference in find_references(text):
        if _is_conventions(text, reference.start, reference.end, convention, vocabulary):
            articles = tuple(a for a in reference.articles if 1 <= int(a.article) <= LAST_ARTICLE)
            if articles:
                yield reference._replace(articles=articles)


def _is_conventions(text: str, start: int, end: int, convention: str | None, vocabulary: Words) -> bool:
    of = _OF.match(text, end, end + 120)
    if of is None:
        return (_treaty_before(text, start, vocabulary) or convention) == UNCAC
    owner = " ".join(of["owner"].split()).casefold()
    for key, _, names in vocabulary.treaties:
        positions = [owner.find(name) for name in names if name in owner]
        if positions and min(positions) < 40:
            return key == UNCAC
    named = _CONVENTION.match(of["owner"])
    if named is None:
        return False if of.group().lstrip(" ,").casefold().startswith(("of", "de", "du")) else convention == UNCAC
    rest = named["rest"].split()
    goes_on = rest and rest[0].casefold() in {"on", "for", "to", "of", "sur", "sobre", "relative", "о"}
    other = goes_on and rest[0].casefold() != "of" and any(word[0].isupper() for word in rest[1:4])
    return convention == UNCAC and not other


def _treaty_before(text: str, start: int, vocabulary: Words) -> str | None:
    """Return the treaty named last before a reference in its sentence ("… of the … Convention (article 31)")."""
    low = max(text.rfind(". ", 0, start), text.rfind("; ", 0, start), start - MAX_SENTENCE, 0)
    before = text[low:start].casefold()
    named = [(before.rfind(name), key) for key, _, names in vocabulary.treaties for name in names if name in before]
    return max(named)[1] if named else None


def _expand(listed: str, paragraphs: str | None) -> Iterator[ArticleReference]:
    """Give each article of a list; paragraphs belong to the last article."""
    numbers = list(_numbers(listed))
    for index, (number, sub) in enumerate(numbers):
        if paragraphs and index == len(numbers) - 1:
            for paragraph, below in _numbers(paragraphs):
                yield ArticleReference(number, f"{number}({paragraph}){below}")
        else:
            yield ArticleReference(number, f"{number}{sub}" if sub else None)


def _numbers(listed: str) -> Iterator[tuple[str, str]]:
    """Yield each number of a list with its sub-divisions, ranges filled in."""
    if listed.isdecimal():
        yield str(int(listed)), ""
        return
    last = None
    for match in _ONE.finditer(listed):
        number = int(match["number"])
        if match["to"] and last is not None and last < number <= last + LAST_ARTICLE:
            yield from ((str(between), "") for between in range(last + 1, number))
        sub = "".join(f"({part.strip()})" for part in _PAREN.findall(match["sub"]))
        yield str(number), sub
        last = number
