"""One page per system, body or law that several statements name, with their quotes in the order of the notes.

An address that was published leads on: to what is still said, or to the list of the State's systems.

Not here: which mentions are of one system (`sql/model/system_mentions.sql`), the list of all (`tables.py`).
"""

from __future__ import annotations

from pipelines.publish.api.documents import SYSTEM
from pipelines.publish.api.things import documents, systems_before
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import sites
from pipelines.publish.site.rows import rows_of_release


@renders()
def render_systems(draft: ReleaseDraft) -> Made:
    """The pages of systems that several statements name, or named in an earlier release."""
    notes = rows_of_release(draft).notes
    for key in sorted({*systems_before(draft)} - systems_with_a_page(draft)):
        for site in sites(draft):
            title, listed = site.say("Systems, bodies and laws"), f"systems.html?state={key.partition('.')[0]}"
            yield site.page(addresses.system(key), "moved.html", kind="system", title=title, address=listed)
    for key, document in documents(draft, SYSTEM):
        system, path = document["system"], addresses.system(key)
        for site in sites(draft):
            shown = {"system": system, "rows": [site.marked(row) for row in document["statements"]], "notes": notes}
            yield site.page(path, "system.html", kind="system", title=site.read(system["system_name"]), **shown)


def systems_with_a_page(draft: ReleaseDraft) -> frozenset[str]:
    """Identifiers of the systems that have a page."""
    return frozenset(row["key"] for row in rows_of_release(draft).ask("SELECT key FROM things WHERE kind = 'System'"))
