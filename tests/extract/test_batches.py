"""What extraction keeps from run to run, and what becomes of a document that it breaks down over."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

from pipelines.archive.formats import read
from pipelines.archive.inbox import Incoming
from pipelines.archive.intake import take_in
from pipelines.archive.store import Archive
from pipelines.extract.extraction import Extraction, Index
from pipelines.extract.identity import extract_inventory
from pipelines.workspace.fingerprint import READERS
from pipelines.workspace.limits import Limits
from tests.conftest import NOTE, ROOT
from tests.extract.golden_language import rows_of
from tests.operate.notes import note
from tests.runner import Here


def _run(files: list[Path], work: Path) -> list[Extraction]:
    archive = Archive(work / "archive")
    index = Index(work / "extract")
    incoming = [Incoming(file.name, file) for file in files]
    inventory = take_in(incoming, archive, Limits(), Here(), today="2026-01-01")
    current = extract_inventory(inventory, {}, (), index, archive=archive, runner=Here(), seconds=60)
    index.save(current)
    return current


def test_rows_of_a_note_of_two_texts_are_kept_when_a_third_document_arrives(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(NOTE.read_text(encoding="utf-8").replace("Brazil", "Chile"), encoding="utf-8")
    third = tmp_path / "third.txt"
    third.write_bytes(note(2021, "Austria"))
    files = [NOTE, other]
    for added in ([], [], [third]):
        files += added
        current = _run(files, tmp_path)
        assert len({extraction.note_id for extraction in current}) == len(files) - 1
        for extraction in current:
            assert (tmp_path / "extract" / str(extraction.batch) / "statements.parquet").is_file()


def test_a_fault_that_one_document_shows_costs_that_one_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(NOTE.read_text(encoding="utf-8").replace("Brazil", "Chile"), encoding="utf-8")
    archive = Archive(tmp_path / "archive")
    files = [Incoming(file.name, file) for file in (NOTE, other)]
    inventory = take_in(files, archive, Limits(), Here(), today="2026-01-01")
    damaged = archive.folder(inventory.items[1].sha256) / f"document-{READERS}.json"
    damaged.write_text('{"text": ', encoding="utf-8")
    current = extract_inventory(
        inventory, {}, (), Index(tmp_path / "extract"), archive=archive, runner=Here(), seconds=60
    )
    refused = {extraction.sha256: extraction.refusal for extraction in current}
    assert refused[inventory.items[0].sha256] is None
    assert "broke down over it while its text was fetched from the archive (JSONDecodeError" in str(
        refused[inventory.items[1].sha256]
    )


def _read_twice() -> None:
    """Read the real note twice; the second reading leaves no object for the search."""
    document = read(NOTE.read_bytes())
    rows_of(document)  # the vocabulary is made ready
    gc.collect()
    gc.disable()
    assert rows_of(document)["statements"]
    assert gc.collect() == 0


def test_what_is_made_while_a_note_is_read_is_freed_without_a_search_for_it() -> None:
    """Python seldom looks for objects that hold one another (`pipelines/__init__.py`): reading may leave none.

    In a process of its own, as what other tests leave behind would be counted, too.
    """
    code = f"from {__name__} import _read_twice; _read_twice()"
    alone = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert alone.returncode == 0, alone.stderr
