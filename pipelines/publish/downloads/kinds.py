"""The kinds of download: what registers one as a renderer, for people and for catalogues.

Not here: how each is written (its module).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pipelines.publish.draft import File, ReleaseDraft
from pipelines.publish.renderers import Beside, Renderer, register
from pipelines.workspace.seal import digest_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of download. `purpose`: whom it serves, in a few words."""

    suffix: str
    label: str
    purpose: str


# Level of deflate. The usual 6 takes half as long again, for files that are 2 % smaller.
COMPRESSION = 5

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
    beside: Beside = "",
) -> Callable[[_Write], _Write]:
    """Register a function that is given the draft of a release and the path to write.

    `tables`: those whose rows it holds, all where none is named. Other words: `Renderer`.
    """

    def entered(write: _Write) -> _Write:
        _KINDS[suffix] = Kind(suffix, label, purpose)

        def digest(draft: ReleaseDraft) -> dict[str, str]:
            days = [draft.days[name].last_changed for name in tables or draft.days]
            return {suffix: digest_of(draft.digest_of_tables(*tables), max(days))}

        def write_due(draft: Any, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
            for unit in due:
                target = path(draft, unit)
                write(draft, target)
                yield unit, [target.name]

        def write_anew(draft: Any) -> None:
            write(draft, path(draft, suffix))

        name = write.__name__.removeprefix("write_")
        found = Renderer(name, write_due, (f"*{suffix}",), tuple(needs), edition, beside, digest)
        register(replace(found, write=write_anew, units=None) if edition else found)
        return write

    return entered


def path(draft: ReleaseDraft, suffix: str) -> Path:
    """Where a download stands."""
    return draft.folder / f"{draft.publication.name}{suffix}"


def built(draft: ReleaseDraft) -> tuple[tuple[Kind, File], ...]:
    """The downloads as they stand in the release, with size and checksum, by suffix."""
    found = ((_KINDS[suffix], path(draft, suffix)) for suffix in sorted(_KINDS))
    return tuple((kind, draft.describe(file)) for kind, file in found if file.is_file())
