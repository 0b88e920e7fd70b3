"""Names every page and every place in a page of the site, relative to the root of the release.

Here: one function per kind of page, so that a link and the page it leads to can't part. Not here: what is on a page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipelines.contract.articles import article_code

# The series of a symbol ends before its year or session: CAC/COSP/WG.4/2022/2, CAC/COSP/IRG/II/4.
_SERIES = re.compile(r"([A-Z][A-Za-z0-9./-]*?)/(?:[0-9]|[IVXL]+(?:/|$))")


def state(iso3: str, page: int = 1) -> str:
    """The page of a State."""
    return f"states/{iso3}{_part(page)}.html"


def article(number: int, page: int | str = 1) -> str:
    """The page of an article, by number or name."""
    return f"articles/{article_code(number)}{_part(page)}.html"


def note(note_id: str, page: int = 1) -> str:
    """The page of a note. Its identifier holds no full stop: the page number can't be taken for a part of it."""
    return f"notes/{note_id}{_part(page)}.html"


def version(note_id: str, language: str, page: int = 1) -> str:
    """The page of a note in another language; in as many parts as the note itself."""
    return f"notes/{note_id}.{language}{_part(page)}.html"


def edition(language: str, english: Callable[[int], str], page: int = 1) -> str:
    """A page in the edition of a language. `english`: the address of its sister."""
    return f"{language}/{english(page)}"


def listing(name: str, page: int | str = 1) -> str:
    """A page that lists things, or one of its continuations, by number or name."""
    return f"{name}{_part(page)}.html"


def feed(kind: str, name: str) -> str:
    """The feed of a State, an article (by its code) or a series. `kind`: states, articles or series."""
    return f"feeds/{kind}/{name}.atom"


def series(symbol: str | None) -> str:
    """The series to which a document's symbol belongs, empty where it belongs to none."""
    found = _SERIES.match(symbol or "")
    return found[1] if found else ""


def series_feed(symbol: str | None) -> str:
    """The feed of the series to which a symbol belongs, empty where it belongs to none."""
    name = re.sub(r"[^a-z0-9]+", "-", series(symbol).lower()).strip("-")
    return feed("series", name) if name else ""


def anchor(row_id: str, note_id: str) -> str:
    """Where on the page of its note a paragraph, statement or text stands: its identifier less that of the note."""
    return row_id.removeprefix(f"{note_id}.")


def _part(page: int | str) -> str:
    return "" if page in (1, "") else f".{page}"


# Bytes of a page's variable part. A page has some 8 kB around it, and may have 60 kB in all.
LIMIT = 46_000


def paginate(weights: Iterable[int], head: int = 0, limit: int = LIMIT) -> list[int]:
    """The page, counted from 1, of each of some things that weigh so many bytes each, in order.

    `head`: what stands before the first of them on the first page. A thing above the limit has a page of its own.
    """
    pages, page, filled = [], 1, head
    something = False
    for weight in weights:
        if something and filled + weight > limit:
            page, filled = page + 1, 0
        filled += weight
        something = True
        pages.append(page)
    return pages


@dataclass(frozen=True, slots=True)
class Years:
    """Pages that are parted by year: a thing more changes those of its own years, and no others.

    `pages`: the page of each thing, counted from 1. `volumes`: of each page, its years as a person reads them, and
    which page of these years it is.
    """

    pages: list[int]
    volumes: tuple[tuple[str, int], ...]

    def name(self, page: int) -> str:
        """What a page is called in its address: nothing for the first, else the first of its years and its number."""
        if page == 1:
            return ""
        label, part = self.volumes[page - 1]
        year = label.partition("–")[0]
        return year if part == 1 else f"{year}.{part}"

    @property
    def sizes(self) -> str:
        """By the first of its years, how many pages each volume has, for the script that fetches all of them."""
        found = Counter(label.partition("–")[0] for label, _ in self.volumes)
        return " ".join(f"{year}:{count}" for year, count in found.items())


def by_year(things: Sequence[tuple[int | None, int]], head: int = 0, limit: int = LIMIT) -> Years:
    """Part things by year; years of which few things are share a page.

    `things`: year, None where it is not known, and bytes of each, those together that `volumes` puts together. `head`:
    what stands before the first of them on the first page.
    """
    labels = volumes(things, limit)
    pages: list[int] = []
    found: list[tuple[str, int]] = []
    for label, group in groupby(things, key=lambda thing: labels[thing[0]]):
        parts = paginate((weight for _, weight in group), 0 if pages else head, limit)
        pages += [len(found) + part for part in parts]
        found += [(label, part) for part in range(1, parts[-1] + 1)]
    return Years(pages, tuple(found))


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
