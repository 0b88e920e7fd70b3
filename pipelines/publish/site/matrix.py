"""The table of States and articles: what each cell counts, and the notes from which `static/matrix.js` counts anew.

Here: its rows, and its own page where it is too large for the landing page. Not here: the landing page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import newest_first, rows_of_release
from pipelines.publish.streams import Row
from pipelines.workspace.questions import question

# Fields of a matrix that the landing page takes; the name of a State counts as four, a heading or a note as three.
_LIMIT = 700
# A list of more notes than these is no list to choose from.
_NOTES = 300


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
    notes = newest_first(draft.notes) if len(draft.notes) <= _NOTES else []
    by_state = groupby(rows_of_release(draft).select(question("pages/matrix"), _NOTES), itemgetter("state_iso3"))
    states = [cells[0] | {"cells": cells} for cells in (list(group) for _, group in by_state)]
    articles = states[0]["cells"] if states else []
    small = len(states) * (len(articles) + 4) + 3 * (len(articles) + len(notes)) <= _LIMIT
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
