"""The wheel holds all that the program needs: beside nothing of this project, it publishes from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.conftest import ROOT

UV = Path(sysconfig.get_path("scripts")) / "uv"
# Libraries come from where the tests run; nothing of the project does.
_SETTINGS = ("UNCAC_", "PYTHONPATH", "DAGSTER_HOME")


@pytest.mark.long  # builds a wheel and an environment
def test_the_wheel_publishes_from_an_empty_folder(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    empty, home = tmp_path / "empty", tmp_path / "environment"
    empty.mkdir()

    def run(*command: object) -> str:
        words = list(map(str, command))
        ran = subprocess.run(words, cwd=empty, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    run(UV, "build", "--wheel", "--offline", "--quiet", "--out-dir", tmp_path, ROOT)
    run(UV, "venv", "--quiet", home)
    (wheel,) = tmp_path.glob("*.whl")
    run(UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", home / "bin" / "python", wheel)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    assert str(packages) in run(home / "bin" / "python", "-c", "import pipelines; print(pipelines.__file__)")
    run(home / "bin" / "uncac", "publish")
    assert (empty / "outputs" / "publish" / "latest" / "data" / "statements.csv").exists()
