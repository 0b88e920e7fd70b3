"""Runs a function over many items in worker processes that a hostile item may hang or kill without harm to the rest.

Here: the processes, how items are shared out among them, time limits, and what became of each item. Not here: what the
function does.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from math import ceil
from multiprocessing import forkserver
from typing import Generic, Protocol, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipelines.workspace.interpreter import tune

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Sequence[Item]], list[Result]]

# Pools in a row that break before they give anything: then it is not one worker that was ended from outside.
MAX_BROKEN = 5


@dataclass(frozen=True, slots=True)
class Completion(Generic[Item, Result]):
    """What became of one item: its result, or why there is none (`timeout`, `crash`)."""

    item: Item
    result: Result | None
    failure: str | None = None


class Runner(Protocol):
    """Has work done on items, and gives the outcome of each, in their order."""

    def __call__(
        self, work: Work[Item, Result], items: Sequence[Item], *, seconds: float, most: int
    ) -> Iterator[Completion[Item, Result]]:
        """Do it. `work`: takes some items and gives as many results; `seconds`: for one item; `most`: items at once."""


@dataclass(frozen=True, slots=True)
class Processes:
    """A runner with worker processes of this machine, which end with the work."""

    workers: int

    def __call__(
        self, work: Work[Item, Result], items: Sequence[Item], *, seconds: float, most: int
    ) -> Iterator[Completion[Item, Result]]:
        """As `Runner`.

        `work` must be importable and must itself turn expected errors into results. Items go in chunks; where a chunk
        hangs or its process dies, its items go again one by one, so that only the guilty one fails.

        Raises:
            BrokenProcessPool: workers are ended from outside again and again.
            Exception: whatever `work` raises.
        """
        chunk = even(len(items), self.workers, most)
        waiting = deque(list(items[at : at + chunk]) for at in range(0, len(items), chunk or 1))
        context, broken = multiprocessing.get_context("forkserver"), 0
        while waiting:
            try:
                workers = min(self.workers, len(waiting))
                with ProcessPool(max_workers=workers, initializer=tune, context=context) as pool:
                    for outcome in _outcomes(pool, work, waiting, seconds, ahead=3 * workers):
                        broken = 0
                        yield outcome
            except BrokenProcessPool:
                # A worker that dies between two chunks takes the whole pool with it; what waits runs in a new one.
                broken += 1
                if broken > MAX_BROKEN:
                    raise


def even(count: int, workers: int, most: int) -> int:
    """How many of `count` items go together, at most `most`, so that each worker has as many as the others."""
    return ceil(count / workers / ceil(count / workers / most)) if count else 0


def warm(module: str) -> None:
    """Start the process from which all workers are forked; in the background it imports what they need, once."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(["__main__", module])
    forkserver.ensure_running()


def _outcomes(
    pool: ProcessPool, work: Work[Item, Result], waiting: deque[list[Item]], seconds: float, ahead: int
) -> Iterator[Completion[Item, Result]]:
    """Run the chunks that wait, and take from them what is done, so that another pool could go on from there."""
    later = iter(list(waiting))
    futures: deque[ProcessFuture[list[Result]]] = deque()
    while waiting:
        futures.extend(_schedule(pool, work, c, seconds + len(c)) for c in islice(later, ahead - len(futures)))
        chunk = waiting[0]
        try:
            results = futures.popleft().result()
        except (FutureTimeoutError, ProcessExpired):
            while chunk:
                outcome = _alone(pool, work, chunk[0], seconds)
                del chunk[0]
                yield outcome
            waiting.popleft()
        else:
            waiting.popleft()
            yield from (Completion(item, result) for item, result in zip(chunk, results, strict=True))


def _alone(pool: ProcessPool, work: Work[Item, Result], item: Item, seconds: float) -> Completion[Item, Result]:
    try:
        (result,) = _schedule(pool, work, [item], seconds).result()
    except FutureTimeoutError:
        return Completion(item, None, "timeout")
    except ProcessExpired:
        return Completion(item, None, "crash")
    return Completion(item, result)


def _schedule(
    pool: ProcessPool, work: Work[Item, Result], items: Sequence[Item], seconds: float
) -> ProcessFuture[list[Result]]:
    try:
        return pool.schedule(work, args=[items], timeout=seconds)
    except RuntimeError as error:  # what pebble raises for a pool that broke meanwhile
        raise BrokenProcessPool(str(error)) from error
