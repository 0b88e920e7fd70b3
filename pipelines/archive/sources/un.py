"""The kind of source `un`: documents in the Official Document System of the United Nations, numbered in series.

The system gives a document by symbol, language and format, and has no list: so the next numbers are tried, those of
this year at every look, those of other years and the languages and revisions of what is known at longer intervals.
What is not there is answered with a page of HTML. Not here: asking an address (`web.py`), what a document says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import quote, urlencode, urlsplit

from pydantic import Field, field_validator

from pipelines.archive.formats import Reason, Unreadable, told_format
from pipelines.archive.formats.worker import read_apart
from pipelines.archive.sources.look import Look, Watch, kind
from pipelines.archive.sources.source_state import Asked, Known
from pipelines.archive.sources.web import Answer, FetchError, Web, WebAddress, WebSource
from pipelines.contract.languages import LANGUAGES
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import written_as

# How documents beside the numbered ones are numbered, and what is made of a document later.
_BESIDE = {"CRP": "CRP.{}", "INF": "INF/{}", "L": "L.{}", "NGO": "NGO/{}"}
_VERSIONS = ("Rev", "Corr", "Add")
# What may stand in a header of a request.
_HEADER = r"[\x21-\x7e][\x20-\x7e]*[\x21-\x7e]"
# After so many failures in a row nothing more is asked; where so many documents that were there before are gone all at
# once, the answers are not believed.
_IN_A_ROW = 3
# An error page that comes as a PDF is small; only what is small is read for it.
_ERROR_PAGE_BYTES = 2**18
_NOT_PUBLIC = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_NOT_THERE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@kind("un")
class UnSource(WebSource):
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

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """Ask for what is due; what was asked is remembered also where nothing was found.

        Raises:
            ReportedError: the system can't be asked.
        """
        return _SeriesLook(self, watch, known).look()


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

    def __init__(self, source: UnSource) -> None:
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


def first_requests(source: UnSource, year: int) -> int:
    """How many requests tell which documents there are, where there is none; each that is there takes some more.

    `year`: the present one.
    """
    return len(source.formats) * len(Symbols(source).candidates((), year))


class _SeriesLook:
    """One look at one series, with what is remembered of it."""

    def __init__(self, source: UnSource, watch: Watch, known: Mapping[str, Known]) -> None:
        self._source, self._watch = source, watch
        self._web = Web(source, source.system, watch.settings, contact=source.contact)
        self._now = datetime.now(tz=UTC).replace(microsecond=0)
        self._symbols = Symbols(source)
        self._held = {item: name for name in sorted(known) if (item := self._symbols.item(name))}
        self._documents = {name: known[name] for name in self._held.values()}
        before = watch.source_state.asked(source.name).load()
        self._at, self._failed, self._not_before = dict(before.at), dict(before.failed), before.not_before
        self._asked: set[SeriesItem] = set()
        self._requests = self._answers = self._failed_in_a_row = 0
        self._gone: list[str] = []
        self._not_public: list[str] = []

    def look(self) -> Look:
        """Ask for what is due, as much as one look may.

        Raises:
            ReportedError: the system can't be asked now, or answers with pages of HTML for what was there before.
        """
        if self._now.isoformat() < self._not_before:
            raise ReportedError(f"its host asked for no request before {self._not_before}, and gets none until then")
        stale = len(self._held)
        self._trust()
        while self._failed_in_a_row < _IN_A_ROW and self._requests < self._source.requests and (due := self._due()):
            self._ask(due[0])
        keys = {item.key for item in self._symbols.candidates(self._held, self._now.year)}
        asked = Asked(
            {key: at for key, at in sorted(self._at.items()) if key in keys},
            {key: message for key, message in sorted(self._failed.items()) if key in keys},
            self._not_before,
        )
        errors = list(asked.failed.values())
        if self._failed_in_a_row and not errors:
            errors = self._not_public
        return Look(
            self._source,
            self._documents,
            errors=errors,
            stale=stale,
            notices=list(self._notices()),
            progress=asked,
            answered=self._answers > 0 or not errors,
        )

    def _notices(self) -> Iterator[str]:
        if self._gone:
            yield f"no longer there, and kept as it was: {', '.join(self._gone[:5])}"
        if self._not_public and self._answers:
            yield f"not public: {', '.join(self._not_public[:5])}"
        if waiting := len(self._due()):
            yield f"{waiting} more symbols and languages are due, and wait for the next look"

    def _trust(self) -> None:
        """Ask for documents that were there before, until one is: else every answer is of something else."""
        oldest = sorted(self._held, key=lambda item: (self._at.get(item.key, ""), item))[:_IN_A_ROW]
        for item in oldest:
            if self._ask(item) is not False:
                return
        if oldest:
            raise ReportedError(
                f"{', '.join(item.symbol for item in oldest)} was there before, and now a page of HTML comes in its "
                "place. Either somebody answers for the system (a sign-in page of the network), or the system has "
                f"changed; look at {self._documents[self._held[oldest[0]]].url}"
            )

    def _due(self) -> list[SeriesItem]:
        """What is to be asked for in this look, the most promising first and what failed last time last."""
        found = filter(self._is_due, self._symbols.candidates(self._held, self._now.year))
        return sorted(
            found, key=lambda item: (item.key in self._failed, not item.always, self._at.get(item.key, ""), item)
        )

    def _is_due(self, item: SeriesItem) -> bool:
        if item in self._asked:
            return False
        last = self._at.get(item.key)
        if last is None or item.always or item.key in self._failed:
            return True
        age = self._now - datetime.fromisoformat(last)
        # A time in the future means that the clock was set back: then nothing can be told from it.
        return not timedelta(0) <= age < timedelta(hours=self._source.versions_hours)

    def _ask(self, item: SeriesItem) -> bool | None:
        """Ask for one document: whether it is there; None where no answer tells."""
        self._asked.add(item)
        name = self._held.get(item)
        forms = (name.rpartition(".")[2],) if name else self._source.formats
        try:
            found = any(self._get(item, form, name) for form in forms)
        except FetchError as error:
            self._fail(item, error)
            return None
        self._answers, self._failed_in_a_row = self._answers + 1, 0
        self._failed.pop(item.key, None)
        self._at[item.key] = self._now.isoformat()
        if name and not found:
            self._gone.append(item.key)
        return found

    def _get(self, item: SeriesItem, form: str, name: str | None) -> bool:
        url = self._source.address(item.symbol, item.language, form)
        old = self._documents[name] if name else None
        token = old.token if old and self._watch.fetched.path(old.sha256) else {}
        self._requests += 1
        with self._watch.pace.turn(urlsplit(url).hostname or "", self._source.pause_seconds):
            try:
                answer = self._web.get(url, token, called=item.key)
            except FetchError as error:
                if error.status in _NOT_THERE:
                    return False
                raise
        if answer.data is None:
            return True
        if self._is_page(answer, new=old is None):
            return False
        if name is None:
            name = f"{item.symbol}.{item.language}.{form}"
            # Its other languages come with it: that they were not there before says nothing any more.
            for language in self._source.languages:
                self._at.pop(SeriesItem(item.symbol, language).key, None)
        self._documents[name] = Known(self._watch.fetched.keep(answer.data), len(answer.data), url, answer.token)
        self._held[item] = name
        return True

    def _is_page(self, answer: Answer, *, new: bool) -> bool:
        """True for what the system gives where there is no document: a page of HTML, nothing, an error page as PDF."""
        data = answer.data or b""
        pages = {"text/html", "application/xhtml+xml"}
        if answer.media_type in pages or not data.strip():
            return True
        try:
            if told_format(data)[0].media_type in pages:
                return True
            if new and len(data) <= _ERROR_PAGE_BYTES:
                read_apart(data, self._watch.settings.limits)
        except Unreadable as refusal:
            return refusal.reason is Reason.ERROR_PAGE
        return False

    def _fail(self, item: SeriesItem, error: FetchError) -> None:
        self._failed_in_a_row += 1
        self._at[item.key] = self._now.isoformat()
        if error.status in _NOT_PUBLIC:
            # One document that is not public is no failure; a host that refuses everything is.
            self._not_public.append(str(error))
        else:
            self._failed[item.key] = str(error)
        if error.retry_after is not None:
            self._not_before = (self._now + timedelta(seconds=error.retry_after)).isoformat()
            self._failed_in_a_row = _IN_A_ROW
