"""How often the reading is right, and on what that was measured: what pages and documents say of it, asked once.

Not here: measuring (`benchmarks/`).
"""

from __future__ import annotations

import csv
from typing import NamedTuple

from pipelines.workspace.paths import DATAPACKAGE

# What stands for all statements of a paper, and for all invented notes.
ALL = "all"


class Accuracy(NamedTuple):
    """Of a hundred statements that were taken how many are right, of a hundred that are there how many were taken.

    `of`: on how many authors or paragraphs that was measured.
    """

    right: int
    found: int
    of: int


def rows_measured(table: str = "accuracy") -> list[dict[str, str]]:
    """The rows of `accuracy.csv`, or of `calibration.csv`."""
    with (DATAPACKAGE / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def accuracy() -> dict[str, Accuracy]:
    """`invented`: on notes of so many authors; `real`: on so many paragraphs of real papers, where it was measured."""
    papers, shares = {ALL: "invented", "real": "real"}, dict[str, Accuracy]()
    for row in rows_measured():
        if row["measured"] == ALL and (name := papers.get(row["paper"])):
            right, taken = (round(100 * float(row[share])) for share in ("precision", "recall"))
            shares[name] = Accuracy(right, taken, int(row[f"{name}_count"]))
    return shares


def accuracy_in_words() -> str:
    """The same in a sentence or two."""
    on = accuracy()
    words = (
        f"Tested on invented notes by {on['invented'].of} authors it had not learned from, the program was right in "
        f"{on['invented'].right} of every 100 statements that it extracted, and found "
        f"{on['invented'].found} of every 100 that were there"
    )
    if real := on.get("real"):
        words += (
            f"; on {real.of} paragraphs of real papers of other United Nations bodies it was right in {real.right} of "
            f"every 100, and found {real.found}"
        )
    return f"{words}."
