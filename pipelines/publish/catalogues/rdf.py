"""Describes things as RDF, and writes a graph so that it always gives the same bytes: Turtle, RDF/XML and JSON-LD.

Not here: what the graph says (`dcat_ap.py`, `swiss.py`).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from pipelines.publish.draft import File
from pipelines.publish.json_file import as_json
from pipelines.publish.record import Days

_PREFIXES: dict[str, str] = {}


class Namespace:
    """A vocabulary: its terms by their names."""

    def __init__(self, prefix: str, address: str) -> None:
        self.address = _PREFIXES[prefix] = address

    def __getattr__(self, name: str) -> NamedNode:
        return NamedNode(self.address + name)


ADMS = Namespace("adms", "http://www.w3.org/ns/adms#")
DCAT = Namespace("dcat", "http://www.w3.org/ns/dcat#")
DCATAP = Namespace("dcatap", "http://data.europa.eu/r5r/")
DCTERMS = Namespace("dct", "http://purl.org/dc/terms/")
FOAF = Namespace("foaf", "http://xmlns.com/foaf/0.1/")
PROV = Namespace("prov", "http://www.w3.org/ns/prov#")
RDF = Namespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("rdfs", "http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("schema", "http://schema.org/")
SKOS = Namespace("skos", "http://www.w3.org/2004/02/skos/core#")
SPDX = Namespace("spdx", "http://spdx.org/rdf/terms#")
VCARD = Namespace("vcard", "http://www.w3.org/2006/vcard/ns#")
XSD = Namespace("xsd", "http://www.w3.org/2001/XMLSchema#")

_TYPE = RDF.type
Graph = set[Triple]
Node = NamedNode | BlankNode
Facts = dict[NamedNode, Any]  # by property, a node or several


def described(graph: Graph, thing: str | BlankNode, kind: NamedNode, facts: Facts | None = None) -> Node:
    """Say what a thing, known by its address or none, is, and what is known of it, by property."""
    node = NamedNode(thing) if isinstance(thing, str) else thing
    graph.add(Triple(node, _TYPE, kind))
    for predicate, values in (facts or {}).items():
        several = [values] if isinstance(values, NamedNode | BlankNode | Literal) else values
        graph.update(Triple(node, predicate, value) for value in several)
    return node


def said(text: str, language: str) -> Literal:
    """A text in a language."""
    return Literal(text, language=language)


def on(day: date | str) -> Literal:
    """A day."""
    return Literal(str(day), datatype=XSD.date)


def days(what: Days) -> Facts:
    """When something was first published, and last changed."""
    return {DCTERMS.issued: on(what.first_published), DCTERMS.modified: on(what.last_changed)}


def size(file: File) -> Literal:
    """How many bytes a file has."""
    return Literal(str(file.bytes), datatype=XSD.nonNegativeInteger)


def as_turtle(graph: Graph) -> str:
    """A graph as Turtle."""
    lines = _serialized(graph, RdfFormat.TURTLE).split("\n")
    # Prefixes come in any order.
    return "\n".join(sorted(lines[: len(_PREFIXES)]) + lines[len(_PREFIXES) :])


def as_rdf_xml(graph: Graph) -> str:
    """A graph as RDF/XML."""
    text = _serialized(graph, RdfFormat.RDF_XML)
    in_order = re.sub("(?<=<rdf:RDF )[^>]+", lambda prefixes: " ".join(sorted(prefixes[0].split())), text, count=1)
    return in_order + "\n"


def as_json_ld(graph: Graph) -> str:
    """A graph as JSON-LD with its context inside, so that nobody has to fetch one."""
    things: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in graph:
        key, told = ("@type", _short(value)) if predicate == _TYPE else (_short(predicate), _plain(value))
        things[_short(subject)][key].append(told)
    listed = [{"@id": name} | {key: _one(of[key]) for key in sorted(of)} for name, of in sorted(things.items())]
    return as_json({"@context": _PREFIXES, "@graph": listed})


def _short(node: Node) -> str:
    if isinstance(node, NamedNode):
        for prefix, address in _PREFIXES.items():
            if node.value.startswith(address):
                return f"{prefix}:{node.value.removeprefix(address)}"
        return node.value
    return str(node)


def _plain(value: Node | Literal) -> str | dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": _short(value)}
    if value.language:
        return {"@language": value.language, "@value": value.value}
    return value.value if value.datatype == XSD.string else {"@type": _short(value.datatype), "@value": value.value}


def _one(values: list[Any]) -> Any:
    return sorted(values, key=json.dumps) if len(values) > 1 else values[0]


def _serialized(graph: Graph, form: RdfFormat) -> str:
    return (serialize(sorted(graph, key=str), format=form, prefixes=_PREFIXES) or b"").decode()
