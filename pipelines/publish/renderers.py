"""The registry of renderers: who writes which files of a release. The order follows from what each gives and needs.

A renderer says `@renders("codebook.csv")` and is found by standing in a folder of renderers. Here: registering, the
order, and running all. Not here: what a file says (its renderer), what they are told (`draft.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from typing import Any, Literal, TypeVar

from pipelines.publish.draft import Edition, ReleaseDraft
from pipelines.workspace.beside import elsewhere, result_of
from pipelines.workspace.progress import stage
from pipelines.workspace.registry import modules_of

# Where renderers register: some modules, and every module of some folders.
_MODULES = ("akoma_ntoso", "codebook", "descriptor", "documents")
_FOLDERS = ("downloads", "api", "site", "catalogues")
Beside = Literal["", "thread", "process"]
_THREADS = 2  # that run beside the others
_Write = TypeVar("_Write", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Renderer:
    """Who writes some files of a release.

    `gives`, `needs`: patterns of paths below the release (`notes/*.html`); what it needs stands before it is called.
    `edition`: its files are new with every release, because they say what it is called, when it was published or what
    it changed; it is called with an `Edition`, all others with a `ReleaseDraft`, before. `beside`: whether it may run
    beside the others, in a thread, because another program does its work, or in a second process. `units`: gives, by
    unit (a note, a State), a digest of the rows that the files of that unit show; then `write` is also given the units
    that are due, and gives each with the paths of its files. A unit whose digest is that of the release before is taken
    over from it.
    """

    name: str
    write: Callable[..., Any]
    gives: tuple[str, ...]
    needs: tuple[str, ...] = ()
    edition: bool = False
    beside: Beside = ""
    units: Callable[[Any], Mapping[str, str]] | None = None

    def run(self, draft: ReleaseDraft) -> dict[str, list[str]]:
        """Write the files, or take them over; gives what is to be known of its units (`Rendered`)."""
        if self.units is None:
            self.write(draft)
            return {}
        digests = self.units(draft)
        due = draft.reuse.take_over(self.name, digests, draft.folder)
        for unit, paths in self.write(draft, due) if due else ():
            draft.reuse.made(self.name, unit, digests[unit], paths)
        return draft.reuse.units[self.name]

    def waits_for(self, other: Renderer) -> bool:
        """Whether it needs a file that the other gives."""
        return any(_meet(given, needed) for given in other.gives for needed in self.needs)


class RendererError(Exception):
    """The renderers can't be put in order; the message names them."""


_REGISTERED: dict[str, Renderer] = {}


def register(renderer: Renderer) -> None:
    """Enter a renderer.

    Raises:
        RendererError: there is one of that name, or one that gives the same file.
    """
    for other in _REGISTERED.values():
        if other.name == renderer.name or set(other.gives) & set(renderer.gives):
            raise RendererError(f"The renderers {other.name} and {renderer.name} have one name or give the same file.")
    _REGISTERED[renderer.name] = renderer


def renders(
    *gives: str,
    needs: Sequence[str] = (),
    edition: bool = False,
    beside: Beside = "",
    units: Callable[[Any], Mapping[str, str]] | None = None,
) -> Callable[[_Write], _Write]:
    """Register a function as renderer, under its name less `write_`. What the words mean: `Renderer`."""

    def entered(write: _Write) -> _Write:
        name = write.__name__.removeprefix("write_")
        register(Renderer(name, write, gives, tuple(needs), edition, beside, units))
        return write

    return entered


def modules() -> list[str]:
    """The modules in which renderers stand."""
    return [f"pipelines.publish.{module}" for module in _MODULES] + [
        module for folder in _FOLDERS for module in modules_of(f"pipelines.publish.{folder}")
    ]


def registered() -> list[Renderer]:
    """All renderers, by name."""
    for module in modules():
        import_module(module)
    return [_REGISTERED[name] for name in sorted(_REGISTERED)]


def in_order(renderers: Collection[Renderer]) -> list[Renderer]:
    """Renderers, each after those that give what it needs; else by name.

    Of two that would wait for each other because both want to see all files (`*`), neither waits.

    Raises:
        RendererError: some wait for each other, or one waits for what is only new with every release.
    """
    # What runs beside the others begins first.
    by_name = {renderer.name: renderer for renderer in sorted(renderers, key=lambda r: (not r.beside, r.name))}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, renderer in by_name.items():
        before = [o.name for o in by_name.values() if o is not renderer and _goes_first(o, renderer)]
        sorter.add(name, *before)
        early = [by_name[other] for other in before if by_name[other].edition and not renderer.edition]
        if early:
            raise RendererError(f"{name} needs what {early[0].name} writes, which is new with every release.")
    try:
        return [by_name[name] for name in sorter.static_order()]
    except CycleError as error:
        raise RendererError(f"These renderers wait for each other: {', '.join(error.args[1])}.") from error


def render(renderers: Collection[Renderer], draft: ReleaseDraft) -> None:
    """Have the renderers of what a release says write their files; given an `Edition`, those that are new with it."""
    edition = isinstance(draft, Edition)
    ordered = [r for r in in_order(renderers) if r.edition == edition]
    beside: dict[Renderer, Future[dict[str, list[str]]]] = {}
    there: list[Future[dict[str, list[str]]]] = []
    words = "Writing pages and files"
    if isinstance(draft, Edition):
        words = "Telling whether that is new" if draft.trial else "Writing what is new with the release"
    with ThreadPoolExecutor(_THREADS) as threads, stage(words, len(ordered)) as running:
        try:
            for renderer in ordered:
                running.at(renderer.name.replace("_", " "))
                for other in [other for other in beside if renderer.waits_for(other)]:
                    _join(draft, other, beside.pop(other))
                # Things are many: whichever process is free renders those of the next kind. Rows of a release in parts
                # would take too much memory in both.
                idle = renderer.units and not draft.in_parts and all(future.done() for future in there)
                where = renderer.beside or ("process" if idle else "")
                if where == "process" and (future := elsewhere(_run, renderer.name, draft)):
                    beside[renderer] = future
                    there.append(future)
                elif renderer.beside:
                    beside[renderer] = threads.submit(renderer.run, draft)
                else:
                    renderer.run(draft)
                running.advance()
            for other, future in beside.items():
                _join(draft, other, future)
        finally:
            wait(beside.values())  # nobody writes into a folder that is given up


def _run(name: str, draft: ReleaseDraft) -> dict[str, list[str]]:
    """Run a renderer in a process that knows nothing of the release yet."""
    registered()
    # DuckDB would take what another process of the same folder spills for its own.
    engine = replace(draft.engine, spill=draft.engine.spill / "beside")
    return _REGISTERED[name].run(replace(draft, engine=engine))


def _join(draft: ReleaseDraft, renderer: Renderer, future: Future[dict[str, list[str]]]) -> None:
    def again() -> dict[str, list[str]]:
        for begun in (path for pattern in renderer.gives for path in draft.folder.glob(pattern)):
            begun.unlink()
        return renderer.run(draft)

    if found := result_of(future, again):
        draft.reuse.units[renderer.name] = found


def _goes_first(one: Renderer, other: Renderer) -> bool:
    if not other.waits_for(one):
        return False
    return "*" not in other.needs or "*" not in one.needs


def _meet(one: str, other: str) -> bool:
    """Whether two patterns are of the same file."""
    return fnmatchcase(one, other) or fnmatchcase(other, one)
