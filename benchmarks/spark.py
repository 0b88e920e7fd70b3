"""Extraction and model on Spark beside the same on this machine alone, and from which size and how many cores it pays.

Not here: the rest of the job, which is the same for both; how a command is measured (`measure.py`).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

# Two sizes give what each engine costs at the start and a note.
SIZES = (100, 1_000)
CORES = (8, 16, 32, 64)
STEPS = ("Extracting notes", "Making tables")


def is_there() -> bool:
    """True where the extra for Spark is installed."""
    return importlib.util.find_spec("pyspark") is not None


def compared(steps: Callable[[int, list[str]], dict[str, float]], cores: int) -> dict[str, Any]:
    """Seconds of the steps that Spark does, by engine and size.

    `steps`: runs the job over so many notes with more options, and gives the seconds of each step.
    """
    engines: dict[str, list[str]] = {"duckdb": [], "spark": ["--master", f"local[{cores}]"]}
    measured: dict[str, Any] = {"cores": cores}
    for engine, options in engines.items():
        made = {str(size): steps(size, options) for size in SIZES}
        measured[engine] = {size: {name: seconds[name] for name in STEPS} for size, seconds in made.items()}
    return measured


def costs(measured: dict[str, Any], engine: str) -> tuple[float, float]:
    """Seconds at the start, and core-seconds a note."""
    few, many = (sum(measured[engine][str(size)].values()) for size in SIZES)
    each = (many - few) / (SIZES[1] - SIZES[0])
    return few - each * SIZES[0], each * measured["cores"]


def crossover(measured: dict[str, Any], cores: int) -> int | None:
    """Notes from which Spark with so many cores is done before this machine, if ever: both taken as straight lines."""
    alone_start, alone_each = costs(measured, "duckdb")
    start, each = costs(measured, "spark")
    gained = alone_each / measured["cores"] - each / cores
    return int(round((start - alone_start) / gained, -2)) if gained > 0 else None
