"""Outputs that can't be had are told at once, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.workspace.lock import acquire, busy

# A folder in which nobody can make a file, root included.
_NO_FILES = Path("/proc")


@pytest.mark.skipif(not _NO_FILES.is_dir(), reason="there is no /proc")
def test_a_rollback_where_nothing_can_be_written_says_so_in_a_sentence() -> None:
    told = CliRunner().invoke(app, ["rollback", "--outputs", str(_NO_FILES)])
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert told.output.startswith("Outputs can't be written to /proc")
    assert told.output.count("\n") == 1


def test_who_would_wait_another_time_takes_the_same_lock_again(tmp_path: Path) -> None:
    with acquire(tmp_path, 60), acquire(tmp_path, 1):
        assert busy(tmp_path)
    assert not busy(tmp_path)
