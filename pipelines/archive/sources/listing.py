"""Finds the documents that a listing page links: those with a document symbol beside them, in the wanted languages.

Here: reading the page. Not here: fetching it or what it links (`web.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from lxml import etree, html
from pydantic import Field

from pipelines.archive.incoming import Incoming, Skipped
from pipelines.archive.sources.look import Look, Watch, kind
from pipelines.archive.sources.web import Web, WebAddress, WebSource, web_name
from pipelines.archive.symbols import SYMBOL, SYMBOL_IN_ADDRESS
from pipelines.contract.languages import LANGUAGES
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import written_as

_DOCUMENT = re.compile(r"\.(pdf|docx?|html?|txt)$", re.IGNORECASE)
# What can only be a document, with or without a symbol beside it.
_FILE = re.compile(r"\.(pdf|docx?|odt|rtf)$", re.IGNORECASE)
_ROWS = ("tr", "li", "dd", "p")

# How pages name the languages beside a link.
_BY_NAME = {name: language.code for language in LANGUAGES.values() for name in language.called}


@dataclass(frozen=True, slots=True)
class Link:
    """One linked document. `language`: None where the page does not say."""

    symbol: str
    language: str | None
    url: str


_MAX_PAGE = 8 * 2**20


_Language = Annotated[str, written_as(r"[a-z]{2}", "two small letters, such as en")]


@kind("listing")
class Listing(WebSource):
    """A page that lists document symbols with links, such as a session page.

    `symbols`: shell patterns of the symbols to take. `languages`: ISO 639-1 codes of the languages to take, where the
    page tells them apart.
    """

    listing: WebAddress
    symbols: Annotated[tuple[str, ...], Field(min_length=1)] = ("*",)
    languages: Annotated[tuple[_Language, ...], Field(min_length=1)] = ("en",)

    def look(self, watch: Watch, before: Mapping[str, Incoming]) -> Look:
        """The documents that the page lists, fetched where they are not as they were.

        Raises:
            FetchError, ReportedError: the page can't be had or read.
        """
        web = Web(self, self.listing, watch.settings)
        page = web.get(self.listing)
        data = page.data or b""
        if len(data) > _MAX_PAGE:
            raise ReportedError(f"the page has more than {_MAX_PAGE:,} bytes, which no list of documents has")
        links, skipped = find_links(data, page.url, self, page.encoding)
        return web.look_at([link.url for link in links], watch, before, skipped)


def find_links(page: bytes, url: str, source: Listing, encoding: str | None = None) -> tuple[list[Link], list[Skipped]]:
    """The wanted documents that a page links, in the order of the page, each once; and those that are not wanted.

    A symbol none of whose links tells its language is taken with all of them.

    Raises:
        ReportedError: the page is no HTML.
    """
    try:
        tree = html.document_fromstring(page, parser=html.HTMLParser(encoding=encoding, no_network=True))
        declared = tree.find(".//base[@href]")
        base = urljoin(url, declared.get("href") or "") if declared is not None else url
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise ReportedError("the page is no HTML") from error
    by_symbol: dict[str, list[Link]] = defaultdict(list)
    over: dict[str, str] = {}
    beside = _beside(tree)
    for link in filter(None, (_link(anchor, base, beside.get(anchor, "")) for anchor in tree.iter("a"))):
        if not link.symbol:
            over[link.url] = "No document symbol stands beside its link. If it is a note, declare it as an address."
        elif any(fnmatchcase(link.symbol, pattern) for pattern in source.symbols):
            by_symbol[link.symbol].append(link)
        else:
            over[link.url] = f"Its symbol {link.symbol} is none of those that `symbols` asks for."
    wanted = {}
    for links in by_symbol.values():
        has_languages = any(link.language for link in links)
        for link in links:
            if not has_languages or link.language in source.languages:
                wanted[link.url] = link
            else:
                language = f"It is in {link.language}" if link.language else "The page does not tell its language"
                over[link.url] = f"{language}, and `languages` asks for {', '.join(source.languages)}."
    return list(wanted.values()), [Skipped(web_name(url), why) for url, why in over.items() if url not in wanted]


def _link(anchor: html.HtmlElement, base: str, beside: str) -> Link | None:
    """The document to which a link leads, without a symbol where none stands beside it; None for another page."""
    try:
        url = urldefrag(urljoin(base, (anchor.get("href") or "").strip())).url
        parts = urlsplit(url)
    except ValueError:  # what is no address leads nowhere
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    text = " ".join(anchor.text_content().split())
    in_text, in_address = SYMBOL.search(text), SYMBOL_IN_ADDRESS.search(unquote(f"{parts.path}?{parts.query}"))
    symbol = in_text[0] if in_text else beside or (in_address[0] if in_address else "")
    if not symbol:
        return Link("", None, url) if _FILE.search(parts.path) else None
    language = _language(anchor, text, parts.query)
    # A symbol beside a link to some other page is no document: it must look like one, or name its language.
    return Link(symbol, language, url) if language or in_address or _DOCUMENT.search(parts.path) else None


def _beside(tree: html.HtmlElement) -> dict[html.HtmlElement, str]:
    """By link, the last symbol before it in its row, else the row's first; once through each row, however long."""
    wanted: dict[html.HtmlElement, str] = {}
    for row in tree.iter(*_ROWS):  # an inner row comes after the outer one, and counts
        last, waiting = "", []
        for event, element in etree.iterwalk(row, events=("start", "end")):
            if event == "start" and element.tag == "a":
                wanted[element] = last
                waiting += [] if last else [element]
            text = element.text if event == "start" else element.tail if element is not row else ""
            for symbol in SYMBOL.finditer(text or ""):
                last = symbol[0]
                wanted |= dict.fromkeys(waiting, last)
                waiting.clear()
    return wanted


def _language(anchor: html.HtmlElement, text: str, query: str) -> str | None:
    """The language of a linked document: as the link declares, as its text or its address says, in this order."""
    declared = (anchor.get("hreflang") or "").lower()[:2]
    asked = parse_qs(query)
    named = [text.strip(" ()[]|:"), *(value for key in ("lang", "language", "l") for value in asked.get(key, []))]
    return (
        declared if declared in LANGUAGES else next(filter(None, (_BY_NAME.get(name.lower()) for name in named)), None)
    )
