"""Renders the documents of a release for people: README, CHANGELOG, CITATION, LICENSE, changes and validation report.

Not here: web pages (`site/`), catalogues (`catalogues/`).
"""

from __future__ import annotations

from dataclasses import asdict

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.contract.parts import read_files
from pipelines.publish.changes import COLUMNS
from pipelines.publish.draft import Edition
from pipelines.publish.json_file import write_json
from pipelines.publish.renderers import renders
from pipelines.workspace.engine import connect, literal
from pipelines.workspace.words import counted

# `changes.json` lists no more than the first so many rows; `changes.csv` lists all.
LISTED = 10_000

_TEMPLATES = Environment(
    loader=PackageLoader("pipelines.publish"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 - plain text; pages have their own environment, which escapes
)


@renders(
    "README.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "changes.csv",
    "changes.json",
    "validation.json",
    edition=True,
)
def write_documents(draft: Edition) -> None:
    """Write README.md, CHANGELOG.md, CITATION.cff, LICENSE, changes.csv, changes.json and validation.json."""
    for name in ("README.md", "CHANGELOG.md", "LICENSE"):
        text = _TEMPLATES.get_template(f"{name}.j2").render(draft=draft, publication=draft.publication, counted=counted)
        (draft.folder / name).write_text(text, encoding="utf-8")
    (draft.folder / "CITATION.cff").write_text(_citation(draft), encoding="utf-8")
    _write_changes(draft)
    _write_validation(draft)


def _citation(draft: Edition) -> str:
    publication = draft.publication
    citation = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below, and the note and paragraph of each quote.",
        "type": "dataset",
        "title": publication.title,
        "authors": [{"name": publication.publisher.name, "website": publication.publisher.url}],
        **({"doi": publication.doi} if publication.doi else {}),
        "version": draft.id,
        "license": publication.license.id,
        "url": publication.base_url,
        "keywords": list(publication.keywords),
        "date-released": draft.published.isoformat(),
    }
    return yaml.safe_dump(citation, sort_keys=False, allow_unicode=True, width=1000)


def _write_changes(draft: Edition) -> None:
    changes = draft.changes
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    target = draft.folder / "changes.csv"
    if changes.rows is None:
        target.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    else:
        source = f"SELECT {columns} FROM {read_files([changes.rows])}"
        with connect(draft.engine) as connection:
            connection.execute(f"COPY ({source}) TO {literal(target)} (FORMAT csv, HEADER true)")
    report: dict[str, object] = {
        "release": draft.id,
        "previous_release": draft.past[0].id if draft.past else None,
        "counts": {
            table.name: {change: changes.count(change, table.name) for change in ("added", "changed", "removed")}
            for table in draft.contract.tables
        },
        "schema": list(changes.schema),
        "rows_in": "changes.csv",
        "rows": [asdict(change) for change in changes.first(LISTED)],
    }
    write_json(report, draft.folder / "changes.json")


def _write_validation(draft: Edition) -> None:
    report: dict[str, object] = {
        "release": draft.id,
        "rows": draft.rows,
        "documents_not_published": [
            {"file": r.name, "source_sha256": r.sha256, "reason": r.reason} for r in sorted(draft.refused)
        ],
        "cells_with_apostrophe_in_csv": _by_table(draft),
        "cells_with_apostrophe_by_file": draft.escaped,
        "apostrophe": "A cell that a spreadsheet would run as a formula is preceded by one apostrophe in the CSV only.",
    }
    write_json(report, draft.folder / "validation.json")


def _by_table(draft: Edition) -> dict[str, int]:
    counts = dict.fromkeys((table.name for table in draft.contract.tables), 0)
    for path, count in draft.escaped.items():
        counts[path.partition("/")[0].removesuffix(".csv")] += count
    return counts
