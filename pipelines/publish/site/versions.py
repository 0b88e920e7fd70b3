"""The pages of a note in its other languages: headings and paragraphs as printed, the quotes of statements marked.

Here: what stands on them, and the links between the languages of a note. Not here: all else that was extracted, which
stands on the pages of the language that carries the structure (`notes.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any

from pipelines.publish.renderers import Made
from pipelines.publish.site import addresses
from pipelines.publish.site.phrases import OWN_NAMES
from pipelines.publish.site.rendering import Site
from pipelines.publish.streams import Row


def languages_of(note: Row, versions: Sequence[Row]) -> list[Row]:
    """The languages in which a note has a page: code, name in that language, address; its own first."""
    note_id, own = note["note_id"], note["language"]
    others = sorted(v["language"] for v in versions if v["current"] and v["aligned"] and v["language"] != own)
    languages = [(own, addresses.note(note_id)), *((code, addresses.note(note_id, code)) for code in others)]
    return [{"code": code, "name": OWN_NAMES.get(code, code), "address": address} for code, address in languages]


def versions(site: Site, document: Row, blocks: Sequence[Row], languages: Sequence[Row]) -> Made:
    """The page of a note in each of its other languages.

    `blocks`: the paragraphs of the note, each with the headings before it. `languages`: as by `languages_of`.
    """
    titles = {row["language"]: row["note_title"] for row in document["texts"]}
    headings = {(row["section_id"], row["language"]): row["heading"] for row in document["section_texts"]}
    texts = {(row["paragraph_id"], row["language"]): row["text"] for row in document["paragraph_texts"]}
    for language in languages[1:]:
        code = language["code"]
        statements = {block["id"]: _statements(block, texts, code) for block in blocks}
        yield site.page(
            language["address"],
            "version.html",
            kind="note",
            title=titles[code],
            note=document["note"],
            language=code,
            languages_of_note=languages,
            blocks=[
                block
                | {
                    "marked": marked(texts[block["id"], code], statements[block["id"]]),
                    "statements": statements[block["id"]],
                    "headings": [
                        heading | {"heading": headings[heading["section_id"], code]}
                        for heading in block["headings"]
                        if (heading["section_id"], code) in headings
                    ],
                }
                for block in blocks
                if (block["id"], code) in texts
            ],
        )


def _statements(block: Row, texts: dict[Any, str], code: str) -> list[Row]:
    """The statements of a paragraph that are quoted in a language, with that quote and where its words stand."""
    return [
        statement | quote | {"plain": quote["quote_end"] - quote["quote_start"] == len(texts[block["id"], code])}
        for statement in block.get("statements", ())
        for quote in statement["in_languages"]
        if quote["language"] == code
    ]


def marked(text: str, statements: list[Row]) -> list[tuple[str, Any]]:
    """The text in pieces to be written one after the other, with a mark around each quote.

    `open` with the statement whose words begin here, `again` where its mark goes on that another one had to interrupt,
    `text` with words, `close`.
    """
    quotes = sorted(statements, key=lambda row: (row["quote_start"], -row["quote_end"], row["anchor"]))
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
