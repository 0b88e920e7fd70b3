"""The official rules of portals and standards, as functions that return what is wrong: empty where nothing is.

Here: how each set of rules in `tests/rules/` is applied. Not here: what they are applied to (`test_catalogues_*.py`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import validator_for
from lxml import etree
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH, SKOS
from referencing import Registry
from referencing.jsonschema import DRAFT202012

RULES = Path(__file__).parent.parent / "rules"

# Checks `uri` because rfc3986-validator is installed; our catalogues' addresses are ASCII, so that an IRI is a URI.
_FORMATS = FormatChecker()
_FORMATS.checks("iri")(lambda value: _FORMATS.conforms(value, "uri"))

# A finding: severity, class of the node, property, constraint.
Finding = tuple[str, str, str, str]


def dcat_ap(graph: Graph, shapes: str, *, ontologies: bool = True) -> Counter[Finding]:
    """DCAT-AP 3.0.1: the results of one of its files of shapes.

    Code lists are closed; what the graph says of them itself does not count. `ontologies`: whether the validator knows
    which classes are kinds of which, as it does where it has loaded the vocabularies that the shapes import.
    """
    data = Graph()
    for triple in graph:
        if triple[1] != SKOS.inScheme:
            data.add(triple)
    for scheme, code in _codes():
        data.add((URIRef(f"{scheme}/{code}"), SKOS.inScheme, URIRef(scheme)))
    return _shacl(data, RULES / "dcat-ap-3.0.1" / f"{shapes}.ttl", ontologies=ontologies)


def _shacl(data: Graph, shapes: Path, *, ontologies: bool) -> Counter[Finding]:
    _, report, _ = pyshacl.validate(
        data,
        shacl_graph=_graph(shapes),
        ont_graph=_graph(RULES / "mini-ontology.ttl") if ontologies else None,
        inference="none",
        do_owl_imports=False,
    )
    found: Counter[Finding] = Counter()
    # Results within results explain the outer one and have no severity of their own.
    for result in report.objects(None, SH.result):
        focus = report.value(result, SH.focusNode)
        kind = min((_name(kind) for kind in data.objects(focus, RDF.type)), default="")
        words = (report.value(result, p) for p in (SH.resultPath, SH.sourceConstraintComponent))
        found[_name(report.value(result, SH.resultSeverity)), kind, *map(_name, words)] += 1  # type: ignore[index]
    return found


def _name(node: object) -> str:
    return re.split(r"[/#]", str(node))[-1]


@cache
def _graph(path: Path) -> Graph:
    return Graph().parse(path)


@cache
def _codes() -> tuple[tuple[str, str], ...]:
    lines = (RULES / "closed-lists.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return tuple((scheme, code) for scheme, codes in rows for code in codes.split())


def data_gov_1(catalogue: dict[str, Any]) -> list[str]:
    """DCAT-US 1.1: GSA's schemas, and what the standard's text asks for beside them."""
    folder = RULES / "dcat-us-1.1"
    dataset = json.loads((folder / "non-federal_dataset.json").read_text(encoding="utf-8"))
    outer = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
    outer["properties"]["dataset"].pop("items")
    broken = _errors(Draft202012Validator(outer, format_checker=_FORMATS), catalogue)
    validator = Draft202012Validator(dataset, format_checker=_FORMATS)
    for record in catalogue.get("dataset", []):
        broken += _errors(validator, record)
        for distribution in record.get("distribution", []):
            if not {"downloadURL", "accessURL"} & set(distribution):
                broken.append("a distribution has no address")
    return broken


def data_gov_3(catalogue: dict[str, Any]) -> list[str]:
    """DCAT-US 3: GSA's schemas."""
    return _errors(_dcat_us_3(), catalogue)


@cache
def _dcat_us_3() -> Draft202012Validator:
    schemas = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((RULES / "dcat-us-3/definitions").iterdir())]
    resources = [(s["$id"], DRAFT202012.create_resource(s)) for s in schemas]
    registry: Registry[Any] = Registry().with_resources(resources)
    catalog = next(s for s in schemas if s["$id"].endswith("/catalog"))
    return Draft202012Validator(catalog, registry=registry, format_checker=_FORMATS)


def data_gov_words(name: str) -> frozenset[str]:
    """A list of words that GSA's harvester warns about departures from, in lower case."""
    data = json.loads((RULES / "dcat-us-3" / "reference_data" / f"{name}.json").read_text(encoding="utf-8"))
    return frozenset(value.lower() for value in data["values"])


def data_package(descriptor: dict[str, Any]) -> list[str]:
    """Data Package v2: its profile."""
    profile = json.loads((RULES / "datapackage-2.0" / "datapackage.json").read_text(encoding="utf-8"))
    return _errors(validator_for(profile)(profile, format_checker=_FORMATS), descriptor)


def atom(text: bytes) -> list[str]:
    """RFC 4287: its schema, and what it says in words of authors, alternates and identifiers."""
    root: Any = etree.fromstring(text)
    schema = etree.RelaxNG(etree.parse(RULES / "atom.rng"))
    broken = [] if schema.validate(root) else [str(schema.error_log)]
    names = {"a": "http://www.w3.org/2005/Atom"}
    if not root.xpath("a:author", namespaces=names):
        broken.append("the feed has no author")
    identifiers = root.xpath("a:entry/a:id/text()", namespaces=names)
    if len(identifiers) != len(set(identifiers)):
        broken.append("two entries have the same identifier")
    if root.xpath("a:entry[not(a:link[@rel='alternate'])]", namespaces=names):
        broken.append("an entry has no alternate")
    return broken


def sitemap(text: bytes) -> list[str]:
    """sitemaps.org 0.9."""
    schema = etree.XMLSchema(etree.parse(RULES / "sitemap.xsd"))
    return [] if schema.validate(etree.fromstring(text)) else [str(schema.error_log)]


def _errors(validator: Any, instance: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(instance)]
