"""A second process that does a part of the work while this one goes on: Python computes on one core a process.

Here: starting it early, from one that has loaded what all need, and its end. Not here: what it does; many processes for
many items (`pool.py`).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import TypeVar

from pipelines.workspace.interpreter import tune
from pipelines.workspace.pool import warm

Result = TypeVar("Result")
_started: list[ProcessPoolExecutor] = []


def start_second_process(prepare: Callable[[], object], *preloaded: str) -> None:
    """Start it, unless it is there: it prepares itself meanwhile, so that it can begin when it is needed.

    `preloaded`: modules that are imported once, by the process from which it and those of every pool are forked.
    """
    if not _started:
        warm(*preloaded)
        # Not forked from this process, whose threads (DuckDB's, Arrow's) a fork would not have.
        context = multiprocessing.get_context("forkserver")
        _started.append(ProcessPoolExecutor(1, context, _begin))
        # A process is forked when these modules are there; this one does not wait for that.
        Thread(target=_started[0].submit, args=(prepare,), daemon=True).start()


def elsewhere(function: Callable[..., Result], *given: object) -> Future[Result] | None:
    """Have the second process call a function; None where there is no such process."""
    try:
        return _started[0].submit(function, *given) if _started else None
    except BrokenProcessPool:
        _started.clear()
        return None


def result_of(future: Future[Result] | None, here: Callable[[], Result]) -> Result:
    """What came of it; where the second process was ended from outside, or is none, what comes of it `here`."""
    try:
        return future.result() if future else here()
    except BrokenProcessPool:
        return here()


def _begin() -> None:
    tune()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's to hear
    Thread(target=_end_with_the_first, daemon=True).start()


def _end_with_the_first() -> None:
    if first := multiprocessing.parent_process():
        first.join()
        os._exit(1)
