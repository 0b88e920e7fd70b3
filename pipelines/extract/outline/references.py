"""What a note cites: documents by symbol, resolutions, articles of the Convention, web addresses.

Here: finding citations in the text of a paragraph or a footnote.
Not here: articles that govern a section (`outline`); a document's own symbol (`masthead`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from pipelines.extract.outline.articles import convention_references, reference_signs
from pipelines.extract.outline.structure import CitationKind
from pipelines.extract.outline.symbols import SYMBOL, normal_symbol
from pipelines.extract.outline.words import Words

_RESOLUTION_NUMBER = (
    r"(?:\d{1,3}/\d{1,3}(?:[ ]?[A-Z](?![\w/]))?"
    r"|\d{1,4}[ ]\([A-Z\-]*[ ]?(?:19|20)\d\d\)|\d{1,4}[ ]\([IVXLS\-]+\))"
)
_WORD = r"(?:[Rr]esolutions?|RESOLUTIONS?|[Rr]ésolutions?|[Rr]esoluci(?:ón|ones)|[Рр]езолюци\w+|决议)"
_ENTITLED = r"(?:,?[ ]entitled[ ]“[^”]{0,400}”)?"
_AND = r"(?:[ ]?,[ ]?|[ ]?,?[ ](?:and|or|et|y|и)[ ]|[ ]?和[ ]?|、)(?:the[ ])?"
_RESOLUTIONS = re.compile(
    rf"{_WORD}(?:[ ]of[ ][a-zA-Z ]{{1,60}}?)?[ ]*(?:Nos?\.[ ])?"
    rf"(?P<list>{_RESOLUTION_NUMBER}(?:{_ENTITLED}{_AND}{_RESOLUTION_NUMBER})*)"
)
_TITLE = re.compile(r"“[^”]*”")
_RESOLUTION = re.compile(_RESOLUTION_NUMBER)
_RESOLUTION_SYMBOL = re.compile(r"(?:[A-Z]{1,4}/)+RES/(\d.*)")
# A line break leaves a blank after a slash, a hyphen or another sign of an address.
_URL = re.compile(
    r"(?:https?://|www\.)[^\s\x00<>\"“”]+(?:(?<=[/\-_=&?%])[ ](?=[a-z0-9][^\s]*[/.\-_=\d])[^\s\x00<>\"“”]+)*"
)
# Without these there is nothing to look for; they are found faster than the patterns fail.
_RESOLUTION_SIGNS = ("esolution", "ESOLUTION", "ésolution", "esoluci", "езолюци", "决议")
_SYMBOL_SIGN = re.compile(r"/(?<=[A-Z]/)")
_ORGAN, MAX_ORGAN = re.compile(r"[A-Z]+\Z"), 6  # letters before the first slash of a symbol
_TRAILING = ".,;:!?)]}”’'\"»*"


class Signs(NamedTuple):
    """What of the words of citations a document holds."""

    references: tuple[str, ...]
    resolutions: tuple[str, ...]
    addresses: bool


class Found(NamedTuple):
    """A citation in a text."""

    start: int
    end: int
    kind: CitationKind
    target: str


def citation_signs(text: str, language: str, vocabulary: Words) -> Signs:
    """Return what of the words of citations a document holds: its parts need not be searched for others."""
    resolutions = tuple(sign for sign in _RESOLUTION_SIGNS if sign in text)
    return Signs(reference_signs(text, language, vocabulary), resolutions, addresses="www." in text or "http" in text)


def find_citations(text: str, convention: str | None, vocabulary: Words, signs: Signs) -> list[Found]:
    """Return the citations of a text in order; an address takes what stands inside it."""
    found: list[Found] = []
    if signs.addresses and ("www." in text or "http" in text):
        found += _urls(text)
    named = [*_resolutions(text)] if any(sign in text for sign in signs.resolutions) else []
    if "/" in text:
        named += _documents(text)
    if named:
        taken, ends = [url.start for url in found], [url.end for url in found]
        for citation in named:
            at = bisect_right(taken, citation.start) - 1
            if at < 0 or citation.start >= ends[at]:
                found.append(citation)
    for reference in convention_references(text, convention, vocabulary, signs.references):
        for article in reference.articles:
            target = article.provision or article.article
            found.append(Found(reference.start, reference.end, CitationKind.ARTICLE, target))
    found.sort(key=attrgetter("start", "end"))
    return found


def _urls(text: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        printed = match.group().rstrip(_TRAILING)
        if "(" in printed and match.group().startswith(printed + ")"):
            printed += ")"
        yield Found(match.start(), match.start() + len(printed), CitationKind.URL, printed.replace(" ", ""))


def _documents(text: str) -> Iterator[Found]:
    end = 0
    for sign in _SYMBOL_SIGN.finditer(text):
        organ = _ORGAN.search(text, max(end, sign.start() - MAX_ORGAN), sign.start())
        match = SYMBOL.match(text, organ.start()) if organ else None
        if match is None:
            continue
        end = match.end()
        symbol = normal_symbol(match["symbol"])
        resolution = _RESOLUTION_SYMBOL.fullmatch(symbol)
        if resolution:
            yield Found(match.start(), match.end(), CitationKind.RESOLUTION, resolution[1])
        elif any(map(str.isdigit, symbol)):
            yield Found(match.start(), match.end(), CitationKind.DOCUMENT, symbol)


def _resolutions(text: str) -> Iterator[Found]:
    for match in _RESOLUTIONS.finditer(text):
        start = match.start("list")
        numbers = _TITLE.sub(lambda title: " " * len(title.group()), match["list"])
        for number in _RESOLUTION.finditer(numbers):
            target = " ".join(number.group().split())
            yield Found(start + number.start(), start + number.end(), CitationKind.RESOLUTION, target)
