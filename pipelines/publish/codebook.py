"""Renders the codebook of a release: one row per column of every table.

Not here: the declarations it renders (`datapackage/columns.yaml`).
"""

from __future__ import annotations

import csv
import json

from pipelines.contract.tables import Column, Contract
from pipelines.publish.facts import Facts

HEADER = ("table", "column", "type", "title", "description", "unit", "constraints", "example")


def write_codebook(facts: Facts) -> None:
    """Write `codebook.csv`."""
    with (facts.folder / "codebook.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(codebook(facts.contract))


def codebook(contract: Contract) -> list[tuple[str, ...]]:
    """One row per column of every table, in the columns of `HEADER`."""
    return [
        (table.name, c.name, c.type, c.title, c.description, c.unit or "", constraints(c), str(c.example or ""))
        for table in contract.tables
        for c in table.columns
    ]


def constraints(column: Column) -> str:
    """The constraints of a column in words, `; ` between them; empty where it has none."""
    found = dict(column.field().get("constraints", {}))
    if column.references:
        found["references"] = f"{column.references.table}.{column.references.column}"
    return "; ".join(
        k if v is True else f"{k} {v if isinstance(v, str | int) else json.dumps(v)}" for k, v in found.items()
    )
