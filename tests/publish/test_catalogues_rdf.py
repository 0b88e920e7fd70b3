from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD

from tests.publish import rules

SPDX = "http://spdx.org/rdf/terms#"
SCHEMA = "http://schema.org/"
VCARD = "http://www.w3.org/2006/vcard/ns#"
SWISS = {"de", "fr", "it", "en"}
SHAPES = ("shapes", "range", "shapes_recommended", "mdr-vocabularies.shape", "deprecateduris")

# Every warning that is left, as pipelines/publish/README.md explains it.
LEFT = {
    ("Warning", "LicenseDocument", "type", "MinCountConstraintComponent"),
    ("Warning", "Location", "bbox", "MinCountConstraintComponent"),
    ("Warning", "Location", "centroid", "MinCountConstraintComponent"),
    ("Warning", "Catalog", "publisher", "NodeConstraintComponent"),
    ("Warning", "Dataset", "publisher", "NodeConstraintComponent"),
    ("Warning", "DatasetSeries", "publisher", "NodeConstraintComponent"),
    # The shape wants `https://spdx.org/…` where the vocabulary has `http://`.
    ("Violation", "Checksum", "algorithm", "NodeConstraintComponent"),
}


@pytest.fixture(scope="module")
def european(small_release: Path) -> Graph:
    return Graph().parse(small_release / "catalog.ttl")


@pytest.fixture(scope="module")
def swiss(small_release: Path) -> Graph:
    return Graph().parse(small_release / "ch" / "catalog.ttl")


def findings(graph: Graph) -> Counter[rules.Finding]:
    return sum((rules.dcat_ap(graph, shapes) for shapes in SHAPES), Counter())


def test_the_european_catalogue_keeps_every_rule_but_those_explained(european: Graph) -> None:
    assert set(findings(european)) == LEFT


def test_udata_s_catalogue_is_the_same_without_checksums(small_release: Path, european: Graph) -> None:
    plain = Graph().parse(small_release / "udata" / "catalog.ttl")
    assert not list(plain.triples((None, URIRef(f"{SPDX}checksum"), None)))
    without = Graph()
    hashes = set(european.objects(None, URIRef(f"{SPDX}checksum"))) | {URIRef(f"{SPDX}checksumAlgorithm_sha256")}
    for triple in european:
        if triple[0] not in hashes and triple[2] not in hashes:
            without.add(triple)
    assert isomorphic(plain, without)
    assert {finding[1] for finding in findings(plain)} == {finding[1] for finding in LEFT} - {"Checksum"}


def test_turtle_xml_and_json_ld_say_the_same(small_release: Path, european: Graph) -> None:
    assert isomorphic(european, Graph().parse(small_release / "catalog.rdf", format="xml"))
    assert isomorphic(european, Graph().parse(small_release / "catalog.jsonld", format="json-ld"))


def test_there_is_something_to_check(european: Graph, small_release: Path) -> None:
    count = Counter(kind for kind in european.objects(None, RDF.type))
    assert count[DCAT.Catalog] == 1
    assert count[DCAT.Dataset] == 6
    downloads = len(list(small_release.glob("uncac-statements.*"))) - 1  # less the one that describes the SQLite file
    tables = len(list((small_release / "data").glob("*.csv")))
    assert count[DCAT.Distribution] == 2 * tables + 6 * downloads
    assert count[URIRef(f"{DCAT}DatasetSeries")] == 1
    named = set(european.subjects(RDF.type, DCAT.Dataset)) | set(european.subjects(RDF.type, DCAT.Distribution))
    assert all(isinstance(node, URIRef) for node in named)
    assert not list(european.triples((None, SKOS.inScheme, None)))


def _node(graph: Graph, kind: URIRef, name: str) -> URIRef:
    return URIRef(next(str(node) for node in graph.subjects(RDF.type, kind) if name in str(node)))


def _dataset(graph: Graph) -> URIRef:
    return _node(graph, DCAT.Dataset, "uncac-statements")


def _distribution(graph: Graph) -> URIRef:
    return _node(graph, DCAT.Distribution, "/statements.csv")


BROKEN = {
    "no title": (_dataset, DCTERMS.title, None),
    "no description": (_dataset, DCTERMS.description, None),
    "publisher is words": (_dataset, DCTERMS.publisher, Literal("Office")),
    "date is words": (_distribution, DCTERMS.modified, Literal("2022-06-09")),
    "theme is invented": (
        _dataset,
        DCAT.theme,
        URIRef("http://publications.europa.eu/resource/authority/data-theme/X"),
    ),
    "language is no code": (_dataset, DCTERMS.language, URIRef("https://example.org/en")),
    "frequency is invented": (_dataset, DCTERMS.accrualPeriodicity, URIRef("https://example.org/sometimes")),
    "place is invented": (_dataset, DCTERMS.spatial, URIRef("https://example.org/nowhere")),
    "no keyword": (_dataset, DCAT.keyword, None),
    "no contact": (_dataset, DCAT.contactPoint, None),
    "no address": (_distribution, DCAT.accessURL, None),
    "address is words": (_distribution, DCAT.accessURL, Literal("data/statements.csv")),
    "size is words": (_distribution, DCAT.byteSize, Literal("12 kB")),
    "media type is words": (_distribution, DCAT.mediaType, Literal("text/csv")),
    "format is invented": (_distribution, DCTERMS.format, URIRef("https://example.org/csv")),
    "licence is words": (_distribution, DCTERMS.license, Literal("CC BY")),
    "no licence": (_distribution, DCTERMS.license, None),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_the_european_rules_catch_a_broken_copy(european: Graph, fault: str) -> None:
    find, predicate, value = BROKEN[fault]
    copy = Graph()
    for triple in european:
        copy.add(triple)
    node = find(copy)
    copy.remove((node, predicate, None))
    if value is not None:
        copy.add((node, predicate, value))
    assert set(findings(copy)) - LEFT


def test_a_checksum_of_another_type_is_caught(european: Graph) -> None:
    copy = Graph()
    for subject, predicate, value in european:
        untyped = Literal(str(value)) if predicate == URIRef(f"{SPDX}checksumValue") else value
        copy.add((subject, predicate, untyped))
    assert ("Violation", "Checksum", "checksumValue", "DatatypeConstraintComponent") in findings(copy)


def test_switzerland_s_rules(swiss: Graph) -> None:
    # What ogdch.shacl.ttl and the harvester of opendata.swiss ask for; their licence does not let us carry them.
    assert swiss_faults(swiss) == []


@pytest.mark.parametrize(
    ("predicate", "value", "fault"),
    [
        (DCTERMS.title, Literal("Statements"), "title without a language"),
        (DCTERMS.publisher, BNode("nobody"), "publishers"),
        (DCTERMS.identifier, Literal("x@nobody"), "identifier"),
        (DCAT.keyword, Literal("corruption"), "keyword without a language"),
        (FOAF.page, URIRef("https://example.org/"), "page that is no blank node"),
    ],
)
def test_switzerland_s_rules_catch_a_broken_dataset(
    swiss: Graph, predicate: URIRef, value: Literal | URIRef | BNode, fault: str
) -> None:
    copy = Graph()
    for triple in swiss:
        copy.add(triple)
    copy.add((_dataset(copy), predicate, value))
    assert any(fault in found for found in swiss_faults(copy))


def test_switzerland_s_rules_catch_a_broken_distribution(swiss: Graph) -> None:
    copy = Graph()
    for triple in swiss:
        copy.add(triple)
    node = _distribution(copy)
    copy.set((node, DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")))
    copy.remove((node, DCTERMS.issued, None))
    found = swiss_faults(copy)
    assert any("licence" in fault for fault in found)
    assert any("issued" in fault for fault in found)


def swiss_faults(graph: Graph) -> list[str]:
    faults = [fault for node in graph.subjects(RDF.type, DCAT.Dataset) for fault in _dataset_faults(graph, node)]
    parts = graph.subjects(RDF.type, DCAT.Distribution)
    return faults + [fault for node in parts for fault in _distribution_faults(graph, node)]


def _tags(graph: Graph, node: Any, predicate: URIRef) -> set[str | None]:
    return {getattr(text, "language", None) for text in graph.objects(node, predicate)}


def _dataset_faults(graph: Graph, node: Any) -> list[str]:
    publishers = list(graph.objects(node, DCTERMS.publisher))
    identifiers = list(graph.objects(node, DCTERMS.identifier))
    contact, period = graph.value(node, DCAT.contactPoint), graph.value(node, DCTERMS.temporal)
    days = [
        graph.value(period, URIRef(f"{space}{end}")) for space in (DCAT, SCHEMA) for end in ("startDate", "endDate")
    ]
    keeps = {
        "title without a language": _tags(graph, node, DCTERMS.title) == SWISS,
        "description without a language": _tags(graph, node, DCTERMS.description) == SWISS,
        "keyword without a language": _tags(graph, node, DCAT.keyword) <= SWISS,
        "rights without a language": _tags(graph, graph.value(node, DCTERMS.rights), RDFS.label) == SWISS,
        "publishers": [(p, RDF.type, FOAF.Agent) in graph for p in publishers] == [True],
        "identifier": len(identifiers) == 1 and "@" not in str(identifiers[0]),
        "contact": graph.value(contact, URIRef(f"{VCARD}hasEmail")) is not None,
        "page that is no blank node": all(isinstance(page, BNode) for page in graph.objects(node, FOAF.page)),
        "temporal": all(getattr(day, "datatype", None) == XSD.date for day in days),
        "distribution": any(graph.objects(node, DCAT.distribution)),
    }
    return [fault for fault, kept in keeps.items() if not kept]


def _distribution_faults(graph: Graph, node: Any) -> list[str]:
    terms = [str(value) for value in graph.objects(node, DCTERMS.license)]
    issued = [getattr(value, "datatype", None) for value in graph.objects(node, DCTERMS.issued)]
    rights = [str(value) for value in graph.objects(node, DCTERMS.rights)]
    keeps = {
        "licence": len(terms) == 1 and terms[0].startswith("http://dcat-ap.ch/vocabulary/licenses/terms_"),
        "rights": rights == ["https://creativecommons.org/licenses/by/4.0/"],
        "issued": issued == [XSD.date],
        "address": isinstance(graph.value(node, DCAT.accessURL), URIRef),
    }
    return [fault for fault, kept in keeps.items() if not kept]
