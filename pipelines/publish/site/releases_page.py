"""The page of all releases, with what each changed in words and counts, and the page that compares two of them.

Each release hands its list on to the next (`history.json`), so that a release that is no longer kept is told of too.
Not here: which releases stand (`pipelines/publish/history.py`), what the latest changed row by row (`changes_page.py`).
"""

from __future__ import annotations

import json
from typing import Any

from pipelines.publish.facts import Edition
from pipelines.publish.renderers import renders
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.summary import READ, in_words

LIST = "history.json"


@renders(LIST, "releases.html", "diff.html", edition=True)
def write_releases(facts: Edition) -> None:
    """Write `history.json`, `releases.html` and `diff.html`."""
    listed = [_own(facts), *_earlier(facts)]
    (facts.folder / LIST).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    site = facts.once(Site)
    site.write("releases.html", "releases.html", kind="changes", title="All releases", releases=listed)
    tables = sorted(facts.contract.tables, key=lambda table: list(READ).index(table.name) if table.name in READ else 99)
    site.write("diff.html", "diff.html", kind="changes", title="Compare two releases", tables=tables)


def _own(facts: Edition) -> dict[str, Any]:
    changes = {kind: {name: facts.changes.count(kind, name) for name in READ} for kind in facts.changes.totals}
    return {
        "release": facts.id,
        "published": facts.published.isoformat(),
        "previous_release": facts.past[0].id if facts.past else None,
        "counts": {name: facts.rows[name] for name in READ},
        "changes": changes,
        "words": in_words(facts),
    }


def _earlier(facts: Edition) -> list[dict[str, Any]]:
    """What the release before says of itself and of those before it.

    Where it has no list, or one that is damaged and could not be made again, their names alone.
    """
    names: list[dict[str, Any]] = [
        {"release": p.id, "published": p.published, "counts": None, "words": []} for p in facts.past
    ]
    if facts.before is None:
        return names
    try:
        listed: list[dict[str, Any]] = json.loads((facts.before.parent / LIST).read_bytes())
    except (FileNotFoundError, ValueError):
        return names
    return listed if [entry["release"] for entry in listed] == [entry["release"] for entry in names] else names
