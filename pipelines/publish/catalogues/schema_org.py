"""The release and its datasets as schema.org JSON-LD, for Google's Dataset Search and others.

Source of the rules: Google's guide to dataset markup. Not here: the pages that hold it (`site/`).
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from pipelines.contract.tables import Table
from pipelines.publish.catalogues.mapping import Catalogue, Dataset, Distribution

_CONTEXT = "https://schema.org/"
# A page stays small: beyond so many, the sources are told by the page that lists them.
_SOURCES = 50


def release_markup(catalogue: Catalogue) -> dict[str, Any]:
    """The release as one dataset whose parts are the datasets of the catalogue: for the landing page."""
    publication = catalogue.publication
    distributions = {d.url: d for dataset in catalogue.datasets for d in dataset.distributions}
    statements = catalogue.datasets[0].tables[0]
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": catalogue.base,
        "name": publication.title,
        "description": publication.description,
        "url": catalogue.base,
        "identifier": [publication.name, publication.doi_url] if publication.doi else publication.name,
        **_common(catalogue, catalogue),
        "variableMeasured": _variables((statements,)),
        "hasPart": [
            {"@type": "Dataset", "@id": d.uri, "name": d.texts[publication.language].title, "url": d.page}
            | {"description": d.texts[publication.language].description, "license": publication.license.url}
            | {"creator": _organization(catalogue)}
            for d in catalogue.datasets
        ],
        "distribution": [_download(d) for d in distributions.values()],
    }


def dataset_markup(catalogue: Catalogue, dataset: Dataset) -> dict[str, Any]:
    """One dataset: for its own page."""
    texts = dataset.texts[catalogue.publication.language]
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": dataset.uri,
        "name": texts.title,
        "description": texts.description,
        "url": dataset.page,
        "identifier": dataset.name,
        **_common(catalogue, dataset),
        "isPartOf": {"@type": "Dataset", "@id": catalogue.base, "name": catalogue.publication.title}
        | {"url": catalogue.base, "description": catalogue.publication.description}
        | {"license": catalogue.publication.license.url, "creator": _organization(catalogue)},
        "variableMeasured": _variables(dataset.tables),
        "distribution": [_download(d) for d in dataset.distributions],
    }


def script(markup: dict[str, Any]) -> Markup:
    """Markup as it may stand inside `<script type="application/ld+json">`: no text can end the element."""
    text = json.dumps(markup, ensure_ascii=False, separators=(",", ":"))
    # The rest of JSON is no markup.
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def _common(catalogue: Catalogue, what: Catalogue | Dataset) -> dict[str, Any]:
    publication = catalogue.publication
    found: dict[str, Any] = {
        "keywords": list(publication.keywords),
        "license": publication.license.url,
        "usageInfo": f"{catalogue.base}LICENSE",
        "conditionsOfAccess": publication.rights,
        "creator": _organization(catalogue),
        "publisher": _organization(catalogue),
        "version": catalogue.version,
        "datePublished": f"{what.days.first_published}",
        "dateModified": f"{what.days.last_changed}",
        "inLanguage": list(what.languages),
        "isAccessibleForFree": True,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": f"{catalogue.base}#catalog",
            "name": publication.title,
            "url": catalogue.base,
        },
        "spatialCoverage": [{"@type": "Place", "name": country.name} for country in catalogue.countries],
        "citation": f"{publication.publisher.name}, {publication.title}, release {catalogue.version}, {catalogue.base}",
        "isBasedOn": _sources(catalogue),
    }
    if catalogue.temporal:
        found["temporalCoverage"] = "/".join(catalogue.temporal)
    return found


def _sources(catalogue: Catalogue) -> list[dict[str, Any]]:
    if len(catalogue.sources) > _SOURCES:
        notes = f"{len(catalogue.sources)} documents of the United Nations Secretariat"
        return [{"@type": "CreativeWork", "name": notes, "url": f"{catalogue.base}notes.html"}]
    return [
        {"@type": "CreativeWork", "name": title, "url": url} | ({"datePublished": day} if day else {})
        for url, title, day in catalogue.sources
    ]


def _organization(catalogue: Catalogue) -> dict[str, Any]:
    publisher, contact = catalogue.publication.publisher, catalogue.publication.contact
    return {
        "@type": "Organization",
        "@id": catalogue.publisher_uri,
        "name": publisher.name,
        "url": publisher.url,
        "contactPoint": {"@type": "ContactPoint", "name": contact.name, "email": contact.email},
    }


def _variables(tables: tuple[Table, ...]) -> list[dict[str, Any]]:
    seen: dict[str, dict[str, Any]] = {}
    for table in tables:
        for column in table.columns:
            variable = {"@type": "PropertyValue", "name": column.name, "description": column.description}
            seen.setdefault(column.name, variable | ({"unitText": column.unit} if column.unit else {}))
    return list(seen.values())


def _download(distribution: Distribution) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "@id": distribution.uri,
        "name": distribution.title,
        "description": distribution.description,
        "contentUrl": distribution.url,
        "encodingFormat": distribution.format.media_type,
        "contentSize": f"{distribution.file.bytes} B",
        "sha256": distribution.file.sha256,
    }
