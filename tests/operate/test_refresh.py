"""Releases follow from what arrives: what is new, changed, gone, broken, or can't be had."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import dagster as dg
import fsspec
import pytest
import yaml

import pipelines.extract.batch
import pipelines.extract.claims
import pipelines.extract.note
import pipelines.operate.plan
import pipelines.operate.run
import pipelines.operate.workspace
import pipelines.workspace.paths
from pipelines.archive.quarantine import read_quarantine
from pipelines.contract.tables import load_contract
from pipelines.extract.corrections import Correction, apply_corrections
from pipelines.operate.plan import make_plan
from pipelines.sensors import evaluate
from tests.archive.web_server import Site, serve
from tests.contents import read_csv, withdrawn
from tests.operate.notes import note
from tests.releases import Days, shown_digest

FIRST = "cac-cosp-wg-4-2022-2"
SECOND = "cac-cosp-wg-4-2023-2"


def states_of(days: Days) -> list[tuple[str, str]]:
    return [(d.state, d.name) for d in make_plan(days.workspace()).documents]


def written(folder: Path) -> dict[str, float]:
    return {str(p): p.lstat().st_mtime_ns for p in folder.rglob("*")}


def test_exit_code_3_means_that_only_a_source_could_not_be_had(days: Days) -> None:
    days.put("a.txt", note(2022, "Chile"))
    days.sources.append({"name": "gone", "folder": "gone"})
    settings = days.declared[:2]
    published = days.uncac("publish", *days.declared)
    assert published.returncode == 3
    assert "All else was published as release" in published.stderr
    assert days.uncac("status", *settings).returncode == 3
    monitored = days.uncac("status", "--monitor", *settings)
    assert (monitored.returncode, monitored.stdout[:15]) == (1, "UNCAC WARNING -")
    # That rows would disappear besides is a refusal.
    (days.inbox / "a.txt").unlink()
    days.put("b.txt", note(2023, "Japan"))
    assert days.uncac("publish", *days.declared).returncode == 1
    assert days.uncac("status", *settings).returncode == 1


def test_one_day_after_another(days: Days) -> None:
    """What arrives, is corrected, goes, comes back and breaks becomes releases that say so, and nothing else does."""
    # Nothing new changes nothing, whenever the file was touched.
    first = days.first_day("Chile", "Peru")
    batches = {p.name for p in days.outputs.extract.iterdir() if p.is_dir()}
    (days.inbox / "a.txt").touch()
    assert days.run().release["result"] == "current"
    assert [record.identifier for record in days.history.records()] == [first]
    # A second note is added, and only it is extracted.
    days.put("b.txt", note(2023, "Japan"))
    assert states_of(days) == [("new", "b.txt"), ("unchanged", "a.txt")]
    second = days.publish()
    assert batches < {p.name for p in days.outputs.extract.iterdir() if p.is_dir()}
    assert ("statements", f"{SECOND}.p002.JPN", "added") in days.changes()
    assert not any(table == "statements" and FIRST in row for table, row, _ in days.changes())
    assert [record.identifier for record in days.history.line()] == [second, first]
    assert json.loads((days.outputs.publish / "latest" / "changes.json").read_text())["previous_release"] == first
    # A corrected note changes the rows that differ.
    days.put("a.txt", note(2022, "Chile", "Peru", said="register"))
    assert states_of(days) == [("changed", "a.txt"), ("unchanged", "b.txt")]
    both = days.publish()
    assert {row for table, row, change in days.changes() if (table, change) == ("statements", "changed")} == {
        f"{FIRST}.p002.CHL",
        f"{FIRST}.p003.PER",
    }
    # A withdrawn note stops publication until that is accepted, and leaves tombstones.
    (days.inbox / "b.txt").unlink()
    assert states_of(days) == [("unchanged", "a.txt"), ("withdrawn", "b.txt")]
    outcome = days.run()
    assert outcome.error is not None
    assert f"statements: {SECOND}.p002.JPN" in outcome.error
    assert "--accept-removals" in outcome.error
    assert days.latest == both
    assert not days.status().well
    days.accept("superseded by the printed edition")
    assert {row["note_id"] for row in days.rows("notes")} == {FIRST}
    tombstones = {(r["table"], r["identifier"], r["reason"]) for r in withdrawn(days.rows("register"))}
    why = "b.txt, which gave it, is no longer at its source. superseded by the printed edition"
    assert ("statements", f"{SECOND}.p002.JPN", why) in tombstones
    assert ("statements", f"{SECOND}.p002.JPN", "removed") in days.changes()
    assert days.status().well
    # It comes back: the content is that of the earlier release, with no tombstone; what it follows is another.
    days.put("b.txt", note(2023, "Japan"))
    days.run()
    assert days.latest.removesuffix("-2")[10:] == both[10:]  # whatever day it is by now
    assert withdrawn(days.rows("register")) == []
    # A broken new version is quarantined, and the last good one stays, whatever number of bad ones comes.
    for broken in (b"\0\1\2\3" * 100, b"<html><body>Server error</body></html>", b"Dear Sir or Madam, no note.\n"):
        days.put("b.txt", broken)
        assert states_of(days) == [("unchanged", "a.txt"), ("quarantined", "b.txt")]
    statements = days.rows("statements")
    days.publish()
    assert days.rows("statements") == statements
    assert [row["rule"] for row in days.rows("signals")] == ["last_good_version"]
    assert days.run().release["result"] == "current"
    (refusal,) = read_quarantine(days.outputs.quarantine)
    assert refusal.name == "b.txt"
    days.put("b.txt", note(2023, "Japan", said="register"))
    days.publish()
    assert read_quarantine(days.outputs.quarantine) == []


def test_what_was_fetched_is_published_where_the_only_source_could_not_give_all(days: Days) -> None:
    days.settings["fetch"] = {"private_hosts": ["127.0.0.1"], "wait_seconds": 0, "attempts": 1}
    page = b'<ul><li><a href="/1.txt">A/1/1</a></li><li><a href="/2.txt">A/1/2</a></li></ul>'
    pages: dict[str, Any] = {"/": page, "/1.txt": note(2022, "Chile")}
    with serve(Site(pages=pages, types={"/": "text/html"})) as site:
        days.sources = [{"name": "web", "listing": f"{site.url}/"}]
        assert isinstance(evaluate(days.workspace(), None), dg.RunRequest)
        outcome = days.run()
    assert "/2.txt answered 404 Not Found" in (outcome.error or "")
    assert "All else was published" in (outcome.error or "")
    assert {row["note_id"] for row in days.rows("notes")} == {FIRST}


def test_a_plan_writes_nothing(days: Days) -> None:
    days.first_day()
    days.put("b.txt", note(2023, "Japan"))
    days.put("c.txt", b"no note")
    with serve(Site(pages={"/d.txt": note(2024, "Oman")})) as site:
        days.settings["fetch"] = {"private_hosts": ["127.0.0.1"]}
        days.sources.append({"name": "web", "address": f"{site.url}/d.txt"})
        workspace = days.workspace()
        before = written(days.outputs.root)
        plan = make_plan(workspace)
    assert written(days.outputs.root) == before
    expected = {"new": 2, "changed": 0, "unchanged": 1, "withdrawn": 0, "quarantined": 1, "skipped": 0}
    assert plan.counts() == expected
    assert [d.note_id for d in plan.documents if d.state == "new"] == [SECOND, "cac-cosp-wg-4-2024-2"]
    assert not plan.all_again


def test_the_mirror_has_every_file_and_its_pointer_comes_last(days: Days) -> None:
    files = fsspec.filesystem("memory")
    days.put("a.txt", note(2022, "Chile"))
    days.settings |= {"mirror": "memory://mirror/uncac"}
    first = days.publish()
    pointer = json.loads(files.cat_file("/mirror/uncac/latest.json"))
    assert pointer["release"] == first
    folder = days.outputs.publish / "latest"
    for path in (p for p in folder.rglob("*") if p.is_file()):
        copied = files.cat_file(f"/mirror/uncac/{pointer['path']}{path.relative_to(folder).as_posix()}")
        assert copied == path.read_bytes()
    # A copy that was broken off is completed, also when nothing is new here.
    files.rm_file(f"/mirror/uncac/releases/{first}/SHA256SUMS")
    files.rm_file(f"/mirror/uncac/releases/{first}/data/statements.csv")
    assert days.run().error is None
    assert files.exists(f"/mirror/uncac/releases/{first}/data/statements.csv")
    files.rm("/mirror", recursive=True)


def test_a_mirror_that_can_not_be_written_is_a_failure_and_the_release_stands(days: Days) -> None:
    days.put("a.txt", note(2022, "Chile"))
    (days.folder / "mirror").write_text("a file, no folder", encoding="utf-8")
    days.settings |= {"mirror": f"file://{days.folder}/mirror"}
    outcome = days.run()
    assert "could not be copied to the mirror" in (outcome.error or "")
    assert outcome.release["result"] == "published"
    assert days.latest
    assert not days.status().well


def test_a_run_that_finds_something_new_asks_the_sources_once(days: Days) -> None:
    with serve(Site(pages={"/a.txt": note(2022, "Chile"), "/b.txt": note(2023, "Peru")})) as site:
        days.settings |= {"fetch": {"private_hosts": ["127.0.0.1"]}}
        days.sources = [{"name": name, "address": f"{site.url}/{name}.txt"} for name in ("a", "b")]
        days.publish()
        for said in ("Published", "Nothing new"):
            site.pages["/b.txt"] = note(2023, "Peru", "Japan")
            site.asked.clear()
            result = days.uncac("publish", *days.declared)
            assert said in result.stdout, result.stderr
            assert sorted(site.paths()) == ["/a.txt", "/b.txt"]


def test_a_plan_says_that_a_withdrawn_document_stops_the_run(days: Days) -> None:
    days.put("a.txt", note(2022, "Chile"))
    days.put("b.txt", note(2023, "Japan"))
    days.publish()
    words = "plan", "--inbox", days.inbox
    assert "--accept-removals" not in days.uncac(*words).stdout
    (days.inbox / "b.txt").unlink()
    told = days.uncac(*words).stdout
    assert f"b.txt of {SECOND} is no longer at source inbox ({days.inbox}).\n" in told
    assert "`uncac publish` will be refused" in told
    refused = days.run().error or ""
    assert refused.index("1 statement of CAC/COSP/WG.4/2023/2 disappears.") < refused.index(f"statements: {SECOND}.")


def test_consent_is_of_the_rows_that_a_refusal_showed_and_each_keeps_its_own_reason(days: Days) -> None:
    days.after(3)
    (days.inbox / "a.txt").unlink()
    refused = days.run().error or ""
    assert re.match(r"a\.txt is no longer at source inbox \(\S+/inbox\): ", refused)
    (days.inbox / "b.txt").unlink()
    of_a = shown_digest(refused)
    grown = days.run(accept_removals=of_a, reason="a.txt was withdrawn.").error or ""
    first, *others = grown.splitlines()
    assert re.match(r"b\.txt is no longer at source inbox \(\S+/inbox\): ", first)
    assert first.endswith(f"The refusal of {of_a} did not show that, and its digest accepts what it showed alone.")
    assert f"  statements: {SECOND}.p002.CHL" in others
    assert FIRST not in "".join(others)
    unknown = days.run(accept_removals="0" * 12).error or ""
    assert "No refusal since release" in unknown.splitlines()[0]
    # Of the rows that were shown, fewer disappear: those are accepted, each with its own cause; by Dagster, too.
    days.put("a.txt", note(2022, "Chile"))
    days.keep_history()
    days.publish(accept_removals=shown_digest(grown), reason="Its author took it back.")
    why = "b.txt, which gave it, is no longer at its source. Its author took it back."
    assert {row["reason"] for row in withdrawn(days.rows("register"))} == {why}
    latest = days.outputs.publish / "latest"
    assert "\n- CAC/COSP/WG.4/2023/2: withdrawn, " in (latest / "CHANGELOG.md").read_text(encoding="utf-8")
    # What the last release was asked about is settled; a file that goes now is asked for anew.
    (days.inbox / "a.txt").unlink()
    late = days.uncac("publish", *days.declared, "--accept-removals", of_a, "--reason", "Late.")
    assert "No refusal since release" in late.stderr


def test_rows_that_new_rules_lose_say_so_everywhere(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    days.first_day("Chile", "Peru")
    extract_note = pipelines.extract.note.extract_note

    def lose(*given: Any) -> Any:
        rows = extract_note(*given)
        lost = Correction(table="statements", row=f"{FIRST}.p003.PER", action="drop", reason="lost")
        apply_corrections(rows, [lost], load_contract())
        return rows

    monkeypatch.setattr(pipelines.extract.batch, "extract_note", lose)
    for module in (pipelines.extract.claims, *(getattr(pipelines.operate, m) for m in ("workspace", "run", "plan"))):
        monkeypatch.setattr(module, "EXTRACTION", "a later program")
    planned = days.uncac("plan", *days.declared[2:])
    assert "The program reads notes by new rules since that release" in planned.stdout, planned.stderr
    refused = days.run().error or ""
    assert re.match(
        r"The program reads notes by new rules: \d rows of CAC/\S+ would disappear, though the files", refused
    )
    shown = read_csv(days.outputs.publish / "removals" / f"{shown_digest(refused)}.csv")
    why = "The program reads notes by new rules, which lost it; a.txt, which gave it, is as it was."
    assert {(row["cause"], row["reason"]) for row in shown} == {("new_rules", why)}
    days.publish(accept_removals=shown_digest(refused))
    latest = days.outputs.publish / "latest"
    gone = [
        row for row in read_csv(latest / "changes.csv") if (row["table"], row["change"]) == ("statements", "removed")
    ]
    assert [(row["identifier"], row["cause"], row["reason"]) for row in gone] == [
        (f"{FIRST}.p003.PER", "new_rules", why)
    ]
    changelog = (latest / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"CAC/\S+: \d rows \(1 statement\) gone\. {re.escape(why)}", changelog)
    # A reason that comes later is not dropped without a word.
    late = ("--accept-removals", shown_digest(refused), "--reason", "Misread.")
    said = days.uncac("publish", *days.declared, *late)
    assert (said.returncode, "accepted nothing" in said.stderr) == (0, True)


def test_a_correction_that_no_longer_fits_costs_its_note_and_one_of_no_note_nothing(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    days.first_day()
    monkeypatch.setattr(pipelines.workspace.paths, "CONFIG", days.folder)
    days.put("a.txt", note(2022, "Chile", said="register"))
    days.put("b.txt", note(2023, "Japan"))
    entries = [
        {"table": "statements", "row": f"{FIRST}.p009.CHL", "action": "drop", "reason": "Another's."},
        {"table": "statements", "row": "gone.p002.CHL", "action": "drop", "reason": "Another's."},
    ]
    (days.folder / "corrections.yaml").write_text(yaml.safe_dump({"corrections": entries}), encoding="utf-8")
    days.publish()
    quotes = {row["note_id"]: row["quote"] for row in days.rows("statements")}
    assert (set(quotes), "register" in quotes[FIRST]) == ({FIRST, SECOND}, False)
    (signal,) = [row for row in days.rows("signals") if row["rule"] == "last_good_version"]
    assert signal["message"].startswith("What was decided about single rows of this note no longer fits it.")
    held, idle = sorted(days.status().problems, key=lambda problem: problem.kind, reverse=True)
    assert f"a.txt: Correction 'drop statements {FIRST}.p009.CHL' in corrections.yaml finds no such row" in held.message
    assert "'drop statements gone.p002.CHL' changes nothing: no note gone is published" in idle.message
    assert days.status().well
    (days.folder / "corrections.yaml").write_text("corrections: []\n", encoding="utf-8")
    days.publish()
    assert "register" in days.rows("statements")[0]["quote"]
    assert days.status().problems == ()


def test_who_loses_its_only_statement_to_a_correction_is_not_called_silent_and_stops_no_release(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipelines.workspace.paths, "CONFIG", days.folder)
    days.put(
        "a.txt",
        note(2022, "Chile", "Japan")
        + b"\n\n4. Kenya noted that its Anti-Corruption Commission had trained 60 officials.\n",
    )
    days.publish()
    assert {row["state_iso3"]: row["declared"] for row in days.rows("submissions")} == {
        "CHL": "true",
        "JPN": "true",
        "KEN": "false",
    }
    entries = [
        {"table": "statements", "row": f"{FIRST}.p{paragraph}", "action": "drop", "reason": "Another's."}
        for paragraph in ("003.JPN", "004.KEN")
    ]
    (days.folder / "corrections.yaml").write_text(yaml.safe_dump({"corrections": entries}), encoding="utf-8")
    days.publish()
    columns = ("state_iso3", "silent", "silent_reason", "silent_paragraph_id")
    assert [tuple(row[column] for column in columns) for row in days.rows("submissions")] == [
        ("CHL", "false", "", ""),
        ("JPN", "", "paragraph_not_read", f"{FIRST}.p003"),
    ]
    assert {row["reason"] for row in withdrawn(days.rows("register"))} == {"Another's."}
