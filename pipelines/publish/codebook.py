"""Renders the codebook of a release, one row per column of every table.

Not here: the declarations it renders (`datapackage/columns.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.contract.tables import Column, Table
from pipelines.publish.data import csv_text
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders

HEADER = ("table", "column", "type", "title", "description", "unit", "constraints", "values", "example")


@renders()
def render_codebook(draft: ReleaseDraft) -> Made:
    """`codebook.csv`."""
    yield "codebook.csv", csv_text(HEADER, codebook(draft, draft.contract.tables))


def codebook(draft: ReleaseDraft, tables: Iterable[Table]) -> list[tuple[str, ...]]:
    """One row per column of these tables, in the columns of `HEADER`."""
    rows: list[tuple[str, ...]] = []
    for table in tables:
        for c in table.columns:
            values = "; ".join(f"{value} = {meaning}" for value, meaning in c.values)
            example = draft.examples.get((table.name, c.name), "")
            rows.append(
                (table.name, c.name, c.type, c.title, c.description, c.unit or "", constraints(c), values, example)
            )
    return rows


def constraints(column: Column) -> str:
    """The constraints of a column in words, `; ` between them; empty where it has none but a list of values."""
    rules = dict(column.field().get("constraints", {}))
    rules.pop("enum", None)
    if column.references:
        rules["references"] = f"{column.references.table}.{column.references.column}"
    return "; ".join(k if v is True else f"{k} {v}" for k, v in rules.items())
