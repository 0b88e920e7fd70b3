"""Mends what programs do to Arabic: presentation forms, lam-alef turned round, brackets mirrored.

Here: what the whole text shows. Not here: the order of the characters of a line of a PDF (`pdf_bidi`), numbers with a
hyphen before them, which extraction reads as they are.
"""

from __future__ import annotations

import re
import unicodedata

ALEF = "ا"
FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_LETTER = "[\u0621-\u064a]"
# An alef, and the lam-alef after it with its letters changed about: no Arabic word has two alefs in a row.
TURNED, RIGHT = re.compile("ا([اأإآ])ل"), re.compile("ال[اأإآ]")
FIRST_TURNED = re.compile(rf"(?<!{_LETTER})أوال(?!{_LETTER})")  # the label of a first heading
OPENS_TURNED = re.compile(rf"(?<!\S)\)\s?(?={_LETTER}|\d)", re.MULTILINE)
OPENS = re.compile(rf"(?<!\S)\((?={_LETTER}|\d)", re.MULTILINE)
MIRRORED = str.maketrans("()[]«»", ")(][»«")
MIN_TURNED = 2


def plain_forms(text: str) -> str:
    """Return a text with letters in place of presentation forms and without what stretches words, if it has any."""
    plain, count = FORMS.subn(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    return plain.replace("ـ", "") if count else text


def in_order(text: str) -> str:
    """Return a text with lam-alef and brackets the right way round, if the text has them turned; as long as before."""
    if ALEF not in text:
        return text
    turned = len(TURNED.findall(text))
    if turned >= MIN_TURNED and turned > len(RIGHT.findall(text)):
        text = TURNED.sub(r"ال\1", text)
        text = FIRST_TURNED.sub("أولا", text)
    if len(OPENS_TURNED.findall(text)) > len(OPENS.findall(text)):
        lines = text.split("\n")
        text = "\n".join(line.translate(MIRRORED) if ALEF in line else line for line in lines)
    return text
