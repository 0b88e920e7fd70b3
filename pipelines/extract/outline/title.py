"""The title of a document and its kind: by the type of its letters, by its words, by where the agenda item ends.

Here: the title that its type size tells; the one that stands above the line of the kind, parted from an agenda item
that runs into it; where it ends.
Not here: titles of sections (`body`), which words may be a title at all (`layout`), the other facts of a masthead.
"""

from __future__ import annotations

import re
from itertools import takewhile

from pipelines.archive.formats.numerals import FIRST_HEADING
from pipelines.extract.outline.dates import find_dates
from pipelines.extract.outline.layout import MAX_TITLE, Reading, new_titles
from pipelines.extract.outline.words import Words

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")


def title_by_type(reading: Reading, end: int) -> tuple[str, int]:
    """Return the largest headings in a row before `end`, and where they end.

    Empty and 0 where blocks have no sizes, or all headings have the same.
    """
    document = reading.document
    headings = [block for block in reading.layout.headings if reading.start <= block.start < end]
    sizes = {block.size for block in headings if block.size is not None}
    above = takewhile(lambda block: not FIRST_HEADING.match(document.text, block.start), headings)
    largest = next((block for block in above if block.size == max(sizes)), None) if len(sizes) > 1 else None
    if largest is None:
        return "", 0
    from_there = (block for block in document.blocks if largest.start <= block.start < end)
    row = [*takewhile(lambda block: block.size == largest.size, from_there)]  # lines that are no heading alone, too
    title = " ".join(document.text[block.start : block.end] for block in row)
    return " ".join(title.split()).strip(" *∗"), row[-1].end


def title_end(reading: Reading, start: int, end: int) -> int:
    """Return where the line ends that says the kind of document, else a title that opens by saying it; 0 if neither."""
    vocabulary = reading.vocabulary
    end_of_title = 0
    for chunk in reading.layout.chunks(start, end):
        if chunk.end - chunk.start > MAX_TITLE:
            continue
        if end_of_title and next(find_dates(reading.text[chunk.start : chunk.end], vocabulary), None):
            end_of_title = chunk.end  # the title of a report goes on with the days of a session
        words = reading.running.plain(chunk.start, chunk.end).strip("* ")
        kind = vocabulary.kind.search(words)
        if kind is not None and kind.end() == len(words):
            return chunk.end
        if vocabulary.report_title.match(words) or vocabulary.own_title.match(words):
            end_of_title = chunk.end
    return end_of_title


def read_title(reading: Reading, text: str, by_type: str, *, agenda_above: bool) -> tuple[str | None, str]:
    """Return the title, white space normalised, None where there is none; and the kind as in the table `notes`.

    `text`: below the agenda item, or the whole rest of a masthead without one. `by_type`: what its type tells.
    """
    vocabulary = reading.vocabulary
    kind = _find_kind(text, vocabulary)
    above = text[: kind.start()] if kind else text
    title = None if by_type and kind is None else _title_above(above, agenda_above=agenda_above, vocabulary=vocabulary)
    if by_type and (title is None or (by_type.endswith(title) and by_type in " ".join(text.split()))):
        title = by_type  # also where the lines of a title stand apart
    document_type = "thematic_compilation" if reading.compilation else _document_type(title, text, kind, vocabulary)
    return title, document_type


def _document_type(title: str | None, text: str, kind: re.Match[str] | None, vocabulary: Words) -> str:
    if named_so := kind or vocabulary.kind.search(text):
        return _kind_of(named_so, vocabulary)
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
    kinds = own or matches
    return kinds[-1] if kinds else None


def _title_above(text: str, *, agenda_above: bool, vocabulary: Words) -> str | None:
    """Return the title that ends a text: its last paragraph, parted from an agenda item that runs into it."""
    paragraphs = [paragraph for p in text.split("\n\n") if (paragraph := p.strip(" \n*∗"))]
    if not paragraphs:
        return None
    whole = next((i for i in range(len(paragraphs) - 1, 0, -1) if not paragraphs[i][0].islower()), 0)
    paragraphs[whole:] = ["\n".join(paragraphs[whole:])]  # lines that a rendition has set apart
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
    masked = masked[:1].lower() + masked[1:]  # the capital of a first word is not that of a name
    return flat[max(new_titles(masked, 0, len(masked), vocabulary), default=0) :]


def _words(text: str) -> str | None:
    return " ".join(text.split()).strip(" *∗") or None
