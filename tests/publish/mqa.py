"""Counts the score that data.europa.eu's Metadata Quality Assessment gives a catalogue, by its published metrics.

`python -m tests.publish.mqa RELEASE`, after `make setup-dev`, prints the table that stands in
`pipelines/publish/README.md`. A dataset meets a metric where it, or one of its distributions, does; a catalogue has the
points that all its datasets have. An address is reached where the release has the file it names. Source:
data.europa.eu/mqa/methodology, and the vocabularies of formats that its scoring reads.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF
from rdflib.term import Node

from tests.publish import rules

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
# Of the formats that we publish, those in edp-machine-readable-format and edp-non-proprietary-format.
_MACHINE_READABLE = {f"{_EU}file-type/{code}" for code in ("CSV", "XLSX", "JSON", "XML")}
_NON_PROPRIETARY = {f"{_EU}file-type/{code}" for code in ("CSV", "ZIP", "JSON", "XML")}


class Metric(NamedTuple):
    """One metric: what is looked at, and the points that it gives."""

    dimension: str
    name: str
    points: int
    met: Callable[[Catalogue, Node], bool]


class Catalogue:
    """A graph with the folder of its release."""

    def __init__(self, release: Path) -> None:
        self.release = release
        self.graph = Graph().parse(release / "catalog.ttl")
        self.base = str(next(self.graph.subjects(RDF.type, DCAT.Catalog))).partition("#")[0]
        self.compliant = not any(
            severity == "Violation"
            for shapes in ("shapes", "range")
            for known in (True, False)
            for severity, *_ in rules.dcat_ap(self.graph, shapes, ontologies=known)
        )

    def values(self, dataset: Node, predicate: URIRef, *, parts: bool) -> list[str]:
        """What the dataset, or its distributions, say."""
        nodes = self.graph.objects(dataset, DCAT.distribution) if parts else [dataset]
        return [str(value) for node in nodes for value in self.graph.objects(node, predicate)]

    def reachable(self, address: str) -> bool:
        """Whether the release has the file."""
        return (self.release / unquote(address.removeprefix(self.base))).is_file()


def _says(predicate: URIRef, *, parts: bool = False) -> Callable[[Catalogue, Node], bool]:
    return lambda catalogue, dataset: bool(catalogue.values(dataset, predicate, parts=parts))


def _one(predicate: URIRef, good: Callable[[str], bool], *, parts: bool = True) -> Callable[[Catalogue, Node], bool]:
    return lambda catalogue, dataset: any(good(value) for value in catalogue.values(dataset, predicate, parts=parts))


def _reached(predicate: URIRef) -> Callable[[Catalogue, Node], bool]:
    return lambda catalogue, dataset: any(map(catalogue.reachable, catalogue.values(dataset, predicate, parts=True)))


def _codes(catalogue: Catalogue, dataset: Node) -> bool:
    formats = catalogue.values(dataset, DCTERMS.format, parts=True)
    types = catalogue.values(dataset, DCAT.mediaType, parts=True)
    return any(f.startswith(f"{_EU}file-type/") for f in formats) and any(t.startswith(_IANA) for t in types)


_FORMAT = DCTERMS.format
METRICS = (
    Metric("Findability", "keywords", 30, _says(DCAT.keyword)),
    Metric("Findability", "categories", 30, _says(DCAT.theme)),
    Metric("Findability", "coverage in space", 20, _says(DCTERMS.spatial)),
    Metric("Findability", "coverage in time", 20, _says(DCTERMS.temporal)),
    Metric("Accessibility", "access address can be reached", 50, _reached(DCAT.accessURL)),
    Metric("Accessibility", "download address is given", 20, _says(DCAT.downloadURL, parts=True)),
    Metric("Accessibility", "download address can be reached", 30, _reached(DCAT.downloadURL)),
    Metric("Interoperability", "format is given", 20, _says(_FORMAT, parts=True)),
    Metric("Interoperability", "media type is given", 10, _says(DCAT.mediaType, parts=True)),
    Metric("Interoperability", "format and media type are codes", 10, _codes),
    Metric("Interoperability", "format is open", 20, _one(_FORMAT, _NON_PROPRIETARY.__contains__)),
    Metric("Interoperability", "format is machine-readable", 20, _one(_FORMAT, _MACHINE_READABLE.__contains__)),
    Metric("Interoperability", "conforms to DCAT-AP", 30, lambda catalogue, _: catalogue.compliant),
    Metric("Reusability", "licence is given", 20, _says(DCTERMS.license, parts=True)),
    Metric("Reusability", "licence is a code", 10, _one(DCTERMS.license, lambda v: v.startswith(f"{_EU}licence/"))),
    Metric("Reusability", "access rights are given", 10, _says(DCTERMS.accessRights)),
    Metric(
        "Reusability",
        "access rights are a code",
        5,
        _one(DCTERMS.accessRights, lambda v: v.startswith(f"{_EU}access-right/"), parts=False),
    ),
    Metric("Reusability", "contact is given", 20, _says(DCAT.contactPoint)),
    Metric("Reusability", "publisher is given", 10, _says(DCTERMS.publisher)),
    Metric("Contextuality", "rights are given", 5, _says(DCTERMS.rights, parts=True)),
    Metric("Contextuality", "size of the file is given", 5, _says(DCAT.byteSize, parts=True)),
    Metric("Contextuality", "date of issue is given", 5, _says(DCTERMS.issued)),
    Metric("Contextuality", "date of change is given", 5, _says(DCTERMS.modified)),
)


def count(release: Path) -> list[tuple[Metric, int]]:
    """The points of each metric that every dataset of a release has."""
    catalogue = Catalogue(release)
    datasets = list(catalogue.graph.objects(None, DCAT.dataset))
    return [(m, m.points if datasets and all(m.met(catalogue, d) for d in datasets) else 0) for m in METRICS]


def table(release: Path) -> str:
    """The score as Markdown."""
    found = count(release)
    rows = [f"| {m.dimension} | {m.name} | {points} of {m.points} |" for m, points in found]
    total = f"| | **all** | **{sum(points for _, points in found)} of {sum(m.points for m in METRICS)}** |"
    return "\n".join(["| dimension | metric | points |", "|---|---|---|", *rows, total])


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))  # noqa: T201 - a table for whoever asked
