"""Footnotes and the marks that point to them.

Here: where footnotes stand in the running text (known by the source format, by a rule line above, by superscript or
asterisk), their marks in the text, and which mark belongs to which footnote.
Not here: what a footnote cites (`references`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from pipelines.document import Role
from pipelines.extract.endings import sentence_ends
from pipelines.extract.page_furniture import HEADER, JOB, PAGE, RULE
from pipelines.extract.running_text import BLANK, Cut, RunningText
from pipelines.extract.structure import Footnote, LedgerKind
from pipelines.extract.symbols import SYMBOL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.document import Block, Document
    from pipelines.extract.structure import Paragraph
    from pipelines.extract.structure_vocabulary import StructureVocabulary

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹∗", "0123456789*")
EMPHASIS, LINK = "emphasis markup", "markdown link syntax"
MAX_EMPHASIS, MAX_NOTE = 1500, 3000  # characters
MAX_LOST_MARKS = 3  # marks in a row that a rendition may have lost

_SIGN = re.compile(r"[*∗⁰¹²³⁴-⁹][*∗⁰¹²³⁴-⁹]*")
_LINK = re.compile(r"\[(?=[^\[\]\n]{1,300}\](\([^()\s]{0,300}\)))")
_MARKER = re.compile(r"\d{1,3}|[*∗]{1,4}|[⁰¹²³⁴-⁹]{1,3}")
_NOTE_FORM = re.compile(r"(?:\d{1,3}|[*∗]{1,4})[ \t]+[A-Z“\"(][a-z “\"(]")
_GOES_ON = re.compile(r"(?:[a-zß-ÿ]|\([A-Z]+/)")
_IS_POWER = re.compile(r"(?:(?<!\w)[kcdm]?m|10)\Z")  # km², 10⁶
_STAR_NOTES = re.compile(r"[\s\x1f]*(?:[*∗]{1,4}.*)?", re.DOTALL)
_BRACKETED = re.compile(r"\[(\d{1,3})\]")
_NUMBERED = re.compile(r"\d\d{0,2}[ \t]+(?=[A-ZÀ-ÞА-Я“\"(]|www|http)")
_NUMBER_LINE = re.compile(r"^[ \t]*\d{1,4}\.(?:\s|$)", re.MULTILINE)
_NOTE_LINE = re.compile(r"(?:\d{1,3}|[*∗]{1,4})[ \t]+\S")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_CUT = re.compile(r"\.[ \t]*\n[ \t]*(?=[a-zà-ÿ])")
_FEET = frozenset({PAGE, JOB, HEADER})
_DIGITS = re.compile(r"\d{1,3}")
_WORD_BEFORE = re.compile(r"(?<![\w./])([^\W\d_]{2,})[.,;:)”\"’]{0,3}\Z")
_PARTS_OF_SYMBOLS = frozenset({"add", "rev", "corr", "amend", "wg", "inf", "misc", "crp", "sub", "res", "dec"})
_AFTER_MARK = frozenset(' \t\n\f\x00\x1f.,;:)]”"’—–')


class Note(NamedTuple):
    """A footnote in place: `start`–`end` with its marker, the words from `text_start` on."""

    start: int
    end: int
    text_start: int
    marker: str


def find_footnotes(
    document: Document, running: RunningText, vocabulary: StructureVocabulary
) -> tuple[list[Note], list[Cut]]:
    """Return the footnotes of a document in reading order, and the cuts of all marks, emphasis and link markup."""
    text = running.text
    blocks = footnote_blocks(document)
    notes = [_hinted(block, end, text) for block, end in blocks]
    markers = {(block.start, end) for block, _ in blocks for start, end in block.marks if start == block.start}
    hinted = [span for block in document.blocks for span in block.marks if span not in markers]
    cuts = [_mark(start, end, text) for start, end in hinted]
    rules = [cut.end for cut in running.cuts if cut.reason == RULE]
    opening, others = _read_signs(document.text, text, [*((note.start, note.end) for note in notes), *hinted], rules)
    bracketed, bracketed_marks = _read_brackets(text)
    opening += bracketed
    cuts += others + bracketed_marks
    if not any(note.marker.isdigit() for note in notes):
        opening += _numbered(running, rules, vocabulary.footnote_opening)
    opening.sort()
    for index, (start, text_start, marker) in enumerate(opening):
        limit = opening[index + 1][0] if index + 1 < len(opening) else len(text)
        end = _end_of_note(text, opening[index], limit, vocabulary.abbreviations)
        notes.append(Note(start, end, text_start, marker))
    notes.sort()
    if not any(cut.marker is not None and cut.marker.isdigit() for cut in cuts):
        cuts += _glued_marks(text, notes, vocabulary.abbreviations)
    cuts += _link_markup(text)
    return notes, cuts


def footnote_blocks(document: Document) -> list[tuple[Block, int]]:
    """Return the blocks that are footnotes, each with where the footnote ends.

    A block is a footnote by its role, or because it opens with a mark that stands free. Readers that know a page footer
    by its repetition may take for one a footnote, or the last line of one, that more pages repeat.
    """
    found: list[tuple[Block, int]] = []
    previous: Block | None = None
    for block in document.blocks:
        goes_on = previous is not None and found and found[-1][1] == previous.end and previous.page == block.page
        if _is_footnote(block, document.text):
            found.append((block, block.end))
        elif goes_on and block.role is Role.PAGE_FOOTER and _GOES_ON.match(document.text, block.start, block.end):
            found[-1] = (found[-1][0], block.end)
        previous = block
    return found


def _is_footnote(block: Block, text: str) -> bool:
    if block.role is Role.BODY:
        opens = block.marks[0][1] if block.marks and block.marks[0][0] == block.start else 0
        return _MARKER.fullmatch(text, block.start, opens) is not None and text[opens : opens + 1].isspace()
    if block.role is Role.PAGE_FOOTER:
        return _NOTE_FORM.match(text, block.start, block.end) is not None
    return block.role is Role.FOOTNOTE


def _hinted(block: Block, end: int, text: str) -> Note:
    opening = _MARKER.match(text, block.start, block.end)
    printed = (block.marker or (opening.group() if opening else "")).strip()
    glued = printed and text.startswith(printed, block.start)
    text_start = block.start + len(printed) if glued else block.start
    return Note(block.start, end, text_start, printed.translate(SUPERSCRIPTS) or "*")


def _mark(start: int, end: int, text: str) -> Cut:
    marker = text[start:end].strip(" \t\n[]").translate(SUPERSCRIPTS)
    parts = text[start - 1 : start].strip() != "" and text[end : end + 1].isalnum()
    return Cut(start, end, LedgerKind.FOOTNOTE_MARK, None, parts_words=parts, marker=marker)


def _read_signs(
    archived: str, text: str, known: Sequence[tuple[int, int]], rules: Sequence[int]
) -> tuple[list[tuple[int, int, str]], list[Cut]]:
    """Tell the asterisks and superscripts that open a footnote from those that are a mark or emphasis.

    Returns (start, end, marker) of each that opens a footnote, and the cuts of the others. `known` are spans already
    settled by the source format. The first asterisk of its kind is a mark; a later one opens its footnote, and so does
    one that follows a rule line (`rules`: where they end).
    """
    opening: list[tuple[int, int, str]] = []
    cuts: list[Cut] = []
    waiting: set[str] = set()  # kinds of asterisk whose footnote has not come yet
    met: set[str] = set()  # kinds whose mark or footnote has
    settled = sorted(known)
    begins = [start for start, _ in settled]
    for match in _SIGN.finditer(text):
        start, end = match.span()
        at = bisect_right(begins, start) - 1
        if at >= 0 and start < settled[at][1]:
            continue
        sign = match.group().translate(SUPERSCRIPTS)
        if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
            start, end = start - 1, end + 1
        if sign.isdigit() and _IS_POWER.search(text, max(0, start - 4), start):
            continue
        at = bisect_right(rules, start)
        below_rule = at > 0 and not text[rules[at - 1] : start].strip()
        if _opens_footnote(text, start, end, sign, waiting) or (below_rule and text[end : end + 3].strip()):
            opening.append((start, end, sign))
            waiting.discard(sign)
            met.add(sign)
        elif not text[end : end + 1].strip() and _opens_line(text, start):
            if sign not in met and re.search(rf"[^\s*∗]{re.escape(sign)}(?![*∗])", archived):
                opening.append((start, end, sign))  # its mark stands in a masthead that a rendition has moved
            met.add(sign)
        elif sign[0] == "*" and _is_emphasis(text, start, end):
            parts = text[start - 1 : start].strip() != "" and text[end : end + 1].isalnum()
            cuts.append(Cut(start, end, LedgerKind.FURNITURE, EMPHASIS, parts_words=parts))
        else:
            waiting.add(sign)
            met.add(sign)
            cuts.append(_mark(start, end, text))
    return opening, cuts


def _opens_footnote(text: str, start: int, end: int, sign: str, waiting: set[str]) -> bool:
    """Tell whether a sign opens a footnote: it stands free on its left, and its mark has been met."""
    if text[start - 1 : start].strip() or not text[end : end + 3].strip():
        return False
    if sign.isdigit():
        return True
    if text[end : end + 1].strip():  # glued to the words that follow
        return sign in waiting and len(sign) == 1 and _opens_line(text, start)
    if sign in waiting:
        return True
    return _opens_line(text, start) and SYMBOL.match(text, end + 1) is not None


def _opens_line(text: str, position: int) -> bool:
    while position and text[position - 1] in " \t\x1f\x00":
        position -= 1
    return position == 0 or text[position - 1] in "\n\f"


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Tell Markdown's emphasis from a mark: it glues words, opens a word, or closes what was opened on its line."""
    if end - start > 3:
        return True
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


def _numbered(running: RunningText, rules: Sequence[int], opening: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the footnotes with plain digits: below a rule line, or at the foot of a page above its furniture.

    Numbers count up through the document, or begin at 1 again below a rule; a line with another number is text.
    """
    text = running.text
    feet = sorted([cut.start for cut in running.cuts if cut.reason in _FEET] + [len(text)])
    last = block_end = 0
    for match in _NUMBERED.finditer(text):
        start = match.start()
        number = int(match.group())
        if number != 1 and not last < number <= last + 1 + MAX_LOST_MARKS:
            continue
        if not (_opens_line(text, start) or _ends_note(text, start)):
            continue
        at = bisect_right(rules, start)
        rule = rules[at - 1] if at else 0
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
            yield start, start + len(match.group().rstrip()), str(number)
            last = number
            blank = _BLANK_LINE.search(text, match.end(), match.end() + MAX_NOTE)
            block_end = min(foot, blank.start() if blank else match.end() + MAX_NOTE)


def _ends_note(text: str, start: int) -> bool:
    """Tell whether a footnote may end before an offset within a line: at a full stop, or at a rule line."""
    before = text[max(0, start - 10) : start].rstrip(" \t")
    return before[-1:] in ("", BLANK) or (before[-1] in ".)”" and not before.endswith(("No.", "Nos.", "vol.", "art.")))


def _is_foot(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but footnotes stands from a line on down to the end of its page."""
    if end - start > MAX_NOTE or not _opens_line(text, start):
        return False
    paragraphs = _BLANK_LINE.split(text[start:end].strip())
    return all(_NOTE_LINE.match(words) for words in paragraphs) and _NUMBER_LINE.search(text, start, end) is None


def _is_marked_above(text: str, start: int, words: int, number: int, opening: re.Pattern[str]) -> bool:
    """Tell whether a line answers a mark glued to a word above: it is a paragraph of its own, or opens like a note."""
    above = text[max(0, start - MAX_NOTE) : start]
    if above[len(above.rstrip()) :].count("\n") < 2 and not opening.match(text, words):
        return False
    return re.search(rf"[^\W\d_][.,;:)”\"’]{{0,2}}{number}(?=[\s.,;:)])", above) is not None


def _end_of_note(text: str, opening: tuple[int, int, str], limit: int, abbreviations: frozenset[str]) -> int:
    """Return where a footnote ends: at the next one, with its visual paragraph, or with its flattened sentence."""
    start, text_start, _ = opening
    for stop in ("\n\n", "\f", BLANK, "\n \n"):
        found = text.find(stop, text_start, limit)
        limit = found if found >= 0 else limit
    if goes_on := _SENTENCE_CUT.search(text, text_start, limit):
        limit = goes_on.start() + 1  # the sentence that the footnotes interrupt goes on below them
    if _opens_line(text, start) and limit - start < MAX_NOTE:
        return start + len(text[start:limit].rstrip())
    return next(
        sentence_ends(text, text_start + 1, min(limit, start + MAX_NOTE), abbreviations), min(limit, start + MAX_NOTE)
    )


def _glued_marks(text: str, notes: Sequence[Note], abbreviations: frozenset[str]) -> Iterator[Cut]:
    """Yield plain digits glued to a word or its punctuation that count up from 1 ("Organized Crime,2 and")."""
    known = {int(note.marker) for note in notes if note.marker.isdigit()}
    spans = sorted((note.start, note.end) for note in notes)
    begins = [start for start, _ in spans]
    expected = 1
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        number = int(match.group())
        ahead = number - expected
        if (
            not 0 <= ahead <= MAX_LOST_MARKS
            or (ahead and number not in known)
            or text[end : end + 1] not in _AFTER_MARK
        ):
            continue
        at = bisect_right(begins, start) - 1
        if at >= 0 and start < spans[at][1]:
            continue
        word = _WORD_BEFORE.search(text, max(0, start - 30), start)
        if word is None or word[1].casefold() in _PARTS_OF_SYMBOLS:
            continue
        if number in known or (word[1].islower() and word[1] not in abbreviations):
            yield Cut(start, end, LedgerKind.FOOTNOTE_MARK, None, parts_words=False, marker=str(number))
            expected = number + 1


def _read_brackets(text: str) -> tuple[list[tuple[int, int, str]], list[Cut]]:
    """Tell "[1]" that opens a footnote on a line of its own from "[1]" that is its mark."""
    opening: list[tuple[int, int, str]] = []
    marks: list[Cut] = []
    if "[1]" in text:
        for match in _BRACKETED.finditer(text):
            if _opens_line(text, match.start()):
                opening.append((match.start(), match.end(), match[1]))
            else:
                marks.append(Cut(*match.span(), LedgerKind.FOOTNOTE_MARK, None, parts_words=False, marker=match[1]))
    known = {marker for _, _, marker in opening}
    return opening, [mark for mark in marks if mark.marker in known]


def _link_markup(text: str) -> Iterator[Cut]:
    """Yield the brackets and the address of each Markdown link; the words between them are the text."""
    if "](" not in text:
        return
    for match in _LINK.finditer(text):
        yield Cut(match.start(), match.start() + 1, LedgerKind.FURNITURE, LINK, parts_words=False)
        yield Cut(match.start(1) - 1, match.end(1), LedgerKind.FURNITURE, LINK, parts_words=False)


def read_footnotes(
    notes: Sequence[Note], running: RunningText, paragraphs: Sequence[Paragraph]
) -> tuple[Footnote, ...]:
    """Return the footnotes with their texts, each tied to the paragraph whose mark it answers.

    A marker may come again (numbering restarts): a footnote answers the nearest mark above it that none has answered,
    else the first below.
    """
    waiting: dict[str, list[tuple[int, int]]] = {}
    for index, paragraph in enumerate(paragraphs):
        for mark in paragraph.marks:
            waiting.setdefault(mark.marker, []).append((paragraph.source_start, index))
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
