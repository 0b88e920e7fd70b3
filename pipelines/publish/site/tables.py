"""The tables of the site, column by column, and the pages that are one list of single rows.

One component draws and enlivens all of them: the macro `live` and `static/table.js`. Such a page is a shell with the
first rows; all of them are JSON in `lists/`, the same for all languages. Statements have a file a year, so that those
of past years stay as they are. Here: columns, and the pages of statements, collective statements, systems, notes,
submissions and doubts. Not here: the pages on which a table is one thing among others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from pipelines.publish.doubts import SIMILAR_SYSTEM
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import compact
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site, sites, spans
from pipelines.publish.site.rows import parted_words, rows_of_release
from pipelines.publish.streams import Row
from pipelines.workspace.questions import question

# Rows that stand in the page itself.
SHOWN = 50
SIMILAR = "a system may be the same as another of a similar name"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on a page.

    `key`: its name in the row, in the address of the page, and in the file that a reader saves. `kind`: how the macro
    `cell` and `static/table.js` show it. `filter`: label of the list by which a reader chooses rows; `part`: only so
    many characters of the value count there; `least`: the list offers what is at least so much. `hidden`: shown to
    those who ask for it.
    """

    key: str
    label: str
    kind: str = "text"
    filter: str | None = None
    part: int | None = None
    hidden: bool = False
    least: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of single rows.

    Its rows are what `sql/pages/<name>.sql` asks, with a column `row_id` for where each leads on the page of its note.
    `files`: where all are without a script. `by_year`: whether they come in a file a year.
    """

    name: str
    title: str
    words: str
    columns: tuple[Column, ...]
    files: tuple[str, ...]
    by_year: bool = False

    def year(self, row: Row) -> str:
        """The year in whose file a row stands."""
        if not self.by_year:
            return ""
        return str(row["note_issued"].year) if row["note_issued"] else "undated"


STATE = Column("state_name", "State", "state", "State")
_NOTE = (
    Column("note_title", "Note", "note", "Note"),
    Column("note_issued", "Issued", "day", "Year", 4),
    Column("paragraph_number", "Paragraph", "place"),
)
_CODES = (Column("state_iso3", "Code", hidden=True), Column("region", "Region", "said", "Region", hidden=True))
_ARTICLES = Column("articles", "Articles", "articles", "Article")
_BLANK = "A blank does not mean “did nothing”."

LISTED = (
    Listed(
        "statements",
        "Statements",
        "Each row is what one numbered paragraph of a note says that one State itself has done, has, or plans. "
        f"The newest note comes first. {_BLANK}",
        (
            STATE,
            *_CODES,
            _ARTICLES,
            Column("quote", "Quote", "quote"),
            *_NOTE,
            Column("confidence", "Confidence", "sure", "Confidence", least=(0.7, 0.9, 0.97)),
            Column("stage", "First stage", "stage", "First stage"),
            Column("attribution", "How the State is named", "attribution", "How the State is named", hidden=True),
            Column("lead_in", "Words before the quote", "any", hidden=True),
            Column("topics", "Topics", "topics", "Topic", hidden=True),
            Column("theme", "Heading", "any", hidden=True),
            Column("reporting_verb", "Verb", hidden=True),
            Column("statement_id", "Identifier", "id", hidden=True),
        ),
        ("data/statements.csv",),
        by_year=True,
    ),
    Listed(
        "collective",
        "Collective statements",
        "What paragraphs say about several States without naming each of them. This is never counted for a State; "
        f"one that is named as well (“including Kenya”) has a statement of its own. {_BLANK}",
        (
            Column("subject_as_written", "About whom", "any"),
            Column("scope", "Scope", "scope", "Scope"),
            _ARTICLES,
            Column("quote", "Quote", "quote"),
            *_NOTE,
            Column("theme", "Heading", "any", hidden=True),
            Column("collective_statement_id", "Identifier", "id", hidden=True),
        ),
        ("data/collective_statements.csv",),
    ),
    Listed(
        "systems",
        "Systems, bodies and laws",
        f"Portals, registers, programmes, hotlines, laws and bodies that a statement names. {_BLANK}",
        (
            Column("words", "Name", "system"),
            Column("acronym", "Acronym"),
            Column("system_kind", "Kind", "said", "Kind"),
            STATE,
            *_CODES,
            _ARTICLES,
            *_NOTE,
            Column("quote", "Quote", "quote", hidden=True),
            Column("stage", "Stage", "stage", "Stage"),
            Column("statement_count", "Statements that name it", "num"),
            Column("system_id", "System", "id", hidden=True),
        ),
        ("data/system_mentions.csv",),
    ),
    Listed(
        "notes",
        "Notes",
        "The documents of the United Nations Secretariat from which everything here is taken, newest first.",
        (
            Column("note_title", "Title", "title"),
            Column("note_symbol", "Symbol"),
            Column("note_issued", "Issued", "day", "Year", 4),
            Column("document_type", "Kind", "type", "Kind"),
            Column("body", "Body", filter="Body", hidden=True),
            Column("language", "Language", "language", "Language", hidden=True),
            Column("articles", "Articles", "articles", "Article"),
            Column("statement_count", "Statements", "num"),
            Column("found_respondent_count", "Respondents", "num"),
            Column("paragraph_count", "Paragraphs", "num"),
            Column("submission_text_count", "States’ own texts", "num", hidden=True),
        ),
        ("data/notes.csv",),
    ),
    Listed(
        "submissions",
        "Submissions",
        "Each row is one note and one State that it lists as having sent information, or mentions. "
        "If no paragraph mentions a State, that says nothing about what it has done.",
        (
            STATE,
            Column("state_iso3", "Code", hidden=True),
            *_NOTE[:2],
            Column("declared", "Listed", "truth", "Listed"),
            Column("statement_count", "Statements", "num"),
            Column("silent", "Sent information, not mentioned", "truth", "Not mentioned"),
            Column("silent_reason", "Why unclear", "reason", "Why unclear", hidden=True),
        ),
        ("data/submissions.csv",),
    ),
    Listed(
        "doubts",
        "To be checked",
        "Passages where the program was unsure and that nobody has checked yet, the most doubtful first. What a "
        "person has accepted is marked “reviewed” in the data.",
        (
            STATE,
            Column("state_iso3", "Code", hidden=True),
            Column("confidence", "Confidence", "sure", "Confidence", least=(0.5, 0.7)),
            Column("rule", "Why", "rule", "Why"),
            Column("words", "Words", "any"),
            *_NOTE,
            Column("message", "In detail", "message", hidden=True),
            Column("row", "Identifier", "id", hidden=True),
        ),
        ("data/signals.csv", "data/statements.csv", "data/system_mentions.csv"),
    ),
)


@renders()
def render_tables(draft: ReleaseDraft) -> Made:
    """The pages of lists in each language, and for all of them their rows."""
    rows = rows_of_release(draft)
    languages = {note_id: note["language"] for note_id, note in rows.notes.items()}
    for listed in LISTED:
        listing = rows.select(question(f"pages/{listed.name}"))
        by_year = groupby(listing, listed.year)
        years = [(f"lists/{listed.name}{year and f'-{year}'}.json", list(some)) for year, some in by_year]
        yield from ((path, _part(listed, some, languages)) for path, some in years)
        parts, first = [path for path, _ in years], _first_rows(listed, listing)
        for site in sites(draft):
            yield site.page(
                f"{listed.name}.html",
                "table.html",
                title=site.say(listed.title),
                kind="table",
                listed=listed,
                rows=listing[:SHOWN],
                total=len(listing),
                list={
                    "parts": parts,
                    "words": _words(site, listed, first),
                    "parted": draft.once(parted_words),
                    "languages": languages,
                },
            )


def _part(listed: Listed, rows: Iterable[Row], languages: Mapping[str, str]) -> str:
    """Rows as JSON for `static/table.js`: each note once; of each row the number of its note, its place and values."""
    notes: dict[str, int] = {}
    notes_of_rows: list[list[Any]] = []
    lines = []
    for row in rows:
        note_id = row["note_id"]
        if note_id not in notes:
            notes[note_id] = len(notes_of_rows)
            facts = note_id, row["note_title"], row["note_symbol"], _plain(row["note_issued"]), languages.get(note_id)
            notes_of_rows.append(list(facts))
        place = addresses.anchor(row["row_id"], note_id) if row["row_id"] else ""
        values = [_value(column, row) for column in listed.columns if column.kind not in _OF_NOTE]
        lines.append(compact([notes[note_id], place, *values]))
    return f'{{"notes":{compact(notes_of_rows)},"rows":[\n' + ",\n".join(lines) + "\n]}\n"


# What the note says for all its rows, and the identifier that follows from note and place.
_OF_NOTE = {"note", "title", "day"}


def _value(column: Column, row: Row) -> Any:
    value = row[column.key]
    if column.kind == "articles":
        parts = spans(value, row.get("articles_by_range"))
        return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
    return _plain(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _words(site: Site, listed: Listed, first: Mapping[str, Mapping[str, Row]]) -> dict[str, dict[str, str]]:
    """By column, the words for each of its codes in the language of a page. `first`: as by `_first_rows`."""
    kinds = {column.key: column.kind for column in listed.columns}
    return {
        key: {code: _SAID[kinds[key]](site, row, code) for code, row in sorted(codes.items())}
        for key, codes in first.items()
    }


def _first_rows(listed: Listed, rows: Sequence[Row]) -> dict[str, dict[str, Row]]:
    """By column, each code that stands in it, with the first of its rows."""
    first: dict[str, dict[str, Row]] = defaultdict(dict)
    for column in listed.columns:
        for row in rows if column.kind in _SAID else ():
            value = row[column.key] or ""
            for code in value.split(";") if column.kind == "topics" else (value,):
                if code:
                    first[column.key].setdefault(code, row)
    return first


def _rule(site: Site, code: str) -> str:
    rules = {**site.draft.contract.meanings("rule"), **site.meanings["attributions"], SIMILAR_SYSTEM: SIMILAR}
    return site.told(rules[code])


# By kind of columns with codes, how a page says one, of which a row is given.
_SAID: dict[str, Callable[[Site, Row, str], str]] = {
    "state": lambda site, row, _: site.named(row),
    "said": lambda site, _, code: site.say(code),
    "truth": lambda site, _, code: site.say("yes" if code == "true" else "no"),
    "rule": lambda site, _, code: _rule(site, code),
    "topics": lambda site, _, code: str(site.topics[code]["topic_title"]),
    "stage": lambda site, _, code: site.meanings["stages"][code],
    "attribution": lambda site, _, code: site.meanings["attributions"][code],
    "scope": lambda site, _, code: site.meanings["scopes"][code],
    "type": lambda site, _, code: site.meanings["document_types"][code],
    "language": lambda site, _, code: site.meanings["languages"][code],
    "reason": lambda site, _, code: site.meanings["silent_reasons"][code],
}
