"""Symbols of United Nations documents: their form, what their suffixes say, and which one is the document's own.

Here: the pattern of a symbol, its normal form (no reissue asterisk, no inner spaces), its suffixes; the own symbol and
what is doubtful about it.
Not here: symbols that a document cites (`references`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from pipelines.archive.document import Document, Role
from pipelines.extract.outline.structure import Signal
from pipelines.extract.outline.words import Words

MAX_SYMBOL = 1500  # characters from the start in which a masthead prints the symbol
MAX_LINE = 60  # characters of a line that holds a symbol alone

# What may not stand right before a document's own symbol, beside words that cite.
_CITES = tuple("*∗(¹[“")
# A/80/82-E/2025/63, CAC/COSP/WG.4/2022/2/Add.1, ICCD/COP(8)/CST/8, A/81/6 (Sect. 16), A/AC.237/18 (Part II)/Add.1.
# Every part after the first slash begins with a letter or a digit; a final full stop ends the sentence. No symbol has
# more parts than these, nor more characters before its first digit: more is not searched for.
_PARTS, _TO_DIGIT = "{1,9}", "{0,40}"
_PART = (
    r"(?:[A-Z][A-Za-z]{0,7}\.(?:\d{1,4}|[IVX]{1,4})(?:\(\d{1,3}\))?|[A-Z]{1,6}(?:\(\d{1,3}\))?"
    r"|(?:19|20)\d\d|\d{1,4})(?![A-Za-z])"
)
_ORGAN = r"[A-Z]{1,6}"
_IN_BRACKETS = rf"(?:\ ?\((?:Sect|Part|Vol)\.?\ [\dIVX]{{1,6}}\)(?:/{_PART}){{0,3}})?"
_SINGLE = rf"{_ORGAN}(?:/{_PART}){_PARTS}{_IN_BRACKETS}"
# "A /80/604/Add.6": one blank before the first slash, as conversions leave it.
_LOOSE = rf"{_ORGAN}\ ?(?:/\ ?{_PART}){_PARTS}{_IN_BRACKETS}"

_BEFORE, _AFTER = r"(?<![\w/.\-])", r"(?![\w/]|\.\d)"
# A symbol has a digit after its first slash ("N/A" is none).
SYMBOL = re.compile(rf"{_BEFORE}(?P<symbol>(?=[^\s\d/]{{0,9}}/[^\s\d]{_TO_DIGIT}\d){_SINGLE}(?:-{_SINGLE})?){_AFTER}")
LOOSE_SYMBOL = re.compile(
    rf"{_BEFORE}(?P<symbol>(?=[^\s\d/]{{0,9}}\ ?/[^\d]{_TO_DIGIT}\d){_LOOSE}(?:\s?-\s?{_SINGLE})?){_AFTER}"
    r"(?P<reissue>\ ?[*∗](?!\w))?"
)
# CAC/COSP/2017/[..], FCCC/PA/CMA/2021/X/Add.3.
_BLANK_PART = r"(?:\[[.…\s\-_xX]{0,30}\]|…|\.{2,30}|[xX]{1,3}|_{2,30}|-{1,3}|\*{3})"
PLACEHOLDER = re.compile(rf"{_BEFORE}(?P<symbol>{_ORGAN}\ ?(?:/{_PART}){{0,9}}/{_BLANK_PART}(?:/{_PART}){{0,9}})")
_SUFFIX = re.compile(r"(?:^|/)((?:Rev|Add|Corr|Amend)\.\d{1,3})(?=/|$|-)")

# Markdown's emphasis around a line or a part of one, which may end in the asterisk of a reissue.
_EMPHASIZED = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})([A-Z][^\n*_]*\*?)\1(?![\w*_])")
# Languages of the Official Document System.
_SERVED = frozenset(("ar", "en", "es", "fr", "ru", "zh"))
_VERSION = re.compile(r"(?:/(?:Rev|Corr|Amend)\.\d{1,3}){1,4}$")


def normal_symbol(printed: str) -> str:
    """Return a printed symbol without reissue asterisk and inner spaces, but for the one before a part in brackets."""
    joined = "".join(printed.split()).rstrip("*∗")
    return re.sub(r"(?<=\d)\((Sect|Part|Vol)(\.?)([\dIVX]+)\)", r" (\1\2 \3)", joined) if "(" in joined else joined


# Asked for each quote of a document.
@lru_cache(1_000)
def official_address(symbol: str, language: str) -> str:
    """Where the United Nations serves the document of a symbol in a language, as PDF; in English where it has none."""
    served = language if language in _SERVED else "en"
    return f"https://documents.un.org/api/symbol/access?{urlencode({'s': symbol, 'l': served, 't': 'pdf'}, safe='/()')}"


def revision_of(symbol: str, *, reissued: bool) -> str | None:
    """Return the suffixes of a symbol (`Add.1`, `Rev.2`) and `*` for a reissue, joined by a space; None without any."""
    suffixes = _SUFFIX.findall(symbol)
    if reissued:
        suffixes.append("*")
    return " ".join(suffixes) or None


def work_of(symbol: str) -> tuple[str, str]:
    """Return the symbol of the note of which a document is a version, and which: `("X", "Rev.1")` of `X/Rev.1`.

    Revisions and corrigenda are versions, several joined by a space; an addendum is a note of its own. Of two symbols
    joined by `-`, both lose what follows.
    """
    found: list[str] = []
    works = []
    for work in symbol.split("-"):
        version = _VERSION.search(work)
        works.append(work[: version.start()] if version else work)
        found += version[0][1:].split("/") if version else []
    return "-".join(works), " ".join(dict.fromkeys(found))


def is_corrigendum(revision: str) -> bool:
    """Tell whether a version (`Rev.1`, `Corr.1`, `Rev.1 Corr.2`) corrects a text and replaces none."""
    return bool(revision) and not revision.rsplit(maxsplit=1)[-1].startswith("Rev.")


class OwnSymbol(NamedTuple):
    """The document's own symbol and where the masthead prints it; `placeholder` where it is not filled in."""

    symbol: str | None
    start: int
    end: int
    reissued: bool
    placeholder: str | None


def find_own_symbol(document: Document, masthead: tuple[int, int | None], vocabulary: Words) -> OwnSymbol:
    """Return the document's own symbol, as the masthead prints it, else as running headers do.

    `masthead`: where it begins, and where it ends if that is known. A symbol after the agenda item, in brackets, in a
    footnote or after words that cite is not the document's own.
    """
    start, known_end = masthead
    end = known_end or min(len(document.text), start + MAX_SYMBOL)
    text = _EMPHASIZED.sub(_without_marks, document.text[:end]) + document.text[end:]
    if agenda := vocabulary.agenda.search(text, start, end):
        end = agenda.start()
    placeholder = PLACEHOLDER.search(text, start, end)
    for match in LOOSE_SYMBOL.finditer(text, start, end):
        if placeholder and placeholder.start() <= match.start():
            break
        before = text[max(start, match.start() - 20) : match.start()].rpartition("\n\n")[2]
        cited = before.endswith(_CITES) or not vocabulary.sets["citing"].isdisjoint(before.casefold().split()[-1:])
        if cited or _ends_like_a_footnote(text, match.end()):
            continue
        symbol, last = normal_symbol(match["symbol"]), match.end()
        second = LOOSE_SYMBOL.match(text, last + len(text[last:end]) - len(text[last:end].lstrip(" \t\n|")), end)
        if second and (other := normal_symbol(second["symbol"])) != symbol and "-" not in symbol:
            symbol, last = f"{symbol}-{other}", second.end()
        return OwnSymbol(symbol, match.start(), last, match["reissue"] is not None, None)
    if placeholder:
        return OwnSymbol(
            None, placeholder.start(), placeholder.end(), reissued=False, placeholder=placeholder["symbol"]
        )
    return OwnSymbol(_running_symbol(document), start, start, reissued=False, placeholder=None)


def _without_marks(emphasized: re.Match[str]) -> str:
    """The words with blanks for the marks around them, so that everything keeps its place."""
    blanks = " " * len(emphasized[1])
    return f"{blanks}{emphasized[2]}{blanks}"


def _running_symbol(document: Document) -> str | None:
    """Return the symbol that stands in page headers, or alone on more than one line."""
    if headers := header_symbols(document):
        return headers[0]
    counts = symbols_alone(document.text)
    symbol = max(counts, key=counts.__getitem__, default="")
    return normal_symbol(symbol) if counts[symbol] > 1 else None


def symbols_alone(text: str, start: int = 0) -> Counter[str]:
    """Count the symbols that stand alone on a line from `start` on."""
    lines = (line.strip("*∗ \t\f\xa0") for line in text[start:].split("\n") if "/" in line)
    return Counter(m["symbol"] for line in lines if len(line) < MAX_LINE and (m := SYMBOL.fullmatch(line)))


def _ends_like_a_footnote(text: str, end: int) -> bool:
    """A full stop after a symbol ends a footnote ("* A/61/150.")."""
    return text[end : end + 1] == "." and not text[end + 1 : end + 2].isalnum()


def header_symbols(document: Document) -> list[str]:
    """Return the symbols that the source format marks as running headers, the commonest first."""
    headers = (block for block in document.blocks if block.role is Role.PAGE_HEADER)
    found = (match for block in headers for match in SYMBOL.finditer(document.text, block.start, block.end))
    counts = Counter(normal_symbol(match["symbol"]) for match in found)
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
