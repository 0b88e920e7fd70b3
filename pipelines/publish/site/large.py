"""The landing page of a release that is too large for pages of single things.

Pages hold every row again and grow with the corpus; what a large release publishes is its files, and this page leads
to them. Not here: the landing page of any other release (`landing.py`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.contract.articles import article_code
from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.draft import Edition
from pipelines.publish.renderers import renders
from pipelines.publish.site.landing import markup
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Row, look
from pipelines.publish.site.summary import in_words, summarise


@renders("index.html", needs=NEEDS, edition=True, size="in parts")
def write_large_landing(draft: Edition) -> None:
    """Write `index.html`."""
    with look(draft) as rows:
        articles = rows.ask("SELECT article, article_title, state_count FROM by_article ORDER BY article")
        shown = {
            "articles": [article | {"files": _files(draft.folder, article)} for article in articles],
            "states": rows.ask("SELECT state_iso3, state_name FROM by_state ORDER BY state_name"),
        }
    draft.once(Site).write(
        "index.html",
        "large.html",
        kind="landing",
        title=draft.publication.title,
        summary=draft.said.once(summarise),
        changed=in_words(draft),
        sources=(),
        silent=(),
        newest=(),
        table=draft.contract["statements"],
        schema_org=markup(draft, notes="data/notes.csv"),
        **shown,
    )


def _files(folder: Path, article: Row) -> list[tuple[str, str]]:
    """Label and path of the files that hold the statements under an article: one, or one a year."""
    stem = f"data/by-article/{article_code(article['article'])}"
    if (folder / f"{stem}.csv").is_file():
        return [("all years", f"{stem}.csv")]
    return [(file.stem, f"{stem}/{file.name}") for file in sorted((folder / stem).glob("*.csv"))]
