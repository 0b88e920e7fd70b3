"""Why rows of the last release are no longer there: their note's file went, was replaced, or is read otherwise now.

Here: what the causes are called, and what `sql/changes/losses.sql` is asked over. Not here: which rows those are
(`changes.py`, `successors.py`), whether somebody accepts that (`consent.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.archive.quarantine import Refusal
from pipelines.contract.parts import rows_of
from pipelines.workspace.engine import make_table
from pipelines.workspace.questions import question

# What is published of a row that was lost, by the code of its cause, the gravest first. `{file}`: that gave it.
CAUSES = {
    "file_gone": "{file}, which gave it, is no longer at its source.",
    "file_changed": "{file}, which gave it, was replaced by another text, which does not.",
    "other_text": "{file}, the text of the note that stands now, does not have it.",
    "file_refused": "{file}, which gave it, is no longer published.",
    "new_rules": "The program reads notes by new rules, which lost it; {file}, which gave it, is as it was.",
    "read_otherwise": "{file}, which gave it, is as it was; the rules, what is declared of the note, or another file "
    "of it changed.",
}
# The cause of what another row stands in the place of.
REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Received:
    """What the sources give now, and gave for the last release.

    `files`: name and checksum of each that they give. `sources`: by checksum, how an operator calls the source of each
    that the last release was made of. `new_rules`: True where documents are read by other rules than for it.
    """

    files: Sequence[tuple[str, str]] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    new_rules: bool = False


def find_losses(
    connection: duckdb.DuckDBPyConnection, before: Path, after: Path, received: Received, refused: Sequence[Refusal]
) -> None:
    """Make the table `losses` of the table `removed`: `table`, `identifier`, `note_id`, `cause`, what a person is told.

    That is `source_file`, `source` and `sentence`; the question is `sql/changes/losses.sql`. `before`, `after`: data
    folders of the last release and of this one.

    Raises:
        duckdb.Error: a file can't be read.
    """
    for name, columns, rows in (
        ("given", "name VARCHAR, sha256 VARCHAR", received.files),
        ("unfit", "sha256 VARCHAR", [(refusal.sha256,) for refusal in refused]),
        ("came_from", "sha256 VARCHAR, source VARCHAR", sorted(received.sources.items())),
        ("causes", "rank INTEGER, cause VARCHAR, sentence VARCHAR", [(n, *c) for n, c in enumerate(CAUSES.items())]),
        ("unchanged", "cause VARCHAR", [("new_rules" if received.new_rules else "read_otherwise",)]),
    ):
        make_table(connection, name, columns, rows)
    select = question(
        "changes/losses",
        notes_before=rows_of(before, "notes"),
        files_before=rows_of(before, "note_files"),
        notes=rows_of(after, "notes"),
    )
    connection.execute(f"CREATE TABLE losses AS {select}")
