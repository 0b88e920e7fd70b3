"""Renders JSON Schema (2020-12) and OpenAPI (3.1) of the API from the declared tables and documents.

Not here: the declarations (`datapackage/`, `documents.py`), the files that they describe (`files.py`).
"""

from __future__ import annotations

from typing import Any

from pipelines.contract.tables import Column, Table
from pipelines.publish.api.documents import ADDED, KINDS, Kind
from pipelines.publish.draft import ReleaseDraft

_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "string"}
_TEXT, _COUNTS = {"type": "string"}, {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
_INDEX_TEXTS = (
    "title",
    "description",
    "publisher",
    "license",
    "license_url",
    "rights",
    "contract",
    "openapi",
    "schema",
    *(kind.folder for kind in KINDS),
)


def schemas(draft: ReleaseDraft) -> dict[str, Any]:
    """The schemas of every kind of document, by name below `$defs`, with those of the rows in them."""
    base = draft.publication.base_url
    used = {part.table for kind in KINDS for part in kind.parts.values()} | {kind.listed for kind in KINDS}
    rows = {table.name: _row(table) for table in draft.contract.tables if table.name in used}
    documents: dict[str, Any] = {"Index": _index()}
    for kind in KINDS:
        documents[kind.name] = _document(kind)
        documents[f"{kind.name}List"] = {"type": "array", "items": _reference(kind.listed)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}api/schema.json",
        "title": draft.publication.title,
        "$defs": documents | rows,
    }


def openapi(draft: ReleaseDraft) -> dict[str, Any]:
    """The description of the API for programs that make clients from it."""
    publication = draft.publication
    paths = {"/index.json": _get("index", "The release: name, day, counts.", "Index")}
    for kind in KINDS:
        paths[f"/{kind.folder}.json"] = _get(f"list_{kind.folder}", f"All: {kind.description}", f"{kind.name}List")
        one = _get(f"get_{kind.name.lower()}", kind.description, kind.name)
        key = next(column for column in draft.contract[kind.listed].columns if column.name == kind.key)
        one["parameters"] = [
            {
                "name": kind.key,
                "in": "path",
                "required": True,
                "description": key.description,
                "schema": {"type": "string"},
            }
        ]
        one["get"]["responses"]["404"] = {"description": "The release has none of that name."}
        paths[f"/{kind.folder}/{{{kind.key}}}.json"] = one
    return {
        "openapi": "3.1.0",
        "info": {
            "title": publication.title,
            "description": f"{publication.description} Files below `api/` of the latest release; those of any other "
            "release are below `releases/<release>/api/`. Whoever asks may come from any origin.",
            "version": publication.contract,
            "license": {"name": publication.license.title, "url": publication.license.url},
            "contact": {"name": publication.contact.name, "email": publication.contact.email},
        },
        "servers": [{"url": f"{publication.base_url}api"}],
        "paths": paths,
    }


def _get(name: str, description: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"schema.json#/$defs/{schema}"}}}
    responses = {"200": {"description": "As it is in this release.", "content": content}}
    return {"get": {"operationId": name, "description": description, "responses": responses}}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _document(kind: Kind) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name, part in kind.parts.items():
        row = _reference(part.table)
        if not part.only:
            properties[name] = {"type": "array", "items": row}
        else:
            properties[name] = {"anyOf": [row, {"type": "null"}]} if kind.also else row
    return {
        "type": "object",
        "description": kind.description,
        "required": list(properties),
        "properties": properties,
    }


def _row(table: Table) -> dict[str, Any]:
    columns = {column.name: _value(column) for column in table.columns}
    properties = columns | ADDED.get(table.name, {})
    return {"type": "object", "description": table.description, "required": list(properties), "properties": properties}


def _value(column: Column) -> dict[str, Any]:
    name = _TYPES[column.type]
    found: dict[str, Any] = {"type": name if column.required else [name, "null"], "title": column.title}
    found["description"] = column.description
    if column.type == "date":
        found["format"] = "date"
    rules = dict(column.field().get("constraints", {}))
    if "enum" in rules:
        found["enum"] = [*rules["enum"], *([] if column.required else [None])]
    if "pattern" in rules:  # Table Schema means the whole value
        found["pattern"] = f"^(?:{rules['pattern']})$"
    return found | {k: rules[k] for k in ("minimum", "maximum", "minLength", "maxLength") if k in rules}


def _index() -> dict[str, Any]:
    properties: dict[str, Any] = {
        "release": _TEXT,
        "published": {"type": "string", "format": "date"},
        "previous_release": {"type": ["string", "null"]},
        "address": {"type": "string", "format": "uri"},
        "release_address": {"type": "string", "format": "uri"},
        "counts": _COUNTS | {"description": "Rows of each table."},
        "changes": _COUNTS | {"description": "Rows that differ from the release before."},
        **dict.fromkeys(_INDEX_TEXTS, _TEXT),
    }
    return {
        "type": "object",
        "description": "Which release this is, what it counts, and where its documents are.",
        "required": sorted(properties),
        "properties": properties,
    }
