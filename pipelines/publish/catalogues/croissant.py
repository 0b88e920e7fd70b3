"""The release as Croissant 1.0 (MLCommons): the files with their checksums, and its tables as record sets.

Records are read from the Parquet files: Croissant's readers guess the types of a CSV, which turns the code `032` into a
number and Namibia's `NA` into nothing. mlcroissant could write this file too; it is left out of what is installed to
publish because it brings pandas and scipy, and judges the file in the tests instead. Not here: other catalogues.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.contract.tables import Column, Table
from pipelines.publish.catalogues.kinds import catalogue_at
from pipelines.publish.catalogues.mapping import Catalogue, Distribution

# The context of the specification, version 1.0, which readers compare with their own.
_CONTEXT = json.loads(Path(__file__).with_name("croissant-context.json").read_bytes())
_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
# Croissant has its own name for Parquet; by the registered one, its readers do not know the file.
_MEDIA_TYPES = {"Parquet": "application/x-parquet"}


@catalogue_at("croissant.json")
def croissant(catalogue: Catalogue) -> dict[str, Any]:
    """The release as a Croissant dataset."""
    publication = catalogue.publication
    files = {d.file.path: d for dataset in catalogue.datasets for d in dataset.distributions}
    tables = [table for dataset in catalogue.datasets for table in dataset.tables]
    publisher = {"@type": "Organization", "name": publication.publisher.name, "url": publication.publisher.url}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": publication.name,
        "alternateName": publication.title,
        "description": publication.description,
        "url": catalogue.base,
        "license": publication.license.url,
        "usageInfo": f"{catalogue.base}LICENSE",
        "creator": publisher,
        "publisher": publisher,
        "keywords": list(publication.keywords),
        "inLanguage": list(catalogue.languages),
        "datePublished": f"{catalogue.days.first_published}",
        "dateModified": f"{catalogue.days.last_changed}",
        "version": _version(catalogue),
        "citeAs": f"{publication.publisher.name}, {publication.title}, release {catalogue.version}, {catalogue.base}",
        "isLiveDataset": False,
        "distribution": [_file(distribution) for distribution in files.values()],
        "recordSet": [_record_set(table) for table in tables],
    }


def _file(distribution: Distribution) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": distribution.file.path,
        "name": distribution.file.path,
        "description": distribution.description,
        "contentUrl": distribution.url,
        "contentSize": f"{distribution.file.bytes} B",
        "encodingFormat": _MEDIA_TYPES.get(distribution.format.label, distribution.format.media_type),
        "sha256": distribution.file.sha256,
    }


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    # No `references`: readers take one for an order to join the tables. Foreign keys stand in `datapackage.json`.
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _TYPES[column.type],
        "source": {
            "fileObject": {"@id": f"data/{table.name}.parquet"},
            "extract": {"column": column.name},
        },
    }


def _version(catalogue: Catalogue) -> str:
    """The release's identifier in the form 2026.11.25+digest, because Croissant asks for semantic versions."""
    day = catalogue.published
    return f"{day.year}.{day.month}.{day.day}+{catalogue.version.rsplit('-', 1)[-1]}"
