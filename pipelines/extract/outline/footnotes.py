"""Footnotes and the marks that point to them.

Here: where footnotes stand in the running text (known by the source format, by a rule line above, by superscript or
asterisk), their marks in the text, and which mark belongs to which footnote.
Not here: what a footnote cites (`references`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from pipelines.archive.document import Block, Document, Role
from pipelines.extract.outline.footnote_marks import (
    DIGIT,
    SUPERSCRIPTS,
    Note,
    glued_marks,
    link_markup,
    mark,
    read_set_off,
    read_signs,
)
from pipelines.extract.outline.layout import opens_line, sentence_ends
from pipelines.extract.outline.page_furniture import FEET, RULE
from pipelines.extract.outline.running_text import BLANK, Cut, RunningText
from pipelines.extract.outline.structure import Footnote, Paragraph
from pipelines.extract.outline.words import Words

MAX_NOTE, MAX_FOOT = 3000, 12_000  # characters of a footnote, of all below a rule line

_NOTE_FORM = re.compile(r"(?:\d{1,3}|[*∗]{1,4})[ \t]+[A-Z“\"(][a-z “\"(]")
_MARKER = re.compile(r"\d{1,3}|[*∗]{1,4}|[⁰¹²³⁴-⁹]{1,3}")
_STAR_NOTES = re.compile(r"[\s\x1f]*(?:[*∗]{1,4}.*)?", re.DOTALL)
_NUMBERED = re.compile(
    rf"{DIGIT}(?<!\S.)\d{{0,2}}(?:[ \t]+(?=[A-ZÀ-ÞА-Я“\"(\u0621-\u064a\u3400-\u9fff《]|www|http)|(?=[A-Z][A-Za-z]))"
)
_NUMBER_LINE = re.compile(r"^[ \t]*\d{1,4}\.(?:\s|$)", re.MULTILINE)
_NOTE_LINE = re.compile(r"(?:\d{1,3}|[*∗]{1,4})(?:[ \t]+\S|[A-Z])")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
# A paragraph or a heading below a footnote, in a text without blank lines.
_RESUMES = re.compile(r"\n(?<=[.)”]\n)[ \t]*(?:\d{1,3}|[IVXL]{1,7}|[A-Z])\.[ \t]+[^\W\d_a-z]")
_SENTENCE_CUT = re.compile(r"\.[ \t]*\n[ \t]*(?=[a-zà-ÿ])")


def find_footnotes(
    document: Document, running: RunningText, vocabulary: Words, numbers: Collection[int]
) -> tuple[list[Note], list[Cut]]:
    """Return the footnotes of a document in reading order, and the cuts of all marks, emphasis and link markup.

    `numbers`: where numbers of paragraphs stand that look like those of footnotes.
    """
    text = running.text
    blocks = footnote_blocks(document)
    notes = [note for block in blocks for note in _hinted(block, text)]
    opening_at = {note.start for note in notes}
    markers = {(start, end) for block in blocks for start, end in block.marks if start in opening_at}
    hinted = [span for block in document.blocks for span in block.marks if span not in markers]
    cuts = [mark(start, end, text) for start, end in hinted]
    rules = [cut.end for cut in running.cuts if cut.reason == RULE]
    opening, others = read_signs(text, [*((note.start, note.end) for note in notes), *hinted], rules)
    bracketed, bracketed_marks = read_set_off(text, rules)
    opening += [] if notes else bracketed
    cuts += others + bracketed_marks
    if not any(note.marker.isdigit() for note in notes):
        numbered = _numbered(running, rules, vocabulary)
        opening += (note for note in numbered if note.start not in numbers)
    opening.sort()
    for note, limit in zip(opening, [*(note.start for note in opening[1:]), len(text)], strict=False):
        notes.append(note._replace(end=_end_of_note(text, note, limit, vocabulary.sets["abbreviations"])))
    notes.sort()
    if not any(cut.marker is not None and cut.marker.isdigit() for cut in cuts):
        cuts += glued_marks(text, notes, vocabulary.sets["abbreviations"])
    cuts += link_markup(text)
    return notes, cuts


def footnote_blocks(document: Document) -> list[Block]:
    """Return the blocks that are footnotes: by their role, or because they open with a mark that stands free.

    Readers that know a page footer by its repetition may take for one a footnote that more pages repeat.
    """
    return [block for block in document.blocks if _is_footnote(block, document.text)]


def _is_footnote(block: Block, text: str) -> bool:
    if block.role is Role.BODY and block.marks:
        start, end = block.marks[0]
        # The first asterisk is a mark, also where a line from right to left begins with it.
        first = text[start] in "*∗" and text.find(text[start:end], 0, start) < 0
        return not first and _MARKER.fullmatch(text, block.start, end) is not None
    if block.role is Role.PAGE_FOOTER:
        return _NOTE_FORM.match(text, block.start, block.end) is not None
    return block.role is Role.FOOTNOTE


def _hinted(block: Block, text: str) -> Iterator[Note]:
    """Yield the notes of a block: one, or one for each of its lines that opens with a mark."""
    starts = [block.start, *(at for at, _ in block.marks if at > block.start and opens_line(text, at))]
    for start, end in pairwise([*starts, block.end]):
        opening = _MARKER.match(text, start, end)
        printed = ((block.marker if start == block.start else "") or (opening.group() if opening else "")).strip()
        words = start + len(printed) if text.startswith(printed, start) else start
        last = start + len(text[start:end].rstrip())
        yield Note(start, words, printed.strip("[]").translate(SUPERSCRIPTS) or "*", last)


def _numbered(running: RunningText, rules: Sequence[int], vocabulary: Words) -> Iterator[Note]:
    """Yield the footnotes with plain digits: below a rule line, or at the foot of a page above its furniture.

    Numbers count up through the document, or begin at 1 again below a rule; a line with another number is text.
    """
    text = running.text
    feet = sorted([cut.start for cut in running.cuts if cut.reason in FEET] + [len(text)])
    opening, abbreviations = vocabulary.footnote_opening, vocabulary.sets["abbreviations"]
    last = block_end = 0
    for match in _NUMBERED.finditer(text):
        start = match.start()
        number = int(match.group())
        if not (opens_line(text, start) or _ends_note(text, start, abbreviations)):
            continue
        at = bisect_right(rules, start)
        rule = rules[at - 1] if at and start - rules[at - 1] < MAX_FOOT else 0
        foot = feet[bisect_left(feet, match.end())]
        if rule and feet[bisect_left(feet, rule)] == foot and "\f" not in text[rule:start]:
            opens = _STAR_NOTES.fullmatch(text, rule, start) is not None
            taken = number == last + 1 or (opens and (number == 1 or number > last))
        elif number == last + 1:
            follows = start < block_end and text[max(0, start - 10) : start].rstrip()[-1:] in (".", ")")
            taken = (
                follows or _is_foot(text, start, foot) or _is_marked_above(text, start, match.end(), number, opening)
            )
        else:
            taken = False
        if taken:
            yield Note(start, start + len(match.group().rstrip()), str(number))
            last = number
            blank = _BLANK_LINE.search(text, match.end(), match.end() + MAX_NOTE)
            block_end = min(foot, blank.start() if blank else match.end() + MAX_NOTE)


def _ends_note(text: str, start: int, abbreviations: frozenset[str]) -> bool:
    """Tell whether a footnote may end before an offset within a line: at the end of a sentence, or at a rule line."""
    before = text[max(0, start - 30) : start].rstrip(" \t")
    last = before.split()[-1:]
    return before[-1:] in ("", BLANK) or (before[-1] in ".)”" and last[0].strip("(.").casefold() not in abbreviations)


def _is_foot(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but footnotes stands from a line on down to the end of its page."""
    if end - start > MAX_NOTE or not opens_line(text, start):
        return False
    paragraphs = _BLANK_LINE.split(text[start:end].strip())
    return all(_NOTE_LINE.match(words) for words in paragraphs) and _NUMBER_LINE.search(text, start, end) is None


def _is_marked_above(text: str, start: int, words: int, number: int, opening: re.Pattern[str]) -> bool:
    """Tell whether a line answers a mark glued to a word above: it is a paragraph of its own, or opens like a note."""
    above = text[max(0, start - MAX_NOTE) : start]
    if above[len(above.rstrip()) :].count("\n") < 2 and not opening.match(text, words):
        return False
    return re.search(rf"[^\W\d_][.,;:)”\"’]{{0,2}}{number}(?=[\s.,;:)])", above) is not None


def _end_of_note(text: str, opening: Note, limit: int, abbreviations: frozenset[str]) -> int:
    """Return where a footnote ends: at the next one, with its visual paragraph, or with its flattened sentence."""
    start, text_start = opening.start, opening.text_start
    for stop in ("\n\n", "\f", BLANK, "\n \n"):
        found = text.find(stop, text_start, limit)
        limit = found if found >= 0 else limit
    if resumes := _RESUMES.search(text, text_start, limit):
        limit = resumes.start()
    if goes_on := _SENTENCE_CUT.search(text, text_start, limit):
        limit = goes_on.start() + 1  # the sentence that the footnotes interrupt goes on below them
    if opens_line(text, start) and limit - start < MAX_NOTE:
        return start + len(text[start:limit].rstrip())
    return next(
        sentence_ends(text, text_start + 1, min(limit, start + MAX_NOTE), abbreviations), min(limit, start + MAX_NOTE)
    )


def read_footnotes(
    notes: Sequence[Note], running: RunningText, paragraphs: Sequence[Paragraph]
) -> tuple[Footnote, ...]:
    """Return the footnotes with their texts, each tied to the paragraph whose mark it answers.

    A marker may come again (numbering restarts): a footnote answers the nearest mark above it that none has answered,
    else the first below.
    """
    waiting: dict[str, list[tuple[int, int]]] = {}
    for index, paragraph in enumerate(paragraphs):
        for answered in paragraph.marks:
            waiting.setdefault(answered.marker, []).append((paragraph.source_start, index))
    footnotes = []
    for note in notes:
        text, pieces = running.read(note.text_start, note.end)
        if not text:
            continue
        marks = waiting.get(note.marker, [])
        above = max((at for at, (position, _) in enumerate(marks) if position < note.start), default=0)
        paragraph_index = marks.pop(above)[1] if marks else None
        footnotes.append(Footnote(note.marker, text, paragraph_index, pieces, note.start, note.end))
    return tuple(footnotes)
