"""A file of a source and what became of it, and what is passed over: their names, and which names no note has.

Not here: where files come from (`sources/`), what is in them (`intake.py`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote_to_bytes

from pydantic import PlainSerializer, PlainValidator

from pipelines.archive.unreadable import Reason, Unreadable


def _from_address(value: Any) -> Any:
    return Path(os.fsdecode(unquote_to_bytes(value.removeprefix("file://")))) if isinstance(value, str) else value


# Kept as the address of the file, since a path may hold bytes that are no text.
_Kept = Annotated[Path, PlainValidator(_from_address), PlainSerializer(lambda path: path.absolute().as_uri())]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file as it arrived, and what became of it.

    `name`: its name below its source, with `/`. `path`: where its bytes are now. `url`: where it was fetched, if so.
    `source`: name of the source that gave it. `sha256`, `bytes`: of a file that was opened, else empty and 0.
    `any_family`: as its source says. `token`: what shows that the file at the source is still the same (ETag, size and
    times). `media_type`: by content, once it was read. `reason`, `message`: set where it is refused.
    """

    name: str
    path: _Kept
    url: str | None = None
    source: str = ""
    sha256: str = ""
    bytes: int = 0
    any_family: bool = False
    token: dict[str, str] = field(default_factory=dict)
    media_type: str = ""
    reason: str = ""
    message: str = ""

    def refused(self, refusal: Unreadable, sha256: str = "", size: int = 0) -> Incoming:
        """The file, where that is why it can't be read. `sha256`, `size`: of its bytes, where it was opened."""
        return replace(self, sha256=sha256, bytes=size, reason=str(refusal.reason), message=f"{self.name}: {refusal}")

    def unsafe(self, why: str) -> Incoming:
        """The file, where it must not be opened: a link that leaves the inbox, a pipe."""
        return self.refused(Unreadable(Reason.UNSAFE_FILE, "It was not opened", why))


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
# Characters that are not seen, those among them that turn the order of others round.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def names_of_skipped(skipped: Sequence[Skipped]) -> str:
    """The names of what is passed over: of more than ten the first ten, `… and 3 more`."""
    names = ", ".join(entry.name for entry in skipped[:10])
    return f"{names} and {len(skipped) - 10} more" if len(skipped) > 10 else names


def why_passed_over(name: str) -> str:
    """Why a file of that name is no note: it, or a folder that it is in, is hidden, or a program left it behind."""
    if any(part.startswith(".") for part in name.split("/")):
        return _HIDDEN
    return _LEFT if _LEFT_BEHIND.search(name) else ""


def shown_name(name: str | Path) -> str:
    r"""A name as it is shown and published: bytes that are no UTF-8, and unseen characters, as `\xff` or `\u202e`.

    A control character would give orders to a terminal, or break a line in two, and one that overrides the direction of
    text would show a name as another one.
    """
    return _UNSEEN.sub(_escaped, os.fsencode(name).decode("utf-8", "backslashreplace"))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"
