"""One page per article of the Convention that a note covers, and the list of articles.

Not here: pages by State (`states.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pipelines.contract.articles import article_code
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses, charts
from pipelines.publish.site.pager import Page, in_volumes, parted
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import (
    PARAGRAPH,
    SEEN,
    SEEN_FROM,
    WEIGHT,
    WEIGHT_FROM,
    Question,
    in_languages,
    rows_of_release,
    units_of,
)
from pipelines.publish.site.tables import Column
from pipelines.publish.streams import Row

_PER_STATEMENT = 1_350
_HEAD = 9_000
_PER_STATE = 75
_BARS = 12

# What stands on the pages of articles: collective statements first, then those of named States.
_SAID = """
SELECT f.*, CONCAT_WS('/', f.statement_id, f.collective_statement_id, f.article) AS key
FROM (
    SELECT
        CAST(e.code[9:] AS BIGINT) AS article, TRUE AS collective, c.collective_statement_id, NULL AS statement_id,
        c.note_id, c.note_symbol, c.paragraph_id, c.paragraph_number, c.page, c.theme, c.quote, c.note_issued, c.scope,
        c.subject_as_written, NULL AS state_iso3, NULL AS state_name, NULL AS name_as_written, c.position
    FROM collective_statements AS c
    INNER JOIN (
        SELECT collective_statement_id, UNNEST(LIST_DISTINCT(STRING_SPLIT(articles, ';'))) AS code
        FROM collective_statements
    ) AS e ON c.collective_statement_id = e.collective_statement_id
    UNION ALL
    SELECT
        a.article, FALSE, NULL, s.statement_id, s.note_id, s.note_symbol, s.paragraph_id, s.paragraph_number, s.page,
        s.theme, s.quote, s.note_issued, NULL, NULL, s.state_iso3, s.state_name, s.name_as_written, s.position
    FROM statements AS s INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id
) AS f
"""
_ORDER = "collective DESC, note_issued NULLS LAST, note_id, position, statement_id, collective_statement_id"
_THINGS = f"""
SELECT
    f.article, f.key, {PARAGRAPH}, {WEIGHT} + {_PER_STATEMENT}, YEAR(f.note_issued)
FROM ({_SAID}) AS f {WEIGHT_FROM}
ORDER BY f.article, {_ORDER}
"""
_HEADS = """
SELECT b.article, COUNT(c.state_iso3) AS states FROM by_article AS b
LEFT JOIN by_state_article AS c ON b.article = c.article GROUP BY b.article ORDER BY b.article
"""
_SEEN = SEEN_FROM.format(row="f", holder="paragraph_id")
_ON_PAGE = "INNER JOIN article_rows AS p ON f.key = p.key"
_FIRST, _LAST = (
    f"INNER JOIN article_pages AS p ON CAST({{0}}.article AS VARCHAR) = p.thing AND p.{end}"
    for end in ("is_first", "is_last")
)
_QUESTIONS = {
    "article": Question(
        "SELECT p.unit, b.* FROM (SELECT b.article, b.article_title, a.chapter, a.chapter_title, "
        "LAG(b.article) OVER by_number AS before, LEAD(b.article) OVER by_number AS after FROM by_article AS b "
        "INNER JOIN articles AS a ON b.article = a.article WINDOW by_number AS (ORDER BY b.article)) AS b "
        "INNER JOIN article_pages AS p ON CAST(b.article AS VARCHAR) = p.thing",
        "unit",
    ),
    "counts": Question(f"SELECT p.unit, b.* FROM by_article AS b {_FIRST.format('b')}", "unit"),
    "statements": Question(f"SELECT p.unit, f.*, {SEEN} FROM ({_SAID}) AS f {_ON_PAGE} {_SEEN}", f"unit, {_ORDER}"),
    "in_languages": Question(
        "SELECT p.unit, t.statement_id, t.language, t.quote AS words FROM statement_texts AS t "
        f"INNER JOIN ({_SAID}) AS f ON t.statement_id = f.statement_id {_ON_PAGE}",
        "unit, statement_id, language",
    ),
    "states": Question(
        "SELECT p.unit, c.state_iso3, b.state_name, c.statement_count, c.status FROM by_state_article AS c "
        f"INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3 {_FIRST.format('c')}",
        "unit, state_name",
    ),
    "headings": Question(
        "SELECT DISTINCT p.unit, s.heading FROM sections AS s "
        f"INNER JOIN section_articles AS a ON s.section_id = a.section_id {_FIRST.format('a')} WHERE NOT a.inherited",
        "unit, heading",
    ),
    "themes": Question(
        "SELECT p.unit, t.theme, t.statement_count, t.state_count, "
        "MIN((s.note_issued, s.note_id, s.position)) AS first FROM by_theme AS t "
        "INNER JOIN statements AS s ON t.theme = s.theme "
        "INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id AND t.article = a.article "
        f"{_FIRST.format('t')} GROUP BY p.unit, t.theme, t.statement_count, t.state_count",
        "unit, first",
    ),
    # A State that a note lists counts in the year of the note, whether or not a paragraph speaks of it.
    "years": Question(
        f"""
        WITH covering AS (
            SELECT DISTINCT a.article, n.note_id, YEAR(n.note_issued) AS year FROM section_articles AS a
            INNER JOIN notes AS n ON a.note_id = n.note_id WHERE n.note_issued IS NOT NULL
        ),
        quoted AS (
            SELECT DISTINCT c.article, c.year, s.state_iso3 FROM covering AS c
            INNER JOIN statements AS s ON c.note_id = s.note_id
            INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id AND c.article = a.article
        ),
        known AS (
            SELECT c.article, c.year, s.state_iso3 FROM covering AS c
            INNER JOIN submissions AS s ON c.note_id = s.note_id WHERE s.declared
            UNION SELECT article, year, state_iso3 FROM quoted
        )
        SELECT p.unit, k.year, COUNT(*) AS known, COUNT(q.state_iso3) AS quoted FROM known AS k
        LEFT JOIN quoted AS q ON k.article = q.article AND k.year = q.year AND k.state_iso3 = q.state_iso3
        {_FIRST.format("k")} GROUP BY p.unit, k.year
        """,
        "unit, year",
    ),
    "texts": Question(
        "SELECT p.unit, t.submission_text_id, t.note_id, t.state_iso3, t.state_name, t.meeting, "
        f"{SEEN} FROM submission_texts AS t {_LAST.format('t')} "
        + SEEN_FROM.format(row="t", holder="submission_text_id"),
        "unit, state_name, meeting, submission_text_id",
    ),
}
_COLUMNS = (
    Column("article", "Article", "article"),
    Column("article_title", "Title"),
    Column("chapter_title", "Chapter", filter="Chapter"),
    Column("statement_count", "Statements", "num"),
    Column("state_count", "States", "num"),
    Column("collective_statement_count", "Collective statements", "num"),
    Column("note_count", "Notes", "num"),
)
# Headings that are listed.
_HEADINGS = 20


def _pages(draft: ReleaseDraft) -> dict[str, Page]:
    rows = rows_of_release(draft)
    things = rows.things(_THINGS)
    heads = {row["article"]: _HEAD + _PER_STATE * row["states"] for row in rows.ask(_HEADS)}
    pages = {
        str(number): parted(in_volumes(things[number]), partial(addresses.article, number), head=head, by_year=True)
        for number, head in heads.items()
    }
    return rows.place("article", pages)


@renders("articles.html")
def write_list_of_articles(draft: ReleaseDraft) -> None:
    """Write `articles.html`."""
    site, rows = draft.once(Site), rows_of_release(draft)
    articles = rows.ask(
        "SELECT b.*, a.chapter_title FROM by_article AS b INNER JOIN articles AS a ON b.article = a.article "
        "ORDER BY b.article"
    )
    others = rows.ask("SELECT * FROM articles ANTI JOIN by_article USING (article) ORDER BY article")
    site.write(
        "articles.html",
        kind="list",
        title="Articles of the Convention",
        rows=articles,
        columns=_COLUMNS,
        others=others,
        chart=draft.once(charts.chart_of_articles),
    )


@renders(
    "articles/*.html",
    "charts/*.svg",
    "charts/*.csv",
    "embed/*.html",
    units=units_of(_pages, _QUESTIONS),
)
def write_articles(draft: ReleaseDraft, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Write the pages of articles, and with the first of each its charts."""
    site, rows = draft.once(Site), rows_of_release(draft)
    for address, found in rows.each(_QUESTIONS, due):
        begun, page = len(site.written), draft.once(_pages)[address]
        statements = in_languages(found["statements"], found["in_languages"])
        ((article,), counts, states) = found["article"], found["counts"], found["states"]
        site.write_page(
            page,
            "article.html",
            statements,
            kind="article",
            title=f"Article {article['article']}: {article['article_title']}",
            article=article | (counts[0] if counts else {}),
            groups=_groups(statements),
            notes=rows.notes,
            links=rows.link,
            states=states,
            headings=[row["heading"] for row in found["headings"][:_HEADINGS]],
            texts=found["texts"],
            charts=[_chart(site, found["themes"], article, states), *_years(site, found["years"], article)]
            if page.pager.first
            else (),
        )
        yield address, site.written[begun:]


def _years(site: Site, found: list[Row], article: Row) -> list[charts.Chart]:
    """The article over the years, where notes of several cover it."""
    number = article["article"]
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


def _chart(site: Site, themes: list[Row], article: Row, states: list[Row]) -> charts.Chart:
    number = article["article"]
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
