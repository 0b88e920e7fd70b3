"""DuckDB: what it may use, and literals in its SQL.

Not here: any question that is asked of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from threading import Lock

import duckdb


@dataclass(frozen=True, slots=True)
class Engine:
    """What DuckDB may use. `memory`: as DuckDB writes it (`1GB`); beyond it, DuckDB spills into `spill`."""

    spill: Path
    threads: int = 2
    memory: str = "512MB"


@contextmanager
def connect(engine: Engine) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database in memory. All databases of one engine share one DuckDB, because starting it takes 20 ms."""
    engine.spill.mkdir(parents=True, exist_ok=True)
    shared, name = _shared(engine), f"own_{next(_numbers)}"
    connection = shared.cursor()
    connection.execute(f"ATTACH ':memory:' AS {name}; USE {name}")
    try:
        yield connection
    finally:
        connection.close()
        shared.cursor().execute(f"DETACH {name}")


def another(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the database of `connect`, for another thread; may be called in any thread."""
    with _asking:
        ((name,),) = connection.execute("SELECT current_database()").fetchall()
        cursor = connection.cursor()
    cursor.execute(f"USE {name}")
    return cursor


@lru_cache(2)
def _shared(engine: Engine) -> duckdb.DuckDBPyConnection:
    """A DuckDB that never reaches for the network or extensions."""
    return duckdb.connect(
        config={
            "threads": str(engine.threads),
            "memory_limit": engine.memory,
            "temp_directory": str(engine.spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "enable_external_file_cache": "false",
        }
    )


_numbers, _asking = count(), Lock()


def make_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Sequence[Sequence[object]]
) -> None:
    """Make a table of some rows. `columns`: as CREATE TABLE has them."""
    connection.execute(f"CREATE TABLE {name} ({columns})")
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", [list(row) for row in rows])


def no_rows(columns: Iterable[str]) -> str:
    """SQL, to stand after FROM, of a table that has these columns of text, and no row."""
    nulls = ", ".join(f'CAST(NULL AS VARCHAR) AS "{column}"' for column in columns)
    return f"(SELECT {nulls} WHERE false)"


def literal(path: Path | str) -> str:
    """A SQL string literal."""
    return "'" + str(path).replace("'", "''") + "'"
