"""`python -m benchmarks.topics`: how right the topics of quotes are, on a sample labelled by reading.

`tests/golden/topics.csv` has quotes of the labelled notes: those marked `tried` were looked at while terms were chosen,
those marked `unseen` were not, and only they are counted. Here: counting, and the row of `accuracy.csv`. Not here:
matching (`pipelines/extract/topics.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import counted, put_figures
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE

SAMPLE = Path(__file__).parent.parent / "tests" / "golden" / "topics.csv"


class Quote(NamedTuple):
    """One quote of the sample: the topics that a reader, and those that the program sees in it."""

    text: str
    wanted: frozenset[str]
    found: frozenset[str]


@cache
def quotes(part: str) -> tuple[Quote, ...]:
    """The quotes of one part of the sample, `tried` or `unseen`."""
    readings = load_vocabulary(DATAPACKAGE).readings
    with SAMPLE.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["part"] == part]
    return tuple(
        Quote(
            row["quote"],
            frozenset(filter(None, row["topics"].split(";"))),
            frozenset(t.code for t in readings[row["language"]].topics.find(row["quote"], row["articles"].split(";"))),
        )
        for row in rows
    )


def rows() -> Iterator[tuple[object, ...]]:
    """The row of `accuracy.csv` on topics."""
    sample = quotes("unseen")
    right = sum(len(quote.wanted & quote.found) for quote in sample)
    wrong = sum(len(quote.found - quote.wanted) for quote in sample)
    missed = sum(len(quote.wanted - quote.found) for quote in sample)
    yield "topics", "topics", *counted(right, wrong, missed)


def main() -> None:
    """Measure, and put the figures into `accuracy.csv`."""
    put_figures(DATAPACKAGE, rows())


if __name__ == "__main__":
    main()
