"""Bar charts: in pages, as SVG files, their numbers as CSV; and the page of charts.

Here: what the charts of that page count, and how any is laid out. No map, and no ranking. Not here: charts of single
articles (`articles.py`), and the picture as PNG, which `static/chart.js` makes of the SVG.

The picture is a template rather than a plotting library's: a horizontal bar chart is a few rectangles, and the wheels
that draw one weigh 80 MB.
"""

from __future__ import annotations

import csv
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby

from markupsafe import Markup

from pipelines.publish.data import FORMULA
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import rows_of_release

_WIDTH = 400
_LABEL = 52  # characters of a line above a bar
_BARS = 20
_SHORT = 10  # of a label that stands beside its bar
_LINE, _BAR, _GAP = 17, 16, 14
_BESIDE = 72


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `of`: the whole of which `value` is a part, where there is one."""

    label: str
    value: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as pages show it.

    `inline`: for the page where it stands. `files`: its picture and its numbers as CSV, by path.
    """

    name: str
    title: str
    note: str
    inline: Markup
    files: tuple[tuple[str, str], ...]


def draw(site: Site, bars: list[Bar], *, name: str, title: str, note: str, top: int = 0) -> Chart:
    """Draw a chart, of at most twenty bars: of more, those of the highest numbers; the CSV has all.

    `note`: what is counted, and what a blank means. `top`: the value of the longest bar, where several charts share it.
    """
    shown = sorted(sorted(bars, key=lambda bar: -bar.value)[:_BARS], key=bars.index)
    if len(bars) > _BARS:
        more = site.say("The %(some)s highest of %(all)s are shown; the data has all.", some=_BARS, all=len(bars))
        note = f"{note} {more}"
    top = top or max((bar.of or bar.value for bar in bars), default=1) or 1
    beside = all(len(bar.label) <= _SHORT for bar in shown)
    left, room = (_BESIDE, _WIDTH - 70 - _BESIDE) if beside else (0, _WIDTH - 70)
    shapes, y = [], 0
    for bar in shown:
        lines = textwrap.wrap(bar.label, _LABEL) or [""]
        below = y + 1 if beside else y + _LINE * len(lines) + 1
        shapes.append(
            {
                "lines": [(line, y + _LINE * (i + 1) - 4) for i, line in enumerate(lines)],
                "y": below,
                # 70 units at the right stay free for the number.
                "width": round(room * bar.value / top, 1),
                "whole": round(room * (bar.of or 0) / top, 1),
                "text": _said(site, bar),
            }
        )
        y = below + _BAR + (5 if beside else _GAP)
    words = "; ".join(f"{bar.label}: {_said(site, bar)}" for bar in shown)
    context = {
        "name": name,
        "title": title,
        "words": words,
        "shapes": shapes,
        "width": _WIDTH,
        "height": y,
        "left": left,
    }
    publication = site.publication
    around = {
        "titles": textwrap.wrap(title, 44),
        "notes": textwrap.wrap(note, 60),
        "sources": textwrap.wrap(
            site.say(
                "Source: %(title)s. %(publisher)s, %(address)s, release %(release)s",
                title=publication.title,
                publisher=publication.publisher.name,
                address=publication.base_url,
                release=site.draft.identity.id,
            ),
            64,
        ),
    }
    picture = site.fragment("chart.svg", standalone=True, **context, **around)
    inline = site.fragment("chart.svg", standalone=False, **context)
    drawn = (("svg", f"{picture}\n"), ("csv", _csv(bars)))
    return Chart(name, title, note, inline, tuple((f"{site.prefix}charts/{name}.{kind}", made) for kind, made in drawn))


def _csv(bars: Sequence[Bar]) -> str:
    """The numbers of a chart. No spreadsheet may run a label as a formula."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["label", "value", "of"])
    writer.writerows([f"'{b.label}" if FORMULA.match(b.label) else b.label, b.value, b.of] for b in bars)
    return text.getvalue()


def _said(site: Site, bar: Bar) -> str:
    if bar.of is None:
        return f"{bar.value}"
    return site.say("%(some)s of %(all)s", some=bar.value, all=bar.of)


_PAGE = "charts.html"
SCOPE = "Of the States that a note covering the article lists or speaks of (outlined). A blank is not a finding."
_ARTICLES = """
SELECT
    c.article, a.article_title, COUNT(*) FILTER (WHERE c.status = 'reported') AS reported,
    COUNT(*) FILTER (WHERE c.status NOT IN ('not_listed', 'list_not_read')) AS listed
FROM by_state_article AS c INNER JOIN articles AS a ON c.article = a.article
GROUP BY c.article, a.article_title ORDER BY c.article
"""
_REGIONS = """
SELECT
    b.region, c.article, COUNT(*) FILTER (WHERE c.status = 'reported') AS reported,
    COUNT(*) FILTER (WHERE c.status NOT IN ('not_listed', 'list_not_read')) AS listed
FROM by_state_article AS c INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3
WHERE b.region IS NOT NULL GROUP BY b.region, c.article ORDER BY b.region, c.article
"""
_SYSTEMS = """
SELECT a.article, COUNT(*) AS named FROM system_mentions AS n
INNER JOIN statement_articles AS a ON n.statement_id = a.statement_id WHERE NOT a.by_range
GROUP BY a.article ORDER BY a.article
"""


def chart_of_articles(draft: ReleaseDraft, site: Site) -> Chart:
    """How many States are quoted under each article."""
    bars = [
        Bar(
            site.article(row["article"], row),
            row["reported"],
            row["listed"],
        )
        for row in rows_of_release(draft).ask(_ARTICLES)
    ]
    title = site.say("States with at least one paragraph, by article")
    return draw(site, bars, name="articles", title=title, note=site.say(SCOPE))


@pages()
def render_charts(draft: ReleaseDraft, site: Site) -> Made:
    """`charts.html`, with its charts."""
    rows = rows_of_release(draft)
    found = rows.ask(_REGIONS)
    top = max((row["listed"] for row in found), default=0)
    regions = [
        draw(
            site,
            [Bar(site.article(row["article"]), row["reported"], row["listed"]) for row in group],
            name=f"region-{region.lower().replace(' ', '-')}",
            title=site.say("%(region)s: States with a paragraph, by article", region=site.say(region)),
            note=site.say(SCOPE),
            top=top,
        )
        for region, group in groupby(found, lambda row: row["region"])
    ]
    bars = [Bar(site.article(row["article"]), row["named"]) for row in rows.ask(_SYSTEMS)]
    title = site.say("Portals, registers and programmes called by name, by article")
    note = site.say(
        "Counts names, not use: a State whose system is not named may have one. Under two articles it counts twice."
    )
    systems = draw(site, bars, name="systems", title=title, note=note) if bars else None
    for chart in (*regions, *filter(None, (systems,))):
        yield from chart.files
    yield site.page(
        _PAGE,
        kind="charts",
        title=site.say("Charts to reuse"),
        articles=chart_of_articles(draft, site),
        regions=regions,
        systems=systems,
    )
