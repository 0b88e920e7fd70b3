"""What is altered on disk behind the program's back, in the archive or in a release, is found and told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipelines.archive.store import Archive
from tests.operate.notes import note
from tests.releases import Days


def archived(days: Days, kind: str) -> Path:
    """The one file of that kind in the archive, which holds one document."""
    (path,) = days.outputs.archive.glob(f"documents/*/*/{kind}")
    return path


def replace(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.unlink()  # several releases may share it
    path.write_bytes(data.replace(old, new))


def alter(path: Path) -> None:
    replace(path, b"Chile", b"Crete")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


# What is done to a file of each kind.
HARMS = {"text-*.txt": alter, "document-*.json": cut_short, "receipt.json": cut_short, "original.txt": alter}


def test_what_was_altered_in_the_archive_is_told_and_made_again_and_nothing_false_is_published(
    days: Days, caplog: pytest.LogCaptureFixture
) -> None:
    for year, _ in enumerate(HARMS, 2019):
        days.put(f"{year}.txt", note(year, "Chile"))
    release = days.publish()
    before = {path: path.read_bytes() for path in days.outputs.archive.glob("documents/*/*/*")}
    damaged: list[Path] = []
    for folder, (kind, harm) in zip(days.outputs.archive.glob("documents/*/*"), HARMS.items(), strict=True):
        damaged += folder.glob(kind)
        harm(damaged[-1])
    (problem,) = days.status().problems
    assert problem.kind == "archive"
    assert "So it is with 3 more" in problem.message
    verified = days.uncac("verify", "--archive")
    assert verified.returncode == 1
    assert all(str(path) in verified.stderr for path in damaged)
    days.put("b.txt", note(2023, "Japan"))
    assert days.run().error is None
    assert all(str(path) in caplog.text for path in damaged)
    assert {path: path.read_bytes() for path in before} == before
    assert [row["state_iso3"] for row in days.rows("statements")] == ["CHL"] * 4 + ["JPN"]
    assert not [p for p in (days.outputs.publish / "latest" / "texts").iterdir() if b"Crete" in p.read_bytes()]
    assert days.uncac("verify", "--archive").returncode == 0
    assert days.uncac("verify", days.outputs.publish / "releases" / release).returncode == 0
    assert days.status().problems == ()


def test_words_altered_with_the_time_of_the_file_kept_are_not_read_by_who_extracts_again(days: Days) -> None:
    days.first_day()
    text = archived(days, "text-*.txt")
    stat = text.stat()
    alter(text)
    os.utime(text, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert days.uncac("verify", "--archive").returncode == 1
    (days.outputs.extract / "index.json").unlink()  # all notes are extracted again
    days.put("b.txt", note(2023, "Japan"))
    assert days.run().error is None
    assert [row["quote"] for row in days.rows("statements") if "Crete" in row["quote"]] == []
    assert b"Crete" not in text.read_bytes()


def test_a_document_whose_bytes_are_damaged_stays_published_while_its_source_does_not_answer(days: Days) -> None:
    days.first_day()
    alter(archived(days, "original.txt"))
    days.sources.append({"name": "other", "folder": "other", "at_least": 0})
    (days.folder / "other").mkdir()
    (days.folder / "other" / "b.txt").write_bytes(note(2023, "Japan"))
    days.inbox.rename(days.folder / "away")
    assert "inbox" in (days.run().error or "")
    assert {row["state_iso3"] for row in days.rows("statements")} == {"CHL", "JPN"}
    assert "archive" in {problem.kind for problem in days.status().problems}
    (days.folder / "away").rename(days.inbox)
    assert days.run().error is None
    assert Archive(days.outputs.archive).damage(thorough=True) == {}


def _as_before(days: Days) -> Path:
    """Make the receipt one of a version that kept no digests."""
    path = archived(days, "receipt.json")
    receipt = json.loads(path.read_bytes())
    del receipt["files"]
    path.write_text(json.dumps(receipt, indent=1) + "\n", encoding="utf-8")
    return path


def test_receipts_without_digests_are_completed_in_silence(days: Days, caplog: pytest.LogCaptureFixture) -> None:
    days.first_day()
    seen = json.loads(_as_before(days).read_bytes())["first_seen"]
    days.put("b.txt", note(2023, "Japan"))
    assert days.run().error is None
    assert caplog.messages == []
    assert Archive(days.outputs.archive).damage(thorough=True) == {}
    receipts = [json.loads(p.read_bytes()) for p in days.outputs.archive.glob("documents/*/*/receipt.json")]
    assert [receipt["first_seen"] for receipt in receipts] == [seen, seen]


def test_a_text_under_a_receipt_without_digests_that_reads_differently_now_is_told(
    days: Days, caplog: pytest.LogCaptureFixture
) -> None:
    days.first_day()
    _as_before(days)
    alter(archived(days, "text-*.txt"))
    days.put("b.txt", note(2023, "Japan"))
    assert days.run().error is None
    assert "made again" in caplog.text
    assert all("Crete" not in row["text"] for row in days.rows("paragraphs"))


def test_damage_of_an_earlier_release_that_is_still_served_is_told(days: Days) -> None:
    first = days.first_day()
    days.put("b.txt", note(2023, "Japan"))
    days.publish()
    assert days.status().well
    statements = days.outputs.publish / "releases" / first / "data" / "statements.csv"
    replace(statements, b"Chile", b"Crete")
    (problem,) = days.status().problems
    assert (problem.kind, problem.fails) == ("release", False)
    assert f"Release {first} is damaged: data/statements.csv was altered" in problem.message
    listed = days.uncac("releases").stdout.splitlines()
    assert [line.split()[0] for line in listed if line.endswith("damaged")] == [first]
    verified = days.uncac("verify", "--all")
    assert verified.returncode == 1
    assert f"Release {first} is not whole" in verified.stderr
    assert f"Release {days.latest} is whole" in verified.stdout


def test_a_release_dated_by_a_clock_that_ran_ahead_is_told_and_the_cure_works(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    right = days.first_day()
    days.put("b.txt", note(2023, "Japan"))
    ahead = days.publish(date="2099-01-01")
    told = next(problem.message for problem in days.status().problems if problem.kind == "clock")
    assert f"Release {ahead} is dated 2099-01-01" in told
    assert f"`uncac rollback {right}`" in told
    published = days.uncac("publish", *days.declared, SOURCE_DATE_EPOCH="")
    assert told in published.stdout
    assert days.uncac("rollback", right).returncode == 0
    assert days.uncac("rollback", "--resume").returncode == 0
    days.publish()
    assert not days.latest.startswith("2099")
    assert days.status().problems == ()
