"""What a source is, and looking at all of them: which files are there now, and which sources could not be had.

A source that fails stops nothing: what it gave last time stays. Here: the one rule for all kinds of sources. Not here:
how each kind is asked (the modules beside this one), which are declared (`declared.py`), what becomes of the files
(`pipelines/archive/intake.py`).
"""

from __future__ import annotations

import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from pipelines.archive.inbox import Incoming, Skipped, told_skipped
from pipelines.archive.sources.source_state import Asked, Fetched, Known, LastLook, SourceState
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import SLUG
from pipelines.workspace.progress import stage
from pipelines.workspace.settings import Settings
from pipelines.workspace.words import counted

# How queries call what lets whoever knows it in, such as X-Amz-Signature, sig, access_token.
_SECRET = re.compile(
    r"(^|[-_.])(sig|signature|token|jwt|pass|passw(or)?d|secret|credentials?|auth|(api|access)[-_]?key)$", re.IGNORECASE
)
# After so many documents of a source without any answer, the rest is not asked: the server is down.
_GIVE_UP = 3


INBOX = "inbox-"  # what the name of a source begins with that the command line names


class Source(BaseModel):
    """One place where notes come from.

    `at_least`: documents that a look must find; fewer is a failure of the source, not a withdrawal. `every_minutes`:
    how long the sensor leaves the source in peace after a look. `any_family`: True where its documents are published
    whatever family they belong to (`datapackage/family.yaml`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=60), SLUG]
    description: str = ""
    at_least: Annotated[int, Field(ge=0)] = 1
    every_minutes: Annotated[float, Field(ge=0)] = 0
    any_family: bool = False

    @property
    def is_named_in_command(self) -> bool:
        """True where it stands in no file, but was given as `--inbox`."""
        return self.name.startswith(INBOX)

    def below(self, folder: Path) -> Source:  # noqa: ARG002 - only some kinds have paths
        """The same source, whose relative paths start at a folder: that of the file that declares it."""
        return self

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """What the source gives now. `known`: what is remembered of it, by name of the document.

        Raises:
            ReportedError: the source can't be had; what it gave last time then stays.
        """
        raise NotImplementedError


# By the field that tells them apart.
KINDS: dict[str, type[Source]] = {}
_Kind = TypeVar("_Kind", bound=type[Source])


def kind(field: str) -> Callable[[_Kind], _Kind]:
    """Let a class be the kind of source that has this field."""

    def enter(declared: _Kind) -> _Kind:
        KINDS[field] = declared
        return declared

    return enter


@dataclass(frozen=True, slots=True)
class Look:
    """What a source gives.

    `files`: those that are there now, and of those that could not be had the ones it gave last time. `error`: what
    could not be had and why, None where all could. `notice`: what else an operator may want to know. `documents`: what
    is to be remembered. `asked`: False where the source was left in peace. `answered`: False where nothing of it could
    be had now. `progress`: when what was asked of a series.
    `skipped`: what the source holds besides and is not taken, with the reason.
    """

    source: Source
    files: tuple[Incoming, ...]
    documents: Mapping[str, Known]
    error: str | None = None
    notice: str | None = None
    asked: bool = True
    answered: bool = True
    progress: Asked | None = None
    skipped: tuple[Skipped, ...] = ()


class SourceError(ReportedError):
    """A source can't be had; the message says what was met."""


def shown(url: str) -> str:
    """An address as it may stand in a message: without credentials, and without a query, which may hold a signature."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


class Pace:
    """Keeps requests to one host apart, whichever source makes them: one at a time, and a pause between two."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._ended: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, seconds: float) -> Iterator[None]:
        """Wait until it is time to ask; nobody else asks meanwhile."""
        with self._locks[host]:
            time.sleep(max(0.0, self._ended.get(host, 0.0) + seconds - time.monotonic()))
            try:
                yield
            finally:
                self._ended[host] = time.monotonic()


class Watch:
    """Looks at sources, with what is remembered of them.

    `last`: the documents that the last run took from each source, for where the state is lost.
    """

    def __init__(
        self,
        settings: Settings,
        fetched: Fetched,
        source_state: SourceState,
        *,
        last: Mapping[str, Mapping[str, Known]],
    ) -> None:
        self.settings, self.fetched, self.source_state = settings, fetched, source_state
        self._last = last
        self.pace = Pace()

    def look(self, sources: Sequence[Source], *, patient: bool = False) -> list[Look]:
        """Look at every source; the order of the answers is that of the sources.

        `patient`: leave those in peace that were looked at less than their `every_minutes` ago.
        """
        outcomes = self.source_state.last_looks.load()
        due = [not patient or _is_due(source, outcomes.get(source.name)) for source in sources]
        with stage("Looking at sources", len(sources)) as running, ThreadPoolExecutor(max_workers=4) as pool:

            def one(pair: tuple[Source, bool]) -> Look:
                running.at(pair[0].name)
                look = self._look(pair[0], due=pair[1])
                running.advance(pair[0].name)
                return look

            return [_marked(look) for look in pool.map(one, zip(sources, due, strict=True))]

    def _look(self, source: Source, *, due: bool) -> Look:
        known = self.source_state.documents(source.name).load()
        if known is None:
            known = dict(self._last.get(source.name, {}))
        if not due:
            return Look(source, tuple(self.again(known)), known, asked=False)
        try:
            found = source.look(self, known)
            if not found.error and len(found.files) < source.at_least:
                over = f" (passed over: {told_skipped(found.skipped)})" if found.skipped else ""
                documents = counted(len(found.files), "document")
                held = f"it holds {documents}{over}, and at least {source.at_least} are expected"
                raise SourceError(held)
        except ReportedError as error:
            stays = kept(len(known))
            where = "" if source.is_named_in_command else f"Source {source.name}: "
            message = f"{where}{str(error).rstrip('.')}.{stays}"
            return Look(source, tuple(self.again(known)), known, message, answered=False)
        return found

    def fetch_all(
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
            except ReportedError as error:
                if getattr(error, "unreachable", False):
                    unanswered.append(url)
                return str(error)
            except OSError as error:
                return f"{shown(url)} could not be kept: {error.strerror or error}"

        with ThreadPoolExecutor(max_workers=self.settings.fetch.connections) as pool:
            results = list(pool.map(one, asked))
        errors = [result for result in results if isinstance(result, str)]
        if errors and len(errors) == len(asked):
            raise SourceError(listed_errors(errors, len(asked)))
        documents, missing = {}, 0
        for (name, _), result in zip(asked, results, strict=True):
            if isinstance(result, Known):
                documents[name] = result
            elif name in known:
                documents[name] = known[name]
            else:
                missing += 1
        error = None
        if errors:
            stays = kept(len(errors) - missing)
            error = f"Source {source.name}: {listed_errors(errors, len(asked))}.{stays}"
        before = {name: old.sha256 for name, old in known.items()}
        return Look(source, tuple(self.again(documents, before)), documents, error)

    def again(self, documents: Mapping[str, Known], before: Mapping[str, str] | None = None) -> Iterator[Incoming]:
        """The files of documents whose bytes are in the archive or were fetched."""
        for name in sorted(documents):
            document = documents[name]
            path = self.fetched.path(document.sha256)
            if path is None and not document.url:
                # It was refused or not yet taken in; the folder itself can't be seen now.
                continue
            supersedes = (before or {}).get(name)
            yield Incoming(
                name,
                path or self.fetched.folder / document.sha256,
                url=document.url if urlsplit(document.url or "").scheme in {"http", "https"} else None,
                sha256=document.sha256 if path else None,
                bytes=document.bytes,
                supersedes=supersedes if supersedes != document.sha256 else None,
            )


def _marked(look: Look) -> Look:
    """The look, with what the source says of all that it holds: its name, and whether it is published of any family."""
    name, any_family = look.source.name, look.source.any_family
    files = tuple(replace(file, source=name, any_family=any_family) for file in look.files)
    return replace(look, files=files, skipped=tuple(replace(entry, source=name) for entry in look.skipped))


def kept(documents: int) -> str:
    """What becomes of the documents of a source that can't be had, as the end of a message."""
    return f" What it gave last time ({documents} documents) stays published." if documents else ""


def listed_errors(errors: Sequence[str], asked: int = 0) -> str:
    """The first of what was met, and how much more there is. `asked`: of how many documents, where it is to be said."""
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    count = f"{len(errors)} of {asked} documents could not be had: " if asked > 1 else ""
    return count + "; ".join(errors[:3]) + more


def kept_address(url: str) -> str:
    """An address as it may be kept and published: without user, password and what its query calls a secret."""
    parts = urlsplit(url)
    said = [part for part in parts.query.split("&") if not _SECRET.search(part.partition("=")[0])]
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="&".join(said)).geturl()


def web_name(url: str) -> str:
    """Name of a fetched document: host and path of its address, and its query where it has one."""
    parts = urlsplit(kept_address(url))
    return f"{parts.hostname or ''}{parts.path}{f'?{parts.query}' if parts.query else ''}"


def _is_due(source: Source, last: LastLook | None) -> bool:
    if last is None or not last.looked or source.every_minutes == 0:
        return True
    minutes = (datetime.now(tz=UTC) - datetime.fromisoformat(last.looked)).total_seconds() / 60
    # A look in the future means that the clock was set back: then nothing can be told from it.
    return not 0 <= minutes < source.every_minutes


def remember(source_state: SourceState, looks: Iterable[Look]) -> None:
    """Keep what the looks found for the next ones, and how they went.

    Raises:
        OSError: it can't be written.
    """
    now = datetime.now(tz=UTC).isoformat(timespec="seconds")
    before = source_state.last_looks.load()
    outcomes = {}
    for look in looks:
        name = look.source.name
        last = before.get(name, LastLook(name))
        if not look.asked:
            outcomes[name] = last
            continue
        source_state.documents(name).save(dict(sorted(look.documents.items())))
        if look.progress:
            source_state.asked(name).save(look.progress)
        outcomes[name] = LastLook(
            name,
            looked=now,
            answered=last.answered if look.error else now,
            failing_since=(last.failing_since or now) if look.error else "",
            error=look.error,
            documents=len(look.files),
            every_minutes=look.source.every_minutes,
        )
    source_state.last_looks.save(outcomes)
