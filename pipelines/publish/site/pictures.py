"""The page of charts: of all articles, by region in small multiples, of named systems. No map, and no ranking.

Here: what these charts count. Not here: how a chart is drawn (`charts.py`), those of single articles (`articles.py`).
"""

from __future__ import annotations

from itertools import groupby

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import charts
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import rows_of_release

_PAGE = "charts.html"
_SCOPE = "Of the States that a note covering the article lists or speaks of (outlined). A blank is not a finding."
_ARTICLES = """
SELECT
    c.article, a.article_title, COUNT(*) FILTER (WHERE c.status = 'reported') AS reported,
    COUNT(*) FILTER (WHERE c.status <> 'not_listed') AS listed
FROM by_state_article AS c INNER JOIN articles AS a ON c.article = a.article
GROUP BY c.article, a.article_title ORDER BY c.article
"""
_REGIONS = """
SELECT
    b.region, c.article, COUNT(*) FILTER (WHERE c.status = 'reported') AS reported,
    COUNT(*) FILTER (WHERE c.status <> 'not_listed') AS listed
FROM by_state_article AS c INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3
WHERE b.region IS NOT NULL GROUP BY b.region, c.article ORDER BY b.region, c.article
"""
_SYSTEMS = """
SELECT a.article, COUNT(*) AS named FROM named_systems AS n
INNER JOIN statement_articles AS a ON n.statement_id = a.statement_id
GROUP BY a.article ORDER BY a.article
"""


def chart_of_articles(draft: ReleaseDraft) -> charts.Chart:
    """How many States are quoted under each article."""
    bars = [
        charts.Bar(f"Article {row['article']}: {row['article_title']}", row["reported"], row["listed"])
        for row in rows_of_release(draft).ask(_ARTICLES)
    ]
    title = "States with at least one paragraph, by article"
    return charts.draw(draft.once(Site), bars, name="articles", page="articles.html", title=title, note=_SCOPE)


@renders("charts.html", "charts/region-*", "charts/systems.*", "embed/region-*", "embed/systems.html", size="whole")
def write_charts(draft: ReleaseDraft) -> None:
    """Write `charts.html`."""
    site, rows = draft.once(Site), rows_of_release(draft)
    found = rows.ask(_REGIONS)
    top = max((row["listed"] for row in found), default=0)
    regions = [
        charts.draw(
            site,
            [charts.Bar(f"Article {row['article']}", row["reported"], row["listed"]) for row in group],
            name=f"region-{region.lower().replace(' ', '-')}",
            page=_PAGE,
            title=f"{region}: States with a paragraph, by article",
            note=_SCOPE,
            top=top,
        )
        for region, group in groupby(found, lambda row: row["region"])
    ]
    bars = [charts.Bar(f"Article {row['article']}", row["named"]) for row in rows.ask(_SYSTEMS)]
    title = "Portals, registers and programmes called by name, by article"
    note = "Counts names, not use: a State whose system is not named may have one. Under two articles it counts twice."
    systems = charts.draw(site, bars, name="systems", page=_PAGE, title=title, note=note) if bars else None
    site.write(
        _PAGE,
        "charts.html",
        kind="charts",
        title="Charts to reuse",
        articles=draft.once(chart_of_articles),
        regions=regions,
        systems=systems,
    )
