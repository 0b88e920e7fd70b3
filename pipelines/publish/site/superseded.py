"""Leads old links on: what was published on the page of a note and is no more, and what stands in its place today.

Here: which rows a page leads on from, and the short page of a note that is no more. Not here: why a row left and what
succeeds it (`pipelines/publish/consent.py`).
"""

from __future__ import annotations

from collections import defaultdict

from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Row, Rows

# What has a place of its own on the page of a note, and so may be linked.
_LINKED = ("notes", "paragraphs", "statements", "collective_statements", "submission_texts")
_ROWS = """
SELECT REGEXP_EXTRACT(row_id, '^[^./]+') AS note_id, table_name, row_id, reason, successor_id
FROM withdrawn WHERE LIST_CONTAINS(?, table_name) ORDER BY row_id
"""
_BELOW_A_PARAGRAPH = ("statements", "collective_statements")


def left_behind(rows: Rows) -> dict[str, list[Row]]:
    """By identifier of the note, what is no more: identifier, anchor, why, and where it leads today."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows.ask(_ROWS, list(_LINKED)):
        found[row["note_id"]].append(
            row | {"anchor": addresses.anchor(row["row_id"], row["note_id"]), "link": _link(rows, row)}
        )
    return found


def write_left_notes(site: Site, left: dict[str, list[Row]], rows: Rows) -> None:
    """Write the short page of every note that is no more, where its page was."""
    for note_id, gone in left.items():
        if note_id not in rows.notes:
            site.write(addresses.note(note_id), "left.html", kind="note", title=note_id, left=gone, note_id=note_id)


def _link(rows: Rows, row: Row) -> str | None:
    """Where it leads: the row in its place, else its note where that is still there."""
    successor = row["successor_id"] or (row["note_id"] if row["note_id"] in rows.notes else None)
    if successor is None:
        return None
    note_id = successor.partition(".")[0]
    if note_id not in rows.notes:
        return None
    if successor == note_id:
        return addresses.note(note_id)
    holder = successor.rpartition(".")[0] if row["table_name"] in _BELOW_A_PARAGRAPH else successor
    return rows.link(note_id, holder, successor)
