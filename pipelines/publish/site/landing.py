"""The landing page, which says which release this is.

Here: what a person sees first. Not here: the table of States and articles (`matrix.py`), the pages it leads to.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.catalogues.mapping import catalogue
from pipelines.publish.catalogues.schema_org import release_markup
from pipelines.publish.downloads.kinds import built
from pipelines.publish.draft import Edition, ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site.matrix import matrix
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import rows_of_release
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
    said = draft.said
    rows = rows_of_release(said)
    draft.once(Site).write(
        "index.html",
        "index.html",
        kind="landing",
        title=draft.publication.title,
        summary=said.once(summarise),
        changed=in_words(draft),
        sources=draft.notes if len(draft.notes) <= _SOURCES else (),
        matrix=said.once(matrix),
        silent=rows.ask(_SILENT),
        newest=rows.ask(_NEWEST),
        downloads=_downloads(draft),
        table=draft.contract["statements"],
        schema_org=markup(draft, notes="notes.html"),
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


def markup(draft: Edition, *, notes: str) -> Markup:
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
    # No text may end the element that holds it.
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704
