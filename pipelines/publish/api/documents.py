"""Says what the document of each kind of thing holds: a State, an article, a topic, a system, a note, the release.

Here: the fields, of which schemas are made (`schema.py`). A row is that of its table, column by column, with lists
where a text lists several, and may have more (`ADDED`). Not here: columns themselves (`datapackage/`), what is asked
for each field (`sql/things/`), reading it (`things.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_origin

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


class Answer(Named):
    """What notes that cover an article say of a State under it."""

    statement_count: NonNegativeInt
    status: str


class InYear(BaseModel):
    """What notes of a year that cover an article say of a State: the furthest stage, and where the words stand."""

    article: int
    year: int | None
    status: str
    stage: str | None
    statement_count: NonNegativeInt
    note_id: str
    statement_id: str | None


class OnTopic(Named):
    """A State that notes which could quote it on a topic list or mention: whether one does, and what the last tells."""

    statement_count: NonNegativeInt
    quoted: bool | None
    stage: str | None
    last_note_issued: date | None


class Heading(BaseModel):
    """What notes in a language call an article."""

    heading: str
    language: str


class Range(BaseModel):
    """A heading of several articles by their range: what stands under it is of no single one of them."""

    section_id: str
    note_id: str
    heading: str
    statement_count: NonNegativeInt


class Year(BaseModel):
    """How many States notes of a year list or mention, empty where that can't be told, and how many they quote."""

    year: int
    state_count: NonNegativeInt | None
    quoted_count: NonNegativeInt


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

    `folder`: of their files, and `listed`: the table whose rows `<folder>.json` lists, in `order`; none of either where
    they are no files. `key`: column by which one is called. `row`, `rows`: fields that are one row of a table, or none,
    and those that are a list of its rows, by the table. `further`: types of all other fields.
    """

    name: str
    key: str
    description: str
    row: Mapping[str, str]
    rows: Mapping[str, str]
    further: Mapping[str, Any]
    folder: str = ""
    listed: str = ""
    order: str = ""

    @property
    def lists(self) -> frozenset[str]:
        """The fields that are lists."""
        return frozenset([*self.rows, *(name for name, type_ in self.further.items() if get_origin(type_) is list)])


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
ARTICLE = Kind(
    "Article",
    "article",
    "An article that notes cover, or that a heading names within a range alone; of these summary is null.",
    {"article": "articles", "summary": "by_article"},
    _same("statements", "collective_statements", "submission_texts") | {"withdrawn": "register"},
    {
        "before": int | None,
        "after": int | None,
        "states": list[Answer],
        "headings": list[Heading],
        "ranges": list[Range],
        "years": list[Year],
    },
)
TOPIC = Kind(
    "Topic",
    "topic",
    "A topic, and the statements whose quotes name it or a part of it. A State that is not among them may have done "
    "much.",
    {"topic": "topics"},
    _same("statements") | {"withdrawn": "register"},
    {
        "statement_count": NonNegativeInt,
        "state_count": NonNegativeInt,
        "last_note_issued": date | None,
        "broader": list[str],
        "narrower": list[str],
        "covered_articles": list[int],
        "states": list[OnTopic],
        "years": list[Year],
    },
)
SYSTEM = Kind(
    "System",
    "system_id",
    "A system, body or law that several statements name, and these in the order of the notes. Two names that nothing "
    "joins are two, though they may be of one thing.",
    {"system": "systems"},
    _same("statements"),
    {},
)
RELEASE = Kind(
    "Release",
    "release",
    "A release as a whole. Chapters, each by its first article, and topics: those first that most statements are on.",
    {},
    {"newest": "notes"},
    {
        "quoted_state_count": NonNegativeInt,
        "respondent_count": NonNegativeInt,
        "respondent_with_statement_count": NonNegativeInt,
        "unclear_state_count": NonNegativeInt,
        "source_character_count": NonNegativeInt,
        "accounted_character_count": NonNegativeInt,
        "note_in_another_language_count": NonNegativeInt,
        "list_in_doubt_count": NonNegativeInt,
        "chapters": list[int],
        "topics": list[str],
        "silent": list[Named],
        "most_noted": list[Named],
    },
)
THINGS = (STATE, NOTE, ARTICLE, TOPIC, SYSTEM, RELEASE)
# Those whose documents are files of the API. What is said of an article, a topic or a system stands in the CSVs of each
# article, in `statement_topics` and `system_mentions`, and in the documents of States: nobody asked for it once more.
KINDS = (STATE, NOTE)
