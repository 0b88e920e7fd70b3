"""Renders the Frictionless Data Package (v2) of a release: `datapackage.json`.

Not here: the declarations it renders (`datapackage/`), checks (`verify.py`).
"""

from __future__ import annotations

import json
from typing import Any

from pipelines.contract.tables import Contract, Table
from pipelines.publish.facts import Facts, File
from pipelines.publish.publication import Publication

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_descriptor(facts: Facts) -> None:
    """Write `datapackage.json`."""
    text = json.dumps(descriptor(facts), ensure_ascii=False, indent=2) + "\n"
    (facts.folder / "datapackage.json").write_text(text, encoding="utf-8")


def descriptor(facts: Facts) -> dict[str, Any]:
    """The descriptor of a release, a mapping as Data Package v2 defines it."""
    publication = facts.publication
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": publication.name,
        "id": publication.base_url,
        "title": publication.title,
        "description": publication.description,
        "version": facts.id,
        "homepage": publication.base_url,
        "keywords": list(publication.keywords),
        "licenses": [
            {"name": publication.license.id, "title": publication.license.title, "path": publication.license.url}
        ],
        "contributors": [
            {"title": publication.publisher.name, "path": publication.publisher.url, "roles": ["publisher"]},
            {"title": publication.contact.name, "email": publication.contact.email, "roles": ["contact"]},
        ],
        "sources": [source(note) for note in facts.notes],
        "rights": publication.rights,
        "resources": [resource(table, facts.files_of(table.name, ".csv")) for table in facts.contract.tables],
    }
    if facts.modified:
        package["created"] = f"{facts.modified}T00:00:00Z"
    return package


def source(note: dict[str, Any]) -> dict[str, Any]:
    """A note as a source of the package: title, symbol and date, address where one is known."""
    parts = [note["title"], note["symbol"], note["issued"].isoformat() if note["issued"] else None]
    found = {"title": ", ".join(part for part in parts if part)}
    if note["source_url"]:
        found["path"] = note["source_url"]
    return found


def resource(table: Table, files: tuple[File, ...], *, extracted: bool = False) -> dict[str, Any]:
    """A tabular resource; without `files`, that of a CSV named after the table, whose size nobody knows yet.

    A table in parts has a list of paths, which Data Package v2 reads as one table, and an index of its parts.
    """
    paths = [file.path for file in files] or [f"{table.name}.csv"]
    found: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": paths[0] if len(paths) == 1 else paths,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": table.frictionless_schema(extracted=extracted),
    }
    if len(files) == 1:
        found |= _size(files[0])
    elif files:
        found["rows"] = sum(file.rows or 0 for file in files)
        found["parts"] = [{"path": file.path, **_size(file)} for file in files]
    return found


def _size(file: File) -> dict[str, Any]:
    return {"bytes": file.bytes, "hash": f"sha256:{file.sha256}", "rows": file.rows}


def staging_descriptor(contract: Contract, publication: Publication) -> dict[str, Any]:
    """The package of extracted tables and code lists, as it is validated before any model runs."""
    return {
        "$schema": PROFILE,
        "name": f"{publication.name}-extracted",
        "resources": [resource(t, (), extracted=True) for t in contract.of_stage("extract", "code_list")],
    }
