"""Where a reader is in a thing of several pages, and which of them are linked from there.

Not here: which rows stand on which page (`addresses.py`), writing pages (`rendering.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a thing of several pages. `address`: gives the address of a page by its number.

    `volumes`: where pages are by year, see `addresses.Years`. What is shown of other years is then so little that
    pages more of them, and most years more, do not change this one.
    """

    page: int
    last: int
    address: Callable[[int], str]
    volumes: tuple[tuple[str, int], ...] = ()

    @property
    def part(self) -> str:
        """What the title of a page says of which it is, in English."""
        if self.page == 1:
            return ""
        if not self.volumes:
            return f", part {self.page} of {self.last}"
        label, part = self.volumes[self.page - 1]
        return f", {label}, part {part}" if part > 1 else f", {label}"

    @property
    def before(self) -> str | None:
        """Address of the page before, where there is one; nothing at the beginning of a year."""
        begins = bool(self.volumes) and self.volumes[self.page - 1][1] == 1
        return None if self.page == 1 or begins else self.address(self.page - 1)

    @property
    def after(self) -> str | None:
        """Address of the page after, where there is one."""
        return self.address(self.page + 1) if self.page < self.last else None

    @property
    def steps(self) -> list[tuple[str, str | None]]:
        """Labels and addresses of pages to link to; no address for this one, no label where some are left out."""
        if self.volumes:
            return self._steps_by_year()
        near = {1, self.last, *range(self.page - 2, self.page + 3)}
        found: list[tuple[str, str | None]] = []
        last = 0
        for page in sorted(p for p in near if 1 <= p <= self.last):
            if page > last + 1:
                found.append(("", None))
            found.append(self._step(str(page), page))
            last = page
        return found

    def _steps_by_year(self) -> list[tuple[str, str | None]]:
        """All years on the first page; on others it, the years beside this one, and the pages nearby of this one."""
        firsts = [page for page, (_, part) in enumerate(self.volumes, 1) if part == 1]
        here = max(place for place, page in enumerate(firsts) if page <= self.page)
        beside = firsts if self.page == 1 else firsts[max(here - 1, 0) : here + 2]
        end = firsts[here + 1] if here + 1 < len(firsts) else self.last + 1
        near = range(max(self.page - 2, firsts[here]), min(self.page + 3, end))
        found: list[tuple[str, str | None]] = [] if self.page == 1 else [("All years", self.address(1))]
        for page in sorted({*beside, *near}):
            label, part = self.volumes[page - 1]
            found.append(self._step(label if part == 1 else f"part {part}", page))
        return found

    def _step(self, label: str, page: int) -> tuple[str, str | None]:
        return label, None if page == self.page else self.address(page)
