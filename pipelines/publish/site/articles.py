"""One page per article of the Convention that a note covers, and the list of articles.

Not here: pages by State (`states.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.contract.articles import article_code
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses, charts
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import SEEN, SEEN_FROM, Question, Row, Rows, in_languages, rows_of_release, units_of
from pipelines.publish.site.tables import Column

_PER_STATEMENT = 1_350
_HEAD = 9_000
_PER_STATE = 75
_BARS = 12

_SEEN = SEEN_FROM.format(row="f", holder="paragraph_id")
# The unit is the code of the article.
_A, _B, _C, _K, _T = (f"'article-' || LPAD(CAST({t}.article AS VARCHAR), 2, '0') AS unit" for t in "abckt")
_QUESTIONS = {
    "article": Question(
        f"SELECT {_B}, b.*, a.chapter, a.chapter_title, LAG(b.article) OVER by_number AS before, "
        "LEAD(b.article) OVER by_number AS after FROM by_article AS b "
        "INNER JOIN articles AS a ON b.article = a.article WINDOW by_number AS (ORDER BY b.article)",
        "unit",
    ),
    # Collective statements first, then those of named States, each in the order of the notes.
    "statements": Question(
        f"""
        SELECT f.*, STRLEN(f.quote) + STRLEN(COALESCE(f.theme, '')) AS bytes, {SEEN}
        FROM (
            SELECT
                e.unit, TRUE AS collective, c.collective_statement_id, NULL AS statement_id, c.note_id,
                c.paragraph_id, c.paragraph_number, c.page, c.theme, c.quote, c.note_issued, c.scope,
                c.subject_as_written,
                NULL AS state_iso3, NULL AS state_name, NULL AS name_as_written, c.position
            FROM collective_statements AS c
            INNER JOIN (
                SELECT collective_statement_id, UNNEST(LIST_DISTINCT(STRING_SPLIT(articles, ';'))) AS unit
                FROM collective_statements
            ) AS e ON c.collective_statement_id = e.collective_statement_id
            UNION ALL
            SELECT
                {_A}, FALSE, NULL, s.statement_id, s.note_id, s.paragraph_id, s.paragraph_number, s.page, s.theme,
                s.quote, s.note_issued, NULL, NULL, s.state_iso3, s.state_name, s.name_as_written, s.position
            FROM statements AS s INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id
        ) AS f {_SEEN}
        """,
        "unit, collective DESC, note_issued NULLS LAST, note_id, position, statement_id, collective_statement_id",
    ),
    "in_languages": Question(
        f"SELECT {_A}, t.statement_id, t.language, t.quote AS words FROM statement_texts AS t "
        "INNER JOIN statement_articles AS a ON t.statement_id = a.statement_id",
        "unit, statement_id, language",
    ),
    "states": Question(
        f"SELECT {_C}, c.state_iso3, b.state_name, c.statement_count, c.status FROM by_state_article AS c "
        "INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3",
        "unit, state_name",
    ),
    "headings": Question(
        f"SELECT DISTINCT {_A}, s.heading FROM sections AS s "
        "INNER JOIN section_articles AS a ON s.section_id = a.section_id WHERE NOT a.inherited",
        "unit, heading",
    ),
    "themes": Question(
        f"SELECT {_T}, t.theme, t.statement_count, t.state_count, "
        "MIN((s.note_issued, s.note_id, s.position)) AS first FROM by_theme AS t "
        "INNER JOIN statements AS s ON t.theme = s.theme "
        "INNER JOIN statement_articles AS a ON s.statement_id = a.statement_id AND t.article = a.article "
        "GROUP BY t.article, t.theme, t.statement_count, t.state_count",
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
        SELECT {_K}, k.year, COUNT(*) AS known, COUNT(q.state_iso3) AS quoted FROM known AS k
        LEFT JOIN quoted AS q ON k.article = q.article AND k.year = q.year AND k.state_iso3 = q.state_iso3
        GROUP BY k.article, k.year
        """,
        "unit, year",
    ),
    "texts": Question(
        f"SELECT {_T}, t.submission_text_id, t.note_id, t.state_iso3, t.state_name, t.meeting, "
        f"{SEEN} FROM submission_texts AS t " + SEEN_FROM.format(row="t", holder="submission_text_id"),
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


@renders("articles.html")
def write_list_of_articles(draft: ReleaseDraft) -> None:
    """Write `articles.html`."""
    site, rows = draft.once(Site), rows_of_release(draft)
    articles = rows.ask(f"{_QUESTIONS['article'].select} ORDER BY unit")
    others = rows.ask("SELECT * FROM articles ANTI JOIN by_article USING (article) ORDER BY article")
    site.write_listing(
        "articles",
        articles,
        [1] * len(articles),  # the Convention has 71
        kind="list",
        title="Articles of the Convention",
        columns=_COLUMNS,
        others=others,
        chart=draft.once(charts.chart_of_articles),
    )


@renders(
    "articles/*.html",
    "charts/*.svg",
    "charts/*.csv",
    "embed/*.html",
    units=units_of(_QUESTIONS, "article"),
)
def write_articles(draft: ReleaseDraft, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Write the pages and charts of articles."""
    site, rows = draft.once(Site), rows_of_release(draft)
    for code, found in rows.each(_QUESTIONS, due, 4):
        begun = len(site.written)
        _article(site, rows, found)
        yield code, site.written[begun:]


def _article(site: Site, rows: Rows, found: dict[str, list[Row]]) -> None:
    ((article,), states) = found["article"], found["states"]
    number = article["article"]
    statements, years = _by_year(in_languages(found["statements"], found["in_languages"]), len(states))
    site.write_pages(
        lambda page: addresses.article(number, years.name(page)),
        "article.html",
        statements,
        years.pages,
        volumes=years.volumes,
        kind="article",
        title=f"Article {number}: {article['article_title']}",
        parted=True,
        article=article,
        grouped=_groups,
        notes=rows.notes,
        links=rows.link,
        states=states,
        headings=[row["heading"] for row in found["headings"][:_HEADINGS]],
        texts=found["texts"],
        charts=[_chart(site, found["themes"], article, states), *_years(site, found["years"], article)],
    )


def _by_year(statements: list[Row], states: int) -> tuple[list[Row], addresses.Years]:
    """Statements in the order of their pages, and their pages. In some years' pages, collective ones come first."""

    def thing(row: Row) -> tuple[int | None, int]:
        return row["note_issued"].year if row["note_issued"] else None, row["bytes"] + _PER_STATEMENT

    labels = addresses.volumes(map(thing, statements))
    order = {label: place for place, label in enumerate(dict.fromkeys(labels.values()))}
    statements = sorted(statements, key=lambda row: order[labels[thing(row)[0]]])
    return statements, addresses.by_year([thing(row) for row in statements], _HEAD + _PER_STATE * states)


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
