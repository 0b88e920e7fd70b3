"""Headings: how a printed heading is told from text, and where one ends and the next begins.

Here: labels (roman numeral, capital letter, digit, annex), their sequence, titles without label, and headings that a
rendition glued to one another or to the text before.
Not here: the tree of sections (`outline`), where paragraphs are (`paragraphs`).
"""

from __future__ import annotations

import re
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.outline.endings import MAX_TITLE, ends_sentence, is_title, sentence_ends

if TYPE_CHECKING:
    from pipelines.extract.outline.running_text import RunningText
    from pipelines.extract.outline.structure_vocabulary import StructureVocabulary

ROMAN, CAPITAL, UNNUMBERED = 1, 2, 3
MAX_LABEL_GAP = 3  # labels that a rendition may have lost in a row

_LABEL = re.compile(r"(?P<roman>[IVXL]{1,8})(?=\.)|(?P<capital>[A-Z])(?=\.)|(?P<digit>\d{1,2})(?=\.[\s\x1f])")
_AFTER_LABEL = re.compile(r"\.[\s\x1f\x00]*(?=[^\W_]|[“\"‘«(])")
_INLINE_LABEL = re.compile(r"(?:(?<=[\s\x1f\x00])|^)(?:[IVXL]{1,8}|[A-Z]|\d{1,2})\.[\s\x1f\x00]*(?=[^\W\d_]|[“\"‘«])")
# "Public reporting (Article 10) Using information": the reference to an article ends a heading.
_ARTICLE_END = re.compile(
    r"\((?i:arts?\.|articles?|artículos?|стать[яи])[^()]*(?:\([^()]*\)[^()]*)*\)(?=[\s\x1f]+[A-Z“])"
)
_LABELLED = re.compile(r"([IVXL]{1,8}|[A-Z]|\d{1,2})\.\s*(?=\S)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s\x1f\x00]*$")
_NEW_TITLE = re.compile(
    r"(?P<before>(?<![^\W\d_])[^\W\d_]++(?:[-’'][^\W\d_]++)*+|\)|”|(?<![\d/])\d{1,3}(?:/\d{1,3})?)(?P<gap>[\s\x1f\x00]+)(?=(?P<first>[A-ZÀ-ÞА-Я](?:-?[^\W\d_])+)(?!\w))"
)
_BULLETS = ("•", "▪", "●", "–\t")
ANY_GAP, LINE_BREAK = re.compile(r"[\s\x1f\x00]+"), re.compile(r"[ \t]*\n[ \t]*")
_SMALL_WORD_BEFORE = re.compile(r"(?:(?<=[\s\x1f])|^)[^\sA-ZÀ-ÞА-Я\d][^\s]*[\s\x1f]+\Z")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


class Heading(NamedTuple):
    """A heading in place: `start` with its label, the title from `title_start` to `end`."""

    start: int
    title_start: int
    end: int
    level: int
    label: str | None


@lru_cache(maxsize=256)
def roman_value(numeral: str) -> int | None:
    """Return the value of a well-formed roman numeral up to 89, else None."""
    if not re.fullmatch(r"(?:L?X{0,3}|XL)(?:I[VX]|V?I{0,3})", numeral) or not numeral:
        return None
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


class Labels:
    """The sequence of labels so far: which roman numeral and which capital letter come next."""

    def __init__(self, vocabulary: StructureVocabulary) -> None:
        self._vocabulary = vocabulary
        self.roman = 0
        self.capital = 0

    @property
    def vocabulary(self) -> StructureVocabulary:
        """The declared words."""
        return self._vocabulary

    def restart(self) -> None:
        """Begin anew, as an annex does."""
        self.roman = self.capital = 0

    def read(self, text: str, start: int, end: int, *, own_chunk: bool) -> Heading | None:
        """Return the heading with the label at `start`, if the label is the next in sequence.

        In a chunk of its own a label may also begin anew or come after a small gap; a digit labels the third level.
        """
        match = _LABEL.match(text, start, end)
        if match is None:
            return self._read_other_script(text, start, end)
        after = _AFTER_LABEL.match(text, match.end(), end)
        if after is None:
            return None
        level = self._level(match, own_chunk=own_chunk)
        return None if level is None else Heading(start, after.end(), end, level, match.group())

    def accept(self, heading: Heading) -> None:
        """Move on to the label after that of a heading."""
        if heading.level == ROMAN:
            value = roman_value(heading.label or "")
            if value is None and heading.label in self._vocabulary.labels:
                value = self._vocabulary.labels[heading.label][1]
            self.roman, self.capital = value or self.roman + 1, 0
        elif heading.level == CAPITAL:
            known = self._vocabulary.labels.get(heading.label or "")
            self.capital = known[1] if known else ord(heading.label or "A") - ord("A") + 1

    def _level(self, match: re.Match[str], *, own_chunk: bool) -> int | None:
        if match["digit"]:
            return UNNUMBERED
        value = roman_value(match["roman"]) if match["roman"] else None
        letter = ord(match.group()) - ord("A") + 1 if len(match.group()) == 1 else None
        next_letter = letter is not None and letter == self.capital + 1
        if value == self.roman + 1 and not (next_letter and self.capital):
            return ROMAN
        if next_letter:
            return CAPITAL
        if own_chunk and value is not None and letter in (None, 9) and self._near(value, self.roman):
            return ROMAN
        if own_chunk and letter is not None and self._near(letter, self.capital):
            return CAPITAL
        return None

    @staticmethod
    def _near(value: int, last: int) -> bool:
        return value == 1 or last < value <= last + 1 + MAX_LABEL_GAP

    def _read_other_script(self, text: str, start: int, end: int) -> Heading | None:
        match = self._vocabulary.label.match(text, start, end)
        if match is None:
            return None
        return Heading(start, match.end(), end, self._vocabulary.labels[match[1]][0], match[1])


def without_label(words: str) -> tuple[str, str]:
    """Part what looks like a label from the words after it; the label is empty where there is none."""
    match = _LABELLED.match(words)
    return (match[1], words[match.end() :]) if match else ("", words)


def glued_headings(running: RunningText, start: int, end: int, labels: Labels, *, flattened: bool) -> int | None:
    """Return where the headings begin that stand, unbroken, at the end of a span of text; None if there are none.

    They are the words after the last end of a sentence, if they have the form of a title and no full stop; and begin
    with a label in sequence, or on a line of their own, or in a document whose lines are lost (`flattened`).
    """
    text = running.text
    if ends_sentence(text[max(start, end - 8) : end]):
        return None
    low = max(start, end - 3 * MAX_TITLE)
    ends = deque(sentence_ends(text, low, end, labels.vocabulary.abbreviations), maxlen=1)
    last = ends[0] if ends else low
    tail = text[last:end]
    begin = last + len(tail) - len(tail.lstrip(" \t\n\f\x1f\x00"))
    listed = any(sign in tail for sign in _BULLETS)
    if ends and last < end and not listed and is_title(without_label(running.plain(last, end))[1]):
        own_line = "\n" in text[last:begin]
        if flattened or own_line or labels.read(text, begin, end, own_chunk=False) is not None:
            return begin
    return _after_list(running, begin, end, labels) if flattened else None


def _after_list(running: RunningText, start: int, end: int, labels: Labels) -> int | None:
    """Return where headings begin that follow a list whose items have no full stop; None if there are none.

    They begin with a label in sequence, or with the last capital after the last bullet where no name goes on.
    """
    text = running.text
    for match in _INLINE_LABEL.finditer(text, start + 1, end):
        heading = labels.read(text, match.start(), end, own_chunk=False)
        if heading is not None and heading.label and heading.level < UNNUMBERED:
            title = running.plain(heading.title_start, end)
            return match.start() if is_title(without_label(title)[1]) else None
    bullet = max(text.rfind(sign, start, end) for sign in _BULLETS)
    found = None
    position = bullet + 1
    while bullet >= start and (following := next_title(text, position, end, labels.vocabulary)) is not None:
        position = following
        if _SMALL_WORD_BEFORE.search(text, max(start, following - 60), following):
            found = following  # the item has ended with a small word
    return found if found is not None and is_title(running.plain(found, end)) else None


def split_headings(
    running: RunningText, start: int, end: int, labels: Labels, *, own_chunk: bool, at: re.Pattern[str] | None = None
) -> list[Heading]:
    """Split a run of headings at labels in sequence and after a reference to an article; advances `labels`.

    A capital where no name goes on begins a heading without label too, after a gap that `at` matches.
    """
    text = running.text
    headings: list[Heading] = []
    position = start
    while position < end:
        heading = labels.read(text, position, end, own_chunk=own_chunk and not headings)
        if heading is None:
            heading = Heading(position, position, end, UNNUMBERED, None)
        labels.accept(heading)
        stop = _next_heading(text, heading.title_start, end, labels)
        if at is ANY_GAP or (at is LINE_BREAK and "\n" in text[heading.title_start : stop]):
            stop = next_title(text, heading.title_start, stop, labels.vocabulary, at) or stop
        title = text[heading.title_start : stop].rstrip(" \t\n\f\x1f\x00")
        headings.append(heading._replace(end=heading.title_start + len(title)))
        position = stop
    return headings


def next_title(
    text: str, start: int, end: int, vocabulary: StructureVocabulary, at: re.Pattern[str] = ANY_GAP
) -> int | None:
    """Return where a title begins within words that run together: at the first capital where no name goes on.

    Only capitals after a gap that `at` matches are looked at.

    "… in the prevention of corruption Integrity in sport": the word before is no small word that a name would follow,
    and the capital is not that of an institution.
    """
    for match in _NEW_TITLE.finditer(text, start, end):
        before, first = match["before"], match["first"].casefold()
        ends_name = not before[0].isupper() or before.casefold() in vocabulary.institutions
        goes_on = before.casefold() in vocabulary.never_last or first in vocabulary.institutions
        if ends_name and not goes_on and at.fullmatch(match["gap"]):
            return match.end()
    return None


def _next_heading(text: str, start: int, end: int, labels: Labels) -> int:
    """Return where the next heading of a run begins, or `end`."""
    stops = [end]
    labelled = text.find(".", start + 1, end) >= 0
    for match in _INLINE_LABEL.finditer(text, start + 1, end) if labelled else ():
        above = _WORD_BEFORE.search(text, start, match.start())
        if above is not None and above[1].casefold() in labels.vocabulary.before_numbers:
            continue  # "Article 7. Transparency in the funding of political parties"
        heading = labels.read(text, match.start(), end, own_chunk=False)
        if heading is not None:
            stops.append(match.start())
            break
    if article := _ARTICLE_END.search(text, start, end):
        rest = text[article.end() : end]
        stops.append(article.end() + len(rest) - len(rest.lstrip(" \t\n\x1f\x00")))
    return min(stops)
