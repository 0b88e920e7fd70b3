"""Writes a graph so that it always gives the same bytes: Turtle, RDF/XML and JSON-LD.

Not here: what the graph says (`dcat.yaml`).
"""

from __future__ import annotations

import re
from typing import Any

from pyoxigraph import RdfFormat, Triple, parse, serialize

from pipelines.publish.json_file import as_json

# Of names, as Turtle has them.
PREFIXES = {
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
Graph = set[Triple]


def graph_of(document: dict[str, Any], context: dict[str, Any]) -> Graph:
    """What a JSON-LD document says. `context`: types of its terms. Every blank node in it has a name.

    Raises:
        SyntaxError: it is no JSON-LD.
    """
    return {quad.triple for quad in parse(as_json_ld(document, context).encode(), RdfFormat.JSON_LD)}


def as_json_ld(document: dict[str, Any], context: dict[str, Any]) -> str:
    """A JSON-LD document with its context inside, so that nobody has to fetch one."""
    return as_json({"@context": PREFIXES | context} | document)


def as_turtle(graph: Graph) -> str:
    """A graph as Turtle."""
    lines = _serialized(graph, RdfFormat.TURTLE).split("\n")
    # Prefixes come in any order.
    return "\n".join(sorted(lines[: len(PREFIXES)]) + lines[len(PREFIXES) :])


def as_rdf_xml(graph: Graph) -> str:
    """A graph as RDF/XML."""
    text = _serialized(graph, RdfFormat.RDF_XML)
    in_order = re.sub("(?<=<rdf:RDF )[^>]+", lambda prefixes: " ".join(sorted(prefixes[0].split())), text, count=1)
    return in_order + "\n"


def _serialized(graph: Graph, form: RdfFormat) -> str:
    return (serialize(sorted(graph, key=str), format=form, prefixes=PREFIXES) or b"").decode()
