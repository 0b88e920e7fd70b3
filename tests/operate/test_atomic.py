"""Whatever stops a run, and whenever: the old or the new release stands, whole, and the next run needs no hand."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.publish.history import History
from tests.contents import whole
from tests.operate.interruptions import Process, run
from tests.operate.notes import note

pytestmark = pytest.mark.long  # a run for each of the moments at which one is killed, or the disk is full
RESUMED = 5  # of the states that a kill may leave, how many a further run goes on from


@dataclass(frozen=True)
class Case:
    """A release of one note, and an inbox with a second one.

    `states`, `first_states`: the outputs before each change of the file system in the run that publishes both, and in
    the very first run: what a kill there would leave. `changes`: how many the former has.
    """

    inbox: Path
    outputs: Path
    old: str
    new: str
    changes: int
    states: Path
    first_states: Path


def latest(outputs: Path) -> str:
    folder = History(outputs / "publish").latest()
    assert folder is not None
    assert whole(folder)
    return folder.name


def fresh(case: Case, folder: Path) -> Path:
    outputs = folder / "outputs"
    shutil.copytree(case.outputs, outputs, symlinks=True)
    return outputs


def spread(states: Path) -> list[Path]:
    """Some of the states, the first and the last among them."""
    found = sorted(states.iterdir(), key=lambda state: int(state.name))
    return [found[n * (len(found) - 1) // (RESUMED - 1)] for n in range(RESUMED)]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("atomic")
    inbox, outputs, both = folder / "inbox", folder / "outputs", folder / "both"
    inbox.mkdir()
    (inbox / "a.txt").write_bytes(note(2022, "Chile", "Peru"))
    outputs.mkdir()
    assert run(inbox, outputs, copies=folder / "first") == 0
    (inbox / "b.txt").write_bytes(note(2023, "Japan", "Qatar"))
    shutil.copytree(outputs, both, symlinks=True)
    process = Process(inbox, both, copies=folder / "states")
    assert process.end() == 0
    assert latest(both) != latest(outputs)
    assert process.changes > 50
    names = latest(outputs), latest(both)
    return Case(inbox, outputs, *names, process.changes, folder / "states", folder / "first")


def goes_on(case: Case, outputs: Path) -> None:
    """The next run publishes the new release, and nothing half done is left."""
    assert run(case.inbox, outputs) == 0
    assert latest(outputs) == case.new
    releases = outputs / "publish" / "releases"
    assert {p.name for p in releases.iterdir()} == {case.old, case.new}
    assert all(whole(release) for release in releases.iterdir())
    listed = json.loads((outputs / "publish" / "releases.json").read_text())
    assert [row["identifier"] for row in listed] == [case.new, case.old]
    changes = json.loads((releases / case.new / "changes.json").read_text())
    assert changes["previous_release"] == case.old


def test_a_kill_at_any_write_leaves_the_old_or_the_new_release(case: Case) -> None:
    for state in case.states.iterdir():
        assert latest(state) in {case.old, case.new}
    assert {latest(state) for state in spread(case.states)} == {case.old, case.new}


@pytest.mark.parametrize("n", range(RESUMED))
def test_a_run_goes_on_from_what_a_kill_left(case: Case, n: int) -> None:
    goes_on(case, spread(case.states)[n])


def test_a_run_that_is_killed_again_and_again_ends_well(case: Case, tmp_path: Path) -> None:
    outputs = fresh(case, tmp_path)
    killed = 0
    for part in (9, 6, 3, 1):  # a run that goes on has less to do, and may end before it comes to its point
        killed += run(case.inbox, outputs, event="kill", at=case.changes * part // 10) == -9
        assert latest(outputs) in {case.old, case.new}
    assert killed >= 2
    goes_on(case, outputs)


def test_a_kill_in_the_first_run_of_all_leaves_no_release_or_a_whole_one(case: Case) -> None:
    found = [History(state / "publish").latest() for state in case.first_states.iterdir()]
    assert None in found
    assert all(folder is None or whole(folder) for folder in found)
    for state in spread(case.first_states)[1:-1:2]:
        assert run(case.inbox, state) == 0
        assert latest(state)


def test_a_disk_that_is_full_from_any_write_on_leaves_the_old_or_the_new_release(case: Case, tmp_path: Path) -> None:
    for at in [1 + n * (case.changes - 1) // 11 for n in range(12)]:
        outputs = fresh(case, tmp_path / str(at))
        code = run(case.inbox, outputs, event="full", at=at)
        stands = latest(outputs)
        assert stands in {case.old, case.new}
        # Only what comes after the pointer has moved may be lacking.
        assert code == 1 or stands == case.new
        goes_on(case, outputs)


def test_two_runs_with_different_inboxes_do_not_mix(case: Case, tmp_path: Path) -> None:
    outputs = fresh(case, tmp_path)
    other = tmp_path / "other"
    shutil.copytree(case.inbox, other)
    (other / "c.txt").write_bytes(note(2024, "Oman"))
    processes = [Process(case.inbox, outputs), Process(other, outputs)]
    smaller, larger = [process.end() for process in processes]
    # Where the larger inbox came first, its third note would disappear by the other, which is refused.
    assert (smaller in {0, 1}, larger) == (True, 0)
    newest = History(outputs / "publish").standing()
    assert {record.counts["notes"] for record in newest} == ({1, 2, 3} if smaller == 0 else {1, 3})
    assert all(whole(p) for p in (outputs / "publish" / "releases").iterdir())
