"""The site of a release that is too large for pages of single things: a landing page, and the dictionary of columns.

Pages hold every row again and grow with the corpus; what a large release publishes is its files, and these pages lead
to them. Not here: the site of any other release (`write_site`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.publish.facts import Edition, Facts, Finisher
from pipelines.publish.site.assets import write_style
from pipelines.publish.site.cards import write_cards
from pipelines.publish.site.landing import first_rows, markup
from pipelines.publish.site.reference import write_columns
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Row, look
from pipelines.publish.site.summary import in_words, summarise


def write_large_site(facts: Facts) -> Finisher:
    """Write `columns.html` and what pages show.

    Returns:
        What writes `index.html`.

    Raises:
        OSError, duckdb.Error: a file can't be written or read.
    """
    site = Site(facts)
    write_style(facts.folder / "assets")
    with look(facts) as rows:
        articles = rows.ask(
            "SELECT article, article_title, state_count FROM by_article ORDER BY CAST(article AS INTEGER)"
        )
        shown = {
            "summary": (summary := summarise(facts, rows)),
            "articles": [article | {"files": _files(facts.folder, article)} for article in articles],
            "states": rows.ask("SELECT state_iso3, state_name FROM by_state ORDER BY state_name"),
            "first": first_rows(rows),
        }
    write_columns(site)
    write_cards(site, summary, "landing")
    return lambda edition: _landing(edition, shown)


def _landing(facts: Edition, shown: dict[str, Any]) -> None:
    Site(facts).write(
        "index.html",
        "large.html",
        kind="landing",
        title=facts.publication.title,
        changed=in_words(facts),
        sources=(),
        table=facts.contract["statements"],
        schema_org=markup(facts, notes="data/notes.csv"),
        **shown,
    )


def _files(folder: Path, article: Row) -> list[tuple[str, str]]:
    """Label and path of the files that hold the statements under an article: one, or one a year."""
    stem = f"data/by-article/article-{int(article['article']):02d}"
    if (folder / f"{stem}.csv").is_file():
        return [("all years", f"{stem}.csv")]
    return [(file.stem, f"{stem}/{file.name}") for file in sorted((folder / stem).glob("*.csv"))]
