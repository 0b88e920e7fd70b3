"""Checks that the rows of one note are, character for character, the archived text (promises 1 and 2 of a release).

Here: paragraphs, submission texts, quotes, names and the ledger. Not here: what one table declares
(`contract/rows.py`); rules on all notes (`sql/checks/`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipelines.contract.rows import Row, Rows

_KINDS = {"paragraph": ("paragraphs", "paragraph_id"), "submission_text": ("submission_texts", "submission_text_id")}
# A sentence on a broken promise, and a row with the passage.
_Broken = Iterator[tuple[str, Row]]


def broken_promises(rows: Rows, text: str) -> list[tuple[str, Row]]:
    """A sentence on each broken promise, with a row that has its passage. `text`: the archived text."""
    return [*_ledger(rows, text), *_verbatim(rows, text), *_quoted(rows), *_named(rows, text)]


def _ledger(rows: Rows, text: str) -> _Broken:
    position = 0
    spans = sorted((row["source_start"], row["source_end"]) for row in rows["ledger"])
    for start, end in [*spans, (len(text), len(text))]:
        if start != position:
            what, first, last = "twice" if start < position else "nowhere", min(start, position), max(start, position)
            sentence = f"Characters {first}–{last} of the archived text stand {what} in the ledger."
            yield sentence, {"source_start": first, "text": text[first:last]}
        position = end


def _verbatim(rows: Rows, text: str) -> _Broken:
    owned: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(rows["ledger"], key=lambda r: r["source_start"]):
        if row["span_kind"] in _KINDS and row["owner_id"]:
            owned[row["span_kind"], row["owner_id"]].append(text[row["source_start"] : row["source_end"]])
    for kind, (table, key) in _KINDS.items():
        for row in rows[table]:
            source = "".join(owned[kind, row[key]])
            if not "".join(source.split()).endswith("".join(row["text"].split())):
                sentence = f"The text of {row[key]} is not, character for character, that of the archived text."
                yield sentence, row | {"text": source}


def _quoted(rows: Rows) -> _Broken:
    paragraphs = {row["paragraph_id"]: row for row in rows["paragraphs"]}
    for table, key in (("statements", "statement_id"), ("collective_statements", "collective_statement_id")):
        for row in rows[table]:
            paragraph = paragraphs.get(row["paragraph_id"], {"text": ""})
            if paragraph["text"][row["quote_start"] : row["quote_end"]] != row["quote"]:
                yield f"The quote of {row[key]} does not stand, character for character, in its paragraph.", paragraph


def _named(rows: Rows, text: str) -> _Broken:
    whole = "".join(text.split())  # a name may be broken over two lines
    for row in rows["statements"]:
        name = row["name_as_written"] or ""
        if "".join(name.split()) not in whole:
            yield f"The name {name!r} of {row['statement_id']} does not stand in the archived text.", row
