"""The catalogue for portals that run on CKAN without further settings, through its DCAT harvester.

CKAN shows formats, languages and frequencies as they stand, and knows a licence by the title that its own list has. So
they are words here, where DCAT-AP wants addresses of codes. Source of the rules: ckanext-dcat (its profiles) and CKAN's
list of licences. Not here: what the catalogue says (`dcat_ap.py`), pushing to a CKAN (`push.py`).
"""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS

from pipelines.publish.authorities import CKAN_LICENCES, EU, FREQUENCIES, LANGUAGES
from pipelines.publish.catalogues.dcat_ap import dcat_ap
from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.catalogues.mapping import Catalogue, catalogue
from pipelines.publish.catalogues.rdf import write_turtle
from pipelines.publish.draft import Edition
from pipelines.publish.renderers import renders


@renders("ckan/catalog.ttl", needs=NEEDS, edition=True)
def write_ckan(draft: Edition) -> None:
    """Write the catalogue for CKAN."""
    write_turtle(dcat_for_ckan(draft.once(catalogue)), draft.folder / "ckan" / "catalog.ttl")


def dcat_for_ckan(catalogue: Catalogue) -> Graph:
    """The catalogue as a graph, with the words that CKAN shows."""
    graph = dcat_ap(catalogue)
    words = {URIRef(f"{EU}language/{code}"): language for language, code in LANGUAGES.items()}
    words |= {URIRef(f"{EU}frequency/{code}"): known.us3 for code, known in FREQUENCIES.items()}
    for predicate in (DCTERMS.language, DCTERMS.accrualPeriodicity):
        for subject, code in list(graph.subject_objects(predicate)):
            graph.remove((subject, predicate, code))
            graph.add((subject, predicate, Literal(words[URIRef(str(code))])))
    for dataset in catalogue.datasets:
        for distribution in dataset.distributions:
            node = URIRef(distribution.uri)
            graph.set((node, DCTERMS.format, Literal(distribution.format.label)))
            graph.set((node, DCAT.mediaType, Literal(distribution.format.media_type)))
    licence = catalogue.publication.license
    graph.set((URIRef(licence.url), DCTERMS.title, Literal(CKAN_LICENCES.get(licence.id, licence.title))))
    described = set(graph.objects()) | {URIRef(f"{catalogue.base}#catalog")}
    for code in {subject for subject in graph.subjects() if str(subject).startswith((EU, "https://www.iana.org/"))}:
        if code not in described:
            graph.remove((code, None, None))
    return graph
