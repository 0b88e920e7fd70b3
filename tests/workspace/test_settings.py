"""What is said of a setting that can't be meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dagster import ScheduleDefinition

from pipelines.workspace.settings import Refresh, SettingsError, load_settings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "the file: it needs keys with values"),
        ("settings: hello", "settings: unknown key"),
        ("keep: hello", "keep: it needs keys with values"),
        ("limits: hello", "limits: it needs keys with values"),
        ("refresh: {cron: 99 5 * * *}", "refresh.cron: '99' is no minute (0 to 59"),
        ("refresh: {cron: 0 5 1-32 * *}", "refresh.cron: '1-32' is no day of the month"),
        ("refresh: {cron: 0 5 * * Monday}", "refresh.cron: 'monday' is no day of the week"),
        ("refresh: {cron: H 5 * * *}", "refresh.cron: 'h' is no minute"),
        ("refresh: {cron: '*/0 5 * * *'}", "refresh.cron: '*/0' is no minute"),
        ("refresh: {timezone: Mars}", "refresh.timezone: give a name such as Europe/Vienna"),
        ("keep: {release: 3}", "keep.release: unknown key"),
        ("alerts: {mail: {to: [], sender: a@b.c, host: h}}", "alerts.mail.to: "),
        ("refresh: {cron: '@daily'}", "refresh.cron: a schedule has five fields"),
    ],
)
def test_a_setting_that_can_not_be_meant_is_named_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=re.escape(f"settings.yaml can't be used:\n  {said}")):
        load_settings(path)


@pytest.mark.parametrize(
    "cron", ["*/15 * * * *", "0 5 * * MON-FRI", "0,30 6-18/2 1,15 jan *", "0 5 L * *", "0 5 * * 1#2", "0 5 * * 7"]
)
def test_a_schedule_that_dagster_takes_is_taken(cron: str) -> None:
    assert ScheduleDefinition(job_name="refresh", cron_schedule=Refresh(cron=cron).cron).cron_schedule == cron
