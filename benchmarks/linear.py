"""Evidence as the rows of a matrix, and weights as the files of `datapackage/language` have them.

Not here: which evidence counts, and what is fitted to it (`learn.py`, `stages.py`, `topics.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from scipy.sparse import csr_matrix

Piece = tuple[str, str]  # family and value


def matrix(samples: Iterable[Collection[Piece]], names: Sequence[Piece]) -> csr_matrix:
    """One row a sample, one column a name: 1 where the evidence of the sample has that piece."""
    number, starts, found = {piece: at for at, piece in enumerate(names)}, [0], list[int]()
    for evidence in samples:
        found += sorted(number[piece] for piece in evidence if piece in number)
        starts.append(len(found))
    return csr_matrix((np.ones(len(found)), found, starts), shape=(len(starts) - 1, len(names)))


def by_family(names: Sequence[Piece], weights: Iterable[float], *, least: int = 1) -> dict[str, dict[str, int]]:
    """Whole weights by family and value. `least`: a lesser one is left out."""
    of: dict[str, dict[str, int]] = {}
    for (family, value), weight in zip(names, weights, strict=True):
        if abs(weight) >= least:
            of.setdefault(family, {})[value] = int(weight)
    return of
