"""Renders the documents of a release for people: README, CHANGELOG, CITATION, LICENSE, changes and validation report.

Not here: web pages (`site/`), catalogues (`catalogues/`).
"""

from __future__ import annotations

import yaml

from pipelines.contract.frictionless_report import ALL_ROWS, FIRST_ROWS
from pipelines.contract.parts import rows_of
from pipelines.publish.accuracy import accuracy_in_words
from pipelines.publish.changes import COLUMNS, KINDS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.losses import REPLACED
from pipelines.publish.publication import publish_line
from pipelines.publish.register import FINDINGS
from pipelines.publish.renderers import Made, no_longer_made, renders
from pipelines.publish.templates import templates
from pipelines.workspace.engine import connect, literal
from pipelines.workspace.questions import question
from pipelines.workspace.words import counted

# `changes.json` lists no more than the first so many rows; `changes.csv` lists all.
LISTED = 10_000


@renders()
def render_documents(draft: ReleaseDraft) -> Made:
    """README.md, CHANGELOG.md, CITATION.cff, LICENSE, changes.csv, changes.json and validation.json."""
    notes, gone = _changed_notes(draft), _no_longer_made(draft)
    for name in ("README.md", "CHANGELOG.md", "LICENSE"):
        shown = {"draft": draft, "publication": draft.publication, "counted": counted, "accuracy": accuracy_in_words()}
        yield name, templates().get_template(f"{name}.j2").render(shown, notes=notes, gone=gone)
    yield "CITATION.cff", _citation(draft)
    yield from _changes(draft, gone)
    yield "validation.json", as_json(_validation(draft))


def _changed_notes(draft: ReleaseDraft) -> list[str]:
    """What became of each note that differs, as sentences; of rows that are gone, the reason."""
    changes, before = draft.changes.listed, draft.changes.before
    if before is None:
        return []
    tables = sorted({table.name for table in draft.contract.of_stage("extract")} - FINDINGS)
    query = question(
        "changes/by_note",
        changes=f'{changes} WHERE list_contains($tables, "table")',
        notes=rows_of(draft.folder / "data", "notes"),
        notes_before=rows_of(before, "notes"),
    )
    with connect(draft.engine) as connection:
        rows_of_changes = connection.execute(query, {"tables": tables}).fetchall()
    sentences = []
    for name, _, change, cause, reason, rows, statements, itself in rows_of_changes:
        became = _MOVED if cause == REPLACED else _BECAME[change, itself and change != "changed"]
        what = became.format(rows=f"{counted(rows, 'row')} ({counted(statements, 'statement')})")
        sentences.append(f"{name}: {what}. {reason}".rstrip())
    return sentences


# What becomes of rows of a note, by the change, and whether the note itself is one of them.
_BECAME = {
    ("added", True): "new, {rows}",
    ("added", False): "{rows} more",
    ("changed", False): "{rows} changed",
    ("removed", True): "withdrawn, {rows}",
    ("removed", False): "{rows} gone",
}
_MOVED = "{rows} moved to others, to which they lead"


def _citation(draft: ReleaseDraft) -> str:
    publication = draft.publication
    citation = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below, and the note and paragraph of each quote.",
        "type": "dataset",
        "title": publication.title,
        "authors": [{"name": publication.publisher.name, "website": publication.publisher.url}],
        **({"doi": publication.doi} if publication.doi else {}),
        "version": draft.record.identifier,
        "license": publication.license.id,
        "url": publication.base_url,
        "keywords": list(publication.keywords),
        "date-released": draft.record.published.isoformat(),
    }
    return yaml.safe_dump(citation, sort_keys=False, allow_unicode=True, width=1000)


def _no_longer_made(draft: ReleaseDraft) -> list[str]:
    """Which files the release before had and the publication does not name any more, and the line that names them."""
    gone = no_longer_made(draft)
    sentences = [f"{', '.join(files)}: no longer made, since publish does not name {e}." for e, files in gone.items()]
    line = publish_line({*draft.publication.publish, *gone})
    return [*sentences, f"All of that is made again with this line in publication.yaml: {line}"] if sentences else []


def _changes(draft: ReleaseDraft, gone: list[str]) -> Made:
    changes = draft.changes
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    target = draft.folder / "changes.csv"
    with connect(draft.engine) as connection:
        rows = f"SELECT {columns} FROM {changes.listed}"
        connection.execute(f"COPY ({rows}) TO {literal(target)} (FORMAT csv, HEADER true)")
    yield target.name, target
    tables = [table.name for table in draft.contract.tables]
    report: dict[str, object] = {
        "release": draft.record.identifier,
        "previous_release": draft.record.previous,
        "counts": {table: {kind: changes.count(kind, table) for kind in KINDS} for table in tables},
        "schema": list(draft.record.structure),
        "no_longer_made": gone,
        "rows_in": "changes.csv",
        "rows": changes.first(LISTED, sorted(tables)),
    }
    yield "changes.json", as_json(report)


def _validation(draft: ReleaseDraft) -> dict[str, object]:
    return {
        "release": draft.record.identifier,
        "rows": draft.record.counts,
        "documents_not_published": [
            {"file": r.name, "source_sha256": r.sha256, "reason": r.reason} for r in sorted(draft.refused)
        ],
        "judged_by_frictionless": {
            table: "all rows" if rows <= ALL_ROWS else f"the first {FIRST_ROWS} rows"
            for table, rows in draft.record.counts.items()
        },
        "cells_with_apostrophe_in_csv": draft.escaped,
        "apostrophe": "A cell that a spreadsheet would run as a formula is preceded by one apostrophe in the CSV only.",
    }
