"""Who writes the files of a release, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.publish import release as release_module
from pipelines.publish import renderers as registry
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.history import History
from pipelines.publish.integrity import SUMS
from pipelines.publish.renderers import Made, Renderer, registered, renders
from tests.publish.conftest import FIRST
from tests.publish.written import publish


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No renderers but that of the descriptor, and those that a test adds."""
    descriptor = next(r for r in registered() if r.name == "descriptor")
    monkeypatch.setattr(registry, "_REGISTERED", {"descriptor": descriptor})
    monkeypatch.setattr(release_module, "asked_for", lambda _: list(registry._REGISTERED.values()))


@pytest.mark.usefixtures("alone")
def test_a_renderer_is_added_by_registering_it_and_runs_after_those_whose_files_it_looks_at(tmp_path: Path) -> None:
    @renders(last=True)
    def render_all(draft: ReleaseDraft) -> Made:
        yield "all.txt", " ".join(sorted(path.name for path in draft.folder.glob("*.txt")))

    @renders(after=("counted",))
    def render_named(draft: ReleaseDraft) -> Made:
        yield "named.txt", f"{draft.record.identifier}: {(draft.folder / 'counted.txt').read_text(encoding='utf-8')}"

    @renders()
    def render_counted(draft: ReleaseDraft) -> Made:
        yield "counted.txt", f"{draft.record.counts['notes']} note".encode()

    made = publish([FIRST], tmp_path)
    assert (made.folder / "named.txt").read_text(encoding="utf-8") == f"{made.id}: 1 note"
    assert (made.folder / "all.txt").read_text(encoding="utf-8") == "counted.txt named.txt"


@pytest.mark.usefixtures("alone")
def test_an_export_gives_the_files_alone_by_which_it_is_known(tmp_path: Path) -> None:
    @renders(export="zip", files=("*.zip",))
    def render_other(_: ReleaseDraft) -> Made:
        yield "other.txt", "not told where it is no longer made"

    with pytest.raises(ValueError, match="which is none of its files"):
        publish([FIRST], tmp_path)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("names", [("one", "other"), ("one",)])
def test_no_file_is_given_twice(tmp_path: Path, names: tuple[str, ...]) -> None:
    def twice(_: ReleaseDraft) -> Iterator[tuple[str, str]]:
        yield from [("same.txt", "same")] * (3 - len(names))

    for name in names:
        registry.register(Renderer(name, twice))
    with pytest.raises((ValueError, FileExistsError), match=r"same\.txt"):
        publish([FIRST], tmp_path)
    assert History(tmp_path / "publish").latest() is None


@pytest.mark.usefixtures("alone")
def test_tables_that_were_damaged_on_the_way_are_not_published(tmp_path: Path) -> None:
    @renders()
    def render_done(draft: ReleaseDraft) -> Made:
        table = draft.folder / "data" / "notes.csv"
        text = table.read_text(encoding="utf-8")
        table.unlink()
        table.write_text(text.replace(draft.notes[0]["note_id"], "another"), encoding="utf-8")
        yield "done.txt", "done"

    with pytest.raises(release_module.ReleaseError, match=r"data/notes\.csv was altered"):
        publish([FIRST], tmp_path)
    assert History(tmp_path / "publish").latest() is None


@pytest.mark.long  # two whole releases
def test_several_processes_write_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = publish([FIRST], tmp_path / "alone")
    monkeypatch.setattr(registry, "_FEW", 0)
    together = publish([FIRST], tmp_path / "together", processes=2)
    assert (together.folder / SUMS).read_text() == (alone.folder / SUMS).read_text()
