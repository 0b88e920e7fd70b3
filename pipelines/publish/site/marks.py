"""Marks quotes in the text of a paragraph, in whatever language it is.

Not here: how a mark is written (`templates/parts.html`), nor which words are a quote.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import Any

from pipelines.publish.site.rows import Row


def marked(text: str, found: list[Row]) -> list[tuple[str, Any]]:
    """The text with a mark around each quote, as what is to be written one after the other.

    `open` with the statement whose words begin here, `again` where its mark goes on that another one had to interrupt,
    `text` with words, `close`.
    """
    quotes = sorted(found, key=lambda row: (row["quote_start"], -row["quote_end"], row["anchor"]))
    cuts = sorted({0, len(text), *(q["quote_start"] for q in quotes), *(q["quote_end"] for q in quotes)})
    written: list[tuple[str, Any]] = []
    around: list[Row] = []
    for start, end in pairwise(cuts):
        wanted = [q for q in quotes if q["quote_start"] <= start and end <= q["quote_end"]]
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(around, wanted, strict=False)))
        written += [("close", None)] * (len(around) - kept)
        written += [("open" if q["quote_start"] == start else "again", q) for q in wanted[kept:]]
        written.append(("text", text[start:end]))
        around = wanted
    return written + [("close", None)] * len(around)
