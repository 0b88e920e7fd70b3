"""Other processes, which may end at any moment: looking at them and killing them never fails for that."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def kill(pid: int) -> bool:
    """Kill a process; False where it is gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have, so far as they still are."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            started = [int(child) for child in children.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in started:
            found += [child, *descendants(child)]
    return found
