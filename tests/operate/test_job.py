"""The job itself, as `uncac publish` runs it on the instance of `DAGSTER_HOME`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import Any

import dagster as dg
import pytest
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus

import pipelines.operate.run
from pipelines.definitions import defs
from pipelines.operate.assets import RELEASE
from pipelines.operate.execute import open_instance
from tests.conftest import Ended, Run
from tests.contents import bytes_of
from tests.operate.notes import note
from tests.processes import left_of, until
from tests.releases import Days


def publish(days: Days, *more: str) -> Ended:
    """`uncac publish`, by the job, which keeps its history in a home."""
    return days.uncac("publish", *days.declared, *more, DAGSTER_HOME=str(days.home))


def only_run(days: Days) -> DagsterRun:
    """The one run of the history."""
    with open_instance(str(days.home)) as instance:
        (record,) = instance.get_run_records()
    return record.dagster_run


def test_a_release_has_the_same_bytes_with_and_without_dagster_in_whose_history_its_run_stands(
    days: Days,
) -> None:
    latest = days.outputs.publish / "latest"
    first = days.first_day("Chile", "Peru")
    without = bytes_of(latest.resolve())
    shutil.rmtree(days.outputs.root)
    result = publish(days, "--date", first[:10])
    assert result.returncode == 0, result.stderr
    assert bytes_of(latest.resolve()) == without
    run = only_run(days)
    assert (run.job_name, run.status) == ("publish", DagsterRunStatus.SUCCESS)
    assert run.tags["uncac/command"] == "publish"
    with open_instance(str(days.home)) as instance:
        keys = {spec.key for spec in defs.resolve_all_asset_specs()}
        assert [key for key in keys if instance.get_latest_materialization_event(key) is None] == []


def test_what_a_release_changed_and_what_was_done_with_it_stands_on_the_pages_of_its_assets(
    days: Days,
) -> None:
    first = days.first_day()
    days.put("b.txt", note(2023, "Japan", "Peru"))
    days.put("c.txt", b"no note")
    assert publish(days).returncode == 0
    second = days.latest
    assert days.uncac("rollback", "--reason", "b.txt is wrong", DAGSTER_HOME=str(days.home)).returncode == 0
    with open_instance(str(days.home)) as instance:
        (table,) = instance.fetch_observations(dg.AssetKey(["model", "statements"]), limit=9).records
        (event,) = instance.fetch_observations(RELEASE, limit=9).records
        made = instance.get_latest_materialization_event(RELEASE)
    assert _shown(table.asset_observation) == {"release": second, "added": 2, "changed": 0, "removed": 0}
    assert _shown(event.asset_observation) == {
        "release": first,
        "held": f"Release {first} is the latest, and stays it until `uncac rollback --resume`.",
        "reason": "b.txt is wrong",
    }
    assert made
    assert made.asset_materialization
    shown = _shown(made.asset_materialization)
    assert shown["release"] == second
    listed = made.asset_materialization.metadata["quarantined"]
    assert isinstance(listed, dg.TableMetadataValue)
    assert [record.data["file"] for record in listed.records] == ["c.txt"]
    assert {"folder", "page", "validation"} <= shown.keys()


def _shown(event: dg.AssetObservation | dg.AssetMaterialization | None) -> dict[str, Any]:
    assert event
    return {name: value.value for name, value in event.metadata.items()}


def test_where_nothing_is_new_dagster_is_not_even_imported(program: Run, days: Days) -> None:
    days.first_day()
    result = program("publish", "--outputs", days.outputs.root, *days.declared, PYTHONPROFILEIMPORTTIME="1")
    assert (result.returncode, "Nothing new: release" in result.stdout) == (0, True)
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "pipelines.operate.refresh" in imported
    assert "dagster" not in imported


def test_a_run_that_is_refused_or_fails_a_check_says_why_and_the_last_release_stands(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = days.first_day()
    days.put("b.txt", note(2023, "Japan"))
    (rule, *_) = pipelines.operate.run.RULE_NAMES
    with monkeypatch.context() as patch:
        broken = {rule: ["a.p002.CHL: found 'x', expected 'y'."]}
        patch.setattr(pipelines.operate.run, "broken_rules", lambda *_: broken)
        failed = days.uncac("publish", *days.declared)
    assert failed.returncode == 1
    for said in ("Checks failed; nothing was published.", rule, "a.p002.CHL: found", "corrections.yaml"):
        assert said in failed.stderr
    (days.inbox / "a.txt").unlink()
    refused = publish(days)
    assert refused.returncode == 1
    assert "a.txt is no longer at source inbox" in refused.stderr
    assert (days.latest, [problem.kind for problem in days.status().problems]) == (release, ["run"])
    run = only_run(days)
    assert run.status == DagsterRunStatus.FAILURE
    assert "a.txt is no longer at source inbox" in _failure(days, run)
    with open_instance(str(days.home)) as instance:
        assert instance.get_latest_materialization_event(RELEASE) is None


def _failure(days: Days, run: DagsterRun) -> str:
    """What Dagster's page of a run shows of the step that failed."""
    with open_instance(str(days.home)) as instance:
        events = [entry.dagster_event for entry in instance.all_logs(run.run_id) if entry.dagster_event]
    (data,) = [event.step_failure_data for event in events if event.is_step_failure]
    assert data.user_failure_data
    return str(data.user_failure_data.description)


@pytest.mark.long  # a program that is killed, and one that makes a whole release
def test_of_a_run_that_is_killed_nothing_goes_on_and_the_next_completes_it(days: Days) -> None:
    days.put("a.txt", note(2022, "Chile", "Peru"))
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "publish", *map(str, days.declared)]
    environment = {**os.environ, "DAGSTER_HOME": str(days.home), "UNCAC_OUTPUTS": str(days.outputs.root)}

    def start() -> subprocess.Popen[bytes]:
        quiet: Any = subprocess.DEVNULL
        return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)

    program = start()
    until("tables are made", (days.outputs.model / "statements.parquet").exists)
    program.send_signal(signal.SIGKILL)
    program.wait()
    until("nothing is left of it", lambda: not left_of(days.home))
    (problem,) = [problem for problem in days.status().problems if problem.kind == "run"]
    assert "it was killed" in problem.message
    assert start().wait() == 0
    until("nothing is left of that either", lambda: not left_of(days.home))
    assert days.status().well
    with DagsterInstance.from_config(str(days.home)) as instance:
        assert [record.dagster_run.status for record in instance.get_run_records(limit=1)] == [DagsterRunStatus.SUCCESS]
