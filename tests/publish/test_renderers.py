"""Who writes the files of a release, and in which order."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from pipelines.publish import release as release_module
from pipelines.publish import renderers as registry
from pipelines.publish.draft import Edition, ReleaseDraft
from pipelines.publish.history import History
from pipelines.publish.integrity import SUMS, files_below
from pipelines.publish.renderers import Renderer, RendererError, in_order, register, registered, renders
from pipelines.publish.reuse import rendered_at
from pipelines.workspace import beside
from pipelines.workspace.beside import start_second_process
from tests.publish.conftest import FIRST
from tests.publish.written import publish

# What is no renderer's: the rows themselves, what was read, and what the release says of itself.
NOT_RENDERED = ("data/*", "texts/*", "release.json", "identifiers.csv")


def renderer(name: str, gives: str, *needs: str, edition: bool = False) -> Renderer:
    return Renderer(name, lambda _: None, (gives,), needs, edition)


def names(*renderers: Renderer) -> list[str]:
    return [found.name for found in in_order(renderers)]


def test_the_order_follows_from_what_each_gives_and_needs() -> None:
    zipped, table = renderer("a", "all.zip", "data/*.csv"), renderer("b", "data/one.csv")
    index, page = renderer("c", "sitemap*.xml", "*.html"), renderer("d", "notes/*.html", "all.zip")
    assert names(index, page, zipped, table) == names(table, zipped, page, index) == ["b", "a", "d", "c"]


def test_what_needs_every_file_comes_last_and_never_waits_for_its_like() -> None:
    assert names(renderer("a", "list", "*"), renderer("b", "sums", "*"), renderer("c", "page")) == ["c", "a", "b"]


def test_renderers_that_wait_for_each_other_are_named() -> None:
    with pytest.raises(RendererError, match=r"wait for each other: .*eggs.*hens"):
        names(renderer("hens", "hen", "egg"), renderer("eggs", "egg", "hen"))


def test_what_is_the_same_in_the_next_release_can_t_need_what_is_not() -> None:
    with pytest.raises(RendererError, match="page needs what feed writes"):
        names(renderer("page", "page.html", "feed.atom"), renderer("feed", "feed.atom", edition=True))


def test_no_file_has_two_renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_REGISTERED", {})
    register(renderer("one", "same.txt"))
    with pytest.raises(RendererError, match="one and other"):
        register(renderer("other", "same.txt"))


def test_every_file_of_a_release_is_given_by_a_renderer(small_release: Path) -> None:
    given = [pattern for found in registered() for pattern in found.gives]
    unknown = [
        name
        for name in files_below(small_release)
        if not any(fnmatchcase(name, pattern) for pattern in (*given, *NOT_RENDERED))
    ]
    assert unknown == []


def test_a_renderer_is_added_by_registering_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptor = next(r for r in registered() if r.name == "descriptor")
    monkeypatch.setattr(registry, "_REGISTERED", {"descriptor": descriptor})
    monkeypatch.setattr(release_module, "registered", registry._REGISTERED.values)

    @renders("named.txt", needs=("counted.txt",), edition=True)
    def write_named(draft: Edition) -> None:
        text = (draft.folder / "counted.txt").read_text(encoding="utf-8")
        (draft.folder / "named.txt").write_text(f"{draft.id}: {text}", encoding="utf-8")

    @renders("counted.txt")
    def write_counted(draft: ReleaseDraft) -> None:
        (draft.folder / "counted.txt").write_text(f"{draft.rows['notes']} note", encoding="utf-8")

    made = publish([FIRST], tmp_path)
    assert (made.folder / "named.txt").read_text(encoding="utf-8") == f"{made.id}: 1 note"


def test_tables_that_were_damaged_on_the_way_are_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptor = next(r for r in registered() if r.name == "descriptor")
    monkeypatch.setattr(registry, "_REGISTERED", {"descriptor": descriptor})
    monkeypatch.setattr(release_module, "registered", registry._REGISTERED.values)

    @renders("done.txt")
    def write_done(draft: ReleaseDraft) -> None:
        table = draft.folder / "data" / "notes.csv"
        text = table.read_text(encoding="utf-8")
        table.unlink()
        table.write_text(text.replace(draft.notes[0]["note_id"], "another"), encoding="utf-8")

    with pytest.raises(release_module.ReleaseError, match="Table notes: row 1 of the CSV is not the same"):
        publish([FIRST], tmp_path)
    assert History(tmp_path / "publish").latest() is None


def test_a_second_process_writes_the_same_bytes_and_knows_the_same_of_them(tmp_path: Path) -> None:
    alone = publish([FIRST], tmp_path / "alone")
    start_second_process(registry.registered)
    try:
        together = publish([FIRST], tmp_path / "together")
    finally:
        beside._started.pop().shutdown()
    assert (together.folder / SUMS).read_text() == (alone.folder / SUMS).read_text()
    known = [rendered_at(made.folder.parent.parent).load() for made in (alone, together)]
    assert known[0] == known[1]
    assert ".xlsx" in known[1].units["xlsx"]


def test_what_a_process_that_was_ended_has_begun_is_made_anew(tmp_path: Path) -> None:
    def write(draft: ReleaseDraft) -> None:
        with (draft.folder / "a.db").open("x", encoding="utf-8") as handle:
            handle.write("whole")

    (tmp_path / "a.db").write_text("begun", encoding="utf-8")
    ended: Future[dict[str, list[str]]] = Future()
    ended.set_exception(BrokenProcessPool())
    registry._join(cast("ReleaseDraft", SimpleNamespace(folder=tmp_path)), Renderer("a", write, ("*.db",)), ended)
    assert (tmp_path / "a.db").read_text(encoding="utf-8") == "whole"
