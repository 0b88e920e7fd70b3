"""What several test folders share: the real note, and one release of it made by the real program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.workspace.paths import DATAPACKAGE

ROOT = Path(__file__).parent.parent
# Of real documents: those that the project has, and those beside it, where they are.
REAL = sorted(
    path
    for folder in (ROOT / "tests" / "golden", ROOT / ".." / "shared" / "notes" / "full")
    for path in folder.rglob("*")
    if path.suffix in {".txt", ".pdf", ".docx"}
)
NOTE = DATAPACKAGE / "notes" / "2022-06-09-note-by-the-secretariat.txt"

# Day on which tests publish, where they say nothing else.
DAY = "2026-11-24"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def uncac(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run `uncac` as a user does; Dagster's history goes to a temporary folder."""
    home = tmp_path_factory.mktemp("dagster")

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from pipelines.cli import main; main()", *map(str, arguments)]
        day = {"SOURCE_DATE_EPOCH": f"{datetime.fromisoformat(f'{DAY}T12:00:00Z').timestamp():.0f}"}
        env = {**os.environ, "DAGSTER_HOME": str(home), "COLUMNS": "200", **day, **environment}
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)

    return run


@pytest.fixture(scope="session")
def outputs(uncac: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs folder with one release of the real note. Tests must not change it."""
    folder = tmp_path_factory.mktemp("outputs")
    result = uncac("publish", "--outputs", folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture(scope="session")
def release(outputs: Path) -> Path:
    """Folder of the latest release of the real note."""
    return (outputs / "publish" / "latest").resolve()
