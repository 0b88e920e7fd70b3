"""Thematic compilations: the States' own texts on one article, one below the other.

Here: the article of the title, the States' headings with the ordinal of the meeting, and the text below each.
Not here: notes with numbered paragraphs (`outline`), which State a name is (the caller's `resolve_state`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.outline.articles import find_references
from pipelines.extract.outline.structure import ArticleReference, Piece, SubmissionText

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.extract.outline.layout import Chunk, Reading
    from pipelines.extract.outline.running_text import RunningText
    from pipelines.extract.outline.words import Words

MAX_HEADING = 120  # characters
MAX_TITLE_ZONE = 3000  # characters in which a compilation says what it is

# "AUSTRIA (TENTH MEETING)", also with the text on the same line; a State's name alone needs a line of its own.
_HEADING = re.compile(
    r"(?P<name>[^\W\d_a-zß-ÿ][^()\n\d.:;]{2,70}?(?:[ ]\([^()\n]{2,40}\))?)[\s\x1f]*"
    r"\((?P<meeting>[^()\n]{3,40}?)[ ]+(?:MEETING|meeting|Meeting|SESSION|Session|session)\)"
)
_CAPITALS_AT_END = re.compile(r"(?<!\w)[^\W\d_a-zß-ÿ]{2}[^a-zß-ÿ]*$")
_SUBMITTED_BY = re.compile(r"(?:SUBMITTED|submitted|Submitted)\s+(?:BY|by|By)\s+(?P<name>[^\n]{3,70})(?=\n)")


class StateHeading(NamedTuple):
    """A State's heading in place."""

    start: int
    end: int
    name: str
    iso3: str | None
    meeting: int | None


def is_compilation(text: str, start: int, vocabulary: Words) -> bool:
    """Tell a thematic compilation by its title."""
    lines = text[start : start + MAX_TITLE_ZONE].split("\n")
    return any(vocabulary.compilation_title.match(line) for line in lines)


def compilation_article(title_zone: str) -> ArticleReference | None:
    """Return the article of the title ("ARTICLE 6 UNCAC"): the first one named."""
    reference = next(find_references(title_zone), None)
    return reference.articles[0] if reference else None


def find_state_headings(reading: Reading, start: int, resolve_state: Callable[[str], str | None]) -> list[StateHeading]:
    """Return the headings of States from `start` on."""
    text = reading.text
    headings = []
    for match in _HEADING.finditer(text, start):
        meeting = reading.vocabulary.ordinals.get(" ".join(match["meeting"].casefold().split()))
        name, start_of_name = " ".join(match["name"].split()), match.start()
        iso3 = resolve_state(name)
        if iso3 is None and not name.isupper() and (capitals := _CAPITALS_AT_END.search(match["name"])):
            # Words of the text above, where a rendition runs them into the heading.
            name, start_of_name = " ".join(capitals.group().split()), match.start() + capitals.start()
            iso3 = resolve_state(name)
        if (iso3 or name.isupper()) and (meeting or reading.layout.opens_line(start_of_name)):
            headings.append(StateHeading(start_of_name, match.end(), name, iso3, meeting))
    if headings:
        return headings
    if submitted := _SUBMITTED_BY.search(text, start, start + MAX_TITLE_ZONE):
        # One State's compilation without a heading of its own: the title names it, the text begins after the title.
        name = " ".join(submitted["name"].split())
        if iso3 := resolve_state(name):
            return [StateHeading(submitted.start("name"), submitted.end("name"), name, iso3, None)]
    for chunk in reading.layout.chunks(start, len(text)):
        if chunk.end - chunk.start <= MAX_HEADING:
            name = reading.running.plain(chunk.start, chunk.end)
            if iso3 := resolve_state(name):
                headings.append(StateHeading(chunk.start, chunk.end, name, iso3, None))
    return headings


def read_submission_texts(
    reading: Reading, headings: list[StateHeading], article: ArticleReference | None
) -> list[SubmissionText]:
    """Return the text below each State's heading; its visual paragraphs are joined by LF."""
    texts = []
    for index, heading in enumerate(headings):
        end = headings[index + 1].start if index + 1 < len(headings) else len(reading.text)
        chunks = reading.layout.chunks(heading.end, end)
        text, pieces = _join(reading.running, chunks)
        texts.append(
            SubmissionText(
                state_name=heading.name,
                state_iso3=heading.iso3,
                article=article.article if article else None,
                provision=article.provision if article else None,
                meeting=heading.meeting,
                text=text,
                paragraphs=len(chunks),
                pieces=pieces,
                source_start=chunks[0].start if chunks else heading.end,
                source_end=chunks[-1].end if chunks else heading.end,
            )
        )
    return texts


def _join(running: RunningText, chunks: list[Chunk]) -> tuple[str, tuple[Piece, ...]]:
    texts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for chunk in chunks:
        text, read = running.read(chunk.start, chunk.end)
        if texts:
            length += 1
        pieces += (Piece(p.text_start + length, p.text_end + length, p.source_start, p.source_end) for p in read)
        texts.append(text)
        length += len(text)
    return "\n".join(texts), tuple(pieces)
