"""Looks at the sources: which files are there now, which bytes they have, and which sources could not be had.

A source that fails stops nothing: what it gave last time stays. Here: the one rule for all kinds of sources. Not here:
how each kind is asked (the modules beside this one), what becomes of the files (`pipelines/archive/intake.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.archive.inbox import InboxError, Incoming, list_inbox
from pipelines.archive.sources.declared import Address, Folder, Listing, Source, Storage
from pipelines.archive.sources.fetched import Fetched
from pipelines.archive.sources.listing import ListingError, find_links
from pipelines.archive.sources.memory import Asked, Known, Memory, Outcome
from pipelines.archive.sources.storage import Place, StorageError
from pipelines.archive.sources.un import Pace, UnError, UnLook
from pipelines.archive.sources.un_series import UnSeries
from pipelines.archive.sources.web import Answer, FetchError, Web, shown
from pipelines.archive.store import sha256_file
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.settings import Settings

# After so many documents of a source without any answer, the rest is not asked: the server is down.
_GIVE_UP = 3
_MAX_PAGE = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Look:
    """What a source gives.

    `files`: those that are there now, and of those that could not be had the ones it gave last time. `error`: what
    could not be had and why, None where all could. `notice`: what else an operator may want to know. `documents`: what
    is to be remembered. `asked`: False where the source was left in peace. `progress`: when what was asked of a series.
    """

    source: Source
    files: tuple[Incoming, ...]
    documents: Mapping[str, Known]
    error: str | None = None
    notice: str | None = None
    asked: bool = True
    progress: Asked | None = None


class SourceError(ReportedError):
    """A source can't be had; the message says what was met."""


class Watch:
    """Looks at sources, with what is remembered of them.

    `base`: where relative folders start. `last`: the documents that the last run took from each source, for where the
    memory is lost.
    """

    def __init__(
        self,
        settings: Settings,
        fetched: Fetched,
        memory: Memory,
        *,
        base: Path,
        last: Mapping[str, Mapping[str, Known]],
    ) -> None:
        self._settings, self._fetched, self._memory = settings, fetched, memory
        self._base, self._last = base, last
        self._pace = Pace()

    def look(self, sources: Sequence[Source], *, patient: bool = False) -> list[Look]:
        """Look at every source; the order of the answers is that of the sources.

        `patient`: leave those in peace that were looked at less than their `every_minutes` ago.
        """
        outcomes = self._memory.outcomes.load()
        due = [not patient or _is_due(source, outcomes.get(source.name)) for source in sources]
        with ThreadPoolExecutor(max_workers=4) as pool:
            return list(pool.map(lambda pair: self._look(pair[0], due=pair[1]), zip(sources, due, strict=True)))

    def _look(self, source: Source, *, due: bool) -> Look:
        known = self._memory.documents(source.name).load()
        if known is None:
            known = dict(self._last.get(source.name, {}))
        if not due:
            return Look(source, tuple(self._again(source, known)), known, asked=False)
        try:
            return self._found(source, known)
        except (SourceError, InboxError, FetchError, ListingError, StorageError, UnError) as error:
            kept = _kept(len(known))
            where = "" if isinstance(error, InboxError) else f"Source {source.name}: "
            message = f"{where}{str(error).rstrip('.')}.{kept}"
            return Look(source, tuple(self._again(source, known)), known, message)

    def _found(self, source: Source, known: Mapping[str, Known]) -> Look:
        match source:
            case Folder():
                look = self._folder(source, known)
            case Address():
                look = self._web(source, known, lambda _: [source.address])
            case Listing():
                look = self._web(source, known, lambda web: _listed(web, source))
            case Storage():
                look = self._storage(source, known)
            case UnSeries():
                return self._un(source, known)
            case _:
                raise AssertionError(source)
        if len(look.files) < source.at_least:
            raise SourceError(f"it holds {len(look.files)} documents, and at least {source.at_least} are expected")
        return look

    def _folder(self, source: Folder, known: Mapping[str, Known]) -> Look:
        files, documents = [], {}
        folder = self._base / source.folder
        listed = list_inbox(folder)
        if not listed and source.at_least:
            raise InboxError(f"Inbox {folder} is empty. Put notes (PDF, DOCX, HTML or text) into it, or name another.")
        for entry in listed:
            file, document = self._local(entry, known.get(entry.name))
            files.append(replace(file, source=source.name))
            if document:
                documents[file.name] = document
        return Look(source, tuple(files), documents)

    def _local(self, file: Incoming, known: Known | None) -> tuple[Incoming, Known | None]:
        if file.refusal:
            return file, None
        try:
            stat = file.path.stat()
            token = {"stat": f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"}
            if stat.st_size > self._settings.reader_limits.max_bytes:
                return file, None
            if known is None or known.token != token:
                # A file that is being written while it is looked at has other times at the next look.
                known = Known(sha256_file(file.path), stat.st_size, None, token)
        except OSError:
            return file, None
        return replace(file, sha256=known.sha256, bytes=known.bytes), known

    def _web(self, source: Address | Listing, known: Mapping[str, Known], urls: Callable[[Web], list[str]]) -> Look:
        web = Web(source, self._settings.fetch, self._settings.reader_limits.max_bytes)
        try:
            asked = [(web_name(url), url) for url in urls(web)]
            return self._fetch_all(source, asked, known, lambda url, old: self._fetch(web, url, old))
        finally:
            web.close()

    def _fetch(self, web: Web, url: str, old: Known | None) -> Known:
        token = old.token if old and old.url == url and self._fetched.path(old.sha256) else {}
        answer: Answer = web.get(url, token)
        if answer.data is None and old:
            return old
        data = answer.data or b""
        return Known(self._fetched.keep(data), len(data), url, answer.token)

    def _un(self, source: UnSeries, known: Mapping[str, Known]) -> Look:
        """Ask for what is due; what was asked is remembered also where nothing was found."""
        limits, now = self._settings.reader_limits, datetime.now(tz=UTC).replace(microsecond=0)
        web = Web(source, self._settings.fetch, limits.max_bytes, contact=source.contact)
        try:
            asked = self._memory.asked(source.name).load()
            look = UnLook(source, web, known, asked, fetched=self._fetched, pace=self._pace, limits=limits, now=now)
            found = look.look()
        finally:
            web.close()
        files = tuple(self._again(source, found.documents, {name: old.sha256 for name, old in known.items()}))
        error = found.error
        if error is None and len(files) < source.at_least:
            error = f"it gave {len(files)} documents so far, and at least {source.at_least} are expected"
        if error:
            error = f"Source {source.name}: {error}.{_kept(len(known))}"
        notice = f"Source {source.name}: {found.notice}." if found.notice else None
        return Look(source, files, found.documents, error, notice, progress=found.asked)

    def _storage(self, source: Storage, known: Mapping[str, Known]) -> Look:
        place = Place(source, self._settings.fetch.total_seconds)
        stored = {file.url: file for file in place.list()}

        def fetch(url: str, old: Known | None) -> Known:
            file = stored[url]
            if old and file.token and old.token == file.token and self._fetched.path(old.sha256):
                return old
            data = place.read(file, self._settings.reader_limits.max_bytes)
            return Known(self._fetched.keep(data), len(data), url, file.token)

        return self._fetch_all(source, [(file.name, url) for url, file in stored.items()], known, fetch)

    def _fetch_all(
        self,
        source: Source,
        asked: Sequence[tuple[str, str]],
        known: Mapping[str, Known],
        fetch: Callable[[str, Known | None], Known],
    ) -> Look:
        """Fetch every document; of those that can't be had, what was known stays."""
        unanswered: list[str] = []

        def one(pair: tuple[str, str]) -> Known | str:
            name, url = pair
            if len(unanswered) >= _GIVE_UP:
                return f"{shown(url)} was not asked any more"
            try:
                return fetch(url, known.get(name))
            except (FetchError, StorageError) as error:
                if getattr(error, "unreachable", False):
                    unanswered.append(url)
                return str(error)
            except OSError as error:
                return f"{shown(url)} could not be kept: {error.strerror or error}"

        with ThreadPoolExecutor(max_workers=self._settings.fetch.connections) as pool:
            results = list(pool.map(one, asked))
        documents, errors, missing = {}, [], []
        for (name, _), result in zip(asked, results, strict=True):
            if isinstance(result, Known):
                documents[name] = result
                continue
            errors.append(result)
            if name in known:
                documents[name] = known[name]
            else:
                missing.append(name)
        if errors and not documents:
            raise SourceError(_listed_errors(errors, len(asked)))
        error = None
        if errors:
            kept = _kept(len(errors) - len(missing))
            error = f"Source {source.name}: {_listed_errors(errors, len(asked))}.{kept}"
        before = {name: old.sha256 for name, old in known.items()}
        return Look(source, tuple(self._again(source, documents, before)), documents, error)

    def _again(
        self, source: Source, documents: Mapping[str, Known], before: Mapping[str, str] | None = None
    ) -> Iterator[Incoming]:
        """The files of documents whose bytes are in the archive or were fetched."""
        for name in sorted(documents):
            document = documents[name]
            path = self._fetched.path(document.sha256)
            if path is None and isinstance(source, Folder):
                # It was refused or not yet taken in; the folder itself can't be seen now.
                continue
            supersedes = (before or {}).get(name)
            yield Incoming(
                name,
                path or self._fetched.folder / document.sha256,
                url=document.url if not isinstance(source, Storage) else None,
                source=source.name,
                sha256=document.sha256 if path else None,
                bytes=document.bytes,
                supersedes=supersedes if supersedes != document.sha256 else None,
            )


def _listed(web: Web, source: Listing) -> list[str]:
    page = web.get(source.listing, max_bytes=_MAX_PAGE)
    return [link.url for link in find_links(page.data or b"", page.url, source, page.encoding)]


def _kept(documents: int) -> str:
    return f" What it gave last time ({documents} documents) stays published." if documents else ""


def _listed_errors(errors: list[str], asked: int) -> str:
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    count = f"{len(errors)} of {asked} documents could not be had: " if asked > 1 else ""
    return count + "; ".join(errors[:3]) + more


def web_name(url: str) -> str:
    """Name of a fetched document: host and path of its address, and its query where it has one."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}{f'?{parts.query}' if parts.query else ''}"


def _is_due(source: Source, last: Outcome | None) -> bool:
    if last is None or not last.looked or source.every_minutes == 0:
        return True
    minutes = (datetime.now(tz=UTC) - datetime.fromisoformat(last.looked)).total_seconds() / 60
    # A look in the future means that the clock was set back: then nothing can be told from it.
    return not 0 <= minutes < source.every_minutes


def remember(memory: Memory, looks: Iterable[Look]) -> None:
    """Keep what the looks found for the next ones, and how they went.

    Raises:
        OSError: it can't be written.
    """
    now = datetime.now(tz=UTC).isoformat(timespec="seconds")
    before = memory.outcomes.load()
    outcomes = {}
    for look in looks:
        name = look.source.name
        last = before.get(name, Outcome(name))
        if not look.asked:
            outcomes[name] = last
            continue
        memory.documents(name).save(dict(sorted(look.documents.items())))
        if look.progress:
            memory.asked(name).save(look.progress)
        outcomes[name] = Outcome(
            name,
            looked=now,
            answered=last.answered if look.error else now,
            failing_since=(last.failing_since or now) if look.error else "",
            error=look.error,
            documents=len(look.files),
        )
    memory.outcomes.save(outcomes)
