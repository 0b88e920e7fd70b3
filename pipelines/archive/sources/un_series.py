"""A series of document symbols of the United Nations: how it is declared, and which symbols may exist.

Here: numbers, suffixes, languages. Not here: asking for them (`un.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from pydantic import Field, field_validator

from pipelines.archive.sources.web import WebAddress, WebSource
from pipelines.contract.languages import LANGUAGES
from pipelines.workspace.faults import written_as

# How documents beside the numbered ones are numbered, and what is made of a document later.
_BESIDE = {"CRP": "CRP.{}", "INF": "INF/{}", "L": "L.{}", "NGO": "NGO/{}"}
# What may stand in a header of a request.
_HEADER = r"[\x21-\x7e][\x20-\x7e]*[\x21-\x7e]"
_VERSIONS = ("Rev", "Corr", "Add")


class UnSeries(WebSource):
    """Documents of one body, numbered year by year; `datapackage/sources.yaml` says what each field means."""

    un: str
    system: WebAddress
    contact: Annotated[str, Field(max_length=200), written_as(_HEADER, "a name and an address in ASCII")]
    since: Annotated[int, Field(ge=1946, le=9998)]
    suffixes: tuple[Literal["CRP", "INF", "L", "NGO", "Rev", "Corr", "Add"], ...] = ("CRP", "INF", "Rev", "Corr", "Add")
    languages: Annotated[tuple[str, ...], Field(min_length=1)] = ("en",)
    formats: Annotated[tuple[Literal["docx", "pdf", "doc"], ...], Field(min_length=1)] = ("docx", "pdf")
    misses: Annotated[int, Field(ge=1, le=20)] = 3
    versions_hours: Annotated[float, Field(ge=0)] = 24
    requests: Annotated[int, Field(ge=1)] = 100
    pause_seconds: Annotated[float, Field(ge=0)] = 1

    @field_validator("un")
    @classmethod
    def _series(cls, value: str) -> str:
        named = sorted(re.findall(r"\{.*?\}", value)) == ["{number}", "{year}"]
        if not named or not re.fullmatch(r"[A-Z][A-Za-z0-9.()/{}-]*", value):
            raise ValueError("give a symbol with {year} and {number}, such as CAC/COSP/WG.4/{year}/{number}")
        return value

    @field_validator("languages")
    @classmethod
    def _languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [language for language in value if language not in LANGUAGES]:
            raise ValueError(f"there is no language {', '.join(unknown)}; give some of {', '.join(LANGUAGES)}")
        return value

    def address(self, symbol: str, language: str, form: str) -> str:
        """Where the system gives a document in one language and format."""
        asked = urlencode({"s": symbol, "l": language, "t": form}, quote_via=quote, safe="/")
        return f"{self.system}{'&' if '?' in self.system else '?'}{asked}"


@dataclass(frozen=True, slots=True, order=True)
class SeriesItem:
    """One document in one language. `always`: its number is the next of this year, so that every look asks for it."""

    symbol: str
    language: str
    always: bool = field(default=False, compare=False)

    @property
    def key(self) -> str:
        """Symbol and language, to remember the document by."""
        return f"{self.symbol} {self.language}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A symbol in parts. `form`: how it is numbered (`{}`, `CRP.{}`); `base`: of what it is a `version`, if it is."""

    year: int
    form: str
    number: int
    base: str = ""
    version: str = ""


class Symbols:
    """The symbols of one series, and the names that its documents have in the source: symbol, language, format."""

    def __init__(self, source: UnSeries) -> None:
        self._source = source
        self._forms = ["{}", *(_BESIDE[suffix] for suffix in source.suffixes if suffix in _BESIDE)]
        self._versions = [version for version in _VERSIONS if version in source.suffixes]
        forms = "|".join(re.escape(form).replace(r"\{\}", r"\d+") for form in self._forms)
        series = (
            re.escape(source.un).replace(r"\{year\}", r"(?P<year>\d{4})").replace(r"\{number\}", rf"(?P<tail>{forms})")
        )
        self._symbol = re.compile(
            rf"(?P<base>{series})(?:/(?P<version>{'|'.join(_VERSIONS)})\.(?P<nth>\d+))?", re.ASCII
        )
        self._name = re.compile(r"(?P<symbol>.+)\.(?P<language>[a-z]{2})\.[a-z]+", re.ASCII)

    def _parts(self, symbol: str) -> _Parts | None:
        found = self._symbol.fullmatch(symbol)
        if found is None:
            return None
        form, number = re.sub(r"\d+$", "{}", found["tail"]), int(re.split(r"\D", found["tail"])[-1])
        if found["version"]:
            return _Parts(int(found["year"]), form, int(found["nth"]), found["base"], found["version"])
        return _Parts(int(found["year"]), form, number)

    def item(self, name: str) -> SeriesItem | None:
        """The document of that name; None where the series, as it is declared now, does not hold it."""
        found = self._name.fullmatch(name)
        parts = self._parts(found["symbol"]) if found else None
        if not found or not parts or parts.year < self._source.since or found["language"] not in self._source.languages:
            return None
        return SeriesItem(found["symbol"], found["language"])

    def candidates(self, held: Iterable[SeriesItem], year: int) -> set[SeriesItem]:
        """Every document that is there or may be: known ones, their versions, and the next numbers of each year.

        `held`: what is known to be there. `year`: the present one.
        """
        symbols = {item.symbol: parts for item in held if (parts := self._parts(item.symbol))}
        last: defaultdict[tuple[object, str], int] = defaultdict(int)
        for parts in symbols.values():
            key = (parts.base or parts.year, parts.version or parts.form)
            last[key] = max(last[key], parts.number)
        found = {SeriesItem(symbol, language) for symbol in symbols for language in self._source.languages}
        for symbol, parts in symbols.items():
            if not parts.version:
                found |= {
                    SeriesItem(f"{symbol}/{version}.{n}", self._source.languages[0])
                    for version in self._versions
                    for n in range(1, last[symbol, version] + 2)
                }
        # What is numbered for next year may be there before it begins.
        for other in range(self._source.since, year + 2):
            for form in self._forms:
                reached = last[other, form]
                for n in range(1, reached + self._source.misses + 1):
                    symbol = self._source.un.replace("{year}", str(other)).replace("{number}", form.format(n))
                    if symbol not in symbols:
                        found |= set(self._unknown(symbol, now=other >= year, always=other == year and n > reached))
        return found

    def _unknown(self, symbol: str, *, now: bool, always: bool) -> Iterator[SeriesItem]:
        first, *others = self._source.languages
        yield SeriesItem(symbol, first, always)
        # A translation may be there before the rest.
        yield from (SeriesItem(symbol, language) for language in others if now)


def first_requests(source: UnSeries, year: int) -> int:
    """How many requests tell which documents there are, where there is none; each that is there takes some more.

    `year`: the present one.
    """
    return len(source.formats) * len(Symbols(source).candidates((), year))
