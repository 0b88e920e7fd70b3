"""The catalogue as DCAT-AP CH 2 for opendata.swiss: every text tagged with its language, licence from the Swiss list.

Source of the rules: the shapes of opendata.swiss (ogdch.shacl.ttl) and its harvester. The Creative Commons licence may
stand in `dct:rights` of a distribution only, beside one of the portal's own terms in `dct:license`; the words on rights
stand at the dataset. Not here: the European form (`dcat_ap.py`).
"""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from pipelines.publish.authorities import EU, IANA, LANGUAGES, SWISS_LICENSES
from pipelines.publish.catalogues.kinds import catalogue_at
from pipelines.publish.catalogues.mapping import Catalogue, Dataset, Distribution
from pipelines.publish.catalogues.rdf import (
    DCAT,
    DCTERMS,
    FOAF,
    RDFS,
    SCHEMA,
    VCARD,
    Facts,
    Graph,
    days,
    described,
    on,
    said,
    size,
)
from pipelines.publish.publication import Publication, Translation

# The languages that the portal shows, beside the publication's own.
NATIONAL = ("de", "fr", "it")


@catalogue_at("profiles/ch/catalog.ttl", "ch/catalog.ttl", profile="ch")
def dcat_ap_ch(catalogue: Catalogue) -> Graph:
    """The catalogue as a graph."""
    graph: Graph = set()
    publisher, contact = catalogue.publication.publisher, catalogue.publication.contact
    texts = _texts(catalogue)
    facts: Facts = {
        DCTERMS.title: [said(own.title, language) for language, own in texts.items()],
        DCTERMS.description: [said(own.description, language) for language, own in texts.items()],
        DCTERMS.publisher: NamedNode(catalogue.publisher_uri),
        FOAF.homepage: NamedNode(catalogue.base),
        DCAT.dataset: [NamedNode(dataset.uri) for dataset in catalogue.datasets],
    }
    described(graph, f"{catalogue.base}#catalog", DCAT.Catalog, facts)
    names = [said(publisher.name, language) for language in texts]
    described(graph, catalogue.publisher_uri, FOAF.Agent, {FOAF.name: names, FOAF.homepage: NamedNode(publisher.url)})
    reached = {VCARD.fn: Literal(contact.name), VCARD.hasEmail: NamedNode(f"mailto:{contact.email}")}
    described(graph, catalogue.contact_uri, VCARD.Organization, reached)
    for dataset in catalogue.datasets:
        _dataset(graph, catalogue, dataset)
        for distribution in dataset.distributions:
            _distribution(graph, catalogue, distribution)
    return graph


def _dataset(graph: Graph, catalogue: Catalogue, dataset: Dataset) -> None:
    publication, texts = catalogue.publication, _texts(catalogue)
    rights = [said(own.rights, language) for language, own in texts.items()]
    # The portal's shapes take documentation as a blank node only.
    page = {FOAF.topic: NamedNode(f"{catalogue.base}codebook.csv")}
    facts: Facts = {
        DCTERMS.title: [said(dataset.texts[language].title, language) for language in texts],
        DCTERMS.description: [said(dataset.texts[language].description, language) for language in texts],
        # An identifier with '@' would have to end in the name of an organisation that the portal knows.
        DCTERMS.identifier: Literal(dataset.name),
        DCAT.keyword: [said(keyword, language) for language, own in texts.items() for keyword in own.keywords],
        DCAT.theme: [NamedNode(theme.uri) for theme in catalogue.themes],
        DCTERMS.publisher: NamedNode(catalogue.publisher_uri),
        DCAT.contactPoint: NamedNode(catalogue.contact_uri),
        DCTERMS.accrualPeriodicity: NamedNode(f"{EU}frequency/{publication.frequency}"),
        DCAT.landingPage: NamedNode(dataset.page),
        DCTERMS.rights: described(
            graph, BlankNode(f"rights-{dataset.name}"), DCTERMS.RightsStatement, {RDFS.label: rights}
        ),
        FOAF.page: described(graph, BlankNode(f"page-{dataset.name}"), FOAF.Document, page),
        DCAT.distribution: [NamedNode(distribution.uri) for distribution in dataset.distributions],
        DCTERMS.language: _languages(dataset),
        **days(dataset.days),
    }
    if catalogue.temporal:
        start, end = on(catalogue.temporal.start), on(catalogue.temporal.end)
        # The portal's shapes read the older property, its harvester the newer one.
        span = {DCAT.startDate: start, DCAT.endDate: end, SCHEMA.startDate: start, SCHEMA.endDate: end}
        facts[DCTERMS.temporal] = described(graph, BlankNode(f"period-{dataset.name}"), DCTERMS.PeriodOfTime, span)
    described(graph, dataset.uri, DCAT.Dataset, facts)


def _distribution(graph: Graph, catalogue: Catalogue, distribution: Distribution) -> None:
    publication = catalogue.publication
    titles = distribution.titles | {publication.language: distribution.title}
    facts: Facts = {
        DCTERMS.title: [said(titles[name], name) for name in (publication.language, *NATIONAL) if name in titles],
        DCTERMS.description: said(distribution.description, publication.language),
        DCTERMS.identifier: Literal(distribution.uri.removeprefix(catalogue.base)),
        DCAT.accessURL: NamedNode(distribution.url),
        DCAT.downloadURL: NamedNode(distribution.url),
        DCTERMS.license: NamedNode(SWISS_LICENSES + publication.license.swiss),
        DCTERMS.rights: NamedNode(publication.license.url),
        DCTERMS.format: NamedNode(f"{EU}file-type/{distribution.format.file_type}"),
        DCAT.mediaType: NamedNode(IANA + distribution.format.media_type),
        DCAT.byteSize: size(distribution.file),
        DCTERMS.language: _languages(distribution),
        **days(distribution.days),
    }
    described(graph, distribution.uri, DCAT.Distribution, facts)


def _texts(catalogue: Catalogue) -> dict[str, Publication | Translation]:
    """The texts that the portal shows, by language."""
    return {n: own for n, own in catalogue.texts.items() if n in {catalogue.publication.language, *NATIONAL}}


def _languages(what: Dataset | Distribution) -> list[NamedNode]:
    return [NamedNode(f"{EU}language/{LANGUAGES[name]}") for name in what.languages if name in LANGUAGES]
