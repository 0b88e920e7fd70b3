"""The catalogue as DCAT-AP 3 for data.europa.eu, and for portals that run on udata.

Source of the rules: DCAT-AP 3.0.1 (its SHACL shapes stand in `tests/rules/`). Every node that is referred to is typed
here, because the shapes check classes and nobody fetches the vocabularies. Not here: Switzerland's form (`swiss.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD

from pipelines.publish.authorities import EU, EU_LICENCES, IANA, LANGUAGES, PUBLISHER_TYPES, THEMES
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
from pipelines.publish.draft import Edition
from pipelines.publish.renderers import renders

_VERSION = URIRef(f"{DCAT}version")  # rdflib's DCAT namespace is that of DCAT 2
_IN_SERIES = URIRef(f"{DCAT}inSeries")
_SERIES = URIRef(f"{DCAT}DatasetSeries")
_GEOMETRY = URIRef("http://www.w3.org/ns/locn#geometry")
_GEOJSON = URIRef(f"{IANA}application/vnd.geo+json")
_PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"


@renders("catalog.ttl", "catalog.rdf", "catalog.jsonld", needs=NEEDS, edition=True)
def write_dcat_ap(draft: Edition) -> None:
    """Write the catalogue as Turtle, RDF/XML and JSON-LD."""
    graph = dcat_ap(draft.once(catalogue), european=True)
    write_turtle(graph, draft.folder / "catalog.ttl")
    write_xml(graph, draft.folder / "catalog.rdf")
    write_json_ld(graph, draft.folder / "catalog.jsonld")


@renders("udata/catalog.ttl", needs=NEEDS, edition=True)
def write_udata(draft: Edition) -> None:
    """Write the catalogue for udata, which can't store checksums of the type of DCAT-AP (`xsd:hexBinary`)."""
    graph = dcat_ap(draft.once(catalogue))
    for subject, checksum in list(graph.subject_objects(SPDX.checksum)):
        graph.remove((subject, SPDX.checksum, checksum))
        graph.remove((checksum, None, None))
    graph.remove((SPDX.checksumAlgorithm_sha256, None, None))
    write_turtle(graph, draft.folder / "udata" / "catalog.ttl")


def dcat_ap(catalogue: Catalogue, *, european: bool = False) -> Graph:
    """The catalogue as a graph.

    `european`: with the licence by its code of the European Union, and texts in all languages. Other portals know a
    licence by its own address, and don't tell languages apart.
    """
    graph = new_graph()
    node = URIRef(f"{catalogue.base}#catalog")
    publication = catalogue.publication
    _add(graph, node, RDF.type, DCAT.Catalog)
    if publication.doi_url:
        _add(graph, node, DCTERMS.identifier, Literal(publication.doi_url, datatype=XSD.anyURI))
    _texts(graph, node, publication.title, publication.description)
    if european:
        for language, texts in publication.translations.items():
            _texts(graph, node, texts.title, texts.description, language)
    _add(graph, node, FOAF.homepage, _typed(graph, catalogue.base, FOAF.Document))
    licence = _license(graph, catalogue, european=european)
    _add(graph, node, DCTERMS.license, licence)
    _add(graph, node, DCTERMS.rights, _rights(graph, catalogue))
    taxonomy = _typed(graph, EU + "data-theme", SKOS.ConceptScheme)
    _add(graph, taxonomy, DCTERMS.title, Literal("Data theme", "en"))
    _add(graph, node, DCAT.themeTaxonomy, taxonomy)
    _shared(graph, node, catalogue, catalogue.days.first_published, catalogue.published)
    _languages(graph, node, catalogue.languages)
    _series(graph, catalogue)
    for dataset in catalogue.datasets:
        _add(graph, node, DCAT.dataset, URIRef(dataset.uri))
        _dataset(graph, catalogue, dataset, licence, [*dataset.texts] if european else [publication.language])
        for distribution in dataset.distributions:
            _add(graph, URIRef(dataset.uri), DCAT.distribution, URIRef(distribution.uri))
            _distribution(graph, catalogue, distribution, licence)
            for language, title in distribution.titles(publication.dictionary) if european else ():
                _add(graph, URIRef(distribution.uri), DCTERMS.title, Literal(title, language))
    if publication.bbox and not european:
        _geometry(graph, publication.bbox)
    return graph


def _geometry(graph: Graph, bbox: tuple[float, float, float, float]) -> None:
    """Say the rectangle around all places, which CKAN and udata put on a map; Europe takes places by code alone."""
    place = BNode("coverage")
    west, south, east, north = bbox
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    rectangle = Literal(json.dumps({"type": "Polygon", "coordinates": [corners]}), datatype=_GEOJSON)
    for dataset in list(graph.subjects(RDF.type, DCAT.Dataset)):
        graph.add((dataset, DCTERMS.spatial, place))
    _add(graph, place, RDF.type, DCTERMS.Location)
    _add(graph, place, _GEOMETRY, rectangle)


def _shared(graph: Graph, node: URIRef, catalogue: Catalogue, issued: date, modified: date) -> None:
    """What catalogue, series and datasets have in common."""
    _add(graph, node, DCTERMS.publisher, _publisher(graph, catalogue))
    _dates(graph, node, issued, modified)
    for country in catalogue.countries:
        if country.listed:
            place = _typed(graph, f"{EU}country/{country.iso3}", DCTERMS.Location)
            _add(graph, place, RDFS.label, Literal(country.name, "en"))
            _add(graph, place, DCTERMS.identifier, Literal(country.iso3))
            _add(graph, node, DCTERMS.spatial, place)


def _dataset(graph: Graph, catalogue: Catalogue, dataset: Dataset, licence: URIRef, languages: Sequence[str]) -> None:
    node, publication = URIRef(dataset.uri), catalogue.publication
    keywords = {language: texts.keywords for language, texts in publication.translations.items()}
    keywords[publication.language] = publication.keywords
    _add(graph, node, RDF.type, DCAT.Dataset)
    _add(graph, node, DCTERMS.identifier, Literal(dataset.name))
    for language in languages:
        _texts(graph, node, dataset.texts[language].title, dataset.texts[language].description, language)
        for keyword in keywords[language]:
            _add(graph, node, DCAT.keyword, Literal(keyword, language))
    _themes(graph, node, catalogue)
    _shared(graph, node, catalogue, dataset.days.first_published, dataset.days.last_changed)
    _languages(graph, node, dataset.languages)
    _add(graph, node, DCAT.contactPoint, _contact(graph, catalogue))
    _frequency(graph, node, catalogue)
    _temporal(graph, node, catalogue, dataset.name)
    _add(graph, node, DCAT.landingPage, _typed(graph, dataset.page, FOAF.Document))
    _add(graph, node, FOAF.page, _typed(graph, f"{catalogue.base}codebook.csv", FOAF.Document))
    # udata takes the licence from here, and would otherwise guess it from the words of the rights statement.
    _add(graph, node, DCTERMS.license, licence)
    _add(graph, node, DCTERMS.accessRights, _typed(graph, f"{EU}access-right/PUBLIC", DCTERMS.RightsStatement))
    _provenance(graph, node, catalogue, dataset)
    _add(graph, node, _VERSION, Literal(catalogue.version))
    _add(graph, node, ADMS.versionNotes, Literal(catalogue.version_notes, "en"))
    _add(graph, node, _IN_SERIES, URIRef(catalogue.series_uri))
    # No `dcat:hasVersion`: what it leads to must be a dataset, and harvesters would make a second one of it.


def _distribution(graph: Graph, catalogue: Catalogue, distribution: Distribution, licence: URIRef) -> None:
    node, file, form = URIRef(distribution.uri), distribution.file, distribution.format
    _add(graph, node, RDF.type, DCAT.Distribution)
    _texts(graph, node, distribution.title, distribution.description)
    _add(graph, node, DCAT.accessURL, URIRef(distribution.url))
    _add(graph, node, DCAT.downloadURL, URIRef(distribution.url))
    _add(graph, node, DCTERMS.format, _typed(graph, f"{EU}file-type/{form.file_type}", DCTERMS.MediaTypeOrExtent))
    _add(graph, node, DCAT.mediaType, _typed(graph, IANA + form.media_type, DCTERMS.MediaType))
    _add(graph, node, DCAT.byteSize, Literal(str(file.bytes), datatype=XSD.nonNegativeInteger))
    _add(graph, node, DCTERMS.license, licence)
    _add(graph, node, DCTERMS.rights, _rights(graph, catalogue))
    _add(graph, node, DCATAP.availability, _concept(graph, f"{EU}planned-availability/AVAILABLE", "available"))
    _dates(graph, node, distribution.days.first_published, distribution.days.last_changed)
    _languages(graph, node, distribution.languages)
    if distribution.dictionary:
        schema = _typed(graph, distribution.dictionary, DCTERMS.Standard)
        _add(graph, schema, DCTERMS.title, Literal(f"Columns of {distribution.title}", "en"))
        _add(graph, node, DCTERMS.conformsTo, schema)
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
    # A series is a kind of dataset.
    _themes(graph, node, catalogue)
    for keyword in catalogue.publication.keywords:
        _add(graph, node, DCAT.keyword, Literal(keyword, catalogue.publication.language))
    _shared(graph, node, catalogue, catalogue.days.first_published, catalogue.published)
    _add(graph, node, DCAT.contactPoint, _contact(graph, catalogue))
    _frequency(graph, node, catalogue)
    _temporal(graph, node, catalogue, "series")


def _themes(graph: Graph, node: URIRef, catalogue: Catalogue) -> None:
    for theme in catalogue.publication.themes:
        _add(graph, node, DCAT.theme, _concept(graph, f"{EU}data-theme/{theme}", THEMES[theme]))


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
    # Said for whoever does not know that an organisation is one.
    _add(graph, node, RDF.type, VCARD.Kind)
    _add(graph, node, VCARD.fn, Literal(contact.name))
    _add(graph, node, VCARD.hasEmail, URIRef(f"mailto:{contact.email}"))
    return node


def _license(graph: Graph, catalogue: Catalogue, *, european: bool) -> URIRef:
    licence = catalogue.publication.license
    code = EU_LICENCES.get(licence.id) if european else None
    node = _typed(graph, f"{EU}licence/{code}" if code else licence.url, DCTERMS.LicenseDocument)
    _add(graph, node, DCTERMS.title, Literal(licence.title, "en"))
    if code:
        _add(graph, node, FOAF.page, _typed(graph, licence.url, FOAF.Document))
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


def _texts(graph: Graph, node: URIRef, title: str, description: str, language: str = "en") -> None:
    _add(graph, node, DCTERMS.title, Literal(title, language))
    _add(graph, node, DCTERMS.description, Literal(description, language))


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
