"""Tells words apart and takes their stems, as `static/names.js` does for what readers ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipelines.publish.site.phrases import folded

_RUN = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_HYPHEN = re.compile(r"[-‐]")
# Of these signs each is a word.
_SIGNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\u3400-\u9fff\uf900-\ufaff]+")
# A word of fewer letters has no ending.
_SHORTEST = 4
_ENDINGS = [
    (re.compile("aux$"), "al"),
    (re.compile("(?:[aeo]?s|[aeo])$"), ""),
    (re.compile("y$"), "i"),
    (re.compile("c$"), "z"),
]


def words_of(text: str) -> Iterator[str]:
    """The words of a text. Of what is joined by hyphens the parts and the whole: a line may have ended there."""
    for run in _RUN.findall(folded(text)):
        parts = _HYPHEN.split(run)
        for part in parts:
            yield from _SIGNS.findall(part)
        if len(parts) > 1:
            yield "".join(parts)


def parts_of(text: str) -> list[str]:
    """The words of a text, each once: of what is joined by hyphens the parts alone."""
    return list(words_of(_HYPHEN.sub(" ", text)))


@cache
def stem(word: str) -> str:
    """A word less what tells its number and gender in English, French and Spanish: `polici` of "policies", "policy"."""
    if len(word) < _SHORTEST:
        return word
    for ending, other in _ENDINGS:
        word = ending.sub(other, word)
    return word
