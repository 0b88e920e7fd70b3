"""What single parts of the pipeline take over given files, in one process: reading documents, extracting notes.

Not here: the whole job (`run.py`), how results are shown (`report.py`).
"""

from __future__ import annotations

import cProfile
import hashlib
import pstats
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from pipelines.archive.formats import read
from pipelines.extract.claims import NoteInput, SourceFile
from pipelines.extract.note import extract_note
from pipelines.extract.unfit import Unfit
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE

PROFILED = 25  # functions of a profile that are shown


def timed(work: Callable[[], object]) -> float:
    """Seconds of processors that a piece of work takes in this process: other work on the machine counts little."""
    start = time.process_time()
    work()
    return time.process_time() - start


def reading(files: Sequence[Path]) -> float:
    """Seconds to read documents as the pipeline reads them."""
    return timed(lambda: [read(file.read_bytes()) for file in files])


def extracting(files: Sequence[Path]) -> float:
    """Seconds to extract documents that are read already; a first one is not counted, so that words are compiled."""
    extract = _extraction(files)
    extract(1)
    return timed(lambda: extract(len(files)))


def profiling(files: Sequence[Path]) -> list[tuple[str, float]]:
    """The functions of the extraction that take most, with all that they call: name, and share of the whole."""
    extract = _extraction(files)
    extract(1)
    with cProfile.Profile() as profile:
        extract(len(files))
    stats = pstats.Stats(profile).get_stats_profile().func_profiles
    ours = [(f"{Path(f.file_name).stem}.{name}", f.cumtime) for name, f in stats.items() if "extract" in f.file_name]
    ours.sort(key=lambda pair: -pair[1])
    return [(name, seconds / ours[0][1]) for name, seconds in ours[:PROFILED]]


def _extraction(files: Sequence[Path]) -> Callable[[int], None]:
    """A function that extracts the first of the documents, which are read already."""
    vocabulary = load_vocabulary(DATAPACKAGE)
    documents = [(file, read(file.read_bytes())) for file in files]

    def work(number: int) -> None:
        for file, document in documents[:number]:
            digest = hashlib.sha256(file.name.encode()).hexdigest()
            with suppress(Unfit):
                extract_note(document, NoteInput((SourceFile(file.name, digest, 1, "text/plain"),)), vocabulary)

    return work
