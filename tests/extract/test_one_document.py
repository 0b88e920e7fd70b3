"""What is wrong with the rows of one note is found before they are written, and costs that note alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import pipelines.extract.note
from pipelines.archive.formats import read
from pipelines.contract.rows import Rows, broken_rows
from pipelines.contract.tables import load_contract
from pipelines.extract.outline.read import read_structure
from pipelines.extract.outline.structure import Structure
from pipelines.extract.promises import broken_promises
from tests.extract.golden_language import rows_of
from tests.operate.notes import note

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
