"""Writes the files of `api/`: the documents, the lists of them, the schemas, and `index.json`.

Here: how declared documents (`documents.py`) become files. Only `index.json` names the release, so that a document
whose rows did not change keeps its bytes. Not here: schemas (`schema.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from pipelines.publish.api.documents import KINDS, STATE, Kind, Part
from pipelines.publish.api.schema import Index, openapi, schemas
from pipelines.publish.api.things import keys_of, tables
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, renders
from pipelines.publish.streams import Row, by_unit, stream
from pipelines.workspace.engine import another

# So many documents of which DuckDB sorts the rows together: most have few.
_AT_ONCE = {"notes": 400, "articles": 4, "topics": 8}


@renders()
def render_api(draft: ReleaseDraft) -> Made:
    """What `api/` says of all its documents: schemas, and the lists of them.

    Raises:
        OSError, duckdb.Error: a file can't be read or written.
    """
    yield "api/schema.json", as_json(schemas(draft))
    yield "api/openapi.json", as_json(openapi(draft))
    connection = another(draft.opened(tables))
    for kind in KINDS:
        ((listed,),) = connection.execute(f"SELECT {_lines(kind.order)} FROM v_{kind.listed} AS r").fetchall()
        yield f"api/{kind.folder}.json", (listed or "[]") + "\n"


@renders()
def render_api_documents(draft: ReleaseDraft) -> Made:
    """The documents about one thing each, but for those of States, which stand by their pages (`site/states.py`).

    Raises:
        OSError, duckdb.Error: a file can't be read.
    """
    connection = another(draft.opened(tables))
    for kind in KINDS:
        if kind is STATE:
            continue
        keys = keys_of(connection, kind)
        for start in range(0, len(keys), _AT_ONCE[kind.folder]):
            yield from _documents(connection, kind, keys[start : start + _AT_ONCE[kind.folder]])


@renders()
def render_api_index(draft: ReleaseDraft) -> Made:
    """`api/index.json`: what the release is called, what it counts, where everything is."""
    publication = draft.publication
    index = Index(
        release=draft.identity.id,
        published=draft.identity.published,
        previous_release=draft.identity.past[0].id if draft.identity.past else None,
        title=publication.title,
        description=publication.description,
        publisher=publication.publisher.name,
        address=publication.base_url,
        release_address=f"{publication.base_url}releases/{draft.identity.id}/",
        license=publication.license.id,
        license_url=publication.license.url,
        rights=publication.rights,
        contract=publication.contract,
        counts=draft.rows,
        changes=draft.identity.changes.totals,
        openapi="openapi.json",
        schema="schema.json",
        **{kind.folder: f"{kind.folder}.json" for kind in KINDS},
    )
    yield "api/index.json", as_json(index.model_dump(mode="json", by_alias=True))


def _documents(connection: duckdb.DuckDBPyConnection, kind: Kind, keys: list[str]) -> Made:
    parts = (by_unit(_part(another(connection), part, keys), keys) for part in kind.parts.values())
    for key, *found in zip(keys, *parts, strict=True):
        said = (
            f'"{name}": {"".join(_json(part, rows))}'
            for (name, part), rows in zip(kind.parts.items(), found, strict=True)
        )
        yield f"api/{kind.folder}/{key}.json", "{\n " + ",\n ".join(said) + "\n}\n"


def _part(connection: duckdb.DuckDBPyConnection, part: Part, keys: Sequence[str]) -> Iterator[Row]:
    """The rows of one part of some documents, as JSON."""
    return stream(
        connection,
        f"SELECT CAST({part.key} AS VARCHAR) AS unit, CAST(to_json({part.row}) AS VARCHAR) AS json "
        f"FROM v_{part.table} AS r {part.joined} WHERE unit IN (SELECT unnest(?)) ORDER BY unit, {part.order}",
        keys,
    )


def _json(part: Part, rows: Sequence[Row]) -> Iterator[str]:
    """A part of one document, in pieces: an object, or an array with a row a line."""
    if part.only or not rows:
        yield rows[0]["json"] if rows else "null" if part.only else "[]"
        return
    for number, row in enumerate(rows):
        yield f"{',' if number else '['}\n  {row['json']}"
    yield "\n ]"


def _lines(order: str) -> str:
    """SQL for a JSON array of the rows `r` with one a line, so that people and version control can read it."""
    return f"'[\n' || string_agg('  ' || CAST(to_json(r) AS VARCHAR), ',\n' ORDER BY {order}) || '\n ]'"
