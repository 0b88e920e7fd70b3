"""The list of releases, the pointer and the pins: what they say, and what they survive."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.publish.history import PUBLISHED, ROLLED_BACK, Entry, History, Pins
from pipelines.publish.record import Record, Versions
from pipelines.workspace.state import StateError


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "publish")


def publish(history: History, release: str, *, notes: int = 1) -> None:
    """Publish a release as `release.py` does, with the files that the list can be made from."""
    latest = history.latest()
    folder = history.releases / release
    folder.mkdir(parents=True)
    previous = latest.name if latest else None
    changes = {"added": notes, "changed": 0, "removed": 0}
    record = Record(
        identifier=release,
        published=date.fromisoformat(release[:10]),
        previous=previous,
        digest="",
        counts={"notes": notes},
        changes=changes,
        versions=Versions(program="1", contract="1"),
        tables={},
    )
    (folder / "release.json").write_text(record.model_dump_json(), encoding="utf-8")
    (folder / "SHA256SUMS").write_text(release, encoding="utf-8")
    history.point_to(release)
    history.record(
        Entry(PUBLISHED, release, published=release[:10], rows={"notes": notes}, changes=changes, previous=previous)
    )


def ids(entries: list[Entry]) -> list[str]:
    return [entry.id for entry in entries]


A, B, C, D = (f"202{n}-06-09-{'abcdef012345'}" for n in range(1, 5))


def test_releases_are_listed_newest_first_and_once(history: History) -> None:
    publish(history, A)
    publish(history, B, notes=2)
    assert ids(history.entries()) == [B, A]
    rows = json.loads(history.list.read_text(encoding="utf-8"))
    assert rows[0]["result"] == "published"
    assert rows[0]["rows"] == {"notes": 2}
    assert rows[0]["previous"] == A
    assert rows[0]["published"] == "2022-06-09"
    assert history.latest() == history.releases / B


def test_the_line_leaves_out_what_was_rolled_back(history: History) -> None:
    for release in (A, B, C):
        publish(history, release)
    history.point_to(B)
    history.record(Entry(ROLLED_BACK, B))
    assert ids(history.line()) == [B, A]
    publish(history, D)
    assert ids(history.line()) == [D, B, A]
    assert ids(history.published()) == [D, C, B, A]


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'[{"no": "entry"}]', None])
def test_a_list_that_is_lost_is_made_again_from_the_releases(history: History, damage: bytes | None) -> None:
    for release in (A, B, C):
        publish(history, release)
    whole = [(e.id, e.previous, e.rows, e.changes, e.published) for e in history.entries()]
    history.list.unlink()
    if damage is not None:
        history.list.write_bytes(damage)
    assert [(e.id, e.previous, e.rows, e.changes, e.published) for e in history.entries()] == whole
    assert ids(history.line()) == [C, B, A]
    history.complete()
    assert [row["id"] for row in json.loads(history.list.read_text(encoding="utf-8"))] == [C, B, A]


def test_a_release_whose_run_was_killed_before_it_was_listed_is_listed(history: History) -> None:
    publish(history, A)
    listed = history.list.read_bytes()
    publish(history, B)
    history.list.write_bytes(listed)
    assert ids(history.entries()) == [B, A]
    assert ids(history.line()) == [B, A]
    history.complete()
    assert [row["id"] for row in json.loads(history.list.read_text(encoding="utf-8"))] == [B, A]


def test_a_pointer_to_nothing_is_no_release(history: History) -> None:
    publish(history, A)
    history.delete(A)
    assert history.latest() is None


def test_retention_deletes_no_pinned_and_no_latest_release(history: History) -> None:
    for release in (A, B, C, D):
        publish(history, release)
    history.point_to(B)
    assert history.retire(0) == []
    history.pins.save(Pins(kept=(A,)))
    assert history.retire(1) == [C]
    assert {path.name for path in history.releases.iterdir()} == {A, B, D}
    assert ids(history.entries()) == [D, C, B, A]


def test_failures_are_bounded_and_releases_are_not(history: History) -> None:
    publish(history, A)
    for n in range(150):
        history.list_failure(f"Failure {n}.", again=False)
    publish(history, B)
    results = [entry.result for entry in history.entries()]
    assert results.count("failed") == 100
    assert results.count("published") == 2


def test_pins_are_kept_and_a_damaged_file_is_no_permission(tmp_path: Path) -> None:
    pins = History(tmp_path).pins
    assert pins.load() == Pins()
    pins.save(Pins(held=A, reason="wrong", kept=(C,)))
    assert pins.load() == Pins(held=A, reason="wrong", kept=(C,))
    (tmp_path / "pins.json").write_text('{"held": ', encoding="utf-8")
    with pytest.raises(StateError, match="uncac rollback --resume"):
        pins.load()
