"""Compares two texts word by word.

Not here: which rows differ (`pipelines/publish/changes.py`), how a difference is shown (the template).
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# Beyond this many words the comparison would take longer than a reader would look at it: both texts are shown whole.
_LIMIT = 3_000


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """The new text in pieces with what became of each: `same`, `gone` (of the old text) or `new`."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    if len(before) + len(after) > _LIMIT:
        return [("gone", old), ("new", new)]
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(after[c:d])))
            continue
        if b > a:
            pieces.append(("gone", "".join(before[a:b])))
        if d > c:
            pieces.append(("new", "".join(after[c:d])))
    return pieces
