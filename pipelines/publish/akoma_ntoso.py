"""Writes each note as Akoma Ntoso 3.0 (OASIS LegalDocML): `akn/<note_id>.xml`, and `akn/<note_id>.es.xml` in Spanish.

Work, expression and manifestation are named as FRBR wants them; an `eId` is what a permalink to the note's page ends
in. What stands where is in `templates/akn.xml.j2`. Not here: what stands in a note (`extract/`), its pages
(`site/notes.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import quote

from jinja2 import Template

from pipelines.contract.articles import article_code
from pipelines.publish.authorities import LANGUAGES
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site.addresses import anchor
from pipelines.publish.site.rows import Question, rows_of_release
from pipelines.publish.streams import Row
from pipelines.publish.templates import templates

_CONVENTION = "/akn/un/act/convention/2003-10-31/corruption/eng@/!main"
_TABLES = {
    "sections": "position",
    "section_articles": "section_id, article",
    "paragraphs": "position",
    "submission_texts": "source_start",
    "footnotes": "source_start",
    "citations": "citation_id",
    "note_texts": "language",
    "section_texts": "section_id, language",
    "paragraph_texts": "paragraph_id, language",
}
# What XML 1.0 can't hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Of which what stands in a note consists.
_BODY = ("sections", "paragraphs", "submission_texts")


# What an element is called on the page of the note stands in its identifier; the note itself is a row, too.
_QUESTIONS = {"notes": Question("SELECT note_id AS unit, * FROM notes", "unit")} | {
    name: Question(f"SELECT note_id AS unit, * FROM {name}", f"unit, {order}") for name, order in _TABLES.items()
}


@renders()
def render_akoma_ntoso(draft: ReleaseDraft) -> Made:
    """One file a note, and one for each of its other languages."""
    rows = rows_of_release(draft)
    for note_id, tables in rows.each(_QUESTIONS, list(rows.notes)):
        note = tables["notes"][0]
        yield _file(draft, f"akn/{note_id}.xml", note, tables)
        for text in tables["note_texts"]:
            if said := in_language(tables, text["language"]):
                yield _file(draft, f"akn/{note_id}.{text['language']}.xml", note | text, said)


def _file(draft: ReleaseDraft, path: str, note: Row, tables: dict[str, list[Row]]) -> tuple[str, str]:
    undated = draft.days["notes"].first_published
    return path, _template().render(
        note=note,
        tables=tables,
        publisher=draft.publication.publisher,
        day=(note["note_issued"] or note["session_start"] or undated).isoformat(),
        language=LANGUAGES.get(note["language"], "und").lower(),
        references=sorted({_target(row): row["target"] for row in tables["citations"]}.items()),
        outline=_outline(tables),
        footnotes=_group(tables["footnotes"], "paragraph_id"),
        citations=_group(tables["citations"], "paragraph_id"),
        articles=_group(tables["section_articles"], "section_id"),
    )


def in_language(tables: dict[str, list[Row]], language: str) -> dict[str, list[Row]] | None:
    """The tables of a note with headings and paragraphs in another language; None where its outline is another.

    Footnotes and the texts of States are there in the language of the structure alone.
    """
    said = {
        kind: {row[f"{kind}_id"]: row for row in tables[f"{kind}_texts"] if row["language"] == language}
        for kind in ("section", "paragraph")
    }
    if not any(said.values()):
        return None
    return tables | {
        "sections": [
            row | {"heading": said["section"][row["section_id"]]["heading"]}
            for row in tables["sections"]
            if row["section_id"] in said["section"]
        ],
        "paragraphs": [
            row | {"text": said["paragraph"][row["paragraph_id"]]["text"]}
            for row in tables["paragraphs"]
            if row["paragraph_id"] in said["paragraph"]
        ],
        "footnotes": [],
        "submission_texts": [],
    }


def _outline(tables: dict[str, list[Row]]) -> list[Row]:
    """Headings within each other, and below each its paragraphs in the order of the note."""
    items: list[Row] = [{"kind": kind, "row": row, "below": []} for kind in _BODY for row in tables[kind]]
    sections = {item["row"]["section_id"]: item["below"] for item in items if item["kind"] == "sections"}
    top: list[Row] = []
    for item in sorted(items, key=lambda item: item["row"]["source_start"]):
        parent = {"sections": "parent_section_id", "paragraphs": "section_id"}.get(item["kind"])
        sections.get(item["row"][parent] if parent else None, top).append(item)
    return top


def _article(name: object) -> str:
    """Where an article of the Convention stands, or a paragraph of one."""
    return f"{_CONVENTION}#art_{quote(str(name))}"


def _target(citation: Row) -> str:
    """Where a reference leads."""
    kind, target = citation["kind"], citation["target"]
    if kind == "url":
        return quote(target, safe="%/:=&?~#+!$,;'@()*[]")
    if kind == "article":
        # `article-13`, or `7(4)` for a paragraph of article 7.
        return _article("__para_".join(re.findall(r"[0-9a-z]+", target.removeprefix("article-"))))
    if kind == "resolution":
        return f"/akn/un/statement/resolution/cosp/{quote(target)}/!main"
    return f"https://undocs.org/{quote(target)}"


def _marked(text: str, citations: Sequence[Row]) -> Iterator[tuple[str, str | None]]:
    """The pieces of a text, each with the address that it refers to, if any."""
    known = {row["target"]: _target(row) for row in citations if row["kind"] != "article"}
    longest = sorted(known, key=lambda target: (-len(target), target))
    pattern = "|".join(rf"(?<![\w/]){re.escape(target)}(?![\w/])" for target in longest)
    for piece in re.split(f"({pattern})", text) if pattern else [text]:
        yield piece, known.get(piece)


def _group(rows: list[Row], key: str) -> dict[str | None, list[Row]]:
    found: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _clean(value: object) -> object:
    """A text without what XML can't hold; nothing for None."""
    return _FORBIDDEN.sub("", value) if type(value) is str else "" if value is None else value


@cache
def _template() -> Template:
    environment = templates(xml=True, finalize=_clean)
    environment.filters |= {"anchor": anchor, "article_code": article_code, "convention": _article, "marked": _marked}
    return environment.get_template("akn.xml.j2")
