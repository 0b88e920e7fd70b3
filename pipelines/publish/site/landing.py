"""The landing page, which says which release this is, and the pages of the State × article matrix where that is large.

Here: what a person sees first. Not here: the list pages of States, articles and notes (their modules).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.catalogues.mapping import catalogue
from pipelines.publish.catalogues.schema_org import release_markup
from pipelines.publish.downloads.kinds import built
from pipelines.publish.facts import Edition, Facts
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.articles import chart_of_all
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Row, Rows, rows_of_release
from pipelines.publish.site.states import places
from pipelines.publish.site.summary import in_words, summarise

_TITLE = "States and articles"
_FIRST_ROWS = 5
# A chart of more articles stands on their page alone.
_BARS = 12
# What most people want comes first.
_ORDER = ("CSV", "Excel", "Parquet", "SQLite", "DuckDB", "ZIP")
# Notes named under the title; more are on a page of their own.
_SOURCES = 3
# Notes named one by one in the markup for search engines.
_NOTES = 20
# Bytes of a matrix that the landing page takes (a larger one has pages of its own), of one of its rows, cells, heads.
_MATRIX = 22_000
_ROW, _CELL, _HEADING = 110, 62, 105


@dataclass(frozen=True, slots=True)
class Matrix:
    """The State × article table. `small`: whether it is shown on the landing page."""

    articles: list[Row]
    rows: list[Row]
    small: bool


def matrix(facts: Facts) -> Matrix:
    """The State × article table of a release."""
    rows = rows_of_release(facts)
    articles = rows.ask("SELECT article, article_title FROM by_article ORDER BY article")
    table = _table(rows, facts.once(places).cells)
    weight = _ROW + _CELL * len(articles)
    return Matrix(articles, table, _HEADING * len(articles) + weight * len(table) <= _MATRIX)


@renders("matrix*.html", size="whole")
def write_matrix(facts: Facts) -> None:
    """Write `matrix.html`, `matrix.2.html` and so on, where the matrix is too large for the landing page."""
    found, site = facts.once(matrix), facts.once(Site)
    if not found.small:
        weight, head = _ROW + _CELL * len(found.articles), _HEADING * len(found.articles)
        pages = addresses.paginate([weight] * len(found.rows), head, addresses.LIMIT - head)
        site.write_listing(
            "matrix", "matrix.html", found.rows, pages, kind="matrix", title=_TITLE, articles=found.articles
        )


@renders("index.html", needs=NEEDS, edition=True, size="whole")
def write_landing(facts: Edition) -> None:
    """Write `index.html`."""
    said = facts.said
    rows, found = rows_of_release(said), said.once(matrix)
    facts.once(Site).write(
        "index.html",
        "index.html",
        kind="landing",
        title=facts.publication.title,
        summary=said.once(summarise),
        changed=in_words(facts),
        chart=said.once(chart_of_all) if len(found.articles) <= _BARS else None,
        sources=facts.notes if len(facts.notes) <= _SOURCES else (),
        matrix=found,
        downloads=_downloads(facts),
        first=first_rows(rows),
        links=rows.link,
        table=facts.contract["statements"],
        schema_org=markup(facts, notes="notes.html"),
    )


def _table(rows: Rows, cells: dict[tuple[str, int], str]) -> list[Row]:
    found = rows.ask(
        "SELECT c.state_iso3, b.state_name, c.article, c.statement_count, c.status FROM by_state_article AS c "
        "INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3 ORDER BY b.state_name, c.article"
    )
    highest = max((cell["statement_count"] for cell in found), default=1)
    table: dict[str, Row] = {}
    for cell in found:
        iso3 = cell["state_iso3"]
        cell["shade"] = _shade(cell["statement_count"], highest)
        cell["link"] = cells.get((iso3, cell["article"]), "")
        row = table.setdefault(iso3, {"state_iso3": iso3, "state_name": cell["state_name"], "cells": []})
        row["cells"].append(cell)
    return list(table.values())


def _shade(statements: int, highest: int) -> int:
    """One of four shades, by quarters of the highest number."""
    return -(-4 * statements // highest) if statements else 0


def _downloads(facts: Facts) -> list[dict[str, Any]]:
    rows = [
        {"label": label, "purpose": purpose, "file": facts.file(path)}
        for label, purpose, path in (
            ("CSV", "the statements, one row each", "data/statements.csv"),
            ("Parquet", "the same rows with types", "data/statements.parquet"),
        )
        # A table of very many rows comes in parts, which the page of columns lists.
        if any(file.path == path for file in facts.files)
    ]
    rows += [{"label": kind.label, "purpose": kind.purpose, "file": file} for kind, file in built(facts)]
    return sorted(rows, key=lambda row: _ORDER.index(row["label"]))


def first_rows(rows: Rows) -> list[Row]:
    """The first few statements."""
    return rows.ask(
        "SELECT statement_id, note_id, paragraph_id, paragraph_number, state_iso3, state_name, articles, quote "
        f"FROM statements ORDER BY statement_id LIMIT {_FIRST_ROWS}"
    )


def markup(facts: Edition, *, notes: str) -> Markup:
    """The release for search engines, kept small: single tables and notes have pages of their own to say the rest.

    `notes`: path of what lists the notes, where they are too many to be named.
    """
    found = release_markup(facts.once(catalogue))
    base = facts.publication.base_url
    found["distribution"] = [
        file
        for file in found["distribution"]
        if "/" not in (path := file["contentUrl"].removeprefix(base)) or path.startswith("data/statements.")
    ]
    if len(found["isBasedOn"]) > _NOTES:
        name = f"{len(found['isBasedOn'])} notes of the Secretariat"
        found["isBasedOn"] = [{"@type": "CreativeWork", "name": name, "url": f"{base}{notes}"}]
    # No text may end the element that holds it.
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704
