"""Symbols of United Nations documents, and what their pages print around the text: job numbers, page numbers, rules.

Here: the pattern of a symbol, its normal form (no reissue asterisk, no inner spaces), its suffixes, where it is served;
the patterns of job numbers, page numbers and rules.
Not here: which symbol is a document's own (`extract/outline/own_symbol`); where marks of pages stand, and what is
made of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlencode

# A/80/82-E/2025/63, CAC/COSP/WG.4/2022/2/Add.1, ICCD/COP(8)/CST/8, A/S-32/2, A/81/6 (Sect. 16), A/AC.237/18 (Part II).
# Every part after the first slash begins with a letter or a digit; a final full stop ends the sentence. No symbol has
# more parts than these, nor more characters before its first digit: more is not searched for.
_PARTS, _TO_DIGIT = "{1,9}", "{0,40}"
_PART = (
    r"(?:[A-Z][A-Za-z]{0,7}\.(?:\d{1,4}|[IVX]{1,4})(?:\(\d{1,3}\))?|[A-Z]{1,2}-\d{1,3}|[A-Z]{1,6}(?:\(\d{1,3}\))?"
    r"|(?:19|20)\d\d|\d{1,4})(?![A-Za-z])"
)
_ORGAN = r"[A-Z]{1,6}"
_IN_BRACKETS = rf"(?:\ ?\((?:Sect|Part|Vol)\.?\ [\dIVX]{{1,6}}\)(?:/{_PART}){{0,3}})?"
_SINGLE = rf"{_ORGAN}(?:/{_PART}){_PARTS}{_IN_BRACKETS}"
# "A /80/604/Add.6": one blank before the first slash, as conversions leave it.
_LOOSE = rf"{_ORGAN}\ ?(?:/\ ?{_PART}){_PARTS}{_IN_BRACKETS}"

_BEFORE, _AFTER = r"(?<![\w/.\-])", r"(?![\w/]|\.\d)"
# A symbol has a digit after its first slash ("N/A" is none).
_WHOLE = rf"(?=[^\s\d/]{{0,9}}/[^\s\d]{_TO_DIGIT}\d){_SINGLE}(?:-{_SINGLE})?"
SYMBOL = re.compile(f"{_BEFORE}{_WHOLE}{_AFTER}")
SYMBOL_IN_ADDRESS = re.compile(rf"(?<![\w.\-]){_WHOLE}(?!\w)")  # a part of a path, with others around it
LOOSE_SYMBOL = re.compile(
    rf"{_BEFORE}(?P<symbol>(?=[^\s\d/]{{0,9}}\ ?/[^\d]{_TO_DIGIT}\d){_LOOSE}(?:\s?-\s?{_SINGLE})?){_AFTER}"
    r"(?P<reissue>\ ?[*∗](?!\w))?"
)
# CAC/COSP/2017/[..], FCCC/PA/CMA/2021/X/Add.3.
_BLANK_PART = r"(?:\[[.…\s\-_xX]{0,30}\]|…|\.{2,30}|[xX]{1,3}|_{2,30}|-{1,3}|\*{3})"
PLACEHOLDER = re.compile(rf"{_BEFORE}{_ORGAN}\ ?(?:/{_PART}){{0,9}}/{_BLANK_PART}(?:/{_PART}){{0,9}}")
_SUFFIX = re.compile(r"(?:^|/)((?:Rev|Add|Corr|Amend)\.\d{1,3})(?=/|$|-)")
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
    versions: list[str] = []
    works = []
    for work in symbol.split("-"):
        version = _VERSION.search(work)
        works.append(work[: version.start()] if version else work)
        versions += version[0][1:].split("/") if version else []
    return "-".join(works), " ".join(dict.fromkeys(versions))


def is_corrigendum(revision: str) -> bool:
    """Tell whether a version (`Rev.1`, `Corr.1`, `Rev.1 Corr.2`) corrects a text and replaces none."""
    return bool(revision) and not revision.rsplit(maxsplit=1)[-1].startswith("Rev.")


# V.19-09617 (E) 031019 041019 *1909617*; GE.25-06162 (E); 25-06741* (E); N2512345; "V (F) * *" with lost digits.
_DATES = r"(?:[ \t]+\d{6}){0,4}"
_BARCODE = r"\*(?:\d{6,9}|[NMVK]\d{7,8})\*"
JOB = (
    r"(?:(?<![A-Z\d])(?:V|GE|NY|K|UNEP)\.[ \t]?\d\d-\d{4,6}|(?<![\w/.-])\d\d-\d{5}(?![\w-])|(?<!\w)N\d{7}(?!\w))"
    r"\*?(?:[ \t]*\([A-Z]\))?"
    rf"{_DATES}(?:[ \t]*{_BARCODE})?(?:[ \t]\*)?|(?<!\w)V[ \t]+\([A-Z]\)(?:[ \t]*\*){{0,3}}|{_BARCODE}"
)
# The number of a page: "Page 3", "Page 3 of 7", "- 3 -"; "3/7", which may be a resolution; a figure alone.
PAGE_WORD, OF_ALL = "(?:[Pp]age|[Pp]ágina|[Сс]траница)", "(?:of|de|sur|из)"
_OF_LAST = rf"(?:[ \t]?[/⁄][ \t]?|[ \t]+(?:{OF_ALL}|\|)[ \t]+)\d{{1,4}}"
PAGE = rf"(?:{PAGE_WORD}[ \t]+\d{{1,4}}(?:{_OF_LAST})?|[-–][ \t]?\d{{1,4}}[ \t]?[-–])"
PAGE_OF_LAST = rf"(?:[-–—(\[]?[ \t]?\d{{1,4}}{_OF_LAST}(?:[ \t]?[-–—)\]])?)"
PAGE_FIGURE = r"(?:\d{1,4}|[ivxlc]{1,7})"
RECYCLE = "Please recycle"
LEADERS = r"(?:\.[ \t]?){5,}|…{2,}"  # between an entry of a contents table and its page
# Signs in a row that are a rule; it begins with its sign, which passes over most of a text.
RULE_LINE = r"[_─‗—–=-](?:(?<=[_─‗])[_─‗]{2,}|(?<=[—–=-])[—–=-]{4,})"
