"""Writes the register of a release: by what each note is known again (`note_keys`).

A note that a release published is known by its symbol, the checksums of its files and the digests of its words, and so
keeps its identifier, whatever arrives later. Not here: how the register is used (`pipelines/extract/claims.py`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.contract.parts import is_there, rows_of
from pipelines.contract.tables import Contract
from pipelines.extract.claims import CONTENT, FILE, SYMBOL
from pipelines.model.tables import write_table
from pipelines.workspace.engine import Engine, connect

# A symbol without what says which revision it is, and each of several that are joined (as `DocumentClaims.known_by`).
_VERSION = "'(/(Rev|Corr|Amend)\\.\\d{1,3})+$'"
_PARTS = f"list_transform(string_split(note_symbol, '-'), lambda part: regexp_replace(part, {_VERSION}, ''))"
_SYMBOLS = f"list_distinct(list_append({_PARTS}, array_to_string({_PARTS}, '-')))"


def write_note_keys(contract: Contract, before: Path | None, model: Path, engine: Engine) -> None:
    """Write `note_keys.parquet` beside the tables it is made from.

    `before`: data folder of the release before, whose notes that are no longer there stay known. What would lead to two
    notes leads to none.

    Raises:
        duckdb.Error, OSError: a file can't be read or written.
    """
    table = contract["note_keys"]
    with connect(engine) as connection:
        versions, files = rows_of(model, "note_versions"), rows_of(model, "note_files")
        connection.execute(
            f"CREATE TABLE keys AS SELECT '{SYMBOL}' AS key_kind, unnest({_SYMBOLS}) AS key_value, note_id "
            f"FROM {versions} WHERE note_symbol IS NOT NULL "
            f"UNION SELECT '{CONTENT}', content_digest, note_id FROM {versions} "
            f"UNION SELECT '{FILE}', source_sha256, note_id FROM {files}"
        )
        if before is not None and is_there(before, table.name):
            connection.execute(
                f"INSERT INTO keys SELECT key_kind, key_value, note_id FROM {rows_of(before, table.name)} AS old "
                "ANTI JOIN keys USING (key_kind, key_value) "
                f"ANTI JOIN {rows_of(model, 'notes')} AS notes ON notes.note_id = old.note_id"
            )
        clear = "SELECT key_kind, key_value, min(note_id) AS note_id FROM keys GROUP BY ALL HAVING count(*) = 1"
        write_table(connection, table, clear, model / f"{table.name}.parquet")
