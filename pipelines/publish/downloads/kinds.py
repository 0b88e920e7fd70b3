"""The kinds of download: what registers one as a renderer, for people and for catalogues.

Not here: how each is written (its module).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pipelines.publish.facts import Facts, File
from pipelines.publish.renderers import Renderer, register
from pipelines.publish.reuse import digest_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of download. `purpose`: whom it serves, in a few words."""

    suffix: str
    label: str
    purpose: str


_KINDS: dict[str, Kind] = {}
_Write = TypeVar("_Write", bound=Callable[..., None])


def download(
    suffix: str,
    label: str,
    purpose: str,
    *,
    tables: Sequence[str] = (),
    needs: Sequence[str] = (),
    edition: bool = False,
) -> Callable[[_Write], _Write]:
    """Register a function that is given the facts of a release and the path to write.

    A download holds every row again in one file: of a release in parts, the parts are what is published. `tables`:
    those whose rows it holds, all where none is named. Other words: `Renderer`.
    """

    def entered(write: _Write) -> _Write:
        _KINDS[suffix] = Kind(suffix, label, purpose)

        def digest(facts: Facts) -> dict[str, str]:
            days = [facts.days[name].last_changed for name in tables or facts.days]
            return {suffix: digest_of(facts.digest_of_tables(*tables), max(days))}

        def write_due(facts: Any, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
            for unit in due:
                target = path(facts, unit)
                write(facts, target)
                yield unit, [target.name]

        def write_anew(facts: Any) -> None:
            write(facts, path(facts, suffix))

        name = write.__name__.removeprefix("write_")
        found = Renderer(name, write_due, (f"*{suffix}",), tuple(needs), edition, "whole", units=digest)
        register(replace(found, write=write_anew, units=None) if edition else found)
        return write

    return entered


def path(facts: Facts, suffix: str) -> Path:
    """Where a download stands."""
    return facts.folder / f"{facts.publication.name}{suffix}"


def built(facts: Facts) -> tuple[tuple[Kind, File], ...]:
    """The downloads as they stand in the release, with size and checksum, by suffix."""
    found = ((_KINDS[suffix], path(facts, suffix)) for suffix in sorted(_KINDS))
    return tuple((kind, facts.describe(file)) for kind, file in found if file.is_file())
