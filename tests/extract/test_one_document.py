"""What is wrong with the rows of one note is found before they are written, and costs that note alone."""

from __future__ import annotations

import copy
import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import pipelines.extract.batch
import pipelines.extract.note
from pipelines.archive.document import Document
from pipelines.archive.formats import read
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.archive.store import Archive
from pipelines.contract.rows import Rows, broken_rows
from pipelines.contract.tables import load_contract
from pipelines.extract.batch import extract_batch
from pipelines.extract.claims import NoteInput, SourceFile, Version, Work, claims_of
from pipelines.extract.note import extract_note
from pipelines.extract.outline.read import read_structure
from pipelines.extract.outline.structure import Structure
from pipelines.extract.promises import broken_promises
from tests.conftest import ROOT
from tests.extract.golden_language import vocabulary
from tests.extract.test_compilation import TITLE
from tests.operate.notes import note

LANGUAGES = ROOT / "tests" / "golden" / "languages"
COMPILATION = f"{TITLE}ARGENTINA (FIFTH MEETING)\n\nThe law on public ethics was adopted in 1999.\n"
TABLES = load_contract().of_stage("extract")
STATES = ("Chile", "Republic of Korea", "Peru")
REQUIRED = [(table.name, column.name) for table in TABLES for column in table.as_extracted.columns if column.required]


def _input(data: bytes, name: str, work: Work | None = None) -> tuple[Document, NoteInput]:
    document = read(data)
    file = SourceFile(name, hashlib.sha256(data).hexdigest(), len(data), document.media_type)
    return document, NoteInput((file,), DocumentFacts(any_family=True), work)


def _archived(archive: Archive, data: bytes, name: str) -> NoteInput:
    document, source = _input(data, name)
    sha256 = source.files[0].sha256
    archive.put(sha256, data, document, today="2026-01-01")
    return source


@cache
def _whole(table: str) -> Rows:
    """The rows of a note that has some in a table: the seed note with its French text, or a compilation."""
    if table == "submission_texts":
        document, source = _input(COMPILATION.encode(), "compilation.txt")
        return extract_note(document, source, vocabulary())
    texts = {name: (LANGUAGES / f"seed_{name}.txt").read_bytes() for name in ("en_symbol", "fr")}
    alone = [_input(data, f"{name}.txt") for name, data in texts.items()]
    claims = [claims_of(extract_note(document, source, vocabulary()), source) for document, source in alone]
    versions = tuple(Version((of_text,), current=True) for of_text in claims)
    work = Work(claims[0].base_id, versions, notices=(("no_date", "Look."),))
    document, source = _input(texts["en_symbol"], "en_symbol.txt", work)
    return extract_note(document, source, vocabulary(), {claims[1].sha256: alone[1][0]}.__getitem__)


@pytest.mark.parametrize(("table", "column"), REQUIRED)
def test_an_empty_value_costs_the_note_that_has_it_and_is_named(
    table: str, column: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = copy.deepcopy(_whole(table))
    broken[table][-1][column] = None
    whole = extract_note

    def planted(document: Document, *rest: Any) -> Rows:
        return broken if "Chile" in document.text else whole(document, *rest)

    monkeypatch.setattr(pipelines.extract.batch, "extract_note", planted)
    monkeypatch.setattr(pipelines.extract.batch, "broken_promises", lambda *_: [])
    monkeypatch.setattr(pipelines.extract.batch, "claims_of", lambda *_: None)
    archive = Archive(tmp_path / "archive")
    states = ("Austria", "Chile", "Peru")
    sources = [_archived(archive, note(2021 + n, state), f"{state}.txt") for n, state in enumerate(states)]
    first, second, third = extract_batch(sources, archive=archive, folder=tmp_path / "extract")
    assert (second.batch, second.reason) == (None, "breaks_contract")
    assert f"column {column} (" in str(second.refusal)
    assert f"{table} " in str(second.refusal)
    (batch,) = (tmp_path / "extract").iterdir()
    notes = pq.read_table(batch / "notes.parquet", columns=["note_id"])["note_id"].to_pylist()
    assert (batch.name, batch.name) == (first.batch, third.batch)
    assert notes == [first.note_id, third.note_id]


def test_a_state_that_only_a_heading_names_is_written_as_there() -> None:
    paragraphs = "\n\n".join(
        f"{heading}\n\n{n}. The authorities stated that they had opened a portal."
        for n, heading in enumerate(STATES, 2)
    )
    head = note(2022, "Austria").decode().partition("A. Integrity")[0]
    document, source = _input(
        f"{head}A. Integrity in public procurement (article 9)\n\n{paragraphs}\n".encode(), "a.txt"
    )
    rows = extract_note(document, source, vocabulary())
    found = [(row["state_iso3"], row["name_as_written"]) for row in rows["statements"]]
    assert found == [("CHL", "Chile"), ("KOR", "Republic of Korea"), ("PER", "Peru")]
    assert broken_rows(rows) == []


def test_a_heading_without_words_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(*given: Any, **named: Any) -> Structure:
        structure = read_structure(*given, **named)
        sections = [section._replace(heading="") if section.label == "A" else section for section in structure.sections]
        return replace(structure, sections=tuple(sections))

    monkeypatch.setattr(pipelines.extract.note, "read_structure", planted)
    document, source = _input(note(2022, *STATES), "a.txt")
    rows = extract_note(document, source, vocabulary())
    assert [row["heading"] for row in rows["sections"]] == ["Introduction", "Analysis of submissions"]
    assert [row["paragraph_number"] for row in rows["paragraphs"]] == [1, 2, 3, 4]
    assert "heading_without_words" in [row["rule"] for row in rows["signals"]]
    assert [broken_rows(rows), broken_promises(rows, document.text)] == [[], []]


def test_a_footnote_without_words_costs_itself_alone() -> None:
    notes = "".join(f"<p id='n{n}'><a href='#m{n}'>{n}</a> {words}</p>" for n, words in ((1, ""), (2, "A law.")))
    marks = "".join(f"<p>{n}. Peru had one.<a id='m{n}' href='#n{n}'><sup>{n}</sup></a></p>" for n in (1, 2))
    document, source = _input(f"<html><p>CAC/COSP/2022/1</p><p>Note by the Secretariat</p>{marks}{notes}".encode(), "a")
    rows = extract_note(document, source, vocabulary())
    assert [row["text"] for row in rows["footnotes"]] == ["A law."]
    owners = [row["owner_id"] for row in rows["ledger"] if row["span_kind"] == "footnote" and row["owner_id"]]
    assert set(owners) == {rows["footnotes"][0]["footnote_id"]}
    assert [broken_rows(rows), broken_promises(rows, document.text)] == [[], []]
