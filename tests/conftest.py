"""What several test folders share: the real note, one release of it made by the real program, and ways to run that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.workspace.interpreter import tune
from pipelines.workspace.paths import DATAPACKAGE

tune()  # as the program's own processes are
# Properties: the same few examples on every day, many and other ones with all tests.
settings.register_profile("every day", max_examples=20, derandomize=True, database=None, deadline=None)
settings.register_profile("deep", max_examples=300, deadline=None)
settings.load_profile("every day")

if TYPE_CHECKING:
    from tests.releases import Days

ROOT = Path(__file__).parent.parent
NOTE = DATAPACKAGE / "notes" / "2022-06-09-note-by-the-secretariat.txt"

YEARS = ROOT / "tests" / "golden" / "notes" / "years"

# Day on which tests publish, where they say nothing else.
DAY = "2026-11-24"

Ended = subprocess.CompletedProcess[str]
Run = Callable[..., Ended]
Shared = Callable[[str, Callable[[Path], object]], Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that at the end no process waits for it."""
    items.sort(key=lambda item: item.path.parent != ROOT / "tests" / "spark")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """A folder by name that all processes of these tests share: the first that asks for it makes it."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        made, target = root / f"{name}.made", root / name
        with FileLock(root / f"{name}.lock"):
            if not made.exists():
                target.mkdir()
                make(target)
                made.touch()
        return target

    return folder


def environment(more: Mapping[str, str]) -> dict[str, str]:
    day = f"{datetime.fromisoformat(f'{DAY}T12:00:00Z').timestamp():.0f}"
    return {"DAGSTER_HOME": "", "COLUMNS": "200", "SOURCE_DATE_EPOCH": day, **more}


@pytest.fixture(scope="session")
def program() -> Run:
    """Run `uncac` as a user does, in a process of its own."""

    def run(*arguments: str | Path, **more: str) -> Ended:
        command = [sys.executable, "-c", "from pipelines.cli import main; main()", *map(str, arguments)]
        env = os.environ | environment(more)
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)

    return run


def run_here(*arguments: str | Path, **more: str) -> Ended:
    """Run a command of `uncac` in this process, which spares it the start; what it does and says is the same."""
    command = [str(argument) for argument in arguments]
    result = CliRunner().invoke(app, command, env=environment(more))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(command, result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="session")
def uncac() -> Run:
    """Run a command of `uncac` in this process."""
    return run_here


@pytest.fixture
def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Shared) -> Days:
    """An inbox and its outputs, of which a test makes releases."""
    from tests.releases import Days  # noqa: PLC0415 - and with it Dagster, which takes seconds

    return Days(tmp_path, monkeypatch, shared)


@pytest.fixture(scope="session")
def outputs(program: Run, shared: Shared) -> Path:
    """Outputs folder with one release of the real note. Tests must not change it."""

    def publish(folder: Path) -> None:
        result = program("publish", "--outputs", folder)
        assert result.returncode == 0, result.stdout + result.stderr

    return shared("outputs", publish)


@pytest.fixture(scope="session")
def years(program: Run, shared: Shared) -> Path:
    """A release of forty notes over the years, beside an inbox that holds them. Tests must not change it."""

    def publish(folder: Path) -> None:
        (folder / "inbox").mkdir()
        for path in YEARS.glob("*.txt"):
            shutil.copy(path, folder / "inbox")
        result = program("publish", "--inbox", folder / "inbox", "--outputs", folder)
        assert result.returncode == 0, result.stdout + result.stderr

    return (shared("years", publish) / "publish" / "latest").resolve()


@pytest.fixture(scope="session")
def release(outputs: Path) -> Path:
    """Folder of the latest release of the real note."""
    return (outputs / "publish" / "latest").resolve()
