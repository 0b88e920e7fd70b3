"""DuckDB, in memory: what it may use, and literals in its SQL.

Not here: any question that is asked of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True, slots=True)
class Engine:
    """What DuckDB may use. `memory`: as DuckDB writes it (`1GB`); beyond it, DuckDB spills into `spill`."""

    spill: Path
    threads: int = 2
    memory: str = "1GB"


@contextmanager
def connect(engine: Engine) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory DuckDB that never reaches for the network or extensions."""
    engine.spill.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        config={
            "threads": str(engine.threads),
            "memory_limit": engine.memory,
            "temp_directory": str(engine.spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    try:
        yield connection
    finally:
        connection.close()


def literal(path: Path | str) -> str:
    """A SQL string literal."""
    return "'" + str(path).replace("'", "''") + "'"
