"""One page per system, body or law that several statements name, with their quotes in the order of the notes.

An address that was published leads on: to the quotes that still name it, or to the list of the State's systems.

Not here: which mentions are of one system (`sql/model/system_mentions.sql`), the list of all (`tables.py`).
"""

from __future__ import annotations

from pipelines.publish.api.things import documents, keys_of, systems_before
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import sites


@renders()
def render_systems(draft: ReleaseDraft) -> Made:
    """The pages of systems that several statements name, or named in an earlier release."""
    for gone in sorted(systems_before(draft) - draft.once(systems_with_a_page)):
        path, listed = addresses.system(gone), f"systems.html?state={gone.partition('.')[0]}"
        for site in sites(draft):
            title = site.say("Systems, bodies and laws")
            yield site.page(path, "moved.html", kind="system", title=title, address=listed)
    for key, document in documents(draft, "System"):
        system, path = document["system"], addresses.system(key)
        for site in sites(draft):
            title, rows = site.read(system["system_name"]), [site.marked(row) for row in document["statements"]]
            yield site.page(path, "system.html", kind="system", title=title, system=system, rows=rows)


def systems_with_a_page(draft: ReleaseDraft) -> frozenset[str]:
    """Identifiers of the systems that have a page."""
    return frozenset(keys_of(draft, "System"))
