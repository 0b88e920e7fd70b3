"""Writes the files of `api/`: the documents, the lists of them, the schemas, and `index.json`.

Here: how declared documents (`documents.py`) become files. Only `index.json` names the release, so that a document
whose rows did not change keeps its bytes. Not here: schemas (`schema.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.publish.api.documents import GONE, KINDS, VIEWS, Kind, Part
from pipelines.publish.api.schema import openapi, schemas
from pipelines.publish.draft import Edition, ReleaseDraft
from pipelines.publish.json_file import write_json
from pipelines.publish.renderers import renders
from pipelines.publish.streams import Row, by_unit, stream
from pipelines.workspace.engine import another, connect, literal

# So many documents of which DuckDB sorts the rows together: most have few.
_AT_ONCE = {"notes": 400, "states": 50, "articles": 4}


@renders("api/schema.json", "api/openapi.json", "api/states.json", "api/articles.json", "api/notes.json")
def write_api(draft: ReleaseDraft) -> None:
    """Write what `api/` says of all its documents: schemas, and the lists of them.

    Raises:
        OSError, duckdb.Error: a file can't be read or written.
    """
    api = draft.folder / "api"
    api.mkdir(exist_ok=True)
    write_json(schemas(draft), api / "schema.json")
    write_json(openapi(draft), api / "openapi.json")
    connection = another(draft.opened(_tables))
    for kind in KINDS:
        ((listed,),) = connection.execute(f"SELECT {_lines(kind.order)} FROM v_{kind.listed} AS r").fetchall()
        (api / f"{kind.folder}.json").write_text((listed or "[]") + "\n", encoding="utf-8")


def _units(draft: ReleaseDraft) -> dict[str, str]:
    """By document (`states/ARG`), a digest of its rows."""
    connection = another(draft.opened(_tables))
    found: dict[str, str] = {}
    for kind in KINDS:
        keys = f"SELECT CAST({kind.key} AS VARCHAR) AS key FROM {kind.listed}"
        keys += f" UNION {kind.also}" if kind.also else ""
        asked = " UNION ALL ".join(
            f"SELECT CAST({part.key} AS VARCHAR) AS key, hash('{name}', r) AS digest "
            f"FROM v_{part.table} AS r {part.joined}"
            for name, part in kind.parts.items()
        )
        digests = f"SELECT key, CAST(sum(digest) AS VARCHAR) AS digest FROM ({asked}) GROUP BY key"
        select = f"SELECT key, coalesce(digest, 'no row') FROM ({keys}) LEFT JOIN ({digests}) USING (key) ORDER BY key"
        found |= {f"{kind.folder}/{key}": digest for key, digest in connection.execute(select).fetchall()}
    return found


@renders("api/states/*.json", "api/articles/*.json", "api/notes/*.json", units=_units)
def write_api_documents(draft: ReleaseDraft, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Write the documents about one thing each.

    Raises:
        OSError, duckdb.Error: a file can't be read or written.
    """
    connection = another(draft.opened(_tables))
    for kind in KINDS:
        folder = draft.folder / "api" / kind.folder
        folder.mkdir(parents=True, exist_ok=True)
        keys = [unit.removeprefix(f"{kind.folder}/") for unit in due if unit.startswith(f"{kind.folder}/")]
        for start in range(0, len(keys), _AT_ONCE[kind.folder]):
            _documents(connection, kind, keys[start : start + _AT_ONCE[kind.folder]], folder)
        yield from ((f"{kind.folder}/{key}", [f"api/{kind.folder}/{key}.json"]) for key in keys)


@renders("api/index.json", needs=("api/schema.json",), edition=True)
def write_api_index(draft: Edition) -> None:
    """Write `api/index.json`: what the release is called, what it counts, where everything is."""
    publication = draft.publication
    index = {
        "release": draft.id,
        "published": draft.published.isoformat(),
        "previous_release": draft.past[0].id if draft.past else None,
        "title": publication.title,
        "description": publication.description,
        "publisher": publication.publisher.name,
        "address": publication.base_url,
        "release_address": f"{publication.base_url}releases/{draft.id}/",
        "license": publication.license.id,
        "license_url": publication.license.url,
        "rights": publication.rights,
        "contract": publication.contract,
        "counts": draft.rows,
        "changes": draft.changes.totals,
        "openapi": "openapi.json",
        "schema": "schema.json",
        **{kind.folder: f"{kind.folder}.json" for kind in KINDS},
    }
    write_json(index, draft.folder / "api" / "index.json")


@contextmanager
def _tables(draft: ReleaseDraft) -> Iterator[duckdb.DuckDBPyConnection]:
    """Every table under its name, and under `v_` and its name with what documents add to its rows."""
    base = literal(draft.publication.base_url)
    with connect(draft.engine) as connection:
        for table in draft.contract.tables:
            rows = rows_of(draft.folder / "data", table.name)
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows}")
        for table in draft.contract.tables:
            view = VIEWS.get(table.name, f"FROM {table.name}").replace("$base", base)
            connection.execute(f"CREATE VIEW v_{table.name} AS {view}")
        connection.execute("CREATE TABLE gone AS SELECT unnest(?) AS table_name", [list(GONE)])
        yield connection


def _documents(connection: duckdb.DuckDBPyConnection, kind: Kind, keys: list[str], folder: Path) -> None:
    keys = sorted(keys)
    parts = (by_unit(_part(another(connection), part, keys), keys) for part in kind.parts.values())
    for key, *found in zip(keys, *parts, strict=True):
        with (folder / f"{key}.json").open("w", encoding="utf-8") as file:
            before = "{"
            for (name, part), rows in zip(kind.parts.items(), found, strict=True):
                file.write(f'{before}\n "{name}": ')
                file.writelines(_json(part, rows))
                before = ","
            file.write("\n}\n")


def _part(connection: duckdb.DuckDBPyConnection, part: Part, keys: Sequence[str]) -> Iterator[Row]:
    """The rows of one part of some documents, as JSON."""
    return stream(
        connection,
        f"SELECT CAST({part.key} AS VARCHAR) AS unit, CAST(to_json(r) AS VARCHAR) AS json "
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
