"""Renders the documents of a release: README, CHANGELOG, CITATION, LICENSE, changes, validation, codebook, descriptor.

Not here: the declarations (`datapackage/`), web pages (`site/`), catalogues (`catalogues/`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from xml.sax.saxutils import escape as xml_escape

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.contract.frictionless_report import ALL_ROWS, FIRST_ROWS
from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Column, Table
from pipelines.publish.accuracy import accuracy_in_words
from pipelines.publish.changes import COLUMNS, KINDS
from pipelines.publish.consent import REPLACED
from pipelines.publish.data import csv_text
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.publication import publish_line
from pipelines.publish.register import FINDINGS
from pipelines.publish.renderers import Made, no_longer_made, renders
from pipelines.workspace.engine import connect, literal
from pipelines.workspace.questions import question
from pipelines.workspace.words import counted

# `changes.json` lists no more than the first so many rows; `changes.csv` lists all.
LISTED = 10_000
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# Columns of the codebook.
HEADER = ("table", "column", "type", "title", "description", "unit", "constraints", "values", "example")
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")


@renders()
def render_documents(draft: ReleaseDraft) -> Made:
    """README.md, CHANGELOG.md, CITATION.cff, LICENSE, robots.txt, changes.csv, changes.json and validation.json."""
    notes, gone = _changed_notes(draft), _no_longer_made(draft)
    for name in ("README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "robots.txt"):
        yield from_template(name, draft, counted=counted, accuracy=accuracy_in_words(), notes=notes, gone=gone)
    yield from _changes(draft, notes, gone)
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


def _no_longer_made(draft: ReleaseDraft) -> list[str]:
    """Which files the release before had and the publication does not name any more, and the line that names them."""
    gone = no_longer_made(draft)
    sentences = [f"{', '.join(files)}: no longer made, since publish does not name {e}." for e, files in gone.items()]
    line = publish_line({*draft.publication.publish, *gone})
    return [*sentences, f"All of that is made again with this line in publication.yaml: {line}"] if sentences else []


def _changes(draft: ReleaseDraft, notes: list[str], gone: list[str]) -> Made:
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
        "notes": notes,
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


def from_template(name: str, draft: ReleaseDraft, **shown: object) -> tuple[str, str]:
    """A file of the release, of the template that is called like it: its path and text. `shown`: what that needs."""
    publication = draft.publication
    template = _templates().get_template(f"{name}.j2")
    return name, template.render(draft=draft, publication=publication, base=publication.base_url, **shown)


@cache
def _templates() -> Environment:
    """Jinja as these templates want it."""
    environment = Environment(
        loader=PackageLoader("pipelines.publish"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - documents are plain text
    )
    environment.filters |= {"in_markdown": in_markdown, "xml": xml_escape, "yaml": in_yaml}
    return environment


def in_markdown(text: str) -> str:
    r"""A text of a note as Markdown shows it, on one line: nothing in it is markup, a link or HTML.

    >>> in_markdown("Law <b>")
    'Law \\<b\\>'
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def in_yaml(text: str) -> str:
    """A text as a value in YAML, in quotation marks where it needs them."""
    return yaml.safe_dump([text], allow_unicode=True, width=len(text) + 1000)[len("- ") :].rstrip()


@renders()
def render_codebook(draft: ReleaseDraft) -> Made:
    """`codebook.csv`."""
    yield "codebook.csv", csv_text(HEADER, codebook(draft, draft.contract.tables))


def codebook(draft: ReleaseDraft, tables: Iterable[Table]) -> list[tuple[str, ...]]:
    """One row per column of these tables, in the columns of `HEADER`."""
    rows: list[tuple[str, ...]] = []
    for table in tables:
        for c in table.columns:
            values = "; ".join(f"{value} = {meaning}" for value, meaning in c.values)
            example = draft.examples.get((table.name, c.name), "")
            rows.append(
                (table.name, c.name, c.type, c.title, c.description, c.unit or "", constraints(c), values, example)
            )
    return rows


def constraints(column: Column) -> str:
    """The constraints of a column in words, `; ` between them; empty where it has none but a list of values."""
    rules = dict(column.field().get("constraints", {}))
    rules.pop("enum", None)
    if column.references:
        rules["references"] = f"{column.references.table}.{column.references.column}"
    return "; ".join(k if v is True else f"{k} {v}" for k, v in rules.items())


@renders()
def render_descriptor(draft: ReleaseDraft) -> Made:
    """`datapackage.json`."""
    yield "datapackage.json", json.dumps(descriptor(draft), ensure_ascii=False, indent=2) + "\n"


def descriptor(draft: ReleaseDraft) -> dict[str, Any]:
    """The descriptor of a release, a mapping as Data Package v2 defines it."""
    publication = draft.publication
    return {
        "$schema": PROFILE,
        "name": publication.name,
        "id": publication.doi_url or publication.base_url,
        "title": publication.title,
        "description": publication.description,
        "version": draft.record.identifier,
        "created": f"{draft.record.published}T00:00:00Z",
        "homepage": publication.base_url,
        "keywords": list(publication.keywords),
        "licenses": [
            {"name": publication.license.id, "title": publication.license.title, "path": publication.license.url}
        ],
        "contributors": [
            {"title": publication.publisher.name, "path": publication.publisher.url, "roles": ["publisher"]},
            {"title": publication.contact.name, "email": publication.contact.email, "roles": ["contact"]},
        ],
        "sources": [source(note) for note in draft.notes],
        "rights": publication.rights,
        "resources": [_resource(table, draft) for table in draft.contract.tables],
    }


def source(note: dict[str, Any]) -> dict[str, Any]:
    """A note as a source of the package: title, symbol and date, address where it has one."""
    parts = [note["note_title"], note["note_symbol"], note["note_issued"].isoformat() if note["note_issued"] else None]
    described = {"title": ", ".join(part for part in parts if part)}
    if note["source_url"]:
        described["path"] = note["source_url"]
    return described


def _resource(table: Table, draft: ReleaseDraft) -> dict[str, Any]:
    """The resource of a table: its file with size, checksum and rows, and its columns."""
    file = draft.files[f"data/{table.name}.csv"]
    resource: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": table.frictionless_schema(),
    }
    for field in resource["schema"]["fields"]:
        if example := draft.examples.get((table.name, field["name"])):
            field["example"] = example
    return resource | {"bytes": file.bytes, "hash": f"sha256:{file.sha256}", "rows": file.rows}
