"""Says what each document of the API holds: which rows of which tables, and in which order.

Here: declarations, from which files (`files.py`) and schemas (`schema.py`) are both made. A row is that of its table,
column by column, with lists where a text lists several, and may have more (`ADDED`). Not here: columns themselves
(`datapackage/`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, get_origin

from pydantic import BaseModel, Field, NonNegativeInt


class Translated(BaseModel):
    """A quote in another language."""

    language: str
    quote: str


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
    """Of a topic or a system on which several notes quote a State, the first quote and the last."""

    topic: str | None
    system_id: str | None
    system_name: str | None
    first: Quoted
    last: Quoted


class OfSeveral(BaseModel):
    """How many collective statements a note has that lists the State: whether they include it can't be known."""

    note_id: str
    collective_statement_count: NonNegativeInt


Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
_PERMALINK = (Address, Field(description="Address of the row's words on the page of its note."))
_TEXTS = (
    list[Translated],
    Field(description="The quote in other languages, where a translation of the note is there."),
)
_API = (str, Field(description="Path of the document about it, from the folder of this one."))

_BY_RANGE = (list[int], Field(description="Articles that its headings name within a range alone."))

# What rows have beside the columns of their table: type and meaning.
ADDED: dict[str, dict[str, Any]] = {
    "statements": {"permalink": _PERMALINK, "in_languages": _TEXTS, "articles_by_range": _BY_RANGE},
    "collective_statements": {"permalink": _PERMALINK},
    "paragraphs": {"permalink": _PERMALINK},
    "submission_texts": {"permalink": _PERMALINK},
    "by_state": {"api": _API},
    "by_article": {"api": _API},
    "notes": {"api": _API},
}
# A row's place on the page of its note: its identifier less that of the note, as in `site/addresses.py`.
_PLACE = "$base || 'notes/' || t.note_id || '.html#' || substr(t.{key}, length(t.note_id) + 2) AS permalink"
# The tables with what is added, as SELECTs over the tables themselves; `$base` is the address of the release.
VIEWS = {
    "statements": f"SELECT t.*, {_PLACE.format(key='statement_id')}, coalesce(w.texts, []) AS in_languages, "
    "coalesce(r.articles, []) AS articles_by_range FROM statements AS t LEFT JOIN (SELECT p.paragraph_id, "
    "list(a.article ORDER BY a.article) AS articles FROM paragraphs AS p JOIN section_articles AS a USING (section_id) "
    "WHERE a.by_range GROUP BY p.paragraph_id) AS r USING (paragraph_id) "
    "LEFT JOIN (SELECT statement_id, list({'language': language, 'quote': quote} "
    "ORDER BY language) AS texts FROM statement_texts GROUP BY statement_id) AS w USING (statement_id)",
    "collective_statements": f"SELECT t.*, {_PLACE.format(key='collective_statement_id')} FROM collective_statements t",
    "paragraphs": f"SELECT t.*, {_PLACE.format(key='paragraph_id')} FROM paragraphs AS t",
    "submission_texts": f"SELECT t.*, {_PLACE.format(key='submission_text_id')} FROM submission_texts AS t",
    "by_state": "SELECT t.*, 'states/' || t.state_iso3 || '.json' AS api FROM by_state AS t",
    "by_article": "SELECT t.*, 'articles/' || t.article || '.json' AS api FROM by_article AS t",
    "notes": "SELECT t.*, 'notes/' || t.note_id || '.json' AS api FROM notes AS t",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a document, of one table.

    `key`: SQL for the document to which a row `r` belongs. `order`: SQL. `joined`: what is joined to say so. `only`:
    there is one row, and it stands for itself rather than in a list. `row`: SQL for what is shown of it. Where a file
    in `sql/things/` asks for the documents, it says all that.
    """

    table: str
    key: str = ""
    order: str = ""
    joined: str = ""
    only: bool = False
    row: str = "r"


@dataclass(frozen=True, slots=True)
class Kind:
    """Documents of one kind, `<folder>/<key>.json`, and the list of them, `<folder>.json`.

    `listed`: the table whose rows are listed. `parts`: by their name in the document. `key`: column by which a document
    is called. `also`: SELECT of keys of further documents, of what is not listed. `further`: types of the fields that
    are no rows of a table.
    """

    name: str
    folder: str
    listed: str
    key: str
    order: str
    description: str
    parts: dict[str, Part] = field(default_factory=dict)
    also: str = ""
    further: dict[str, Any] = field(default_factory=dict)

    def single(self, name: str) -> bool:
        """Whether a field is one thing, or none, and no list."""
        return self.parts[name].only if name in self.parts else get_origin(self.further[name]) is not list


# Of a State `s`: whether a paragraph names it.
NAMED = "EXISTS (SELECT 1 FROM paragraphs AS p WHERE CONTAINS(p.text, s.state_name))"
_READING = "r.note_issued NULLS LAST, r.note_id, r.paragraph_number, "
_STATEMENTS, _COLLECTIVE = _READING + "r.statement_id", _READING + "r.collective_statement_id"


def _of_note(table: str, order: str, *, only: bool = False) -> Part:
    return Part(table, "r.note_id", order, only=only)


KINDS = (
    Kind(
        "State",
        "states",
        "by_state",
        "state_iso3",
        "state_name",
        "A State. Of one that no note lists or speaks of, summary is null. A blank is not a finding about it. What "
        "notes say of several States without naming each of them stands in the documents of notes and articles.",
        {
            "state": Part("states", only=True),
            "summary": Part("by_state", only=True),
            "by_article": Part("by_state_article"),
            "timeline": Part("state_timeline"),
            "submissions": Part("submissions"),
            "statements": Part("statements"),
            "systems": Part("systems"),
            "system_mentions": Part("system_mentions"),
            "submission_texts": Part("submission_texts"),
        },
        also=f"SELECT state_iso3 FROM states AS s WHERE {NAMED}",
        further={
            "before": Named | None,
            "after": Named | None,
            "names_as_written": list[Written],
            "first_and_last": list[FirstAndLast],
            "collective": list[OfSeveral],
        },
    ),
    Kind(
        "Article",
        "articles",
        "by_article",
        "article",
        "article",
        "An article of the Convention that a note covers.",
        {
            "article": Part("articles", "r.article", "1", only=True),
            "summary": Part("by_article", "r.article", "1", only=True),
            "by_state": Part("by_state_article", "r.article", "r.state_iso3"),
            "by_theme": Part("by_theme", "r.article", "r.theme"),
            "sections": Part(
                "sections",
                "a.article",
                "r.section_id",
                "JOIN (SELECT section_id, article FROM section_articles WHERE NOT inherited AND NOT by_range) AS a "
                "USING (section_id)",
            ),
            "collective_statements": Part(
                "collective_statements",
                "a.article",
                _COLLECTIVE,
                "JOIN (SELECT paragraph_id, section_id FROM paragraphs) USING (paragraph_id) "
                "JOIN (SELECT section_id, article FROM section_articles WHERE NOT by_range) AS a USING (section_id)",
            ),
            "statements": Part(
                "statements",
                "a.article",
                _STATEMENTS,
                "JOIN (SELECT statement_id, article FROM statement_articles WHERE NOT by_range) AS a "
                "USING (statement_id)",
            ),
            "submission_texts": Part("submission_texts", "r.article", "r.submission_text_id"),
        },
    ),
    Kind(
        "Topic",
        "topics",
        "topics",
        "topic",
        "topic",
        "A topic, and the statements whose quotes name it. A State that is not among them may have done much.",
        {
            "topic": Part("topics", "r.topic", "1", only=True),
            "statements": Part(
                "statements",
                "a.topic",
                _STATEMENTS,
                "JOIN statement_topics AS a USING (statement_id)",
                # beside a topic stands the stage of the sentence that names it
                row="struct_update(r, stage := a.stage, stage_confidence := a.stage_confidence)",
            ),
        },
    ),
    Kind(
        "Note",
        "notes",
        "notes",
        "note_id",
        "note_issued DESC NULLS LAST, note_id",
        "A note, its paragraphs and what was extracted from them. Of a note that is no longer published, only "
        "withdrawn has rows, which say what stands in the place of each.",
        {
            "note": _of_note("notes", "1", only=True),
            "coverage": _of_note("coverage", "1", only=True),
            "versions": _of_note("note_versions", "r.language, r.revision NULLS FIRST"),
            "files": _of_note("note_files", "r.source_sha256"),
            "texts": _of_note("note_texts", "r.language"),
            "submissions": _of_note("submissions", "r.state_iso3"),
            "sections": _of_note("sections", "r.position"),
            "section_articles": _of_note("section_articles", "r.section_id, r.article"),
            "section_texts": _of_note("section_texts", "r.section_id, r.language"),
            "paragraphs": _of_note("paragraphs", "r.position"),
            "paragraph_texts": _of_note("paragraph_texts", "r.paragraph_id, r.language"),
            "statements": _of_note("statements", _STATEMENTS),
            "collective_statements": _of_note("collective_statements", _COLLECTIVE),
            "statement_topics": _of_note("statement_topics", "r.statement_id, r.topic"),
            "system_mentions": _of_note("system_mentions", "r.mention_id"),
            "submission_texts": _of_note("submission_texts", "r.source_start, r.submission_text_id"),
            "footnotes": _of_note("footnotes", "r.footnote_id"),
            "citations": _of_note("citations", "r.citation_id"),
            "signals": _of_note("signals", "r.signal_id"),
            "withdrawn": Part(
                "withdrawn",
                "regexp_extract(r.row_id, '^[^./]+')",
                "r.table_name, r.row_id",
                "SEMI JOIN gone USING (table_name)",
            ),
        },
        also="SELECT DISTINCT regexp_extract(row_id, '^[^./]+') FROM withdrawn SEMI JOIN gone USING (table_name)",
    ),
)
STATE = KINDS[0]
# Rows of notes: what else is withdrawn follows from them.
GONE = ("notes", "paragraphs", "statements", "collective_statements", "submission_texts")
