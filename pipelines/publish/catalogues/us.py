"""The catalogue for Data.gov: `data.json` (DCAT-US 1.1) and `dcat-us-3.json` (DCAT-US 3).

Source of the rules: GSA's JSON schemas (in `tests/rules/`) and the code of its harvester. Register the source there as
non-federal: bureau and programme codes are not ours to give. Not here: Argentina's profile, which contradicts this one
on e-mail addresses (`argentina.py`).
"""

from __future__ import annotations

from typing import Any

from pipelines.publish.authorities import EU, FREQUENCIES, THEMES
from pipelines.publish.catalogues.kinds import catalogue_at
from pipelines.publish.catalogues.mapping import Catalogue, Dataset, Distribution

_SCHEMA_1 = "https://project-open-data.cio.gov/v1.1/schema"
_SCHEMA_3 = "https://resources.data.gov/dcat-us/3.0.0/definitions/catalog"


@catalogue_at("data.json")
def dcat_us_1(catalogue: Catalogue) -> dict[str, Any]:
    """DCAT-US 1.1, formerly Project Open Data."""
    return {
        "@context": f"{_SCHEMA_1}/catalog.jsonld",
        "@id": f"{catalogue.base}data.json",
        "@type": "dcat:Catalog",
        "conformsTo": _SCHEMA_1,
        "describedBy": f"{_SCHEMA_1}/catalog.json",
        "dataset": [_dataset_1(catalogue, dataset) for dataset in catalogue.datasets],
    }


def _dataset_1(catalogue: Catalogue, dataset: Dataset) -> dict[str, Any]:
    publication = catalogue.publication
    texts = dataset.texts[publication.language]
    found: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "identifier": dataset.name,
        "title": texts.title,
        "description": texts.description,
        "keyword": list(publication.keywords),
        "theme": [THEMES[theme] for theme in publication.themes],
        "issued": f"{dataset.days.first_published}",
        "modified": f"{dataset.days.last_changed}",
        "accrualPeriodicity": FREQUENCIES[publication.frequency].us1,
        "accessLevel": "public",
        "license": publication.license.url,
        "rights": publication.rights,
        "language": list(dataset.languages),
        "publisher": {"@type": "org:Organization", "name": publication.publisher.name},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": publication.contact.name,
            "hasEmail": f"mailto:{publication.contact.email}",
        },
        "landingPage": dataset.page,
        "describedBy": f"{catalogue.base}datapackage.json",
        "describedByType": "application/json",
        "distribution": [_distribution_1(distribution) for distribution in dataset.distributions],
    }
    if catalogue.temporal:
        found["temporal"] = "/".join(catalogue.temporal)
    if catalogue.countries:
        found["spatial"] = "; ".join(country.name for country in catalogue.countries)
    if catalogue.sources:
        found["references"] = [url for url, _, _ in catalogue.sources]
    return found


def _distribution_1(distribution: Distribution) -> dict[str, Any]:
    found = {
        "@type": "dcat:Distribution",
        "title": distribution.title,
        "description": distribution.description,
        "downloadURL": distribution.url,
        "mediaType": distribution.format.media_type,
        "format": distribution.format.label,
    }
    if distribution.dictionary:
        found |= {"describedBy": distribution.dictionary, "describedByType": "application/csvm+json"}
    return found


@catalogue_at("dcat-us-3.json")
def dcat_us_3(catalogue: Catalogue) -> dict[str, Any]:
    """DCAT-US 3, as GSA's harvester takes it since 2026."""
    publication = catalogue.publication
    return {
        "@id": f"{catalogue.base}#catalog",
        "@type": "Catalog",
        "title": publication.title,
        "description": publication.description,
        "language": list(catalogue.languages),
        "issued": f"{catalogue.days.first_published}",
        "modified": f"{catalogue.published}",
        "license": publication.license.url,
        "rights": [publication.rights],
        "publisher": _publisher(catalogue),
        "contactPoint": [_contact(catalogue)],
        "homepage": {"@type": "Document", "title": publication.title, "accessURL": catalogue.base},
        "themeTaxonomy": [_taxonomy()],
        "spatial": _spatial(catalogue),
        "temporal": _temporal(catalogue),
        "conformsTo": {"@type": "Standard", "@id": _SCHEMA_3, "title": "DCAT-US 3.0"},
        "dataset": [_dataset_3(catalogue, dataset) for dataset in catalogue.datasets],
    }


def _dataset_3(catalogue: Catalogue, dataset: Dataset) -> dict[str, Any]:
    publication = catalogue.publication
    texts = dataset.texts[publication.language]
    found: dict[str, Any] = {
        "@id": dataset.uri,
        "@type": "Dataset",
        "identifier": dataset.name,
        "title": texts.title,
        "description": texts.description,
        "keyword": list(publication.keywords),
        "theme": [_theme(theme) for theme in publication.themes],
        "issued": f"{dataset.days.first_published}",
        "modified": f"{dataset.days.last_changed}",
        "accrualPeriodicity": FREQUENCIES[publication.frequency].us3,
        "accessRights": "public",
        "rights": [publication.rights],
        "provenance": [publication.provenance],
        "language": list(dataset.languages),
        "publisher": _publisher(catalogue),
        "contactPoint": _contact(catalogue),
        "landingPage": {"@type": "Document", "title": texts.title, "accessURL": dataset.page},
        "describedBy": {
            "@type": "Distribution",
            "title": "Columns of every table (Frictionless Data Package)",
            "downloadURL": f"{catalogue.base}datapackage.json",
            "accessURL": f"{catalogue.base}datapackage.json",
            "mediaType": "application/json",
        },
        "spatial": _spatial(catalogue),
        "temporal": _temporal(catalogue),
        "version": catalogue.version,
        "versionNotes": catalogue.version_notes,
        "inSeries": [
            {
                "@id": catalogue.series_uri,
                "@type": "DatasetSeries",
                "title": publication.series.title,
                "description": publication.series.description,
            }
        ],
        "relation": [url for url, _, _ in catalogue.sources],
        "distribution": [_distribution_3(catalogue, distribution) for distribution in dataset.distributions],
    }
    if dataset.previous_uri:
        found["previousVersion"] = {
            "@id": dataset.previous_uri,
            "@type": "Dataset",
            "identifier": dataset.previous_uri,
            "title": texts.title,
            "description": texts.description,
            "publisher": _publisher(catalogue),
            "contactPoint": _contact(catalogue),
        }
    return found


def _distribution_3(catalogue: Catalogue, distribution: Distribution) -> dict[str, Any]:
    publication, file = catalogue.publication, distribution.file
    found: dict[str, Any] = {
        "@id": distribution.uri,
        "@type": "Distribution",
        "title": distribution.title,
        "description": distribution.description,
        "accessURL": distribution.url,
        "downloadURL": distribution.url,
        "mediaType": distribution.format.media_type,
        "format": distribution.format.label,
        "byteSize": str(file.bytes),
        "checksum": {"@type": "Checksum", "algorithm": "SHA-256", "checksumValue": file.sha256},
        "license": publication.license.url,
        "rights": [publication.rights],
        "issued": f"{distribution.days.first_published}",
        "modified": f"{distribution.days.last_changed}",
        "language": list(distribution.languages),
    }
    if distribution.dictionary:
        found["characterEncoding"] = ["UTF-8"]
        found["describedBy"] = {
            "@type": "Distribution",
            "title": f"Columns of {distribution.title} (CSV on the Web)",
            "downloadURL": distribution.dictionary,
            "accessURL": distribution.dictionary,
            "mediaType": "application/csvm+json",
        }
    return found


def _publisher(catalogue: Catalogue) -> dict[str, Any]:
    return {"@id": catalogue.publisher_uri, "@type": "Organization", "name": catalogue.publication.publisher.name}


def _contact(catalogue: Catalogue) -> dict[str, Any]:
    contact = catalogue.publication.contact
    return {"@id": catalogue.contact_uri, "@type": "Kind", "fn": contact.name, "hasEmail": f"mailto:{contact.email}"}


def _taxonomy() -> dict[str, Any]:
    return {"@id": f"{EU}data-theme", "@type": "ConceptScheme", "title": "Data theme"}


def _theme(code: str) -> dict[str, Any]:
    return {
        "@id": f"{EU}data-theme/{code}",
        "@type": "Concept",
        "prefLabel": THEMES[code],
        "notation": [code],
        "inScheme": _taxonomy(),
    }


def _spatial(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {"@type": "Location", "prefLabel": country.name}
        | ({"@id": f"{EU}country/{country.iso3}"} if country.listed else {})
        for country in catalogue.countries
    ]


def _temporal(catalogue: Catalogue) -> list[dict[str, Any]]:
    if catalogue.temporal is None:
        return []
    start, end = catalogue.temporal
    return [{"@type": "PeriodOfTime", "startDate": start, "endDate": end}]
