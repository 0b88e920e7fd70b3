"""When the sensor asks for a run, and when it does not; what Dagster shows of sensors and schedule."""

from __future__ import annotations

import dagster as dg
import pytest
from dagster import DagsterInstance, RunRequest, SkipReason

from pipelines.archive.sources.declared import SourcesError
from pipelines.definitions import build
from pipelines.operate.runs import begin, conclude, leave
from pipelines.publish.history import Pins
from pipelines.sensors import evaluate, prune_runs
from pipelines.workspace.lock import acquire
from tests.operate.notes import note
from tests.operate.receivers import webhook
from tests.releases import Days


class Ticks:
    """Tick after tick, with the cursor that Dagster would keep."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self.cursor: str | None = None

    def __call__(self) -> RunRequest | SkipReason:
        answer = evaluate(self._days.workspace(), self.cursor)
        if isinstance(answer, RunRequest):
            self.cursor = answer.tags["uncac/contents"]
        return answer


def asked(answer: RunRequest | SkipReason) -> str:
    """The key of the run that is asked for: Dagster begins no second run of a key."""
    assert isinstance(answer, RunRequest)
    return str(answer.run_key)


def said(answer: RunRequest | SkipReason) -> str:
    assert isinstance(answer, SkipReason)
    return str(answer.skip_message)


def test_one_run_is_asked_for_all_that_is_new_and_none_for_what_is_known(days: Days) -> None:
    tick = Ticks(days)
    days.put("a.txt", note(2022, "Chile"))
    days.put("b.txt", note(2023, "Japan"))
    assert isinstance(tick(), RunRequest)
    days.publish()
    assert said(tick()) == f"Nothing new; release {days.latest} is current."
    # The same bytes under another name are not new; nor is a file that was only touched.
    days.put("copy.txt", note(2022, "Chile"))
    (days.inbox / "b.txt").rename(days.inbox / "c.txt")
    assert "Nothing new" in said(tick())
    days.put("d.txt", note(2024, "Oman"))
    assert isinstance(tick(), RunRequest)


def test_a_run_is_asked_for_once_and_where_it_fails_again_when_it_is_time(days: Days) -> None:
    tick = Ticks(days)
    days.put("a.txt", b"no note")
    first = asked(tick())
    # Until it has begun, it is the same that is asked for, also where Dagster was ended before it could begin.
    assert asked(tick()) == first
    begin(days.outputs)
    with acquire(days.outputs.root, 1):
        assert said(tick()) == "Something is new, and a run goes on."
    leave(days.outputs)
    conclude(days.outputs, "No note could be read.")
    assert "The next is asked for in 60 minutes." in said(tick())
    days.settings["refresh"] = {"retry_minutes": 0}
    assert "It is not asked for again" in said(tick())
    days.settings["refresh"] = {"retry_minutes": 1e-9}
    second = asked(tick())
    assert second != first
    # Something else is new meanwhile: that does not wait.
    days.settings["refresh"] = {"retry_minutes": 60}
    days.put("b.txt", note(2023, "Japan"))
    assert asked(tick()) not in {first, second}


def test_a_run_that_was_killed_is_asked_for_again_when_it_is_time(days: Days) -> None:
    tick = Ticks(days)
    days.put("a.txt", note(2022, "Chile"))
    first = asked(tick())
    # Whatever ended Dagster's daemon ended the run, too, and nobody noted that.
    begin(days.outputs)
    assert "did not end well" in said(tick())
    days.settings["refresh"] = {"retry_minutes": 1e-9}
    assert asked(tick()) != first
    days.publish()
    assert "Nothing new" in said(tick())


def test_a_change_of_declarations_asks_for_a_run(days: Days) -> None:
    tick = Ticks(days)
    days.first_day()
    assert "Nothing new" in said(tick())
    days.settings["limits"] = {"max_pages": 10}
    assert isinstance(tick(), RunRequest)


def test_nothing_is_asked_for_while_a_release_is_held_or_no_source_answers(days: Days) -> None:
    tick = Ticks(days)
    release = days.first_day()
    days.put("b.txt", note(2023, "Japan"))
    days.history.pins.save(Pins(held=release))
    assert "is held" in said(tick())
    days.history.pins.save(Pins())
    days.sources[0]["folder"] = "gone"
    assert "doesn't exist" in said(tick())


def test_dagster_shows_sensors_and_schedule_with_descriptions_and_starts_none_that_publishes(days: Days) -> None:
    definitions = build(days.workspace())
    assert definitions.sensors is not None
    sensors = {sensor.name: sensor for sensor in definitions.sensors if isinstance(sensor, dg.SensorDefinition)}
    assert set(sensors) == {"new_notes", "tell_failed_run", "tell_problems_of_run"}
    assert all(sensor.description for sensor in sensors.values())
    assert sensors["new_notes"].default_status == dg.DefaultSensorStatus.STOPPED
    assert sensors["tell_failed_run"].default_status == dg.DefaultSensorStatus.RUNNING
    assert definitions.schedules is not None
    (schedule,) = definitions.schedules
    assert isinstance(schedule, dg.ScheduleDefinition)
    assert schedule.description
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
    assert schedule.cron_schedule == days.workspace().settings.refresh.cron


def test_a_sensor_that_fails_tells_and_fails(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    days.put("a.txt", note(2022, "Chile"))
    with webhook() as hook:
        monkeypatch.setenv("UNCAC_ALERT_WEBHOOK", hook.url)
        definitions = build(days.workspace())
        (sensor,) = [
            s for s in definitions.sensors or [] if isinstance(s, dg.SensorDefinition) and s.name == "new_notes"
        ]
        (days.folder / "sources.yaml").write_text("sources: [{name: a}]", encoding="utf-8")
        with DagsterInstance.ephemeral() as instance:
            context = dg.build_sensor_context(instance=instance, definitions=definitions)
            with pytest.raises(SourcesError):
                sensor.evaluate_tick(context)
            days.workspace()
            assert sensor.evaluate_tick(context).run_requests
    post, over = hook.posted
    assert "The sensor failed" in post["text"]
    assert "Over: The sensor failed" in over["text"]
    assert "exactly one of address, folder, listing, storage, un" in post["text"]
    assert [problem.kind for problem in days.status().problems] == ["unpublished"]


def test_a_failure_is_over_once_the_sensor_finds_the_latest_release_made_of_what_is_there(days: Days) -> None:
    tick = Ticks(days)
    days.first_day()
    (days.inbox / "a.txt").rename(days.folder / "elsewhere.txt")
    assert days.run().error is not None
    assert not days.status().well
    (days.folder / "elsewhere.txt").rename(days.inbox / "a.txt")
    tick()
    assert days.status().well


def test_runs_in_dagsters_storage_are_bounded() -> None:
    @dg.job
    def nothing() -> None:
        """Do nothing."""

    with DagsterInstance.ephemeral() as instance:
        runs = [nothing.execute_in_process(instance=instance).run_id for _ in range(4)]
        unfinished = instance.create_run_for_job(nothing).run_id
        prune_runs(instance, 0)
        assert len(instance.get_run_records()) == 5
        prune_runs(instance, 2)
        assert {record.dagster_run.run_id for record in instance.get_run_records()} == {unfinished, runs[-1]}
