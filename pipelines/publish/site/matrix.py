"""The table of States and articles: what each cell counts, and the notes from which `static/matrix.js` counts anew.

Here: its rows, and its own page where it is too large for the landing page. Not here: the landing page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.streams import Row

# Bytes of a matrix that the landing page takes; a larger one has pages of its own.
_LIMIT = 34_000
_ROW, _EMPTY, _COUNT, _HEADING = 170, 14, 62, 130
# A list of more notes than these is no list to choose from.
_NOTES = 300

# `shade`: one of four, by quarters of the highest number; 0 where nothing is counted.
_CELLS = """
SELECT
    c.state_iso3, b.state_name, b.region, c.article, c.statement_count, c.status,
    COALESCE((4 * c.statement_count + h.n - 1) // NULLIF(h.n, 0), 0) AS shade
FROM by_state_article AS c INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3
CROSS JOIN (SELECT MAX(statement_count) AS n FROM by_state_article) AS h
ORDER BY b.state_name, c.state_iso3, c.article
"""
_SAID = """
SELECT s.state_iso3, a.article, s.note_id, COUNT(*) AS n FROM statement_articles AS a
INNER JOIN statements AS s ON a.statement_id = s.statement_id WHERE NOT a.by_range GROUP BY ALL ORDER BY ALL
"""
# Without a statement under an article a State has the same status under every article of a note: its first letter.
_LISTED = "SELECT DISTINCT state_iso3, note_id, LEFT(status, 1) AS n FROM state_timeline WHERE status <> 'reported'"
_COVERED = "SELECT article, note_id, '' AS n FROM covered_articles"
_ARTICLES = "SELECT article, article_title FROM articles SEMI JOIN by_state_article USING (article) ORDER BY article"


@dataclass(frozen=True, slots=True)
class Matrix:
    """`articles`: its columns. `rows`: one a State. `notes`: to choose from, newest first, or none where they are many.

    `small`: whether it is shown on the landing page. `total`: the sum of its numbers.
    """

    articles: list[Row]
    rows: list[Row]
    notes: list[Row]
    small: bool
    total: int


def matrix(draft: ReleaseDraft) -> Matrix:
    """The table of a release."""
    rows = rows_of_release(draft)
    notes = rows.ask("SELECT * FROM notes ORDER BY note_issued DESC NULLS LAST, note_id")
    notes = notes if len(notes) <= _NOTES else []
    at = {note["note_id"]: position for position, note in enumerate(notes)}
    listed, covered = (
        _by(rows.stream(select) if at else (), key, at)
        for select, key in ((_LISTED, "state_iso3"), (_COVERED, "article"))
    )
    places: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows.stream(_SAID) if at else ():
        if row["note_id"] in at:
            places[row["state_iso3"], row["article"]].append(f"{at[row['note_id']]}:{row['n']}")
    articles = [row | {"covered": covered[row["article"]]} for row in rows.ask(_ARTICLES)]
    states = []
    for iso3, group in groupby(rows.stream(_CELLS), itemgetter("state_iso3")):
        cells = [cell | {"notes": " ".join(places.get((iso3, cell["article"]), ()))} for cell in group]
        states.append(cells[0] | {"cells": cells, "listed": listed[iso3]})
    small = _head(articles, notes) + sum(_weight(row) for row in states) <= _LIMIT
    total = sum(cell["statement_count"] for row in states for cell in row["cells"])
    return Matrix(articles, states, notes, small, total)


@pages()
def render_matrix(draft: ReleaseDraft, site: Site) -> Made:
    """`matrix.html`, where the matrix is too large for the landing page."""
    ordered = in_order(draft.once(matrix), site)
    if not ordered.small:
        title = site.say("States and articles")
        yield site.page("matrix.html", title=title, kind="matrix", articles=ordered.articles, rows=ordered.rows)


def in_order(table: Matrix, site: Site) -> Matrix:
    """The table with its rows in the order of the names of the language."""
    return replace(table, rows=site.by_name(table.rows))


def _head(articles: Sequence[Row], notes: Sequence[Row]) -> int:
    return _HEADING * len(articles) + sum(60 + len(note["note_title"].encode()) for note in notes)


def _by(rows: Iterable[Row], key: str, at: dict[str, int]) -> dict[str, str]:
    """By State or article, the positions of its notes, each with its number `n`."""
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        if row["note_id"] in at:
            places[row[key]].append((at[row["note_id"]], row["n"]))
    return defaultdict(
        str, {name: " ".join(f"{n}{code}" for n, code in sorted(several)) for name, several in places.items()}
    )


def _weight(row: Row) -> int:
    counted = [cell for cell in row["cells"] if cell["statement_count"]]
    return _ROW + _EMPTY * len(row["cells"]) + sum(_COUNT + len(cell["notes"]) for cell in counted) + len(row["listed"])
