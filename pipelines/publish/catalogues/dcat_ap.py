"""The catalogue as DCAT-AP 3 for data.europa.eu, and for portals that run on udata or CKAN.

Source of the rules: DCAT-AP 3.0.1 (its SHACL shapes stand in `tests/rules/`), ckanext-dcat and CKAN's list of licences.
Every node that is referred to is typed here, because the shapes check classes and nobody fetches the vocabularies. Not
here: Switzerland's form (`swiss.py`), pushing to a CKAN (`push.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from pipelines.publish.authorities import (
    CKAN_LICENCES,
    EU,
    EU_LICENCES,
    IANA,
    LANGUAGES,
    PUBLISHER_TYPES,
)
from pipelines.publish.catalogues.kinds import catalogue_at
from pipelines.publish.catalogues.mapping import Catalogue, Dataset, Distribution
from pipelines.publish.catalogues.rdf import (
    ADMS,
    DCAT,
    DCATAP,
    DCTERMS,
    FOAF,
    PROV,
    RDFS,
    SKOS,
    SPDX,
    VCARD,
    XSD,
    Facts,
    Graph,
    Node,
    days,
    described,
    on,
    said,
    size,
)

_GEOMETRY = NamedNode("http://www.w3.org/ns/locn#geometry")
_GEOJSON = NamedNode(f"{IANA}application/vnd.geo+json")
_PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"


@catalogue_at("catalog.ttl", "catalog.rdf", "catalog.jsonld", profile="europe")
def dcat_ap(catalogue: Catalogue) -> Graph:
    """The catalogue for Europe: with codes of the European Union, and texts in all languages."""
    return _Made(catalogue, european=True).graph


@catalogue_at("ckan/catalog.ttl", "udata/catalog.ttl", profile="ckan")
def dcat_in_words(catalogue: Catalogue) -> Graph:
    """The catalogue for a CKAN or udata without further settings.

    CKAN shows formats, languages and frequencies as they stand, and knows a licence by the title that its own list has.
    So they are words here, where DCAT-AP wants addresses of codes. udata can't store checksums of the type of DCAT-AP
    (`xsd:hexBinary`), so they are plain here.
    """
    return _Made(catalogue, european=False).graph


class _Made:
    """The graph of a catalogue: with the codes of the European Union, or in words, and in one language."""

    def __init__(self, catalogue: Catalogue, *, european: bool) -> None:
        self.graph: Graph = set()
        self._of, self._european = catalogue, european
        publication, own = catalogue.publication, catalogue.publication.language
        self._languages = list(catalogue.texts) if european else [own]
        # What all of it has.
        self._licence = self._license()
        rights = {RDFS.label: said(publication.rights, own)}
        self._rights = self._say(f"{catalogue.base}#rights", DCTERMS.RightsStatement, rights)
        self._publisher = self._agent()
        self._places = [
            self._say(
                country.uri,
                DCTERMS.Location,
                {RDFS.label: said(country.name, "en"), DCTERMS.identifier: Literal(country.iso3)},
            )
            for country in catalogue.countries
            if country.uri
        ]
        self._catalogue()
        self._series()
        for dataset in catalogue.datasets:
            self._dataset(dataset)
            for distribution in dataset.distributions:
                self._distribution(distribution)
        if publication.bbox and not european:
            self._geometry(publication.bbox)

    def _say(self, thing: str | BlankNode, kind: NamedNode, facts: Facts | None = None) -> Node:
        return described(self.graph, thing, kind, facts)

    def _code(self, address: str, kind: NamedNode, word: str) -> Node | Literal:
        return self._say(address, kind) if self._european else Literal(word)

    def _catalogue(self) -> None:
        of, publication = self._of, self._of.publication
        texts = [(language, of.texts[language]) for language in self._languages]
        facts: Facts = {
            **_titled(*((language, own.title, own.description) for language, own in texts)),
            FOAF.homepage: self._say(of.base, FOAF.Document),
            DCTERMS.license: self._licence,
            DCTERMS.rights: self._rights,
            DCAT.themeTaxonomy: self._say(
                f"{EU}data-theme", SKOS.ConceptScheme, {DCTERMS.title: said("Data theme", "en")}
            ),
            DCTERMS.publisher: self._publisher,
            DCTERMS.issued: on(of.days.first_published),
            DCTERMS.modified: on(of.published),
            DCTERMS.spatial: self._places,
            DCTERMS.language: self._spoken(of.languages),
            DCAT.dataset: [NamedNode(dataset.uri) for dataset in of.datasets],
        }
        if publication.doi_url:
            facts[DCTERMS.identifier] = Literal(publication.doi_url, datatype=XSD.anyURI)
        self._say(f"{of.base}#catalog", DCAT.Catalog, facts)

    def _series(self) -> None:
        of, publication = self._of, self._of.publication
        facts: Facts = {
            **_titled(("en", publication.series.title, publication.series.description)),
            # A series is a kind of dataset.
            DCAT.keyword: [said(keyword, publication.language) for keyword in publication.keywords],
            DCTERMS.issued: on(of.days.first_published),
            DCTERMS.modified: on(of.published),
            **self._of_any_dataset("series"),
        }
        self._say(of.series_uri, DCAT.DatasetSeries, facts)

    def _dataset(self, dataset: Dataset) -> None:
        of = self._of
        texts = [(language, of.texts[language], dataset.texts[language]) for language in self._languages]
        facts: Facts = {
            **_titled(*((language, own.title, own.description) for language, _, own in texts)),
            DCAT.keyword: [said(keyword, language) for language, all_, _ in texts for keyword in all_.keywords],
            DCTERMS.identifier: Literal(dataset.name),
            **days(dataset.days),
            DCTERMS.language: self._spoken(dataset.languages),
            DCAT.landingPage: self._say(dataset.page, FOAF.Document),
            FOAF.page: self._say(f"{of.base}codebook.csv", FOAF.Document),
            # udata takes the licence from here, and would otherwise guess it from the words of the rights statement.
            DCTERMS.license: self._licence,
            DCTERMS.accessRights: self._say(f"{EU}access-right/PUBLIC", DCTERMS.RightsStatement),
            DCTERMS.provenance: self._say(
                BlankNode(f"provenance-{dataset.name}"),
                DCTERMS.ProvenanceStatement,
                {RDFS.label: said(of.publication.provenance, "en")},
            ),
            PROV.wasGeneratedBy: self._say(
                f"{of.base}releases/{of.version}/#made",
                PROV.Activity,
                {RDFS.label: said(f"uncac-notes {of.program}", "en")},
            ),
            PROV.wasDerivedFrom: [NamedNode(source.url) for source in of.sources],
            DCAT.version: Literal(of.version),
            ADMS.versionNotes: said(of.version_notes, "en"),
            DCAT.inSeries: NamedNode(of.series_uri),
            # No `dcat:hasVersion`: what it leads to must be a dataset, and harvesters would make a second one of it.
            DCAT.distribution: [NamedNode(distribution.uri) for distribution in dataset.distributions],
            **self._of_any_dataset(dataset.name),
        }
        self._say(dataset.uri, DCAT.Dataset, facts)

    def _of_any_dataset(self, name: str) -> Facts:
        of, publication, contact = self._of, self._of.publication, self._of.publication.contact
        reached = {VCARD.fn: Literal(contact.name), VCARD.hasEmail: NamedNode(f"mailto:{contact.email}")}
        # Said for whoever does not know that an organisation is one.
        self._say(of.contact_uri, VCARD.Kind)
        found: Facts = {
            DCAT.theme: [self._concept(theme.uri, theme.label) for theme in of.themes],
            DCTERMS.publisher: self._publisher,
            DCTERMS.spatial: self._places,
            DCAT.contactPoint: self._say(of.contact_uri, VCARD.Organization, reached),
            DCTERMS.accrualPeriodicity: self._code(
                f"{EU}frequency/{publication.frequency}", DCTERMS.Frequency, of.frequency.us3
            ),
        }
        if of.temporal:
            span = {DCAT.startDate: on(of.temporal.start), DCAT.endDate: on(of.temporal.end)}
            # A blank node, because udata fetches a period that has an address.
            found[DCTERMS.temporal] = self._say(BlankNode(f"period-{name}"), DCTERMS.PeriodOfTime, span)
        return found

    def _distribution(self, distribution: Distribution) -> None:
        file, form = distribution.file, distribution.format
        titles = distribution.titles if self._european else {"en": distribution.title}
        checksum: Facts = {
            SPDX.algorithm: self._say(f"{SPDX.address}checksumAlgorithm_sha256", SPDX.ChecksumAlgorithm),
            SPDX.checksumValue: Literal(file.sha256, datatype=XSD.hexBinary if self._european else XSD.string),
        }
        name = re.sub(r"\W", "-", f"checksum-{distribution.uri.removeprefix(self._of.base)}")
        facts: Facts = {
            DCTERMS.title: [said(title, language) for language, title in titles.items()],
            DCTERMS.description: said(distribution.description, "en"),
            DCAT.accessURL: NamedNode(distribution.url),
            DCAT.downloadURL: NamedNode(distribution.url),
            DCTERMS.format: self._code(f"{EU}file-type/{form.file_type}", DCTERMS.MediaTypeOrExtent, form.label),
            DCAT.mediaType: self._code(IANA + form.media_type, DCTERMS.MediaType, form.media_type),
            DCAT.byteSize: size(file),
            DCTERMS.license: self._licence,
            DCTERMS.rights: self._rights,
            DCATAP.availability: self._concept(f"{EU}planned-availability/AVAILABLE", "available"),
            **days(distribution.days),
            DCTERMS.language: self._spoken(distribution.languages),
            SPDX.checksum: self._say(BlankNode(name), SPDX.Checksum, checksum),
        }
        if distribution.dictionary:
            title = {DCTERMS.title: said("Columns of every table", "en")}
            facts[DCTERMS.conformsTo] = self._say(distribution.dictionary.url, DCTERMS.Standard, title)
        self._say(distribution.uri, DCAT.Distribution, facts)

    def _geometry(self, bbox: tuple[float, float, float, float]) -> None:
        """Say the rectangle around all places, which CKAN and udata put on a map; Europe takes places by code alone."""
        west, south, east, north = bbox
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        rectangle = Literal(json.dumps({"type": "Polygon", "coordinates": [corners]}), datatype=_GEOJSON)
        place = self._say(BlankNode("coverage"), DCTERMS.Location, {_GEOMETRY: rectangle})
        for dataset in self._of.datasets:
            self.graph.add(Triple(NamedNode(dataset.uri), DCTERMS.spatial, place))

    def _agent(self) -> Node:
        publisher = self._of.publication.publisher
        facts: Facts = {
            FOAF.name: Literal(publisher.name),
            FOAF.homepage: self._say(publisher.url, FOAF.Document),
            DCTERMS.type: self._concept(_PUBLISHER_TYPE + publisher.type, PUBLISHER_TYPES[publisher.type]),
        }
        return self._say(self._of.publisher_uri, FOAF.Agent, facts)

    def _license(self) -> Node:
        licence = self._of.publication.license
        in_ckan = Literal(CKAN_LICENCES.get(licence.id, licence.title))
        facts: Facts = {DCTERMS.title: said(licence.title, "en") if self._european else in_ckan}
        address = licence.url
        if self._european and (code := EU_LICENCES.get(licence.id)):
            facts[FOAF.page] = self._say(licence.url, FOAF.Document)
            address = f"{EU}licence/{code}"
        return self._say(address, DCTERMS.LicenseDocument, facts)

    def _spoken(self, languages: Sequence[str]) -> list[Node | Literal]:
        known = [(language, LANGUAGES[language]) for language in languages if language in LANGUAGES]
        return [self._code(f"{EU}language/{code}", DCTERMS.LinguisticSystem, language) for language, code in known]

    def _concept(self, uri: str, label: str) -> Node:
        return self._say(uri, SKOS.Concept, {SKOS.prefLabel: said(label, "en")})


def _titled(*texts: tuple[str, str, str]) -> Facts:
    """Title and description, each after its language."""
    return {
        DCTERMS.title: [said(title, language) for language, title, _ in texts],
        DCTERMS.description: [said(description, language) for language, _, description in texts],
    }
