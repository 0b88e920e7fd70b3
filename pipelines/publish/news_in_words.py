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
from pipelines.workspace.words import counted

_WHAT = {"added": "new", "changed": "changed", "moved": "moved to a newer text", "removed": "gone"}
_NAMED = 3  # notes at most that are named


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
        listed = f"read_csv({literal(release / 'changes.csv')}, header = true, all_varchar = true)"
        connection.execute(f"CREATE TEMP TABLE changes AS FROM {listed}")
        # A row that was moved is one that is gone and one that is new to the table, and neither to a reader. The
        # identifier of a statement ends with its State's code.
        moved = "SELECT successor_id FROM changes WHERE successor_id <> ''"
        rows = connection.execute(
            "SELECT CASE WHEN successor_id <> '' THEN 'moved' ELSE change END AS what, "
            "count(*) FILTER (\"table\" = 'notes'), count(*) FILTER (\"table\" = 'statements'), "
            "count(DISTINCT regexp_extract(identifier, '\\.([A-Z]{3})[^.]*$', 1)) FILTER (\"table\" = 'statements'), "
            f"list(coalesce(note_symbol, note_id) ORDER BY note_id) FILTER (\"table\" = 'notes') FROM changes "
            f"LEFT JOIN {rows_of(data, 'notes')} AS notes ON \"table\" = 'notes' AND note_id = identifier "
            f"WHERE change <> 'added' OR identifier NOT IN ({moved}) GROUP BY what"
        ).fetchall()
    if not rows:
        return "no row differs from the release before"
    counted = {what: told for what, *told in rows}
    said = [f"{word}: {_said(*counted[what])}" for what, word in _WHAT.items() if any(counted.get(what, ())[:3])]
    return "; ".join(said) or "no note and no statement differs, other tables do"


def _said(notes: int, statements: int, states: int, names: Sequence[str | None] | None = None) -> str:
    called = ", ".join(filter(None, names or ()))
    parts = [counted(notes, "note") + (f" ({called})" if called and notes <= _NAMED else "")] if notes else []
    if statements:
        parts.append(f"{counted(statements, 'statement')} of {counted(states, 'State')}")
    return ", ".join(parts)
