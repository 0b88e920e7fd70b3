"""The pages of a note in its other languages: headings and paragraphs as printed, each beside the one that was read.

Here: what stands on them, and the links between the languages of a note. Not here: what was extracted, which stands on
the pages of the language that carries the structure (`notes.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.publish.site import addresses
from pipelines.publish.site.phrases import OWN_NAMES
from pipelines.publish.site.rendering import Pager, Site
from pipelines.publish.site.rows import Row


def languages_of(note: Row, versions: Sequence[Row], page: int) -> list[Row]:
    """The languages in which a page of a note is there: code, name in that language, address; its own first."""
    others = [v["language"] for v in versions if v["current"] and v["aligned"] and v["language"] != note["language"]]
    return [
        {"code": code, "name": OWN_NAMES.get(code, code), "address": address}
        for code, address in (
            (note["language"], addresses.note(note["note_id"], page)),
            *((code, addresses.version(note["note_id"], code, page)) for code in sorted(others)),
        )
    ]


def write_versions(site: Site, note: Row, tables: dict[str, list[Row]], blocks: Sequence[Row], pager: Pager) -> None:
    """Write a page of a note in each of its other languages.

    `blocks`: the paragraphs of that page of the note, each with the headings before it.
    """
    languages = languages_of(note, tables["note_versions"], pager.page)
    titles = {row["language"]: row["note_title"] for row in tables["note_texts"]}
    headings = {(row["section_id"], row["language"]): row["heading"] for row in tables["section_texts"]}
    texts = {(row["paragraph_id"], row["language"]): row["text"] for row in tables["paragraph_texts"]}
    for language in languages[1:]:
        code = language["code"]
        site.edition(code).write(
            language["address"],
            "version.html",
            kind="note",
            title=titles[code],
            note=note,
            language=code,
            languages_of_note=languages,
            blocks=[
                {
                    "anchor": block["anchor"],
                    "number": block["paragraph_number"],
                    "text": texts[block["id"], code],
                    "headings": [
                        heading | {"heading": headings[heading["section_id"], code]} for heading in block["headings"]
                    ],
                }
                for block in blocks
                if (block["id"], code) in texts
            ],
            pager=Pager(pager.page, pager.last, lambda page, c=code: addresses.version(note["note_id"], c, page)),
        )
