"""Releases follow from what arrives: what is new, changed, gone, broken, or can't be had."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dagster as dg
import fsspec

from pipelines.archive.quarantine import read_quarantine
from pipelines.operate.plan import make_plan
from pipelines.publish.history import Pins
from pipelines.sensors import evaluate
from tests.archive.web_server import Site, serve, status
from tests.conftest import Run
from tests.operate.notes import note
from tests.operate.quick import Days

FIRST = "cac-cosp-wg-4-2022-2"
SECOND = "cac-cosp-wg-4-2023-2"


def states_of(days: Days) -> list[tuple[str, str]]:
    return [(d.state, d.name) for d in make_plan(days.workspace()).documents]


def written(folder: Path) -> dict[str, float]:
    return {str(p): p.lstat().st_mtime_ns for p in folder.rglob("*")}


def test_exit_code_3_means_that_only_a_source_could_not_be_had(days: Days, uncac: Run) -> None:
    days.put("a.txt", note(2022, "Chile"))
    days.sources.append({"name": "gone", "folder": "gone"})
    days.workspace()
    where = ("--outputs", days.outputs.root, "--settings", days.folder / "settings.yaml")
    published = uncac("publish", *where, "--sources", days.folder / "sources.yaml")
    assert published.returncode == 3
    assert "All else was published as release" in published.stderr
    assert uncac("status", *where).returncode == 3
    monitored = uncac("status", "--monitor", *where)
    assert (monitored.returncode, monitored.stdout[:15]) == (1, "UNCAC WARNING -")
    # That rows would disappear besides is a refusal.
    (days.inbox / "a.txt").unlink()
    days.put("b.txt", note(2023, "Japan"))
    assert uncac("publish", *where, "--sources", days.folder / "sources.yaml").returncode == 1
    assert uncac("status", *where).returncode == 1


def test_one_day_after_another(days: Days) -> None:
    """What arrives, is corrected, goes, comes back and breaks becomes releases that say so, and nothing else does."""
    # Nothing new changes nothing, whenever the file was touched.
    days.put("a.txt", note(2022, "Chile", "Peru"))
    first = days.publish()
    batches = {p.name for p in days.outputs.extract.iterdir() if p.is_dir()}
    (days.inbox / "a.txt").touch()
    assert days.run().release["result"] == "current"
    assert [entry.id for entry in days.entries] == [first]
    # A second note is added, and only it is extracted.
    days.put("b.txt", note(2023, "Japan"))
    assert states_of(days) == [("new", "b.txt"), ("unchanged", "a.txt")]
    second = days.publish()
    assert batches < {p.name for p in days.outputs.extract.iterdir() if p.is_dir()}
    assert ("statements", f"{SECOND}.p002.JPN", "added") in days.changes()
    assert not any(table == "statements" and FIRST in row for table, row, _ in days.changes())
    assert [entry.id for entry in days.history.line()] == [second, first]
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
    assert days.entries[0].result == "failed"
    assert not days.status().well
    days.publish(accept_removals="superseded by the printed edition")
    assert {row["note_id"] for row in days.rows("notes")} == {FIRST}
    tombstones = {(row["table_name"], row["row_id"], row["reason"]) for row in days.rows("withdrawn")}
    assert ("statements", f"{SECOND}.p002.JPN", "superseded by the printed edition") in tombstones
    assert ("statements", f"{SECOND}.p002.JPN", "removed") in days.changes()
    assert days.status().well
    # It comes back: the content is that of the earlier release, with no tombstone; what it follows is another.
    days.put("b.txt", note(2023, "Japan"))
    days.run()
    assert days.latest == f"{both}-2"
    assert days.rows("withdrawn") == []
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


def test_a_source_that_fails_stops_no_other_and_withdraws_nothing_and_the_run_is_no_success(days: Days) -> None:
    days.settings["fetch"] = {"private_hosts": ["127.0.0.1"], "wait_seconds": 0, "attempts": 1, "timeout_seconds": 2}
    days.put("a.txt", note(2022, "Chile"))
    with serve(Site(pages={"/b.txt": note(2023, "Japan")})) as site:
        days.sources.append({"name": "web", "address": f"{site.url}/b.txt"})
        days.publish()
        assert {row["source_url"] for row in days.rows("notes")} == {"", f"{site.url}/b.txt"}
        site.pages["/b.txt"] = status(500)
        days.put("c.txt", note(2024, "Oman"))
        outcome = days.run()
    assert outcome.error is not None
    assert outcome.error.startswith("Source web: ")
    assert "answered 500" in outcome.error
    assert "All else was published" in outcome.error
    assert outcome.release["result"] == "published"
    assert len(days.rows("notes")) == 3
    assert not days.status().well


def test_what_was_fetched_is_published_where_the_only_source_could_not_give_all(days: Days) -> None:
    days.settings["fetch"] = {"private_hosts": ["127.0.0.1"], "wait_seconds": 0, "attempts": 1}
    page = b'<ul><li><a href="/1.txt">A/1/1</a></li><li><a href="/2.txt">A/1/2</a></li></ul>'
    pages: dict[str, Any] = {"/": page, "/1.txt": note(2022, "Chile")}
    with serve(Site(pages=pages, types={"/": "text/html"})) as site:
        days.sources = [{"name": "web", "listing": f"{site.url}/"}]
        answer, _ = evaluate(days.workspace(), None)
        assert isinstance(answer, dg.RunRequest)
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


def test_a_held_release_stays_the_latest_until_publication_may_go_on(days: Days) -> None:
    first = days.first_day()
    days.put("b.txt", note(2023, "Japan"))
    second = days.publish()
    # As `uncac rollback` leaves it when it is killed before it moves the pointer.
    days.history.pins.save(Pins(held=first, reason="wrong figures", since="2026-01-01T00:00:00+00:00"))
    outcome = days.run()
    # Nothing is new, so nothing is made; but what is new would not be published either.
    days.put("c.txt", note(2024, "Oman"))
    outcome = days.run()
    assert outcome.error is None
    assert outcome.release["result"] == "held"
    assert days.latest == first
    assert days.status().held.reason == "wrong figures"
    days.history.pins.save(Pins())
    third = days.publish()
    assert len(days.rows("notes")) == 3
    assert [entry.id for entry in days.history.line()] == [third, first]
    assert second not in (days.outputs.publish / "latest" / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_mirror_has_every_file_and_its_pointer_comes_last(days: Days) -> None:
    files = fsspec.filesystem("memory")
    days.put("a.txt", note(2022, "Chile"))
    first = days.publish(mirror="memory://mirror/uncac")
    pointer = json.loads(files.cat_file("/mirror/uncac/latest.json"))
    assert pointer["release"] == first
    folder = days.outputs.publish / "latest"
    for path in (p for p in folder.rglob("*") if p.is_file()):
        copied = files.cat_file(f"/mirror/uncac/{pointer['path']}{path.relative_to(folder).as_posix()}")
        assert copied == path.read_bytes()
    # A copy that was broken off is completed, also when nothing is new here.
    files.rm_file(f"/mirror/uncac/releases/{first}/SHA256SUMS")
    files.rm_file(f"/mirror/uncac/releases/{first}/data/statements.csv")
    assert days.run(mirror="memory://mirror/uncac").error is None
    assert files.exists(f"/mirror/uncac/releases/{first}/data/statements.csv")
    files.rm("/mirror", recursive=True)


def test_a_mirror_that_can_not_be_written_is_a_failure_and_the_release_stands(days: Days) -> None:
    days.put("a.txt", note(2022, "Chile"))
    (days.folder / "mirror").write_text("a file, no folder", encoding="utf-8")
    outcome = days.run(mirror=f"file://{days.folder}/mirror")
    assert "could not be copied to the mirror" in (outcome.error or "")
    assert outcome.release["result"] == "published"
    assert days.latest
    assert not days.status().well


def test_a_run_that_finds_something_new_asks_the_sources_once(uncac: Run, days: Days) -> None:
    with serve(Site(pages={"/a.txt": note(2022, "Chile"), "/b.txt": note(2023, "Peru")})) as site:
        days.settings |= {"fetch": {"private_hosts": ["127.0.0.1"]}}
        days.sources = [{"name": name, "address": f"{site.url}/{name}.txt"} for name in ("a", "b")]
        days.workspace()
        files = ["--settings", days.folder / "settings.yaml", "--sources", days.folder / "sources.yaml"]
        command = ["publish", "--outputs", days.outputs.root, *files]
        days.publish()
        for said in ("Published", "Nothing new"):
            site.pages["/b.txt"] = note(2023, "Peru", "Japan")
            site.asked.clear()
            result = uncac(*command)
            assert said in result.stdout, result.stderr
            assert sorted(site.paths()) == ["/a.txt", "/b.txt"]


def test_a_plan_says_that_a_withdrawn_document_stops_the_run(uncac: Run, days: Days) -> None:
    days.put("a.txt", note(2022, "Chile"))
    days.put("b.txt", note(2023, "Japan"))
    days.publish()
    words = "plan", "--outputs", days.outputs.root, "--inbox", days.inbox
    assert "--accept-removals" not in uncac(*words).stdout
    (days.inbox / "b.txt").unlink()
    assert "--accept-removals" in uncac(*words).stdout
    refused = days.run().error or ""
    assert refused.index("1 statement of CAC/COSP/WG.4/2023/2 disappears.") < refused.index(f"statements: {SECOND}.")
