"""Outputs that were backed up are whole wherever they are put back, and the next run goes on from them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import Run


def test_outputs_that_were_moved_to_another_place_go_on_as_they_were(
    program: Run, outputs: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "restored"
    shutil.copytree(outputs, moved, symlinks=True)
    release = (outputs / "publish" / "latest").resolve().name
    verified = program("verify", moved / "publish" / "latest")
    assert verified.returncode == 0, verified.stderr
    run = program("publish", "--outputs", moved)
    assert run.returncode == 0, run.stderr
    assert f"Nothing new: release {release} is current." in run.stdout
    assert (moved / "publish" / "latest").resolve().is_relative_to(moved)
