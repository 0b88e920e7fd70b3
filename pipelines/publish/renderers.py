"""Who writes which files of a release, and the runner that has them all write.

A renderer is a function that is handed a release and gives paths and contents; it says `@renders()` and stands in a
folder of renderers. It knows nothing of other processes and of the release before. Here: registering,
the order, and running all. Not here: what a file says (its renderer), the release that they are handed (`draft.py`).
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from graphlib import TopologicalSorter
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.integrity import link_or_copy, read_sums
from pipelines.publish.publication import Publication
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.interpreter import tune
from pipelines.workspace.progress import Stage
from pipelines.workspace.registry import modules_of
from pipelines.workspace.seal import is_whole, sha256_file

# Where renderers register: beside `documents.py` in every module of these folders.
_FOLDERS = ("downloads", "api", "site", "catalogues")
# A release of fewer paragraphs is written before another process has started.
_FEW = 5_000
# What a file holds; a path where a library has written it in its place already.
Content = str | bytes | Path
Made = Iterator[tuple[str, Content]]
Make = Callable[[ReleaseDraft], Made]


@dataclass(frozen=True, slots=True)
class Renderer:
    """Who makes some files of a release.

    `make`: gives paths below the release, with `/`, and what stands there; it raises OSError or the error of a database
    where a file can't be read or written. `after`: names of renderers whose files it
    looks at. `last`: whether it looks at those of all others. `export`: the name by which `publish` of the publication
    asks for it, None for what every release has; `files`: patterns of the paths of an export.
    """

    name: str
    make: Make
    after: tuple[str, ...] = ()
    last: bool = False
    export: str | None = None
    files: tuple[str, ...] = ()


class ProcessLostError(ReportedError):
    """A process that wrote files was ended from outside. Nothing was published."""


_REGISTERED: dict[str, Renderer] = {}


def register(renderer: Renderer) -> None:
    """Enter a renderer.

    Raises:
        ValueError: there is one of that name.
    """
    if renderer.name in _REGISTERED:
        raise ValueError(f"Two renderers are called {renderer.name}.")
    _REGISTERED[renderer.name] = renderer


def renders(**how: Any) -> Callable[[Make], Make]:
    """Register a function as renderer, under its name less `render_`. `how`: fields of `Renderer`."""

    def entered(make: Make) -> Make:
        register(Renderer(make.__name__.removeprefix("render_"), make, **how))
        return make

    return entered


def modules() -> list[str]:
    """The modules in which renderers stand."""
    folders = (modules_of(f"pipelines.publish.{folder}") for folder in _FOLDERS)
    return ["pipelines.publish.documents", *chain.from_iterable(folders)]


def registered() -> list[Renderer]:
    """All renderers, by name."""
    for module in modules():
        import_module(module)
    return [_REGISTERED[name] for name in sorted(_REGISTERED)]


def asked_for(publication: Publication) -> list[Renderer]:
    """The renderers of a release: those of every one, and of what the publication names."""
    return [renderer for renderer in registered() if renderer.export in {None, *publication.publish}]


def no_longer_made(draft: ReleaseDraft) -> dict[str, list[str]]:
    """The files of the release before that this one lacks because its publication does not name them, by export."""
    before, lost = draft.changes.before, dict[str, list[str]]()
    names = sorted(read_sums(before.parent)) if before else []
    for renderer in registered():
        if renderer.export and renderer.export not in draft.publication.publish:
            gone = [name for name in names if _is_of(renderer, name)]
            if gone:
                lost.setdefault(renderer.export, []).extend(gone)
    return lost


def _is_of(renderer: Renderer, path: str) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in renderer.files)


def render(renderers: Collection[Renderer], draft: ReleaseDraft, processes: int = 1) -> dict[str, str]:
    """Have renderers write their files, each after those that it looks at.

    `processes`: in so many, where that is worth it.

    Returns:
        SHA-256 of each file, by path.

    Raises:
        graphlib.CycleError: some wait for each other.
        ValueError: two renderers give one path.
        ProcessLostError: a process was ended from outside.
    """
    sorter = TopologicalSorter(
        {r.name: [o.name for o in renderers if o.name in r.after or (r.last and not o.last)] for r in renderers}
    )
    sorter.prepare()
    by_name = {renderer.name: renderer for renderer in renderers}
    sums: dict[str, str] = {}
    with _pool(draft, processes) as submit, Stage("Writing pages and files", len(renderers)) as running:
        pending: dict[Future[dict[str, str]], str] = {}
        while sorter.is_active():
            # First whom others wait for.
            ready = sorted(sorter.get_ready(), key=lambda name: (-sum(name in r.after for r in renderers), name))
            for name in ready:
                running.advance(name.replace("_", " "), 0)
                looks = by_name[name].after or by_name[name].last
                pending[submit(by_name[name], dict(sums) if looks else {})] = name
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                name, made = pending.pop(future), future.result()
                if twice := made.keys() & sums.keys():
                    raise ValueError(f"{name} gives {min(twice)}, which another renderer has given.")
                sums |= made
                sorter.done(name)
                running.advance()
    return sums


# The checksums are of the files that the renderer may look at.
Submit = Callable[[Renderer, dict[str, str]], Future[dict[str, str]]]


@contextmanager
def _pool(draft: ReleaseDraft, processes: int) -> Iterator[Submit]:
    """What has a renderer write its files: here and now, or in one of several processes."""
    if processes < 2 or draft.record.counts["paragraphs"] + draft.record.counts["submission_texts"] < _FEW:

        def here(renderer: Renderer, sums: dict[str, str]) -> Future[dict[str, str]]:
            future: Future[dict[str, str]] = Future()
            future.set_result(_write(renderer, draft, sums))
            return future

        with closing(draft):
            yield here
        return
    # Not forked from this process, whose threads (DuckDB's, Arrow's) a fork would not have.
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPool(max_workers=processes, initializer=_begin, initargs=[replace(draft)], context=context)
    try:
        yield lambda renderer, sums: pool.schedule(_run, args=[renderer.name, sums])
    except ProcessExpired as error:
        raise ProcessLostError(
            "A process that wrote pages was ended from outside, as happens where memory is short. Nothing was "
            "published. Run again, with fewer processes in the settings if it happens again."
        ) from error
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


_drafts: list[ReleaseDraft] = []


def _begin(draft: ReleaseDraft) -> None:
    """Make a process ready, which renders parts of one release as long as it lives."""
    tune()
    registered()
    # DuckDB would take what another process of the same folder spills for its own.
    _drafts.append(replace(draft, engine=replace(draft.engine, spill=draft.engine.spill / str(os.getpid()))))


def _run(name: str, made: dict[str, str]) -> dict[str, str]:
    return _write(_REGISTERED[name], _drafts[0], made)


def _write(renderer: Renderer, draft: ReleaseDraft, made: dict[str, str]) -> dict[str, str]:
    """Write the files of a renderer, those that are as they were in the release before as second names of its files.

    `made`: checksums of the files that the renderer looks at, by path.
    """
    draft.sums.update(made)
    last, old_sums = draft.once(_published)
    sums: dict[str, str] = {}
    for path, content in renderer.make(draft):
        if path in sums:
            raise ValueError(f"{renderer.name} gives {path} twice.")
        if renderer.export and not _is_of(renderer, path):
            raise ValueError(f"{renderer.name} gives {path}, which is none of its files.")
        if isinstance(content, Path):
            sums[path] = sha256_file(content)
            continue
        data = content.encode() if isinstance(content, str) else content
        sums[path] = hashlib.sha256(data).hexdigest()
        target = f"{draft.folder}/{path}"
        old = last / path if old_sums.get(path) == sums[path] and is_whole(last / path, sums[path]) else None
        try:
            _put(target, data, old)
        except FileNotFoundError:  # the first file of its folder
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            _put(target, data, old)
    return sums


def _published(draft: ReleaseDraft) -> tuple[Path, dict[str, str]]:
    """The release before, and the checksums of its files by path."""
    before = draft.changes.before
    return (before.parent, read_sums(before.parent)) if before else (draft.folder, {})


def _put(target: str, data: bytes, same: Path | None) -> None:
    """Write a file, or give one that holds the same its name."""
    if same:
        link_or_copy(same, Path(target))
        return
    with open(target, "xb") as file:  # noqa: PTH123 - a `Path` for each of thousands takes as long as its file
        file.write(data)
