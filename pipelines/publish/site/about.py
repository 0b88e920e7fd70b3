"""How far to trust the site: method with measured accuracy, what is doubtful; accessibility; what is not there.

Not here: what is doubtful (`pipelines/publish/doubts.py`), columns and how to use the data (`reference.py`).
"""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.publish.doubts import find_doubts, imprecise_rules, measured_rules
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Thing, parted
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import rows_of_release
from pipelines.workspace.paths import DATAPACKAGE

_ALL = "all"
_HEAD = 3_000


@renders("about.html", "accessibility.html", "404.html")
def write_about(draft: ReleaseDraft) -> None:
    """Write `about.html`, `accessibility.html` and `404.html`."""
    site = draft.once(Site)
    used = rows_of_release(draft).ask(
        "SELECT attribution_rule, COUNT(*) AS n FROM statements GROUP BY attribution_rule"
    )
    site.write(
        "about.html",
        kind="about",
        title="How it is made, and how often it is wrong",
        measured=_measured(DATAPACKAGE / "accuracy.csv"),
        rules={rule: counts for rule, counts in measured_rules().items() if counts[1]},
        used={row["attribution_rule"]: row["n"] for row in used},
    )
    site.write("accessibility.html", kind="about", title="Accessibility")
    # Shown at any depth of address: its links begin at the root of the site.
    root = urlsplit(draft.publication.base_url).path
    site.write("404.html", kind="about", title="There is no such page", root=root)


def _measured(path: Path) -> list[dict[str, str]]:
    """All rules together, by the notes on which they were measured."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [line for line in csv.DictReader(handle) if line["attribution_rule"] == _ALL]


@renders("doubts*.html")
def write_doubts(draft: ReleaseDraft) -> None:
    """Write `doubts.html`, and its continuations."""
    site = draft.once(Site)
    found = find_doubts(site.draft.folder / "data", imprecise_rules())
    things = [
        Thing(doubt.row, doubt.row, 400 + len(doubt.message) + len(doubt.words) + 2 * len(doubt.row)) for doubt in found
    ]
    pages = parted(things, partial(addresses.listing, "doubts"), head=_HEAD)
    site.write_pages(pages, "doubts.html", found, kind="doubts", title="What is doubtful")
