"""SQL that reads the register of a release: what became of each row, and the marks by which notes are recognised.

Here: how SQL reads it, also from releases of a contract before 3.0.0. Not here: writing it
(`pipelines/publish/register.py`), what is decided by it (`pipelines/extract/works.py`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.contract.parts import is_there, rows_of
from pipelines.workspace.engine import literal, no_rows
from pipelines.workspace.questions import question

# Marks of notes stand in the register with this and their kind (`note_key_symbol`) in place of a table's name.
KEY = "note_key_"
# Columns of the register.
COLUMNS = ("table", "identifier", "first_release", "last_release", "successor", "reason")
# What of a release before contract 3.0.0 is read beside Parquet.
IDENTIFIERS = "identifiers.csv"


def register_of(data: Path | None) -> str:
    """SQL, to stand after FROM, of the register of a release; of no rows where it has none.

    `data`: data folder of the release, None where there is none.
    """
    if data and is_there(data, "register"):
        return rows_of(data, "register")
    if data is None or not is_there(data, "withdrawn"):
        return no_rows(COLUMNS)
    before = question(
        "register_before_3",
        release=f"(SELECT {literal(data.parent.resolve().name)} AS id)",
        identifiers=f"read_csv({literal(data.parent / IDENTIFIERS)}, header = true, all_varchar = true)",
        withdrawn=rows_of(data, "withdrawn"),
        note_keys=rows_of(data, "note_keys"),
    )
    return f"({before})"
