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
from pipelines.publish.doubts import FOR_READERS, doubts
from pipelines.publish.downloads.everything import FILE, PURPOSE
from pipelines.publish.downloads.kinds import DOWNLOADS, built
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.matrix import in_order, matrix
from pipelines.publish.site.pictures import coverage, coverage_of, numbers
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.site.summary import news, summarise

_DOUBTS = f"SELECT COUNT(*) AS n FROM ({doubts()}) WHERE {FOR_READERS}"
STATEMENTS = {
    "CSV": "the statements, one row each",
    "Parquet": "the same rows with types; DuckDB reads them as they are",
}
# What most people want comes first.
_ORDER = ("Everything (CSV)", "CSV", "Excel", "Parquet", "SQLite", "ZIP")
# A quote that shows what is here: sure, short, of the newest notes, in the language of the page where there is one.
_EXAMPLE = """
SELECT s.* FROM statements AS s INNER JOIN notes AS n ON s.note_id = n.note_id
WHERE LENGTH(s.quote) BETWEEN 60 AND 220 AND s.confidence >= .9
ORDER BY n.language <> ?, s.stage IS NULL, s.note_issued DESC NULLS LAST, s.statement_id LIMIT 1
"""
_MOST_NOTES = """
SELECT state_iso3, state_name FROM statements GROUP BY state_iso3, state_name
ORDER BY COUNT(DISTINCT note_id) DESC, COUNT(*) DESC, state_iso3 LIMIT 1
"""
_HOTLINES = "SELECT 1 AS n FROM statement_topics WHERE topic = 'hotlines' LIMIT 1"
# Notes named under the title; more are on a page of their own.
_SOURCES = 3


@pages(after=("everything", *DOWNLOADS))
def render_landing(draft: ReleaseDraft, site: Site) -> Made:
    """`index.html`, and the picture on it."""
    rows = rows_of_release(draft)
    picture = coverage(site)
    yield picture.file
    if not site.prefix:
        yield from numbers("coverage", draft.once(coverage_of))
    yield site.page(
        "index.html",
        kind="landing",
        title=site.publication.title,
        summary=summarise(site),
        picture=picture,
        examples=rows.ask(_EXAMPLE, site.language),
        often=rows.ask(_MOST_NOTES),
        hotlines=rows.ask(_HOTLINES),
        notes=rows.notes,
        changed=news(site, draft.record),
        sources=draft.notes if len(draft.notes) <= _SOURCES else (),
        matrix=in_order(draft.once(matrix), site),
        accuracy=accuracy(),
        doubts=draft.once(_doubts),
        whole=draft.once(of_release),
        silent=site.by_name(draft.once(of_release)["silent"]),
        downloads=draft.once(_downloads),
        schema_org=_markup(draft),
    )


def _doubts(draft: ReleaseDraft) -> int:
    return int(rows_of_release(draft).ask(_DOUBTS)[0]["n"])


def _downloads(draft: ReleaseDraft) -> list[dict[str, Any]]:
    rows = [{"label": "Everything (CSV)", "purpose": PURPOSE, "file": draft.describe(FILE)}]
    rows += [
        {"label": label, "purpose": purpose, "file": draft.file(f"data/statements.{label.lower()}")}
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
