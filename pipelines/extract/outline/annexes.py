"""Annexes: where they begin, and their titles.

Here: the annex heading as a line of its own with the title below or beside it, or within a flattened line.
Not here: the paragraphs of an annex, which are read like those of the body.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from pipelines.extract.outline.endings import CLOSERS, MAX_TITLE, ends_clause, is_title, sentence_ends
from pipelines.extract.outline.headings import ROMAN, Heading, next_title
from pipelines.extract.outline.running_text import BLANK, GONE

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from pipelines.extract.outline.layout import Reading
    from pipelines.extract.outline.numbering import Candidate
    from pipelines.extract.outline.running_text import RunningText

MAX_LOOK = 2 * MAX_TITLE
_BLANKS = f" \t\n{BLANK}{GONE}"
MAX_LIST = 8000  # characters of a flattened annex that holds a list


def find_annexes(reading: Reading, start: int, candidates: Sequence[Candidate]) -> list[Heading]:
    """Return the headings of all annexes from `start` on: label as printed (`Annex I`), title (or again the label)."""
    text, vocabulary = reading.text, reading.vocabulary
    firsts = [candidate.start for candidate in candidates if candidate.number == 1]
    annexes: list[Heading] = []
    for position, _ in reading.layout.occurrences(vocabulary.annex_words, start, len(text)):
        match = vocabulary.annex.match(text, position)
        if match is None or (annexes and position < annexes[-1].end):
            continue
        if reading.layout.opens_chunk(position):
            annex = _own_chunk(reading, position, match)
        else:
            annex = _within_line(reading, position, match, firsts)
        if annex is not None:
            annexes.append(annex)
    return annexes


def end_before_numbers(annexes: Sequence[Heading], numbers: Sequence[int], text: str) -> list[Heading]:
    """Return the headings, none of which reaches into a paragraph. `numbers`: where paragraphs begin, in order."""
    ended = []
    for annex in annexes:
        at = bisect_right(numbers, annex.start)
        if at < len(numbers) and numbers[at] < annex.end:
            end = annex.start + len(text[annex.start : numbers[at]].rstrip(_BLANKS))
            ended.append(annex._replace(end=end, title_start=min(annex.title_start, end)))
        else:
            ended.append(annex)
    return ended


def _own_chunk(reading: Reading, position: int, match: re.Match[str]) -> Heading | None:
    """Read an annex that opens a chunk: the title stands in the same chunk, or is the next one."""
    running = reading.running
    end = min(len(running.text), position + MAX_LOOK)
    chunks = reading.layout.chunks(position, end)
    if chunks[0].end == end and end < len(running.text):
        return None
    label_end = match.end()
    own = running.plain(label_end, chunks[0].end).lstrip("*")
    if own.split(None, 1)[:1] and own.split(None, 1)[0] in reading.vocabulary.annex_to and not ends_clause(own):
        return Heading(match.start(), match.start(), chunks[0].end, ROMAN, " ".join(match.group().split()))
    if own:
        return _annex(match, label_end, chunks[0].end, running) if is_title(own) else None
    title_end = label_end
    for chunk in chunks[1:2]:
        if chunk.end < end and is_title(running.plain(chunk.start, chunk.end)):
            title_end = chunk.end
    return _annex(match, label_end, title_end, running)


def _within_line(reading: Reading, position: int, match: re.Match[str], firsts: list[int]) -> Heading | None:
    """Read an annex in a flattened line: it stands after the end of a sentence.

    Paragraph 1 follows its title, or a list without the end of a sentence does.
    """
    running = reading.running
    above = running.text[max(0, position - 10) : position].rstrip(_BLANKS).rstrip(CLOSERS)
    if not match["word"][0].isupper() or above[-1:] not in tuple(".!?"):
        return None
    at = bisect_right(firsts, position)
    if at < len(firsts) and firsts[at] < position + MAX_LOOK:
        following = firsts[at]
    else:
        end = min(len(running.text), position + MAX_LIST)
        listed = next(sentence_ends(running.text, match.end(), end, reading.vocabulary.abbreviations), None) is None
        title_end = next_title(running.text, match.end() + 1, end, reading.vocabulary)
        if not listed or title_end is None:
            return None
        following = title_end
    title = running.plain(match.end(), following)
    if title and (ends_clause(title) or not is_title(title)):
        return None
    end = match.end() + len(running.text[match.end() : following].rstrip(_BLANKS))
    return _annex(match, match.end(), end, running)


def _annex(match: re.Match[str], label_end: int, end: int, running: RunningText) -> Heading:
    label = " ".join(match.group().rstrip(".:").split())
    gap = running.text[label_end:end]
    title_start = label_end + len(gap) - len(gap.lstrip(f"{_BLANKS}*"))
    if title_start >= end:
        return Heading(match.start(), match.start(), label_end, ROMAN, label)
    return Heading(match.start(), title_start, end, ROMAN, label)
