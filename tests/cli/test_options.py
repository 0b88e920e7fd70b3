"""Where commands find what they work with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.cli.options import dagster_home


def test_a_home_of_dagster_that_is_set_to_nothing_is_below_the_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "1")
    monkeypatch.setenv("DAGSTER_HOME", "")
    assert dagster_home(tmp_path) == tmp_path / ".dagster"
    # Dagster asks the environment, and takes the current folder for nothing.
    assert os.environ["DAGSTER_HOME"] == str(tmp_path / ".dagster")
