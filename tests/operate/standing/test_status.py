"""`uncac status` tells the truth: each thing that is not as it should be is exit 1 with a sentence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from pipelines.archive.sources.source_state import SourceState
from pipelines.operate.health import tell_problems
from pipelines.operate.runs import begin, conclude, leave
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.lock import acquire
from pipelines.workspace.paths import Outputs
from tests.conftest import Run
from tests.operate.conftest import SmallDisk
from tests.operate.interruptions import run
from tests.operate.notes import note
from tests.operate.standing import latest, status


def assert_says(result: Result, *said: str) -> None:
    assert result.exit_code == 1, result.output
    assert all(words in result.output for words in said), result.output


def test_outputs_without_a_release_are_not_well(tmp_path: Path) -> None:
    assert_says(status(tmp_path), "There is no release. `uncac publish` makes one.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["missing", "dangling", "folder"])
def test_a_pointer_that_names_no_release_is_told_with_the_newest_that_stands(outputs: Path, how: str) -> None:
    pointer, newest = outputs / "publish" / "latest", latest(outputs).name
    pointer.unlink()
    if how == "dangling":
        pointer.symlink_to("releases/nothing")
    if how == "folder":
        shutil.copytree(outputs / "publish" / "releases" / newest, pointer)
    said = {"missing": "is missing", "dangling": "leads to no release", "folder": "is a folder, and no link"}[how]
    assert_says(status(outputs), f"{pointer} {said}", f"The newest that stands is {newest}", "`uncac publish`")
    if how == "folder":
        with pytest.raises(ReportedError, match=f"{pointer} is a folder, and no link to a release. Move it away"):
            History(outputs / "publish").go_back()
    else:
        assert History(outputs / "publish").go_back() == outputs / "publish" / "releases" / newest


def test_what_is_public_does_not_call_a_run_well_that_was_killed(outputs: Path) -> None:
    assert _public(outputs)["well"] is True
    inbox = outputs.parent / "inbox"
    (inbox / "c.txt").write_bytes(note(2024, "Japan"))
    assert run(inbox, outputs, event="kill", at=60) < 0
    # Nobody is there who could say more than that a run has begun.
    public = _public(outputs)
    assert (public["well"], public["last_run"]["well"]) == (None, None)
    assert "<h1>A run goes on</h1>" in (outputs / "publish" / "health.html").read_text(encoding="utf-8")
    assert_says(status(outputs), "never ended: it was killed")
    # Whoever looks next, the sensor or a run, says what it was.
    workspace = Workspace(inboxes=[str(inbox)], outputs_folder=str(outputs))
    tell_problems(workspace)
    assert _public(outputs)["well"] is False
    assert run(inbox, outputs) == 0
    tell_problems(workspace)
    assert _public(outputs)["well"] is True
    assert status(outputs).exit_code == 0


def _public(outputs: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((outputs / "publish" / "status.json").read_bytes())
    return told


def test_outputs_that_can_only_be_read_or_are_full_are_not_well(outputs: Path, disk: SmallDisk, uncac: Run) -> None:
    there = disk.folder / "outputs"
    shutil.copytree(outputs, there, symlinks=True)
    assert status(there).exit_code == 0
    disk.leave(100)
    assert_says(status(there), f"The disk of {there} is full.")
    disk.leave(60_000)
    subprocess.run(["mount", "-o", "remount,ro", disk.folder], check=True)
    assert uncac("publish", "--inbox", outputs.parent / "inbox", "--outputs", there).returncode == 1
    assert_says(status(there), f"{there} can only be read")


def test_a_run_that_goes_on_is_no_problem_and_one_that_nobody_concluded_is(outputs: Path) -> None:
    begin(Outputs(outputs))
    with acquire(outputs, 0):
        assert status(outputs).exit_code == 0
    assert_says(status(outputs), "never ended")
    leave(Outputs(outputs))
    # Whoever watches it is still about to say how it ended; after some minutes nobody is.
    assert status(outputs).exit_code == 0
    path = outputs / "publish" / "runs.json"
    path.write_text(path.read_text().replace('"left": "2', '"left": "1'))
    assert_says(status(outputs), "failed, and nobody noted why")
    conclude(Outputs(outputs), None)
    assert status(outputs).exit_code == 0


def test_one_source_that_nobody_looks_at_is_named_though_others_are_looked_at(outputs: Path) -> None:
    outcomes = SourceState(outputs / "archive" / "sources").last_looks
    (inbox,) = outcomes.load().values()
    long_ago = (datetime.now(tz=UTC) - timedelta(hours=30)).isoformat(timespec="seconds")
    outcomes.save({"inbox": inbox, "web": type(inbox)("web", looked=long_ago, answered=long_ago)})
    assert_says(status(outputs), "Nobody has looked at web since")
    # It is to be left in peace for two days: then it is not too long.
    outcomes.save({"inbox": inbox, "web": type(inbox)("web", looked=long_ago, answered=long_ago, every_minutes=2880)})
    assert status(outputs).exit_code == 0


def test_a_copy_of_outputs_with_other_times_is_well(outputs: Path) -> None:
    for path in latest(outputs).rglob("*"):
        os.utime(path, (0, 0))
    assert status(outputs).exit_code == 0


def test_status_writes_nothing(outputs: Path) -> None:
    def times() -> dict[str, int]:
        return {str(path): path.lstat().st_mtime_ns for path in outputs.rglob("*") if path.name != ".lock"}

    before = times()
    status(outputs)
    assert times() == before
