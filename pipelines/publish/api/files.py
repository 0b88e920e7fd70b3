"""Writes what `api/` says of all its documents: lists of them, schemas, and `index.json`.

Only `index.json` names the release, so that a file whose rows did not change keeps its bytes. Not here: the document of
each thing, which stands by its pages (`site/states.py`, `site/notes.py`), schemas (`schema.py`).
"""

from __future__ import annotations

from pipelines.publish.api.documents import KINDS
from pipelines.publish.api.schema import Index, openapi, schemas
from pipelines.publish.api.things import in_lines, tables
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, renders
from pipelines.publish.streams import stream
from pipelines.workspace.engine import another


@renders()
def render_api(draft: ReleaseDraft) -> Made:
    """All of that."""
    yield "api/schema.json", as_json(schemas(draft))
    yield "api/openapi.json", as_json(openapi(draft))
    for kind in KINDS:
        rows = stream(another(draft.opened(tables)), f"SELECT * FROM v_{kind.listed} ORDER BY {kind.order}")
        yield f"api/{kind.folder}.json", in_lines(list(rows)) + "\n"
    publication = draft.publication
    index = Index(
        release=draft.record.identifier,
        published=draft.record.published,
        previous_release=draft.record.previous,
        title=publication.title,
        description=publication.description,
        publisher=publication.publisher.name,
        address=publication.base_url,
        release_address=f"{publication.base_url}releases/{draft.record.identifier}/",
        license=publication.license.id,
        license_url=publication.license.url,
        rights=publication.rights,
        contract=publication.contract,
        counts=draft.record.counts,
        changes=draft.changes.totals,
        openapi="openapi.json",
        schema="schema.json",
        **{kind.folder: f"{kind.folder}.json" for kind in KINDS},
    )
    yield "api/index.json", as_json(index.model_dump(mode="json", by_alias=True))
