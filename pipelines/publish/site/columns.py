"""On which page of the data dictionary each table stands, for the pages that link there.

Not here: what the dictionary says (`reference.py`).
"""

from __future__ import annotations

from pipelines.contract.tables import Contract, Table
from pipelines.publish.codebook import constraints
from pipelines.publish.site import addresses


def pages(contract: Contract) -> list[int]:
    """The page of each table, in the order of the contract."""
    return addresses.paginate(_weight(table) for table in contract.tables)


def places(contract: Contract) -> dict[str, str]:
    """By table, the address of its page."""
    return {
        table.name: addresses.listing("columns", page)
        for table, page in zip(contract.tables, pages(contract), strict=True)
    }


def _weight(table: Table) -> int:
    values = sum(40 + len(value) + len(meaning) for column in table.columns for value, meaning in column.values)
    words = sum(len(column.description) + len(constraints(column)) for column in table.columns)
    return 700 + 530 * len(table.columns) + words + values
