"""What a note cites: documents by symbol, resolutions, articles of the Convention, web addresses.

Here: finding citations in the text of a paragraph or a footnote; references to articles in the official languages
("articles 7, 8 and 10", "art. 13, para. 1 (c)": `9`, `7(4)`, `13(1)(c)`), and whether an article is the Convention's.
Not here: articles that govern a section (`tree`); a document's own symbol (`own_symbol`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from pipelines.archive.symbols import SYMBOL, normal_symbol
from pipelines.extract.outline.running_text import matches
from pipelines.extract.outline.structure import ArticleReference, CitationKind
from pipelines.extract.outline.words import RESOLUTION_NUMBER, ReferencePatterns, Words

_DIGIT = re.compile(r"\d")
LAST_ARTICLE = 71
UNCAC = "uncac"
MAX_SENTENCE = 300  # characters in which a sentence has named the treaty

_PAREN = re.compile(r"\(([^()]+)\)")
_ZH = "〇一二三四五六七八九"
_ZH_NUMBER = r"[〇一二三四五六七八九十\d]{1,4}"
_CHINESE = re.compile(
    rf"第\s?(?P<first>{_ZH_NUMBER})\s?(?:[至-]\s?第?(?P<last>{_ZH_NUMBER})\s?)?条(?:第\s?(?P<paragraph>{_ZH_NUMBER})\s?款)?"
    r"|第(?P<listed>\d{1,2}(?:[、和]\d{1,2})+)条"
)


class Reference(NamedTuple):
    """A reference in place: `start`–`end` in the text, and what it refers to, whichever treaty's it is."""

    start: int
    end: int
    articles: tuple[ArticleReference, ...]


def find_references(text: str, vocabulary: Words) -> Iterator[Reference]:
    """Yield the references to articles of any law in a text, whatever its language."""
    if _DIGIT.search(text) is None and "条" not in text:
        return
    patterns = vocabulary.references
    for match in matches(patterns.reference, text, patterns.signs):
        listed, paragraphs = match["articles"] or match["article"], match["paragraphs"] or match["before"]
        if match["several"] is not None and paragraphs:
            end, articles = _with_paragraphs(text, match.start("articles"), patterns)
        else:
            end, articles = match.end(), [*_expand(listed, paragraphs, patterns.one)]
        if articles:
            yield Reference(match.start(), end, tuple(articles))
    if "条" in text:
        yield from _chinese(text)


def _with_paragraphs(text: str, at: int, patterns: ReferencePatterns) -> tuple[int, list[ArticleReference]]:
    """Where a list of articles ends, and these: "8, paragraph 4, and 33" is the paragraph 8(4), and article 33."""
    articles: list[ArticleReference] = []
    while match := patterns.with_paragraphs.match(text, at):
        at = match.end()
        articles += _expand(match["articles"], match["many"] or match["single"], patterns.one)
    return at, articles


def _chinese(text: str) -> Iterator[Reference]:
    for match in _CHINESE.finditer(text):
        if match["listed"]:
            numbers = [int(number) for number in re.findall(r"\d+", match["listed"])]
        else:
            first = _chinese_number(match["first"])
            numbers = [*range(first, max(first, _chinese_number(match["last"] or match["first"])) + 1)]
        paragraph = f"({_chinese_number(match['paragraph'])})" if match["paragraph"] else ""
        ranged = not match["listed"] and len(numbers) > 1
        articles = [
            ArticleReference(str(n), f"{n}{paragraph}" if paragraph else None, by_range=ranged)
            for n in numbers[:LAST_ARTICLE]
        ]
        if 0 not in numbers:
            yield Reference(match.start(), match.end(), tuple(articles))


def _chinese_number(printed: str) -> int:
    """Return the value of a number up to 99 ("十三", "二十", "8"); 0 where it is none."""
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.partition("十")
    values = [_ZH.find(part) if part else default for part, default in ((tens, 1), (ones, 0))]
    return values[0] * 10 + values[1] if ten and min(values) >= 0 else max(_ZH.find(printed), 0)


def convention_references(text: str, convention: str | None, vocabulary: Words) -> Iterator[Reference]:
    """Yield the references in a text that are to articles of the Convention against Corruption.

    `convention`: the treaty that "the Convention", or an article without more, means in the document.
    """
    for reference in find_references(text, vocabulary):
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
        return convention == UNCAC and patterns.surely_of.match(of.group()) is None
    rest = named["rest"].split()
    goes_on = rest and patterns.goes_on.fullmatch(rest[0])
    return convention == UNCAC and not (goes_on and any(word[0].isupper() for word in rest[1:4]))


def _treaty_before(text: str, start: int, vocabulary: Words) -> str | None:
    """Return the treaty named last before a reference in its sentence ("… of the … Convention (article 31)")."""
    least = max(0, start - MAX_SENTENCE)
    low = max(text.rfind(". ", least, start), text.rfind("; ", least, start), least)
    before = text[low:start].casefold()
    named = [(before.rfind(name), key) for key, _, names in vocabulary.treaties for name in names if name in before]
    return max(named)[1] if named else None


def _expand(listed: str, paragraphs: str | None, one: re.Pattern[str]) -> Iterator[ArticleReference]:
    """Give each article of a list; paragraphs belong to the last article."""
    numbers = _numbers(listed, one)
    for index, (number, sub, ranged) in enumerate(numbers):
        if paragraphs and index == len(numbers) - 1:
            for paragraph, below, _ in _numbers(paragraphs, one):
                yield ArticleReference(number, f"{number}({paragraph}){below}")
        else:
            yield ArticleReference(number, f"{number}{sub}" if sub else None, by_range=ranged)


def _numbers(listed: str, one: re.Pattern[str]) -> list[tuple[str, str, bool]]:
    """Each number of a list with its sub-divisions, ranges filled in, and whether it is one of a range."""
    if listed.isdecimal():
        return [(str(int(listed)), "", False)]
    listed_numbers: list[tuple[str, str, bool]] = []
    last = None
    for match in one.finditer(listed):
        number = int(match["number"])
        ranged = bool(match["to"]) and last is not None and last < number <= last + LAST_ARTICLE
        if ranged and last is not None:
            listed_numbers[-1] = (*listed_numbers[-1][:2], True)
            listed_numbers += [(str(between), "", True) for between in range(last + 1, number)]
        sub = "".join(f"({part.strip()})" for part in _PAREN.findall(match["sub"]))
        listed_numbers.append((str(number), sub, ranged))
        last = number
    return listed_numbers


_TITLE = re.compile(r"“[^”]{0,400}”")
_RESOLUTION = re.compile(RESOLUTION_NUMBER)
_RESOLUTION_SYMBOL = re.compile(r"(?:[A-Z]{1,4}/)+RES/(\d.*)")
# A line break leaves a blank after a slash, a hyphen or another sign of an address.
_URL = re.compile(
    r"(?:https?://|www\.)[^\s\x00<>\"“”]+(?:(?<=[/\-_=&?%])[ ](?=[a-z0-9][^\s]*[/.\-_=\d])[^\s\x00<>\"“”]+)*"
)
_SYMBOL_SIGN = re.compile(r"/(?<=[A-Z]/)")
_ORGAN, MAX_ORGAN = re.compile(r"[A-Z]+\Z"), 6  # letters before the first slash of a symbol
_BETWEEN = "\x00. \x00"  # stands between two texts: no citation goes on over it
_TRAILING = ".,;:!?)]}”’'\"»*"


class Cited(NamedTuple):
    """A citation in a text."""

    start: int
    end: int
    kind: CitationKind
    target: str


def find_citations(texts: Sequence[str], convention: str | None, vocabulary: Words) -> Iterator[tuple[int, Cited]]:
    """Yield the citations of texts in order, with the index of their text; an address takes what stands inside it."""
    text = _BETWEEN.join(texts)
    citations = [*_urls(text)]
    taken, ends = [url.start for url in citations], [url.end for url in citations]
    for citation in (*_resolutions(text, vocabulary), *_documents(text)):
        at = bisect_right(taken, citation.start) - 1
        if at < 0 or citation.start >= ends[at]:
            citations.append(citation)
    for reference in convention_references(text, convention, vocabulary):
        for article in reference.articles:
            target = article.provision or article.article
            citations.append(Cited(reference.start, reference.end, CitationKind.ARTICLE, target))
    begins = [0, *accumulate(len(words) + len(_BETWEEN) for words in texts)]
    for citation in sorted(citations, key=attrgetter("start", "end")):
        at = bisect_right(begins, citation.start) - 1
        start, end = citation.start - begins[at], citation.end - begins[at]
        yield at, citation._replace(start=start, end=end)


def _urls(text: str) -> Iterator[Cited]:
    for match in matches(_URL, text, ("ttp", "ww.")):
        printed = match.group().rstrip(_TRAILING)
        if "(" in printed and match.group().startswith(printed + ")"):
            printed += ")"
        yield Cited(match.start(), match.start() + len(printed), CitationKind.URL, printed.replace(" ", ""))


def _documents(text: str) -> Iterator[Cited]:
    end = 0
    for sign in _SYMBOL_SIGN.finditer(text):
        organ = _ORGAN.search(text, max(end, sign.start() - MAX_ORGAN), sign.start())
        match = SYMBOL.match(text, organ.start()) if organ else None
        if match is None:
            continue
        end = match.end()
        symbol = normal_symbol(match[0])
        resolution = _RESOLUTION_SYMBOL.fullmatch(symbol)
        if resolution:
            yield Cited(match.start(), match.end(), CitationKind.RESOLUTION, resolution[1])
        elif any(map(str.isdigit, symbol)):
            yield Cited(match.start(), match.end(), CitationKind.DOCUMENT, symbol)


def resolution_lists(text: str, vocabulary: Words) -> Iterator[re.Match[str]]:
    """Yield the places that name resolutions; `list` are their numbers."""
    patterns = vocabulary.references
    return matches(patterns.resolutions, text, patterns.resolution_signs)


def _resolutions(text: str, vocabulary: Words) -> Iterator[Cited]:
    for match in resolution_lists(text, vocabulary):
        start = match.start("list")
        numbers = _TITLE.sub(lambda title: " " * len(title.group()), match["list"])
        for number in _RESOLUTION.finditer(numbers):
            target = _DIGIT.sub(lambda digit: str(int(digit[0])), " ".join(number.group().split()))
            yield Cited(start + number.start(), start + number.end(), CitationKind.RESOLUTION, target)
