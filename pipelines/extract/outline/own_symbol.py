"""Which symbol is a document's own: the one that its masthead prints, or its running headers.

Here: the own symbol and what is doubtful about it.
Not here: the form of symbols (`archive/symbols`), those that a document cites (`references`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipelines.archive.document import Document, Role
from pipelines.archive.formats.numerals import FIRST_PARAGRAPH
from pipelines.archive.symbols import LOOSE_SYMBOL, PLACEHOLDER, SYMBOL, normal_symbol
from pipelines.extract.outline.layout import MAX_MASTHEAD, after_blanks, opens_line
from pipelines.extract.outline.structure import Signal
from pipelines.extract.outline.words import Words

MAX_LINE = 60  # characters of a line that holds a symbol alone

_JOINT = re.compile(r"-(?=[A-Z])")
# What may not stand right before a document's own symbol, beside words that cite.
_CITES = tuple("*∗(¹[“")


class OwnSymbol(NamedTuple):
    """The document's own symbol and where the masthead prints it; `placeholder` where it is not filled in."""

    symbol: str | None
    start: int
    end: int
    reissued: bool
    placeholder: str | None

    @property
    def names(self) -> frozenset[str]:
        """What pages may print for it: of two symbols that are joined each alone, too."""
        printed = self.symbol or self.placeholder
        return frozenset((printed, *_JOINT.split(printed)) if printed else ())


def find_own_symbol(document: Document, start: int, corner: Iterable[tuple[int, int]], vocabulary: Words) -> OwnSymbol:
    """Return the document's own symbol, as the masthead prints it from `start` on, else as running headers do.

    What stands in the `corner` of the masthead is believed; else a symbol after the agenda
    item, in brackets, in a footnote, after words that cite or within a line below the first number is not the
    document's own, unless "Distr." stands beside it.
    """
    for first, last in (*corner, (start, start + MAX_MASTHEAD)):
        if own := _printed_symbol(document.text, first, last, vocabulary):
            return own
    return OwnSymbol(_running_symbol(document), start, start, reissued=False, placeholder=None)


def _printed_symbol(text: str, start: int, end: int, vocabulary: Words) -> OwnSymbol | None:
    text = text[:end]
    if agenda := vocabulary.agenda.search(text, start):
        text = text[: agenda.start()]
    first = FIRST_PARAGRAPH.search(text, start)
    numbered = first.start() if first else end
    placeholder = PLACEHOLDER.search(text, start)
    for match in LOOSE_SYMBOL.finditer(text, start):
        if placeholder and placeholder.start() <= match.start():
            break
        before = text[max(start, match.start() - 20) : match.start()].rpartition("\n\n")[2]
        cited = before.endswith(_CITES) or not vocabulary.sets["citing"].isdisjoint(before.casefold().split()[-1:])
        heads = vocabulary.distribution.match(text, after_blanks(text, match.end(), end)) is not None
        amid_text = match.start() > numbered and not heads and not opens_line(text, match.start())
        if cited or amid_text or _ends_like_a_footnote(text, match.end()):
            continue
        symbol, last = normal_symbol(match["symbol"]), match.end()
        second = LOOSE_SYMBOL.match(text, last + len(text[last:]) - len(text[last:].lstrip(" \t\n|")))
        if second and (other := normal_symbol(second["symbol"])) != symbol and "-" not in symbol:
            symbol, last = f"{symbol}-{other}", second.end()
        return OwnSymbol(symbol, match.start(), last, match["reissue"] is not None, None)
    if placeholder:
        return OwnSymbol(None, *placeholder.span(), reissued=False, placeholder=placeholder[0])
    return None


def _running_symbol(document: Document) -> str | None:
    """Return the symbol that stands in page headers, or alone on more than one line."""
    if headers := header_symbols(document):
        return headers[0]
    lines = (line.strip("*∗ \t\f\xa0") for line in document.text.split("\n") if "/" in line)
    counts = Counter(m[0] for line in lines if len(line) < MAX_LINE and (m := SYMBOL.fullmatch(line)))
    symbol = max(counts, key=counts.__getitem__, default="")
    return normal_symbol(symbol) if counts[symbol] > 1 else None


def _ends_like_a_footnote(text: str, end: int) -> bool:
    """A full stop after a symbol ends a footnote ("* A/61/150.")."""
    return text[end : end + 1] == "." and not text[end + 1 : end + 2].isalnum()


def header_symbols(document: Document) -> list[str]:
    """Return the symbols in running headers that the source format marks, or repeats on its pages; commonest first."""
    headers = (block for block in document.blocks if block.role in {Role.PAGE_HEADER, Role.REPEATED})
    symbols = (match for block in headers for match in SYMBOL.finditer(document.text, block.start, block.end))
    counts = Counter(normal_symbol(match[0]) for match in symbols)
    return sorted(counts, key=lambda symbol: (-counts[symbol], symbol))


def symbol_signals(document: Document, own: OwnSymbol) -> Iterator[Signal]:
    """Yield what is doubtful about the symbol: a placeholder, or running headers that disagree with it."""
    if own.placeholder:
        message = f"The symbol “{own.placeholder}” is not filled in."
        yield Signal("placeholder_symbol", own.start, own.end, own.placeholder, message)
    for symbol in header_symbols(document):
        if own.symbol and symbol not in own.symbol and own.symbol not in symbol:
            at = document.text.find(symbol.split("/")[0], own.end)
            message = f"Page headers say {symbol}, the masthead {own.symbol}. The masthead is followed."
            yield Signal("symbols_disagree", max(at, 0), max(at, 0) + len(symbol), symbol, message)
