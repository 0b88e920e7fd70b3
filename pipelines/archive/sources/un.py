"""The kind of source `un`: documents in the Official Document System of the United Nations, numbered in series.

The system gives a document by symbol, language and format, and has no list. So the next numbers are tried: those of
this year at every look; at longer intervals those of other years, and other languages and revisions of documents that
are there. For what is not there it answers with a page of HTML. Not here: asking an
address (`web.py`), what a document says.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import quote, urlencode, urlsplit

from pydantic import Field

from pipelines.archive.formats import Reason, Unreadable, format_of
from pipelines.archive.formats.worker import read_apart
from pipelines.archive.incoming import Incoming
from pipelines.archive.sources.look import FetchError, Look, Watch, failure_message, kind
from pipelines.archive.sources.source_state import is_recent
from pipelines.archive.sources.web import LONGEST_WAIT, Answer, Web, WebAddress, WebSource
from pipelines.contract.languages import LANGUAGES
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import written_as

# How documents beside the numbered ones are numbered, and what is made of a document later.
_BESIDE = {"CRP": "CRP.", "INF": "INF/", "L": "L.", "NGO": "NGO/"}
_VERSIONS = {"Rev": "/Rev.", "Corr": "/Corr.", "Add": "/Add."}
_DIGITS = "0123456789"
_SERIES = r"[A-Z][A-Za-z0-9.()/-]*\{year\}[A-Za-z0-9.()/-]*[./-]\{number\}"
# What may stand in a header of a request.
_HEADER = r"[\x21-\x7e][\x20-\x7e]*[\x21-\x7e]"
# After so many failures in a row nothing more is asked; where so many documents that were there before are gone all at
# once, the answers are not believed.
_IN_A_ROW = 3
# An error page that comes as a PDF is small; only what is small is read for it.
_ERROR_PAGE_BYTES = 2**18
_NOT_PUBLIC = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_NOT_THERE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_Language = Annotated[str, written_as("|".join(LANGUAGES), f"one of {', '.join(LANGUAGES)}")]


@kind("un")
class UnSource(WebSource):
    """Documents of one body, numbered year by year; `datapackage/sources.yaml` says what each field means."""

    un: Annotated[str, written_as(_SERIES, "a symbol with {year}, and {number} at its end, as X/WG.4/{year}/{number}")]
    system: WebAddress
    contact: Annotated[str, Field(max_length=200), written_as(_HEADER, "a name and an address in ASCII")]
    since: Annotated[int, Field(ge=1946, le=9998)]
    suffixes: tuple[Literal["CRP", "INF", "L", "NGO", "Rev", "Corr", "Add"], ...] = ("CRP", "INF", "Rev", "Corr", "Add")
    languages: Annotated[tuple[_Language, ...], Field(min_length=1)] = ("en",)
    formats: Annotated[tuple[Literal["docx", "pdf", "doc"], ...], Field(min_length=1)] = ("docx", "pdf")
    misses: Annotated[int, Field(ge=1, le=20)] = 3
    versions_hours: Annotated[float, Field(ge=0)] = 24
    requests: Annotated[int, Field(ge=1)] = 100
    pause_seconds: Annotated[float, Field(ge=0)] = 1

    def address(self, symbol: str, language: str, form: str) -> str:
        """Where the system gives a document in one language and format."""
        asked = urlencode({"s": symbol, "l": language, "t": form}, quote_via=quote, safe="/")
        return f"{self.system}{'&' if '?' in self.system else '?'}{asked}"

    def heads(self, year: int | str) -> list[str]:
        """What stands before the numbers of a year in symbols."""
        head = self.un.removesuffix("{number}").replace("{year}", str(year))
        return [head + form for form in ("", *(_BESIDE[suffix] for suffix in self.suffixes if suffix in _BESIDE))]

    def key(self, name: str) -> str:
        """Symbol and language of the document of that name; empty where the series, as it is declared, has it not."""
        heads = "|".join(map(re.escape, self.heads("{year}"))).replace(r"\{year\}", r"\d{4}")
        versions = "|".join(map(re.escape, _VERSIONS.values()))
        symbol = rf"(?:{heads})\d+(?:(?:{versions})\d+)?"
        parts = re.fullmatch(rf"({symbol})\.({'|'.join(self.languages)})\.[a-z]+", name, re.ASCII)
        at = self.un.index("{year}")
        return f"{parts[1]} {parts[2]}" if parts and int(name[at : at + 4]) >= self.since else ""

    def look(self, watch: Watch, before: Mapping[str, Incoming]) -> Look:
        """Ask for what is due; what was asked for is remembered also where there was nothing.

        Raises:
            ReportedError: the system can't be asked.
        """
        return _SeriesLook(self, watch, before).look()


def candidates(source: UnSource, symbols: Collection[str], year: int) -> dict[str, bool]:
    """Every document that is there or may be: those of `symbols`, their versions, and the next numbers of each year.

    `symbols`: of documents that are there. `year`: the present one.

    Returns:
        By symbol and language, whether every look asks for it, as its number is the next of this year.
    """
    first = source.languages[0]
    reached: defaultdict[str, int] = defaultdict(int)
    for symbol in symbols:
        head = symbol.rstrip(_DIGITS)
        reached[head] = max(reached[head], int(symbol.removeprefix(head)))
    every_look = {f"{symbol} {language}": False for symbol in symbols for language in source.languages}
    versions = [head for suffix, head in _VERSIONS.items() if suffix in source.suffixes]
    bases = [symbol for symbol in symbols if not symbol.rstrip(_DIGITS).endswith(tuple(_VERSIONS.values()))]
    for head in [base + version for base in bases for version in versions]:
        every_look |= {f"{head}{n} {first}": False for n in range(1, reached[head] + 2)}
    # What is numbered for next year may be there before it begins.
    for other in range(source.since, year + 2):
        for head in source.heads(other):
            numbers = range(1, reached[head] + source.misses + 1)
            for n in (n for n in numbers if f"{head}{n}" not in symbols):
                every_look[f"{head}{n} {first}"] = other == year and n > reached[head]
                # A translation may be there before the rest.
                every_look |= {f"{head}{n} {lang}": False for lang in source.languages[1:] if other >= year}
    return every_look


class _SeriesLook:
    """One look at one series, with what is remembered of it. The key of a document is its symbol and language."""

    def __init__(self, source: UnSource, watch: Watch, before: Mapping[str, Incoming]) -> None:
        self._source, self._watch = source, watch
        self._web = Web(source, source.system, watch.settings, contact=source.contact)
        self._now = datetime.now(tz=UTC).replace(microsecond=0)
        self._files = {key: before[name] for name in sorted(before) if (key := source.key(name))}
        self._memory = watch.source_state.asked(source.name).load()
        self._asked: set[str] = set()
        self._requests = self._answers = self._failed_in_a_row = 0
        self._gone: list[str] = []
        self._not_public: list[str] = []

    def look(self) -> Look:
        """Ask for what is due, as much as one look may.

        Raises:
            ReportedError: the system can't be asked now, or answers with pages of HTML for what was there before.
        """
        memory, stale = self._memory, len(self._files)
        if self._now.isoformat() < memory.not_before:
            raise ReportedError(f"its host asked for no request before {memory.not_before}, and gets none until then")
        self._trust()
        while self._failed_in_a_row < _IN_A_ROW and self._requests < self._source.requests and (due := self._due()):
            self._ask(due[0])
        keys = self._candidates()
        memory.at = {key: at for key, at in sorted(memory.at.items()) if key in keys}
        memory.failed = {key: why for key, why in sorted(memory.failed.items()) if key in keys}
        errors = list(memory.failed.values())
        if self._failed_in_a_row and not errors:
            errors = self._not_public
        return Look(
            self._source,
            self._watch.kept(self._files.values()),
            error=failure_message(self._source, errors, stale=stale),
            notice="; ".join(self._notices()),
            progress=memory,
            answered=self._answers > 0 or not errors,
        )

    def _candidates(self) -> dict[str, bool]:
        symbols = {key.partition(" ")[0] for key in self._files}
        return candidates(self._source, symbols, self._now.year)

    def _notices(self) -> Iterator[str]:
        if self._gone:
            yield f"no longer there, and kept as it was: {', '.join(self._gone[:5])}"
        if self._not_public and self._answers:
            yield f"not public: {', '.join(self._not_public[:5])}"
        if waiting := len(self._due()):
            yield f"{waiting} more symbols and languages are due, and wait for the next look"

    def _trust(self) -> None:
        """Ask for documents that were there before, until one is: else every answer is of something else."""
        oldest = sorted(self._files, key=lambda key: (self._memory.at.get(key, ""), key))[:_IN_A_ROW]
        for key in oldest:
            if self._ask(key) is not False:
                return
        if oldest:
            raise ReportedError(
                f"{', '.join(key.partition(' ')[0] for key in oldest)} was there before, and now a page of HTML comes "
                "in its place. Either somebody answers for the system (a sign-in page of the network), or the system "
                f"has changed; look at {self._files[oldest[0]].url}"
            )

    def _due(self) -> list[str]:
        """What is to be asked for in this look, the most promising first and what failed last time last."""
        at, failed, candidates = self._memory.at, self._memory.failed, self._candidates()
        pause = timedelta(hours=self._source.versions_hours)
        again = (key for key in candidates if candidates[key] or key in failed or not is_recent(at.get(key, ""), pause))
        due = (key for key in again if key not in self._asked)
        return sorted(due, key=lambda key: (key in failed, not candidates[key], at.get(key, ""), key))

    def _ask(self, key: str) -> bool | None:
        """Ask for one document: whether it is there; None where no answer tells."""
        self._asked.add(key)
        old = self._files.get(key)
        forms = (old.name.rpartition(".")[2],) if old else self._source.formats
        self._memory.at[key] = self._now.isoformat()
        try:
            is_there = any(self._get(key, form, old) for form in forms)
        except FetchError as error:
            self._fail(key, error)
            return None
        self._answers, self._failed_in_a_row = self._answers + 1, 0
        self._memory.failed.pop(key, None)
        if old and not is_there:
            self._gone.append(key)
        return is_there

    def _get(self, key: str, form: str, old: Incoming | None) -> bool:
        symbol, language = key.split(" ")
        url = self._source.address(symbol, language, form)
        token = old.token if old and self._watch.archive.original(old.sha256) else {}
        self._requests += 1
        with self._watch.turns[urlsplit(url).hostname or ""]:
            try:
                answer = self._web.get(url, token, called=key)
            except FetchError as error:
                if error.status in _NOT_THERE:
                    return False
                raise
            finally:
                time.sleep(self._source.pause_seconds)
        if answer.data is None:
            return True
        if self._is_page(answer, new=old is None):
            return False
        if old is None:
            # Its other languages come with it: that they were not there before says nothing any more.
            for other in self._source.languages:
                if other != language:
                    self._memory.at.pop(f"{symbol} {other}", None)
        self._files[key] = self._watch.receive(f"{symbol}.{language}.{form}", url, answer.data, answer.token)
        return True

    def _is_page(self, answer: Answer, *, new: bool) -> bool:
        """True for what the system gives where there is no document: a page of HTML, nothing, an error page as PDF."""
        data = answer.data or b""
        pages = {"text/html", "application/xhtml+xml"}
        if answer.media_type in pages or not data.strip():
            return True
        try:
            if format_of(data)[0].media_type in pages:
                return True
            if new and len(data) <= _ERROR_PAGE_BYTES:
                read_apart(data, self._watch.settings.limits)
        except Unreadable as refusal:
            return refusal.reason is Reason.ERROR_PAGE
        return False

    def _fail(self, key: str, error: FetchError) -> None:
        self._failed_in_a_row += 1
        if error.status in _NOT_PUBLIC:
            # One document that is not public is no failure; a host that refuses everything is.
            self._not_public.append(str(error))
        else:
            self._memory.failed[key] = str(error)
        if error.retry > LONGEST_WAIT:
            self._memory.not_before = (self._now + timedelta(seconds=error.retry)).isoformat()
            self._failed_in_a_row = _IN_A_ROW
