"""English words that several floors need: a number with its noun, a message or an error as one line.

Not here: other languages, which pages of the site speak (`publish/site/phrases.py`).
"""

from __future__ import annotations


def counted(count: int, one: str) -> str:
    """A number with its noun, of which `one` is the singular: `1 note`, `1,200 notes`."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def in_one_line(message: str) -> str:
    """A message as its first line; where that ends in a colon, with the line after it."""
    first, _, rest = message.partition("\n")
    return f"{first} {rest.partition(chr(10))[0].strip()}" if first.endswith(":") else first


def named_error(error: Exception) -> str:
    """An error that a library raises, by its kind and words in one line: `ValueError: no such bucket`."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300].rstrip(": ")
