"""Runs a function over many items in worker processes that a hostile item may hang or kill without harm to the rest.

Here: chunks, time limits and what became of each item. Not here: what the function does.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipelines.workspace.interpreter import tune

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64
# Pools in a row that break before they give anything: then it is not one worker that was ended from outside.
MAX_BROKEN = 5


@dataclass(frozen=True, slots=True)
class Completion(Generic[Item, Result]):
    """What became of one item: its result, or why there is none (`timeout`, `crash`)."""

    item: Item
    result: Result | None
    failure: str | None = None


def even(count: int, workers: int, most: int) -> int:
    """How many of `count` items go together, at most `most`, so that each worker has as many as the others."""
    return ceil(count / workers / ceil(count / workers / most)) if count else most


def _each(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [function(item) for item in items]


def _begin() -> None:
    tune()
    # What the first process hears on a thread of its own is blocked in what it starts; pebble ends by it what hangs.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def run_each(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int, seconds: float, chunk: int = CHUNK
) -> Iterator[Completion[Item, Result]]:
    """Give the outcome of every item, in the order of the items.

    `function` must be importable and must itself turn expected errors into results. Items run in chunks; where a chunk
    hangs or its process dies, its items run again one by one, so that only the guilty one fails.

    `seconds`: time limit of one item.

    Raises:
        BrokenProcessPool: workers are ended from outside again and again.
        Exception: whatever `function` raises.
    """
    work = _Work(function, iter(items), workers * 3, seconds, chunk)
    context = multiprocessing.get_context("forkserver")
    broken = 0
    while not work.done:
        try:
            with ProcessPool(max_workers=workers, initializer=_begin, context=context) as pool:
                for outcome in work.outcomes(pool):
                    broken = 0
                    yield outcome
        except BrokenProcessPool:
            # A worker that dies between two chunks takes the whole pool with it; what waits runs in a new one.
            broken += 1
            if broken > MAX_BROKEN:
                raise


@dataclass(slots=True)
class _Work(Generic[Item, Result]):
    """What is to be done. `waiting`: chunks of the items whose outcome was not given yet, in order."""

    function: Callable[[Item], Result]
    source: Iterator[Item]
    ahead: int
    seconds: float
    chunk: int
    waiting: deque[list[Item]] = field(default_factory=deque)
    done: bool = False

    def outcomes(self, pool: ProcessPool) -> Iterator[Completion[Item, Result]]:
        """Run what waits and what comes.

        Raises:
            BrokenProcessPool: the pool can't go on.
        """
        futures = deque(self._together(pool, batch) for batch in self.waiting)
        while True:
            while len(futures) < self.ahead and (batch := list(islice(self.source, self.chunk))):
                self.waiting.append(batch)
                futures.append(self._together(pool, batch))
            if not futures:
                self.done = True
                return
            batch = self.waiting[0]
            try:
                results = futures.popleft().result()
            except (FutureTimeoutError, ProcessExpired):
                while batch:
                    outcome = self._alone(pool, batch[0])
                    del batch[0]
                    yield outcome
                self.waiting.popleft()
            else:
                self.waiting.popleft()
                for item, result in zip(batch, results, strict=True):
                    yield Completion(item, result)

    def _together(self, pool: ProcessPool, batch: list[Item]) -> ProcessFuture[list[Result]]:
        return _schedule(pool, _each, self.function, batch, seconds=self.seconds + len(batch))

    def _alone(self, pool: ProcessPool, item: Item) -> Completion[Item, Result]:
        try:
            return Completion(item, _schedule(pool, self.function, item, seconds=self.seconds).result())
        except FutureTimeoutError:
            return Completion(item, None, "timeout")
        except ProcessExpired:
            return Completion(item, None, "crash")


def _schedule(pool: ProcessPool, function: Callable[..., Result], *given: Any, seconds: float) -> ProcessFuture[Result]:
    try:
        return pool.schedule(function, args=list(given), timeout=seconds)
    except RuntimeError as error:  # what pebble raises for a pool that broke meanwhile
        raise BrokenProcessPool(str(error)) from error
