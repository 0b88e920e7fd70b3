"""Takes an example of each column from the rows of a release, for the codebook, the descriptor and the dictionary.

Not here: what a column means (`datapackage/columns.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from pipelines.contract.tables import Contract
from pipelines.publish.data import FORMULA

# Looked at are the first rows alone; of longer values, the shortest is shown.
_ROWS = 1_000
_LENGTH = 200

Examples = dict[tuple[str, str], str]


def find_examples(connection: duckdb.DuckDBPyConnection, contract: Contract) -> Examples:
    """By table and column, a value as the CSV writes it; a column that is empty in the first rows has none.

    The examples of a table come from one row as far as may be, that with the fewest blanks. `connection`: holds each
    table under its name.
    """
    examples: Examples = {}
    for table in contract.tables:
        texts = ", ".join(f'CAST("{column.name}" AS VARCHAR)' for column in table.columns)
        rows = connection.execute(f"SELECT {texts} FROM {table.name} LIMIT {_ROWS}").fetchall()
        rows.sort(key=lambda row: row.count(None))
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=False):
            example = _example(value for value in values if value and not FORMULA.match(value))
            if example:
                examples[table.name, column.name] = example
    return examples


def _example(values: Iterable[str]) -> str | None:
    shortest = None
    for value in values:
        if len(value) <= _LENGTH:
            return value
        shortest = value if shortest is None or len(value) < len(shortest) else shortest
    return shortest
