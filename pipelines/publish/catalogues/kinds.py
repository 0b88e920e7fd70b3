"""How a catalogue registers itself as a renderer, and is written as JSON or RDF.

Not here: what every catalogue says (`mapping.py`), a standard's rules (one module each).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pipelines.publish.authorities import Profile
from pipelines.publish.catalogues.mapping import Catalogue, catalogue
from pipelines.publish.catalogues.rdf import Graph, as_json_ld, as_rdf_xml, as_turtle
from pipelines.publish.downloads.kinds import DOWNLOADS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, Renderer, register

_FORMS: dict[str, Callable[..., str]] = {
    "json": as_json,
    "jsonld": as_json_ld,
    "rdf": as_rdf_xml,
    "ttl": as_turtle,
}
_Make = TypeVar("_Make", bound=Callable[[Catalogue], dict[str, Any] | Graph])


def catalogue_at(*paths: str, profile: Profile, name: str = "") -> Callable[[_Make], _Make]:
    """Register a function that makes of the catalogue what is written at some paths below the release.

    Each is written in the form that its ending names: of JSON one, of a graph Turtle, RDF/XML or JSON-LD. `profile`: of
    those that `publication.yaml` can leave out. `name`: of the renderer, where it is not that of the function.
    """

    def entered(make: _Make) -> _Make:
        def files(draft: ReleaseDraft) -> Made:
            if profile in draft.publication.profiles:
                made = make(draft.once(catalogue))
                yield from ((path, _FORMS[path.rpartition(".")[2]](made)) for path in paths)

        # A catalogue lists data and downloads, with size and checksum.
        register(Renderer(name or make.__name__, files, DOWNLOADS))
        return make

    return entered
