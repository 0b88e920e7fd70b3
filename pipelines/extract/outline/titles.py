"""Title and kind of a document, from the part of the masthead below the agenda item.

Here: parting title from agenda item above and kind below, also where a rendition runs them together.
Not here: other facts of the masthead (`masthead`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.extract.outline.forms import next_title
from pipelines.extract.outline.words import Words

MAX_TITLE = 400  # characters
MAX_KIND = 90  # characters
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


class Title(NamedTuple):
    """`title`: white space normalised, None where there is none. `document_type`: as in the table `notes`."""

    title: str | None
    document_type: str


def read_title(text: str, *, agenda_above: bool, hinted: str | None, vocabulary: Words) -> Title:
    """Return title and kind.

    `text`: below the agenda item, or the whole rest of a masthead without one. `hinted`: the title by type size.
    """
    kind = _find_kind(text, vocabulary)
    above = text[: kind.start()] if kind else text
    title = None if kind is None and hinted else _title_above(above, agenda_above=agenda_above, vocabulary=vocabulary)
    if hinted and (title is None or (hinted.endswith(title) and hinted in " ".join(text.split()))):
        title = hinted  # also where the lines of a title stand apart
    return Title(title, _document_type(title, text, kind, vocabulary))


def _document_type(title: str | None, text: str, kind: re.Match[str] | None, vocabulary: Words) -> str:
    if vocabulary.compilation_title.search(text[:400]):
        return "thematic_compilation"
    if kind is not None:
        return _kind_of(kind, vocabulary)
    inside = vocabulary.kind.search(text)
    if inside is not None:
        return _kind_of(inside, vocabulary)
    named = [title or "", *text.split("\n\n")]
    return "report" if any(vocabulary.report_title.match(words) for words in named) else "other"


def _kind_of(match: re.Match[str], vocabulary: Words) -> str:
    words = re.sub(r"['’]\s*", "'", match.group())
    return next(kind for kind, pattern in vocabulary.kinds.items() if pattern.fullmatch(" ".join(words.split())))


def _find_kind(text: str, vocabulary: Words) -> re.Match[str] | None:
    """Return the line that says the kind: one that stands on its own, else the last with a capital."""
    matches = [m for m in vocabulary.kind.finditer(text) if not m.group()[0].islower()]
    own = [
        m
        for m in matches
        if text[: m.start()].rstrip(" *")[-1:] in ("", "\n") and text[m.end() :].lstrip(" *∗")[:1] in ("", "\n")
    ]
    found = own or matches
    return found[-1] if found else None


def _title_above(text: str, *, agenda_above: bool, vocabulary: Words) -> str | None:
    """Return the title that ends a text: its last paragraph, parted from an agenda item that runs into it."""
    paragraphs = [paragraph for p in text.split("\n\n") if (paragraph := p.strip(" \n*∗"))]
    if not paragraphs:
        return None
    while len(paragraphs) > 1 and paragraphs[-1][0].islower():  # lines that a rendition has set apart
        paragraphs[-2:] = [f"{paragraphs[-2]}\n{paragraphs[-1]}"]
    last = paragraphs[-1]
    for index, paragraph in enumerate(paragraphs):
        opens = (vocabulary.report_title, vocabulary.compilation_title, vocabulary.own_title)
        if any(words.match(paragraph) for words in opens):
            rest = " ".join(paragraphs[index:])
            return _words(rest if len(rest) <= MAX_TITLE else paragraph)
    if agenda_above and len(paragraphs) == 1:
        last = _part_from_agenda(last, vocabulary, glued=not text.startswith("\n\n"))
    return _words(last)


def _part_from_agenda(text: str, vocabulary: Words, *, glued: bool) -> str:
    """Return the title that follows an agenda item without a blank line: the last line or words that begin anew.

    `glued`: words may begin anew within a line too.
    """
    lines = text.split("\n")
    for index in range(len(lines) - 1, 0, -1):
        above = lines[index - 1].rstrip()
        opens = lines[index][:1].isupper() and above[-1:] not in {":", ",", ";", "-", "–"}
        if opens and above.rsplit(None, 1)[-1].casefold() not in vocabulary.sets["never_last"]:
            return "\n".join(lines[index:])
    flat = " ".join(text.split())
    if not glued:
        return flat
    masked = _QUOTED.sub(lambda m: "“" + "x" * (len(m.group()) - 2) + "”", flat)
    best = 0
    while (following := next_title(masked, best, len(masked), vocabulary)) is not None:
        best = following
    return flat[best:]


def _words(text: str) -> str | None:
    return " ".join(text.split()).strip(" *∗") or None
