"""Judges what the extracted rows of all notes together owe the contract: keys that no two rows share.

Not here: all else, which is judged of the rows of each note before they are written and of the tables of a release
(`contract/rows.py`); rules on whole tables (`sql/checks/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.contract.rows import LIMIT, SAME_KEY, SAME_VALUE, Violation
from pipelines.contract.tables import Contract
from pipelines.extract.extraction import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.progress import stage


def validate_extracted(
    contract: Contract, current: Sequence[Extraction], extract: Path, engine: Engine
) -> list[Violation]:
    """Every key, and every value that must be unique, that several rows have, sorted.

    Raises:
        duckdb.Error, OSError: the tables can't be read.
    """
    found = []
    with stage("Checking notes"), connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        for table in contract.of_stage("extract"):
            unique = [(column.name,) for column in table.column_list(extracted=True) if column.unique]
            for columns in (table.key, *unique):
                names = ", ".join(f'"{name}"' for name in columns)
                several = f"SELECT {names} FROM extracted.{table.name} GROUP BY ALL HAVING count(*) > 1 LIMIT {LIMIT}"
                for values in connection.execute(several).fetchall():
                    if any(value is not None for value in values):
                        rule = SAME_KEY if columns == table.key else SAME_VALUE
                        found.append(Violation(table.name, 0, "", rule, "/".join(map(str, values))))
    return sorted(found)
