"""One page, or several, per note: its masthead, its respondents, every paragraph and what was extracted from it.

Here: what stands where on the pages of a note. Not here: on which page a paragraph stands (`rows.py`), the list of
notes (`tables.py`).
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Any

from pipelines.publish.doubts import FOR_READERS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import pager
from pipelines.publish.site.rendering import Site, sites
from pipelines.publish.site.rows import Question, Rows, rows_of_release
from pipelines.publish.site.superseded import left_behind, left_note
from pipelines.publish.site.versions import languages_of, marked, versions
from pipelines.publish.streams import Row

_ORDERS = {
    "sections": "position",
    "section_articles": "section_id, article",
    "paragraphs": "position",
    "submission_texts": "source_start",
    "statements": "statement_id",
    "collective_statements": "collective_statement_id",
    "system_mentions": "mention_id",
    "footnotes": "source_start",
    "citations": "citation_id",
    "signals": "signal_id",
    "submissions": "state_name",
    "coverage": "note_id",
    "note_files": "source_file",
    "note_versions": "revision DESC NULLS LAST, language",
    "note_texts": "language",
    "section_texts": "section_id, language",
    "paragraph_texts": "paragraph_id, language",
    "statement_texts": "statement_id, language",
    "notes": "note_id",
}
_QUESTIONS = {
    name: Question(f"SELECT note_id AS unit, * FROM {name}", f"note_id, {order}") for name, order in _ORDERS.items()
}
_QUESTIONS["signals"] = Question(f"{_QUESTIONS['signals'].select} WHERE {FOR_READERS}", _QUESTIONS["signals"].order)


@renders()
def render_notes(draft: ReleaseDraft) -> Made:
    """The pages of notes, and of those that are no more."""
    rows, left = rows_of_release(draft), draft.once(left_behind)
    for note_id, tables in rows.each(_QUESTIONS, list(rows.notes)):
        blocks = _blocks(note_id, tables)
        by_page: dict[int, list[Row]] = defaultdict(list)
        for block in blocks:
            by_page[rows.note_pages.get(block["id"], 1)].append(block)
        for site in sites(draft):
            yield from _note(site, rows, tables, by_page, left.get(note_id, []))
    for note_id in sorted(left.keys() - rows.notes.keys()):
        yield from (left_note(site, note_id, left[note_id]) for site in sites(draft))


def _note(site: Site, rows: Rows, tables: dict[str, list[Row]], by_page: dict[int, list[Row]], left: list[Row]) -> Made:
    note = rows.notes[tables["notes"][0]["note_id"]]
    note_id = note["note_id"]
    last = rows.last_page.get(note_id, 1)
    loose = {name: [row for row in tables[name] if not row["paragraph_id"]] for name in ("footnotes", "signals")}
    for page in range(1, last + 1):
        here, part = _levelled(by_page[page]), pager(page, last, partial(addresses.note, note_id))
        yield site.page(
            part.address,
            "note.html",
            kind="note",
            title=site.read(note["note_title"]) + site.part(part),
            note=note,
            blocks=here,
            languages_of_note=languages_of(note, tables["note_versions"], page),
            coverage=tables["coverage"][0],
            files=tables["note_files"],
            versions=tables["note_versions"],
            # An old link names the first page.
            left=left if page == 1 else (),
            submissions=site.by_name(tables["submissions"]),
            loose=loose,
            rules=site.draft.contract.meanings("rule"),
            pager=part,
            parts_of_note=_parts(site, note_id, by_page) if page == 1 and last > 1 else (),
        )
        yield from versions(site, note, tables, here, page=page, last=last)


def _parts(site: Site, note_id: str, by_page: dict[int, list[Row]]) -> list[Row]:
    """What stands on each page of a note: for people, and for the script that leads a permalink on to its page."""
    return [
        {
            "address": addresses.note(note_id, page),
            "ends": [
                site.say("paragraph %(number)s", number=n) if (n := b["paragraph_number"]) else site.named(b)
                for b in (blocks[0], blocks[-1])
            ],
            "holds": " ".join(block["anchor"] for block in blocks),
        }
        for page, blocks in sorted(by_page.items())
    ]


def _blocks(note_id: str, tables: dict[str, list[Row]]) -> list[Row]:
    """Paragraphs and submission texts in printed order, each with what belongs to it and the headings before it."""
    articles = _group(tables["section_articles"], "section_id")
    systems = _group(tables["system_mentions"], "statement_id")
    parts = {
        name: _group(tables[name], "paragraph_id")
        for name in ("statements", "collective_statements", "footnotes", "citations", "signals")
    }
    blocks: list[Row] = []
    for row in tables["paragraphs"]:
        paragraph_id = row["paragraph_id"]
        statements = [
            statement
            | {
                "anchor": addresses.anchor(statement["statement_id"], note_id),
                "systems": systems[statement["statement_id"]],
                "whole": (whole := statement["quote_end"] - statement["quote_start"] == len(row["text"])),
                "plain": whole,
            }
            for statement in parts["statements"][paragraph_id]
        ]
        collective = [
            found | {"anchor": addresses.anchor(found["collective_statement_id"], note_id), "plain": True}
            for found in parts["collective_statements"][paragraph_id]
        ]
        blocks.append(
            row
            | {
                "id": paragraph_id,
                "anchor": addresses.anchor(paragraph_id, note_id),
                "statements": statements,
                "collective": collective,
                "marked": marked(row["text"], [*statements, *collective]),
                "footnotes": parts["footnotes"][paragraph_id],
                "citations": parts["citations"][paragraph_id],
                "signals": parts["signals"][paragraph_id],
            }
        )
    for row in tables["submission_texts"]:
        text_id = row["submission_text_id"]
        blocks.append(row | {"id": text_id, "anchor": addresses.anchor(text_id, note_id), "paragraph_number": None})
    blocks.sort(key=lambda block: (block["source_start"], block["id"]))
    _place_headings(blocks, tables["sections"], articles)
    return blocks


def _place_headings(blocks: list[Row], sections: list[Row], articles: dict[str, list[Row]]) -> None:
    """Give every block the headings that are printed between the block before it and itself."""
    waiting = sorted(sections, key=lambda section: section["source_start"])
    for block in blocks:
        block["headings"] = []
        while waiting and waiting[0]["source_start"] <= block["source_start"]:
            section = waiting.pop(0)
            block["headings"].append(section | {"articles": articles[section["section_id"]]})


def _levelled(blocks: list[Row]) -> list[Row]:
    """The blocks of one page; each heading with the level it has there, so that none is skipped."""
    level = 2
    for block in blocks:
        for heading in block["headings"]:
            level = min(heading["level"] + 2, level + 1, 6)
            heading["shown"] = level
    return blocks


def _group(rows: list[Row], column: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found
