"""`workspace.yaml` is what Dagster reads in the root of the project."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.operate.execute import open_instance
from tests.conftest import ROOT


def validate(folder: Path, home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    home.mkdir()
    dagster = Path(sys.executable).parent / "dagster"
    env = {**os.environ, "DAGSTER_HOME": str(home), "DAGSTER_DISABLE_TELEMETRY": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [dagster, "definitions", "validate", *options], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.long  # Dagster starts anew, and `workspace.yaml` hardly ever changes
def test_the_root_validates_under_the_name_that_workspace_yaml_gives(tmp_path: Path) -> None:
    result = validate(ROOT, tmp_path / "home")
    assert result.returncode == 0, result.stderr
    assert "code location uncac" in result.stdout + result.stderr
    # Nothing else declares a code location.
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert not {"dg", "dagster"} & set(tools)


@pytest.mark.long  # Dagster starts anew, as in the test before
def test_uncac_dev_goes_through_the_same_door_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dagster keeps what sensors and schedules remember by the name of the code location."""
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execve", lambda _program, arguments, _environment: started.append(arguments))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dev"))
    CliRunner().invoke(app, ["dev", "--outputs", str(tmp_path / "outputs")])
    ((program, _, *options),) = started
    result = validate(tmp_path / "elsewhere", tmp_path / "home", *options[: options.index("--port")])
    assert result.returncode == 0, program + result.stderr
    assert "code location uncac" in result.stdout + result.stderr


def test_a_history_of_runs_that_the_program_makes_sends_no_telemetry(tmp_path: Path) -> None:
    with open_instance(str(tmp_path / "home")) as instance:
        assert not instance.telemetry_enabled
    code = "import pipelines, os; print(os.environ['DAGSTER_DISABLE_TELEMETRY'])"
    environment = {name: value for name, value in os.environ.items() if name != "DAGSTER_DISABLE_TELEMETRY"}
    started = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert started.stdout == "1\n"
