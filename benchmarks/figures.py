"""What was right, wrong and missed, as figures: precision and recall, the least score to publish, confidence.

Here, too: how figures get into `datapackage/accuracy.csv`, whose rows several programs measure. Not here: measuring
(`left_out.py`, `stages.py`, `topics.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from operator import itemgetter
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression

HEADER = (
    "paper",
    "measured",
    "right_count",
    "wrong_count",
    "missed_count",
    "denied_count",
    "precision",
    "recall",
    "invented_count",
    "real_count",
)
Scored = Sequence[tuple[int, bool]]  # scores, and whether what had them was right


def counted(right: int, wrong: int, missed: int | None, denied: int | None = None) -> tuple[object, ...]:
    """The cells of a row of `accuracy.csv` that say how right. `missed`: None where nobody can say how many were."""
    precision = f"{right / (right + wrong):.3f}" if right + wrong else None
    recall = f"{right / (right + missed):.3f}" if missed is not None and right + missed else None
    return right, wrong, missed, denied, precision, recall


def put_figures(folder: Path, rows: Iterable[Sequence[object]], *, all_anew: bool = False) -> None:
    """Put rows into `accuracy.csv` of a folder, in place of those of the same papers; in the order of papers.

    `all_anew`: the rows of other papers go, too.
    """
    new = list(rows)
    file, old, papers = folder / "accuracy.csv", list[Sequence[object]](), {row[0] for row in new}
    if not all_anew:
        with file.open(encoding="utf-8", newline="") as handle:
            old = [row for row in csv.reader(handle) if row[0] not in {*papers, HEADER[0]}]
    write_csv(file, HEADER, sorted([*old, *new], key=itemgetter(0)))


def write_csv(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows below a header."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def calibrated(found: Scored) -> list[int]:
    """The least score of each hundredth of confidence: of scores that are higher no smaller share is right."""
    scores, right = zip(*found, strict=True)
    curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, right)
    steps, shares = curve.X_thresholds_, curve.y_thresholds_
    least = np.interp([c / 100 for c in range(1, 100)], shares, steps)
    return [round(float(score)) for score in least]


def lowest(found: Scored, share: float) -> int:
    """The lowest score at and above which that share is right."""
    least, right = max((score for score, _ in found), default=0), 0
    for number, (score, is_right) in enumerate(sorted(found, key=lambda pair: (-pair[0], pair[1])), 1):
        right += is_right
        if right / number >= share:
            least = score
    return least
