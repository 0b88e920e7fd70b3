"""One at a time holds the outputs."""

from __future__ import annotations

from pathlib import Path

from pipelines.workspace.lock import acquire, busy


def test_who_would_wait_another_time_takes_the_same_lock_again(tmp_path: Path) -> None:
    with acquire(tmp_path, 60), acquire(tmp_path, 1):
        assert busy(tmp_path)
    assert not busy(tmp_path)
