"""Old releases lack what only repeats their tables: that is told as such, and can be undone byte for byte."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.contract.tables import load_contract
from pipelines.publish.downloads import kinds
from pipelines.publish.history import PUBLISHED, History
from pipelines.publish.integrity import REMOVABLE, REMOVED, SUMS, damage, read_sums, removed
from pipelines.publish.publication import load_publication
from pipelines.publish.push import PushError, read_documents
from pipelines.publish.renderers import registered
from pipelines.publish.retention import make_again, thin
from pipelines.publish.verify import verify
from pipelines.workspace.engine import Engine
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import Run
from tests.operate.forked import LIGHT, only
from tests.publish.conftest import FIRST
from tests.publish.serving import served
from tests.publish.test_reuse import MORE, OTHER
from tests.publish.written import publish

DOWNLOADS = ("duckdb", "sqlite", "xlsx", "zip")
NAMES = [f"uncac-statements.{suffix}" for suffix in DOWNLOADS]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("three")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.publish.release.registered", lambda: only((*LIGHT, *DOWNLOADS, "csvw")))
        publish([FIRST], folder, day="2026-09-01")
        publish([FIRST, OTHER], folder, day="2026-10-02")
        publish([FIRST, OTHER, MORE], folder, day="2026-11-03")
    return folder


@pytest.fixture
def history(three: Path, tmp_path: Path) -> History:
    """Three releases, each with all its files, that a test may change."""
    shutil.copytree(three / "publish", tmp_path / "publish", symlinks=True)
    return History(tmp_path / "publish")


def again(history: History, release: Path) -> list[str]:
    publication = load_publication(DATAPACKAGE / "publication.yaml")
    engine = Engine(history.folder / "spill")
    return make_again(history, release.name, contract=load_contract(), publication=publication, engine=engine)


def oldest_first(history: History) -> list[Path]:
    return [history.releases / entry.id for entry in reversed(history.published())]


def broken(release: Path) -> list[str]:
    return verify(release, load_contract(), Engine(release.parent.parent / "spill"))


def test_what_may_go_are_the_downloads_and_nothing_else() -> None:
    assert registered()
    assert tuple(sorted(kinds._KINDS)) == REMOVABLE


def test_downloads_go_from_old_releases_and_nothing_else_changes(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.publish.retention._WORTH_IT", 1 << 30)  # nothing is worth packing
    old, middle, latest = oldest_first(history)
    kept = {path: path.read_bytes() for path in old.rglob("*") if path.is_file() and path.name not in NAMES}
    assert thin(history, 2, ()) == [old.name]
    assert removed(old) == NAMES
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file() and path.name != REMOVED} == kept
    assert [removed(release) for release in (middle, latest)] == [[], []]
    assert all((release / name).is_file() for release in (middle, latest) for name in NAMES)
    assert thin(history, 2, ()) == []


def test_the_latest_and_the_pinned_keep_all_and_nought_keeps_all(history: History) -> None:
    old, middle, _ = oldest_first(history)
    history.point_to(middle.name)
    assert thin(history, 0, ()) == []
    assert thin(history, 1, {old.name}) == []


def test_what_was_removed_is_no_damage_and_what_is_lost_is(history: History) -> None:
    old, middle, _ = oldest_first(history)
    thin(history, 2, ())
    assert broken(old) == []
    (middle / NAMES[0]).unlink()
    assert broken(middle) == [f"{NAMES[0]} is missing."]
    (old / "data" / "statements.csv").unlink()
    (old / REMOVED).write_text(json.dumps({"removed": [*NAMES, "data/statements.csv", "LICENSE", 1]}))
    assert "data/statements.csv is missing." in broken(old)
    assert damage(history) == {}


def test_downloads_are_made_again_byte_for_byte(history: History) -> None:
    old, _, latest = oldest_first(history)
    before = {name: (old / name).read_bytes() for name in NAMES}
    thin(history, 1, ())
    assert again(history, old) == []
    assert {name: (old / name).read_bytes() for name in NAMES} == before
    assert removed(old) == []
    assert not (old / REMOVED).exists()
    assert again(history, latest) == []
    assert not list(history.releases.glob(".*"))


def test_a_download_that_would_be_another_is_not_put_in(history: History) -> None:
    old = oldest_first(history)[0]
    thin(history, 1, ())
    sums = (old / SUMS).read_text(encoding="utf-8")
    (old / SUMS).write_text(sums.replace(read_sums(old)[NAMES[1]], "0" * 64), encoding="utf-8")
    assert again(history, old) == [
        f"{NAMES[1]} can't be made again as it was: its SHA-256 would not be the one in SHA256SUMS."
    ]
    assert removed(old) == [NAMES[1]]
    entries = [replace(entry, code="another") if entry.result == PUBLISHED else entry for entry in history.entries()]
    history.record(entries[-1])
    assert again(history, old)[1] == (
        "The code that writes files, or a library of it, is not that which made the release."
    )
    (old / "data" / "notes.parquet").unlink()
    assert again(history, old)[0].startswith(f"{NAMES[1]} can't be made again: ")


def test_data_that_no_newer_release_shares_is_packed_and_nobody_is_refused(
    history: History, monkeypatch: pytest.MonkeyPatch, uncac: Run
) -> None:
    monkeypatch.setattr("pipelines.publish.retention._WORTH_IT", 200)
    old, _, latest = oldest_first(history)
    # Other releases give what they share another name, as they do on a disk of one's own.
    for shared in ("data/states.csv", "data/by-state/JPN.csv"):
        (latest / shared).unlink()
        (latest / shared).hardlink_to(old / shared)
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file() and path.name not in NAMES}
    thin(history, 2, ())
    gone = {path for path in before if not path.exists()}
    names = {path.relative_to(old).as_posix() for path in gone}
    assert {"data/statements.csv", "data/by-article/article-09.csv", "identifiers.csv", "datapackage.json"} <= names
    assert not names & {"data/states.csv", "data/by-state/JPN.csv", "data/statements.parquet", SUMS}
    assert all(gzip.decompress(Path(f"{path}.gz").read_bytes()) == before[path] for path in gone)
    told = uncac("verify", old)
    assert told.returncode == 0, told.stderr
    with served(history.folder / "latest") as client:
        # As curl asks, which takes what it is given for the file.
        answer = client.get(f"/releases/{old.name}/data/statements.csv", headers={"accept-encoding": "identity"})
        assert (answer.status_code, answer.content) == (200, before[old / "data" / "statements.csv"])
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert "content-encoding" not in answer.headers
        assert client.get(answer.url.path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    with served(old) as client:  # its own address is told by a file that is packed, too
        assert client.get(f"/uncac/releases/{old.name}/datapackage.json").content == before[old / "datapackage.json"]
    Path(f"{old / 'data' / 'statements.csv'}.gz").write_bytes(gzip.compress(b"other"))
    assert "statements.csv was altered" in uncac("verify", old).stderr
    Path(f"{old / 'data' / 'statements.csv'}.gz").write_bytes(b"other")
    assert "statements.csv can't be read" in uncac("verify", old).stderr
    with pytest.raises(ReportedError, match=r"statements.csv.gz can't be unpacked"):
        again(history, old)
    Path(f"{old / 'data' / 'statements.csv'}.gz").write_bytes(gzip.compress(before[old / "data" / "statements.csv"]))
    assert again(history, old) == []
    assert {path: path.read_bytes() for path in before} == before
    assert not list(old.rglob("*.gz"))


def test_what_only_old_releases_share_is_packed_once_when_the_last_of_them_is_thinned(
    history: History, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("pipelines.publish.retention._WORTH_IT", 200)
    old, middle, _ = oldest_first(history)
    both, elsewhere = "data/states.csv", "data/articles.csv"
    content = (old / both).read_bytes()
    for name in (both, elsewhere):
        (middle / name).unlink()
        (middle / name).hardlink_to(old / name)
    (tmp_path / "kept").hardlink_to(old / elsewhere)
    thin(history, 2, ())
    assert (old / both).is_file()
    thin(history, 1, ())
    packed = [Path(f"{release / both}.gz") for release in (old, middle)]
    assert packed[0].samefile(packed[1])
    assert gzip.decompress(packed[0].read_bytes()) == content
    assert (old / elsewhere).samefile(middle / elsewhere)
    assert again(history, middle) == []
    assert (middle / both).read_bytes() == content
    assert packed[0].is_file()
    assert broken(old) == []


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_release_that_is_half_thinned_is_told_as_thinned(
    history: History, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    old = oldest_first(history)[0]
    unlink, calls = Path.unlink, iter(range(9))

    def killed(path: Path, *, missing_ok: bool = False) -> None:
        if path.name in NAMES and next(calls) == at:
            raise OSError("killed")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", killed)
        with pytest.raises(OSError, match="killed"):
            thin(history, 2, ())
    assert len(removed(old)) == at
    assert broken(old) == []
    assert thin(history, 2, ()) == [old.name]
    assert removed(old) == NAMES


def test_nothing_goes_that_can_not_be_noted(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("pipelines.publish.retention.write_file", full)
    with pytest.raises(OSError, match="No space"):
        thin(history, 1, ())
    assert all((release / name).is_file() for release in oldest_first(history) for name in NAMES)


def test_who_asks_for_a_removed_file_is_told_where_its_rows_are(history: History) -> None:
    old = oldest_first(history)[0]
    thin(history, 2, ())
    with served(history.folder / "latest") as client:
        for address in (f"/releases/{old.name}/{NAMES[1]}", f"/uncac/releases/{old.name}/{NAMES[1]}"):
            answer = client.get(address, headers={"Accept": "text/html"})
            assert answer.status_code == 410
            assert NAMES[1] in answer.text
            assert "data/" in answer.text
            assert f"uncac releases --pin {old.name}" in answer.text
        assert client.get(f"/{NAMES[1]}").status_code == 200
        assert client.get(f"/releases/{old.name}/other.sqlite").status_code == 404
        assert client.get(f"/releases/{old.name}/data/statements.csv").status_code == 200


def test_a_release_that_lacks_files_is_not_pushed(history: History) -> None:
    old = oldest_first(history)[0]
    assert read_documents(old, "datapackage.json")
    thin(history, 2, ())
    with pytest.raises(PushError, match=f"uncac releases --pin {old.name}"):
        read_documents(old, "datapackage.json")


def test_content_that_was_published_before_is_published_with_its_downloads(three: Path, tmp_path: Path) -> None:
    shutil.copytree(three, tmp_path / "line", symlinks=True)
    history = History(tmp_path / "line" / "publish")
    old = oldest_first(history)[0]
    thin(history, 1, ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.publish.release.registered", lambda: only((*LIGHT, *DOWNLOADS)))
        made = publish([FIRST], tmp_path / "line", day="2026-09-01")
    assert all((made.folder / name).is_file() for name in NAMES)
    assert damage(history) == {}
    assert (made.folder == old) == (made.id == old.name)
