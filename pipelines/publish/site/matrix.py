"""The table of States and articles: what each cell counts, and the notes from which `static/matrix.js` counts anew.

Here: its rows, and its own page where it is too large for the landing page. Not here: the landing page.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import newest_first, rows_of_release
from pipelines.publish.streams import Row

# Fields of a matrix that the landing page takes; the name of a State counts as four, a heading or a note as three.
_LIMIT = 700
# A list of more notes than these is no list to choose from.
_NOTES = 300
_TIMELINE = "SELECT * FROM state_timeline ORDER BY state_iso3, article, note_id"
_COVERED = "SELECT article, note_id FROM covered_articles ORDER BY article, note_id"


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
    rows, notes = rows_of_release(draft), newest_first(draft.notes)
    notes = notes if len(notes) <= _NOTES else []
    at = {note["note_id"]: place for place, note in enumerate(notes)}
    counts: dict[tuple[str, int], list[str]] = defaultdict(list)
    listed: dict[str, set[str]] = defaultdict(set)
    covered: dict[int, list[int]] = defaultdict(list)
    for row in rows.stream(_COVERED) if at else ():
        covered[row["article"]].append(at[row["note_id"]])
    for row in rows.stream(_TIMELINE) if at else ():
        if row["status"] == "reported":
            counts[row["state_iso3"], row["article"]].append(f"{at[row['note_id']]}:{row['statement_count']}")
        else:
            # Under every article of a note without a statement a State has the same status: its first letter.
            listed[row["state_iso3"]].add(f"{at[row['note_id']]}{row['status'][0]}")
    states = []
    for iso3, group in groupby(rows.ask("matrix"), itemgetter("state_iso3")):
        cells = [cell | {"notes": " ".join(counts[iso3, cell["article"]])} for cell in group]
        states.append(cells[0] | {"cells": cells, "listed": " ".join(sorted(listed[iso3], key=_place))})
    articles = [
        {"article": cell["article"], "covered": " ".join(map(str, sorted(covered[cell["article"]])))}
        for row in states[:1]
        for cell in row["cells"]
    ]
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


def _place(listed: str) -> tuple[int, str]:
    return int(listed[:-1]), listed[-1]
