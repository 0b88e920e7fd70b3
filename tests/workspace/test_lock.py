"""Outputs that can't be had are told at once, and why."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipelines.workspace.lock import OutputsError, acquire

# A folder in which nobody can make a file, root included.
_NO_FILES = Path("/proc")


@pytest.mark.skipif(not _NO_FILES.is_dir(), reason="there is no /proc")
def test_a_folder_that_takes_no_file_is_not_taken_for_one_that_another_run_writes() -> None:
    began = time.monotonic()
    with pytest.raises(OutputsError, match="can't be written to /proc"):
        acquire(_NO_FILES, 60)
    assert time.monotonic() - began < 10
