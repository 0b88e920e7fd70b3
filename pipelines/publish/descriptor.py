"""Renders the Frictionless Data Package (v2) of a release: `datapackage.json`.

Not here: the declarations it renders (`datapackage/`), checks (`verify.py`).
"""

from __future__ import annotations

import json
from typing import Any

from pipelines.contract.tables import Table
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@renders()
def render_descriptor(draft: ReleaseDraft) -> Made:
    """`datapackage.json`."""
    yield "datapackage.json", json.dumps(descriptor(draft), ensure_ascii=False, indent=2) + "\n"


def descriptor(draft: ReleaseDraft) -> dict[str, Any]:
    """The descriptor of a release, a mapping as Data Package v2 defines it."""
    publication = draft.publication
    return {
        "$schema": PROFILE,
        "name": publication.name,
        "id": publication.doi_url or publication.base_url,
        "title": publication.title,
        "description": publication.description,
        "version": draft.record.identifier,
        "created": f"{draft.record.published}T00:00:00Z",
        "homepage": publication.base_url,
        "keywords": list(publication.keywords),
        "licenses": [
            {"name": publication.license.id, "title": publication.license.title, "path": publication.license.url}
        ],
        "contributors": [
            {"title": publication.publisher.name, "path": publication.publisher.url, "roles": ["publisher"]},
            {"title": publication.contact.name, "email": publication.contact.email, "roles": ["contact"]},
        ],
        "sources": [source(note) for note in draft.notes],
        "rights": publication.rights,
        "resources": [_resource(table, draft) for table in draft.contract.tables],
    }


def source(note: dict[str, Any]) -> dict[str, Any]:
    """A note as a source of the package: title, symbol and date, address where one is known."""
    parts = [note["note_title"], note["note_symbol"], note["note_issued"].isoformat() if note["note_issued"] else None]
    described = {"title": ", ".join(part for part in parts if part)}
    if note["source_url"]:
        described["path"] = note["source_url"]
    return described


def _resource(table: Table, draft: ReleaseDraft) -> dict[str, Any]:
    """The resource of a table with what is known of its file (size, checksum, rows) and of its columns."""
    file = draft.files[f"data/{table.name}.csv"]
    resource: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": table.frictionless_schema(),
    }
    for field in resource["schema"]["fields"]:
        if example := draft.examples.get((table.name, field["name"])):
            field["example"] = example
    return resource | {"bytes": file.bytes, "hash": f"sha256:{file.sha256}", "rows": file.rows}
