"""Footnotes and the marks that point to them.

Here: the signs that may be marks or open footnotes, with what speaks for either (the source format, their form, a rule
line above, the foot of a page, the words around); the search for those that answer one another; where footnotes end,
and which mark each answers; emphasis and link markup, which looks like marks.
Not here: what a footnote cites (`references`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from pipelines.archive.document import SMALL, Block, Document, Role
from pipelines.archive.formats.numerals import (
    FIRST_PARTS,
    NOTE_MARK,
    NOTE_SIGNS,
    OPENS_PARAGRAPH,
    OPENS_WITH_SIGN,
    PLAIN_MARKS,
    RESUMES,
    SUPERSCRIPTS,
    is_ended,
)
from pipelines.archive.symbols import SYMBOL
from pipelines.extract.outline.furniture import FEET, RULE
from pipelines.extract.outline.layout import opens_line
from pipelines.extract.outline.running_text import BLANK, Cut, RunningText, occurrences
from pipelines.extract.outline.runs import Step, best_run
from pipelines.extract.outline.structure import Footnote, LedgerKind, Paragraph
from pipelines.extract.outline.words import Words
from pipelines.extract.sentences import is_abbreviation, sentence_ends

EMPHASIS, LINK = "emphasis markup", "markdown link syntax"
MAX_EMPHASIS = 1500  # characters
MAX_FIGURES = 4  # of a marker that are counted with
MAX_NOTE = 3000  # characters of a footnote

# What speaks for a sign: the source format; its form; its place or the word before it; what else stands around it.
BY_FORMAT, SURE, LIKELY, WEAK, NOTHING = 40, 12, 4, 3, 0
# What is lost where numbering begins anew, a sign is out of its place or no footnote answers a mark; with each number
# that is missing.
BREAK, MISSING = 4, 1
WIDTH = 2  # runs followed at once
AS_NOTE, AS_MARK = "note", "mark"

_MARKER = re.compile(NOTE_MARK)
_SIGNS = re.compile(f"[{NOTE_SIGNS}{SUPERSCRIPTS}]+")
_LINK = re.compile(r"\[(?=[^\[\]\n]{1,300}\](\([^()\s]{0,300}\)))")
_IS_POWER = re.compile(r"(?:(?<!\w)[kcdm]?m|10)\Z")  # km², 10⁶
_SET_OFF = re.compile(r"\[(\d{1,3})\]:?|(?<![\d/])(\d{1,3})[ ]?/(?=\s)|<sup>\[?(\d{1,3})\]?</sup>|\((\d{1,3})\)(?!\w)")
_WORD_BEFORE = re.compile(r"(?<![\w./])[^\W\d_]{2,}[.,;:)”\"’]{0,3}\Z")
# "of 2010.1", "resolution 10/6,2", "paragraph 2)3", "(2012)”.4": digits after a figure, a symbol or what closes them.
_AFTER_FIGURE = re.compile(r"[\w%)\]”’\"][.,;:)”\"’。，；]{1,3}\Z|[)\]”）》]\Z")
_WHOLE_PART = re.compile(r"(?<![\w/.,-])\d{1,3}[.,]\Z")
_WORD_ABOVE = re.compile(r"([^\W\d_]{1,30})[.,]? \Z")
# A range is searched for much faster than `\d`: digits as they count up in Latin, Arabic and wide Chinese text.
DIGIT = "[0-9٠-٩０-９]"
# Digits that stand right after a word or its punctuation, and before the end of a word.
_GLUED = re.compile(
    rf"{DIGIT}(?:(?<=[^\s\d].)\d{{0,2}}|(?<=[.,)”] .)\d{{0,2}}(?!\.))(?=[ \t\n\f\x00\x1f.,;:)\]”\"’—–])(?![.,]\d)"
)
_NUMBERED = re.compile(
    rf"{DIGIT}(?<!\S.)\d{{0,2}}(?=[ \t]+(?:[A-ZÀ-ÞА-Я“\"(\u0621-\u064a\u3400-\u9fff《]|www|http)|[A-Z][A-Za-z])"
)

_NOTE_LINE = re.compile(rf"{NOTE_MARK}(?:[ \t]+\S|[A-Z])")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_CUT = re.compile(r"\.[ \t]*\n[ \t]*(?=[a-zà-ÿ])")


class Note(NamedTuple):
    """A footnote in place: its marker at `start`, its words from `text_start` to `end`; where its mark stands."""

    start: int
    text_start: int
    marker: str
    end: int
    mark: int | None


class _Sign(NamedTuple):
    """A sign with its brackets, and what speaks for its opening a footnote and for its being a mark.

    `answers`: it opens a footnote only where a mark waits for one. `note_end`: where that footnote ends at the latest.
    """

    start: int
    end: int
    marker: str
    note: int = NOTHING
    mark: int = NOTHING
    answers: bool = False
    note_end: int = 0

    @property
    def order(self) -> str:
        """The signs that its marker counts up with: numbers, or as many signs."""
        return "1" if self.marker.isdecimal() else self.marker[:1]

    @property
    def number(self) -> int:
        """The place of its marker in that order."""
        return int(self.marker[:MAX_FIGURES]) if self.marker.isdecimal() else len(self.marker)


_Taken = tuple[_Sign, str]  # a sign, and as what it is read


class _State(NamedTuple):
    """The last mark and the last footnote of a run, and where the latter ends."""

    mark: int = 0
    note: int = 0
    note_end: int = 0


def find_footnotes(
    document: Document, running: RunningText, usual: float, vocabulary: Words
) -> tuple[list[Note], list[Cut]]:
    """Return the footnotes of a document in reading order, and the cuts of all marks, emphasis and link markup."""
    small = small_type_at_feet(document, running.text, usual)
    of_tables = [span for span in small if span.kind is LedgerKind.TABLE]
    running = running.without(of_tables)
    text, abbreviations = running.text, vocabulary.sets["abbreviations"]
    place = _Place(running, vocabulary)
    at_feet = {span.start: span.end for span in small if span.kind is LedgerKind.FOOTNOTE}
    marked = list(_by_format(document, text, at_feet))
    raised = any(sign.mark == BY_FORMAT and sign.marker.isdecimal() for sign in marked)
    plain = _plain(text, place, raised=raised)
    signs = _disjoint([*marked, *_by_form(text), *_set_off(text, place), *plain])
    signs = _with_ends(signs, text, abbreviations)
    taken: list[_Taken] = []
    for order in sorted({sign.order for sign in signs}):
        own = [sign for sign in signs if sign.order == order]
        taken += best_run(own, _State(), _steps, _worth, width=WIDTH, ending=_unanswered)
    taken.sort()
    answered = _answered(taken)
    opening = _with_ends([sign for sign, role in taken if role is AS_NOTE], text, abbreviations)
    notes = [Note(*sign[:3], sign.note_end, answered.get(sign.start)) for sign in opening]
    within = (sign for sign in marked if sign.mark == BY_FORMAT)  # a footnote
    marks = {sign.start: sign for sign in (*within, *(sign for sign, role in taken if role is AS_MARK))}
    read = {sign.start for sign, _ in taken}
    stars = [sign for sign in signs if sign.order == "*" and sign.start not in read]
    cuts = [_cut(sign, text) for sign in marks.values()]
    cuts += (_cut(sign, text, emphasis=True) for sign in stars if _is_emphasis(text, sign.start, sign.end))
    return notes, [*of_tables, *cuts, *link_markup(text)]


def _worth(sign: _Sign) -> int:
    """Return what is lost where a sign is passed over."""
    return max(sign.note, sign.mark)


def _unanswered(state: _State) -> int:
    """Return what is lost where no more footnotes answer the marks of a run."""
    return BREAK * max(0, state.mark - state.note)


def _steps(state: _State, sign: _Sign) -> Iterator[Step[str, _State]]:
    """Yield the steps by which a run may take a sign: as a mark, or as what opens a footnote."""
    number, anew = sign.number, BREAK + _unanswered(state)
    if sign.mark:
        lost = max(0, sign.note - sign.mark)
        counts = sign.start >= state.note_end  # what stands within a footnote does not
        if counts and number > state.mark:
            yield Step(AS_MARK, state._replace(mark=number), lost + MISSING * (number - state.mark - 1))
        elif counts:
            yield Step(AS_MARK, _State(number, 0, state.note_end), lost + anew + MISSING * (number - 1))
        if sign.mark >= SURE:
            yield Step(AS_MARK, state, lost + BREAK)
    waits = state.note < number <= state.mark
    if sign.note and (waits or not sign.answers):
        lost = max(0, sign.mark - sign.note)
        if number > state.note:
            yield Step(
                AS_NOTE, state._replace(note=number, note_end=sign.note_end), lost + MISSING * (number - state.note - 1)
            )
        else:
            yield Step(AS_NOTE, _State(number, number, sign.note_end), lost + anew + MISSING * (number - 1))


def _disjoint(signs: Iterable[_Sign]) -> list[_Sign]:
    """Return signs in order, as one what speaks for the same digits; of those that overlap the first or the longer."""
    kept: list[_Sign] = []
    last = 0
    for sign in sorted(signs, key=lambda sign: (sign.start, -_worth(sign), -sign.end)):
        if sign.start >= last:
            kept.append(sign)
            last = sign.end
        elif sign[:2] == kept[-1][:2]:
            opening = max(kept[-1], sign, key=lambda sign: sign.note)
            kept[-1] = opening._replace(mark=max(kept[-1].mark, sign.mark))
    return kept


def _with_ends(signs: Sequence[_Sign], text: str, abbreviations: frozenset[str]) -> list[_Sign]:
    """Return signs with the ends of the footnotes that they may open, each before the next at the latest."""
    ended = []
    limit = len(text)
    for sign in reversed(signs):
        if NOTHING < sign.note < BY_FORMAT:
            ended.append(sign._replace(note_end=_end_of_note(text, sign, limit, abbreviations)))
        else:
            ended.append(sign)
        limit = sign.start if sign.note else limit
    return ended[::-1]


def _answered(taken: Iterable[_Taken]) -> dict[int, int]:
    """Return where the mark stands that each footnote answers, by where the footnote begins.

    Footnotes of one number that follow one another answer the last marks above them, as many as they are; what finds
    none answers the first below that is left.
    """
    answered: dict[int, int] = {}
    places: dict[tuple[str, int], list[_Taken]] = {}
    for sign, role in taken:
        places.setdefault((sign.order, sign.number), []).append((sign, role))
    for same in places.values():
        waiting: list[int] = []
        left: list[int] = []
        for role, group in groupby(same, key=lambda pair: pair[1]):
            starts = [sign.start for sign, _ in group]
            if role is AS_MARK:
                waiting += starts
            else:
                above = waiting[-len(starts) :]
                del waiting[-len(starts) :]
                answered.update(zip(starts, above, strict=False))
                left += starts[len(above) :]
        answered.update(zip(left, (at for at in waiting if left and at > left[0]), strict=False))
    return answered


def read_footnotes(
    notes: Sequence[Note], running: RunningText, paragraphs: Sequence[Paragraph]
) -> tuple[Footnote, ...]:
    """Return the footnotes with their texts, each with the paragraph in which its mark stands."""
    starts = [paragraph.source_start for paragraph in paragraphs]
    footnotes = []
    for note in notes:
        text, pieces = running.read(note.text_start, note.end)
        index = bisect_right(starts, -1 if note.mark is None else note.mark) - 1
        within = index >= 0 and note.mark is not None and note.mark < paragraphs[index].source_end
        if text:
            place = index if within else None, pieces, note.start, note.end
            footnotes.append(Footnote(note.marker, text, *place, marked=note.mark is not None))
    return tuple(footnotes)


def _cut(sign: _Sign, text: str, *, emphasis: bool = False) -> Cut:
    """Return the cut of a mark, or of asterisks that are emphasis."""
    parts = text[sign.end : sign.end + 1].isalnum()
    if emphasis:
        return Cut(sign.start, sign.end, LedgerKind.FURNITURE, EMPHASIS, parts)
    return Cut(sign.start, sign.end, LedgerKind.FOOTNOTE_MARK, None, parts, sign.marker)


def small_type_at_feet(document: Document, text: str, usual: float) -> list[Cut]:
    """Return what is set in small type at the foot of a page, from the first mark on: footnotes and notes of tables.

    `text`: without furniture. `usual`: the usual type size. Letters mark the notes of tables. What no mark opens goes
    on with the note above it, also with the last one of the page before, if that is unended.
    """
    feet: list[Cut] = []
    left = [block for block in document.blocks if block.page and block.size and text[block.start : block.end].strip()]
    kind = None
    for _, blocks in groupby(left, key=lambda block: block.page):
        foot = [*takewhile(lambda block: (block.size or usual) < SMALL * usual, reversed([*blocks]))][::-1]
        goes_on = False  # what stands above on the page
        for block in foot:
            mark = _opening_mark(block, text)
            if goes_on and not mark:
                feet[-1] = feet[-1]._replace(end=block.end)
                continue
            if mark:
                kind = LedgerKind.TABLE if mark.isalpha() else LedgerKind.FOOTNOTE
            if goes_on := kind is not None:
                feet.append(Cut(block.start, block.end, kind))
        if kind is LedgerKind.TABLE or not foot or is_ended(text[foot[-1].start : foot[-1].end]):
            kind = None
    return feet


def _opening_mark(block: Block, text: str) -> str:
    """Return the raised mark, or the sign, that opens a block."""
    if block.marks and block.marks[0][0] == block.start and block.marks[0][1] < block.end:
        return text[slice(*block.marks[0])]
    sign = OPENS_WITH_SIGN.match(text, block.start, block.end)
    return sign[0] if sign else ""


def _by_format(document: Document, text: str, at_feet: Mapping[int, int]) -> Iterator[_Sign]:
    """Yield the signs that the source format knows; `at_feet`: where notes in small type end, by where they begin."""
    for block in document.blocks:
        start = block.start
        raised = bool(block.marks) and _MARKER.fullmatch(text, start, block.marks[0][1]) is not None
        opens = raised or block.role is Role.FOOTNOTE or start in at_feet
        if opens:
            opening = _MARKER.match(text, start, block.end)
            printed = (block.marker or (opening.group() if opening else "")).strip()
            words = start + len(printed) if text.startswith(printed, start) else start
            note_end = at_feet.get(start, block.end)
            yield _Sign(start, words, _marker(printed) or "*", BY_FORMAT, note_end=note_end)
        for first, last in block.marks:
            if first > start or not opens:
                yield _Sign(first, last, _marker(text[first:last]), mark=BY_FORMAT)


def _marker(printed: str) -> str:
    """Return a marker without its brackets."""
    return printed.strip(" \t\n[]()").translate(PLAIN_MARKS)


class _Place:
    """What the places of a text say of signs that stand there: rule lines, pages, the words before."""

    def __init__(self, running: RunningText, vocabulary: Words) -> None:
        self._text = running.text
        self._rules = [cut.end for cut in running.cuts if cut.reason == RULE]
        feet = (cut.start for cut in running.cuts if cut.reason in FEET)
        self._feet = sorted([*feet, *occurrences(self._text, "\f"), len(self._text)])
        self.abbreviations = vocabulary.sets["abbreviations"]

    def below_rule(self, start: int) -> int:
        """Return what a rule line above on the page says."""
        at = bisect_right(self._rules, start) - 1
        return LIKELY if at >= 0 and self._foot(self._rules[at]) == self._foot(start) else NOTHING

    def note(self, start: int) -> tuple[int, bool]:
        """Return what speaks for a plain number's opening a footnote, and whether it must answer a mark."""
        opens, ends = opens_line(self._text, start), self._ends_text(start)
        if (opens or ends) and (below := self.below_rule(start)):
            return below, False
        if opens and self._is_foot(start):
            return LIKELY, False
        return (WEAK if ends else NOTHING), True

    def _ends_text(self, start: int) -> bool:
        """Tell whether a text may end before an offset: with a sentence, at a rule line, at a blank line."""
        above = self._text[max(0, start - 30) : start]
        before = above.rstrip()
        gap = above[len(before) :]
        return (
            not before
            or BLANK in gap
            or gap.count("\n") > 1
            or (before[-1] in ".)”" and not is_abbreviation(before.split()[-1].strip("(."), self.abbreviations))
        )

    def _is_foot(self, start: int) -> bool:
        """Tell whether nothing but footnotes stands from a line on down to the end of its page."""
        end = self._foot(start)
        if end - start > MAX_NOTE:
            return False
        paragraphs = _BLANK_LINE.split(self._text[start:end].strip())
        return all(map(_NOTE_LINE.match, paragraphs)) and OPENS_PARAGRAPH.search(self._text, start, end) is None

    def _foot(self, position: int) -> int:
        return self._feet[bisect_left(self._feet, position)]


def _by_form(text: str) -> Iterator[_Sign]:
    """Yield signs and superscripts, which may also be emphasis, bullets and powers."""
    for match in _SIGNS.finditer(text):
        start, end = match.span()
        marker = _marker(match[0])
        whole = _MARKER.match(text, start)
        is_part = whole is None or whole.end() != end
        if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
            start, end = start - 1, end + 1
        if is_part or (marker.isdecimal() and _IS_POWER.search(text, max(0, start - 4), start)):
            continue
        free, glued = not text[start - 1 : start].strip(), bool(text[end : end + 1].strip())
        note, mark = (SURE if free and text[end : end + 3].strip() else NOTHING), SURE
        if (opens_line(text, start) and not glued) or _is_emphasis(text, start, end):  # a bullet
            mark = NOTHING
        answers = not (marker.isdecimal() or SYMBOL.match(text, end + 1))
        yield _Sign(start, end, marker, note, mark, answers)


def _set_off(text: str, place: _Place) -> Iterator[_Sign]:
    """Yield "[1]", "1/", "<sup>1</sup>"; and "(1)", which opens footnotes only below rule lines."""
    signs = []
    for match in _SET_OFF.finditer(text):
        start, end = match.span()
        marker = match[match.lastindex or 1]
        if opens_line(text, start):
            note = place.below_rule(start) if match[0][0] == "(" else SURE
            signs.append(_Sign(start, end, marker, note))
        else:
            signs.append(_Sign(start, end - match[0].endswith(":"), marker, mark=SURE))
    opening = {sign.marker for sign in signs if sign.note}
    return (sign for sign in signs if sign.marker in opening)


def _plain(text: str, place: _Place, *, raised: bool) -> Iterator[_Sign]:
    """Yield plain digits that stand free, and those glued to what stands before them ("Crime,2 and", "10/6.3").

    `raised`: the format raises marks, so that a digit after a figure ("2 D-1, 2 P-5") is none, and what opens like a
    footnote answers a mark or stands below a rule line.
    """
    opening = []
    for match in _NUMBERED.finditer(text):
        note, answers = place.note(match.start())
        if note:
            opening.append(_Sign(*match.span(), match[0], note, answers=answers or (raised and note < SURE)))
    yield from opening
    numbers = {sign.number for sign in opening}
    for match in _GLUED.finditer(text):
        start, end = match.span()
        word = _WORD_BEFORE.search(text, max(0, start - 30), start)
        if raised and not word:
            continue
        if int(text[start:end]) in numbers and (word or _is_after_figure(text, start, end, place.abbreviations)):
            yield _Sign(start, end, text[start:end], mark=LIKELY if word else WEAK)


def _is_after_figure(text: str, start: int, end: int, abbreviations: frozenset[str]) -> bool:
    """Tell by what stands around digits that follow no word whether they may be a mark; "9,5 millions" holds none."""
    if text[end : end + 2].strip().islower() and _WHOLE_PART.search(text, max(0, start - 6), start):
        return False
    first = FIRST_PARTS.search(text, max(0, start - 12), start)
    if first and opens_line(text, first.start()):
        return False
    if text[start - 1] != " ":
        return _AFTER_FIGURE.search(text, max(0, start - 30), start) is not None
    above = _WORD_ABOVE.search(text, max(0, start - 30), start)
    return above is None or not is_abbreviation(above[1], abbreviations)


def _end_of_note(text: str, opening: _Sign, limit: int, abbreviations: frozenset[str]) -> int:
    """Return where a footnote ends: at the next one, with its visual paragraph, or with its flattened sentence."""
    start, text_start = opening.start, opening.end
    for stop in ("\n\n", "\f", BLANK, "\n \n"):
        at = text.find(stop, text_start, limit)
        limit = at if at >= 0 else limit
    if resumes := RESUMES.search(text, text_start, limit):
        limit = resumes.start()
    if goes_on := _SENTENCE_CUT.search(text, text_start, limit):
        limit = goes_on.start() + 1  # the sentence that the footnotes interrupt goes on below them
    if opens_line(text, start) and limit - start < MAX_NOTE:
        return start + len(text[start:limit].rstrip())
    limit = min(limit, start + MAX_NOTE)
    return next(sentence_ends(text, text_start + 1, limit, abbreviations, amid=True), limit)


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Tell Markdown's emphasis from a mark: it glues words, opens a word, or closes what was opened on its line."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before.strip():
        return bool(after.strip())
    if end - start == 1:
        opened = text.rfind(f" {text[start]}", max(0, start - MAX_EMPHASIS), start)
        return opened >= 0 and text[opened + 2 : opened + 3].isalnum() and "\n" not in text[opened:start]
    if after.isalnum() and (before.isalnum() or after.isupper()):
        return True
    opened = text.rfind(2 * text[start], max(0, start - MAX_EMPHASIS), start)
    return opened >= 0 and "\n" not in text[opened:start] and not text[opened + 2].isspace()


def link_markup(text: str) -> Iterator[Cut]:
    """Yield the brackets and the address of each Markdown link; the words between them are the text."""
    for match in _LINK.finditer(text):
        yield Cut(match.start(), match.start() + 1, LedgerKind.FURNITURE, LINK, parts_words=False)
        yield Cut(match.start(1) - 1, match.end(1), LedgerKind.FURNITURE, LINK, parts_words=False)
