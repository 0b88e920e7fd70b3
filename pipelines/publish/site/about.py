"""How far to trust the site: method with measured accuracy, what is doubtful; accessibility; what is not there.

Not here: what is doubtful (`pipelines/publish/doubts.py`), columns and how to use the data (`reference.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.publish.doubts import ORDER, doubts_in
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Page, parted
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Question, rows_of_release, units_of
from pipelines.workspace.paths import DATAPACKAGE

_ALL = "all"
_HEAD = 3_000
_WEIGHT = "400 + LENGTH(message) + LENGTH(words) + 2 * LENGTH(row)"
_QUESTIONS = {
    "doubts": Question(
        "SELECT p.unit, d.* EXCLUDE (text) FROM doubts AS d INNER JOIN doubt_rows AS p ON d.row = p.key",
        f"unit, {ORDER}",
    )
}


@renders("about.html", "accessibility.html", "404.html")
def write_about(draft: ReleaseDraft) -> None:
    """Write `about.html`, `accessibility.html` and `404.html`."""
    site, measured = draft.once(Site), _rows(DATAPACKAGE / "accuracy.csv")
    site.write(
        "about.html",
        kind="about",
        title="How it is made, and how often it is wrong",
        papers=[row for row in measured if row["attribution"] == _ALL],
        attributions=[row for row in measured if row["paper"] == _ALL and row["attribution"] != _ALL],
        calibration=_rows(DATAPACKAGE / "calibration.csv"),
    )
    site.write("accessibility.html", kind="about", title="Accessibility")
    # Shown at any depth of address: its links begin at the root of the site.
    root = urlsplit(draft.publication.base_url).path
    site.write("404.html", kind="about", title="There is no such page", root=root)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _pages_of_doubts(draft: ReleaseDraft) -> dict[str, Page]:
    rows = rows_of_release(draft)
    tables = {name: name for name in ("signals", "statements", "paragraphs")}
    rows.connection.execute(f"CREATE VIEW doubts AS {doubts_in(**tables)}")
    things = rows.things(f"SELECT NULL, row, row, {_WEIGHT} FROM doubts ORDER BY {ORDER}")[None]
    pages = parted(things, partial(addresses.listing, "doubts"), head=_HEAD)
    return rows.place("doubt", {"doubts": pages})


@renders("doubts*.html", units=units_of(_pages_of_doubts, _QUESTIONS))
def write_doubts(draft: ReleaseDraft, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Write `doubts.html`, and its continuations."""
    site, placed, title = draft.once(Site), draft.once(_pages_of_doubts), "What is doubtful"
    for address, found in rows_of_release(draft).each(_QUESTIONS, due):
        site.write_page(placed[address], "doubts.html", found["doubts"], kind="doubts", title=title)
        yield address, [address]
