"""Checks, on the rows of one note and its archived text, the promises that need the text itself.

Here: verbatim paragraphs, submission texts and quotes, and the character ledger. Not here: what one table declares
(`contract/rows.py`); rules on all notes (`sql/checks/`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipelines.contract.rows import Rows

_KINDS = {"paragraph": ("paragraphs", "paragraph_id"), "submission_text": ("submission_texts", "submission_text_id")}


def broken_promises(rows: Rows, text: str) -> list[str]:
    """What does not hold, as sentences; empty where all does.

    `text`: the archived text.
    """
    return [*_ledger(rows, text), *_verbatim(rows, text), *_quoted(rows), *_named(rows, text)]


def _ledger(rows: Rows, text: str) -> list[str]:
    broken, position = [], 0
    for row in sorted(rows["ledger"], key=lambda r: r["source_start"]):
        start, end = row["source_start"], row["source_end"]
        if start != position:
            what = "twice" if start < position else "nowhere"
            span = text[min(start, position) : max(start, position)][:60]
            broken.append(f"Characters {position}–{start} of the archived text stand {what} in the ledger: {span!r}.")
        position = end
    if position != len(text):
        broken.append(f"Characters {position}–{len(text)} of the archived text stand nowhere in the ledger.")
    return broken


def _verbatim(rows: Rows, text: str) -> list[str]:
    owned: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(rows["ledger"], key=lambda r: r["source_start"]):
        if row["span_kind"] in _KINDS and row["owner_id"]:
            owned[row["span_kind"], row["owner_id"]].append(text[row["source_start"] : row["source_end"]])
    broken = []
    for kind, (table, key) in _KINDS.items():
        for row in rows[table]:
            source = "".join("".join(owned[kind, row[key]]).split())
            if not source.endswith("".join(row["text"].split())):
                broken.append(f"The text of {row[key]} is not, character for character, that of the archived text.")
    return broken


def _quoted(rows: Rows) -> Iterator[str]:
    texts = {row["paragraph_id"]: row["text"] for row in rows["paragraphs"]}
    for table, key in (("statements", "statement_id"), ("collective_statements", "collective_statement_id")):
        for row in rows[table]:
            if texts.get(row["paragraph_id"], "")[row["quote_start"] : row["quote_end"]] != row["quote"]:
                yield f"The quote of {row[key]} does not stand, character for character, in its paragraph."


def _named(rows: Rows, text: str) -> Iterator[str]:
    """Names stand in the text, which may part them over two lines."""
    whole = "".join(text.split())
    for row in rows["statements"]:
        if "".join(str(row["name_as_written"] or "").split()) not in whole:
            yield f"The name {row['name_as_written']!r} of {row['statement_id']} does not stand in the archived text."
