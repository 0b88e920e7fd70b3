"""Writes each note as Akoma Ntoso 3.0 (OASIS LegalDocML): `akn/<note_id>.xml`, and `akn/<note_id>.es.xml` in Spanish.

Work, expression and manifestation are named as FRBR wants them; an `eId` is what a permalink to the note's page ends
in. Not here: what stands in a note (`extract/`), its pages (`site/notes.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from lxml import etree

from pipelines.contract.articles import article_code
from pipelines.publish.authorities import LANGUAGES
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site.addresses import anchor
from pipelines.publish.site.rows import Question, rows_of_release
from pipelines.publish.streams import Row

_AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
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
_INLINE = {"ref", "noteRef", "docTitle", "docNumber", "docDate"}


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


def _file(draft: ReleaseDraft, path: str, note: Row, tables: dict[str, list[Row]]) -> tuple[str, bytes]:
    root = _Note(draft, note, tables).document()
    return path, etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


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


class _Note:
    """One note on its way to XML."""

    def __init__(self, draft: ReleaseDraft, note: Row, tables: dict[str, list[Row]]) -> None:
        self._note, self._tables, self._publisher = note, tables, draft.publication.publisher
        self._id: str = note["note_id"]
        undated = draft.days["notes"].first_published
        self._day = (note["note_issued"] or note["session_start"] or undated).isoformat()
        self._language = LANGUAGES.get(note["language"], "und").lower()
        self._footnotes = _group(tables["footnotes"], "paragraph_id")
        self._citations = _group(tables["citations"], "paragraph_id")
        self._articles = _group(tables["section_articles"], "section_id")

    def document(self) -> Any:
        """The root element."""
        spaces: dict[Any, str] = {None: _AKN}
        root = etree.Element(f"{{{_AKN}}}akomaNtoso", nsmap=spaces)
        doc = _sub(root, "doc", name=self._note["document_type"])
        meta = _sub(doc, "meta")
        self._identification(_sub(meta, "identification", source="#publisher"))
        self._references(_sub(meta, "references", source="#publisher"))
        if self._tables["footnotes"]:
            notes = _sub(meta, "notes", source="#publisher")
            for footnote in self._tables["footnotes"]:
                note = _sub(notes, "note", eId=self._anchor(footnote["footnote_id"]), marker=footnote["marker"][1:-1])
                _paragraphs(note, footnote["text"])
        preface = _sub(doc, "preface")
        if self._note["note_symbol"]:
            _sub(_sub(preface, "p"), "docNumber", self._note["note_symbol"])
        _sub(_sub(preface, "p"), "docTitle", self._note["note_title"])
        if self._note["note_issued"]:
            _sub(_sub(preface, "p"), "docDate", self._day, date=self._day)
        self._body(_sub(doc, "mainBody"))
        return root

    def _identification(self, found: Any) -> None:
        work = f"/akn/un/doc/{self._note['document_type'].replace('_', '-')}/{self._day}/{quote(self._id)}"
        expression = f"{work}/{self._language}@{self._day}"
        for level, uri, this in (
            ("FRBRWork", work, f"{work}/!main"),
            ("FRBRExpression", expression, f"{expression}/!main"),
            ("FRBRManifestation", f"{expression}.xml", f"{expression}/!main.xml"),
        ):
            node = _sub(found, level)
            _sub(node, "FRBRthis", value=this)
            _sub(node, "FRBRuri", value=uri)
            if level == "FRBRWork" and self._note["note_symbol"]:
                _sub(node, "FRBRalias", value=self._note["note_symbol"], name="symbol")
            _sub(node, "FRBRdate", date=self._day, name="issued")
            author = "#publisher" if level == "FRBRManifestation" else "#secretariat"
            _sub(node, "FRBRauthor", href=author)
            if level == "FRBRWork":
                _sub(node, "FRBRcountry", value="un")
            elif level == "FRBRExpression":
                _sub(node, "FRBRlanguage", language=self._language)
            else:
                _sub(node, "FRBRformat", value="application/akn+xml")

    def _references(self, found: Any) -> None:
        targets = {_target(row): row["target"] for row in self._tables["citations"]}
        for address, words in sorted(targets.items()):
            _sub(found, "activeRef", href=address, showAs=words)
        secretariat = "/akn/ontology/organization/un/secretariat"
        _sub(found, "TLCOrganization", eId="secretariat", href=secretariat, showAs="United Nations Secretariat")
        _sub(found, "TLCOrganization", eId="publisher", href=self._publisher.url, showAs=self._publisher.name)
        for article in sorted({row["article"] for row in self._tables["section_articles"]}):
            code = article_code(article)
            _sub(found, "TLCConcept", eId=code, href=f"{_CONVENTION}#art_{article}", showAs=f"Article {article}")

    def _body(self, body: Any) -> None:
        """Headings within each other, and below each its paragraphs in the order of the note."""
        nodes: dict[str | None, Any] = {None: body}
        items = [("section", row) for row in self._tables["sections"]]
        items += [("paragraph", row) for row in self._tables["paragraphs"]]
        items += [("text", row) for row in self._tables["submission_texts"]]
        for kind, row in sorted(items, key=lambda item: item[1]["source_start"]):
            if kind == "section":
                parent = nodes.get(row["parent_section_id"], body)
                nodes[row["section_id"]] = self._section(parent, row)
            elif kind == "paragraph":
                self._paragraph(nodes.get(row["section_id"], body), row)
            else:
                text = _sub(body, "hcontainer", name="submission", eId=self._anchor(row["submission_text_id"]))
                _sub(text, "heading", row["name_as_written"])
                _paragraphs(_sub(text, "content"), row["text"])
        for node in nodes.values():
            # A heading has something below it; where the note has nothing there, that is said.
            if all(child.tag in {f"{{{_AKN}}}num", f"{{{_AKN}}}heading"} for child in node):
                _sub(_sub(_sub(node, "hcontainer", name="empty"), "content"), "p")

    def _section(self, parent: Any, row: Row) -> Any:
        node = _sub(parent, "hcontainer", name="section", eId=self._anchor(row["section_id"]))
        if articles := self._articles[row["section_id"]]:
            node.set("refersTo", " ".join(f"#{article_code(article['article'])}" for article in articles))
        if row["label"]:
            _sub(node, "num", row["label"])
        _sub(node, "heading", row["heading"])
        return node

    def _paragraph(self, parent: Any, row: Row) -> None:
        node = _sub(parent, "paragraph", eId=self._anchor(row["paragraph_id"]))
        _sub(node, "num", f"{row['paragraph_number']}.")
        last = _paragraphs(_sub(node, "content"), row["text"], self._citations[row["paragraph_id"]])
        for footnote in self._footnotes[row["paragraph_id"]]:
            _sub(last, "noteRef", href=f"#{self._anchor(footnote['footnote_id'])}", marker=footnote["marker"][1:-1])

    def _anchor(self, row_id: str) -> str:
        return anchor(row_id, self._id)


def _target(citation: Row) -> str:
    """Where a reference leads."""
    kind, target = citation["kind"], citation["target"]
    if kind == "url":
        return quote(target, safe="%/:=&?~#+!$,;'@()*[]")
    if kind == "article":
        # `article-13`, or `7(4)` for a paragraph of article 7.
        return f"{_CONVENTION}#art_{quote('__para_'.join(re.findall(r'[0-9a-z]+', target.removeprefix('article-'))))}"
    if kind == "resolution":
        return f"/akn/un/statement/resolution/cosp/{quote(target)}/!main"
    return f"https://undocs.org/{quote(target)}"


def _paragraphs(parent: Any, text: str, citations: list[Row] | None = None) -> Any:
    """Text as `p`, one for each block of it, with what it refers to marked where the words stand; gives the last."""
    block = None
    for block_text in text.split("\n\n"):
        block = _sub(parent, "p")
        last = None
        for words, address in _marked(block_text, citations or []):
            if address:
                last = _sub(block, "ref", words, href=address)
            elif last is None:
                block.text = _clean(words)
            else:
                last.tail = _clean(words)
    return block


def _marked(text: str, citations: list[Row]) -> Iterator[tuple[str, str | None]]:
    """The pieces of a text, each with the address that it refers to, if any."""
    known = {row["target"]: _target(row) for row in citations if row["kind"] != "article"}
    longest = sorted(known, key=lambda target: (-len(target), target))
    pattern = "|".join(rf"(?<![\w/]){re.escape(target)}(?![\w/])" for target in longest)
    for piece in re.split(f"({pattern})", text) if pattern else [text]:
        if piece:
            yield piece, known.get(piece)


def _group(rows: list[Row], key: str) -> dict[str | None, list[Row]]:
    found: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _sub(parent: Any, tag: str, words: str | None = None, /, **attributes: str) -> Any:
    node = etree.SubElement(parent, f"{{{_AKN}}}{tag}", {k: _clean(v) for k, v in attributes.items()})
    if words is not None:
        node.text = _clean(words)
    if tag not in _INLINE:
        node.tail = "\n"
    return node


def _clean(words: str) -> str:
    return _FORBIDDEN.sub("", words)
