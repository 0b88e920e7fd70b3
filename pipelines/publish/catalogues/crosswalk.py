"""Writes all catalogues from one table of where each standard has what we know (`crosswalk.yaml`; in RDF `dcat.yaml`).

For each kind of thing (a dataset, a file, a column …) the table has what a standard always writes of it, and `fields`:
ours, and the path of each below what is always written. A field is looked for in the thing, then in what the thing
stands in: in `publication.license.url` of a file, `publication` is the catalogue's. `{base}data.json` is put together,
of a list for each of its entries; `=Dataset` is the word itself. In a path a number is a place in a list, `*` each
entry, `+` its end; several paths stand beside each other. A standard that is `like` another writes what it lacks itself
as that one. What is empty is left out. RDF is written as JSON-LD, of which its other forms are made, always in the same
bytes. Not here: facts (`facts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pyoxigraph import RdfFormat, parse, serialize

from pipelines.publish.catalogues.facts import Thing, catalogue
from pipelines.publish.downloads.kinds import DOWNLOADS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.integrity import link_or_copy
from pipelines.publish.json_file import as_json, compact
from pipelines.publish.renderers import Made, Renderer, register
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import read_keys

_TABLES = ("crosswalk.yaml", "dcat.yaml")
_PLACE = re.compile(r"\{([\w.]+)\}")


@cache
def _table() -> Any:
    return read_keys([Path(__file__).with_name(name) for name in _TABLES], ReportedError)


def written(standard: str, thing: object, *around: object) -> dict[str, Any]:
    """What a standard says of a thing. `around`: what it stands in, the nearest first."""
    scope = (thing, *around)
    kind = _table()[_kind(thing)]
    like = _table()["files"].get(standard, {}).get("like")
    record: dict[str, Any] = deepcopy(kind["always"].get(standard, kind["always"].get(like, {})))
    for field, paths in kind["fields"].items():
        if places := paths.get(standard, paths.get(like)):
            value = _written(standard, _value(scope, field), scope)
            if value not in (None, "", [], {}):
                for path in places.split():
                    _put_at(record, path.split("."), value)
    return record


def _kind(thing: object) -> str:
    return thing.kind if isinstance(thing, Thing) else type(thing).__name__


def _value(scope: tuple[object, ...], field: str) -> Any:
    """A field of the first thing around that has it."""
    if field.startswith("="):
        return field[1:]
    if places := _PLACE.findall(field):
        values = [_value(scope, place) for place in places]
        several = next((value for value in values if isinstance(value, tuple)), None)
        if several is not None:
            return [_filled(field, [one if v is several else v for v in values]) for one in several]
        return None if None in values else _filled(field, values)
    first, *rest = field.split(".")
    value = next((getattr(thing, first) for thing in scope if hasattr(thing, first)), None)
    for name in rest:
        value = _part(value, name)
    return value


def _filled(field: str, values: list[Any]) -> str:
    left = iter(values)
    return _PLACE.sub(lambda _: str(next(left)), field)


def _part(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return value[name] if name in value else {key: getattr(one, name) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return value[int(name)] if name.isdigit() else [getattr(one, name) for one in value]
    return None if value is None else getattr(value, name)


def _written(standard: str, value: Any, scope: tuple[object, ...]) -> Any:
    """A value as JSON has it; things as the standard writes them."""
    if isinstance(value, dict):
        return {key: _written(standard, one, scope) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_written(standard, one, scope) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return written(standard, value, *scope) if _kind(value) in _table() else value


def _put_at(target: Any, path: list[str], value: Any) -> None:
    """Put a value into dictionaries and lists at a path, making those that are not there yet.

    At `["a", "0", "b"]` of nothing the value 1 gives `{"a": [{"b": 1}]}`; at `["a", "*", "b"]` the values 1 and 2 give
    `{"a": [{"b": 1}, {"b": 2}]}`, and one value goes into each entry that is there; `["a", "+"]` adds values to a list.
    """
    key, *rest = path
    if key == "*":
        values = value if isinstance(value, list) else [value] * len(target)
        target.extend({} for _ in range(len(values) - len(target)))
        for one, own in zip(target, values, strict=True):
            _put_at(one, rest, own)
        return
    if key == "+":
        target.extend(value)
        return
    if isinstance(target, list):
        place: Any = int(key)
        if place == len(target):
            target.append({})
    else:
        place = key
        target.setdefault(key, [] if rest and (rest[0] in "*+" or rest[0].isdigit()) else {})
    if rest:
        _put_at(target[place], rest, value)
    else:
        target[place] = value


def script(markup: dict[str, Any]) -> Markup:
    """Markup of schema.org as it may stand in `<script type="application/ld+json">`: no text can end the element."""
    text = compact(markup)
    # The rest of JSON is no markup.
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def _as_json_ld(document: dict[str, Any]) -> str:
    """A document with the context of its terms inside, so that nobody has to fetch one."""
    return as_json({"@context": _table()["context"]} | document)


def _in_rdf(document: dict[str, Any], form: str) -> str:
    """The same as Turtle (`ttl`) or RDF/XML (`rdf`). Every blank node in it has a name."""
    graph = {quad.triple for quad in parse(_as_json_ld(document).encode(), RdfFormat.JSON_LD)}
    prefixes = {name: address for name, address in _table()["context"].items() if isinstance(address, str)}
    text = serialize(sorted(graph, key=str), format=RdfFormat.from_extension(form), prefixes=prefixes) or b""
    # Prefixes come in any order.
    if form == "ttl":
        lines = text.decode().split("\n")
        return "\n".join(sorted(lines[: len(prefixes)]) + lines[len(prefixes) :])
    return re.sub("(?<=<rdf:RDF )[^>]+", lambda all_: " ".join(sorted(all_[0].split())), text.decode(), count=1) + "\n"


def _renderer(standard: str, paths: Sequence[str], export: str) -> Renderer:
    """What writes a standard at some paths, each in the form that its ending names."""

    def files(draft: ReleaseDraft) -> Made:
        document = written(standard, draft.once(catalogue))
        made: dict[str, Path] = {}
        for path in paths:
            form, target = path.rpartition(".")[2], draft.folder / path
            if form in made:  # a second address shares the disk of the first
                target.parent.mkdir(exist_ok=True)
                link_or_copy(made[form], target)
                yield path, target
            elif form in {"ttl", "rdf"}:
                yield path, _in_rdf(document, form)
            else:
                yield path, as_json(document) if form == "json" else _as_json_ld(document)
            made.setdefault(form, target)

    # A catalogue lists data and downloads, with size and checksum.
    return Renderer(standard, files, DOWNLOADS, export=export, files=tuple(paths))


for _standard, _files in _table()["files"].items():
    register(_renderer(_standard, _files["paths"], _files["export"]))
