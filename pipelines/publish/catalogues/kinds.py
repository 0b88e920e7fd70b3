"""How a catalogue registers itself as a renderer, and is written as JSON or RDF.

Not here: what every catalogue says (`mapping.py`), a standard's rules (one module each).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pipelines.publish.catalogues.mapping import Catalogue, catalogue
from pipelines.publish.catalogues.rdf import Graph, write_json_ld, write_turtle, write_xml
from pipelines.publish.draft import Edition
from pipelines.publish.json_file import write_json
from pipelines.publish.renderers import Renderer, register

# A catalogue lists data and downloads, with size and checksum.
NEEDS = ("*.xlsx", "*.sqlite", "*.duckdb", "*.zip")
_WRITERS: dict[str, Callable[..., None]] = {
    "json": write_json,
    "jsonld": write_json_ld,
    "rdf": write_xml,
    "ttl": write_turtle,
}
_Make = TypeVar("_Make", bound=Callable[[Catalogue], dict[str, Any] | Graph])


def catalogue_at(*paths: str) -> Callable[[_Make], _Make]:
    """Register a function that makes of the catalogue what is written at some paths below the release.

    Each is written in the form that its ending names: of JSON one, of a graph Turtle, RDF/XML or JSON-LD.
    """

    def entered(make: _Make) -> _Make:
        def write(draft: Edition) -> None:
            made = make(draft.once(catalogue))
            for path in paths:
                target = draft.folder / path
                target.parent.mkdir(exist_ok=True)
                _WRITERS[path.rpartition(".")[2]](made, target)

        register(Renderer(make.__name__, write, paths, NEEDS, edition=True))
        return make

    return entered
