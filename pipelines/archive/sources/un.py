"""The kind of source `un`: documents in the Official Document System of the United Nations, numbered in series.

The system gives a document by symbol, language and format, and has no list: so the next numbers are tried, those of
this year at every look, those of other years and the languages and revisions of what is known at longer intervals.
What is not there is answered with a page of HTML. Not here: how a series is declared, and which symbols may exist
(`un_series.py`), asking an address (`web.py`), what a document says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from pipelines.archive.formats import Reason, Unreadable
from pipelines.archive.formats.detect import HEAD
from pipelines.archive.formats.html import HTML_START
from pipelines.archive.formats.worker import read_apart
from pipelines.archive.sources.look import Look, Watch, kept, kind, listed_errors
from pipelines.archive.sources.source_state import Asked, Failure, Known
from pipelines.archive.sources.un_series import SeriesItem, Symbols, UnSeries
from pipelines.archive.sources.web import Answer, FetchError, Web
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.words import counted

# After so many failures in a row nothing more is asked; where so many documents that were there before are gone all at
# once, the answers are not believed.
_IN_A_ROW = 3
# An error page that comes as a PDF is small; only what is small is read for it.
_ERROR_PAGE_BYTES = 2**18
_NOT_PUBLIC = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_NOT_THERE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class UnError(ReportedError):
    """The system can't be asked, or its answers can't be believed; the message says what was met."""


class UnLook:
    """One look at one series, with what is remembered of it; `web`: asks addresses."""

    def __init__(self, source: UnSource, watch: Watch, web: Web, known: Mapping[str, Known]) -> None:
        self._source, self._watch, self._web, self._known = source, watch, web, known
        self._now = datetime.now(tz=UTC).replace(microsecond=0)
        asked = watch.source_state.asked(source.name).load()
        self._symbols = Symbols(source)
        self._held = {item: name for name in sorted(known) if (item := self._symbols.item(name))}
        self._documents = {name: known[name] for name in self._held.values()}
        self._at, self._failures, self._not_before = dict(asked.at), dict(asked.failed), asked.not_before
        self._asked: set[SeriesItem] = set()
        self._requests = self._answers = self._failed_in_a_row = 0
        # What went wrong in this look, by symbol and language; and what that is not to blame for.
        self._failed: dict[str, str] = {}
        self._errors: list[str] = []
        self._gone: list[str] = []
        self._not_public: list[str] = []

    def look(self) -> Look:
        """Ask for what is due, as much as one look may.

        Raises:
            UnError: the system can't be asked now, or answers with pages of HTML for what was there before.
        """
        if self._now.isoformat() < self._not_before:
            raise UnError(f"its host asked for no request before {self._not_before}, and gets none until then")
        self._trust()
        while self._failed_in_a_row < _IN_A_ROW and self._requests < self._source.requests and (due := self._due()):
            self._ask(due[0])
        keys = {item.key for item in self._symbols.candidates(self._held, self._now.year)}
        for key, message in self._failed.items():
            times = self._failures[key].times if key in self._failures else 0
            # Where nothing at all could be had, no single document is to blame.
            self._failures[key] = Failure(times + bool(self._answers), message)
        asked = Asked(
            {key: at for key, at in sorted(self._at.items()) if key in keys},
            {key: failure for key, failure in sorted(self._failures.items()) if key in keys},
            self._not_before,
        )
        errors = self._errors + [failure.message for failure in asked.failed.values()]
        if self._failed_in_a_row and not errors:
            errors = self._not_public
        before = {name: old.sha256 for name, old in self._known.items()}
        files, least = tuple(self._watch.again(self._documents, before)), self._source.at_least
        error = listed_errors(errors)
        if not error and len(files) < least:
            error = f"it gave {counted(len(files), 'document')} so far, and at least {least} are expected"
        return Look(
            self._source,
            files,
            self._documents,
            f"Source {self._source.name}: {error}.{kept(len(self._known))}" if error else None,
            f"Source {self._source.name}: {notices}." if (notices := "; ".join(self._notices())) else None,
            answered=self._answers > 0 or not errors,
            progress=asked,
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
            raise UnError(
                f"{', '.join(item.symbol for item in oldest)} was there before, and now a page of HTML comes in its "
                "place. Either somebody answers for the system (a sign-in page of the network), or the system has "
                f"changed; look at {self._documents[self._held[oldest[0]]].url}"
            )

    def _due(self) -> list[SeriesItem]:
        """What is to be asked for in this look, the most promising first."""
        found = filter(self._is_due, self._symbols.candidates(self._held, self._now.year))
        return sorted(
            found, key=lambda item: (item.key in self._failures, not item.always, self._at.get(item.key, ""), item)
        )

    def _is_due(self, item: SeriesItem) -> bool:
        if item in self._asked:
            return False
        last, failure = self._at.get(item.key), self._failures.get(item.key)
        if last is None or (item.always and not failure):
            return True
        age = self._now - datetime.fromisoformat(last)
        # What failed is asked for again in the next look, then after 1, 3, 7 hours and so on, at most five days.
        hours = max(0.0, 2.0 ** (min(failure.times, 8) - 1) - 1) if failure else self._source.versions_hours
        # A time in the future means that the clock was set back: then nothing can be told from it.
        return not timedelta(0) <= age < timedelta(hours=hours)

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
        except OSError as error:
            self._errors.append(f"{item.key} could not be kept: {error.strerror or error}")
            self._failed_in_a_row = _IN_A_ROW
            return None
        self._answers, self._failed_in_a_row = self._answers + 1, 0
        self._failures.pop(item.key, None)
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
        if answer.media_type in {"text/html", "application/xhtml+xml"} or not data.strip():
            return True
        if HTML_START.match(data[:HEAD].decode("latin-1")):
            return True
        if not new or len(data) > _ERROR_PAGE_BYTES:
            return False
        try:
            read_apart(data, self._watch.settings.reader_limits)
        except Unreadable as refusal:
            return refusal.reason is Reason.ERROR_PAGE
        return False

    def _fail(self, item: SeriesItem, error: FetchError) -> None:
        self._failed_in_a_row += 1
        if error.status in _NOT_PUBLIC:
            # One document that is not public is no failure; a host that refuses everything is.
            self._not_public.append(str(error))
        else:
            self._failed[item.key] = str(error)
        self._at[item.key] = self._now.isoformat()
        if error.retry_after is not None:
            self._not_before = (self._now + timedelta(seconds=error.retry_after)).isoformat()
            self._failed_in_a_row = _IN_A_ROW


@kind("un")
class UnSource(UnSeries):
    """A series of the United Nations; see `UnSeries`."""

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """Ask for what is due; what was asked is remembered also where nothing was found.

        Raises:
            ReportedError: the system can't be asked.
        """
        most = watch.settings.reader_limits.max_bytes
        with closing(Web(self, self.system, watch.settings.fetch, most, contact=self.contact)) as web:
            return UnLook(self, watch, web, known).look()
