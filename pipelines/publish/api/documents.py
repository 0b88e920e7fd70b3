"""Says what the documents that are files of the API hold: those of a State and of a note.

Here: their fields, of which schemas are made (`schema.py`). A row is that of its table, column by column, with lists
where a text lists several, and may have more (`ADDED`). Not here: columns themselves (`datapackage/`), what is asked
for each field, and what documents hold that pages alone are made of (`sql/things/`), reading them (`things.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field, NonNegativeInt


class Translated(BaseModel):
    """A quote in another language, and where it stands in the paragraph in that language."""

    language: str
    quote: str
    quote_start: NonNegativeInt
    quote_end: NonNegativeInt


class Named(BaseModel):
    """A State by its name."""

    state_iso3: str
    state_name: str


class Written(BaseModel):
    """How notes in a language write the name of a State."""

    name_as_written: str
    language: str


class Quoted(BaseModel):
    """A statement, and the stage of the sentence in it that names what it is asked for."""

    statement_id: str
    stage: str | None


class FirstAndLast(BaseModel):
    """Of a topic on which several notes quote a State, the first quote and the last."""

    topic: str
    first: Quoted
    last: Quoted


class OfSeveral(BaseModel):
    """How many collective statements a note has that lists the State: whether they include it can't be known."""

    note_id: str
    collective_statement_count: NonNegativeInt


class InYear(BaseModel):
    """What notes of a year that cover an article say of a State: the furthest stage, and where the words stand."""

    article: int
    year: int | None
    status: str
    stage: str | None
    statement_count: NonNegativeInt
    note_id: str
    statement_id: str | None


Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
_PERMALINK = (Address, Field(description="Address of the row's words on the page of its note."))
_TEXTS = (
    list[Translated],
    Field(description="The quote in other languages, where there is a translation of the note."),
)
_API = (str, Field(description="Path of the document about it, from the folder of this one."))
_BY_RANGE = (list[int], Field(description="Articles that its headings name only within a range."))

# What rows have beside the columns of their table: type and meaning.
ADDED: dict[str, dict[str, Any]] = {
    "statements": {"permalink": _PERMALINK, "in_languages": _TEXTS, "articles_by_range": _BY_RANGE},
    "collective_statements": {"permalink": _PERMALINK, "articles_by_range": _BY_RANGE},
    "paragraphs": {"permalink": _PERMALINK},
    "submission_texts": {"permalink": _PERMALINK},
    "by_state": {"api": _API},
    "notes": {"api": _API},
    "register": {"leads_to": (str | None, Field(description="The note where what stands in its place is."))},
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Documents of one kind of thing; `sql/things/<name>.sql` asks for them.

    `key`: column by which one is called. `row`, `rows`: fields that are one row of a table, or none, and those that are
    a list of its rows, by the table. `further`: types of all other fields. `folder`: of their files. `listed`: the
    table whose rows `<folder>.json` lists, in `order`.
    """

    name: str
    key: str
    description: str
    row: Mapping[str, str]
    rows: Mapping[str, str]
    further: Mapping[str, Any]
    folder: str
    listed: str
    order: str


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


STATE = Kind(
    "State",
    "state_iso3",
    "A State. If no note lists or mentions it, summary is null, which says nothing about the State. What notes "
    "say about several States without naming each of them is in the documents of notes.",
    {"state": "states", "summary": "by_state"},
    {"by_article": "by_state_article"}
    | _same("submissions", "statements", "systems", "system_mentions", "submission_texts")
    | {"withdrawn": "register"},
    {
        "before": Named | None,
        "after": Named | None,
        "names_as_written": list[Written],
        "years": list[InYear],
        "first_and_last": list[FirstAndLast],
        "collective": list[OfSeveral],
    },
    "states",
    "by_state",
    "state_name",
)
NOTE = Kind(
    "Note",
    "note_id",
    "A note, its paragraphs and what was extracted from them. A note that is no longer published has only the list "
    "withdrawn, which says what replaced each row.",
    {"note": "notes", "coverage": "coverage"},
    {"versions": "note_versions", "files": "note_files", "texts": "note_texts"}
    | _same("submissions", "sections", "section_articles", "section_texts", "paragraphs", "paragraph_texts")
    | _same("statements", "collective_statements", "statement_topics", "system_mentions", "submission_texts")
    | _same("footnotes", "citations", "signals")
    | {"withdrawn": "register"},
    {},
    "notes",
    "notes",
    "note_issued DESC NULLS LAST, note_id",
)
# What is said of an article, a topic or a system stands in the CSVs of each
# article, in `statement_topics` and `system_mentions`, and in the documents of States: nobody asked for it once more.
KINDS = (STATE, NOTE)
