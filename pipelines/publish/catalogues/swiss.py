"""The catalogue as DCAT-AP CH 2 for opendata.swiss: every text tagged with its language, licence from the Swiss list.

Source of the rules: the shapes of opendata.swiss (ogdch.shacl.ttl) and its harvester. The Creative Commons licence may
stand in `dct:rights` of a distribution only, beside one of the portal's own terms in `dct:license`; the words on rights
stand at the dataset. Not here: the European form (`dcat_ap.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD

from pipelines.publish.authorities import EU, IANA, LANGUAGES, SWISS_LICENSES
from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.catalogues.mapping import Catalogue, Dataset, Distribution, catalogue
from pipelines.publish.catalogues.rdf import SCHEMA, VCARD, new_graph, write_turtle
from pipelines.publish.draft import Edition
from pipelines.publish.record import Days
from pipelines.publish.renderers import renders

# The languages that the portal shows, beside the publication's own.
NATIONAL = ("de", "fr", "it")


@renders("ch/catalog.ttl", needs=NEEDS, edition=True)
def write_swiss(draft: Edition) -> None:
    """Write the catalogue for opendata.swiss."""
    write_turtle(dcat_ap_ch(draft.once(catalogue)), draft.folder / "ch" / "catalog.ttl")


def dcat_ap_ch(catalogue: Catalogue) -> Graph:
    """The catalogue as a graph."""
    graph = new_graph()
    node, publication = URIRef(f"{catalogue.base}#catalog"), catalogue.publication
    graph.add((node, RDF.type, DCAT.Catalog))
    for language, title, description in _own_texts(catalogue):
        graph.add((node, DCTERMS.title, Literal(title, language)))
        graph.add((node, DCTERMS.description, Literal(description, language)))
    graph.add((node, DCTERMS.publisher, _publisher(graph, catalogue)))
    graph.add((node, FOAF.homepage, URIRef(catalogue.base)))
    contact = URIRef(catalogue.contact_uri)
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(publication.contact.name)))
    graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{publication.contact.email}")))
    for dataset in catalogue.datasets:
        graph.add((node, DCAT.dataset, URIRef(dataset.uri)))
        _dataset(graph, catalogue, dataset)
        for distribution in dataset.distributions:
            graph.add((URIRef(dataset.uri), DCAT.distribution, URIRef(distribution.uri)))
            _distribution(graph, catalogue, distribution)
    return graph


def _dataset(graph: Graph, catalogue: Catalogue, dataset: Dataset) -> None:
    node, publication = URIRef(dataset.uri), catalogue.publication
    graph.add((node, RDF.type, DCAT.Dataset))
    for language in (publication.language, *NATIONAL):
        graph.add((node, DCTERMS.title, Literal(dataset.texts[language].title, language)))
        graph.add((node, DCTERMS.description, Literal(dataset.texts[language].description, language)))
    # An identifier with '@' would have to end in the name of an organisation that the portal knows.
    graph.add((node, DCTERMS.identifier, Literal(dataset.name)))
    for language, keyword in _keywords(catalogue):
        graph.add((node, DCAT.keyword, Literal(keyword, language)))
    for theme in publication.themes:
        graph.add((node, DCAT.theme, URIRef(f"{EU}data-theme/{theme}")))
    graph.add((node, DCTERMS.publisher, URIRef(catalogue.publisher_uri)))
    graph.add((node, DCAT.contactPoint, URIRef(catalogue.contact_uri)))
    graph.add((node, DCTERMS.accrualPeriodicity, URIRef(f"{EU}frequency/{publication.frequency}")))
    graph.add((node, DCAT.landingPage, URIRef(dataset.page)))
    rights = BNode(f"rights-{dataset.name}")
    graph.add((node, DCTERMS.rights, rights))
    graph.add((rights, RDF.type, DCTERMS.RightsStatement))
    for language, text in _rights(catalogue):
        graph.add((rights, RDFS.label, Literal(text, language)))
    # The portal's shapes take documentation as a blank node only.
    page = BNode(f"page-{dataset.name}")
    graph.add((node, FOAF.page, page))
    graph.add((page, RDF.type, FOAF.Document))
    graph.add((page, FOAF.topic, URIRef(f"{catalogue.base}codebook.csv")))
    _dates(graph, node, dataset.days)
    _languages(graph, node, dataset.languages)
    if catalogue.temporal:
        period = BNode(f"period-{dataset.name}")
        graph.add((node, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        # The portal's shapes read the older property, its harvester the newer one.
        for space in (DCAT, SCHEMA):
            for name, day in zip(("startDate", "endDate"), catalogue.temporal, strict=True):
                graph.add((period, URIRef(f"{space}{name}"), Literal(day, datatype=XSD.date)))


def _distribution(graph: Graph, catalogue: Catalogue, distribution: Distribution) -> None:
    node, file = URIRef(distribution.uri), distribution.file
    english = catalogue.publication.language
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCTERMS.title, Literal(distribution.title, english)))
    for language, title in distribution.titles(catalogue.publication.dictionary):
        if language in NATIONAL:
            graph.add((node, DCTERMS.title, Literal(title, language)))
    graph.add((node, DCTERMS.description, Literal(distribution.description, english)))
    graph.add((node, DCTERMS.identifier, Literal(distribution.uri.removeprefix(catalogue.base))))
    graph.add((node, DCAT.accessURL, URIRef(distribution.url)))
    graph.add((node, DCAT.downloadURL, URIRef(distribution.url)))
    graph.add((node, DCTERMS.license, URIRef(SWISS_LICENSES + catalogue.publication.license.swiss)))
    graph.add((node, DCTERMS.rights, URIRef(catalogue.publication.license.url)))
    graph.add((node, DCTERMS.format, URIRef(f"{EU}file-type/{distribution.format.file_type}")))
    graph.add((node, DCAT.mediaType, URIRef(IANA + distribution.format.media_type)))
    graph.add((node, DCAT.byteSize, Literal(str(file.bytes), datatype=XSD.nonNegativeInteger)))
    _dates(graph, node, distribution.days)
    _languages(graph, node, distribution.languages)


def _publisher(graph: Graph, catalogue: Catalogue) -> URIRef:
    publisher = catalogue.publication.publisher
    node = URIRef(catalogue.publisher_uri)
    graph.add((node, RDF.type, FOAF.Agent))
    for language in (catalogue.publication.language, *NATIONAL):
        graph.add((node, FOAF.name, Literal(publisher.name, language)))
    graph.add((node, FOAF.homepage, URIRef(publisher.url)))
    return node


def _own_texts(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    publication = catalogue.publication
    own = [(publication.language, publication.title, publication.description)]
    return own + [(n, t.title, t.description) for n, t in publication.translations.items() if n in NATIONAL]


def _keywords(catalogue: Catalogue) -> list[tuple[str, str]]:
    publication = catalogue.publication
    own = [(publication.language, keyword) for keyword in publication.keywords]
    return own + [(n, k) for n, t in publication.translations.items() if n in NATIONAL for k in t.keywords]


def _rights(catalogue: Catalogue) -> list[tuple[str, str]]:
    publication = catalogue.publication
    own = [(publication.language, publication.rights)]
    return own + [(n, t.rights) for n, t in publication.translations.items() if n in NATIONAL]


def _dates(graph: Graph, node: URIRef, days: Days) -> None:
    graph.add((node, DCTERMS.issued, Literal(f"{days.first_published}", datatype=XSD.date)))
    graph.add((node, DCTERMS.modified, Literal(f"{days.last_changed}", datatype=XSD.date)))


def _languages(graph: Graph, node: URIRef, languages: Sequence[str]) -> None:
    for language in languages:
        if language in LANGUAGES:
            graph.add((node, DCTERMS.language, URIRef(f"{EU}language/{LANGUAGES[language]}")))
