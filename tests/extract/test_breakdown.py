"""What goes wrong with one note costs that note, or a paragraph of it; what extraction keeps from run to run."""

from __future__ import annotations

import copy
import gc
import os
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import pipelines.extract.note
from pipelines.archive.formats import read
from pipelines.archive.incoming import Incoming
from pipelines.archive.intake import Inventory, take_in
from pipelines.archive.store import Archive
from pipelines.contract.rows import Rows, broken_rows
from pipelines.contract.tables import load_contract
from pipelines.extract import respondent_lists, statement_rows
from pipelines.extract.extraction import Extraction, Index
from pipelines.extract.identity import extract_inventory
from pipelines.extract.outline.read import read_structure
from pipelines.extract.outline.structure import Structure
from pipelines.extract.promises import broken_promises
from pipelines.workspace.limits import Limits
from tests.conftest import NOTE
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
    texts = {"a.txt": note(2022, "Austria"), "b.txt": note(2022, "Chile"), "c.txt": note(2021, "Austria")}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text)
    for names, note_count in (("ab", 1), ("ab", 1), ("abc", 2)):
        current = _run([tmp_path / f"{name}.txt" for name in names], tmp_path)
        assert len({extraction.note_id for extraction in current}) == note_count
        for extraction in current:
            assert (tmp_path / "extract" / str(extraction.batch) / "statements.parquet").is_file()


def test_what_is_made_while_a_note_is_read_is_freed_without_a_search_for_it() -> None:
    """Python seldom looks for objects that hold one another (`pipelines/__init__.py`): reading may leave none."""
    document = read(note(2022, "Austria", "Chile"))
    rows_of(document)  # the vocabulary is made ready
    child = os.fork()  # where nobody else makes anything
    if not child:
        gc.collect()
        gc.freeze()
        gc.disable()
        found = rows_of(document)["statements"]
        os._exit(gc.collect() if found else 255)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


STATES = ("Chile", "Republic of Korea", "Peru")


def test_every_value_that_a_table_of_extraction_requires_is_asked_for() -> None:
    tables = {table.name: table.as_extracted.columns for table in load_contract().of_stage("extract")}
    empty = {name: [dict.fromkeys(column.name for column in columns)] for name, columns in tables.items()}
    required = {(name, column.name) for name, columns in tables.items() for column in columns if column.required}
    assert required <= {(violation.table, violation.column) for violation in broken_rows(empty)}


def whole_rows(data: bytes) -> Rows:
    """The rows of a document, which break no contract and no promise."""
    document = read(data)
    rows = rows_of(document)
    assert [broken_rows(rows), broken_promises(rows, document.text)] == [[], []]
    return rows


def test_a_state_that_only_a_heading_names_is_written_as_there() -> None:
    paragraphs = "\n\n".join(
        f"{heading}\n\n{n}. The authorities stated that they had opened a portal."
        for n, heading in enumerate(STATES, 2)
    )
    head = note(2022, "Austria").decode().partition("A. Integrity")[0]
    rows = whole_rows(f"{head}A. Integrity in public procurement (article 9)\n\n{paragraphs}\n".encode())
    found = [(row["state_iso3"], row["name_as_written"]) for row in rows["statements"]]
    assert found == [("CHL", "Chile"), ("KOR", "Republic of Korea"), ("PER", "Peru")]


def test_a_heading_without_words_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(*given: Any, **named: Any) -> Structure:
        structure = read_structure(*given, **named)
        sections = [section._replace(heading="") if section.label == "A" else section for section in structure.sections]
        return replace(structure, sections=tuple(sections))

    monkeypatch.setattr(pipelines.extract.note, "read_structure", planted)
    rows = whole_rows(note(2022, *STATES))
    assert [row["heading"] for row in rows["sections"]] == ["Introduction", "Analysis of submissions"]
    assert [row["paragraph_number"] for row in rows["paragraphs"]] == [1, 2, 3, 4]
    assert "heading_without_words" in [row["rule"] for row in rows["signals"]]


def test_a_footnote_without_words_costs_itself_alone() -> None:
    notes = "".join(f"<p id='n{n}'><a href='#m{n}'>{n}</a> {words}</p>" for n, words in ((1, ""), (2, "A law.")))
    marks = "".join(f"<p>{n}. Peru had one.<a id='m{n}' href='#n{n}'><sup>{n}</sup></a></p>" for n in (1, 2))
    rows = whole_rows(f"<html><p>CAC/COSP/2022/1</p><p>Note by the Secretariat</p>{marks}{notes}".encode())
    assert [row["text"] for row in rows["footnotes"]] == ["A law."]
    owners = [row["owner_id"] for row in rows["ledger"] if row["span_kind"] == "footnote" and row["owner_id"]]
    assert set(owners) == {rows["footnotes"][0]["footnote_id"]}
