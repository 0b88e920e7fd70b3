"""Writes a graph so that it always gives the same bytes: Turtle, RDF/XML and JSON-LD.

Not here: what the graph says (`dcat.yaml`).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from pipelines.publish.json_file import as_json

_PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPE = NamedNode(f"{_PREFIXES['rdf']}type")
_STRING = NamedNode(f"{_PREFIXES['xsd']}string")
Graph = set[Triple]
Node = NamedNode | BlankNode


def graph_of(document: dict[str, Any], context: dict[str, Any]) -> Graph:
    """What a JSON-LD document says. `context`: types of its terms. Every blank node in it has a name.

    Raises:
        SyntaxError: it is no JSON-LD.
    """
    text = json.dumps({"@context": _PREFIXES | context} | document)
    return {quad.triple for quad in parse(text.encode(), RdfFormat.JSON_LD)}


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
    return value.value if value.datatype == _STRING else {"@type": _short(value.datatype), "@value": value.value}


def _one(values: list[Any]) -> Any:
    return sorted(values, key=json.dumps) if len(values) > 1 else values[0]


def _serialized(graph: Graph, form: RdfFormat) -> str:
    return (serialize(sorted(graph, key=str), format=form, prefixes=_PREFIXES) or b"").decode()
