"""Describes things as RDF, and writes a graph so that it always gives the same bytes: Turtle, RDF/XML and JSON-LD.

Not here: what the graph says (`dcat_ap.py`, `swiss.py`).
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD
from rdflib.term import Identifier, Node

from pipelines.publish.draft import File
from pipelines.publish.json_file import write_json
from pipelines.publish.record import Days

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
SCHEMA = Namespace("http://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

_PREFIXES = {
    "adms": ADMS,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dct": DCTERMS,
    "foaf": FOAF,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "spdx": SPDX,
    "vcard": VCARD,
    "xml": Namespace("http://www.w3.org/XML/1998/namespace"),
    "xsd": XSD,
}

Facts = dict[URIRef, Any]  # by property, a node or several


def new_graph() -> Graph:
    """A graph that knows the prefixes of our catalogues and no others."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def described(graph: Graph, node: str, kind: URIRef, facts: Facts | None = None) -> URIRef | BNode:
    """Say what a thing is and what is known of it, by property. `node`: its address, or a `BNode`."""
    thing = node if isinstance(node, BNode) else URIRef(node)
    graph.add((thing, RDF.type, kind))
    for predicate, values in (facts or {}).items():
        for value in [values] if isinstance(values, Identifier) else values:
            graph.add((thing, predicate, value))
    return thing


def on(day: date | str) -> Literal:
    """A day."""
    return Literal(str(day), datatype=XSD.date)


def days(what: Days) -> Facts:
    """When something was first published, and last changed."""
    return {DCTERMS.issued: on(what.first_published), DCTERMS.modified: on(what.last_changed)}


def size(file: File) -> Literal:
    """How many bytes a file has."""
    return Literal(str(file.bytes), datatype=XSD.nonNegativeInteger)


def write_turtle(graph: Graph, path: Path) -> None:
    """Write Turtle."""
    path.write_text(_sorted(graph).serialize(format="turtle"), encoding="utf-8")


def write_xml(graph: Graph, path: Path) -> None:
    """Write RDF/XML."""
    root = etree.fromstring(graph.serialize(format="xml", encoding="utf-8"))
    for node in root:
        node[:] = sorted(node, key=etree.tostring)
    root[:] = sorted(root, key=etree.tostring)
    etree.indent(root)
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")


def write_json_ld(graph: Graph, path: Path) -> None:
    """Write JSON-LD with its context inside, so that nobody has to fetch one."""
    context = {prefix: str(namespace) for prefix, namespace in _PREFIXES.items() if prefix != "xml"}
    document = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=False))
    write_json(_in_order(document), path)


def _sorted(graph: Graph) -> Graph:
    """The same graph, its triples stored in order: what rdflib writes follows the order in which it was told."""
    ordered = new_graph()
    for triple in sorted(graph, key=_written):
        ordered.add(triple)
    return ordered


def _written(triple: tuple[Node, Node, Node]) -> list[str]:
    """A triple as plain texts, which are compared without asking rdflib what they mean."""
    value = triple[2]
    return [*map(str, triple), *(str(getattr(value, name, "")) for name in ("language", "datatype"))]


def _in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_in_order(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value
