"""One page per article of the Convention that a note covers, and the list of articles.

Not here: pages by State (`states.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from pipelines.contract.articles import article_code
from pipelines.publish.api.things import documents
from pipelines.publish.data import as_csv
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses, pictures
from pipelines.publish.site.pager import paged, weight
from pipelines.publish.site.rendering import Site, pages, sites
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.site.tables import Column
from pipelines.publish.streams import Row

_COLUMNS = (
    Column("article", "Article", "article"),
    Column("article_title", "Title", "title-of-article"),
    Column("chapter_title", "Chapter", "chapter", "Chapter"),
    Column("statement_count", "Statements", "num"),
    Column("state_count", "States", "num"),
    Column("collective_statement_count", "Collective statements", "num"),
    Column("note_count", "Notes", "num"),
)
# Headings that are listed.
_HEADINGS = 20


@pages()
def render_list_of_articles(draft: ReleaseDraft, site: Site) -> Made:
    """`articles.html`."""
    articles = rows_of_release(draft).ask("articles")
    yield site.page(
        "articles.html",
        kind="list",
        title=site.say("Articles of the Convention"),
        rows=[row for row in articles if row["there"]],
        columns=_COLUMNS,
        others=[row for row in articles if not row["there"]],
    )


@renders()
def render_articles(draft: ReleaseDraft) -> Made:
    """The CSV and the pages of each article, made of its document; how many States are quoted under each, by year."""
    contract, years = draft.contract, list[Row]()
    for key, document in documents(draft, "Article"):
        years += [{"article": int(key)} | row for row in document["years"]]
        number, statements, collective = int(key), document["statements"], document["collective_statements"]
        summary, code = document["summary"], article_code(number)
        if statements:
            yield f"data/by-article/{code}.csv", as_csv(contract["statements"], statements)
        if collective:
            yield f"data/by-article/{code}.collective.csv", as_csv(contract["collective_statements"], collective)
        parts = [
            (pager, _groups(rows))
            for pager, rows in paged([*statements, *collective], weight, partial(addresses.article, number))
        ]
        for site in sites(draft):
            title = site.article(number, document["article"])
            if not (summary or document["ranges"]):
                left = document["withdrawn"]
                yield site.page(addresses.article(number), "gone.html", kind="article", title=title, left=left)
                continue
            years_title = site.say("Article %(number)s: share of the States quoted, by year", number=number)
            shown = document | {"states": site.by_name(document["states"])}
            shown["years_title"] = years_title
            shown["years"] = pictures.by_year(site, document["years"], years_title)
            shown["headings"] = document["headings"][:_HEADINGS]
            yield from site.pages(parts, "article.html", kind="article", title=title, **shown)
    yield from pictures.numbers("articles-years", years)


def _groups(statements: Sequence[Row]) -> list[Row]:
    """Statements of named States by note and theme, and collective ones as a group of their own."""
    groups = groupby(statements, lambda row: ("collective",) if "scope" in row else (row["note_id"], row["theme"]))
    return [{"key": key, "anchor": f"group-{n}", "rows": list(rows)} for n, (key, rows) in enumerate(groups, 1)]
