"""Runs a function over many items in worker processes that a hostile item may hang or kill without harm to the rest.

Here: chunks, time limits and what became of each item. Not here: what the function does.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What became of one item: its result, or why there is none (`timeout`, `crash`)."""

    item: Item
    result: Result | None
    failure: str | None = None


def _each(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [function(item) for item in items]


def run_each(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int, seconds: float, chunk: int = CHUNK
) -> Iterator[Outcome[Item, Result]]:
    """Give the outcome of every item, in the order of the items.

    `function` must be importable and must itself turn expected errors into results. Items run in chunks; where a chunk
    hangs or its process dies, its items run again one by one, so that only the guilty one fails.

    `seconds`: time limit of one item.

    Raises:
        Exception: whatever `function` raises.
    """
    context = multiprocessing.get_context("forkserver")
    source = iter(items)
    with ProcessPool(max_workers=workers, context=context) as pool:
        waiting: list[tuple[list[Item], ProcessFuture[list[Result]]]] = []
        while True:
            while len(waiting) < workers * 3 and (batch := list(islice(source, chunk))):
                waiting.append((batch, pool.schedule(_each, args=[function, batch], timeout=seconds + len(batch))))
            if not waiting:
                return
            batch, future = waiting.pop(0)
            try:
                results = future.result()
            except (FutureTimeoutError, ProcessExpired):
                for item in batch:
                    yield _alone(pool, function, item, seconds)
            else:
                for item, result in zip(batch, results, strict=True):
                    yield Outcome(item, result)


def _alone(pool: ProcessPool, function: Callable[[Item], Result], item: Item, seconds: float) -> Outcome[Item, Result]:
    try:
        return Outcome(item, pool.schedule(function, args=[item], timeout=seconds).result())
    except FutureTimeoutError:
        return Outcome(item, None, "timeout")
    except ProcessExpired:
        return Outcome(item, None, "crash")
