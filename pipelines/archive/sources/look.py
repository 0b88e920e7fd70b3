"""What a source is, and looking at all of them: which files are there now, and which sources could not be had.

A source that fails stops nothing: what it gave last time stays. Here: the one rule for all kinds of sources. Not here:
how each kind is asked (the modules beside this one), which are declared (`declared.py`), what becomes of the files
(`pipelines/archive/intake.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from pipelines.archive.incoming import Incoming, Skipped, names_of_skipped
from pipelines.archive.sources.source_state import Asked, LastLook, SourceState, is_recent
from pipelines.archive.store import Archive, sha256
from pipelines.workspace.day import now
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import SLUG
from pipelines.workspace.progress import Stage
from pipelines.workspace.settings import Settings
from pipelines.workspace.words import counted

# After so many documents of a source without any answer, the rest is not asked: the server is down.
_GIVE_UP = 3

INBOX = "inbox-"  # what the name of a source begins with that the command line names


class FetchError(ReportedError):
    """A document could not be fetched; the message says what was met.

    `status`: of an answer that was none of the wanted, None where there was none. `retry`: whether to ask again, or
    after how many seconds; after more than `web.LONGEST_WAIT` nobody waits for it.
    """

    def __init__(self, message: str, *, status: int | None = None, retry: bool | float = False) -> None:
        super().__init__(message)
        self.status, self.retry = status, retry

    @property
    def unreachable(self) -> bool:
        """True where there was no answer at all."""
        return self.status is None and bool(self.retry)


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

    def look(self, watch: Watch, before: Mapping[str, Incoming]) -> Look:
        """What the source gives now. `before`: the files that it gave last time, by name.

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

    `files`: those that are there now, and the last ones of those that could not be had. `skipped`: what the source
    holds besides and is not taken, with the reason. `error`: what could not be had and why, empty where all could be.
    `notice`: what else an operator may want to know. `progress`: of a series, when each document was asked for.
    `answered`: False where nothing of it could be had now. `asked`: False where the source was not due.
    """

    source: Source
    files: Sequence[Incoming]
    skipped: Sequence[Skipped] = ()
    error: str = ""
    notice: str = ""
    progress: Asked | None = None
    answered: bool = True
    asked: bool = True


def failure_message(source: Source, errors: Sequence[str], *, stale: int, of: int = 1) -> str:
    """One message about the documents that a source could not give; empty where it gave all.

    `stale`: how many documents stay as they were because of that. `of`: how many were asked for.
    """
    # Nobody gave a name to an inbox of the command line.
    who = "" if source.name.startswith(INBOX) else f"Source {source.name}: "
    count = f"{len(errors)} of {of} documents could not be had: " if of > 1 else ""
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    stays = f" What it gave last time ({counted(stale, 'document')}) stays published." if stale else ""
    return f"{who}{count}{'; '.join(errors[:3])}{more}.{stays}" if errors else ""


class Watch:
    """Looks at sources, with what is remembered of them.

    `last`: the files of the last run, for where the state is lost. `turns`: held by who asks a host that wants one
    request at a time, whichever source makes it.
    """

    def __init__(
        self, settings: Settings, archive: Archive, source_state: SourceState, *, last: Sequence[Incoming] = ()
    ) -> None:
        self.settings, self.archive, self.source_state, self._last = settings, archive, source_state, last
        self.turns: defaultdict[str, Lock] = defaultdict(Lock)

    def look(self, sources: Sequence[Source], *, patient: bool = False) -> list[Look]:
        """Look at every source; the order of the answers is that of the sources.

        `patient`: leave those in peace that were looked at less than their `every_minutes` ago.
        """
        last = self.source_state.last_looks.load()
        with Stage("Looking at sources", len(sources)) as running, ThreadPoolExecutor(max_workers=4) as pool:

            def one(source: Source) -> Look:
                running.advance(source.name, 0)
                looked = last[source.name].looked if patient and source.name in last else ""
                look = self._look(source, due=not is_recent(looked, timedelta(minutes=source.every_minutes)))
                running.advance(source.name)
                files = [replace(f, source=source.name, any_family=source.any_family) for f in look.files]
                skipped = [replace(entry, source=source.name) for entry in look.skipped]
                return replace(look, files=sorted(files, key=lambda file: file.name), skipped=skipped)

            return list(pool.map(one, sources))

    def _look(self, source: Source, *, due: bool) -> Look:
        remembered = self.source_state.files(source.name).load()
        if remembered is None:
            last = (file for file in self._last if file.source == source.name and file.sha256)
            remembered = tuple(replace(file, reason="", message="") for file in last)
        before = {file.name: file for file in remembered}
        if not due:
            return Look(source, self.kept(remembered), asked=False)
        try:
            look = source.look(self, before)
        except (ReportedError, OSError) as error:
            message = failure_message(source, [str(error).rstrip(".")], stale=len(before))
            return Look(source, self.kept(remembered), error=message, answered=False)
        if look.error or len(look.files) >= source.at_least:
            return look
        over = f" (passed over: {names_of_skipped(look.skipped)})" if look.skipped else ""
        few = f"it holds {counted(len(look.files), 'document')}{over}, and at least {source.at_least} are expected"
        there = {file.name: file for file in [*self.kept(remembered), *look.files]}
        message = failure_message(source, [few], stale=len(before))
        return replace(look, files=list(there.values()), error=message, answered=bool(look.files))

    def kept(self, files: Iterable[Incoming]) -> list[Incoming]:
        """Files of which the source tells nothing now, as the archive has them."""
        kept = ((file, self._archived(file.sha256)) for file in files)
        # What a folder held that is not archived was refused, or not yet taken in; nobody knows what is there now.
        return [replace(f, path=path) if path else replace(f, sha256="") for f, path in kept if path or f.url]

    def _archived(self, digest: str) -> Path | None:
        """Where the archive has a document: what was received or, where that is damaged, what was read in it."""
        read = self.archive.folder(digest) if self.archive.media_type(digest) else None
        return self.archive.original(digest) or read

    def receive(self, name: str, url: str, data: bytes, token: dict[str, str]) -> Incoming:
        """A file that was fetched, whose bytes are kept.

        Raises:
            OSError: they can't be written.
        """
        return Incoming(name, self.archive.keep(data), url=url, sha256=sha256(data), bytes=len(data), token=token)

    def fetch_all(
        self,
        source: Source,
        asked: Mapping[str, str],
        before: Mapping[str, Incoming],
        fetch: Callable[[str, Mapping[str, str]], tuple[bytes | None, dict[str, str]]],
        skipped: Sequence[Skipped],
    ) -> Look:
        """Fetch documents, each by name and address; of those that can't be had, the last ones stay.

        `fetch`: gives what is at an address, None where it is as it was when the given token came, and its token now.
        """
        unanswered: list[str] = []

        def one(name: str) -> Incoming | str:
            url, old = asked[name], before.get(name)
            if len(unanswered) >= _GIVE_UP:
                return f"{name} was not asked any more"
            at_hand = self.kept([old])[0] if old and old.url == url else None
            is_whole = at_hand is not None and self.archive.original(at_hand.sha256) is not None
            try:
                data, token = fetch(url, at_hand.token if at_hand and is_whole else {})
            except ReportedError as error:
                if isinstance(error, FetchError) and error.unreachable:
                    unanswered.append(url)
                return str(error)
            return at_hand if data is None and at_hand else self.receive(name, url, data or b"", token)

        with ThreadPoolExecutor(max_workers=self.settings.fetch.connections) as pool:
            results = dict(zip(asked, pool.map(one, asked), strict=True))
        errors = [result for result in results.values() if isinstance(result, str)]
        got = [result for result in results.values() if isinstance(result, Incoming)]
        stale = self.kept(before[name] for name in asked if name in before and isinstance(results[name], str))
        error = failure_message(source, errors, stale=len(stale), of=len(asked))
        return Look(source, [*got, *stale], skipped, error, answered=bool(got) or not asked)


def remember(source_state: SourceState, looks: Iterable[Look]) -> None:
    """Keep the files and the outcome of each look for the next ones.

    Raises:
        OSError: it can't be written.
    """
    looked, before = now(), source_state.last_looks.load()
    outcomes = {}
    for look in looks:
        name = look.source.name
        outcomes[name] = last = before.get(name, LastLook(name))
        if not look.asked:
            continue
        source_state.files(name).save(tuple(file for file in look.files if file.sha256 or file.url))
        if look.progress:
            source_state.asked(name).save(look.progress)
        outcomes[name] = LastLook(
            name,
            looked=looked,
            answered=last.answered if look.error else looked,
            failing_since=(last.failing_since or looked) if look.error else "",
            error=look.error or None,
            documents=len(look.files),
            every_minutes=look.source.every_minutes,
        )
    source_state.last_looks.save(outcomes)
