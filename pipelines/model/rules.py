"""Runs the rules of `sql/checks/`: each file is a sentence, and its query gives the rows that break it.

Not here: the rules themselves, and rules on single columns (the contract).
"""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.contract.parts import is_there, rows_of
from pipelines.contract.tables import Contract
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.paths import SQL
from pipelines.workspace.questions import question

RULES = tuple(sorted((SQL / "checks").glob("*.sql")))


def main_table(rule: Path, contract: Contract) -> str:
    """The table that a rule is about: the first that its query reads."""
    tables = {t.name for t in contract.tables}
    named = re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", rule.read_text(encoding="utf-8"))
    return str(next(name for name in named if name in tables))


def broken_rules(contract: Contract, model: Path, engine: Engine) -> dict[str, list[str]]:
    """By rule, the rows that break it, as sentences.

    Raises:
        duckdb.Error: a rule's query fails.
    """
    with connect(engine) as connection:
        for table in contract.tables:
            if is_there(model, table.name):
                connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows_of(model, table.name)}")
        return {
            rule.stem: [
                f"{identifier}: found {_short(offending)}, expected {_short(expected)}."
                for identifier, offending, expected in connection.execute(question(f"checks/{rule.stem}")).fetchall()
            ]
            for rule in RULES
        }


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 200 else text[:199] + "…"
