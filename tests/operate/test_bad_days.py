"""What goes wrong in a large run: a document that kills its reader, a worker that is killed, too little memory."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

import pipelines.operate.workspace
from pipelines.archive.quarantine import read_quarantine
from pipelines.operate.assets import in_words
from pipelines.operate.run import STAGES
from pipelines.workspace.paths import Outputs
from pipelines.workspace.pool import Processes
from tests.operate.conftest import SmallDisk
from tests.operate.notes import note
from tests.processes import kill
from tests.releases import Days


def _read(items: Sequence[int]) -> list[int]:
    if 37 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    if 42 in items:
        signal.pause()
    return [item * 2 for item in items]


def test_a_document_that_kills_or_hangs_its_worker_costs_itself_alone() -> None:
    outcomes = list(Processes(2)(_read, range(60), seconds=3, most=3))
    assert [outcome.item for outcome in outcomes] == list(range(60))
    assert {o.item: o.failure for o in outcomes if o.failure} == {37: "crash", 42: "timeout"}
    assert all(outcome.result == outcome.item * 2 for outcome in outcomes if not outcome.failure)


def _double(items: Sequence[int]) -> list[tuple[int, int]]:
    return [(item * 2, os.getpid()) for item in items]


@pytest.mark.long  # four hundred pieces of work
def test_workers_that_are_killed_from_outside_cost_no_item() -> None:
    results: list[int | None] = []
    workers: set[int] = set()
    killed = 0
    for outcome in Processes(2)(_double, range(400), seconds=60, most=1):
        result, worker = outcome.result or (None, 0)
        results.append(result)
        workers.add(worker)
        # Busy or idle: pebble gives up its whole pool where an idle worker dies.
        if outcome.item in {50, 150, 250, 350}:
            killed += sum(kill(pid) for pid in workers)
            workers.clear()
    assert killed >= 4
    assert results == [item * 2 for item in range(400)]


def test_a_document_that_takes_too_long_is_quarantined_and_the_others_are_published(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipelines.operate.workspace, "Processes", Processes)  # as in every run of a user
    days.settings["limits"] = {"max_seconds": 2}
    days.put("a.txt", note(2021, "Austria"))
    days.put("b.txt", note(2022, *["Chile"] * 25_000))
    days.put("c.txt", note(2023, "Chile"))
    days.publish()
    assert [row["source_file"] for row in days.rows("notes")] == ["a.txt", "c.txt"]
    (refusal,) = read_quarantine(days.outputs.quarantine)
    assert (refusal.name, refusal.reason) == ("b.txt", "timeout")
    assert "it took longer than 2 seconds" in refusal.message
    assert "limits.max_seconds" in refusal.message


def test_too_little_memory_is_said_and_the_last_release_stands(days: Days) -> None:
    release = days.first_day()
    days.settings["memory"] = "1MB"
    days.put("b.txt", note(2023, "Japan"))
    error = days.run().error or ""
    assert "not enough memory" in error
    assert "`memory` in the settings" in error
    assert days.latest == release


def test_a_fault_of_the_program_is_told_and_the_last_release_stands(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = days.first_day()
    days.put("b.txt", note(2023, "Japan"))
    monkeypatch.setitem(STAGES, "model", lambda *_: dict[str, str]()["nothing"])
    error = days.run().error or ""
    assert error.startswith("The run broke down: KeyError: 'nothing'\n")
    assert "report it" in error
    assert (days.latest, days.status().well) == (release, False)


def test_a_folder_that_can_not_be_copied_to_a_full_disk_is_one_sentence(disk: SmallDisk, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    for n in range(40):
        (tmp_path / "site" / f"{n}.js").write_bytes(bytes(2**20))
    disk.leave(9_000)
    with pytest.raises(shutil.Error) as failure:
        shutil.copytree(tmp_path / "site", disk.folder / "site")
    said = f"The disk of {disk.folder} is full. Make room; the next run goes on from here."
    assert in_words(failure.value, Outputs(disk.folder)) == said


def test_no_room_is_said_in_words_though_duckdb_tells_it_as_json() -> None:
    told = (
        'IO Error: Async write failed for range [offset=126, size=9]: {"exception_type":"IO","exception_message":'
        '"Could not write file \\"/data/a.csv\\": No space left on device","errno":"28"}'
    )
    assert '(Could not write file "/data/a.csv": No space left on device)' in in_words(duckdb.IOException(told))


@pytest.mark.long  # three runs for each size of a disk
@pytest.mark.parametrize("spare", [0, 40, 400])
def test_a_full_disk_is_said_in_one_sentence_and_costs_nothing(
    disk: SmallDisk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, spare: int
) -> None:
    days = Days(disk.folder, monkeypatch)
    days.put("one.txt", note(2022, "Argentina"))
    days.publish()
    days.put("two.txt", note(2023, "Brazil"))
    disk.leave(spare)
    outcome = days.run()
    assert outcome.error == f"The disk of {days.outputs.root} is full. Make room; the next run goes on from here."
    assert not [message for message in caplog.messages if "damaged" in message]
    disk.leave(60_000)
    days.publish()
    assert len(days.rows("notes")) == 2


@pytest.mark.long  # five runs
def test_a_full_disk_before_the_first_run_leaves_nothing_that_stops_the_next(
    disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = Days(disk.folder, monkeypatch)
    days.put("one.txt", note(2022, "Argentina"))
    for spare in (24, 200, 600):
        disk.leave(spare)
        assert "is full. Make room" in (days.run().error or "")
    disk.leave(60_000)
    days.publish()
