"""Puts the characters of a PDF page in the order in which they are read where some are written from right to left.

PDFium's order mistakes figures, vowel signs and what is drawn apart, so that only the places of characters count.
Here: the Unicode bidirectional algorithm turned round, from what is shown to what is read; what is read from the right
is seen as in a mirror, so that all else reads it from the left. Not here: lines (`pdf_lines`), and what programs write
for Arabic letters (`arabic`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.archive.formats.arabic import MIRRORED, plain_forms
from pipelines.archive.formats.pdf_glyphs import RAW_LINE, Glyphs, in_rows

# Letters that are written from right to left, without vowel signs and commas; figures; letters of the other direction.
_RIGHT, _FIGURE, _LATIN = (
    r"\u05be-\u05f4\u061b-\u064a\u066e-\u06d5\u06fa-\u08c7\ufb1d-\ufdff\ufe70-\ufefc",
    "٠-٩۰-۹",
    "A-Za-zÀ-ɏ",
)
RIGHT_TO_LEFT, LATIN = re.compile(f"[{_RIGHT}]"), re.compile(f"[{_LATIN}]")
WALL = "\t"  # stands for a gap as between columns
# What is shown from left to right in a line that is read from the right: Latin words with what is between them, and
# numbers, also with their thousands apart.
LEFT_TO_RIGHT = re.compile(
    rf"(?:[0-9][^{_RIGHT}{_FIGURE}{_LATIN}{WALL}]{{0,12}})?[{_LATIN}](?:[^{_RIGHT}{_FIGURE}{WALL}]*[{_LATIN}0-9])?"
    r"|(?<!\d)\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,/:٫٬]\d+)*"
)
WORD_GAP, WIDE_GAP = 0.15, 1.2  # ems
SIGN_HEIGHT = 0.45  # ems that a vowel sign stands above it, about, where it is drawn apart


@dataclass(slots=True)
class _Piece:
    """What is drawn at one place: a letter with its vowel signs, or a ligature.

    `index`: of its first character. `mirrored`: whether PDFium has put a bracket's counterpart in its place.
    """

    text: str
    index: int
    left: float
    right: float
    size: float
    mirrored: bool


def has_right_to_left(text: str) -> bool:
    """Tell whether some of a text is written from right to left."""
    return RIGHT_TO_LEFT.search(text) is not None


def put_in_order(glyphs: Glyphs, width: float) -> None:
    """Put the characters of a page in the order in which they are read; `width`: of the page."""
    from_right = _is_from_right(glyphs.text)
    characters = [character for row in _rows(glyphs) for character in _row(glyphs, row, width if from_right else 0.0)]
    glyphs.reorder("".join([letter for letter, _, _ in characters]), [(at, x) for _, at, x in characters])


def _is_from_right(text: str) -> bool:
    return len(RIGHT_TO_LEFT.findall(text)) > len(LATIN.findall(text))


def _rows(glyphs: Glyphs) -> list[list[tuple[str, int]]]:
    """Return what PDFium takes for lines, text and index, those together that stand on about one baseline.

    It takes for one also a raised mark, what is beside it, and the vowel signs of a line.
    """
    lines: list[tuple[float, float, tuple[str, int]]] = []
    for match in RAW_LINE.finditer(glyphs.text):
        raw = match.group().replace("\ufffe", "-")
        if text := raw.strip():
            first = match.start() + raw.index(text[0])
            size = glyphs.size(first)
            raised = SIGN_HEIGHT * size if all(map(_is_sign, text.replace(" ", ""))) else 0.0
            lines.append((glyphs.origin(first)[1] - raised, size, (text, first)))
    return in_rows(lines)


def _row(glyphs: Glyphs, row: list[tuple[str, int]], width: float) -> Iterator[tuple[str, int, float]]:
    """Yield the characters of a row with index and place, with line ends.

    `width`: of a page that is read from the right, else 0. On such a page, what has no letters is read so, too, and
    Latin words in the right half, where they end with a sign on their left.
    """
    text = "".join([raw for raw, _ in row])
    if width or _is_from_right(text):
        pieces = _spaced(_with_signs([piece for raw, start in row for piece in _pieces(glyphs, raw, start)]))
        ends_left = not pieces[0].text.isalnum() and (not LATIN.search(text) or pieces[0].left > width / 2)
        if has_right_to_left(text) or ends_left:
            yield from _read(pieces, width or pieces[0].left + pieces[-1].right)
            yield "\n", row[0][1], 0.0
            return
    for raw, start in row:
        yield from ((letter, at, glyphs.origin(at)[0]) for at, letter in enumerate(raw, start))
        yield "\n", start, 0.0


def _pieces(glyphs: Glyphs, raw: str, start: int) -> Iterator[_Piece]:
    """Yield what is drawn in a line, but for the spaces that PDFium adds, which have no width."""
    drawn: defaultdict[tuple[float, float], list[int]] = defaultdict(list)
    for at, letter in enumerate(raw, start):
        if letter != " " or glyphs.right(at) > glyphs.origin(at)[0]:
            drawn[glyphs.origin(at)].append(at)
    mirrored = has_right_to_left(raw)
    for (x, _), at_place in drawn.items():
        if has_right_to_left(raw[at_place[0] - start]):
            # The letters of a ligature: PDFium has turned them with the line, or gives each a part of the glyph.
            at_place.sort(key=lambda at: (-glyphs.right(at), -at))
        letters = sorted([plain_forms(raw[at - start]) for at in at_place], key=_is_sign)
        right = max([glyphs.right(at) for at in at_place])
        yield _Piece("".join(letters), at_place[0], x, right, glyphs.size(at_place[0]), mirrored)


def _is_sign(text: str) -> bool:
    return unicodedata.category(text[0]) == "Mn"


def _with_signs(drawn: list[_Piece]) -> list[_Piece]:
    """Return pieces from left to right, with a vowel sign that is drawn apart in that of the letter where it stands."""
    pieces = sorted([piece for piece in drawn if not _is_sign(piece.text)], key=lambda piece: piece.left)
    for sign in drawn:
        if pieces and _is_sign(sign.text):
            middle = (sign.left + sign.right) / 2
            pieces[max(bisect(pieces, middle, key=lambda piece: piece.left) - 1, 0)].text += sign.text
    return pieces or drawn


def _spaced(pieces: list[_Piece]) -> list[_Piece]:
    """Return pieces with one space in each gap that has any or is as wide as one: a wall if it is wider."""
    spaced: list[_Piece] = []
    is_apart = False
    for piece in pieces:
        if piece.text == " ":
            is_apart = bool(spaced)
            continue
        gap = piece.left - spaced[-1].right if spaced else 0.0
        if is_apart or gap > WORD_GAP * piece.size:
            space = WALL if gap > WIDE_GAP * piece.size else " "
            spaced.append(replace(piece, text=space, left=spaced[-1].right, right=max(spaced[-1].right, piece.left)))
        spaced.append(piece)
        is_apart = False
    return spaced


def _read(pieces: list[_Piece], edges: float) -> Iterator[tuple[str, int, float]]:
    """Yield the characters of a line that is read from the right, with index and place in a mirror.

    `edges`: the sum of the left and the right edge of what the mirror shows.
    """
    shown = "".join([piece.text[0] for piece in pieces])
    end = len(pieces)
    for run in reversed([*LEFT_TO_RIGHT.finditer(shown)]):
        first, last = run.span()
        last += shown[last : last + 1] == ")" and run[0].count("(") > run[0].count(")")
        yield from _turned(pieces[last:end], edges)
        shift = edges - pieces[last - 1].right - pieces[first].left
        for piece in pieces[first:last]:
            yield from ((letter, piece.index, piece.left + shift) for letter in piece.text)
        end = first
    yield from _turned(pieces[:end], edges)


def _turned(pieces: list[_Piece], edges: float) -> Iterator[tuple[str, int, float]]:
    for piece in reversed(pieces):
        text = piece.text.translate(MIRRORED) if piece.mirrored else piece.text
        yield from ((" " if letter == WALL else letter, piece.index, edges - piece.right) for letter in text)
