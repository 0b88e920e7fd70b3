"""The page of what changed since the release before: rows added, changed word by word, and removed.

Here: which rows are listed and what is shown of each. Not here: which rows differ (`pipelines/publish/changes.py`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.contract.parts import files_of, read_files, rows_of
from pipelines.contract.tables import Table
from pipelines.publish.draft import Edition
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Row, Rows, rows_of_release
from pipelines.publish.site.summary import READ, in_words
from pipelines.publish.site.words import differences

# Rows listed of one table; changes.csv has all.
_LISTED = 2_000
# The column by which a person knows a row.
_WORDS = {
    "notes": "note_title",
    "statements": "quote",
    "collective_statements": "quote",
    "submission_texts": "text",
    "named_systems": "system_name",
    "submissions": "state_name",
    "paragraphs": "text",
}


@renders("changes*.html", edition=True, size="whole")
def write_changes(draft: Edition) -> None:
    """Write `changes.html`, and its continuations where it has many rows."""
    site, rows = draft.once(Site), rows_of_release(draft.said)
    counts = [
        {"table": table}
        | {change: draft.changes.count(change, table.name) for change in ("added", "changed", "removed")}
        for table in draft.contract.tables
    ]
    counts = [row for row in counts if row["added"] or row["changed"] or row["removed"]]
    listed = _listed(draft, rows)
    pages = addresses.paginate((row["bytes"] for row in listed), 7_000)
    site.write_listing(
        "changes",
        "changes.html",
        listed,
        pages,
        kind="changes",
        title="What changed",
        counts=counts,
        words=in_words(draft),
        total=len(listed),
    )


def _listed(draft: Edition, rows: Rows) -> list[Row]:
    changes = draft.changes.rows
    if changes is None:
        return []
    found = []
    for name in READ:
        listed = rows.ask(
            f'SELECT * FROM {read_files([changes])} WHERE "table" = ? ORDER BY identifier, change LIMIT {_LISTED}', name
        )
        found += _rows(draft, rows, draft.contract[name], listed)
    return found


def _rows(draft: Edition, rows: Rows, table: Table, changes: list[Row]) -> list[Row]:
    if not changes or draft.before is None:
        return []
    wanted = [change["identifier"] for change in changes]
    before = _look_up(rows, table, draft.before, wanted)
    after = _look_up(rows, table, draft.folder / "data", wanted)
    found = []
    for change in changes:
        old, new = before.get(change["identifier"]), after.get(change["identifier"])
        columns = [
            (name, differences(_text(old, name), _text(new, name))) for name in change["columns"].split(";") if name
        ]
        shown = "" if columns else _text(new or old, _WORDS[table.name])
        weight = sum(len(text.encode()) + 30 for _, pieces in columns for _, text in pieces)
        row = {"table": table, "change": change, "columns": columns, "words": shown}
        link = _link(rows, table.name, new) if new else None
        found.append(row | {"link": link, "bytes": 450 + weight + len(shown.encode())})
    return found


def _look_up(rows: Rows, table: Table, folder: Path, wanted: list[str]) -> dict[str, Row]:
    if not files_of(folder, table.name):
        return {}
    # As `changes.py` makes the identifier of a row.
    key = ", ".join(f'CAST("{column}" AS VARCHAR)' for column in table.key)
    select = (
        f"SELECT CONCAT_WS('/', {key}) AS row_identifier, * FROM {rows_of(folder, table.name)} "
        "WHERE row_identifier IN (SELECT UNNEST(?))"
    )
    return {row["row_identifier"]: row for row in rows.ask(select, wanted)}


def _text(row: Row | None, column: str) -> str:
    value = row.get(column) if row else None
    return "" if value is None else str(value)


def _link(rows: Rows, table: str, row: Row) -> str | None:
    if table == "notes":
        return addresses.note(row["note_id"])
    if table == "submissions":
        return addresses.state(row["state_iso3"])
    if table == "named_systems":
        return rows.link(row["note_id"], row["statement_id"].rpartition(".")[0], row["statement_id"])
    identifier = next(v for k, v in row.items() if k != "row_identifier" and v == row["row_identifier"])
    return rows.link(row["note_id"], row.get("paragraph_id") or identifier, identifier)
