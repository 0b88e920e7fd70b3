"""Outputs with two releases, made once; each test has a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Shared
from tests.operate.forked import run
from tests.operate.notes import note
from tests.operate.standing import status


@pytest.fixture(scope="session")
def once(shared: Shared) -> Path:
    """A folder with an inbox of two notes, and outputs with a release of the first and one of both."""

    def make(folder: Path) -> None:
        (folder / "inbox").mkdir()
        for name, year in (("a.txt", 2022), ("b.txt", 2023)):
            (folder / "inbox" / name).write_bytes(note(year, "Chile"))
            assert run(folder / "inbox", folder / "outputs") == 0
        assert status(folder / "outputs").exit_code == 0

    return shared("once", make)


@pytest.fixture
def outputs(once: Path, tmp_path: Path) -> Path:
    shutil.copytree(once, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy" / "outputs"
