"""The catalogue as DCAT-AP CH 2 for opendata.swiss: every text tagged with its language, licence from the Swiss list.

Source of the rules: the shapes of opendata.swiss (ogdch.shacl.ttl) and its harvester. The Creative Commons licence may
stand in `dct:rights` of a distribution only, beside one of the portal's own terms in `dct:license`; the words on rights
stand at the dataset. Not here: the European form (`dcat_ap.py`).
"""

from __future__ import annotations

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDFS

from pipelines.publish.authorities import EU, IANA, LANGUAGES, SWISS_LICENSES
from pipelines.publish.catalogues.kinds import catalogue_at
from pipelines.publish.catalogues.mapping import Catalogue, Dataset, Distribution
from pipelines.publish.catalogues.rdf import SCHEMA, VCARD, Facts, days, described, new_graph, on, size
from pipelines.publish.publication import Publication, Translation

# The languages that the portal shows, beside the publication's own.
NATIONAL = ("de", "fr", "it")


@catalogue_at("ch/catalog.ttl", beside="process")
def dcat_ap_ch(catalogue: Catalogue) -> Graph:
    """The catalogue as a graph."""
    graph, publisher, contact = new_graph(), catalogue.publication.publisher, catalogue.publication.contact
    texts = _texts(catalogue)
    facts: Facts = {
        DCTERMS.title: [Literal(own.title, language) for language, own in texts.items()],
        DCTERMS.description: [Literal(own.description, language) for language, own in texts.items()],
        DCTERMS.publisher: URIRef(catalogue.publisher_uri),
        FOAF.homepage: URIRef(catalogue.base),
        DCAT.dataset: [URIRef(dataset.uri) for dataset in catalogue.datasets],
    }
    described(graph, f"{catalogue.base}#catalog", DCAT.Catalog, facts)
    names = [Literal(publisher.name, language) for language in texts]
    described(graph, catalogue.publisher_uri, FOAF.Agent, {FOAF.name: names, FOAF.homepage: URIRef(publisher.url)})
    reached = {VCARD.fn: Literal(contact.name), VCARD.hasEmail: URIRef(f"mailto:{contact.email}")}
    described(graph, catalogue.contact_uri, VCARD.Organization, reached)
    for dataset in catalogue.datasets:
        _dataset(graph, catalogue, dataset)
        for distribution in dataset.distributions:
            _distribution(graph, catalogue, distribution)
    return graph


def _dataset(graph: Graph, catalogue: Catalogue, dataset: Dataset) -> None:
    publication, texts = catalogue.publication, _texts(catalogue)
    rights = [Literal(own.rights, language) for language, own in texts.items()]
    # The portal's shapes take documentation as a blank node only.
    page = {FOAF.topic: URIRef(f"{catalogue.base}codebook.csv")}
    facts: Facts = {
        DCTERMS.title: [Literal(dataset.texts[language].title, language) for language in texts],
        DCTERMS.description: [Literal(dataset.texts[language].description, language) for language in texts],
        # An identifier with '@' would have to end in the name of an organisation that the portal knows.
        DCTERMS.identifier: Literal(dataset.name),
        DCAT.keyword: [Literal(keyword, language) for language, own in texts.items() for keyword in own.keywords],
        DCAT.theme: [URIRef(f"{EU}data-theme/{theme}") for theme in publication.themes],
        DCTERMS.publisher: URIRef(catalogue.publisher_uri),
        DCAT.contactPoint: URIRef(catalogue.contact_uri),
        DCTERMS.accrualPeriodicity: URIRef(f"{EU}frequency/{publication.frequency}"),
        DCAT.landingPage: URIRef(dataset.page),
        DCTERMS.rights: described(
            graph, BNode(f"rights-{dataset.name}"), DCTERMS.RightsStatement, {RDFS.label: rights}
        ),
        FOAF.page: described(graph, BNode(f"page-{dataset.name}"), FOAF.Document, page),
        DCAT.distribution: [URIRef(distribution.uri) for distribution in dataset.distributions],
        DCTERMS.language: _languages(dataset),
        **days(dataset.days),
    }
    if catalogue.temporal:
        start, end = map(on, catalogue.temporal)
        # The portal's shapes read the older property, its harvester the newer one.
        span = {DCAT.startDate: start, DCAT.endDate: end, SCHEMA.startDate: start, SCHEMA.endDate: end}
        facts[DCTERMS.temporal] = described(graph, BNode(f"period-{dataset.name}"), DCTERMS.PeriodOfTime, span)
    described(graph, dataset.uri, DCAT.Dataset, facts)


def _distribution(graph: Graph, catalogue: Catalogue, distribution: Distribution) -> None:
    publication = catalogue.publication
    titles = {**dict(distribution.titles(publication.dictionary)), publication.language: distribution.title}
    facts: Facts = {
        DCTERMS.title: [Literal(titles[name], name) for name in (publication.language, *NATIONAL) if name in titles],
        DCTERMS.description: Literal(distribution.description, publication.language),
        DCTERMS.identifier: Literal(distribution.uri.removeprefix(catalogue.base)),
        DCAT.accessURL: URIRef(distribution.url),
        DCAT.downloadURL: URIRef(distribution.url),
        DCTERMS.license: URIRef(SWISS_LICENSES + publication.license.swiss),
        DCTERMS.rights: URIRef(publication.license.url),
        DCTERMS.format: URIRef(f"{EU}file-type/{distribution.format.file_type}"),
        DCAT.mediaType: URIRef(IANA + distribution.format.media_type),
        DCAT.byteSize: size(distribution.file),
        DCTERMS.language: _languages(distribution),
        **days(distribution.days),
    }
    described(graph, distribution.uri, DCAT.Distribution, facts)


def _texts(catalogue: Catalogue) -> dict[str, Publication | Translation]:
    """The texts that the portal shows, by language."""
    return {n: own for n, own in catalogue.texts.items() if n in {catalogue.publication.language, *NATIONAL}}


def _languages(what: Dataset | Distribution) -> list[URIRef]:
    return [URIRef(f"{EU}language/{LANGUAGES[name]}") for name in what.languages if name in LANGUAGES]
