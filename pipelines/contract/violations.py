"""Finds the rows that break compiled checks.

Here: a quick count over all rows, and the rows themselves only where some rule is broken. Not here: the rules
(`constraints.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain

import duckdb

from pipelines.contract.constraints import Checks, Rule
from pipelines.workspace.engine import another

# Frictionless stops after so many errors of one table.
LIMIT = 1000
_AT_ONCE = 2  # tables
_SHOWN = 200  # characters of an offending text


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One row that breaks the contract.

    `row`: as Frictionless counts, the header being row 1. `where`: identifier of the row. `value`: the offending text.
    """

    table: str
    row: int
    column: str
    rule: str
    where: str = ""
    value: str = ""

    @property
    def said(self) -> str:
        """Which row breaks which rule, as a sentence."""
        shown = self.value if len(self.value) <= _SHOWN else f"{self.value[:_SHOWN]}…"
        column = f", column {self.column} ({shown!r})" if self.column else ""
        return f"{self.table} {self.where}{column}: {self.rule}"

    def __str__(self) -> str:
        cure = (
            "Look at the passage in the note, then correct the row in corrections.yaml or report the rule that made it."
        )
        return f"{self.said} {cure}"


def find_violations(connection: duckdb.DuckDBPyConnection, checks: Sequence[Checks]) -> list[Violation]:
    """What breaks the rules, sorted; of each table no more than `LIMIT`, the first.

    Raises:
        duckdb.Error: a query fails.
    """
    # Understanding a query of hundreds of rules takes DuckDB longer than answering it, and one core.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return sorted(chain.from_iterable(pool.map(partial(_found, connection), checks)))


def _found(connection: duckdb.DuckDBPyConnection, table: Checks) -> list[Violation]:
    own = another(connection)
    return sorted(found for rule in _suspects(own, table) for found in _broken(own, table, rule))[:LIMIT]


def _suspects(connection: duckdb.DuckDBPyConnection, checks: Checks) -> list[Rule]:
    """The rules that some row breaks, by counting in one query; finding the rows takes one for each rule."""
    asked = [f"({rule.count})" if rule.count else f"count(*) FILTER (WHERE {rule.broken})" for rule in checks.rules]
    nth = {query: n for n, query in enumerate(dict.fromkeys(asked))}
    counts = connection.execute(f"SELECT {', '.join(nth)} FROM ({checks.cells})").fetchone() or ()
    return [rule for rule, query in zip(checks.rules, asked, strict=True) if counts[nth[query]]]


def _broken(connection: duckdb.DuckDBPyConnection, checks: Checks, rule: Rule) -> Iterator[Violation]:
    rows = connection.execute(
        # No column of the contract begins with an underscore, as these do.
        f"SELECT _nth + 1, _identifier, _value FROM (SELECT _nth, {checks.key} AS _identifier, {rule.value} AS _value, "
        f"{rule.broken} AS _broken FROM (SELECT *, {checks.relation.row} AS _nth FROM ({checks.cells}))) "
        f"WHERE _broken ORDER BY _nth LIMIT {LIMIT}"
    ).fetchall()
    return (Violation(checks.table, row, rule.column, rule.text, where, value or "") for row, where, value in rows)
