"""The list of releases, the pointer and the pins: what they say, and what they survive."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.publish.history import History, Pins
from pipelines.publish.record import Record, Versions, read_line
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
    record = Record(
        identifier=release,
        published=date.fromisoformat(release[:10]),
        previous=previous,
        digest="",
        counts={"notes": notes},
        changes={"added": {"notes": notes}},
        versions=Versions(program="1", contract="1"),
        tables={},
    )
    (folder / "release.json").write_text(record.model_dump_json(), encoding="utf-8")
    (folder / "SHA256SUMS").write_text(release, encoding="utf-8")
    history.point_to(release)
    history.add(folder)


def ids(records: list[Record]) -> list[str]:
    return [record.identifier for record in records]


A, B, C, D = (f"202{n}-06-09-{'abcdef012345'}" for n in range(1, 5))


@pytest.mark.parametrize("damage", [b"[1]", b'[{"no": "entry"}]', None])
def test_a_list_that_is_lost_is_made_again_from_the_releases(history: History, damage: bytes | None) -> None:
    for release in (A, B, C):
        publish(history, release)
    whole = [record.model_copy(update={"at": ""}) for record in history.records()]
    history.list.unlink()
    if damage is not None:
        history.list.write_bytes(damage)
    assert history.records() == whole
    assert ids(history.line()) == [C, B, A]
    history.complete()
    assert [row["identifier"] for row in json.loads(history.list.read_text(encoding="utf-8"))] == [C, B, A]


def test_a_release_whose_run_was_killed_before_it_was_listed_is_listed(history: History) -> None:
    publish(history, A)
    listed = history.list.read_bytes()
    publish(history, B)
    history.list.write_bytes(listed)
    assert ids(history.records()) == ids(history.line()) == [B, A]
    history.complete()
    assert [row["identifier"] for row in json.loads(history.list.read_text(encoding="utf-8"))] == [B, A]


def test_retention_deletes_no_pinned_and_no_latest_release(history: History) -> None:
    for release in (A, B, C, D):
        publish(history, release)
    history.point_to(B)
    assert history.retire(0) == []
    history.pins.save(Pins(kept=(A,)))
    assert history.retire(1) == [C]
    assert {path.name for path in history.releases.iterdir()} == {A, B, D}
    assert ids(history.records()) == [D, C, B, A]


def test_a_list_of_releases_from_before_contract_3_is_read_with_what_was_deleted(history: History) -> None:
    """As the program wrote it that listed failed runs and rollbacks, too."""
    publish(history, B)
    published = {"result": "published", "at": "2023-01-01T00:00:00+00:00", "changes": {"added": 3, "changed": 0}}
    listed = [
        {"result": "failed", "at": "2023-02-01T00:00:00+00:00", "error": "No note could be read.", "times": 2},
        {"result": "rolled_back", "id": A, "at": "2023-01-02T00:00:00+00:00", "previous": B},
        published | {"id": B, "published": B[:10], "sums": "b" * 64, "rows": {"notes": 2}, "previous": A},
        published | {"id": A, "published": A[:10], "sums": "a" * 64, "rows": {"notes": 1}},
    ]
    history.list.write_text(json.dumps(listed), encoding="utf-8")
    assert ids(history.line()) == ids(history.records()) == [B, A]
    newest, oldest = history.records()
    assert (newest.counts, newest.sums, newest.at) == ({"notes": 2}, "b" * 64, published["at"])
    assert (oldest.previous, oldest.changes) == (None, None)
    publish(history, C)
    assert ids(history.line()) == [C, B, A]


def test_a_list_that_a_release_before_contract_3_hands_on_is_read_with_what_changed(tmp_path: Path) -> None:
    changes = {"added": {"notes": 1, "statements": 2}, "changed": {"notes": 0}, "removed": {}}
    words = ["More: 1 note, 2 statements.", "Column states.un_regional_group is new."]
    named: dict[str, object] = {"release": A, "published": A[:10], "counts": None, "words": []}
    second = {"release": B, "published": B[:10], "previous_release": A, "counts": {"notes": 2}, "changes": changes}
    (tmp_path / "history.json").write_text(json.dumps([second | {"words": words}, named]), encoding="utf-8")
    newest, oldest = read_line(tmp_path)
    assert (newest.identifier, newest.previous, newest.counts) == (B, A, {"notes": 2})
    assert (newest.changes, newest.structure) == (changes, (words[1],))
    assert (oldest.identifier, oldest.changes, oldest.counts) == (A, None, {})


def test_pins_are_kept_and_a_damaged_file_is_no_permission(tmp_path: Path) -> None:
    pins = History(tmp_path).pins
    assert pins.load() == Pins()
    pins.save(Pins(held=A, reason="wrong", kept=(C,)))
    assert pins.load() == Pins(held=A, reason="wrong", kept=(C,))
    (tmp_path / "pins.json").write_text('{"held": ', encoding="utf-8")
    with pytest.raises(StateError, match="uncac rollback --resume"):
        pins.load()
