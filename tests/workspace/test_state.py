"""What is kept from run to run, and what becomes of it when the file is damaged."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipelines.workspace.state import State, StateError


@dataclass(frozen=True, slots=True)
class Seen:
    name: str
    marks: dict[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


SEEN = {"á": Seen("á", {"etag": '"1"'}, ("x", "y")), "b": Seen("b")}

DAMAGE = {"truncated": b'{"a": {"na', "garbage": bytes(range(256))}
OF_ANOTHER_VERSION = {"of another kind": b"[1, 2]", "of other fields": b'{"a": {"no": "name"}}'}


@pytest.fixture
def state(tmp_path: Path) -> State[dict[str, Seen]]:
    return State[dict[str, Seen]](tmp_path / "below" / "seen.json", {})


def unreadable(path: Path) -> None:
    """Make a file one that nobody can read, root included: a link that leads to itself."""
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def test_what_is_kept_already_is_not_written_again(state: State[dict[str, Seen]]) -> None:
    state.save(SEEN)
    assert state.load() == SEEN
    before = state.path.stat().st_ino
    state.save(SEEN)
    assert state.path.stat().st_ino == before


@pytest.mark.parametrize("how", [*DAMAGE, "unreadable"])
def test_a_damaged_file_counts_as_none_is_said_once_and_is_made_again(
    state: State[dict[str, Seen]], caplog: pytest.LogCaptureFixture, how: str
) -> None:
    state.save(SEEN)
    unreadable(state.path) if how == "unreadable" else state.path.write_bytes(DAMAGE[how])
    assert state.load() == {}
    assert state.load() == {}
    (said,) = caplog.messages
    assert str(state.path) in said
    assert "is made again" in said
    # It is damaged anew: that is said anew.
    state.save(SEEN)
    state.path.write_bytes(b"{")
    state.load()
    assert len(caplog.messages) == 2
    pins = State[dict[str, Seen]](state.path, {}, cure="Run `uncac rollback --resume`")
    with pytest.raises(StateError, match=r"seen\.json is damaged: .+\. Run `uncac rollback --resume`\."):
        pins.load()


@pytest.mark.parametrize("how", OF_ANOTHER_VERSION)
def test_a_file_of_another_version_of_the_program_is_made_again_in_silence(
    state: State[dict[str, Seen]], tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    state.save(SEEN)
    state.path.write_bytes(OF_ANOTHER_VERSION[how])
    assert state.load() == {}
    state.save(SEEN)
    assert state.load() == SEEN
    assert caplog.messages == []
    pins = State[dict[str, Seen]](tmp_path / "pins.json", {}, cure="Run `uncac rollback --resume`")
    pins.path.write_bytes(OF_ANOTHER_VERSION[how])
    with pytest.raises(StateError, match="was written by another version of the program"):
        pins.load()


def test_what_can_not_be_written_leaves_what_was_kept(
    state: State[dict[str, Seen]], monkeypatch: pytest.MonkeyPatch
) -> None:
    state.save(SEEN)
    monkeypatch.setattr(Path, "replace", _full)
    with pytest.raises(OSError, match="no room"):
        state.save({})
    assert state.load() == SEEN
    assert [path.name for path in state.path.parent.iterdir()] == ["seen.json"]


def _full(*_: object) -> None:
    raise OSError("no room")
