"""The history of a run is the same, and nobody waits for it, where its events are stored together."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from pipelines.operate.events import stored_together
from pipelines.operate.instance import open_instance


@dg.asset
def quiet() -> int:
    return 1


def run(home: Path, *assets: dg.AssetsDefinition, together: bool) -> list[str]:
    """The kinds of event that Dagster knows of a run afterwards."""
    job = dg.Definitions(assets=assets, jobs=[dg.define_asset_job("job")]).resolve_job_def("job")
    with open_instance(home) as instance:
        if together:
            with stored_together(instance):
                result = job.execute_in_process(instance=instance, raise_on_error=False)
        else:
            result = job.execute_in_process(instance=instance, raise_on_error=False)
    with open_instance(home) as instance:
        events = [log.dagster_event_type for log in instance.all_logs(result.run_id) if log.is_dagster_event]
        assert (instance.get_latest_materialization_event(assets[0].key) is not None) == result.success
    return [kind.value for kind in events if kind]


def test_dagster_knows_the_same_of_a_run(tmp_path: Path) -> None:
    apart = run(tmp_path / "apart", quiet, together=False)
    assert run(tmp_path / "together", quiet, together=True) == apart
    assert apart[-1] == "PIPELINE_SUCCESS"


def test_what_failed_is_known_too(tmp_path: Path) -> None:
    @dg.asset
    def broken() -> int:
        raise ValueError("broken")

    assert "STEP_FAILURE" in run(tmp_path, broken, together=True)


def test_a_run_that_goes_on_keeps_no_other_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dagster._core.storage.event_log.sqlite.sqlite_event_log.SQLITE_BUSY_TIMEOUT_SECONDS", 1)

    @dg.asset
    def waited_for() -> int:
        assert "PIPELINE_SUCCESS" in run(tmp_path, quiet, together=False)
        return 1

    assert "PIPELINE_SUCCESS" in run(tmp_path, waited_for, together=True)
