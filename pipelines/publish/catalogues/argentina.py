"""The catalogue for datos.gob.ar: `ar/data.json`, after the Perfil Nacional de Metadatos, in Spanish.

Source of the rules: the schemas and validators of pydatajson. Not here: Data.gov's file of the same name (`us.py`),
which wants e-mail addresses that are refused here.
"""

from __future__ import annotations

from typing import Any

from pipelines.contract.tables import Column
from pipelines.publish.authorities import FREQUENCIES
from pipelines.publish.catalogues.kinds import catalogue_at
from pipelines.publish.catalogues.mapping import (
    ALL_TABLES,
    ALL_TABLES_DESCRIPTION,
    Catalogue,
    Dataset,
    Distribution,
)

_LANGUAGE = "es"
_TAXONOMY = "http://datos.gob.ar/superThemeTaxonomy.json"


@catalogue_at("ar/data.json")
def datos_gob_ar(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as pydatajson reads it."""
    publication, spanish = catalogue.publication, catalogue.publication.translations.es
    return {
        "version": "1.1",
        "identifier": publication.name,
        "title": spanish.title,
        "description": spanish.description,
        "publisher": _publisher(catalogue),
        "superThemeTaxonomy": _TAXONOMY,
        "themeTaxonomy": [],
        "issued": f"{catalogue.days.first_published}",
        "modified": f"{catalogue.published}",
        "language": list(catalogue.languages),
        "homepage": catalogue.base,
        "license": publication.license.url,
        "rights": spanish.rights,
        "spatial": _spatial(catalogue),
        "dataset": [_dataset(catalogue, dataset) for dataset in catalogue.datasets],
    }


def _dataset(catalogue: Catalogue, dataset: Dataset) -> dict[str, Any]:
    publication, spanish = catalogue.publication, catalogue.publication.translations.es
    found: dict[str, Any] = {
        "identifier": dataset.name,
        "title": dataset.texts[_LANGUAGE].title,
        "description": dataset.texts[_LANGUAGE].description,
        "publisher": _publisher(catalogue),
        # A plain address: this profile refuses `mailto:`.
        "contactPoint": {"fn": publication.contact.name, "hasEmail": publication.contact.email},
        "superTheme": list(publication.themes),
        "theme": [],
        "keyword": list(spanish.keywords),
        "accrualPeriodicity": FREQUENCIES[publication.frequency].argentina,
        "issued": f"{dataset.days.first_published}",
        "modified": f"{dataset.days.last_changed}",
        "language": list(dataset.languages),
        "spatial": _spatial(catalogue),
        "landingPage": dataset.page,
        "license": publication.license.url,
        "source": spanish.provenance,
        "distribution": [_distribution(catalogue, dataset, distribution) for distribution in dataset.distributions],
    }
    if catalogue.temporal:
        found["temporal"] = "/".join(catalogue.temporal)
    return found


def _distribution(catalogue: Catalogue, dataset: Dataset, distribution: Distribution) -> dict[str, Any]:
    words = catalogue.publication.dictionary.get(_LANGUAGE, {})
    table, file = distribution.table, distribution.file
    title = words.get(table.title if table else ALL_TABLES, file.path)
    description = words.get(table.description if table else ALL_TABLES_DESCRIPTION, "")
    if table:
        description += f" Filas: {file.rows}."
    found: dict[str, Any] = {
        "identifier": f"{dataset.name}/{file.path.removeprefix('data/')}",
        "title": distribution.titled(title),
        "description": description,
        "accessURL": dataset.page,
        "downloadURL": distribution.url,
        "fileName": file.path.rsplit("/", 1)[-1],
        "format": distribution.format.label,
        "mediaType": distribution.format.media_type,
        "byteSize": file.bytes,
        "issued": f"{distribution.days.first_published}",
        "modified": f"{distribution.days.last_changed}",
        "license": catalogue.publication.license.url,
        "rights": catalogue.publication.translations.es.rights,
    }
    if table:
        found["field"] = [_field(column, words) for column in table.columns]
    return found


def _field(column: Column, words: dict[str, str]) -> dict[str, Any]:
    # The title of a field is the name that stands in the file; its Spanish title opens the description.
    parts = [words.get(column.title), words.get(column.description)]
    return {
        "id": column.name,
        "title": column.name,
        "type": column.type,
        "description": ". ".join(part for part in parts if part),
    }


def _publisher(catalogue: Catalogue) -> dict[str, str]:
    return {"name": catalogue.publication.publisher.name, "mbox": catalogue.publication.contact.email}


def _spatial(catalogue: Catalogue) -> list[str]:
    return [country.iso3 for country in catalogue.countries]
