"""One page per article of the Convention that a note covers, and the list of articles.

Not here: pages by State (`states.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pipelines.contract.articles import article_code
from pipelines.publish.api.documents import ARTICLE
from pipelines.publish.api.things import documents
from pipelines.publish.data import as_csv
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses, charts
from pipelines.publish.site.pager import paged, weight
from pipelines.publish.site.rendering import Site, pages, sites
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.site.tables import Column
from pipelines.publish.streams import Row

_BARS = 12

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
    """`articles.html`, with its chart."""
    rows = rows_of_release(draft)
    articles = rows.ask(
        "SELECT b.*, a.chapter_title FROM by_article AS b INNER JOIN articles AS a ON b.article = a.article "
        "ORDER BY b.article"
    )
    others = rows.ask(
        "SELECT a.*, t.key IS NOT NULL AS paged FROM articles AS a ANTI JOIN by_article AS b ON a.article = b.article "
        "LEFT JOIN things AS t ON t.kind = 'Article' AND t.key = CAST(a.article AS VARCHAR) ORDER BY a.article"
    )
    chart = charts.chart_of_articles(draft, site)
    yield from chart.files
    yield site.page(
        "articles.html",
        kind="list",
        title=site.say("Articles of the Convention"),
        rows=articles,
        columns=_COLUMNS,
        others=others,
        chart=chart,
    )


@renders()
def render_articles(draft: ReleaseDraft) -> Made:
    """Of the document of each article its statements as CSV, its pages, and the charts that stand on the first."""
    notes, contract = rows_of_release(draft).notes, draft.contract
    for key, document in documents(draft, ARTICLE):
        number, statements, collective = int(key), document["statements"], document["collective_statements"]
        summary, code = document["summary"], article_code(number)
        if statements:
            yield f"data/by-article/{code}.csv", as_csv(contract["statements"], statements)
        if collective:
            yield f"data/by-article/{code}.collective.csv", as_csv(contract["collective_statements"], collective)
        parts = [
            (pager, _groups(held))
            for pager, held in paged([*statements, *collective], weight, partial(addresses.article, number))
        ]
        for site in sites(draft):
            title = site.article(number, document["article"])
            if not (summary or document["ranges"]):
                left = document["withdrawn"]
                yield site.page(addresses.article(number), "gone.html", kind="article", title=title, left=left)
                continue
            drawn = _charts(site, document) if statements else []
            for chart in drawn:
                yield from chart.files
            shown = document | {"states": site.by_name(document["states"]), "notes": notes, "charts": drawn}
            shown["headings"] = document["headings"][:_HEADINGS]
            yield from site.pages(parts, "article.html", kind="article", title=title, **shown)


def _charts(site: Site, document: Row) -> list[charts.Chart]:
    """The article by heading, where there are several, and over the years where notes of several cover it."""
    themes, years, number = document["themes"], document["years"], document["article"]["article"]
    drawn = [_chart(site, themes, number)] if len(themes) > 1 else []
    if len(years) > 1:
        bars = [charts.Bar(str(row["year"]), row["quoted_count"], row["state_count"]) for row in years]
        title = site.say("States quoted under article %(number)s, by year of the notes", number=number)
        note = site.say(
            "Of the States that the notes of that year list or speak of (outlined). A year without a bar has none."
        )
        name = f"{article_code(number)}-years"
        drawn.append(charts.draw(site, bars, name=name, title=title, note=note))
    return drawn


def _groups(statements: Sequence[Row]) -> list[Row]:
    """Statements of named States by note and theme, and collective ones as a group of their own."""
    groups: list[Row] = []
    for row in statements:
        key = ("collective",) if "scope" in row else (row["note_id"], row["theme"])
        if not groups or groups[-1]["key"] != key:
            groups.append({"key": key, "anchor": f"group-{len(groups) + 1}", "rows": []})
        groups[-1]["rows"].append(row)
    return groups


def _chart(site: Site, themes: list[Row], number: int) -> charts.Chart:
    bars = [charts.Bar(theme["theme"], theme["statement_count"]) for theme in themes[:_BARS]]
    if rest := themes[_BARS:]:
        other = site.say("%(count)s other headings", count=len(rest))
        bars.append(charts.Bar(other, sum(theme["statement_count"] for theme in rest)))
    title = site.say("Statements under article %(number)s, by heading of the notes", number=number)
    said = site.say("In the order of the notes.")
    return charts.draw(site, bars, name=article_code(number), title=title, note=said)
