"""What a user would write instead: pandas, Jinja2 and SQLite make pages, tables and a feed of a release's CSV files.

The common stack at its plainest: tables read whole, a page for each State, article and note, one SQLite file with a
full-text index as csvs-to-sqlite makes it, one Atom feed. It checks nothing, keeps no history, and a refresh is all of
it again. Not here: what the pipeline's own parts are compared with (`limits.py`).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from jinja2 import Environment

from benchmarks.limits import csv_files, timed
from pipelines.contract.tables import load_contract

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ title }}</title><h1>{{ title }}</h1>
{% for row in rows %}<article id="{{ row.statement_id }}"><h2>{{ row.state_name }}</h2><p>{{ row.quote }}</p>
<p>{{ row.note_title }}, paragraph {{ row.paragraph_number }}</p></article>{% endfor %}</html>"""
_FEED = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Statements</title>
{% for row in rows %}<entry><id>{{ row.statement_id }}</id><title>{{ row.state_name }}</title><summary>{{ row.quote }}
</summary></entry>{% endfor %}</feed>"""
_NEWEST = 1_000


def with_pandas_and_jinja(release: Path, folder: Path) -> float:
    """Seconds to make pages, tables and a feed of a release's CSV files below a folder that is not there."""
    import pandas as pd  # noqa: PLC0415 - for this comparison only

    def work() -> None:
        names = [table.name for table in load_contract().tables]
        tables = {
            name: pd.concat(pd.read_csv(f, dtype=str) for f in csv_files(release / "data", name)) for name in names
        }
        statements = tables["statements"]
        articles = tables["statement_articles"].merge(statements, on="statement_id")
        templates = Environment(autoescape=True)
        page, feed = templates.from_string(_PAGE), templates.from_string(_FEED)
        folder.mkdir(parents=True)
        for rows, column in ((statements, "state_iso3"), (articles, "article"), (statements, "note_id")):
            for name, group in rows.groupby(column):
                html = page.render(title=name, rows=group.to_dict("records"))
                (folder / f"{column}-{name}.html").write_text(html, encoding="utf-8")
                group.to_csv(folder / f"{column}-{name}.csv", index=False)
        newest = statements.sort_values("note_issued", ascending=False).head(_NEWEST)
        (folder / "feed.atom").write_text(feed.render(rows=newest.to_dict("records")), encoding="utf-8")
        _to_sqlite(tables, folder / "tables.sqlite")

    return timed(work)


def _to_sqlite(tables: dict[str, Any], target: Path) -> None:
    with sqlite3.connect(target) as connection:
        for name, table in tables.items():
            table.to_sql(name, connection, index=False)
        connection.execute("CREATE VIRTUAL TABLE found USING fts5 (quote, content='statements')")
        connection.execute("INSERT INTO found (rowid, quote) SELECT rowid, quote FROM statements")
    connection.close()
