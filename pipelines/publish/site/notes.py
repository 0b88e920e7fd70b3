"""One page per note: its masthead, its respondents, every paragraph and what was extracted from it; `_redirects`.

Here: what stands where on it. Not here: the list of notes (`tables.py`), why a row left and what succeeds it
(`pipelines/publish/consent.py`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from pipelines.contract.cures import operators_alone
from pipelines.publish.api.things import as_document, documents
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import sites
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.site.systems import systems_with_a_page
from pipelines.publish.site.versions import languages_of, marked, versions
from pipelines.publish.streams import Row


@renders()
def render_notes(draft: ReleaseDraft) -> Made:
    """The page of each note in each language, made of its document; of a withdrawn note a short page."""
    hidden = operators_alone()
    for note_id, document in documents(draft, "Note"):
        yield f"api/notes/{note_id}.json", as_document(document)
        note = document["note"]
        if note is None:
            for site in sites(draft):
                shown = {"left": document["withdrawn"], "note_id": note_id}
                yield site.page(addresses.note(note_id), "left.html", kind="note", title=note_id, **shown)
            continue
        shown = document | {"signals": [row for row in document["signals"] if row["rule"] not in hidden]}
        blocks, languages = _blocks(shown), languages_of(note, document["versions"])
        loose = {name: [row for row in shown[name] if not row["paragraph_id"]] for name in ("footnotes", "signals")}
        for site in sites(draft):
            submissions = {"submissions": site.by_name(document["submissions"])}
            yield site.page(
                addresses.note(note_id),
                "note.html",
                kind="note",
                title=site.read(note["note_title"]),
                blocks=blocks,
                languages_of_note=languages,
                loose=loose,
                rules=draft.contract.meanings("rule"),
                paged=draft.once(systems_with_a_page),
                **shown | submissions,
            )
            yield from versions(site, document, blocks, languages)


@renders()
def render_redirects(draft: ReleaseDraft) -> Made:
    """`_redirects`: where the files of a note that has another identifier today are; its page is kept.

    Those in other languages, too, where the note has them today.
    One line each: old path, new path, status, as Cloudflare, GitLab and Netlify know them, and `deploy/Caddyfile`.
    """
    moved = "SELECT * FROM withdrawn WHERE \"table\" = 'notes' AND leads_to = successor ORDER BY identifier"
    base = urlsplit(draft.publication.base_url).path
    lines = []
    for old, new in ((note["identifier"], note["successor"]) for note in rows_of_release(draft).select(moved)):
        for file in draft.folder.glob(f"texts/{new}.*"):
            folder = f"{base}{file.parent.name}/"
            lines.append(f"{folder}{old}{file.name.removeprefix(new)} {folder}{file.name} 301\n")
    if lines:
        yield "_redirects", "".join(sorted(lines))


def _blocks(document: Row) -> list[Row]:
    """Paragraphs and submission texts in printed order, each with what belongs to it and the headings before it."""
    note_id = document["note"]["note_id"]
    articles = _group(document["section_articles"], "section_id")
    systems = _group(document["system_mentions"], "statement_id")
    parts = {
        name: _group(document[name], "paragraph_id")
        for name in ("statements", "collective_statements", "footnotes", "citations", "signals")
    }
    blocks: list[Row] = []
    for row in document["paragraphs"]:
        paragraph_id = row["paragraph_id"]
        statements = [
            statement
            | {
                "anchor": addresses.anchor(statement["statement_id"], note_id),
                "systems": systems[statement["statement_id"]],
                "plain": statement["quote_end"] - statement["quote_start"] == len(row["text"]),
            }
            for statement in parts["statements"][paragraph_id]
        ]
        collective = [
            row | {"anchor": addresses.anchor(row["collective_statement_id"], note_id), "plain": True}
            for row in parts["collective_statements"][paragraph_id]
        ]
        blocks.append(
            row
            | {
                "id": paragraph_id,
                "anchor": addresses.anchor(paragraph_id, note_id),
                "statements": statements,
                "collective": collective,
                "marked": marked(row["text"], [*statements, *collective]),
            }
            | {name: parts[name][paragraph_id] for name in ("footnotes", "citations", "signals")}
        )
    for row in document["submission_texts"]:
        text_id = row["submission_text_id"]
        blocks.append(row | {"id": text_id, "anchor": addresses.anchor(text_id, note_id), "paragraph_number": None})
    blocks.sort(key=lambda block: (block["source_start"], block["id"]))
    _place_headings(blocks, document["sections"], articles)
    return blocks


def _place_headings(blocks: list[Row], sections: list[Row], articles: dict[str, list[Row]]) -> None:
    """Give every block the headings that are printed between the block before it and itself.

    Each has the level that it has on the page, so that none is skipped.
    """
    waiting, level = sorted(sections, key=lambda section: section["source_start"]), 2
    for block in blocks:
        block["headings"] = []
        while waiting and waiting[0]["source_start"] <= block["source_start"]:
            section = waiting.pop(0)
            level = min(section["level"] + 2, level + 1, 6)
            block["headings"].append(section | {"articles": articles[section["section_id"]], "shown": level})


def _group(rows: list[Row], column: str) -> dict[Any, list[Row]]:
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped
