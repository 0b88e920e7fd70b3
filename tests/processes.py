"""Other processes, which may end at any moment: killing them never fails for that; and waiting for what they do."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 300


def until(what: str, true: Callable[[], Any]) -> Any:
    """Wait until something is true, and give it; fail where it never is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    pytest.fail(f"In {PATIENCE} seconds it did not happen that {what}.")


def kill(pid: int) -> bool:
    """Kill a process; False where it is gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def left_of(home: Path) -> list[str]:
    """The command lines of all processes that were started for a history of runs, but for Dagster's services."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"DAGSTER_HOME={home}\0".encode() in (process / "environ").read_bytes():
                lines.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has ended meanwhile
            continue
    services = ("dagster-daemon run", "dagster api grpc", "multiprocessing.resource_tracker")
    return [line for line in lines if not any(service in line for service in services)]
