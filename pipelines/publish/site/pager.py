"""Parts what is too long for one page into pages, and says where a reader is in them.

A list is parted by what it holds and not by rank: a page ends where the keys of its things decide, and is named by the
first, so a thing more changes two or three pages and no other. The pages of one note are numbered. Not here: what
stands on a page (its module), writing pages (`rendering.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple
from zlib import crc32

# Bytes of a page's variable part. A page has some 8 kB around it, and may have 60 kB in all.
LIMIT = 46_000
# A page may end from this share of the limit on; the higher it is, the more pages change before ends meet again.
_FULL = 0.5
# Pages of a year, or of a list without years, that are led to from the first of them.
_LED_TO = 12


class Thing(NamedTuple):
    """One row of a list. `key`: names it for good. `label`: by which a person knows it. `weight`: its bytes.

    `year`: where lists are parted by year; None where it is not known.
    """

    key: str
    label: str
    weight: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a reader is in a thing of several pages.

    `first`, `last`: whether the page is that. `before`, `after`: addresses of the pages beside it; nothing before the
    first page of a year, which must not change with another year. `steps`: labels and addresses of pages to link to, no
    address for this one. `part`: what the title says of which page it is, in English. For the script that fetches all
    rows: `listing`, where names are put after; `name` of this page; on the first page `total` and `volumes`, the names
    of the first page of each year; on the first page of a year `names` of its others.
    """

    first: bool = True
    last: bool = True
    before: str | None = None
    after: str | None = None
    steps: tuple[tuple[str, str | None], ...] = ()
    part: str = ""
    listing: str = ""
    name: str = ""
    total: int = 0
    volumes: str = ""
    names: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the things on it: so many."""

    address: str
    pager: Pager
    count: int
    things: Sequence[Thing]


@dataclass(frozen=True, slots=True)
class _Cut:
    name: str
    address: str
    volume: str
    things: Sequence[Thing]

    @property
    def label(self) -> str:
        return f"from {label}" if (label := self.things[0].label if self.things else "") else ""


def parted(
    things: Sequence[Thing],
    address: Callable[[str], str],
    *,
    head: int = 0,
    by_year: bool = False,
    limit: int = LIMIT,
) -> list[Page]:
    """The pages of a list, at least one.

    `things`: in their order; those of years that `volumes` puts together are together. `address`: of a page by its
    name, which is empty for the first. `head`: bytes before the first of them on the first page.
    """
    labels = volumes(((thing.year, thing.weight) for thing in things), limit) if by_year else {}
    books: list[list[_Cut]] = []
    taken: set[str] = set()
    for volume, group in groupby(things, key=lambda thing: labels.get(thing.year, "")):
        book: list[_Cut] = []
        for held in _cut(list(group), 0 if books else head, limit):
            own = (volume.partition("–")[0], re.sub(r"[^A-Za-z0-9-]+", ".", held[0].key) if book else "")
            name = ".".join(filter(None, own)) if books or book else ""
            while name in taken:
                name += "-"
            taken.add(name)
            book.append(_Cut(name, address(name), volume, held))
        books.append(book)
    books = books or [[_Cut("", address(""), "", ())]]
    cuts = [cut for book in books for cut in book]
    beside = zip([None, *cuts], [*cuts[1:], None], strict=False)
    return [
        Page(cut.address, _pager(books, at, cut, *next(beside), total=len(things)), len(cut.things), cut.things)
        for at, book in enumerate(books)
        for cut in book
    ]


def _cut(things: Sequence[Thing], head: int, limit: int) -> Iterator[Sequence[Thing]]:
    """The things of each page: of the places where one that is full enough may end, that whose key's digest is lowest.

    So two lists that differ in one thing soon have their ends at the same places again. A thing above the limit has a
    page of its own.
    """
    begin, filled = 0, head
    while begin < len(things):
        ends: list[int] = []
        for place in range(begin, len(things)):
            over = filled + things[place].weight > limit
            if place > begin and (over or filled >= _FULL * limit):
                ends.append(place)
            if place > begin and over:
                break
            filled += things[place].weight
        else:
            ends = []
        end = min(ends, key=lambda end: crc32(things[end].key.encode()), default=len(things))
        yield things[begin:end]
        begin, filled = end, 0


def _pager(
    books: list[list[_Cut]], at: int, cut: _Cut, before: _Cut | None, after: _Cut | None, *, total: int
) -> Pager:
    first, begins = before is None, cut is books[at][0]
    part = [cut.volume, "" if begins and cut.volume else cut.label]
    return Pager(
        first=first,
        last=after is None,
        before=before.address if before and not begins else None,
        after=after.address if after else None,
        steps=() if first and not after else tuple(_steps(books, at, cut)),
        part="" if first else "".join(f", {words}" for words in part if words),
        listing=books[0][0].address.removesuffix(".html"),
        name=cut.name,
        total=total if first else 0,
        volumes=" ".join(book[0].name for book in books[1:]) if first else "",
        names=" ".join(other.name for other in books[at][1:]) if begins else "",
    )


def _steps(books: list[list[_Cut]], at: int, cut: _Cut) -> Iterator[tuple[str, str | None]]:
    """Where years and some pages of this one begin; on the first page all years, on that of a year those beside."""
    start, (head, *others) = books[0][0], books[at]
    if cut is not start:
        yield "All years" if cut.volume else "Beginning", start.address
    if cut is not head:
        if cut.volume and head is not start:
            yield cut.volume, head.address
        yield cut.label, None
        return
    for place, book in enumerate(books):
        if place == at:
            yield cut.volume or cut.label, None
            yield from ((other.label, other.address) for other in others[:: -(-len(others) // _LED_TO) or 1])
        elif cut is start or abs(place - at) == 1:
            yield book[0].volume, book[0].address


def in_volumes(things: Sequence[Thing]) -> list[Thing]:
    """Things put together by the years that share pages, the oldest first, else in their order."""
    labels = volumes((thing.year, thing.weight) for thing in things)
    order = {label: place for place, label in enumerate(dict.fromkeys(labels.values()))}
    return sorted(things, key=lambda thing: order[labels[thing.year]])


def volumes(things: Iterable[tuple[int | None, int]], limit: int = LIMIT) -> dict[int | None, str]:
    """By year, from the oldest on, the label of the years that share a page: so a new year moves no other.

    `things`: year, None where it is not known, and bytes of each.
    """
    filled: dict[int | None, int] = defaultdict(int)
    for year, weight in things:
        filled[year] += weight
    found: list[list[int]] = []
    room = 0
    for year in sorted(year for year in filled if year is not None):
        if filled[year] > room:
            found.append([])
            room = limit
        found[-1].append(year)
        room -= filled[year]
    labels: dict[int | None, str] = {}
    for years in found:
        label = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
        labels |= dict.fromkeys(years, label)
    return labels | {None: "undated"}


def paginate(weights: Iterable[int], head: int = 0, limit: int = LIMIT) -> list[int]:
    """The page, counted from 1, of each thing of a note, in order; weights in bytes, a thing above the limit alone.

    `head`: what stands before the first of them on the first page.
    """
    pages: list[int] = []
    page, filled = 1, head
    for weight in weights:
        if pages and filled + weight > limit:
            page, filled = page + 1, 0
        filled += weight
        pages.append(page)
    return pages


def numbered(page: int, last: int, address: Callable[[int], str]) -> Pager:
    """Where one is in a thing of so many numbered pages. `address`: of a page by its number, counted from 1."""
    steps: list[tuple[str, str | None]] = []
    shown = sorted({1, last, *range(max(page - 2, 1), min(page + 3, last + 1))})
    for before, near in zip([0, *shown], shown, strict=False):
        if near > before + 1:
            steps.append(("", None))
        steps.append((str(near), None if near == page else address(near)))
    return Pager(
        first=page == 1,
        last=page == last,
        before=None if page == 1 else address(page - 1),
        after=None if page == last else address(page + 1),
        steps=tuple(steps) if last > 1 else (),
        part="" if page == 1 else f", part {page} of {last}",
    )
