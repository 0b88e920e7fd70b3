"""How a number of things is said in English.

Not here: other languages, which pages of the site speak (`publish/site/phrases.py`).
"""

from __future__ import annotations


def counted(count: int, one: str) -> str:
    """A number with its noun, of which `one` is the singular: `1 note`, `1,200 notes`."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"
