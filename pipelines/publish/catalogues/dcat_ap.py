"""The catalogue as DCAT-AP 3 for data.europa.eu and CKAN portals, and for portals that run on udata.

Source of the rules: DCAT-AP 3.0.1 (its SHACL shapes stand in `tests/rules/`). Every node that is referred to is typed
here, because the shapes check classes and nobody fetches the vocabularies. Not here: Switzerland's form (`swiss.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD

from pipelines.publish.authorities import EU, IANA, LANGUAGES, PUBLISHER_TYPES, THEMES
from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.catalogues.mapping import Catalogue, Dataset, Distribution, catalogue
from pipelines.publish.catalogues.rdf import (
    ADMS,
    DCATAP,
    SPDX,
    VCARD,
    new_graph,
    write_json_ld,
    write_turtle,
    write_xml,
)
from pipelines.publish.facts import Edition
from pipelines.publish.renderers import renders

_VERSION = URIRef(f"{DCAT}version")  # rdflib's DCAT namespace is that of DCAT 2
_VERSIONS = URIRef(f"{DCAT}hasVersion")
_IS_VERSION_OF = URIRef(f"{DCAT}isVersionOf")
_PREVIOUS = URIRef(f"{DCAT}previousVersion")
_IN_SERIES = URIRef(f"{DCAT}inSeries")
_SERIES = URIRef(f"{DCAT}DatasetSeries")
_PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"


@renders("catalog.ttl", "catalog.rdf", "catalog.jsonld", needs=NEEDS, edition=True)
def write_dcat_ap(facts: Edition) -> None:
    """Write the catalogue as Turtle, RDF/XML and JSON-LD."""
    graph = dcat_ap(facts.once(catalogue), checksums=True)
    write_turtle(graph, facts.folder / "catalog.ttl")
    write_xml(graph, facts.folder / "catalog.rdf")
    write_json_ld(graph, facts.folder / "catalog.jsonld")


@renders("udata/catalog.ttl", needs=NEEDS, edition=True)
def write_udata(facts: Edition) -> None:
    """Write the catalogue for udata."""
    write_turtle(dcat_ap(facts.once(catalogue), checksums=False), facts.folder / "udata" / "catalog.ttl")


def dcat_ap(catalogue: Catalogue, *, checksums: bool) -> Graph:
    """The catalogue as a graph.

    `checksums`: False for udata, which can't store a checksum of the type that DCAT-AP asks for (`xsd:hexBinary`).
    """
    graph = new_graph()
    node = URIRef(f"{catalogue.base}#catalog")
    publication = catalogue.publication
    _add(graph, node, RDF.type, DCAT.Catalog)
    _texts(graph, node, publication.title, publication.description)
    _add(graph, node, FOAF.homepage, _typed(graph, catalogue.base, FOAF.Document))
    _add(graph, node, DCTERMS.license, _license(graph, catalogue))
    _add(graph, node, DCTERMS.rights, _rights(graph, catalogue))
    taxonomy = _typed(graph, EU + "data-theme", SKOS.ConceptScheme)
    _add(graph, taxonomy, DCTERMS.title, Literal("Data theme", "en"))
    _add(graph, node, DCAT.themeTaxonomy, taxonomy)
    _shared(graph, node, catalogue, catalogue.days.first_published, catalogue.published)
    _languages(graph, node, catalogue.languages)
    _series(graph, catalogue)
    for dataset in catalogue.datasets:
        _add(graph, node, DCAT.dataset, URIRef(dataset.uri))
        _dataset(graph, catalogue, dataset)
        for distribution in dataset.distributions:
            _add(graph, URIRef(dataset.uri), DCAT.distribution, URIRef(distribution.uri))
            _distribution(graph, catalogue, distribution, checksums=checksums)
    return graph


def _shared(graph: Graph, node: URIRef, catalogue: Catalogue, issued: date, modified: date) -> None:
    """What catalogue, series and datasets have in common."""
    _add(graph, node, DCTERMS.publisher, _publisher(graph, catalogue))
    _dates(graph, node, issued, modified)
    for country in catalogue.countries:
        if country.listed:
            place = _typed(graph, f"{EU}country/{country.iso3}", DCTERMS.Location)
            _add(graph, place, RDFS.label, Literal(country.name, "en"))
            _add(graph, node, DCTERMS.spatial, place)


def _dataset(graph: Graph, catalogue: Catalogue, dataset: Dataset) -> None:
    node, publication = URIRef(dataset.uri), catalogue.publication
    texts = dataset.texts[publication.language]
    _add(graph, node, RDF.type, DCAT.Dataset)
    _texts(graph, node, texts.title, texts.description)
    _add(graph, node, DCTERMS.identifier, Literal(dataset.name))
    for keyword in publication.keywords:
        _add(graph, node, DCAT.keyword, Literal(keyword, publication.language))
    for theme in publication.themes:
        concept = _concept(graph, f"{EU}data-theme/{theme}", THEMES[theme])
        _add(graph, node, DCAT.theme, concept)
    _shared(graph, node, catalogue, dataset.days.first_published, dataset.days.last_changed)
    _languages(graph, node, dataset.languages)
    _add(graph, node, DCAT.contactPoint, _contact(graph, catalogue))
    _frequency(graph, node, catalogue)
    _temporal(graph, node, catalogue, dataset.name)
    _add(graph, node, DCAT.landingPage, _typed(graph, dataset.page, FOAF.Document))
    _add(graph, node, FOAF.page, _typed(graph, f"{catalogue.base}codebook.csv", FOAF.Document))
    # udata takes the licence from here, and would otherwise guess it from the words of the rights statement.
    _add(graph, node, DCTERMS.license, _license(graph, catalogue))
    _add(graph, node, DCTERMS.accessRights, _typed(graph, f"{EU}access-right/PUBLIC", DCTERMS.RightsStatement))
    _provenance(graph, node, catalogue, dataset)
    _add(graph, node, _VERSION, Literal(catalogue.version))
    _add(graph, node, ADMS.versionNotes, Literal(catalogue.version_notes, "en"))
    _add(graph, node, _IN_SERIES, URIRef(catalogue.series_uri))
    # The dataset is what lasts; each release of it is a version with a name below releases/.
    current = URIRef(dataset.version_uri)
    _add(graph, node, _VERSIONS, current)
    _add(graph, current, _IS_VERSION_OF, node)
    _add(graph, current, _VERSION, Literal(catalogue.version))
    if dataset.previous_uri:
        previous = URIRef(dataset.previous_uri)
        _add(graph, node, _PREVIOUS, previous)
        _add(graph, current, _PREVIOUS, previous)
        _add(graph, previous, _IS_VERSION_OF, node)


def _distribution(graph: Graph, catalogue: Catalogue, distribution: Distribution, *, checksums: bool) -> None:
    node, file, form = URIRef(distribution.uri), distribution.file, distribution.format
    _add(graph, node, RDF.type, DCAT.Distribution)
    _texts(graph, node, distribution.title, distribution.description)
    _add(graph, node, DCAT.accessURL, URIRef(distribution.url))
    _add(graph, node, DCAT.downloadURL, URIRef(distribution.url))
    _add(graph, node, DCTERMS.format, _typed(graph, f"{EU}file-type/{form.file_type}", DCTERMS.MediaTypeOrExtent))
    _add(graph, node, DCAT.mediaType, _typed(graph, IANA + form.media_type, DCTERMS.MediaType))
    _add(graph, node, DCAT.byteSize, Literal(str(file.bytes), datatype=XSD.nonNegativeInteger))
    _add(graph, node, DCTERMS.license, _license(graph, catalogue))
    _add(graph, node, DCTERMS.rights, _rights(graph, catalogue))
    _add(graph, node, DCATAP.availability, _concept(graph, f"{EU}planned-availability/AVAILABLE", "available"))
    _dates(graph, node, distribution.days.first_published, distribution.days.last_changed)
    _languages(graph, node, distribution.languages)
    if distribution.dictionary:
        schema = _typed(graph, distribution.dictionary, DCTERMS.Standard)
        _add(graph, schema, DCTERMS.title, Literal(f"Columns of {distribution.title}", "en"))
        _add(graph, node, DCTERMS.conformsTo, schema)
    if checksums:
        checksum = BNode(re.sub(r"\W", "-", f"checksum-{distribution.uri.removeprefix(catalogue.base)}"))
        algorithm = _typed(graph, SPDX.checksumAlgorithm_sha256, SPDX.ChecksumAlgorithm)
        _add(graph, checksum, RDF.type, SPDX.Checksum)
        _add(graph, checksum, SPDX.algorithm, algorithm)
        _add(graph, checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary, normalize=False))
        _add(graph, node, SPDX.checksum, checksum)


def _series(graph: Graph, catalogue: Catalogue) -> None:
    node, texts = URIRef(catalogue.series_uri), catalogue.publication.series
    _add(graph, node, RDF.type, _SERIES)
    _texts(graph, node, texts.title, texts.description)
    _shared(graph, node, catalogue, catalogue.days.first_published, catalogue.published)
    _add(graph, node, DCAT.contactPoint, _contact(graph, catalogue))
    _frequency(graph, node, catalogue)
    _temporal(graph, node, catalogue, "series")


def _provenance(graph: Graph, node: URIRef, catalogue: Catalogue, dataset: Dataset) -> None:
    statement = BNode(f"provenance-{dataset.name}")
    _add(graph, statement, RDF.type, DCTERMS.ProvenanceStatement)
    _add(graph, statement, RDFS.label, Literal(catalogue.publication.provenance, "en"))
    _add(graph, node, DCTERMS.provenance, statement)
    run = _typed(graph, f"{catalogue.base}releases/{catalogue.version}/#made", PROV.Activity)
    _add(graph, run, RDFS.label, Literal(f"uncac-notes {catalogue.program}", "en"))
    _add(graph, node, PROV.wasGeneratedBy, run)
    for url, _, _ in catalogue.sources:
        _add(graph, node, PROV.wasDerivedFrom, URIRef(url))


def _publisher(graph: Graph, catalogue: Catalogue) -> URIRef:
    publisher = catalogue.publication.publisher
    node = _typed(graph, catalogue.publisher_uri, FOAF.Agent)
    _add(graph, node, FOAF.name, Literal(publisher.name))
    _add(graph, node, FOAF.homepage, _typed(graph, publisher.url, FOAF.Document))
    kind = _concept(graph, _PUBLISHER_TYPE + publisher.type, PUBLISHER_TYPES[publisher.type])
    _add(graph, node, DCTERMS.type, kind)
    return node


def _contact(graph: Graph, catalogue: Catalogue) -> URIRef:
    contact = catalogue.publication.contact
    node = _typed(graph, catalogue.contact_uri, VCARD.Organization)
    _add(graph, node, VCARD.fn, Literal(contact.name))
    _add(graph, node, VCARD.hasEmail, URIRef(f"mailto:{contact.email}"))
    return node


def _license(graph: Graph, catalogue: Catalogue) -> URIRef:
    node = _typed(graph, catalogue.publication.license.url, DCTERMS.LicenseDocument)
    _add(graph, node, DCTERMS.title, Literal(catalogue.publication.license.title, "en"))
    return node


def _rights(graph: Graph, catalogue: Catalogue) -> URIRef:
    node = _typed(graph, f"{catalogue.base}#rights", DCTERMS.RightsStatement)
    _add(graph, node, RDFS.label, Literal(catalogue.publication.rights, catalogue.publication.language))
    return node


def _frequency(graph: Graph, node: URIRef, catalogue: Catalogue) -> None:
    frequency = _typed(graph, f"{EU}frequency/{catalogue.publication.frequency}", DCTERMS.Frequency)
    _add(graph, node, DCTERMS.accrualPeriodicity, frequency)


def _temporal(graph: Graph, node: URIRef, catalogue: Catalogue, owner: str) -> None:
    if catalogue.temporal is None:
        return
    # A blank node, because udata fetches a period that has an address.
    period = BNode(f"period-{owner}")
    _add(graph, period, RDF.type, DCTERMS.PeriodOfTime)
    _add(graph, period, DCAT.startDate, _date(catalogue.temporal[0]))
    _add(graph, period, DCAT.endDate, _date(catalogue.temporal[1]))
    _add(graph, node, DCTERMS.temporal, period)


def _languages(graph: Graph, node: URIRef, languages: Sequence[str]) -> None:
    for language in languages:
        if language in LANGUAGES:
            code = _typed(graph, f"{EU}language/{LANGUAGES[language]}", DCTERMS.LinguisticSystem)
            _add(graph, node, DCTERMS.language, code)


def _dates(graph: Graph, node: URIRef, issued: date, modified: date) -> None:
    _add(graph, node, DCTERMS.issued, _date(issued))
    _add(graph, node, DCTERMS.modified, _date(modified))


def _texts(graph: Graph, node: URIRef, title: str, description: str) -> None:
    _add(graph, node, DCTERMS.title, Literal(title, "en"))
    _add(graph, node, DCTERMS.description, Literal(description, "en"))


def _concept(graph: Graph, uri: str, label: str) -> URIRef:
    node = _typed(graph, uri, SKOS.Concept)
    _add(graph, node, SKOS.prefLabel, Literal(label, "en"))
    return node


def _typed(graph: Graph, uri: str, kind: URIRef) -> URIRef:
    node = URIRef(uri)
    _add(graph, node, RDF.type, kind)
    return node


def _date(day: date | str) -> Literal:
    return Literal(str(day), datatype=XSD.date)


def _add(graph: Graph, subject: URIRef | BNode, predicate: URIRef, value: URIRef | BNode | Literal) -> None:
    graph.add((subject, predicate, value))
