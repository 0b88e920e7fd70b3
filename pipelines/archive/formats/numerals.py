"""Numbers in the forms in which documents print them: figures, letters, labels of headings, marks of footnotes.

Here: their signs and patterns, which readers and extraction share. Not here: where they stand, what they number.
"""

from __future__ import annotations

import re
import unicodedata

ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")]
ROMAN += [(9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
HEADING_LABEL = "(?:[IVXL]{1,8}|[A-Z])"
NOTE_SYMBOLS = "*†‡§"
NOTE_SIGNS, SUPERSCRIPTS = f"{NOTE_SYMBOLS}∗", "⁰¹²³⁴⁵⁶⁷⁸⁹"
# One mark of signs; "§ 7" is the number of a paragraph.
SIGNED_MARK = r"(?:[*∗]{1,5}|†{1,5}|‡{1,5}|§{1,5}+(?!\s?\d))"
NOTE_MARK = rf"(?:\d{{1,3}}|{SIGNED_MARK}|[{SUPERSCRIPTS}]{{1,3}})"
RAISED_MARK = re.compile(rf"\s*(\[?(?:{NOTE_MARK}|[a-z])\]?)\s*")  # a letter is a mark where it is raised or a link
PLAIN_MARKS = str.maketrans(f"{SUPERSCRIPTS}∗", "0123456789*")
# How HTML calls the forms of numbers.
LIST_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def in_format(number: int, form: str) -> str:
    """Return a number in a format of Word (`lowerRoman`), in figures where the format is not known."""
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


ROMANS = {in_format(number, "upperRoman"): number for number in range(1, 90)}


def in_western_digits(text: str) -> str:
    """Return a text with the digits of every script as English prints them."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
