"""What goes wrong with one note costs that note, or a paragraph of it; what extraction keeps from run to run."""

from __future__ import annotations

import copy
import gc
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipelines.archive.document import Document
from pipelines.archive.formats import read
from pipelines.archive.incoming import Incoming
from pipelines.archive.intake import Inventory, take_in
from pipelines.archive.store import Archive
from pipelines.contract.rows import Rows
from pipelines.extract import batch, respondent_lists, statement_rows
from pipelines.extract.extraction import Extraction, Index
from pipelines.extract.identity import extract_inventory
from pipelines.extract.note import extract_note
from pipelines.extract.promises import broken_promises
from pipelines.workspace.limits import Limits
from tests.conftest import NOTE, ROOT
from tests.extract.golden_language import FOR_OPERATORS, rows_of
from tests.operate.notes import note
from tests.releases import Here


def _break_over(monkeypatch: pytest.MonkeyPatch, module: ModuleType, reader: str, word: str) -> None:
    """Let a reader of one text fail as a fault of the program would, where the text holds a word."""
    whole = getattr(module, reader)

    def broken(text: Any, *rest: Any, **named: Any) -> Any:
        words = (
            text
            if isinstance(text, str)
            else " ".join(w for t in ([text] if hasattr(text, "words") else text) for w in t.words)
        )
        return whole(text, *(rest if word not in words else ()), **named)

    monkeypatch.setattr(module, reader, broken)


def test_a_paragraph_that_can_not_be_read_is_published_without_statements_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    data = note(2022, "Austria", "Chile", "Peru")
    whole = rows_of(data)
    assert [row["state_iso3"] for row in whole["statements"]] == ["AUT", "CHL", "PER"]
    _break_over(monkeypatch, statement_rows, "read_tokens", "Chile reported")
    rows = rows_of(data)
    assert [row["state_iso3"] for row in rows["statements"]] == ["AUT", "PER"]
    assert rows["paragraphs"] == whole["paragraphs"]
    (signal,) = rows["signals"]
    assert signal["rule"] == "paragraph_not_read"
    assert signal["paragraph_id"] == rows["paragraphs"][2]["paragraph_id"]
    assert signal["signal_text"].startswith("Chile reported")
    assert FOR_OPERATORS.search(signal["message"]) is None
    assert "paragraph 3: TypeError, in " in caplog.text
    assert not any(row["silent"] for row in rows["submissions"])


def test_a_list_of_respondents_that_can_not_be_read_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    data = note(2022, "Austria", "Chile", "Peru")
    _break_over(monkeypatch, respondent_lists, "respondents_of", "information provided by")
    rows = rows_of(data)
    assert [row["state_iso3"] for row in rows["statements"]] == ["AUT", "CHL", "PER"]
    assert "paragraph_not_read" in {signal["rule"] for signal in rows["signals"]}


def test_an_annex_that_can_not_be_read_costs_no_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    data = note(2022, "Austria", "Chile") + b"\n\nAnnex\n\nFrobnication 4 October\n"
    whole = rows_of(data)
    _break_over(monkeypatch, respondent_lists, "respondents_of", "Frobnication")
    assert rows_of(data)["statements"] == whole["statements"]


@pytest.fixture(scope="module")
def rows_and_text() -> tuple[Rows, str]:
    document = read(NOTE.read_bytes())
    return rows_of(document), document.text


def test_the_real_note_keeps_them(rows_and_text: tuple[Rows, str]) -> None:
    assert broken_promises(*rows_and_text) == []


@pytest.mark.parametrize(
    "fault", ["a word changed", "a word lost", "a passage lost", "a passage twice", "the end lost"]
)
def test_a_planted_fault_is_named(rows_and_text: tuple[Rows, str], fault: str) -> None:
    rows, text = copy.deepcopy(rows_and_text[0]), rows_and_text[1]
    paragraph = rows["paragraphs"][8]
    match fault:
        case "a word changed":
            paragraph["text"] = paragraph["text"].replace("reported", "denied")
        case "a word lost":
            paragraph["text"] = paragraph["text"].replace("integrated ", "")
        case "a passage lost":
            del rows["ledger"][10]
        case "a passage twice":
            rows["ledger"].append(dict(rows["ledger"][10]))
        case "the end lost":
            rows["ledger"].pop()
    said, passage = broken_promises(rows, text)[0]
    assert paragraph["paragraph_id"] in said if "word" in fault else "archived text" in said
    words = passage["text"].split()[:3]
    assert text[passage["source_start"] :].split()[: len(words)] == words


def _run(files: list[Path], work: Path) -> list[Extraction]:
    archive = Archive(work / "archive")
    index = Index(work / "extract")
    incoming = [Incoming(file.name, file) for file in files]
    inventory = take_in(Inventory(tuple(incoming)), archive, Limits(), Here(), today="2026-01-01")
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


def test_a_fault_that_one_document_shows_costs_that_one_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.txt"
    other.write_text(NOTE.read_text(encoding="utf-8").replace("Brazil", "Chile"), encoding="utf-8")
    archive = Archive(tmp_path / "archive")
    files = [Incoming(file.name, file) for file in (NOTE, other)]
    inventory = take_in(Inventory(tuple(files)), archive, Limits(), Here(), today="2026-01-01")

    def broken(document: Document, *rest: Any) -> Rows:
        return extract_note(document, *(rest if "Brazil" in document.text else ()))

    monkeypatch.setattr(batch, "extract_note", broken)
    current = extract_inventory(
        inventory, {}, (), Index(tmp_path / "extract"), archive=archive, runner=Here(), seconds=60
    )
    refused = {extraction.sha256: extraction.refusal for extraction in current}
    assert refused[inventory.items[0].sha256] is None
    assert "broke down over it (TypeError" in str(refused[inventory.items[1].sha256])


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
