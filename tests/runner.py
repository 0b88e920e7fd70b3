"""Does work in the process of the test, so that what a test plants is met there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.workspace.pool import Completion, Item, Result, Work


@dataclass(frozen=True)
class Here:
    """A runner without processes and time limits."""

    workers: int = 1

    def __call__(
        self, work: Work[Item, Result], items: Sequence[Item], *, seconds: float, most: int
    ) -> Iterator[Completion[Item, Result]]:
        """As `Runner`."""
        for at in range(0, len(items), most):
            together = items[at : at + most]
            results = work(together)
            assert seconds > 0
            yield from (Completion(item, result) for item, result in zip(together, results, strict=True))
