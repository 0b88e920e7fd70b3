"""Documents that are not published: each is listed with its reason, in a run, in plan and in status."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest

import pipelines.archive.store
import pipelines.extract.batch
import pipelines.extract.claims
import pipelines.extract.note
import pipelines.operate.workspace
from pipelines.archive.quarantine import read_quarantine
from pipelines.archive.store import Archive
from pipelines.operate.plan import make_plan
from tests.conftest import ROOT
from tests.operate.notes import note
from tests.releases import Days

LANGUAGES = ROOT / "tests" / "golden" / "languages"


def reasons(days: Days) -> dict[str, str]:
    return {refusal.name: refusal.reason for refusal in read_quarantine(days.outputs.quarantine)}


def foreign(*states: str) -> bytes:
    """A note of another treaty's working group of the same number."""
    data = note(2022, *states).replace(b"CAC/COSP/WG.4", b"CTOC/COP/WG.4")
    data = data.replace(b"States Parties to the United Nations Convention against Corruption", b"Parties")
    return data.replace(b"Open-ended Intergovernmental Working Group on the Prevention of Corruption", b"Firearms")


def planned(days: Days) -> dict[str, tuple[str, str]]:
    """State and reason of each document, as `uncac plan` says it."""
    return {document.name: (document.state, document.reason) for document in make_plan(days.workspace()).documents}


_NOTE, _BATCH = "extract/note.py, extract_note", "extract/batch.py, _extract"
STAGES = {
    "Chile": (pipelines.archive.store.Archive, "document", _BATCH),
    "Cuba": (pipelines.extract.note, "read_structure", _NOTE),
    "Denmark": (pipelines.extract.note, "add_outline", _NOTE),
    "Egypt": (pipelines.extract.note, "NoteReader", "extract/note.py, _read_sentences"),
    "Finland": (pipelines.extract.note, "add_submissions", _NOTE),
    "Ghana": (pipelines.extract.note, "add_versions", _NOTE),
    "Haiti": (pipelines.extract.batch, "broken_promises", _BATCH),
    "India": (pipelines.extract.batch, "apply_corrections", _BATCH),
    "Japan": (pipelines.extract.batch, "claims_of", _BATCH),
    "Kenya": (pipelines.extract.batch, "tables_of", _BATCH),
}


def break_over(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, word: str) -> None:
    """Let a function fail as a fault of the program would, while a document that holds a word is extracted."""
    fetch, whole = Archive.document, getattr(where, name)
    at = [""]

    def fetched(*given: Any, **named: Any) -> Any:
        document = fetch(*given, **named)
        at[0] = document.text
        return at[0].no_such_thing if name == "document" and word in at[0] else document  # type: ignore[attr-defined]

    def broken(*given: Any, **named: Any) -> Any:
        return at[0].no_such_thing if word in at[0] else whole(*given, **named)  # type: ignore[attr-defined]

    monkeypatch.setattr(Archive, "document", fetched)
    if name != "document":
        monkeypatch.setattr(where, name, broken)


def test_whatever_stage_breaks_down_over_a_document_it_is_quarantined_and_the_others_are_published(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    days.put("Austria.txt", note(2021, "Austria"))
    days.put("Peru.txt", note(2021, "Peru", number=3))
    for number, (state, (where, name, _)) in enumerate(STAGES.items(), 4):
        break_over(monkeypatch, where, name, state)
        days.put(f"{state}.txt", note(2022, state, number=number))
    assert {(state, reason) for state, reason in planned(days).values()} == {("new", ""), ("quarantined", "broke_down")}
    days.publish()
    assert [row["source_file"] for row in days.rows("notes")] == ["Austria.txt", "Peru.txt"]
    assert reasons(days) == dict.fromkeys((f"{state}.txt" for state in STAGES), "broke_down")
    for refusal in read_quarantine(days.outputs.quarantine):
        *_, place = STAGES[refusal.name.removesuffix(".txt")]
        assert f"{refusal.name}: Extraction broke down over it (AttributeError: " in refusal.message
        assert f", in {place})" in refusal.message
        assert "report it with these words" in refusal.message


# Four runs over two long texts for each.
@pytest.mark.parametrize("lost", ["en.txt", pytest.param("fr.txt", marks=pytest.mark.long)])
def test_a_published_note_that_a_later_program_can_not_read_keeps_its_last_good_version(days: Days, lost: str) -> None:
    texts = {"en.txt": LANGUAGES / "seed_en_symbol.txt", "fr.txt": LANGUAGES / "seed_fr.txt"}
    for name, path in texts.items():
        days.put(name, path.read_bytes())
    days.put("a.txt", note(2021, "Austria"))
    days.publish()
    tables = ("statements", "statement_texts", "paragraph_texts", "note_files", "submissions", "ledger")
    before = {table: days.rows(table) for table in tables}
    note_id = before["note_files"][-1]["note_id"]
    shown = {path.name: path.read_bytes() for path in (days.outputs.publish / "latest" / "texts").iterdir()}
    with pytest.MonkeyPatch.context() as patch:
        for module in (pipelines.extract.claims, pipelines.operate.workspace):
            patch.setattr(module, "EXTRACTION", "a later program")
        break_over(patch, pipelines.extract.note, "add_outline", texts[lost].read_text("utf-8")[:400])
        days.publish()
        assert reasons(days) == {lost: "broke_down"}
        assert {table: days.rows(table) for table in tables} == before
        assert shown == {path.name: path.read_bytes() for path in (days.outputs.publish / "latest" / "texts").iterdir()}
        (signal,) = [row for row in days.rows("signals") if row["rule"] == "last_good_version"]
        assert (signal["note_id"], signal["message"].partition(",")[0]) == (note_id, lost)
        assert {change for _, _, change in days.changes()} == {"added", "changed"}
        assert days.run().release["result"] == "current"
    days.publish()
    assert reasons(days) == {}
    assert {table: days.rows(table) for table in tables} == before
    assert "last_good_version" not in {row["rule"] for row in days.rows("signals")}


def test_a_note_whose_rows_break_the_contract_is_quarantined_and_the_others_are_published(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipelines.extract.note.extract_note

    def broken(document: Any, *rest: Any) -> Any:
        rows = whole(document, *rest)
        if "had now opened" in document.text and "Chile" in document.text:
            rows["statements"][0] |= {"state_iso3": "XXX"}
        if "Egypt" in document.text:
            rows["statements"][0] |= {"quote": "Egypt denied that."}
        return rows

    monkeypatch.setattr(pipelines.extract.batch, "extract_note", broken)
    days.put("a.txt", note(2021, "Austria"))
    days.put("c.txt", note(2022, "Chile"))
    days.publish()
    days.put("c.txt", note(2022, "Chile").replace(b"had opened", b"had now opened"))
    days.put("d.txt", note(2023, "Denmark"))
    days.put("e.txt", note(2024, "Egypt"))
    days.publish()
    assert reasons(days) == {"c.txt": "breaks_contract", "e.txt": "breaks_contract"}
    refusal, promise = read_quarantine(days.outputs.quarantine)
    assert "column state_iso3 ('XXX'): it refers to a row of states that does not" in refusal.message
    assert "p002.EGY does not stand, character for character, in its paragraph. It stands" in promise.message
    lines = (days.inbox / "c.txt").read_text(encoding="utf-8").splitlines()
    line = next(n for n, words in enumerate(lines, 1) if "had now opened" in words)
    assert f"It stands on line {line} of the text: 'Chile reported that it had now opened" in refusal.message
    assert f"It stands on line {line} of the text: 'Egypt reported that it had opened" in promise.message
    assert "corrections.yaml" in refusal.message
    # The note stands as it was published, as for any document that is unfit.
    assert [row["state_iso3"] for row in days.rows("statements")] == ["AUT", "CHL", "DNK"]
    (signal,) = [row for row in days.rows("signals") if row["rule"] == "last_good_version"]
    assert signal["message"].startswith("c.txt, which was received for this note, could not be published.")
    assert [d["reason"] for d in days.validation()["documents_not_published"]] == ["breaks_contract"] * 2
    assert {(problem.kind, problem.fails) for problem in days.status().problems} == {("quarantine", False)}
    shown = days.uncac("status").stdout
    assert re.search(r"\nopen signals +1: what was read with a doubt; nothing has failed\. `uncac review` ", shown)
    assert days.run().release["result"] == "current"


def test_a_note_with_a_paragraph_that_no_usual_reader_of_csv_takes_is_quarantined(days: Days) -> None:
    days.put("a.txt", note(2021, "Austria"))
    days.put("c.txt", note(2022, "Chile", said="portal, " + "and a register, " * 9_000))
    days.publish()
    assert [row["paragraph_number"] for row in days.rows("statements")] == ["2"]
    assert [len(row["text"]) < 200 for row in days.rows("paragraphs")] == [True, True]
    assert reasons(days) == {"c.txt": "breaks_contract"}
    (refusal,) = read_quarantine(days.outputs.quarantine)
    assert "column text ('Chile reported that" in refusal.message
    assert '"maxLength" is "131071"' in refusal.message
    assert len(refusal.message) < 1_500


@pytest.mark.long  # two runs for one more class
def test_of_a_note_that_breaks_the_contract_with_a_new_translation_the_translation_is_to_blame(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipelines.extract.note.extract_note

    def broken(*given: Any) -> Any:
        rows = whole(*given)
        for row in rows["statement_texts"]:
            row["quote_end"] = 0
        return rows

    monkeypatch.setattr(pipelines.extract.batch, "extract_note", broken)
    days.put("en.txt", (LANGUAGES / "seed_en_symbol.txt").read_bytes())
    days.publish()
    statements = days.rows("statements")
    days.put("fr.txt", (LANGUAGES / "seed_fr.txt").read_bytes())
    assert days.run().error is None
    assert reasons(days) == {"fr.txt": "breaks_contract"}
    assert days.rows("statements") == statements


def test_a_document_of_another_family_is_archived_listed_and_not_published(days: Days) -> None:
    days.put("a.txt", note(2021, "Austria"))
    days.put("c.txt", foreign("Chile"))
    assert planned(days) == {"a.txt": ("new", ""), "c.txt": ("quarantined", "not_of_this_family")}
    days.publish()
    assert [row["state_iso3"] for row in days.rows("statements")] == ["AUT"]
    assert reasons(days) == {"c.txt": "not_of_this_family"}
    sha = hashlib.sha256(foreign("Chile")).hexdigest()
    listed = {"file": "c.txt", "source_sha256": sha, "reason": "not_of_this_family"}
    assert days.validation()["documents_not_published"] == [listed]
    assert days.workspace().archive.original(sha)
    (problem,) = days.status().problems
    assert problem.message.startswith("Of another family, archived and not published (1): c.txt.")
    assert not problem.fails


@pytest.mark.long  # four runs
def test_any_family_of_a_source_or_a_document_publishes_it_and_no_file_need_change(days: Days) -> None:
    days.put("a.txt", note(2021, "Austria"))
    days.put("c.txt", foreign("Chile"))
    days.publish()
    inbox = replace(days.workspace(), inboxes=[str(days.inbox)], any_family=True)
    assert {(d.name, d.state) for d in make_plan(inbox).documents} == {("a.txt", "unchanged"), ("c.txt", "new")}
    days.sources[0]["any_family"] = True
    assert planned(days)["c.txt"] == ("new", "")
    days.publish()
    assert [row["state_iso3"] for row in days.rows("statements")] == ["AUT", "CHL"]
    assert reasons(days) == {}
    days.sources[0]["any_family"] = False
    days.documents = [{"sha256": hashlib.sha256(foreign("Chile")).hexdigest(), "any_family": True}]
    assert planned(days)["c.txt"] == ("unchanged", "")
    assert days.run().release["result"] == "current"
    assert reasons(days) == {}


@pytest.mark.long  # runs of the real command
def test_a_second_text_of_a_version_is_said_to_be_left_out_and_why(days: Days) -> None:
    days.first_day()
    days.put("b.txt", note(2022, "Japan"))
    shown = days.uncac("plan", "--inbox", days.inbox).stdout
    assert planned(days) == {"a.txt": ("unchanged", ""), "b.txt": ("skipped", "")}
    assert re.search(r"\n  b\.txt: .*a\.txt.*stands: true", shown)
    said = re.compile(r"\n  b\.txt is another text of this note .* as a\.txt, .* `stands: true`.*\n")
    assert said.search(days.uncac("publish", "--inbox", days.inbox).stdout)
    assert said.search(days.uncac("status").stdout)
    assert days.status().well
    (days.inbox / "a.txt").unlink()
    assert planned(days)["b.txt"] == ("new", "")


@pytest.mark.long  # runs of the real command
def test_a_plan_calls_another_language_of_a_note_new_and_fits_a_pipe(days: Days) -> None:
    days.put("en.txt", (LANGUAGES / "seed_en_symbol.txt").read_bytes())
    words = "plan", "--inbox", days.inbox
    assert "\nThere is no release yet:\n" in "\n" + days.uncac(*words).stdout
    days.publish()
    days.put("es.txt", (LANGUAGES / "seed_es.txt").read_bytes())
    days.put("list.txt", b"Shopping list\n\nMilk and bread, and a newspaper.")
    (note_id,) = {row["note_id"] for row in days.rows("notes")}
    shown = days.uncac(*words).stdout
    table, _, why = shown.partition("\nNot published:\n")
    assert ["new", "es.txt", note_id] in [line.split() for line in table.splitlines()]
    assert max(len(line) for line in table.splitlines()) < 80
    assert why.startswith("  list.txt: ")
