"""Why rows of the last release are no longer there: their note's file went, was replaced, or is read otherwise now.

Here: the cause of each row that nothing stands in for, by what the sources gave then and give now. Not here: which
rows those are (`changes.py`, `successors.py`), whether somebody accepts that (`consent.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.archive.quarantine import Refusal
from pipelines.contract.parts import rows_of
from pipelines.publish.successors import NOTE, TEXTS
from pipelines.workspace.engine import literal

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
# Causes of removals that need no consent: another row stands in the place, or a correction removed it.
REPLACED, DROPPED = "replaced", "dropped"


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
    connection: duckdb.DuckDBPyConnection,
    removed: str,
    data: tuple[Path, Path],
    received: Received,
    refused: Sequence[Refusal],
) -> None:
    """Make the table `losses` of removed rows: `table`, `identifier`, `note_id`, `cause`, `file`, `source`, `sentence`.

    `removed`: SQL, to stand after FROM, of the removed rows. `data`: data folders of the last release and of this one.

    Raises:
        duckdb.Error: a file can't be read.
    """
    for name, columns, rows in (
        ("given", "name VARCHAR, sha256 VARCHAR", received.files),
        ("unfit", "sha256 VARCHAR", [(refusal.sha256,) for refusal in refused]),
        ("came_from", "sha256 VARCHAR, source VARCHAR", sorted(received.sources.items())),
        ("causes", "rank INTEGER, cause VARCHAR, sentence VARCHAR", [(n, *c) for n, c in enumerate(CAUSES.items())]),
    ):
        connection.execute(f"CREATE TABLE {name} ({columns})")
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", [list(row) for row in rows])
    before, after = data
    still = "new_rules" if received.new_rules else "read_otherwise"
    connection.execute(
        "CREATE TABLE files AS SELECT note_id, source_file AS file, source_sha256 AS sha256, language, CASE "
        "WHEN source_sha256 IN (SELECT sha256 FROM unfit) THEN 'file_refused' "
        f"WHEN source_sha256 IN (SELECT sha256 FROM given) THEN '{still}' "
        "WHEN source_file IN (SELECT name FROM given) THEN 'file_changed' ELSE 'file_gone' END AS cause "
        f"FROM {rows_of(before, 'note_files')}"
    )
    of_a_language = ", ".join(map(literal, sorted(TEXTS | {"note_versions"})))
    # A row of a text in another language comes from that text; every other from the text that carries the structure.
    gave = (
        "CASE WHEN \"table\" = 'note_files' THEN identifier = concat_ws('/', f.note_id, f.file) "
        f"WHEN \"table\" IN ({of_a_language}) THEN f.language = split_part(identifier, '/', 2) "
        "ELSE f.sha256 = n.source_sha256 END"
    )
    named = "coalesce(now.source_file, f.file, 'The file')"
    moved = "now.note_id = r.note_id AND f.sha256 = n.source_sha256 AND now.source_sha256 <> n.source_sha256"
    connection.execute(
        'CREATE TABLE losses AS SELECT "table", identifier, r.note_id, causes.cause, '
        f"{named} AS file, source, replace(sentence, '{{file}}', {named}) AS sentence "
        f'FROM (SELECT "table", identifier, {NOTE} AS note_id FROM {removed}) AS r '
        f"LEFT JOIN {rows_of(before, 'notes')} AS n ON n.note_id = r.note_id "
        f"LEFT JOIN files AS f ON f.note_id = r.note_id AND {gave} LEFT JOIN came_from AS s ON s.sha256 = f.sha256 "
        f"LEFT JOIN {rows_of(after, 'notes')} AS now ON {moved} AND f.cause IN ('file_gone', '{still}') "
        "JOIN causes ON causes.cause = "
        f"CASE WHEN now.note_id IS NULL THEN coalesce(f.cause, '{still}') ELSE 'other_text' END "
        'QUALIFY row_number() OVER (PARTITION BY "table", identifier ORDER BY rank, f.file) = 1'
    )
