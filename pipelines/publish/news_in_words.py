"""What a release changed, in one sentence for the person who publishes it: notes, statements, States.

Not here: the comparison (`changes.py`), the page of changes (`site/changes_page.py`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.workspace.engine import literal
from pipelines.workspace.questions import question
from pipelines.workspace.words import counted

_WHAT = {"added": "new", "changed": "changed", "moved": "moved to a newer text", "removed": "gone"}
_NAMED = 3  # notes at most that are named


def news_in_words(release: Path) -> str:
    """What differs from the release before; for the first one, what is in it.

    Raises:
        OSError, ValueError: the folder is no release.
    """
    report = json.loads((release / "changes.json").read_bytes())
    data = release / "data"
    with duckdb.cursor() as connection:
        if report["previous_release"] is None:
            query = f"SELECT count(*), count(DISTINCT state_iso3) FROM {rows_of(data, 'statements')}"
            statements, states = connection.execute(query).fetchall()[0]
            return _counted(report["counts"]["notes"]["added"], statements, states)
        changes = f"read_csv({literal(release / 'changes.csv')}, header = true, all_varchar = true)"
        query = question("changes/news", changes=changes, notes=rows_of(data, "notes"))
        rows = connection.execute(query).fetchall()
    if not rows:
        return "no row differs from the release before"
    counts = {became: count for became, *count in rows}
    differ = [became for became in _WHAT if any(counts.get(became, ())[:3])]
    parts = [f"{_WHAT[became]}: {_counted(*counts[became])}" for became in differ]
    return "; ".join(parts) or "no note and no statement differs, other tables do"


def _counted(notes: int, statements: int, states: int, names: Sequence[str | None] | None = None) -> str:
    called = ", ".join(filter(None, names or ()))
    parts = [counted(notes, "note") + (f" ({called})" if called and notes <= _NAMED else "")] if notes else []
    if statements:
        parts.append(f"{counted(statements, 'statement')} of {counted(states, 'State')}")
    return ", ".join(parts)
