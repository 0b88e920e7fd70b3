"""References to articles: `9`, `7(4)`, `13(1)(c)`; and whether an article is the Convention's.

Here: reading "articles 7, 8 and 10", "art. 13, para. 1 (c)", "article 7 (4) of the Convention", in the official
languages that have a pattern; ranges give every article in between.
Not here: where references are looked for (`references`, `outline`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.outline.running_text import matches
from pipelines.extract.outline.structure import ArticleReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.extract.outline.words import Words

LAST_ARTICLE = 71
UNCAC = "uncac"
MAX_SENTENCE = 300  # characters in which a sentence has named the treaty

_SUB = r"(?:\s?\((?:\d{1,2}|[a-z]{1,2}|[ivx]{1,4})\))"
_PAREN = re.compile(r"\(([^()]+)\)")
_ZH = "〇一二三四五六七八九"
_ZH_NUMBER = r"[〇一二三四五六七八九十\d]{1,4}"
_CHINESE = re.compile(
    rf"第\s?(?P<first>{_ZH_NUMBER})\s?(?:[至-]\s?第?(?P<last>{_ZH_NUMBER})\s?)?条(?:第\s?(?P<paragraph>{_ZH_NUMBER})\s?款)?"
    r"|第(?P<listed>\d{1,2}(?:[、和]\d{1,2})+)条"
)


class ReferencePatterns(NamedTuple):
    """Patterns of references in the words of all languages; `signs`: what is behind first letters, by language."""

    reference: re.Pattern[str]
    one: re.Pattern[str]
    of: re.Pattern[str]
    convention: re.Pattern[str]
    goes_on: re.Pattern[str]
    signs: dict[str, tuple[str, ...]]


def compile_references(said: dict[str, str], signs: dict[str, tuple[str, ...]]) -> ReferencePatterns:
    """Compile the words of references, as alternations by the part that declares them."""
    to = rf"\s?[-–—]\s?|\s+(?:{said['to']})\s+"
    also = rf"(?:\s*[,;،]\s*|\s+)(?:{said['and']})\s*|\s*[,;،]\s*"
    numbers = rf"\d{{1,3}}{_SUB}{{0,3}}(?![\d/])(?:(?:{to}|{also})\d{{1,3}}{_SUB}{{0,3}}(?![\w/]|\.\d))*"
    article, paragraph = rf"(?<![^\W\d_])(?i:{said['article']})[\s\x00]*", rf"(?i:{said['paragraph']})\s*"
    reference = re.compile(
        rf"{article}(?P<articles>{numbers})(?:[,،]?\s+{paragraph}(?P<paragraphs>{numbers}))?"
        rf"|(?<![^\W\d_]){paragraph}(?P<before>{numbers})\s+(?:(?i:{said['of']})\s*)?{article}(?P<article>\d{{1,2}})(?!\d)"
    )
    return ReferencePatterns(
        reference,
        re.compile(rf"(?P<to>{to})?(?P<number>\d{{1,3}})(?P<sub>{_SUB}{{0,3}})"),
        re.compile(rf"[\s,]*(?:{said['of']})\s*(?P<owner>[^.;:()]{{1,90}})", re.IGNORECASE),
        re.compile(rf"(?:(?:{said['the']})\s*)*(?:{said['convention']})(?P<rest>[^.;:()]*)", re.IGNORECASE),
        re.compile(rf"(?:{said['goes_on']})", re.IGNORECASE),
        signs,
    )


class Reference(NamedTuple):
    """A reference in place: `start`–`end` in the text, and what it refers to, whichever treaty's it is."""

    start: int
    end: int
    articles: tuple[ArticleReference, ...]


def find_references(text: str, vocabulary: Words, language: str | None = None) -> Iterator[Reference]:
    """Yield the references to articles of any law in a text: in its language and in English, or else in any."""
    patterns = vocabulary.references
    languages = patterns.signs if language is None else dict.fromkeys((language, "en"))
    signs = dict.fromkeys(sign for code in languages for sign in patterns.signs.get(code, ()))
    for match in matches(patterns.reference, text, signs):
        listed, paragraphs = match["articles"] or match["article"], match["paragraphs"] or match["before"]
        if found := tuple(_expand(listed, paragraphs, patterns.one)):
            yield Reference(match.start(), match.end(), found)
    if "条" in text:
        yield from _chinese(text)


def _chinese(text: str) -> Iterator[Reference]:
    for match in _CHINESE.finditer(text):
        if match["listed"]:
            numbers = [int(number) for number in re.findall(r"\d+", match["listed"])]
        else:
            first = _chinese_number(match["first"])
            numbers = [*range(first, max(first, _chinese_number(match["last"] or match["first"])) + 1)]
        paragraph = f"({_chinese_number(match['paragraph'])})" if match["paragraph"] else ""
        found = [ArticleReference(str(n), f"{n}{paragraph}" if paragraph else None) for n in numbers[:LAST_ARTICLE]]
        if 0 not in numbers:
            yield Reference(match.start(), match.end(), tuple(found))


def _chinese_number(printed: str) -> int:
    """Return the value of a number up to 99 ("十三", "二十", "8"); 0 where it is none."""
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.partition("十")
    values = [_ZH.find(part) if part else default for part, default in ((tens, 1), (ones, 0))]
    return values[0] * 10 + values[1] if ten and min(values) >= 0 else max(_ZH.find(printed), 0)


def convention_references(
    text: str, convention: str | None, vocabulary: Words, language: str | None = None
) -> Iterator[Reference]:
    """Yield the references in a text that are to articles of the Convention against Corruption.

    `convention`: the treaty that "the Convention", or an article without more, means in the document.
    """
    for reference in find_references(text, vocabulary, language):
        if _is_conventions(text, reference.start, reference.end, convention, vocabulary):
            articles = tuple(a for a in reference.articles if 1 <= int(a.article) <= LAST_ARTICLE)
            if articles:
                yield reference._replace(articles=articles)


def _is_conventions(text: str, start: int, end: int, convention: str | None, vocabulary: Words) -> bool:
    patterns = vocabulary.references
    of = patterns.of.match(text, end, end + 120)
    if of is None:
        return (_treaty_before(text, start, vocabulary) or convention) == UNCAC
    owner = " ".join(of["owner"].split()).casefold()
    for key, _, names in vocabulary.treaties:
        positions = [owner.find(name) for name in names if name in owner]
        if positions and min(positions) < 40:
            return key == UNCAC
    named = patterns.convention.match(of["owner"])
    if named is None:
        return False if of.group().lstrip(" ,").casefold().startswith(("of", "de", "du")) else convention == UNCAC
    rest = named["rest"].split()
    goes_on = rest and (patterns.goes_on.fullmatch(rest[0]) is not None or rest[0].casefold() == "of")
    other = goes_on and rest[0].casefold() != "of" and any(word[0].isupper() for word in rest[1:4])
    return convention == UNCAC and not other


def _treaty_before(text: str, start: int, vocabulary: Words) -> str | None:
    """Return the treaty named last before a reference in its sentence ("… of the … Convention (article 31)")."""
    low = max(text.rfind(". ", 0, start), text.rfind("; ", 0, start), start - MAX_SENTENCE, 0)
    before = text[low:start].casefold()
    named = [(before.rfind(name), key) for key, _, names in vocabulary.treaties for name in names if name in before]
    return max(named)[1] if named else None


def _expand(listed: str, paragraphs: str | None, one: re.Pattern[str]) -> Iterator[ArticleReference]:
    """Give each article of a list; paragraphs belong to the last article."""
    numbers = list(_numbers(listed, one))
    for index, (number, sub) in enumerate(numbers):
        if paragraphs and index == len(numbers) - 1:
            for paragraph, below in _numbers(paragraphs, one):
                yield ArticleReference(number, f"{number}({paragraph}){below}")
        else:
            yield ArticleReference(number, f"{number}{sub}" if sub else None)


def _numbers(listed: str, one: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield each number of a list with its sub-divisions, ranges filled in."""
    if listed.isdecimal():
        yield str(int(listed)), ""
        return
    last = None
    for match in one.finditer(listed):
        number = int(match["number"])
        if match["to"] and last is not None and last < number <= last + LAST_ARTICLE:
            yield from ((str(between), "") for between in range(last + 1, number))
        sub = "".join(f"({part.strip()})" for part in _PAREN.findall(match["sub"]))
        yield str(number), sub
        last = number
