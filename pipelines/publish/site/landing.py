"""The landing page, which says which release this is, and the pages of the State × article matrix where that is large.

Here: what a person sees first. Not here: the list pages of States, articles and notes (their modules).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pipelines.publish.catalogues import schema_org
from pipelines.publish.downloads import built
from pipelines.publish.facts import Edition, Facts
from pipelines.publish.site import addresses, charts
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Row, Rows
from pipelines.publish.site.summary import Summary, in_words

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


@dataclass(frozen=True, slots=True)
class Landing:
    """What the landing page shows whichever release it is. `links`: gives the place of a row, as `Rows.link` does."""

    matrix: Matrix
    chart: charts.Chart | None
    summary: Summary
    first: list[Row]
    links: Any

    def write(self, site: Site, facts: Edition) -> None:
        """Write `index.html`."""
        site.write(
            "index.html",
            "index.html",
            kind="landing",
            title=facts.publication.title,
            summary=self.summary,
            changed=in_words(facts),
            chart=self.chart,
            sources=facts.notes if len(facts.notes) <= _SOURCES else (),
            matrix=self.matrix,
            downloads=_downloads(facts),
            first=self.first,
            links=self.links,
            table=facts.contract["statements"],
            schema_org=markup(facts, notes="notes.html"),
        )


def prepare_landing(
    site: Site, rows: Rows, cells: dict[tuple[str, str], str], chart: charts.Chart, summary: Summary
) -> Landing:
    """Gather what the landing page shows; where the matrix is large, write `matrix.html`, `matrix.2.html` and so on.

    `cells`: by State and article, the place on the State's page where its statements under that article begin.
    `chart`: of all articles.
    """
    articles = rows.ask("SELECT article, article_title FROM by_article ORDER BY CAST(article AS INTEGER)")
    table = _table(rows, cells)
    weight = _ROW + _CELL * len(articles)
    head = _HEADING * len(articles)
    small = head + weight * len(table) <= _MATRIX
    if not small:
        pages = addresses.paginate([weight] * len(table), head, addresses.LIMIT - head)
        site.write_listing("matrix", "matrix.html", table, pages, kind="matrix", title=_TITLE, articles=articles)
    shown = chart if len(articles) <= _BARS else None
    return Landing(Matrix(articles, table, small), shown, summary, first_rows(rows), rows.link)


def _table(rows: Rows, cells: dict[tuple[str, str], str]) -> list[Row]:
    found = rows.ask(
        "SELECT c.state_iso3, b.state_name, c.article, c.statement_count, c.status FROM by_state_article AS c "
        "INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3 ORDER BY b.state_name, CAST(c.article AS INTEGER)"
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
    rows += [{"label": form.label, "purpose": form.purpose, "file": file} for form, file in built(facts)]
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
    found = schema_org(facts)
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
