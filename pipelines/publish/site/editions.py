"""The editions in other languages: a home page, and a page for each State and article with the quotes in the language.

There is one for each language that the site's own words are translated into and in which a note is there. Here: only
what is quoted in the language, each page leading to its English sister, which has all. Not here: the texts of notes
(`versions.py`), which stand in the language already.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any

from pipelines.publish.by_language import statements_in
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import paged
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Rows, rows_of_release, sister_pages
from pipelines.publish.streams import Row
from pipelines.workspace.paths import DATAPACKAGE

_KEPT = ("statement_id", "note_id", "paragraph_id", "paragraph_number", "state_iso3", "state_name", "theme", "quote")
_BYTES = 900  # of markup around a quote


@renders()
def render_editions(draft: ReleaseDraft) -> Made:
    """`es/index.html`, `es/states/ARG.html`, `es/articles/article-09.html` and so on."""
    rows = rows_of_release(draft)
    english = draft.once(Site)
    for language in sorted(set(sister_pages(draft).get("index.html", ()))):
        yield from _edition(english.edition(language), rows, _quotes(rows, language), language)


def _quotes(rows: Rows, language: str) -> list[Row]:
    """The quotes in the language: one row each and article, in the order of States and notes, with where they stand."""
    select = statements_in(rows.connection, language, [*_KEPT, "note_title", "note_symbol", "note_issued"])
    found = rows.ask(
        f"SELECT q.*, a.article FROM ({select}) AS q "
        "LEFT JOIN statement_articles AS a ON q.statement_id = a.statement_id AND NOT a.by_range "
        "ORDER BY q.state_name, a.article NULLS LAST, q.note_issued NULLS LAST, q.statement_id"
    )
    for row in found:
        row["link"] = rows.link(row["note_id"], row["paragraph_id"], language=language)
    return found


def _weight(row: Row) -> int:
    return _BYTES + len(row["quote"])


def _sister(language: str, address: Callable[[int], str], page: int) -> str:
    return f"{language}/{address(page)}"


def _edition(site: Site, rows: Rows, quotes: list[Row], language: str) -> Made:
    with (DATAPACKAGE / "codes" / "articles" / f"{language}.csv").open(encoding="utf-8", newline="") as lines:
        titles = {int(row["article"]): row["article_title"] for row in csv.DictReader(lines)}
    shared: dict[str, Any] = {"titles": titles, "language": language}
    states = [
        {"iso3": iso3, "name": name, "rows": list(group)}
        for (iso3, name), group in groupby(quotes, lambda row: (row["state_iso3"], row["state_name"]))
    ]
    by_article = sorted((row for row in quotes if row["article"]), key=lambda row: row["article"])
    articles = [
        {"number": number, "rows": list(group)} for number, group in groupby(by_article, lambda row: row["article"])
    ]
    pages = [(state["name"], "state", partial(addresses.state, state["iso3"]), state["rows"]) for state in states]
    for article in articles:
        number = article["number"]
        title = site.say("Article %(number)s: %(title)s", number=number, title=titles[number])
        pages.append((title, "article", partial(addresses.article, number), article["rows"]))
    for title, kind, address, held in pages:
        parts = paged(held, _weight, partial(_sister, language, address))
        # Only the first page has an English sister.
        yield from site.pages(parts, "quotes.html", kind=kind, title=title, english=address(), **shared)
    notes = rows.ask(
        "SELECT note_id, note_title, NULL AS link FROM note_texts WHERE language = $1 UNION ALL "
        "SELECT note_id, note_title, NULL FROM notes WHERE language = $1 ORDER BY note_title, note_id",
        language,
    )
    for note in notes:
        own = rows.notes[note["note_id"]]["language"] == language
        note["link"] = addresses.note(note["note_id"]) if own else addresses.version(note["note_id"], language)
    yield site.page(
        f"{language}/index.html",
        "edition.html",
        kind="list",
        title=site.say("What States reported, in the words of the notes"),
        english="index.html",
        states=states,
        articles=articles,
        notes=notes,
        statements=len({row["statement_id"] for row in quotes}),
        **shared,
    )
