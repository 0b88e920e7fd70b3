"""Footnotes and the marks that point to them.

Here: where footnotes stand in the running text (known by the source format, by a rule line above, by superscript or
asterisk); their marks in the text (asterisks and superscripts, numbers in brackets, plain digits glued to a word), and
what looks like one and is markup; which mark belongs to which footnote.
Not here: what a footnote cites (`references`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from pipelines.archive.document import Block, Document, Role
from pipelines.archive.symbols import SYMBOL
from pipelines.extract.outline.furniture import FEET, RULE
from pipelines.extract.outline.layout import opens_line, sentence_ends
from pipelines.extract.outline.running_text import BLANK, Cut, RunningText, occurrences
from pipelines.extract.outline.structure import Footnote, LedgerKind, Paragraph
from pipelines.extract.outline.words import Words

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹∗", "0123456789*")
EMPHASIS, LINK = "emphasis markup", "markdown link syntax"
MAX_EMPHASIS = 1500  # characters
MAX_SIGNS = 4  # of one mark
MAX_LOST_MARKS = 3  # marks in a row that a rendition may have lost
MAX_GAP = 400  # characters of white space between a rule line and the footnote below it

_SIGNS = "*∗⁰¹²³⁴⁵⁶⁷⁸⁹"
_LINK = re.compile(r"\[(?=[^\[\]\n]{1,300}\](\([^()\s]{0,300}\)))")
_IS_POWER = re.compile(r"(?:(?<!\w)[kcdm]?m|10)\Z")  # km², 10⁶
_IN_BRACKETS = re.compile(r"\((\d{1,3})\)(?!\w)")
_SET_OFF = re.compile(r"\[\^?(\d{1,3})\]:?|(?<![\d/])(\d{1,3})[ ]?/(?=\s)|<sup>\[?(\d{1,3})\]?</sup>")
_WORD_BEFORE = re.compile(r"(?<![\w./])([^\W\d_]{2,})[.,;:)”\"’]{0,3}\Z")
# "of 2010.1", "resolution 10/6,2", "paragraph 2)3", "(2012)”.4": digits after a figure, a symbol or what closes them.
_AFTER_FIGURE = re.compile(r"[\w%)\]”’\"][.,;:)”\"’。，；]{1,3}\Z|[)\]”）》]\Z")
_ENDS_TEXT = re.compile(
    r"[.,;:)”\"]?(?:[\s\x00\x1f]+\d{1,3}\.\s|\s*\Z|[ \t]*\n|[\s\x00\x1f]+[“\"(]?[^\W\d_a-zß-ÿа-я]|(?<=[,;])[ ]"
    r"|[ \t]+(?=[a-z]))"
)
_FIRST_PART = re.compile(r"\d{1,3}\.\Z")  # "16.1", the number of a paragraph
_WORD_ABOVE = re.compile(r"([^\W\d_]{1,30})[.,]? \Z")
_PARTS_OF_SYMBOLS = frozenset({"add", "rev", "corr", "amend", "wg", "inf", "misc", "crp", "sub", "res", "dec"})
# A range is searched for much faster than `\d`: digits as they count up in Latin, Arabic and wide Chinese text.
DIGIT = "[0-9٠-٩０-９]"
# Digits that stand right after a word or its punctuation, and before the end of a word.
_GLUED = re.compile(rf"{DIGIT}(?:(?<=[^\s\d].)|(?<=[.,)”] .))\d{{0,2}}(?=[ \t\n\f\x00\x1f.,;:)\]”\"’—–])")

MAX_NOTE, MAX_FOOT = 3000, 12_000  # characters of a footnote, of all below a rule line

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


class Note(NamedTuple):
    """A footnote in place: its marker at `start`, its words from `text_start` to `end` (0 until it is known)."""

    start: int
    text_start: int
    marker: str
    end: int = 0


def find_footnotes(
    document: Document, running: RunningText, vocabulary: Words, numbers: Collection[int]
) -> tuple[list[Note], list[Cut]]:
    """Return the footnotes of a document in reading order, and the cuts of all marks, emphasis and link markup.

    `numbers`: where numbers of paragraphs stand that look like those of footnotes.
    """
    text = running.text
    blocks = [block for block in document.blocks if _is_footnote(block, text)]
    notes = [note for block in blocks for note in _hinted(block, text)]
    opening_at = {note.start for note in notes}
    markers = {(start, end) for block in blocks for start, end in block.marks if start in opening_at}
    hinted = [span for block in document.blocks for span in block.marks if span not in markers]
    cuts = [mark(start, end, text) for start, end in hinted]
    rules = [cut.end for cut in running.cuts if cut.reason == RULE]
    opening, others = read_signs(text, [*((note.start, note.end) for note in notes), *hinted], rules)
    bracketed, bracketed_marks = read_set_off(text, rules)
    opening += () if notes else (note for note in bracketed if note.start not in numbers)
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


def _is_footnote(block: Block, text: str) -> bool:
    """Tell the blocks that are footnotes: by their role, or because they open with a mark that stands free."""
    if block.role is Role.BODY and block.marks:
        start, end = block.marks[0]
        # The first asterisk is a mark, also where a line from right to left begins with it.
        first = text[start] in "*∗" and text.find(text[start:end], 0, start) < 0
        return not first and _MARKER.fullmatch(text, block.start, end) is not None
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


def mark(start: int, end: int, text: str) -> Cut:
    """Return the cut of a mark, whose marker is its sign without brackets."""
    marker = text[start:end].strip(" \t\n[]()").translate(SUPERSCRIPTS)
    parts = text[end : end + 1].isalnum()
    return Cut(start, end, LedgerKind.FOOTNOTE_MARK, parts_words=parts, marker=marker)


def read_signs(text: str, known: Sequence[tuple[int, int]], rules: Sequence[int]) -> tuple[list[Note], list[Cut]]:
    """Tell the asterisks and superscripts that open a footnote from those that are a mark or emphasis.

    Returns those that open a footnote, and the cuts of the others. `known` are spans already
    settled by the source format. The first asterisk of its kind is a mark; a later one opens its footnote, and so does
    one that follows a rule line (`rules`: where they end).
    """
    opening: list[Note] = []
    cuts: list[Cut] = []
    waiting: set[str] = set()  # kinds of asterisk whose footnote has not come yet
    met: set[str] = set()  # kinds that stand alone on a line
    settled = sorted(known)
    begins = [start for start, _ in settled]
    for first, last in _runs_of_signs(text):
        start, end = first, last
        if end - start > MAX_SIGNS:
            continue
        at = bisect_right(begins, start) - 1
        if at >= 0 and start < settled[at][1]:
            continue
        sign = text[start:end].translate(SUPERSCRIPTS)
        if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
            start, end = start - 1, end + 1
        if sign.isdigit() and _IS_POWER.search(text, max(0, start - 4), start):
            continue
        at = bisect_right(rules, start)
        below_rule = at > 0 and start - rules[at - 1] < MAX_GAP and not text[rules[at - 1] : start].strip()
        if _opens_footnote(text, start, end, sign, waiting) or (below_rule and text[end : end + 3].strip()):
            opening.append(Note(start, end, sign))
            waiting.discard(sign)
        elif not text[end : end + 1].strip() and opens_line(text, start):
            if sign not in met and _is_glued(sign, text):
                opening.append(Note(start, end, sign))  # its mark stands in a masthead that a rendition has moved
            met.add(sign)
        elif sign[0] == "*" and _is_emphasis(text, start, end):
            cuts.append(Cut(start, end, LedgerKind.FURNITURE, EMPHASIS, parts_words=text[end : end + 1].isalnum()))
        else:
            waiting.add(sign)
            cuts.append(mark(start, end, text))
    return opening, cuts


def _runs_of_signs(text: str) -> Iterator[tuple[int, int]]:
    places = sorted(at for sign in _SIGNS for at in occurrences(text, sign))
    first = 0
    for index, at in enumerate(places, 1):
        if index == len(places) or places[index] != at + 1:
            yield places[first], at + 1
            first = index


def _is_glued(sign: str, text: str) -> bool:
    """Tell whether a sign stands right after a word anywhere, not amid other asterisks."""
    ends = ((at, at + len(sign)) for at in occurrences(text, sign))
    return any(text[a - 1 : a].strip(" \n\t\f*∗") and text[b : b + 1] not in tuple("*∗") for a, b in ends)


def _opens_footnote(text: str, start: int, end: int, sign: str, waiting: set[str]) -> bool:
    """Tell whether a sign opens a footnote: it stands free on its left, and its mark has been met."""
    if text[start - 1 : start].strip() or not text[end : end + 3].strip():
        return False
    if sign.isdigit():
        return True
    if text[end : end + 1].strip():  # glued to the words that follow
        emphasised = text[end : end + MAX_EMPHASIS].partition("\n")[0].rstrip().endswith(sign)  # a line as a whole
        return sign in waiting and len(sign) == 1 and opens_line(text, start) and not emphasised
    if sign in waiting:
        return True
    return opens_line(text, start) and SYMBOL.match(text, end + 1) is not None


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Tell Markdown's emphasis from a mark: it glues words, opens a word, or closes what was opened on its line."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before.strip():
        return bool(after.strip())
    if end - start == 1:
        opened = text.rfind(" *", max(0, start - MAX_EMPHASIS), start)
        return opened >= 0 and text[opened + 2 : opened + 3].isalnum() and "\n" not in text[opened:start]
    if after.isalnum() and (before.isalnum() or after.isupper()):
        return True
    opened = text.rfind("**", max(0, start - MAX_EMPHASIS), start)
    return opened >= 0 and "\n" not in text[opened:start]


class _Glued(NamedTuple):
    """The marks of a chain that counts up, the last one first: how many, and how many of them right after a word.

    Then the span of the last one, and the chain before it.
    """

    length: int
    after_words: int
    start: int
    end: int
    above: _Glued | None


def glued_marks(text: str, notes: Sequence[Note], abbreviations: frozenset[str]) -> Iterator[Cut]:
    """Yield plain digits glued to what stands before them that count up from 1 ("Organized Crime,2 and", "10/6.3").

    Of all chains of such digits that count up through the document, the longest is taken; of several as long the one
    with most marks after words, for other digits may be those of a figure ("61.2").
    """
    known = {int(note.marker) for note in notes if note.marker.isdigit()}
    spans = sorted((note.start, note.end) for note in notes)
    begins = [start for start, _ in spans]
    chains: dict[int, _Glued] = {0: _Glued(0, 0, 0, 0, None)}
    for match in _GLUED.finditer(text):
        start, end = match.span()
        number = int(match.group())
        above = [chains[n] for n in range(number - 1, max(0, number - MAX_LOST_MARKS - 1) - 1, -1) if n in chains]
        at = bisect_right(begins, start) - 1
        within_note = at >= 0 and start < spans[at][1]
        if above and not within_note and _may_be_mark(text, start, end, known, abbreviations):
            longest = max(above, key=itemgetter(0, 1))
            after_words = longest.after_words + (_WORD_BEFORE.search(text, max(0, start - 30), start) is not None)
            chain = _Glued(longest.length + 1, after_words, start, end, longest)
            if number not in chains or chain[:2] > chains[number][:2]:
                chains[number] = chain
    last: _Glued | None = max(chains.values(), key=lambda chain: (chain.length, chain.after_words, -chain.end))
    while last is not None and last.end:
        marker = text[last.start : last.end]
        yield Cut(last.start, last.end, LedgerKind.FOOTNOTE_MARK, parts_words=False, marker=marker)
        last = last.above


def _may_be_mark(text: str, start: int, end: int, known: set[int], abbreviations: frozenset[str]) -> bool:
    """Tell by what stands around digits whether they may be a mark; `known`: numbers of footnotes."""
    word = _WORD_BEFORE.search(text, max(0, start - 30), start)
    if word is not None and word[1].casefold() in _PARTS_OF_SYMBOLS:
        return False
    if int(text[start:end]) not in known:
        return not known and word is not None and word[1].islower() and word[1] not in abbreviations
    if word is not None:
        return True
    first = _FIRST_PART.search(text, max(0, start - 4), start)
    if not _ENDS_TEXT.match(text, end) or (first and opens_line(text, first.start())):
        return False
    if text[start - 1] != " ":
        return _AFTER_FIGURE.search(text, max(0, start - 30), start) is not None
    above = _WORD_ABOVE.search(text, max(0, start - 30), start)
    abbreviates = above is not None and above[1].casefold() in abbreviations
    return not abbreviates and text[end : end + 1] != "."


def read_set_off(text: str, rules: Sequence[int]) -> tuple[list[Note], list[Cut]]:
    """Tell "[1]", "[^1]:", "1/" or "<sup>1</sup>" that opens a footnote, on a line of its own, from its mark.

    Or "(1)", as in Arabic, which opens one below a rule line (`rules`: where they end), and is a mark glued to a word.
    """
    opening: list[Note] = []
    marks: list[Cut] = []
    for match in _IN_BRACKETS.finditer(text) if rules else ():
        before = text[match.start() - 1 : match.start()]
        if opens_line(text, match.start()):
            at = bisect_right(rules, match.start()) - 1
            above = text[max(rules[at], match.start() - MAX_GAP) : match.start()].strip()
            if at >= 0 and "\n\n" not in above and (opening or above[:1] in {"", "*", "∗"}):
                opening.append(Note(*match.span(), match[1]))
        elif before.strip() and not before.isdigit():
            marks.append(mark(*match.span(), text))
    if any(sign in text for sign in ("[1]", "[^1]", "1/ ", "<sup>")):
        for match in _SET_OFF.finditer(text):
            marker = match[match.lastindex or 1]
            if opens_line(text, match.start()):
                opening.append(Note(*match.span(), marker))
            else:
                end = match.end() - match[0].endswith(":")
                marks.append(Cut(match.start(), end, LedgerKind.FOOTNOTE_MARK, parts_words=False, marker=marker))
    known = {note.marker for note in opening}
    return opening, [mark for mark in marks if mark.marker in known]


def link_markup(text: str) -> Iterator[Cut]:
    """Yield the brackets and the address of each Markdown link; the words between them are the text."""
    if "](" not in text:
        return
    for match in _LINK.finditer(text):
        yield Cut(match.start(), match.start() + 1, LedgerKind.FURNITURE, LINK, parts_words=False)
        yield Cut(match.start(1) - 1, match.end(1), LedgerKind.FURNITURE, LINK, parts_words=False)
