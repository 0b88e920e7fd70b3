"""What a source is, and looking at all of them: which files are there now, and which sources could not be had.

A source that fails stops nothing: what it gave last time stays. Here: the one rule for all kinds of sources. Not here:
how each kind is asked (the modules beside this one), which are declared (`declared.py`), what becomes of the files
(`pipelines/archive/intake.py`).
"""

from __future__ import annotations

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
from pipelines.workspace.progress import Stage
from pipelines.workspace.settings import Settings
from pipelines.workspace.words import counted

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

    def below(self, folder: Path) -> Source:  # noqa: ARG002 - only some kinds have paths
        """The same source, whose relative paths start at a folder: that of the file that declares it."""
        return self

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """What the source gives now. `known`: what is remembered of it, by name of the document.

        Raises:
            ReportedError, OSError: the source can't be had; what it gave last time then stays.
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

    `documents`: what is to be remembered: those that are there now, and of those that could not be had what was known.
    `files`: theirs; a kind of source names those that it has at hand itself, and `Watch` those that were fetched.
    `errors`: what could not be had and why; `of`: how many documents were asked for, where that is to be told; `stale`:
    how many stay as they were because of that. `notices`: what else an operator may want to know. `progress`: when what
    was asked of a series. `skipped`: what the source holds besides and is not taken, with the reason. `answered`: False
    where nothing of it could be had now. `asked`: False where the source was left in peace.
    """

    source: Source
    documents: Mapping[str, Known]
    files: tuple[Incoming, ...] = ()
    errors: Sequence[str] = ()
    of: int = 0
    stale: int = 0
    notices: Sequence[str] = ()
    progress: Asked | None = None
    skipped: tuple[Skipped, ...] = ()
    answered: bool = True
    asked: bool = True

    @property
    def error(self) -> str | None:
        """What could not be had and why, in one message; None where all could be had."""
        count = f"{len(self.errors)} of {self.of} documents could not be had: " if self.of > 1 else ""
        more = f"; and {len(self.errors) - 3} more" if len(self.errors) > 3 else ""
        stays = f" What it gave last time ({self.stale} documents) stays published." if self.stale else ""
        return f"{self._who}{count}{'; '.join(self.errors[:3])}{more}.{stays}" if self.errors else None

    @property
    def notice(self) -> str | None:
        """What else an operator may want to know, in one message; None where there is nothing."""
        return f"{self._who}{'; '.join(self.notices)}." if self.notices else None

    @property
    def _who(self) -> str:
        """How a message begins: with the source's name, where it has one that a person gave."""
        return "" if self.source.name.startswith(INBOX) else f"Source {self.source.name}: "


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
        with Stage("Looking at sources", len(sources)) as running, ThreadPoolExecutor(max_workers=4) as pool:

            def one(pair: tuple[Source, bool]) -> Look:
                running.advance(pair[0].name, 0)
                look = self._look(pair[0], due=pair[1])
                running.advance(pair[0].name)
                return look

            return list(pool.map(one, zip(sources, due, strict=True)))

    def _look(self, source: Source, *, due: bool) -> Look:
        known = self.source_state.documents(source.name).load()
        if known is None:
            known = dict(self._last.get(source.name, {}))
        if not due:
            return self._with_files(Look(source, known, asked=False))
        try:
            look = self._with_files(source.look(self, known))
        except (ReportedError, OSError) as error:
            failed = Look(source, known, errors=[str(error).rstrip(".")], stale=len(known), answered=False)
            return self._with_files(failed)
        if look.error or len(look.files) >= source.at_least:
            return look
        over = f" (passed over: {told_skipped(look.skipped)})" if look.skipped else ""
        few = f"it holds {counted(len(look.files), 'document')}{over}, and at least {source.at_least} are expected"
        kept = replace(look, documents={**known, **look.documents}, files=(), errors=[few], stale=len(known))
        return self._with_files(replace(kept, answered=bool(look.files)))

    def _with_files(self, look: Look) -> Look:
        """A look with its files, which know their source."""
        source, files = look.source, look.files or self._fetched_files(look.documents)
        return replace(
            look,
            files=tuple(replace(file, source=source.name, any_family=source.any_family) for file in files),
            skipped=tuple(replace(entry, source=source.name) for entry in look.skipped),
        )

    def _fetched_files(self, documents: Mapping[str, Known]) -> Iterator[Incoming]:
        """The files of documents whose bytes are in the archive or were fetched."""
        for name in sorted(documents):
            document = documents[name]
            path = self.fetched.path(document.sha256)
            if path is None and not document.url:
                # It was refused or not yet taken in; the folder itself can't be seen now.
                continue
            yield Incoming(
                name,
                path or self.fetched.folder / document.sha256,
                url=document.url if urlsplit(document.url or "").scheme in {"http", "https"} else None,
                sha256=document.sha256 if path else "",
                bytes=document.bytes,
            )

    def fetch_all(
        self,
        source: Source,
        asked: Sequence[tuple[str, str]],
        known: Mapping[str, Known],
        fetch: Callable[[str, Known | None], Known],
    ) -> Look:
        """Fetch documents, each by name and address; of those that can't be had, what was known stays."""
        unanswered: list[str] = []

        def one(pair: tuple[str, str]) -> Known | str:
            name, url = pair
            if len(unanswered) >= _GIVE_UP:
                return f"{name} was not asked any more"
            try:
                return fetch(url, known.get(name))
            except ReportedError as error:
                if getattr(error, "unreachable", False):
                    unanswered.append(url)
                return str(error)

        with ThreadPoolExecutor(max_workers=self.settings.fetch.connections) as pool:
            results = dict(zip(asked, pool.map(one, asked), strict=True))
        errors = [result for result in results.values() if isinstance(result, str)]
        got = {name: result for (name, _), result in results.items() if isinstance(result, Known)}
        stale = {name: known[name] for name, _ in asked if name in known and name not in got}
        answered = len(errors) < len(asked) or not asked
        return Look(source, {**got, **stale}, errors=errors, of=len(asked), stale=len(stale), answered=answered)


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
