"""What is said of a setting that can't be meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dagster import define_asset_job

from pipelines.schedules import schedules
from pipelines.workspace.settings import Refresh, SettingsError, load_settings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "the file: it needs keys with values"),
        ("settings: hello", "settings: unknown key"),
        ("keep: hello", "keep: it needs keys with values"),
        ("limits: hello", "limits: it needs keys with values"),
        ("keep: {release: 3}", "keep.release: unknown key"),
        ("alerts: {mail: {to: [], sender: a@b.c, host: h}}", "alerts.mail.to: "),
    ],
)
def test_a_setting_that_can_not_be_meant_is_named_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=re.escape(f"settings.yaml can't be used: {said}")):
        load_settings(path)


@pytest.mark.parametrize("refresh", [Refresh(cron="99 5 * * *"), Refresh(timezone="Mars")])
def test_times_that_dagster_does_not_take_are_said_to_be_of_the_settings(refresh: Refresh) -> None:
    job = define_asset_job("publish")
    with pytest.raises(SettingsError, match=r"refresh of settings.yaml can't be used: .*(99 5|Mars)"):
        schedules(refresh, job)
