"""What parts of the pipeline are compared with: the least that must be done, and another library.

Each function does one thing over the same files or rows and says how long it took. Not here: the pipeline itself
(`run.py`), how results are shown (`report.py`).
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
from pipelines.contract.parts import rows_of
from pipelines.contract.tables import load_contract
from pipelines.extract.claims import NoteInput, SourceFile
from pipelines.extract.note import extract_note
from pipelines.extract.unfit import Unfit
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.publish.data import CSV, write_data
from pipelines.workspace.engine import Engine, connect, literal
from pipelines.workspace.limits import Limits
from pipelines.workspace.paths import DATAPACKAGE

CONTRACT = load_contract()
# Functions of a profile that are shown.
PROFILED = 25


def timed(work: Callable[[], object]) -> float:
    """Seconds of processors that a piece of work takes in this process: other work on the machine counts little."""
    start = time.process_time()
    work()
    return time.process_time() - start


def reading(files: Sequence[Path]) -> float:
    """Seconds to read documents as the pipeline reads them, in one process."""
    limits = Limits()
    return timed(lambda: [read(file.read_bytes(), limits) for file in files])


def bare_text(files: Sequence[Path]) -> float:
    """Seconds to take nothing but the text out of files: decoding, or PDFium's text of each page."""
    return timed(lambda: [_text(file) for file in files])


def _text(file: Path) -> str:
    if file.suffix != ".pdf":
        return file.read_bytes().decode()
    import pypdfium2  # noqa: PLC0415 - for PDF files only

    document = pypdfium2.PdfDocument(file)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def other_library(files: Sequence[Path]) -> float:
    """Seconds to take the text out of PDF files with pdfminer.six, which tools for document extraction build on."""
    from pdfminer.high_level import extract_text  # noqa: PLC0415 - for this comparison only

    return timed(lambda: [extract_text(file) for file in files])


def extracting(files: Sequence[Path]) -> tuple[float, int]:
    """Seconds to extract documents that are read already, in one process, and the number of rows."""
    extract = _extraction(files)
    start = time.process_time()
    rows = extract()
    return time.process_time() - start, rows


def profiling(files: Sequence[Path]) -> list[tuple[str, float]]:
    """The functions of the extraction that take most, with all that they call: name, and share of the whole."""
    extract = _extraction(files)
    with cProfile.Profile() as profile:
        extract()
    stats = pstats.Stats(profile).get_stats_profile().func_profiles
    ours = [(f"{Path(f.file_name).stem}.{name}", f.cumtime) for name, f in stats.items() if "extract" in f.file_name]
    ours.sort(key=lambda pair: -pair[1])
    return [(name, seconds / ours[0][1]) for name, seconds in ours[:PROFILED]]


def _extraction(files: Sequence[Path]) -> Callable[[], int]:
    """A function that extracts documents, which are read already, and gives the number of rows."""
    vocabulary = load_vocabulary(DATAPACKAGE)
    documents = [(file, read(file.read_bytes(), Limits())) for file in files]

    def work() -> int:
        rows = 0
        for file, document in documents:
            source = NoteInput(
                (SourceFile(file.name, hashlib.sha256(file.name.encode()).hexdigest(), 1, "text/plain"),)
            )
            with suppress(Unfit):
                rows += sum(map(len, extract_note(document, source, vocabulary).values()))
        return rows

    return work


def copying(model: Path, target: Path, engine: Engine) -> float:
    """Seconds for DuckDB's bare `COPY` of every table to CSV and Parquet, straight from memory-mapped Parquet."""
    target.mkdir(parents=True)

    def work() -> None:
        with connect(engine) as connection:
            for table in CONTRACT.tables:
                rows = f"FROM {rows_of(model, table.name)}"
                connection.execute(f"COPY ({rows}) TO {literal(target / f'{table.name}.csv')} {CSV}")
                connection.execute(f"COPY ({rows}) TO {literal(target / f'{table.name}.parquet')} (FORMAT parquet)")

    return timed(work)


def writing(model: Path, target: Path, engine: Engine) -> float:
    """Seconds for the release's own CSV and Parquet files of the same rows (Parquet is written in the model stage)."""

    def work() -> None:
        with connect(engine) as connection:
            for table in CONTRACT.tables:
                file = target.with_name(f"{target.name}-{table.name}.parquet")
                rows = f"FROM {rows_of(model, table.name)}"
                connection.execute(f"COPY ({rows}) TO {literal(file)} (FORMAT parquet, COMPRESSION snappy)")
                file.unlink()
        write_data(CONTRACT, model, target, engine)

    return timed(work)
