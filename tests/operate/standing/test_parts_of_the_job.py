"""A part of the job alone: one table, one note that is read again, one release that is rendered again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

from pipelines.operate.instance import open_instance
from pipelines.operate.job import JOB, OUTPUTS_TAG, pipeline
from pipelines.operate.options import ExtractOptions, ReleaseOptions
from pipelines.operate.run import Order, execute
from pipelines.operate.run_result import RunResult
from pipelines.operate.workspace import Workspace
from tests.operate.notes import note
from tests.operate.quick import Days


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Days:
    days = Days(tmp_path, monkeypatch)
    days.keep_history()
    days.put("one.txt", note(2022, "Argentina", "Brazil"))
    days.publish()
    return days


def run(days: Days, selection: str, **options: Any) -> RunResult:
    return execute(days.workspace(), Order(f"run --select {selection}", selection, **options), days.folder / "dagster")


def test_one_table_is_made_alone(published: Days) -> None:
    table = published.outputs.model / "by_state.parquet"
    good, others = table.read_bytes(), {p.name: p.stat().st_mtime_ns for p in published.outputs.model.glob("*.parquet")}
    table.write_bytes(b"")
    assert run(published, "model/by_state").error is None
    assert table.read_bytes() == good
    after = {p.name: p.stat().st_mtime_ns for p in published.outputs.model.glob("*.parquet")}
    assert {name for name in after if after[name] != others[name]} == {"by_state.parquet"}


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ("model/by_state", "Nothing is extracted yet"),
        ("publish/release", "Nothing is extracted yet"),
        ("group:extract", "Nothing is archived yet"),
    ],
)
def test_a_stage_before_which_nothing_was_done_is_refused_and_nothing_is_made(
    tmp_path: Path, selection: str, said: str
) -> None:
    workspace = Workspace(outputs_folder=str(tmp_path / "new"))
    outcome = execute(workspace, Order(f"run --select {selection}", selection), tmp_path / "new" / ".dagster")
    assert outcome.error is not None
    assert outcome.error.startswith(said)
    assert "uncac publish" in outcome.error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("selection", ["model/by_state+", "publish/release"])
def test_tables_are_not_published_without_the_notes_that_they_were_made_of(published: Days, selection: str) -> None:
    before = published.latest
    (published.inbox / "one.txt").unlink()
    published.put("letter.txt", b"Dear Sir or Madam.")
    assert "No note could be read" in (published.run().error or "")
    outcome = run(published, selection)
    assert (outcome.error or "").startswith("No note could be read from what was archived last")
    assert published.latest == before


def test_one_note_is_read_again_and_gives_the_same_rows(published: Days) -> None:
    (batch,) = published.outputs.extract.glob("*/statements.parquet")
    good = batch.read_bytes()
    batch.write_bytes(b"damaged")
    note_id = published.rows("notes")[0]["note_id"]
    assert run(published, "group:extract", extract=ExtractOptions(note_ids=[note_id])).error is None
    assert batch.read_bytes() == good


def test_a_note_that_is_not_there_is_named(published: Days) -> None:
    outcome = run(published, "group:extract", extract=ExtractOptions(note_ids=["no-such-note"]))
    assert outcome.error is not None
    assert "no-such-note" in outcome.error


def test_a_release_that_is_rendered_again_is_the_same_release(published: Days) -> None:
    before = published.latest
    outcome = run(published, "publish/release", release=ReleaseOptions(again=True))
    assert outcome.error is None
    assert outcome.release["new"] is False
    assert published.latest == before


def test_a_selection_of_nothing_is_said(published: Days) -> None:
    outcome = run(published, "model/no_such_table")
    assert outcome.error is not None
    assert "no_such_table" in outcome.error


def test_runs_say_what_was_asked_for_and_what_came_of_it(published: Days) -> None:
    with open_instance(published.folder / "dagster") as instance:
        (last,) = instance.get_runs(limit=1)
    assert last.tags["uncac/command"] == "publish"
    assert last.tags["uncac/sources"] == "inbox"
    assert last.tags["uncac/release"] == published.latest
    assert last.tags[OUTPUTS_TAG] == str(published.outputs.root)


def test_a_run_that_was_killed_is_not_started_for_ever(published: Days) -> None:
    workspace, home = published.workspace(), published.folder / "dagster"
    with open_instance(home) as instance:
        killed = _leave_started(instance, published)
    assert execute(workspace, Order(), home).error is None
    with open_instance(home) as instance:
        run = instance.get_run_by_id(killed)
        assert run is not None
        assert run.status is DagsterRunStatus.FAILURE
        assert not instance.get_runs(RunsFilter(statuses=[DagsterRunStatus.STARTED]))


def _leave_started(instance: DagsterInstance, days: Days) -> str:
    """What a run that was killed leaves behind."""
    job = pipeline(days.workspace()).resolve_job_def(JOB)
    run = instance.create_run_for_job(job, status=DagsterRunStatus.STARTED, tags=dict(job.tags))
    return run.run_id
