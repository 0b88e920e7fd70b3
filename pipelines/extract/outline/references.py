"""What a note cites: documents by symbol, resolutions, articles of the Convention, web addresses.

Here: finding citations in the text of a paragraph or a footnote.
Not here: articles that govern a section (`outline`); a document's own symbol (`masthead`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from pipelines.extract.outline.articles import convention_references
from pipelines.extract.outline.running_text import matches
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
_RESOLUTION_SIGNS = ("esolution", "ESOLUTION", "ésolution", "esoluci", "езолюци", "议")  # behind the first letter
_SYMBOL_SIGN = re.compile(r"/(?<=[A-Z]/)")
_ORGAN, MAX_ORGAN = re.compile(r"[A-Z]+\Z"), 6  # letters before the first slash of a symbol
_BETWEEN = "\x00. \x00"  # stands between two texts: no citation goes on over it
_TRAILING = ".,;:!?)]}”’'\"»*"


class Found(NamedTuple):
    """A citation in a text."""

    start: int
    end: int
    kind: CitationKind
    target: str


def find_citations(
    texts: Sequence[str], convention: str | None, language: str, vocabulary: Words
) -> Iterator[tuple[int, Found]]:
    """Yield the citations of texts in order, with the index of their text; an address takes what stands inside it."""
    text = _BETWEEN.join(texts)
    found = [*_urls(text)]
    taken, ends = [url.start for url in found], [url.end for url in found]
    for citation in (*_resolutions(text), *_documents(text)):
        at = bisect_right(taken, citation.start) - 1
        if at < 0 or citation.start >= ends[at]:
            found.append(citation)
    for reference in convention_references(text, convention, vocabulary, language):
        for article in reference.articles:
            target = article.provision or article.article
            found.append(Found(reference.start, reference.end, CitationKind.ARTICLE, target))
    begins = [0, *accumulate(len(words) + len(_BETWEEN) for words in texts)]
    for citation in sorted(found, key=attrgetter("start", "end")):
        at = bisect_right(begins, citation.start) - 1
        start, end = citation.start - begins[at], citation.end - begins[at]
        yield at, citation._replace(start=start, end=end)


def _urls(text: str) -> Iterator[Found]:
    for match in matches(_URL, text, ("ttp", "ww.")):
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
    for match in matches(_RESOLUTIONS, text, _RESOLUTION_SIGNS):
        start = match.start("list")
        numbers = _TITLE.sub(lambda title: " " * len(title.group()), match["list"])
        for number in _RESOLUTION.finditer(numbers):
            target = " ".join(number.group().split())
            yield Found(start + number.start(), start + number.end(), CitationKind.RESOLUTION, target)
