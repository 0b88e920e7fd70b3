"""Sentences of a paragraph, and the sub-paragraphs and bullets in it, as spans.

Not here: numbered paragraphs (the outline's business) and what a sentence says.
"""

from __future__ import annotations

import re

# Words that end in a full stop in the middle of a sentence; a single capital is an initial ("J. Smith").
_ABBREVIATIONS = frozenset(
    ["No", "Nos", "art", "arts", "Art", "Arts", "para", "paras", "Para", "Paras", "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "vol", "vols", "e.g", "i.e", "p", "pp", "cf", "Corp", "Inc", "Ltd", "Co", "ed", "eds", "approx", "fig", "figs", "sect", "sects", "chap", "chaps", "Rev", "Add", "Corr", "vs", "v", "Sr", "Sra", "Jr", "S.A", "U.S", "U.K", "al", "etc", "seq", "Gen", "Col", "Hon", "H.E", "Fig", "Vol", "Sect", "Chap", "ca", "viz"]
)
# A footnote mark may be glued to the full stop ("the public.89 The").
_END = re.compile(r"[.!?][\"'”’)\]]*(?:(?<=[a-z)][.])\d{1,3})? +(?=[\"“'‘(\[]*[A-Z0-9À-Þ])")
# A sub-paragraph "(a)", "(ii)", "(1)" or a bullet begins a unit of its own after a colon, semicolon or full stop.
_ITEM = re.compile(
    r"[;:.,](?: and| or)? +(?=\((?:[a-z]|[ivx]{1,5}|\d{1,2})\) )|(?:^|[;:.,](?: and| or)? +| )(?=[•●▪◦] )|[;:] +(?=[–—-] )"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of `text`, in order, without the white space between them.

    A sub-paragraph or a bullet is a unit of its own. `text` is as `states.plain` gives it.
    """
    starts = [match.end() for match in _END.finditer(text) if not _is_abbreviation(text, match.start())]
    if "(" in text or "•" in text or "–" in text or "—" in text or "▪" in text or "●" in text:
        items = [match.end() for match in _ITEM.finditer(text)]
        if items:
            starts = sorted({*starts, *items} - {0, len(text)})
    spans = []
    start = 0
    for following in [*starts, len(text)]:
        end = following
        while end > start and text[end - 1] == " ":
            end -= 1
        while start < end and text[start] == " ":
            start += 1
        if end > start:
            spans.append((start, end))
        start = following
    return spans


def _is_abbreviation(text: str, stop: int) -> bool:
    if text[stop] != ".":
        return False
    word = text[max(text.rfind(" ", 0, stop), text.rfind("(", 0, stop)) + 1 : stop]
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isupper())
