"""Other processes, which may end at any moment: killing them never fails for that; and waiting for what they do."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
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
