"""A part of the job alone: one table, one note that is read again, one release that is rendered again."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterInstance

from pipelines.operate.execute import execute
from pipelines.operate.runs import RunResult
from pipelines.operate.workspace import RunOptions, Workspace
from tests.operate.interruptions import FORKED
from tests.releases import Days


@pytest.fixture
def published(days: Days) -> Days:
    days.first_day()
    return days


def run(days: Days, selection: str, *note_ids: str, **options: Any) -> RunResult:
    command = f"run --select {selection}"
    asked = RunOptions(note_ids=note_ids, **options)
    return execute(days.workspace(), asked, command=command, selection=selection)


def test_one_table_is_made_alone(published: Days) -> None:
    table = published.outputs.model / "by_state.parquet"
    good, others = table.read_bytes(), {p.name: p.stat().st_mtime_ns for p in published.outputs.model.glob("*.parquet")}
    table.write_bytes(b"")
    assert run(published, "model/by_state").error is None
    assert table.read_bytes() == good
    after = {p.name: p.stat().st_mtime_ns for p in published.outputs.model.glob("*.parquet")}
    assert {name for name in after if after[name] != others[name]} == {"by_state.parquet"}
    # Without a home of Dagster nothing is left of it.
    assert {path.name for path in published.folder.iterdir()} == {"inbox", "outputs", "settings.yaml", "sources.yaml"}


@pytest.mark.parametrize(
    ("selection", "said"),
    [("publish/release", "Nothing is extracted yet"), ("group:extract", "Nothing is archived yet")],
)
def test_a_stage_before_which_nothing_was_done_is_refused_and_nothing_is_made(
    tmp_path: Path, selection: str, said: str
) -> None:
    workspace = Workspace(outputs_folder=str(tmp_path / "new"))
    outcome = execute(workspace, RunOptions(), selection=selection)
    assert outcome.error is not None
    assert outcome.error.startswith(said)
    assert "uncac publish" in outcome.error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("selection", ["model/by_state+", "publish/release"])
def test_tables_are_not_published_without_the_notes_that_they_were_made_of(published: Days, selection: str) -> None:
    before = published.latest
    (published.inbox / "a.txt").unlink()
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
    assert run(published, "group:extract", note_id).error is None
    assert batch.read_bytes() == good


@pytest.mark.parametrize("how", ["damaged", "deleted"])
def test_a_note_is_not_read_again_without_the_list_of_what_is_archived(published: Days, how: str) -> None:
    path = published.outputs.inventory
    path.write_bytes(b"{") if how == "damaged" else path.unlink()
    outcome = run(published, "group:extract", "cac-cosp-wg-4-2022-2")
    said = {"damaged": f"{path}, the list of what is archived, can't be read: ", "deleted": "Nothing is archived yet"}
    assert (outcome.error or "").startswith(said[how])
    assert "Run `uncac publish` first" in (outcome.error or "")


def test_a_release_that_is_made_again_is_another_of_the_same_content(published: Days) -> None:
    before = published.latest
    outcome = run(published, "publish/release", again=True, date=before[:10])
    assert outcome.error is None
    assert outcome.release["result"] == "published"
    assert published.latest == f"{before}-2"
    releases = published.history.releases
    first, second = ((releases / name / "data" / "statements.csv").read_bytes() for name in (before, published.latest))
    assert first == second


@pytest.mark.parametrize("asked", [("group:extract", "no-such-note"), ("model/no_such_table",)])
def test_a_note_or_a_table_that_is_not_there_is_named(published: Days, asked: tuple[str, ...]) -> None:
    assert asked[-1].removeprefix("model/") in (run(published, *asked).error or "")


def test_where_dagster_keeps_a_history_it_says_what_was_asked_for(published: Days) -> None:
    published.keep_history()
    assert run(published, "model/by_state").error is None
    with DagsterInstance.get() as instance:
        (record,) = instance.get_run_records()
    assert record.dagster_run.tags["uncac/command"] == "run --select model/by_state"
    assert record.dagster_run.tags["uncac/sources"] == "inbox"


def _start(days: tuple[Path, Path], begin: Any) -> None:
    workspace = Workspace(outputs_folder=str(days[0]))
    os.environ["DAGSTER_HOME"] = str(days[1])
    begin.wait()
    error = execute(workspace, RunOptions(), selection="model/by_state").error
    sys.exit(error)


@pytest.mark.long  # three programs, each with Dagster
def test_programs_that_start_on_a_new_home_of_dagster_at_once_all_keep_their_history(published: Days) -> None:
    outputs = [published.folder / str(n) for n in range(3)]
    for folder in outputs:
        published.copy_outputs(folder)
    begin = FORKED.Barrier(len(outputs))
    programs = [FORKED.Process(target=_start, args=((folder, published.home), begin)) for folder in outputs]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0] * len(outputs)
    published.keep_history()
    with DagsterInstance.get() as instance:
        assert len(instance.get_run_records()) == len(outputs)


def test_a_history_that_can_not_be_written_is_told_and_is_no_reason_to_lose_anything(published: Days) -> None:
    published.keep_history()
    (published.home / "history").mkdir(parents=True)
    (published.home / "history" / "runs.db").write_bytes(b"damaged" * 1000)
    outcome = run(published, "model/by_state")
    assert outcome.error is not None
    assert outcome.error.startswith(f"The run could not be done or recorded below {published.home} (")
    assert "without DAGSTER_HOME" in outcome.error
