"""Pages about the data: datasets, columns, how to use it, the API; those that ask it: search, comparison, SQL.

Not here: the search index (`search.py`), databases (`pipelines/publish/downloads/`), documents of the API
(`pipelines/publish/api/`), the markup for search engines (`pipelines/publish/catalogues/crosswalk.yaml`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.publish.api.documents import KINDS
from pipelines.publish.catalogues.crosswalk import script, written
from pipelines.publish.catalogues.facts import catalogue
from pipelines.publish.documents import constraints
from pipelines.publish.downloads.kinds import DOWNLOADS, built
from pipelines.publish.downloads.sqlite_file import questions
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.about import found_of_a_hundred
from pipelines.publish.site.assets import engine_bytes
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import parted_words, rows_of_release

_SNIPPETS = Path(__file__).parent / "snippets"
# Title of each snippet, by file name, in the order of the page. Tests run those for which a tool can be installed.
SNIPPETS = {
    "pandas.py": "pandas",
    "polars.py": "Polars",
    "duckdb.py": "DuckDB, Python",
    "duckdb.sql": "DuckDB, SQL",
    "address.sql": "DuckDB, https",
    "readr.R": "R, readr",
    "base.R": "R",
    "frictionless.py": "Frictionless, Python",
    "frictionless.R": "Frictionless, R",
}
SNIPPETS_OF_SQLITE = {"datasette.sh": "Datasette"}
# A database of more bytes is too much for many a browser.
_HEAVY = 100_000_000
SNIPPETS_OF_THE_API = {"api.sh": "curl", "api.py": "Python", "api.R": "R", "api.js": "JavaScript"}


def snippets(titles: dict[str, str], filled: dict[str, str]) -> list[dict[str, str]]:
    """The snippets of a page, each with `name`, `title` and `code`.

    `titles`: by file name. `filled`: values for the names in braces in a snippet.
    """
    shown = []
    for file, title in titles.items():
        code = (_SNIPPETS / file).read_text(encoding="utf-8").strip()
        for name, value in filled.items():
            code = code.replace(f"{{{name}}}", value)
        shown.append({"name": file, "title": title, "code": code})
    return shown


@pages()
def render_reference(draft: ReleaseDraft, site: Site) -> Made:
    """`compare.html`, `search.html`, `columns.html` (the data dictionary), `use.html` and `api.html`."""
    rows, say, filled = rows_of_release(draft), site.say, {"base": draft.publication.base_url}
    yield site.page(
        "compare.html",
        kind="compare",
        title=say("Compare States"),
        states=[row for row in site.by_name(rows.ask("states")) if row["there"]],
        articles=[row for row in rows.ask("articles") if row["there"]],
        parted=draft.once(parted_words),
    )
    yield site.page("search.html", kind="search", title=say("Search"), found=found_of_a_hundred())
    yield site.page("columns.html", kind="columns", title=say("Columns"), constraints=constraints)
    titles = SNIPPETS | (SNIPPETS_OF_SQLITE if "sqlite" in draft.publication.publish else {})
    shown = snippets(titles, filled | {"name": draft.publication.name})
    yield site.page("use.html", kind="use", title=say("How to use the data"), snippets=shown)
    state = draft.examples.get(("statements", "state_iso3")) or next(iter(draft.states), "ARG")
    shown = snippets(SNIPPETS_OF_THE_API, filled | {"state": state})
    title = say("The data as JSON, for programs")
    yield site.page("api.html", kind="use", title=title, kinds=KINDS, snippets=shown)


@pages(after=("engine", "sqlite"), export="sqlite", files=("sql.html", "??/sql.html"))
def render_sql(draft: ReleaseDraft, site: Site) -> Made:
    """`sql.html`."""
    database = next(file for kind, file in built(draft) if kind.suffix == ".sqlite")
    yield site.page(
        "sql.html",
        kind="sql",
        title=site.say("Ask the data in SQL"),
        questions=list(questions().values()),
        database=database,
        heavy=database.bytes > _HEAVY,
        engine_bytes=engine_bytes(draft.folder / "assets"),
        tables=list(draft.contract.tables),
    )


@pages(after=DOWNLOADS, alone=True)
def render_datasets(draft: ReleaseDraft, site: Site) -> Made:
    """One page a dataset."""
    facts = draft.once(catalogue)
    for dataset in facts.datasets:
        yield site.page(
            f"dataset/{dataset.name}.html",
            "dataset.html",
            kind="columns",
            alone=True,
            title=dataset.title,
            catalogue=facts,
            dataset=dataset,
            texts=dataset,
            markup=script(written("schema", dataset, facts)),
        )
