"""One page per topic, with the quotes that name it by State, newest first; and the list of topics.

Not here: how a quote is known to name a topic (`pipelines/extract/reading/topics.py`).
"""

from __future__ import annotations

from functools import partial

from pipelines.contract.articles import articles_in
from pipelines.publish.api.things import documents
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses, pictures
from pipelines.publish.site.pager import paged, weight
from pipelines.publish.site.phrases import folded
from pipelines.publish.site.rendering import Site, pages, sites
from pipelines.publish.site.tables import Column
from pipelines.publish.streams import Row

_COLUMNS = (
    Column("topic_title", "Topic", "topic"),
    Column("definition", "What belongs to it", "any"),
    Column("numbers", "Related articles"),
    Column("statement_count", "Statements", "num"),
    Column("state_count", "States", "num"),
    Column("last_note_issued", "Last note", "day"),
)


@pages()
def render_list_of_topics(draft: ReleaseDraft, site: Site) -> Made:
    """`topics.html`."""
    quoted = {code: document for code, document in draft.once(heads_of_topics).items() if document["statement_count"]}
    nothing = {"statement_count": 0, "state_count": 0, "last_note_issued": None}
    topics = [
        {**row, **quoted.get(code, nothing), "numbers": site.say(", ").join(map(str, articles_in(row["articles"])))}
        for code, row in site.topics.items()
    ]
    topics.sort(key=lambda row: folded(row["topic_title"]))
    yield site.page("topics.html", kind="list", title=site.say("Topics"), rows=topics, columns=_COLUMNS)


def heads_of_topics(draft: ReleaseDraft) -> dict[str, Row]:
    """The counts of each topic's document, by code."""
    return dict(documents(draft, "Topic", "statement_count", "state_count", "last_note_issued"))


@renders()
def render_topics(draft: ReleaseDraft) -> Made:
    """The pages of topics that quotes name, and of those that quotes of an earlier release named."""
    numbers = {"states": list[Row](), "years": list[Row]()}
    for code, document in documents(draft, "Topic"):
        for name, rows in numbers.items():
            rows += [{"topic": code} | row for row in document[name]]
        for site in sites(draft):
            topic, path = document["topic"] | site.topics[code], partial(addresses.topic, code)
            title = topic["topic_title"]
            if not document["statements"]:
                yield site.page(path(), "gone.html", kind="topic", title=title, left=document["withdrawn"])
                continue
            statements = [site.marked(row) for row in site.by_name(document["statements"])]
            parts = list(paged(statements, weight, path))
            places = {row["state_iso3"]: pager.address for pager, rows in reversed(parts) for row in rows}
            shown = document | {
                "topic": topic,
                "articles": articles_in(topic["articles"]),
                "broader": [site.topics[whole] for whole in document["broader"]],
                "narrower": [site.topics[part] for part in document["narrower"]],
                "states": site.by_name(document["states"]),
                "pictures": pictures.on_topic(site, document, title),
            }
            years_title = site.say("%(topic)s: share of the States quoted, by year", topic=title)
            shown |= {"years_title": years_title, "years": pictures.by_year(site, document["years"], years_title)}
            yield from (picture.file for picture in shown["pictures"])
            yield from site.pages(parts, "topic.html", title=title, kind="topic", places=places, **shown)
    for name, rows in numbers.items():
        yield from pictures.numbers(f"topics-{name}", rows)
