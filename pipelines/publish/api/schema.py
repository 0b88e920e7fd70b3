"""What `api/` says of all its documents: lists of them, JSON Schema and OpenAPI, made from the declared tables.

Not here: the declarations (`datapackage/`, `documents.py`), the document of each thing, which stands by its pages
(`site/states.py`, `site/notes.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field, NonNegativeInt, RootModel, create_model
from pydantic.json_schema import models_json_schema

from pipelines.contract.tables import Column, Contract, Table
from pipelines.publish.api.documents import ADDED, KINDS, Address, Kind
from pipelines.publish.api.things import in_lines, tables
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, renders
from pipelines.publish.streams import stream
from pipelines.workspace.engine import another

_TYPES: dict[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool, "date": date}


class Index(BaseModel):
    """Which release this is, what it counts, and where its documents are."""

    release: str
    published: date
    previous_release: str | None
    title: str
    description: str
    publisher: str
    address: Address
    release_address: Address
    license: str
    license_url: str
    rights: str
    contract: str
    counts: dict[str, NonNegativeInt] = Field(description="Rows of each table.")
    changes: dict[str, NonNegativeInt] = Field(description="Rows that differ from the release before.")
    openapi: str
    # `schema` is a name of pydantic's own.
    schema_: str = Field(alias="schema")
    states: str
    notes: str


@renders()
def render_api(draft: ReleaseDraft) -> Made:
    """Lists, schemas, and `index.json`, which alone names the release: the others keep their bytes with their rows."""
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


def models(contract: Contract) -> list[type[BaseModel]]:
    """The models of all files of the API, called as they are in the schema."""
    rows = {table.name: row_of(table) for table in contract.tables}
    wanted: list[type[BaseModel]] = [Index]
    for kind in KINDS:
        row: Any = rows[kind.listed]
        wanted += [model(kind, rows), create_model(f"{kind.name}List", __base__=RootModel[list[row]])]
    return wanted


def model(kind: Kind, rows: Mapping[str, type[BaseModel]]) -> type[BaseModel]:
    """The model of the document of a kind of thing. `rows`: of a row, by table."""
    fields: dict[str, Any] = {name: rows[table] | None for name, table in kind.row.items()}
    fields |= {name: list[rows[table]] for name, table in kind.rows.items()}  # type: ignore[valid-type]
    fields = {name: (type_, ...) for name, type_ in (fields | dict(kind.further)).items()}
    return create_model(kind.name, __doc__=kind.description, **fields)


def schemas(draft: ReleaseDraft) -> dict[str, Any]:
    """The schemas of every kind of document, by name below `$defs`, with those of the rows in them."""
    _, definitions = models_json_schema([(model, "serialization") for model in models(draft.contract)])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{draft.publication.base_url}api/schema.json",
        "title": draft.publication.title,
        **definitions,
    }


def openapi(draft: ReleaseDraft) -> dict[str, Any]:
    """The description of the API for programs that make clients from it."""
    publication = draft.publication
    paths = {"/index.json": _get("index", "The release: name, day, counts.", "Index")}
    for kind in KINDS:
        paths[f"/{kind.folder}.json"] = _get(f"list_{kind.folder}", f"All: {kind.description}", f"{kind.name}List")
        one = _get(f"get_{kind.name.lower()}", kind.description, kind.name)
        key = next(column for column in draft.contract[kind.listed].columns if column.name == kind.key)
        parameter = {"name": kind.key, "in": "path", "required": True, "description": key.description}
        example = draft.examples.get((kind.listed, kind.key))
        parameter |= {"example": example} if example else {}
        one["parameters"] = [parameter | {"schema": {"type": "string"}}]
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


def row_of(table: Table) -> type[BaseModel]:
    """The model of a row of a table."""
    columns: dict[str, Any] = {column.name: _value(column) for column in table.columns}
    return create_model(table.name, __doc__=table.description, **(columns | ADDED.get(table.name, {})))


def _value(column: Column) -> tuple[Any, Any]:
    kind: Any = _TYPES[column.type]
    if column.items:
        item: Any = Annotated[str, Field(pattern=f"^(?:{column.items})$")]
        return list[item], Field(title=column.title, description=column.description)
    rules = dict(column.field().get("constraints", {}))
    stated = {name: rules[name] for name in ("minimum", "maximum", "minLength", "maxLength") if name in rules}
    if "enum" in rules:
        stated["enum"] = [*rules["enum"], *([] if column.required else [None])]
    if "pattern" in rules:  # Table Schema means the whole value
        stated["pattern"] = f"^(?:{rules['pattern']})$"
    field = Field(title=column.title, description=column.description, json_schema_extra=stated)
    return (kind if column.required else kind | None), field
