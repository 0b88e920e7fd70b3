"""`uncac publish` as an operator meets it: what is said, which exit code, and what stands afterwards."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import NOTE, Run


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_a_second_run_changes_nothing_and_says_so(uncac: Run, release: Path, outputs: Path) -> None:
    before = bytes_of(release)
    result = uncac("publish", "--outputs", outputs)
    assert result.returncode == 0
    assert f"Nothing new: release {release.name} is current." in result.stdout
    assert bytes_of(release) == before
    assert [p.name for p in (outputs / "publish" / "releases").iterdir()] == [release.name]


def test_two_folders_and_other_threads_give_the_same_bytes(uncac: Run, release: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("threads: 1\nworkers: 1\n", encoding="utf-8")
    result = uncac("publish", "--outputs", tmp_path / "o", "--settings", settings, PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert result.returncode == 0, result.stderr
    other = (tmp_path / "o" / "publish" / "latest").resolve()
    assert bytes_of(other) == bytes_of(release)


def test_the_result_can_be_read_by_a_program(uncac: Run, outputs: Path, release: Path) -> None:
    result = uncac("publish", "--outputs", outputs, "--json")
    report = json.loads(result.stdout)
    assert report["result"] == "current"
    assert report["release"] == release.name
    assert report["rows"]["statements"] == 33
    assert report["quarantined"] == []


def test_output_to_a_pipe_has_no_colour(uncac: Run, outputs: Path) -> None:
    result = uncac("publish", "--outputs", outputs)
    assert "\x1b" not in result.stdout + result.stderr


def test_a_release_verifies_and_a_touched_one_does_not(uncac: Run, release: Path, tmp_path: Path) -> None:
    assert uncac("verify", release).returncode == 0
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    csv = copy / "data" / "statements.csv"
    csv.write_bytes(csv.read_bytes().replace(b"Brazil reported", b"Brazil denied", 1))
    result = uncac("verify", copy)
    assert result.returncode == 1
    assert "data/statements.csv was altered" in result.stderr


def test_a_statement_is_explained_by_its_words_and_rule(uncac: Run, outputs: Path) -> None:
    statement = "2022-06-09-use-of-information-and-communications-technologies.p009.BRA"
    result = uncac("explain", statement, "--outputs", outputs)
    assert result.returncode == 0, result.stderr
    assert "Brazil reported that it had developed an integrated digital public procurement platform" in result.stdout
    assert "A. Integrity in public procurement" in result.stdout
    assert "rule" in result.stdout
    missing = uncac("explain", "nothing.p001.XXX", "--outputs", outputs)
    assert missing.returncode == 1
    assert "has no statement nothing.p001.XXX" in missing.stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "The file is empty"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "photo.jpg"),
        ("letter.txt", b"Dear Sir or Madam,\n\nPlease find attached the invoice.\n", "letter.txt"),
    ],
)
def test_a_bad_file_is_quarantined_and_every_other_note_published(
    uncac: Run, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    inbox, outputs = tmp_path / "inbox", tmp_path / "outputs"
    inbox.mkdir()
    (inbox / name).write_bytes(content)
    shutil.copy(NOTE, inbox / "note.txt")
    result = uncac("publish", "--inbox", inbox, "--outputs", outputs)
    assert result.returncode == 0, result.stderr
    assert said in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    quarantine = outputs / "archive" / "quarantine"
    assert name in (quarantine / "quarantine.csv").read_text(encoding="utf-8")
    assert any(p.read_bytes() == content for p in quarantine.iterdir())
    strict = uncac("publish", "--inbox", inbox, "--outputs", outputs, "--strict")
    assert strict.returncode == 1
    assert "--strict" in strict.stderr


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "nowhere", "doesn't exist"),
        (lambda folder: _folder(folder / "empty"), "is empty"),
        (lambda folder: _folder(folder / "junk", "a.bin", b"\0\1\2\3" * 100), "No note could be read"),
    ],
)
def test_where_nothing_can_be_read_the_last_release_stands(uncac: Run, tmp_path: Path, make, said: str) -> None:  # type: ignore[no-untyped-def]
    outputs = tmp_path / "outputs"
    assert uncac("publish", "--outputs", outputs).returncode == 0
    latest = (outputs / "publish" / "latest").resolve()
    before = bytes_of(latest)
    result = uncac("publish", "--inbox", make(tmp_path), "--outputs", outputs)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert (outputs / "publish" / "latest").resolve() == latest
    assert bytes_of(latest) == before


def _folder(path: Path, name: str = "", content: bytes = b"") -> Path:
    path.mkdir()
    if name:
        (path / name).write_bytes(content)
    return path


def test_wrong_usage_exits_2(uncac: Run) -> None:
    assert uncac("publish", "--no-such-option").returncode == 2


def test_an_inbox_may_be_a_file_and_may_be_given_twice(uncac: Run, tmp_path: Path) -> None:
    other = tmp_path / "again.txt"
    shutil.copy(NOTE, other)
    result = uncac("publish", "--inbox", NOTE, "--inbox", other, "--outputs", tmp_path / "o", "--json")
    report = json.loads(result.stdout)
    assert report["rows"]["notes"] == 1
    assert report["rows"]["note_files"] == 2
