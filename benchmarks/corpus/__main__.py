"""`python -m benchmarks.corpus`: write notes and their answers into a folder.

Here: the command line and the processes. Not here: what a note says or how it is printed.
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.corpus.compose import PROFILES, SIZE
from benchmarks.corpus.files import BATCH, write_batch
from benchmarks.corpus.render import FORMATS, LAYOUTS


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="number of notes")
    parser.add_argument("--seed", default="7", help="the same seed gives the same bytes")
    parser.add_argument("--format", choices=FORMATS, default="txt")
    parser.add_argument(
        "--layout", choices=tuple(LAYOUTS), help="layout of text notes; drawn for each note if not given"
    )
    parser.add_argument("--profile", choices=PROFILES, default="family")
    parser.add_argument("--size", type=int, default=SIZE, help="numbered paragraphs of a note, about")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--out", type=Path, required=True, help="folder; gets notes/ and answers/")
    given = parser.parse_args()
    work = partial(
        write_batch,
        count=given.count,
        seed=given.seed,
        profile=given.profile,
        kind=given.format,
        layout=given.layout,
        size=given.size,
        out=given.out,
    )
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
