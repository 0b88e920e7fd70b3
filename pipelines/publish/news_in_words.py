"""What a release changed, in one sentence for the person who publishes it: notes, statements, States.

Not here: the comparison (`changes.py`), the page of changes (`site/changes_page.py`).
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.workspace.engine import literal
from pipelines.workspace.words import counted

_WHAT = {"added": "new", "changed": "changed", "removed": "gone"}


def news_in_words(release: Path) -> str:
    """What differs from the release before; for the first one, what is in it.

    Raises:
        OSError, ValueError: the folder is no release.
    """
    told = json.loads((release / "changes.json").read_bytes())
    data = release / "data"
    with duckdb.cursor() as connection:
        if told["previous_release"] is None:
            query = f"SELECT count(*), count(DISTINCT state_iso3) FROM {rows_of(data, 'statements')}"
            statements, states = connection.execute(query).fetchall()[0]
            return _said(told["counts"]["notes"]["added"], statements, states)
        # The identifier of a statement ends with its State's code.
        rows = connection.execute(
            "SELECT change, count(*) FILTER (\"table\" = 'notes'), count(*) FILTER (\"table\" = 'statements'), "
            "count(DISTINCT regexp_extract(identifier, '\\.([A-Z]{3})[^.]*$', 1)) FILTER (\"table\" = 'statements') "
            f"FROM read_csv({literal(release / 'changes.csv')}, header = true, all_varchar = true) GROUP BY change"
        ).fetchall()
    if not rows:
        return "no row differs from the release before"
    counted = {change: (notes, statements, states) for change, notes, statements, states in rows}
    said = [f"{word}: {_said(*counted[change])}" for change, word in _WHAT.items() if any(counted.get(change, ()))]
    return "; ".join(said) or "no note and no statement differs, other tables do"


def _said(notes: int, statements: int, states: int) -> str:
    parts = [counted(notes, "note")] if notes else []
    if statements:
        parts.append(f"{counted(statements, 'statement')} of {counted(states, 'State')}")
    return ", ".join(parts)
