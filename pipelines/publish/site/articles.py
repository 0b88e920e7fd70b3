"""One page per article of the Convention that a note covers, and the list of articles.

Not here: pages by State (`states.py`).
"""

from __future__ import annotations

from functools import partial

from pipelines.contract.articles import article_code
from pipelines.publish.facts import Facts
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses, charts
from pipelines.publish.site.pictures import chart_of_articles
from pipelines.publish.site.rendering import Pager, Site
from pipelines.publish.site.rows import Row, Rows, rows_of_release
from pipelines.publish.site.tables import Column

_PER_STATEMENT = 1_350
_HEAD = 9_000
_PER_STATE = 75
_BARS = 12

# Collective statements first, then those of named States, each in the order of the notes.
_STATEMENTS = """
SELECT f.*, STRLEN(f.quote) + STRLEN(COALESCE(f.theme, '')) AS bytes
FROM (
    SELECT
        TRUE AS collective, c.collective_statement_id, NULL AS statement_id, c.note_id, c.paragraph_id,
        c.paragraph_number, c.page, c.theme, c.quote, c.note_issued, c.scope, c.subject_as_written, NULL AS state_iso3,
        NULL AS state_name, NULL AS name_as_written, c.position
    FROM collective_statements AS c WHERE LIST_CONTAINS(STRING_SPLIT(c.articles, ';'), $2)
    UNION ALL
    SELECT
        FALSE, NULL, s.statement_id, s.note_id, s.paragraph_id, s.paragraph_number, s.page, s.theme, s.quote,
        s.note_issued, NULL, NULL, s.state_iso3, s.state_name, s.name_as_written, s.position
    FROM statements AS s INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id WHERE a.article = $1
) AS f
ORDER BY f.collective DESC, f.note_issued NULLS LAST, f.note_id, f.position, f.statement_id, f.collective_statement_id
"""
_STATES = """
SELECT c.state_iso3, b.state_name, c.statement_count, c.status FROM by_state_article AS c
INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3 WHERE c.article = ? ORDER BY b.state_name
"""
_HEADINGS = """
SELECT DISTINCT s.heading FROM sections AS s
INNER JOIN section_articles AS a ON s.section_id = a.section_id
WHERE a.article = ? AND NOT a.inherited ORDER BY s.heading LIMIT 20
"""
_THEMES = """
SELECT t.theme, t.statement_count, t.state_count, MIN((s.note_issued, s.note_id, s.position)) AS first
FROM by_theme AS t
INNER JOIN statements AS s ON t.theme = s.theme
INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id AND t.article = a.article
WHERE t.article = ? GROUP BY t.theme, t.statement_count, t.state_count ORDER BY first
"""
_TEXTS = """
SELECT t.submission_text_id, t.note_id, t.state_iso3, t.state_name, t.meeting FROM submission_texts AS t
WHERE t.article = ? ORDER BY t.state_name, t.meeting, t.submission_text_id
"""

# A State that a note lists counts in the year of the note, whether or not a paragraph speaks of it.
_YEARS = """
WITH covering AS (
    SELECT DISTINCT n.note_id, YEAR(n.note_issued) AS year FROM section_articles AS a
    INNER JOIN notes AS n ON a.note_id = n.note_id WHERE a.article = $1 AND n.note_issued IS NOT NULL
),
quoted AS (
    SELECT DISTINCT c.year, s.state_iso3 FROM covering AS c INNER JOIN statements AS s ON c.note_id = s.note_id
    INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id WHERE a.article = $1
),
known AS (
    SELECT c.year, s.state_iso3 FROM covering AS c INNER JOIN submissions AS s ON c.note_id = s.note_id
    WHERE s.declared UNION SELECT year, state_iso3 FROM quoted
)
SELECT k.year, COUNT(*) AS known, COUNT(q.state_iso3) AS quoted FROM known AS k
LEFT JOIN quoted AS q ON k.year = q.year AND k.state_iso3 = q.state_iso3 GROUP BY k.year ORDER BY k.year
"""
_COLUMNS = (
    Column("article", "Article", "article"),
    Column("article_title", "Title"),
    Column("chapter_title", "Chapter", filter="Chapter"),
    Column("statement_count", "Statements", "num"),
    Column("state_count", "States", "num"),
    Column("collective_statement_count", "Collective statements", "num"),
    Column("note_count", "Notes", "num"),
)


@renders("articles.html", "articles/*.html", "charts/*.svg", "charts/*.csv", "embed/*.html", size="whole")
def write_articles(facts: Facts) -> None:
    """Write `articles.html`, and a page or several and a chart for each article that a note covers."""
    site, rows = facts.once(Site), rows_of_release(facts)
    articles = rows.ask(
        "SELECT b.*, a.chapter, a.chapter_title FROM by_article AS b INNER JOIN articles AS a ON b.article = a.article "
        "ORDER BY b.article"
    )
    for position, article in enumerate(articles):
        before = articles[position - 1] if position else None
        after = articles[position + 1] if position + 1 < len(articles) else None
        _article(site, rows, article, before, after)
    others = rows.ask("SELECT * FROM articles ANTI JOIN by_article USING (article) ORDER BY article")
    site.write_listing(
        "articles",
        "articles.html",
        articles,
        [1] * len(articles),  # the Convention has 71
        kind="list",
        title="Articles of the Convention",
        columns=_COLUMNS,
        others=others,
        chart=facts.once(chart_of_articles),
    )


def _article(site: Site, rows: Rows, article: Row, before: Row | None, after: Row | None) -> None:
    number = article["article"]
    statements = rows.in_languages(rows.ask(_STATEMENTS, number, article_code(number)))
    states = rows.ask(_STATES, number)
    pages = addresses.paginate((row["bytes"] + _PER_STATEMENT for row in statements), _HEAD + _PER_STATE * len(states))
    shared = {
        "article": article,
        "before": before,
        "after": after,
        "notes": rows.notes,
        "links": rows.link,
        "states": states,
        "headings": [row["heading"] for row in rows.ask(_HEADINGS, number)],
        "texts": rows.ask(_TEXTS, number),
        "charts": [_chart(site, rows, article, states), *_years(site, rows, article)],
    }
    last = max(pages, default=1)
    for page in range(1, last + 1):
        here = [row for row, where in zip(statements, pages, strict=True) if where == page]
        part = f", part {page} of {last}" if page > 1 else ""
        site.write(
            addresses.article(number, page),
            "article.html",
            kind="article",
            title=f"Article {number}: {article['article_title']}{part}",
            groups=_groups(here),
            pager=Pager(page, last, partial(addresses.article, number)),
            **shared,
        )


def _years(site: Site, rows: Rows, article: Row) -> list[charts.Chart]:
    """The article over the years, where notes of several cover it."""
    number = article["article"]
    found = rows.ask(_YEARS, number)
    if len(found) < 2:
        return []
    bars = [charts.Bar(str(row["year"]), row["quoted"], row["known"]) for row in found]
    title = f"States quoted under article {number}, by year of the notes"
    note = "Of the States that the notes of that year list or speak of (outlined). No bar: no such note."
    page, name = addresses.article(number), f"{article_code(number)}-years"
    return [charts.draw(site, bars, name=name, page=page, title=title, note=note)]


def _groups(statements: list[Row]) -> list[Row]:
    """Statements of named States by note and theme, and collective ones as a group of their own."""
    groups: list[Row] = []
    for row in statements:
        key = ("collective",) if row["collective"] else (row["note_id"], row["theme"])
        if not groups or groups[-1]["key"] != key:
            groups.append({"key": key, "anchor": f"group-{len(groups) + 1}", "rows": []})
        groups[-1]["rows"].append(row)
    return groups


def _chart(site: Site, rows: Rows, article: Row, states: list[Row]) -> charts.Chart:
    number = article["article"]
    themes = rows.ask(_THEMES, number)
    page = addresses.article(number)
    name = article_code(number)
    if len(themes) < 2:
        reported = sum(state["status"] == "reported" for state in states)
        known = sum(state["status"] != "not_listed" for state in states)
        bars = [charts.Bar("With a paragraph, of those listed or spoken of", reported, known)]
        title, said = f"States under article {number}", "A blank is not a finding."
    else:
        bars = [charts.Bar(theme["theme"], theme["statement_count"]) for theme in themes[:_BARS]]
        if rest := themes[_BARS:]:
            bars.append(charts.Bar(f"{len(rest)} other headings", sum(theme["statement_count"] for theme in rest)))
        title, said = f"Statements under article {number}, by heading of the notes", "In the order of the notes."
    return charts.draw(site, bars, name=name, page=page, title=title, note=said)
