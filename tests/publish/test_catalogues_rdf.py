from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD

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
# Who knows that a series is a kind of dataset asks for its files, which are those of its datasets.
LEFT_OF_A_SERIES = {("Warning", "DatasetSeries", "distribution", "MinCountConstraintComponent")}


@pytest.fixture(scope="module")
def european(small_release: Path) -> Graph:
    return Graph().parse(small_release / "catalog.ttl")


@pytest.fixture(scope="module")
def swiss(whole_release: Path) -> Graph:
    return Graph().parse(whole_release / "profiles" / "ch" / "catalog.ttl")


def findings(graph: Graph, *, ontologies: bool = True) -> Counter[rules.Finding]:
    return sum((rules.dcat_ap(graph, shapes, ontologies=ontologies) for shapes in SHAPES), Counter())


def test_the_european_catalogue_keeps_every_rule_but_those_explained(european: Graph) -> None:
    assert set(findings(european)) == LEFT | LEFT_OF_A_SERIES
    assert set(findings(european, ontologies=False)) == LEFT
    # What the European portal's score counts beside that.
    for kind, names in (
        (DCAT.Dataset, (DCTERMS.accessRights, DCTERMS.issued, DCTERMS.modified)),
        (DCAT.Distribution, (DCAT.downloadURL, DCAT.mediaType, DCAT.byteSize, DCTERMS.rights)),
    ):
        nodes = list(european.subjects(RDF.type, kind))
        assert [name for name in names if any((node, name, None) not in european for node in nodes)] == []


def test_harvesters_find_the_datasets_of_the_publication_and_no_others(european: Graph, small_release: Path) -> None:
    for graph in (european, *(Graph().parse(small_release / flavour / "catalog.ttl") for flavour in ("udata", "ckan"))):
        datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
        assert datasets == set(graph.objects(None, DCAT.dataset))
        parts = Counter(graph.objects(None, DCAT.distribution))
        assert set(parts.values()) == {1}
        urls = Counter(graph.objects(None, DCAT.downloadURL))
        assert set(urls.values()) == {1}
        downloads = len(list(small_release.glob("uncac-statements.*")))
        tables = len(list((small_release / "data").glob("*.csv")))
        assert (len(datasets), len(urls)) == (6, 2 * tables + downloads)


def test_the_european_catalogue_speaks_every_language_of_the_publication(european: Graph) -> None:
    dataset, catalog = _dataset(european), next(european.subjects(RDF.type, DCAT.Catalog))
    for node in (dataset, catalog):
        for predicate in (DCTERMS.title, DCTERMS.description):
            assert _tags(european, node, predicate) == {"de", "en", "es", "fr", "it"}
    assert _tags(european, dataset, DCAT.keyword) == {"de", "en", "es", "fr", "it"}
    places = [place for place in european.objects(dataset, DCTERMS.spatial) if isinstance(place, URIRef)]
    assert {str(european.value(place, DCTERMS.identifier)) for place in places} == {
        str(place).rsplit("/", 1)[1] for place in places
    }
    for node in european.subjects(RDF.type, DCAT.Distribution):
        assert _tags(european, node, DCTERMS.title) == {"en", "de", "es", "fr", "it"}, node
    assert Literal("Déclarations (CSV)", "fr") in set(european.objects(None, DCTERMS.title))


def test_a_portal_with_a_map_finds_the_rectangle_of_the_data(small_release: Path) -> None:
    for portal in ("ckan", "udata"):
        graph = Graph().parse(small_release / portal / "catalog.ttl")
        ((place, geometry),) = graph.subject_objects(URIRef("http://www.w3.org/ns/locn#geometry"))
        assert json.loads(str(geometry))["coordinates"][0][2] == [180, 90]
        assert set(graph.subjects(DCTERMS.spatial, place)) >= set(graph.subjects(RDF.type, DCAT.Dataset))


def test_ckan_s_catalogue_has_the_words_that_ckan_shows(small_release: Path) -> None:
    graph = Graph().parse(small_release / "ckan" / "catalog.ttl")
    dataset, part = _dataset(graph), _distribution(graph)
    assert [str(value) for value in graph.objects(part, DCTERMS.format)] == ["CSV"]
    assert [str(value) for value in graph.objects(part, DCAT.mediaType)] == ["text/csv"]
    assert [str(value) for value in graph.objects(dataset, DCTERMS.language)] == ["en"]
    assert [str(value) for value in graph.objects(dataset, DCTERMS.accrualPeriodicity)] == ["irregular"]
    # The harvester looks for the address in the portal's list, and then for the title.
    licence = graph.value(part, DCTERMS.license)
    assert str(licence) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(graph.value(licence, DCTERMS.title)) == "Creative Commons Attribution"
    assert not list(
        graph.triples((None, None, URIRef("http://publications.europa.eu/resource/authority/file-type/CSV")))
    )


def test_udata_can_store_the_checksums_of_its_catalogue_which_is_that_of_ckan(small_release: Path) -> None:
    plain = Graph().parse(small_release / "udata" / "catalog.ttl")
    sums = list(plain.objects(None, URIRef("http://spdx.org/rdf/terms#checksumValue")))
    # It stores text, and of `xsd:hexBinary` rdflib makes bytes.
    assert sums
    assert all(type(value.toPython()) is str for value in sums if isinstance(value, Literal))
    assert set(map(str, plain.objects(None, DCTERMS.license))) == {"https://creativecommons.org/licenses/by/4.0/"}
    paths = [small_release / portal / "catalog.ttl" for portal in ("ckan", "udata")]
    assert paths[0].samefile(paths[1])


def test_turtle_xml_and_json_ld_say_the_same(small_release: Path, european: Graph) -> None:
    assert isomorphic(european, Graph().parse(small_release / "catalog.rdf", format="xml"))
    assert isomorphic(european, Graph().parse(small_release / "catalog.jsonld", format="json-ld"))


def _node(graph: Graph, kind: URIRef, name: str) -> URIRef:
    return URIRef(next(str(node) for node in graph.subjects(RDF.type, kind) if name in str(node)))


def _dataset(graph: Graph) -> URIRef:
    return _node(graph, DCAT.Dataset, "uncac-statements")


def _distribution(graph: Graph) -> URIRef:
    return _node(graph, DCAT.Distribution, "/statements.csv")


def test_the_european_rules_find_each_fault_of_a_broken_copy(european: Graph) -> None:
    dataset, file, broken = _dataset(european), _distribution(european), Graph() + european
    for node, predicate, value in (
        (dataset, DCTERMS.title, None),
        (dataset, DCAT.theme, URIRef("http://publications.europa.eu/resource/authority/data-theme/X")),
        (file, DCAT.byteSize, Literal("12 kB")),
        (next(european.objects(file, URIRef(f"{SPDX}checksum"))), URIRef(f"{SPDX}checksumValue"), Literal("00")),
    ):
        broken.remove((node, predicate, None))
        if value is not None:
            broken.add((node, predicate, value))
    broken.remove((None, RDF.type, URIRef(f"{VCARD}Kind")))
    kinds = findings(broken, ontologies=False).keys() - LEFT
    assert {(node, name) for severity, node, name, _ in kinds if severity == "Violation"} == {
        *(("Dataset", name) for name in ("title", "theme", "contactPoint")),
        ("Distribution", "byteSize"),
        ("Checksum", "checksumValue"),
        ("DatasetSeries", "contactPoint"),
    }


@pytest.mark.long  # a catalogue that is off
def test_switzerland_s_rules(swiss: Graph) -> None:
    # What ogdch.shacl.ttl and the harvester of opendata.swiss ask for; their licence does not let us carry them.
    assert swiss_faults(swiss) == []
    for node in swiss.subjects(RDF.type, DCAT.Distribution):
        assert _tags(swiss, node, DCTERMS.title) == SWISS, node
    broken = Graph() + swiss
    broken.add((_dataset(broken), DCTERMS.title, Literal("Statements")))
    broken.remove((_distribution(broken), DCTERMS.issued, None))
    assert swiss_faults(broken) == ["title without a language", "issued"]


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
