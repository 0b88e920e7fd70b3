"""Works out, by sqlglot, from which columns each published column comes: `python -m tests.model.lineage` writes it.

The program itself only reads `sql/lineage.json`: parsing the queries anew in every run would cost it a second.
"""

from __future__ import annotations

import json
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

from pipelines.contract.tables import Contract, Table, load_contract
from pipelines.model.tables import LINEAGE, query

DIALECT = "duckdb"
Lineage = dict[str, dict[str, list[str]]]


def column_lineage(contract: Contract) -> Lineage:
    """By table and column, the columns it comes from, as `extracted.notes.issued` or `statements.articles`."""
    columns = {t.name: {c.name: c.duckdb_type for c in t.columns} for t in contract.tables}
    schema = dict.fromkeys(("main", "extracted", "codes", "handed_on"), columns)
    return {t.name: _of_table(t, schema) for t in contract.of_stage("code_list", "extract", "model")}


def _of_table(table: Table, schema: dict[str, Any]) -> dict[str, list[str]]:
    parsed = sqlglot.parse_one(query(table), dialect=DIALECT)
    qualified = qualify(parsed, schema=schema, dialect=DIALECT, db="main")
    scope = build_scope(qualified)
    found = {}
    for column in table.columns:
        leaves = {
            f"{node.source.db}.{node.source.name}.{node.name.rpartition('.')[2].strip(chr(34))}".removeprefix("main.")
            for node in lineage(column.name, qualified, schema=schema, scope=scope, dialect=DIALECT).walk()
            if not node.downstream and isinstance(node.source, exp.Table)
        }
        found[column.name] = sorted(leaves)
    return found


def written(contract: Contract) -> str:
    """The text of the file."""
    return json.dumps(column_lineage(contract), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    LINEAGE.write_text(written(load_contract()), encoding="utf-8")
