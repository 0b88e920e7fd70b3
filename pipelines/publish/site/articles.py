"""One page per article of the Convention that a note covers, and the list of articles.

Not here: pages by State (`states.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from pipelines.contract.articles import article_code
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses, charts
from pipelines.publish.site.pager import paged, weight
from pipelines.publish.site.rendering import Site, pages, sites
from pipelines.publish.site.rows import Question, in_languages, rows_of_release
from pipelines.publish.site.tables import Column
from pipelines.publish.streams import Row

_BARS = 12

# Statements of named States first, then collective ones.
_SAID = """
SELECT
    a.article AS unit, TRUE AS collective, c.collective_statement_id, NULL AS statement_id,
    c.note_id, c.paragraph_id, c.paragraph_number, c.page, c.theme, NULL AS lead_in, c.quote, c.note_issued, c.scope,
    c.subject_as_written, NULL AS state_iso3, NULL AS state_name, NULL AS name_as_written, c.confidence,
    NULL AS attribution, NULL AS stage, c.position
FROM collective_statements AS c INNER JOIN section_articles AS a ON c.section_id = a.section_id WHERE NOT a.by_range
UNION ALL
SELECT
    a.article, FALSE, NULL, s.statement_id, s.note_id, s.paragraph_id, s.paragraph_number, s.page, s.theme, s.lead_in,
    s.quote, s.note_issued, NULL, NULL, s.state_iso3, s.state_name, s.name_as_written, s.confidence, s.attribution,
    s.stage, s.position
FROM statements AS s INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id WHERE NOT a.by_range
"""
# Those that notes cover, and those that a heading names within a range alone.
WITH_A_PAGE = "SELECT article FROM by_article UNION SELECT article FROM section_articles"
_QUESTIONS = {
    "article": Question(
        "SELECT a.article AS unit, a.*, COALESCE(b.statement_count, 0) AS statement_count, "
        "COALESCE(b.state_count, 0) AS state_count, COALESCE(b.note_count, 0) AS note_count, "
        "COALESCE(b.silent_respondent_count, 0) AS silent_respondent_count, "
        "COALESCE(b.unclear_respondent_count, 0) AS unclear_respondent_count, "
        "COALESCE(b.collective_statement_count, 0) AS collective_statement_count, "
        "LAG(a.article) OVER by_number AS before, LEAD(a.article) OVER by_number AS after FROM articles AS a "
        f"SEMI JOIN ({WITH_A_PAGE}) AS p ON a.article = p.article LEFT JOIN by_article AS b ON a.article = b.article "
        "WINDOW by_number AS (ORDER BY a.article)",
        "unit",
    ),
    "statements": Question(
        _SAID,
        "unit, collective, note_issued DESC NULLS LAST, note_id, position, statement_id, collective_statement_id",
    ),
    "in_languages": Question(
        "SELECT a.article AS unit, t.statement_id, t.language, t.quote "
        "FROM statement_texts AS t "
        "INNER JOIN statement_articles AS a ON t.statement_id = a.statement_id AND NOT a.by_range",
        "unit, statement_id, language",
    ),
    "states": Question(
        "SELECT c.article AS unit, c.state_iso3, b.state_name, c.statement_count, c.status FROM by_state_article AS c "
        "INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3",
        "unit, state_name",
    ),
    "headings": Question(
        "SELECT DISTINCT a.article AS unit, s.heading FROM sections AS s "
        "INNER JOIN section_articles AS a ON s.section_id = a.section_id WHERE NOT a.inherited AND NOT a.by_range",
        "unit, heading",
    ),
    # What stands under a range of articles is of the whole range: it is led to, where it stands once.
    "ranges": Question(
        "SELECT a.article AS unit, a.section_id, a.note_id, h.heading, MIN_BY(p.paragraph_id, p.position) AS first, "
        "COUNT(DISTINCT s.statement_id) AS statement_count FROM section_articles AS a "
        "INNER JOIN sections AS h ON a.section_id = h.section_id "
        "INNER JOIN paragraphs AS p ON a.section_id = p.section_id "
        "LEFT JOIN statements AS s ON p.paragraph_id = s.paragraph_id WHERE a.by_range "
        "GROUP BY a.article, a.section_id, a.note_id, h.heading",
        "unit, section_id",
    ),
    "themes": Question(
        "SELECT t.article AS unit, t.theme, t.statement_count, t.state_count, "
        "MIN((s.note_issued, s.note_id, s.position)) AS first FROM by_theme AS t "
        "INNER JOIN statements AS s ON t.theme = s.theme "
        "INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id AND t.article = a.article "
        "AND NOT a.by_range GROUP BY t.article, t.theme, t.statement_count, t.state_count",
        "unit, first",
    ),
    # A State that a note lists counts in the year of the note, whether or not a paragraph mentions it.
    "years": Question(
        "SELECT article AS unit, YEAR(note_issued) AS year, COUNT(DISTINCT state_iso3) AS known, "
        "COUNT(DISTINCT state_iso3) FILTER (WHERE status = 'reported') AS quoted FROM state_timeline "
        "WHERE note_issued IS NOT NULL GROUP BY article, year",
        "unit, year",
    ),
    "texts": Question(
        "SELECT article AS unit, submission_text_id, note_id, state_iso3, state_name, meeting FROM submission_texts",
        "unit, state_name, meeting, submission_text_id",
    ),
}
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
        "SELECT a.*, p.article IS NOT NULL AS paged FROM articles AS a "
        f"ANTI JOIN by_article AS b ON a.article = b.article LEFT JOIN ({WITH_A_PAGE}) AS p ON a.article = p.article "
        "ORDER BY a.article"
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
    """The pages of articles, and the charts that stand on the first of each."""
    rows = rows_of_release(draft)
    listed = [number for (number,) in rows.connection.execute(WITH_A_PAGE).fetchall()]
    for number, found in rows.each(_QUESTIONS, listed):
        (article,) = found["article"]
        statements = in_languages(found["statements"], found["in_languages"])
        parts = [
            (pager, _groups(held)) for pager, held in paged(statements, weight, partial(addresses.article, number))
        ]
        for site in sites(draft):
            drawn = _charts(site, found, article) if article["statement_count"] else []
            for chart in drawn:
                yield from chart.files
            yield from site.pages(
                parts,
                "article.html",
                kind="article",
                title=site.article(number, article),
                article=article,
                notes=rows.notes,
                links=rows.link,
                states=site.by_name(found["states"]),
                headings=[row["heading"] for row in found["headings"][:_HEADINGS]],
                ranges=found["ranges"],
                texts=found["texts"],
                charts=drawn,
            )


def _charts(site: Site, found: Mapping[str, list[Row]], article: Row) -> list[charts.Chart]:
    """The article by heading, where there are several, and over the years where notes of several cover it."""
    themes, years = found["themes"], found["years"]
    drawn = [_chart(site, themes, article["article"])] if len(themes) > 1 else []
    if len(years) > 1:
        number = article["article"]
        bars = [charts.Bar(str(row["year"]), row["quoted"], row["known"]) for row in years]
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
        key = ("collective",) if row["collective"] else (row["note_id"], row["theme"])
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
