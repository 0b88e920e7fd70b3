"""Divides what is too long for one page into numbered pages, with links between them.

Not here: what stands on a page (its module), rendering it (`rendering.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

# Bytes of a list on a page, beside which there is room for what stands before it.
LIMIT = 270_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Pager:
    """One of the pages of a thing, and the links to the others.

    `address`: of this page. `number`, `count`: which it is, counted from 1, of how many. `before`, `after`: addresses
    of the pages beside it. `steps`: labels and addresses of pages to link to, no address for this one, no label for a
    gap.
    """

    address: str
    number: int
    count: int
    before: str | None
    after: str | None
    steps: tuple[tuple[str, str | None], ...]

    @property
    def first(self) -> bool:
        """Whether it is the first page."""
        return self.number == 1

    @property
    def last(self) -> bool:
        """Whether it is the last page."""
        return self.number == self.count


def weight(quoted: Mapping[str, Any]) -> int:
    """The bytes that a statement takes on a page, roughly."""
    return 800 + len(quoted["quote"])


def paged(
    rows: Sequence[_T], weight: Callable[[_T], int], address: Callable[[int], str], limit: int = LIMIT
) -> Iterator[tuple[Pager, Sequence[_T]]]:
    """The pages of a list, at least one, and the rows of each.

    `weight`: bytes of a row on the page; a row above the limit has a page of its own. `address`: of a page by its
    number.
    """
    numbers = pages_of(map(weight, rows), limit)
    last, start = numbers[-1] if numbers else 1, 0
    for number in range(1, last + 1):
        end = start + numbers.count(number)
        yield pager(number, last, address), rows[start:end]
        start = end


def pages_of(weights: Iterable[int], limit: int = LIMIT) -> list[int]:
    """The number of the page, from 1, on which each thing stands; `weights`: their bytes, in order."""
    pages: list[int] = []
    page, filled = 1, 0
    for weight in weights:
        if pages and filled + weight > limit:
            page, filled = page + 1, 0
        filled += weight
        pages.append(page)
    return pages


def pager(number: int, count: int, address: Callable[[int], str]) -> Pager:
    """The page with a number among `count` pages, with its links. `address`: of a page by its number."""
    steps: list[tuple[str, str | None]] = []
    shown = sorted({1, count, *range(max(number - 2, 1), min(number + 3, count + 1))}) if count > 1 else []
    for before, near in zip([0, *shown], shown, strict=False):
        if near > before + 1:
            steps.append(("", None))
        steps.append((str(near), None if near == number else address(near)))
    return Pager(
        address(number),
        number,
        count,
        before=None if number == 1 else address(number - 1),
        after=None if number == count else address(number + 1),
        steps=tuple(steps),
    )
