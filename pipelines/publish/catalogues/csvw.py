"""Describes each CSV as CSV on the Web wants it: `data/<table>.csv-metadata.json` beside the file.

Foreign keys are not here: a description of one table may refer only to tables that it describes. They stand in
`datapackage.json`.
"""

from __future__ import annotations

from typing import Any

from pipelines.contract.tables import Column, Table
from pipelines.publish.catalogues.mapping import Catalogue, catalogue
from pipelines.publish.downloads.kinds import DOWNLOADS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.record import Days
from pipelines.publish.renderers import Made, renders

# Table Schema constraint to CSVW facet.
_FACETS = {"minimum": "minimum", "maximum": "maximum", "minLength": "minLength", "maxLength": "maxLength"}


@renders(after=DOWNLOADS)
def render_csvw(draft: ReleaseDraft) -> Made:
    """The metadata of every CSV that holds a whole table."""
    found = draft.once(catalogue)
    for table in (table for dataset in found.datasets for table in dataset.tables):
        yield f"data/{table.name}.csv-metadata.json", as_json(csvw(found, table, draft.days[table.name]))


def csvw(catalogue: Catalogue, table: Table, days: Days) -> dict[str, Any]:
    """The metadata of one CSV. `days`: when its rows were first published and last changed."""
    publication = catalogue.publication
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": publication.language}],
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": table.description,
        "dc:license": {"@id": publication.license.url},
        "dc:rights": publication.rights,
        "dc:publisher": publication.publisher.name,
        "dc:issued": {"@value": f"{days.first_published}", "@type": "xsd:date"},
        "dc:modified": {"@value": f"{days.last_changed}", "@type": "xsd:date"},
        "dc:hasVersion": catalogue.version,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        "tableSchema": {"columns": [_column(column) for column in table.columns], "primaryKey": list(table.key)},
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        # The first title is the cell of the header row, by which readers know the column.
        "titles": [column.name, column.title] if column.title != column.name else [column.name],
        "dc:description": column.description,
        "datatype": _datatype(column),
        "required": column.required,
    }


def _datatype(column: Column) -> dict[str, Any]:
    constraints = dict(column.constraints)
    datatype: dict[str, Any] = {"base": column.type}
    datatype |= {facet: constraints[name] for name, facet in _FACETS.items() if name in constraints}
    if "pattern" in constraints:
        datatype["format"] = f"^({constraints['pattern']})$"
    elif column.values:
        datatype["format"] = f"^({'|'.join(value for value, _ in column.values)})$"
    if column.type == "date":
        datatype["format"] = "yyyy-MM-dd"
    return datatype
