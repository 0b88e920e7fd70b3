"""The page of all releases, with what each changed in words and counts, and the page that compares two of them.

Each release hands its list on to the next (`history.json`), so that a release that is no longer kept is told of too.
Not here: which releases stand (`pipelines/publish/history.py`), what the latest changed row by row (`changes_page.py`).
"""

from __future__ import annotations

import json
from typing import Any

from pipelines.publish.draft import Edition
from pipelines.publish.json_file import write_json
from pipelines.publish.renderers import renders
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.summary import READ, in_words

LIST = "history.json"


@renders(LIST, "releases.html", "diff.html", edition=True)
def write_releases(draft: Edition) -> None:
    """Write `history.json`, `releases.html` and `diff.html`."""
    listed = [_own(draft), *_earlier(draft)]
    write_json(listed, draft.folder / LIST)
    site = draft.once(Site)
    site.write("releases.html", "releases.html", kind="changes", title="All releases", releases=listed)
    tables = sorted(draft.contract.tables, key=lambda table: list(READ).index(table.name) if table.name in READ else 99)
    site.write("diff.html", "diff.html", kind="changes", title="Compare two releases", tables=tables)


def _own(draft: Edition) -> dict[str, Any]:
    changes = {kind: {name: draft.changes.count(kind, name) for name in READ} for kind in draft.changes.totals}
    return {
        "release": draft.id,
        "published": draft.published.isoformat(),
        "previous_release": draft.past[0].id if draft.past else None,
        "counts": {name: draft.rows[name] for name in READ},
        "changes": changes,
        "words": in_words(draft),
    }


def _earlier(draft: Edition) -> list[dict[str, Any]]:
    """What the release before says of itself and of those before it.

    Where it has no list, or one that is damaged and could not be made again, their names alone.
    """
    names: list[dict[str, Any]] = [
        {"release": p.id, "published": p.published, "counts": None, "words": []} for p in draft.past
    ]
    if draft.before is None:
        return names
    try:
        listed: list[dict[str, Any]] = json.loads((draft.before.parent / LIST).read_bytes())
    except (FileNotFoundError, ValueError):
        return names
    return listed if [entry["release"] for entry in listed] == [entry["release"] for entry in names] else names
