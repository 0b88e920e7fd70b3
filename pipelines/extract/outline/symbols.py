"""Symbols of United Nations documents: their form, and what a symbol says of revision and addendum.

Here: the pattern of a symbol, its normal form (no reissue asterisk, no inner spaces), and its suffixes.
Not here: which of the symbols in a document is the document's own (`masthead`).
"""

from __future__ import annotations

import re

# A/80/82-E/2025/63, CAC/COSP/WG.4/2022/2/Add.1, ICCD/COP(8)/CST/8, A/81/6 (Sect. 16), A/AC.237/18 (Part II)/Add.1.
# Every part after the first slash begins with a letter or a digit; a final full stop ends the sentence.
_PART = (
    r"(?:[A-Z][A-Za-z]{0,7}\.(?:\d{1,4}|[IVX]{1,4})(?:\(\d{1,3}\))?|[A-Z]{1,6}(?:\(\d{1,3}\))?"
    r"|(?:19|20)\d\d|\d{1,4})(?![A-Za-z])"
)
_ORGAN = r"[A-Z]{1,6}"
_SINGLE = rf"{_ORGAN}(?:/{_PART})+(?:\ ?\((?:Sect|Part|Vol)\.?\ [\dIVX]+\)(?:/{_PART})*)?"
# "A /80/604/Add.6": one blank before the first slash, as conversions leave it.
_LOOSE = rf"{_ORGAN}\ ?(?:/\ ?{_PART})+(?:\ ?\((?:Sect|Part|Vol)\.?\ [\dIVX]+\)(?:/{_PART})*)?"

_BEFORE, _AFTER = r"(?<![\w/.\-])", r"(?![\w/]|\.\d)"
# A symbol has a digit after its first slash ("N/A" is none).
SYMBOL = re.compile(rf"{_BEFORE}(?P<symbol>(?=[^\s\d]*/[^\s\d]*\d){_SINGLE}(?:-{_SINGLE})?){_AFTER}")
LOOSE_SYMBOL = re.compile(
    rf"{_BEFORE}(?P<symbol>(?=[^\s\d]*\ ?/[^\d]{{0,30}}\d){_LOOSE}(?:\s?-\s?{_SINGLE})?){_AFTER}"
    r"(?P<reissue>\ ?[*∗](?!\w))?"
)
# CAC/COSP/2017/[..], FCCC/PA/CMA/2021/X/Add.3.
_BLANK_PART = r"(?:\[[.…\s\-_xX]*\]|…|\.{2,}|[xX]{1,3}|_{2,}|-{1,3}|\*{3})"
PLACEHOLDER = re.compile(rf"{_BEFORE}(?P<symbol>{_ORGAN}\ ?(?:/{_PART})*/{_BLANK_PART}(?:/{_PART})*)")
_SUFFIX = re.compile(r"(?:^|/)((?:Rev|Add|Corr|Amend)\.\d{1,3})(?=/|$|-)")

_VERSION = re.compile(r"(?:/(?:Rev|Corr|Amend)\.\d{1,3})+$")


def normal_symbol(printed: str) -> str:
    """Return a printed symbol without reissue asterisk and inner spaces, but for the one before a part in brackets."""
    joined = "".join(printed.split()).rstrip("*∗")
    return re.sub(r"(?<=\d)\((Sect|Part|Vol)(\.?)([\dIVX]+)\)", r" (\1\2 \3)", joined) if "(" in joined else joined


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
