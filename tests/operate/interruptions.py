"""Runs the stages of the job in a process of its own that may be killed, or meet a full disk, at any of its writes.

What a kill leaves is what is on the disk at that moment, so one run that is watched gives, as copies of its outputs,
what a kill at each of its writes would leave.

The processes are forked from one that has imported everything, so that each costs the run alone. What is
put to the test is the order of things, not what each file says: see `lighten`.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.operate.workspace import RunOptions, Workspace
from tests.releases import lighten, run_stages

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.operate.preload", "tests.operate.interruptions"])

# What changes a file system; Python tells of each before it happens.
_CHANGES = {"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.truncate"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

Event = Callable[[int], None]


def _watch(outputs: Path, meet: Event) -> Callable[[], int]:
    """Call `meet` with a number before each change below `outputs`; gives how many there were so far."""
    count = 0
    root = str(outputs)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event == "open":
            path, mode, flags = arguments
            writes = bool(set(mode) & set("wax+")) if isinstance(mode, str) else bool((flags or 0) & _WRITES)
        else:
            path, writes = arguments[0] if arguments else "", event in _CHANGES
        # The lock and its like are opened for writing and hold nothing.
        if writes and root in os.fsdecode(path if isinstance(path, str | bytes | os.PathLike) else ""):
            count += 1
            meet(count)

    sys.addaudithook(hook)
    return lambda: count


def _copy(outputs: Path, target: Path) -> None:
    # What another thread takes away meanwhile is not what a kill would leave: then once more.
    while True:
        try:
            shutil.copytree(outputs, target, symlinks=True)
        except (FileNotFoundError, shutil.Error):
            shutil.rmtree(target, ignore_errors=True)
        else:
            return


def _run(inbox: Path, outputs: Path, *, accept: str, event: tuple[str, int], copies: Path | None, counted: Any) -> None:
    lighten()
    alone = threading.Lock()

    def meet(number: int) -> None:
        if copies is not None:
            with alone:
                _copy(outputs, copies / str(number))
        if event == ("kill", number):
            os.kill(os.getpid(), signal.SIGKILL)
        if event[0] == "full" and number >= event[1]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    seen = _watch(outputs, meet)
    outcome = run_stages(Workspace(inboxes=[str(inbox)], outputs_folder=str(outputs)), RunOptions(accept))
    counted.value = seen()
    sys.exit(0 if outcome.error is None else 1)


class Process:
    """One run. `event`: kill or full, at the change of the file system with the number `at`.

    `copies`: a folder that gets the outputs as they are before each change, by its number.
    """

    def __init__(
        self,
        inbox: Path,
        outputs: Path,
        *,
        accept: str = "",
        event: str = "",
        at: int = 0,
        copies: Path | None = None,
    ) -> None:
        self._counted = FORKED.Value("i", 0)
        options = {"accept": accept, "event": (event, at), "copies": copies, "counted": self._counted}
        self._process = FORKED.Process(target=_run, args=(inbox, outputs), kwargs=options)
        self._process.start()

    def end(self) -> int:
        """Wait for the end; its exit code, negative where a signal ended it."""
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode

    @property
    def changes(self) -> int:
        """How often it changed the file system."""
        return int(self._counted.value)


def run(inbox: Path, outputs: Path, **options: Any) -> int:
    """Run the job to its end."""
    return Process(inbox, outputs, **options).end()
