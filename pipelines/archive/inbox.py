"""A file as it arrives, and what is passed over: their names, and which names no note has.

Not here: where files come from (`sources/`), what is in them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file as it arrived.

    `name`: its name below its source, with `/`. `path`: where its bytes are now. `url`: where it was fetched, if so.
    `refusal`: why it must not be opened (a link that leaves the inbox, a pipe), None where it may. `source`: name of
    the source that gave it. `sha256`, `bytes`: where they are known already, so that it need not be read.
    `supersedes`: checksum of what the same source gave before under this name. `any_family`: as its source says.
    """

    name: str
    path: Path
    url: str | None = None
    refusal: str | None = None
    source: str = ""
    sha256: str | None = None
    bytes: int = 0
    supersedes: str | None = None
    any_family: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a folder with all that is in it, that a source holds and that is not taken.

    `name`, `source`: as of a file that is. `why`: a sentence, with what to do where it should be taken after all.
    """

    name: str
    why: str
    source: str = ""


_HIDDEN = "Its name begins with a full stop, as those of hidden files do. Give it another name to have it read."
_LEFT = (
    "Its name is that of a backup or lock file of an editor or office program. Give it another name to have it read."
)
_LEFT_BEHIND = re.compile(r"(^|/)(~\$[^/]*|#[^/]*#)$|(~|\.bak|\.swp)$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def told_skipped(skipped: Sequence[Skipped]) -> str:
    """Name what is passed over; where it is much, the first of it."""
    names = ", ".join(entry.name for entry in skipped[:10])
    return f"{names} and {len(skipped) - 10} more" if len(skipped) > 10 else names


def why_passed_over(name: str) -> str:
    """Why a file of that name is no note: it, or a folder that it is in, is hidden, or a program left it behind."""
    if any(part.startswith(".") for part in name.split("/")):
        return _HIDDEN
    return _LEFT if _LEFT_BEHIND.search(name) else ""


def shown_name(name: str | Path) -> str:
    r"""A name as it is shown and published: bytes that are no UTF-8, and control characters, escaped as `\xff`.

    A control character would give orders to a terminal, or break a line in two.
    """
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", os.fsencode(name).decode("utf-8", "backslashreplace"))
