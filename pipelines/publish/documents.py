"""Renders the documents of a release for people: README, CHANGELOG, CITATION, LICENSE, changes and validation report.

Not here: web pages (`site/`), catalogues (`catalogues/`).
"""

from __future__ import annotations

from dataclasses import asdict

import yaml

from pipelines.contract.frictionless_report import ALL_ROWS, FIRST_ROWS
from pipelines.publish.accuracy import accuracy_in_words
from pipelines.publish.changes import COLUMNS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, renders
from pipelines.publish.templates import templates
from pipelines.workspace.engine import connect, literal
from pipelines.workspace.words import counted

# `changes.json` lists no more than the first so many rows; `changes.csv` lists all.
LISTED = 10_000


@renders()
def render_documents(draft: ReleaseDraft) -> Made:
    """README.md, CHANGELOG.md, CITATION.cff, LICENSE, changes.csv, changes.json and validation.json."""
    for name in ("README.md", "CHANGELOG.md", "LICENSE"):
        shown = {"draft": draft, "publication": draft.publication, "counted": counted, "accuracy": accuracy_in_words()}
        yield name, templates().get_template(f"{name}.j2").render(shown)
    yield "CITATION.cff", _citation(draft)
    yield from _changes(draft)
    yield "validation.json", as_json(_validation(draft))


def _citation(draft: ReleaseDraft) -> str:
    publication = draft.publication
    citation = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below, and the note and paragraph of each quote.",
        "type": "dataset",
        "title": publication.title,
        "authors": [{"name": publication.publisher.name, "website": publication.publisher.url}],
        **({"doi": publication.doi} if publication.doi else {}),
        "version": draft.identity.id,
        "license": publication.license.id,
        "url": publication.base_url,
        "keywords": list(publication.keywords),
        "date-released": draft.identity.published.isoformat(),
    }
    return yaml.safe_dump(citation, sort_keys=False, allow_unicode=True, width=1000)


def _changes(draft: ReleaseDraft) -> Made:
    changes = draft.identity.changes
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    if changes.rows is None:
        yield "changes.csv", ",".join(COLUMNS) + "\n"
    else:
        target = draft.folder / "changes.csv"
        source = f"SELECT {columns} FROM {literal(changes.rows)}"
        with connect(draft.engine) as connection:
            connection.execute(f"COPY ({source}) TO {literal(target)} (FORMAT csv, HEADER true)")
        yield target.name, target
    report: dict[str, object] = {
        "release": draft.identity.id,
        "previous_release": draft.identity.past[0].id if draft.identity.past else None,
        "counts": {
            table.name: {change: changes.count(change, table.name) for change in ("added", "changed", "removed")}
            for table in draft.contract.tables
        },
        "schema": list(changes.schema),
        "rows_in": "changes.csv",
        "rows": [asdict(change) for change in changes.first(LISTED)],
    }
    yield "changes.json", as_json(report)


def _validation(draft: ReleaseDraft) -> dict[str, object]:
    return {
        "release": draft.identity.id,
        "rows": draft.rows,
        "documents_not_published": [
            {"file": r.name, "source_sha256": r.sha256, "reason": r.reason} for r in sorted(draft.identity.refused)
        ],
        "judged_by_frictionless": {
            table: "all rows" if rows <= ALL_ROWS else f"the first {FIRST_ROWS} rows"
            for table, rows in draft.rows.items()
        },
        "cells_with_apostrophe_in_csv": draft.escaped,
        "apostrophe": "A cell that a spreadsheet would run as a formula is preceded by one apostrophe in the CSV only.",
    }
