"""The kinds of download: what registers one as a renderer, for people and for catalogues.

Not here: how each is written (its module).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.publish.draft import File, ReleaseDraft
from pipelines.publish.renderers import Made, Renderer, register


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of download. `purpose`: whom it serves, in a few words."""

    suffix: str
    label: str
    purpose: str


# Level of deflate. The usual 6 takes half as long again, for files that are 2 % smaller.
COMPRESSION = 5

KINDS: dict[str, Kind] = {}
# Renderers of downloads, for those who list them with size and checksum.
DOWNLOADS = ("sqlite", "xlsx", "zip")
Write = Callable[[ReleaseDraft, Path], None]


def download(suffix: str, label: str, purpose: str, **how: Any) -> Callable[[Write], Write]:
    """Register a function that is given the draft of a release and the path to write. `how`: fields of `Renderer`."""

    def entered(write: Write) -> Write:
        KINDS[suffix] = Kind(suffix, label, purpose)

        def make(draft: ReleaseDraft) -> Made:
            target = path(draft, suffix)
            write(draft, target)
            yield target.name, target

        register(Renderer(write.__name__.removeprefix("write_"), make, files=(f"*{suffix}",), **how))
        return write

    return entered


def path(draft: ReleaseDraft, suffix: str) -> Path:
    """Where a download stands."""
    return draft.folder / f"{draft.publication.name}{suffix}"


def built(draft: ReleaseDraft) -> tuple[tuple[Kind, File], ...]:
    """The downloads as they stand in the release, with size and checksum, by suffix."""
    files = ((KINDS[suffix], path(draft, suffix)) for suffix in sorted(KINDS))
    return tuple((kind, draft.describe(file.name)) for kind, file in files if file.is_file())
