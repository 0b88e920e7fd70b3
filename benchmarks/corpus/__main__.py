"""`python -m benchmarks.corpus`: write notes and their answers into a folder.

Here: the command line and the processes. Not here: what a note says or how it is printed.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.corpus.files import BATCH, write_batch
from benchmarks.corpus.options import corpus_parser, drawn


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = corpus_parser("benchmarks.corpus", __doc__, count=100, seed="7", profile="family")
    parser.add_argument("--out", type=Path, required=True, help="folder; gets notes/ and answers/")
    given = parser.parse_args()
    work = partial(write_batch, out=given.out, **drawn(given))
    begun = time.perf_counter()
    starts = range(0, given.count, BATCH)
    if given.jobs > 1 and len(starts) > 1:
        with ProcessPoolExecutor(given.jobs) as pool:
            written = sum(pool.map(work, starts))
    else:
        written = sum(map(work, starts))
    seconds = time.perf_counter() - begun
    rate = f"{seconds:.1f} s, {written / seconds:.0f} notes/s"
    print(f"{written} notes ({given.profile}, {given.format}) in {given.out}: {rate}")


if __name__ == "__main__":
    main()
