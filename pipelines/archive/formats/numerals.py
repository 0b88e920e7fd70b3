"""Numbers in the forms in which documents print them: of paragraphs, headings, items of lists, and footnotes.

Here: all their signs and patterns, which readers and extraction share: a new form is added here.
Not here: which of them are what in a document (`extract/outline/search.py`, `footnotes.py`).
"""

from __future__ import annotations

import re
import unicodedata

ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")]
ROMAN += [(9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
# What opens a line: the number of a paragraph, the label of a heading, the bullet or label of an item of a list.
PARAGRAPH_NUMBER = r"[ \t]*(\d{1,3})\.(?!\d)"
HEADING_LABEL = "(?:[IVXL]{1,8}|[A-Z])"
BULLETS = "•·▪‣●○■□–—*✓➢-"
OPENS_PARAGRAPH = re.compile(rf"^{PARAGRAPH_NUMBER}", re.MULTILINE)
OPENS_HEADING = re.compile(rf"[ \t]*{HEADING_LABEL}\.\s")
OPENS_ITEM = re.compile(rf"[{BULLETS}][\s\x1f]|\(?[a-zа-я]{{1,2}}\)|\(?[ivx]{{1,5}}\)|\([A-Z]\)|\(\d{{1,3}}\)|[㈠-㈩]")
CLOSES_LINE = re.compile(r"(?<! ) +(\d{1,3}\.?)$")  # the number of a paragraph in the right margin
FIRST_PARAGRAPH = re.compile(r"^[ \t]*1\.\s", re.MULTILINE)
FIRST_HEADING = re.compile(r"I\.(?<![^\s\x00\x1f]I\.)[\s\x00\x1f]*(?=[^\W\d_]|[“\"«])")
# "16.1", "1.2.3": of a paragraph, or of a heading where paragraphs have more parts; all parts of it but the last.
OPENS_PARAGRAPH_IN_PARTS = re.compile(r"^[ \t]*(\d{1,3}(?:\.\d{1,3}){1,3})\.?(?=[ \t\n\x1f\x00])", re.MULTILINE)
FIRST_PARTS = re.compile(r"(?:\d{1,3}\.){1,3}\Z")
# Below the last line of something else: a paragraph or a heading with more than its number.
RESUMES = re.compile(rf"\n(?<=[.)”]\n)(?:{PARAGRAPH_NUMBER}|[ \t]*{HEADING_LABEL}\.)[ \t]+[^\W\d_a-z]")
# A number or a label that ends at a stop, wherever it stands; each pattern of a stop, with what must stand beside it,
# begins with its sign: a text is searched for one character many times faster than for a class.
STOP = re.compile(r"\.(?<=[0-9A-Z\x00].)(?=[\s\x00\x1f“\"«A-ZÀ-Þ])")
OTHER_STOPS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[.．、](?<=[\d０-９A-ZА-Я].)(?=[\s\x00\x1f“\"«《A-ZÀ-ÞА-Я\u3400-\u9fff]|$)",
        r"[-–](?:(?<=\d.)|(?<=\d[ \t].))(?=[ \t]*[\u0600-\u06ff\ufb50-\ufefc])",
        r"[-–](?<![^\s\x00\x1f].)(?=\d{1,4}[ \t]+[\u0600-\u06ff\ufb50-\ufefc])",
    )
)
BEFORE_STOP = re.compile(
    rf"(?:(?<=[\s\x00\x1f“])|\A)(?:(?P<number>\d{{1,5}})|(?P<label>{HEADING_LABEL}|[А-Я]))(?=[ \t\x00]?\Z)"
)
TO_STOP = 8  # characters of a sign up to its stop
AFTER_HYPHEN = re.compile(r"[-–](\d{1,4})")  # as Arabic renditions turn them round
# Any of these, where it stands alone in a cell, or a wide gap before its text.
LABEL_ALONE = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[^\W\d_]|[IVXLCivxlc]{1,6})[.)．、]*|(?:\d{1,3}|[ء-ي]{1,8})[-–]|[^\w\s]{1,3}|o"
    r"|[-–](?:\d{1,3}|[ء-ي]{1,8})"
)
NOTE_SYMBOLS = "*†‡§"
NOTE_SIGNS, SUPERSCRIPTS = f"{NOTE_SYMBOLS}∗", "⁰¹²³⁴⁵⁶⁷⁸⁹"
# One mark of signs; "§ 7" is the number of a paragraph.
SIGNED_MARK = r"(?:[*∗]{1,5}|†{1,5}|‡{1,5}|§{1,5}+(?!\s?\d))"
OPENS_WITH_SIGN = re.compile(rf"{SIGNED_MARK}(?=\s?[^\s{NOTE_SIGNS}])")
NOTE_MARK = rf"(?:\d{{1,3}}|{SIGNED_MARK}|[{SUPERSCRIPTS}]{{1,3}})"
RAISED_MARK = re.compile(rf"\s*(\[?(?:{NOTE_MARK}|[a-z])\]?)\s*")  # a letter is a mark where it is raised or a link
ENDED = re.compile(rf"[.:;?!…؟。！？：；][\"”’')\]»\x00\x1f]*[\d{NOTE_SIGNS}]*$")
PLAIN_MARKS = str.maketrans(f"{SUPERSCRIPTS}∗", "0123456789*")
# How HTML calls the forms of numbers.
LIST_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def in_format(number: int, form: str) -> str:
    """Return a number in a format of Word (`lowerRoman`), in figures for a format that is not listed here."""
    match form:
        case "none":
            return ""
        case "lowerRoman" | "upperRoman" if 0 < number < 5000:
            roman = ""
            for step, letters in ROMAN:
                roman += letters * (number // step)
                number %= step
            return roman if form == "lowerRoman" else roman.upper()
        case "lowerLetter" | "upperLetter" if 0 < number <= 26 * 20:
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if form == "lowerLetter" else letter.upper()
        case "chicago" if 0 < number <= 4 * 20:
            return NOTE_SYMBOLS[(number - 1) % 4] * ((number - 1) // 4 + 1)
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def is_ended(words: str) -> bool:
    """Tell whether words end what they say, as a sentence or a clause does, a footnote mark apart."""
    return ENDED.search(words, max(len(words) - 8, 0)) is not None


def bare(printed: str) -> str:
    """Return a number or label without its stop and the blanks around it."""
    return printed.strip(".．、:-—– \t\n\x00")


ROMANS = {in_format(number, "upperRoman"): number for number in range(1, 90)}


def in_western_digits(text: str) -> str:
    """Return a text with the digits of every script as English prints them."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
