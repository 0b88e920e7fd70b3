"""From which columns each published column comes, as `sql/lineage.json` says.

Not here: working it out from the queries (`tests/model/lineage.py`, which a test compares with the file).
"""

from __future__ import annotations

import json
from functools import cache

from pipelines.workspace.paths import SQL

FILE = SQL / "lineage.json"


@cache
def load_lineage() -> dict[str, dict[str, list[str]]]:
    """By table and column, the columns it comes from: `extracted.notes.issued`, `statements.articles`.

    A count of rows comes from no column.
    """
    return dict(json.loads(FILE.read_text(encoding="utf-8")))
