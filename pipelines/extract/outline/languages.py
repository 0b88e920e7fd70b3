"""The language a text is written in, known by its content.

Here: the six official languages of the United Nations, by script or by commonest short words.
Not here: the original language that a masthead names.
"""

from __future__ import annotations

from collections import Counter

from pipelines.extract.outline.words import Words

# Windows at even distances: mastheads of all languages hold English words, and some notes quote other languages.
WINDOWS, WINDOW = 4, 700
DEFAULT = "en"


def language_of(text: str, start: int, vocabulary: Words) -> str:
    """Return the ISO 639-1 code of the official language of a text from `start` on; English if nothing tells.

    A script other than Latin decides where at least a quarter of the letters are in it; Latin script is told apart by
    the number of common words.
    """
    step = max(WINDOW, (len(text) - start) // WINDOWS)
    sample = " ".join(text[start + i * step : start + i * step + WINDOW] for i in range(WINDOWS))
    if len(sample.encode()) - len(sample) > len(sample) // 8:
        for code, script in vocabulary.scripts:
            if 4 * len(script.findall(sample)) > sum(map(str.isalpha, sample)):
                return code
    words = Counter(sample.lower().replace("'", " ").replace("’", " ").split())
    counts = [(sum(map(words.__getitem__, common.intersection(words))), code) for code, common in vocabulary.common]
    best = max(count for count, _ in counts)
    return next(code for count, code in counts if count == best) if best else DEFAULT
