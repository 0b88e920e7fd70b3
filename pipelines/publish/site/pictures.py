"""Pictures that answer a question at first sight, as SVG files with their numbers as CSV beside them.

Here: which States are quoted, as tiles. Not here: bar charts (`charts.py`), the pages that show a picture.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from operator import itemgetter

from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.streams import Row

# Tiles in a row, and the size of one.
_ACROSS, _WIDE, _HIGH = 14, 34, 24
_HEADING = 20
# Whether notes quote a State, or list it as having sent information, or neither.
_COVERAGE = """
SELECT
    s.state_iso3, s.state_name, s.un_regional_group, COALESCE(b.statement_count, 0) AS statement_count,
    COALESCE(b.submission_count, 0) AS submission_count,
    CASE WHEN b.statement_count > 0 THEN 'quoted' WHEN b.submission_count > 0 THEN 'listed' ELSE 'none' END AS coverage
FROM states AS s LEFT JOIN by_state AS b ON s.state_iso3 = b.state_iso3
ORDER BY s.un_regional_group NULLS LAST, s.state_iso3
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture. `title`: what it shows. `words`: the same in words. `files`: the SVG and the CSV, by path."""

    title: str
    words: str
    size: tuple[int, int]
    files: tuple[tuple[str, str], ...]


def tiles(site: Site) -> Picture:
    """Each State as a tile, by regional group of the United Nations: coverage, no score."""
    rows = rows_of_release(site.draft).ask(_COVERAGE)
    shapes, headings, y = [], [], 0
    for group, members in groupby(rows, itemgetter("un_regional_group")):
        headings.append((site.say(group) if group else site.say("In no regional group"), y + _HEADING - 6))
        y += _HEADING
        for place, row in enumerate(members):
            line, column = divmod(place, _ACROSS)
            shapes.append(row | {"x": column * _WIDE, "y": y + line * _HIGH})
        y = shapes[-1]["y"] + _HIGH + 6
    count = {code: sum(row["coverage"] == code for row in rows) for code in ("quoted", "listed", "none")}
    labels = {
        "quoted": site.say("quoted (%(count)s)", count=count["quoted"]),
        "listed": site.say("sent information, not quoted (%(count)s)", count=count["listed"]),
        "none": site.say("in no note (%(count)s)", count=count["none"]),
    }
    title, words = site.say("Which States the notes quote"), ", ".join(labels.values())
    context = {"title": title, "words": words, "labels": labels, "tiles": shapes, "headings": headings}
    size = (_ACROSS * _WIDE, y + _HEADING)
    drawn = site.fragment("tiles.svg", **context, width=size[0], height=size[1], tile=(_WIDE - 3, _HIGH - 3))
    path = f"{site.prefix}charts/coverage"
    return Picture(title, words, size, ((f"{path}.svg", f"{drawn}\n"), (f"{path}.csv", _csv(rows))))


def _csv(rows: list[Row]) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, [*rows[0]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
