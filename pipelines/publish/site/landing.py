"""The landing page: what this is, which release, and links to all else.

Not here: the table of States and articles (`matrix.py`), the pages that are led to.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from pipelines.publish.accuracy import accuracy
from pipelines.publish.api.things import of_release
from pipelines.publish.catalogues.crosswalk import script, written
from pipelines.publish.catalogues.facts import catalogue
from pipelines.publish.downloads.everything import FILE, PURPOSE
from pipelines.publish.downloads.kinds import DOWNLOADS, built
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.changes_page import news
from pipelines.publish.site.matrix import in_order, matrix
from pipelines.publish.site.pictures import coverage, coverage_of, numbers
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import rows_of_release

STATEMENTS = {
    "CSV": "the statements, one row each",
    "Parquet": "the same rows with types; DuckDB reads them as they are",
}
# What most people want comes first.
_ORDER = ("Everything (CSV)", "CSV", "Excel", "Parquet", "SQLite", "ZIP")
# What `charts/coverage.csv` says of each State.
_COVERAGE = ("state_iso3", "state_name", "un_regional_group", "statement_count", "submission_count")
# Notes named under the title; more are on a page of their own.
_SOURCES = 3
# Chapters and topics that are named to say what the notes are about.
_NAMED = 2


@pages(after=("everything", *DOWNLOADS))
def render_landing(draft: ReleaseDraft, site: Site) -> Made:
    """`index.html`, and the picture on it."""
    rows = rows_of_release(draft)
    picture = coverage(site)
    yield picture.file
    if not site.prefix:
        yield from numbers("coverage", [{name: row[name] for name in _COVERAGE} for row in coverage_of(draft)])
    yield site.page(
        "index.html",
        kind="landing",
        title=site.publication.title,
        about=_about(site),
        picture=picture,
        examples=sorted(rows.ask("examples"), key=lambda row: row["language"] != site.language)[:1],
        changed=news(site, draft.record),
        sources=draft.notes if len(draft.notes) <= _SOURCES else (),
        matrix=in_order(draft.once(matrix), site),
        accuracy=accuracy(),
        doubts=rows.ask("count_of_doubts")[0]["doubts"],
        whole=draft.once(of_release),
        silent=site.by_name(draft.once(of_release)["silent"]),
        downloads=draft.once(_downloads),
        schema_org=_markup(draft),
    )


def _about(site: Site) -> str:
    """What the notes are about: the chapters of the Convention and the topics that most statements are on."""
    whole, sentences = site.draft.once(of_release), []
    chapters = [
        site.say("chapter %(number)s (%(title)s)", number=site.articles[first]["chapter"], title=site.chapter(first))
        for first in whole["chapters"][:_NAMED]
    ]
    if chapters:
        sentences.append(
            site.say("Chapters with most statements: %(chapters)s.", chapters=site.phrases.listed(chapters))
        )
    topics = [site.topics[code]["topic_title"] for code in whole["topics"][:_NAMED]]
    if topics:
        sentences.append(site.say("Most quoted topics: %(topics)s.", topics=site.phrases.listed(topics)))
    return " ".join(sentences)


def _downloads(draft: ReleaseDraft) -> list[dict[str, Any]]:
    rows = [{"label": "Everything (CSV)", "purpose": PURPOSE, "file": draft.describe(FILE)}]
    rows += [
        {"label": label, "purpose": purpose, "file": draft.files[f"data/statements.{label.lower()}"]}
        for label, purpose in STATEMENTS.items()
    ]
    rows += [{"label": kind.label, "purpose": kind.purpose, "file": file} for kind, file in built(draft)]
    return sorted(rows, key=lambda row: _ORDER.index(row["label"]))


def _markup(draft: ReleaseDraft) -> Markup:
    """The release in schema.org terms for search engines; tables and notes have markup on pages of their own."""
    record = written("schema", draft.once(catalogue))
    base = draft.publication.base_url
    record["distribution"] = [
        file
        for file in record["distribution"]
        if "/" not in (path := file["contentUrl"].removeprefix(base)) or path.startswith("data/statements.")
    ]
    return script(record)
