"""Renders tables as resources of a Frictionless Data Package (v2).

Not here: what is said of a release (`pipelines/publish/descriptor.py`), validation (`frictionless_report.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.contract.tables import Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def resource(table: Table, paths: Sequence[str] = ()) -> dict[str, Any]:
    """A tabular resource; without `paths`, that of a CSV named after the table.

    Several paths are read as one table (Data Package v2).
    """
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": (paths[0] if len(paths) == 1 else list(paths)) if paths else f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": table.frictionless_schema(),
    }
