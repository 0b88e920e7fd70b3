"""The landing page, which says which release this is; and that of a release too large for pages of single things.

Pages hold every row again and grow with the corpus; what a large release publishes is its files, and its landing page
leads to them. Not here: the table of States and articles (`matrix.py`), the pages that are led to.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup

from pipelines.contract.articles import article_code
from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.catalogues.mapping import catalogue
from pipelines.publish.catalogues.schema_org import release_markup, script
from pipelines.publish.downloads.kinds import built
from pipelines.publish.draft import Edition, ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site.matrix import matrix
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Row, look, rows_of_release
from pipelines.publish.site.summary import in_words, summarise

_SILENT = "SELECT * FROM by_state WHERE silent_note_count > 0 ORDER BY state_name"
_NEWEST = "SELECT * FROM notes WHERE note_issued IS NOT NULL ORDER BY note_issued DESC, note_id LIMIT 3"
# What most people want comes first.
_ORDER = ("CSV", "Excel", "Parquet", "SQLite", "DuckDB", "ZIP")
# Notes named under the title; more are on a page of their own.
_SOURCES = 3
# Notes named one by one in the markup for search engines.
_NOTES = 20


@renders("index.html", needs=NEEDS, edition=True, size="whole")
def write_landing(draft: Edition) -> None:
    """Write `index.html`."""
    rows = rows_of_release(draft.said)
    _write(
        draft,
        "index.html",
        sources=draft.notes if len(draft.notes) <= _SOURCES else (),
        matrix=draft.said.once(matrix),
        silent=rows.ask(_SILENT),
        newest=rows.ask(_NEWEST),
        downloads=_downloads(draft),
        schema_org=_markup(draft, notes="notes.html"),
    )


@renders("index.html", needs=NEEDS, edition=True, size="in parts")
def write_large_landing(draft: Edition) -> None:
    """Write `index.html`."""
    with look(draft) as rows:
        articles = rows.ask("SELECT article, article_title, state_count FROM by_article ORDER BY article")
        states = rows.ask("SELECT state_iso3, state_name FROM by_state ORDER BY state_name")
    _write(
        draft,
        "large.html",
        sources=(),
        silent=(),
        newest=(),
        articles=[article | {"files": _files(draft.folder, article)} for article in articles],
        states=states,
        schema_org=_markup(draft, notes="data/notes.csv"),
    )


def _write(draft: Edition, template: str, **shown: Any) -> None:
    draft.once(Site).write(
        "index.html",
        template,
        kind="landing",
        title=draft.publication.title,
        summary=draft.said.once(summarise),
        changed=in_words(draft),
        table=draft.contract["statements"],
        **shown,
    )


def _downloads(draft: ReleaseDraft) -> list[dict[str, Any]]:
    rows = [
        {"label": label, "purpose": purpose, "file": draft.file(path)}
        for label, purpose, path in (
            ("CSV", "the statements, one row each", "data/statements.csv"),
            ("Parquet", "the same rows with types", "data/statements.parquet"),
        )
        # A table of very many rows comes in parts, which the page of columns lists.
        if any(file.path == path for file in draft.files)
    ]
    rows += [{"label": kind.label, "purpose": kind.purpose, "file": file} for kind, file in built(draft)]
    return sorted(rows, key=lambda row: _ORDER.index(row["label"]))


def _markup(draft: Edition, *, notes: str) -> Markup:
    """The release for search engines, kept small: single tables and notes have pages of their own to say the rest.

    `notes`: path of what lists the notes, where they are too many to be named.
    """
    found = release_markup(draft.once(catalogue))
    base = draft.publication.base_url
    found["distribution"] = [
        file
        for file in found["distribution"]
        if "/" not in (path := file["contentUrl"].removeprefix(base)) or path.startswith("data/statements.")
    ]
    if len(found["isBasedOn"]) > _NOTES:
        name = f"{len(found['isBasedOn'])} notes of the Secretariat"
        found["isBasedOn"] = [{"@type": "CreativeWork", "name": name, "url": f"{base}{notes}"}]
    return script(found)


def _files(folder: Path, article: Row) -> list[tuple[str, str]]:
    """Label and path of the files that hold the statements under an article: one, or one a year."""
    stem = f"data/by-article/{article_code(article['article'])}"
    if (folder / f"{stem}.csv").is_file():
        return [("all years", f"{stem}.csv")]
    return [(file.stem, f"{stem}/{file.name}") for file in sorted((folder / stem).glob("*.csv"))]
