"""The page of what changed since the release before, State by State and row by row; and of all releases.

Here: which rows are listed, what is shown of each. Not here: which rows differ (`pipelines/publish/changes.py`), what a
release is (`pipelines/publish/record.py`), which of them stand (`pipelines/publish/history.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from pipelines.contract.parts import is_there, rows_of
from pipelines.contract.tables import Table
from pipelines.publish.changes import KINDS, identifier
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.record import LINE, NOT_INSIDE, Record
from pipelines.publish.renderers import Made
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import Rows, newest_first, rows_of_release
from pipelines.publish.streams import Row
from pipelines.workspace.questions import question

# Rows listed of one table; changes.csv has all.
_LISTED = 100


class Thing(NamedTuple):
    """A row of a table as readers know it: the words for one and for several, and the column that names it."""

    one: str
    many: str
    known_by: str


# Tables whose rows are things that a reader would miss or welcome.
READ = {
    "notes": Thing("note", "notes", "note_title"),
    "statements": Thing("statement", "statements", "quote"),
    "collective_statements": Thing("collective statement", "collective statements", "quote"),
    "submission_texts": Thing("State’s own text", "States’ own texts", "text"),
    "systems": Thing("system, body or law", "systems, bodies and laws", "system_name"),
    "submissions": Thing("respondent of a note", "respondents of notes", "state_name"),
    "paragraphs": Thing("paragraph", "paragraphs", "text"),
}


@pages()
def render_changes(draft: ReleaseDraft, site: Site) -> Made:
    """`changes.html`; `history.json`, the records of all releases, also of those that are no longer kept.

    `releases.html`, where a part of it stood, leads to it.
    """
    rows, releases = rows_of_release(draft), [draft.record, *draft.past]
    if not site.prefix:
        yield LINE, as_json([record.model_dump(mode="json", exclude={"tables", *NOT_INSIDE}) for record in releases])
    counts = [
        {"table": table} | {kind: draft.changes.count(kind, table.name) for kind in KINDS}
        for table in draft.contract.tables
    ]
    yield site.page(
        "changes.html",
        kind="changes",
        title=site.say("What changed"),
        rows=list(_listed(draft, rows)),
        most=_LISTED,
        counts=[row for row in counts if any(row[kind] for kind in KINDS)],
        notes=_notes(rows),
        states=site.by_name(rows.ask("changes")),
        releases=[(record, news(site, record)) for record in releases],
    )
    title = site.say("All releases")
    yield site.page("releases.html", "moved.html", kind="changes", title=title, address="changes.html#releases")


def _notes(rows: Rows) -> list[Row]:
    """The notes that the release before did not have."""
    added = rows.select("SELECT * FROM changes WHERE \"table\" = 'notes' AND change = 'added' ORDER BY identifier")
    return newest_first(rows.notes[change["identifier"]] for change in added)


def _listed(draft: ReleaseDraft, rows: Rows) -> Iterator[Row]:
    """The rows that differ of what readers know, and what is shown of each."""
    before = draft.changes.before
    if before is None:
        return
    for name, thing in READ.items():
        table = draft.contract[name]
        after = _identified(table, draft.folder / "data")
        old = _identified(table, before) if is_there(before, name) else f"(FROM {after} LIMIT 0)"
        for change in rows.select(question("changes/shown", old_rows=old, new_rows=after), name, _LISTED):
            was, now = change["was"], change["is_now"]
            columns = [(c, differences(_text(was, c), _text(now, c))) for c in change["columns"].split(";") if c]
            words = "" if columns else _text(now or was, thing.known_by)
            link = _link(name, now, change["identifier"]) if now else None
            yield {"table": table, "change": change, "columns": columns, "words": words, "link": link}


def _identified(table: Table, folder: Path) -> str:
    """SQL, to stand after FROM, of the rows of a table, whole beside their identifiers."""
    return f"(SELECT {identifier(table, 'r')} AS row_identifier, r AS whole FROM {rows_of(folder, table.name)} AS r)"


def _text(row: Row | None, column: str) -> str:
    value = row.get(column) if row else None
    return "" if value is None else str(value)


def _link(table: str, row: Row, row_id: str) -> str:
    if table == "submissions":
        return addresses.state(row["state_iso3"])
    if table == "systems":
        several = row["statement_count"] > 1
        return addresses.system(row["system_id"]) if several else addresses.note(row["first_note_id"])
    return addresses.place(row["note_id"], row_id)


# Beyond this many words the comparison would take longer than a reader would look at it: both texts are shown whole.
_LIMIT = 3_000


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """Both texts in pieces, each `same`, `gone` (in the old text alone) or `new` (in the new text alone)."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    if len(before) + len(after) > _LIMIT:
        return [("gone", old), ("new", new)]
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(after[c:d])))
            continue
        if b > a:
            pieces.append(("gone", "".join(before[a:b])))
        if d > c:
            pieces.append(("new", "".join(after[c:d])))
    return pieces


def news(site: Site, record: Record) -> list[str]:
    """What a release changed, in sentences; none where only its name is known. Those on columns are in English."""
    if record.changes is None:
        return []
    if not record.previous:
        return [site.say("This is the first release.")]
    verbs = {"added": site.say("Added"), "changed": site.say("Changed"), "removed": site.say("Removed")}
    counted = {
        verb: [
            site.phrases.counted(changed[table], thing.one, thing.many)
            for changed in (record.changes.get(kind, {}),)
            for table, thing in READ.items()
            if changed.get(table)
        ]
        for kind, verb in verbs.items()
    }
    sentences = [f"{verb}: {', '.join(parts)}." for verb, parts in counted.items() if parts]
    return [*sentences, *(record.structure if site.language == "en" else ())] or [
        site.say("Nothing that people read has changed, only descriptions or the program.")
    ]
