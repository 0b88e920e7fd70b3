"""One page per State that a note lists or mentions, silent respondents included, and the list of States.

Not here: pages by article (`articles.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pipelines.contract.articles import articles_in
from pipelines.publish.api.things import as_document, documents
from pipelines.publish.data import as_csv
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses, pictures
from pipelines.publish.site.pager import Pager, paged, weight
from pipelines.publish.site.rendering import Site, pages, sites
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.site.systems import systems_with_a_page
from pipelines.publish.site.tables import Column
from pipelines.publish.streams import Row

# Bytes of statements on a page of a State, which stays below 120 kB with the picture and tables before them.
_LIMIT = 80_000
_COLUMNS = (
    Column("state_name", "State", "state"),
    Column("state_iso3", "Code"),
    Column("region", "Region", "said", "Region"),
    Column("subregion", "Subregion", "said", "Subregion", hidden=True),
    Column("listed", "Listed", "said", "Listed"),
    Column("quoted", "Quoted", "said", "Quoted"),
    Column("statement_count", "Statements", "num"),
    Column("articles", "Articles", "articles", "Article"),
    Column("submission_count", "Notes that list it", "num"),
    Column("silent", "Sent information, not mentioned", "said", "Not mentioned", hidden=True),
    Column("unclear", "Sent information, unclear if mentioned", "said", "Unclear", hidden=True),
    Column("submission_text_count", "Own texts", "num", hidden=True),
    Column("first_note_issued", "First note", "day", hidden=True),
    Column("last_note_issued", "Last note", "day", hidden=True),
)


def _begin(parts: Sequence[tuple[Pager, Sequence[Row]]]) -> dict[int | None, str]:
    """By article, the address of the first group of statements under it; under None that of a group of no article.

    Each row is given `opens`, which says what begins with it: articles, and the group that it opens.
    """
    begin: dict[int | None, str] = {}
    for pager, rows in parts:
        articles: list[str] = []
        for place, row in enumerate(rows):
            row["opens"] = None
            if place == 0 or row["articles"] != articles:
                articles = row["articles"]
                own = [n for n in articles_in(articles) if n not in (row["articles_by_range"])]
                new = [number for number in own if number not in begin]
                row["opens"] = new
                begin |= dict.fromkeys(new, pager.address)
    return begin


@pages()
def render_states_listed(draft: ReleaseDraft, site: Site) -> Made:
    """`states.html`: the States that a note lists or mentions, and the names of the others."""
    states = site.by_name(rows_of_release(draft).ask("states"))
    yield site.page(
        "states.html",
        kind="list",
        title=site.say("States"),
        columns=_COLUMNS,
        rows=[row for row in states if row["there"]],
        others=[row for row in states if not row["there"]],
    )


@renders()
def render_states(draft: ReleaseDraft) -> Made:
    """The CSV and the pages of each State in each language, made of its document."""
    table = draft.contract["statements"]
    paged_systems = draft.once(systems_with_a_page)
    for iso3, document in documents(draft, "State"):
        yield f"api/states/{iso3}.json", as_document(document)
        if document["summary"] is None:
            for site in sites(draft):
                title, left = site.named(document["state"]), document["withdrawn"]
                yield site.page(addresses.state(iso3), "gone.html", kind="state", title=title, left=left)
            continue
        yield f"data/by-state/{iso3}.csv", as_csv(table, document["statements"])
        parts = list(paged(document["statements"], weight, partial(addresses.state, iso3), _LIMIT))
        statements = {row["statement_id"]: row for row in document["statements"]}
        first_and_last = [
            row | {end: row[end] | statements[row[end]["statement_id"]] | {"stage": row[end]["stage"]} for end in _ENDS}
            for row in document["first_and_last"]
        ]
        begin = _begin(parts)
        for site in sites(draft):
            title = site.say("%(state)s by article and year", state=site.named(document["state"]))
            names = {site.written(document["state"] | name, name["language"]) for name in document["names_as_written"]}
            yield from site.pages(
                parts,
                "state.html",
                title=site.named(document["state"]),
                kind="state",
                written=sorted(names - {""}),
                begin=begin,
                paged=paged_systems,
                picture=pictures.strip(site, document, title, "../"),
                **document | {"first_and_last": first_and_last},
            )


_ENDS = ("first", "last")
