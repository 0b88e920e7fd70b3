"""The page of what is doubtful in a release, for readers who want to know how far to trust a row.

Not here: what is doubtful (`pipelines/publish/doubts.py`).
"""

from __future__ import annotations

from pipelines.publish.doubts import Doubt, find_doubts, imprecise_rules
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site


@renders("doubts*.html", size="whole")
def write_doubts(draft: ReleaseDraft) -> None:
    """Write `doubts.html`, and its continuations."""
    site = draft.once(Site)
    found = find_doubts(site.draft.folder / "data", imprecise_rules())
    pages = addresses.paginate(_weight(doubt) for doubt in found)
    site.write_listing("doubts", "doubts.html", found, pages, kind="doubts", title="What is doubtful", total=len(found))


def _weight(doubt: Doubt) -> int:
    return 400 + len(doubt.message) + len(doubt.words) + 2 * len(doubt.row)
