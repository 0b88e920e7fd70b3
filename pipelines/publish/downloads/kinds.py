"""The kinds of download: what registers one as a renderer, for people and for catalogues.

Not here: how each is written (its module).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipelines.publish.facts import Facts, File
from pipelines.publish.renderers import Renderer, register


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of download. `purpose`: whom it serves, in a few words."""

    suffix: str
    label: str
    purpose: str


_KINDS: dict[str, Kind] = {}
_Write = TypeVar("_Write", bound=Callable[..., None])


def download(
    suffix: str, label: str, purpose: str, *, needs: Sequence[str] = (), edition: bool = False
) -> Callable[[_Write], _Write]:
    """Register a function that is given the facts of a release and the path to write. Other words: `Renderer`.

    A download holds every row again in one file: of a release in parts, the parts are what is published.
    """

    def entered(write: _Write) -> _Write:
        _KINDS[suffix] = Kind(suffix, label, purpose)

        def write_it(facts: Any) -> None:
            write(facts, path(facts, suffix))

        name = write.__name__.removeprefix("write_")
        register(Renderer(name, write_it, (f"*{suffix}",), tuple(needs), edition, "whole"))
        return write

    return entered


def path(facts: Facts, suffix: str) -> Path:
    """Where a download stands."""
    return facts.folder / f"{facts.publication.name}{suffix}"


def built(facts: Facts) -> tuple[tuple[Kind, File], ...]:
    """The downloads as they stand in the release, with size and checksum, by suffix."""
    found = ((_KINDS[suffix], path(facts, suffix)) for suffix in sorted(_KINDS))
    return tuple((kind, facts.describe(file)) for kind, file in found if file.is_file())
