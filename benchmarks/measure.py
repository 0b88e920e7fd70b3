"""Runs a command and measures it with all processes that it starts: wall and CPU time, peak memory.

Here: reading `/proc` (Linux) while the command runs. Not here: which commands are measured (`run.py`).
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

_TICKS = os.sysconf("SC_CLK_TCK")
_PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took. `memory`: highest sum of the processes' proportional set sizes, in bytes."""

    wall: float
    cpu: float
    memory: int
    output: str


class CommandError(Exception):
    """A measured command failed; the message holds what it said."""


def measure(command: Sequence[str | Path], *, cwd: Path) -> Measured:
    """Run a command to its end.

    Raises:
        CommandError: it failed.
    """
    # A file takes whatever a command says; a pipe that nobody reads would hold it up.
    with TemporaryFile("w+", encoding="utf-8") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            # Where this is set, every start compiles every module anew; nobody's machine is set up like that.
            env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"DAGSTER_HOME": ""},
            cwd=cwd,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        cpu, peak = _watched(process)
        wall = time.perf_counter() - start
        said.seek(0)
        output = said.read()
    if process.returncode:
        raise CommandError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{output[-2000:]}")
    return Measured(wall, cpu, peak, output)


def _watched(process: subprocess.Popen[bytes]) -> tuple[float, int]:
    """The CPU time of a process and all that it starts, and the peak of their memory, until the first one ends."""
    cpu: dict[int, float] = {}
    peak = 0
    while process.poll() is None:
        memory = 0
        for pid in _tree(process.pid):
            try:
                memory += _pss(pid)
                cpu[pid] = _cpu(pid)
            except OSError:  # it ended meanwhile
                continue
        peak = max(peak, memory)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PAUSE)
    return sum(cpu.values()), peak


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return
    for child in children:
        yield from _tree(child)


def _pss(pid: int) -> int:
    """Memory of a process, what it shares with others counted by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
