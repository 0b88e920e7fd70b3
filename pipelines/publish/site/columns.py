"""On which page of the data dictionary each table stands, for the pages that link there.

Not here: what the dictionary says (`reference.py`).
"""

from __future__ import annotations

from functools import partial

from pipelines.contract.tables import Contract, Table
from pipelines.publish.codebook import constraints
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Page, Thing, parted


def pages(contract: Contract) -> list[Page]:
    """The pages of the tables, in the order of the contract."""
    things = [Thing(table.name, table.name, _weight(table)) for table in contract.tables]
    return parted(things, partial(addresses.listing, "columns"))


def places(contract: Contract) -> dict[str, str]:
    """By table, the address of its page."""
    return {table.key: page.address for page in pages(contract) for table in page.things}


def _weight(table: Table) -> int:
    values = sum(40 + len(value) + len(meaning) for column in table.columns for value, meaning in column.values)
    words = sum(len(column.description) + len(constraints(column)) for column in table.columns)
    return 700 + 530 * len(table.columns) + words + values
