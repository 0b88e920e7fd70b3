"""A sealed folder: which of its files are damaged, and which were only touched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipelines.workspace.seal import damaged, seal


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    for name in ("a", "below/b"):
        (folder / name).write_bytes(b"rows of " + name.encode())
    seal(folder)
    return folder


def touch(path: Path) -> None:
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


def test_a_file_that_was_altered_cut_or_deleted_is_named_in_one_line(
    sealed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (sealed / "a").write_bytes(b"ROWS OF a")
    touch(sealed / "a")
    (sealed / "below" / "b").unlink()
    assert damaged(sealed) == {sealed: ["a", "below/b"]}
    assert caplog.messages == [f"{sealed}/a, with 1 other files, is damaged and is made again."]
    (sealed / "seal.json").unlink()
    assert damaged(sealed) == {sealed: ["seal.json"]}


def test_a_copy_is_not_damaged(sealed: Path) -> None:
    copy = sealed.with_name("copy")
    shutil.copytree(sealed, copy, copy_function=shutil.copyfile)
    assert damaged(copy) == {}
