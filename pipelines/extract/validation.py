"""Judges the extracted rows of all notes together by the contract.

Not here: the rows of one note, which were judged before they were written (`contract/rows.py`); rules on whole tables
(`sql/checks/`); Frictionless's verdict, which is on a release (`publish/verify.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.contract.constraints import Relation, compile_checks
from pipelines.contract.tables import Contract
from pipelines.contract.violations import Violation, find_violations
from pipelines.extract.extraction import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.progress import stage


def validate_extracted(
    contract: Contract, current: Sequence[Extraction], extract: Path, engine: Engine
) -> list[Violation]:
    """Every violation of the contract in the rows of some notes and in the code lists, sorted.

    Raises:
        UnsupportedKeywordError: a table declares what would not be checked.
        duckdb.Error, OSError: the tables can't be read.
    """
    tables = contract.of_stage("extract", "code_list")
    relations = {
        table.name: Relation(
            f"{'codes' if table.stage == 'code_list' else 'extracted'}.{table.name}",
            f"row_number() OVER (ORDER BY {', '.join(table.order)})",
        )
        for table in tables
    }
    checks = compile_checks({t.name: t.frictionless_schema(extracted=True) for t in tables}, relations)
    with stage("Checking notes"), connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        return find_violations(connection, checks)
