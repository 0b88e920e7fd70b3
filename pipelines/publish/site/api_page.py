"""The page of the API: which documents there are, and how to ask for them in four languages.

Not here: the documents (`pipelines/publish/api/`), how to read the tables (`reference.py`).
"""

from __future__ import annotations

from pipelines.publish.api.documents import KINDS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site.reference import SNIPPETS_OF_THE_API, snippets
from pipelines.publish.site.rendering import Site


@renders("api.html", size="whole")
def write_api_page(draft: ReleaseDraft) -> None:
    """Write `api.html`."""
    state = draft.examples.get(("statements", "state_iso3")) or next(iter(draft.states), "ARG")
    filled = {"base": draft.publication.base_url, "state": state}
    draft.once(Site).write(
        "api.html",
        "api.html",
        kind="use",
        title="The data as JSON, for programs",
        kinds=KINDS,
        snippets=snippets(SNIPPETS_OF_THE_API, filled),
    )
