"""Whatever a disk does to what lies between the stages, the next run makes it again and publishes the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.archive.web_server import Answer, Site, serve
from tests.operate.notes import note
from tests.releases import Days


def _unreadable(path: Path) -> None:
    """For root, too: a link that leads to itself."""
    path.unlink()
    path.symlink_to(path.name)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "emptied": lambda path: path.write_bytes(b""),
    # As long as it was: a size tells nothing.
    "garbage": lambda path: path.write_bytes((b"\0\xff garbage" * path.stat().st_size)[: path.stat().st_size]),
    "deleted": Path.unlink,
    "unreadable": _unreadable,
}
# The others with all tests.
ONE_WAY_EVERY_DAY = [how if how == "garbage" else pytest.param(how, marks=pytest.mark.long) for how in DAMAGE]
NO_NOTES: dict[str, bytes | Answer] = {"/letter.txt": b"Dear Sir or Madam.\n", "/scan.txt": b"%PDF-1.7\n"}
# One file of each kind below the outputs but the archive and the releases, as a pattern.
KINDS = [
    "archive/inventory.json",
    "archive/sources/looks.json",
    "archive/sources/files/inbox.json",
    "archive/sources/files/letter.json",
    "archive/sources/files/scan.json",
    "archive/fetched/*",
    "archive/quarantine/quarantine.csv",
    "archive/quarantine/*-letter.txt",
    "archive/quarantine/*-scan.txt",
    "extract/index.json",
    "extract/current.json",
    "extract/idle-corrections.json",
    "extract/*/statements.parquet",
    "extract/*/seal.json",
    "model/by_state.parquet",
    "model/statements.parquet",
    "model/register.parquet",
    "model/seal.json",
    "publish/releases.json",
    "publish/runs.json",
    "publish/made-from.json",
    "publish/origins.json",
    "publish/status.json",
    "publish/health.html",
    "publish/current.json",
    ".spill/changes.parquet",
]
# What nobody can make again stops publication instead: `tests/publish/test_history.py`.
NOT_MADE_AGAIN = {"publish/pins.json"}


class Trial:
    """Outputs of two runs; and the release that the third is to publish."""

    def __init__(self, days: Days, site: Site) -> None:
        self._days, self._kept = days, days.folder / "kept"
        days.settings |= {"keep": {"runs": 1}, "fetch": {"private_hosts": ["127.0.0.1"]}}
        days.sources.extend({"name": name[1:-4], "address": f"{site.url}{name}"} for name in site.pages)
        for year in (2022, 2023):
            days.put(f"{year}.txt", note(year, "Chile", "Peru"))
            self._publish()
        days.copy_outputs(self._kept)
        days.put("2024.txt", note(2024, "Japan"))
        self._publish()
        self.release = self.published()

    def _publish(self) -> None:
        outcome = self._days.run()
        assert outcome.error is None, outcome.error

    def run(self, damage: Callable[[Path], object], *kinds: str) -> dict[str, bytes]:
        """Damage a file of each kind after the second run; the files of the release that the third one publishes."""
        root = self._days.outputs.root
        shutil.rmtree(root)
        shutil.copytree(self._kept, root, symlinks=True)
        for path in [self.one_of(kind) for kind in kinds]:
            damage(path)
        self._publish()
        return self.published()

    def one_of(self, kind: str) -> Path:
        return min(path for path in self._days.outputs.root.glob(kind) if not path.is_dir() or path.is_symlink())

    def published(self) -> dict[str, bytes]:
        latest = (self._days.outputs.publish / "latest").resolve()
        return {path.relative_to(latest).as_posix(): path.read_bytes() for path in latest.rglob("*") if path.is_file()}

    @property
    def outputs(self) -> Path:
        return self._kept


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with pytest.MonkeyPatch.context() as patch, serve(Site(pages=NO_NOTES)) as site:
        yield Trial(Days(tmp_path_factory.mktemp("damage"), patch), site)


def test_every_kind_of_file_is_on_trial(trial: Trial) -> None:
    """A new kind of file below the outputs has to be added above."""
    known = {path for kind in KINDS for path in trial.outputs.glob(kind)}
    tables = {"extract", "model"}
    unknown = {
        path.relative_to(trial.outputs).as_posix()
        for path in trial.outputs.rglob("*")
        if (path.is_file() or path.is_symlink()) and path not in known
    }
    unknown = {
        name
        for name in unknown - NOT_MADE_AGAIN
        if not name.startswith(("archive/documents/", "publish/releases/"))
        and not (name.partition("/")[0] in tables and name.endswith(".parquet"))
    }
    assert unknown == {".lock", "publish/.runs.lock", "publish/latest"}  # locks hold nothing, the other is a link


@pytest.mark.parametrize("how", ONE_WAY_EVERY_DAY)
def test_all_at_once(trial: Trial, how: str, caplog: pytest.LogCaptureFixture) -> None:
    assert trial.run(DAMAGE[how], *(kind for kind in KINDS)) == trial.release
    assert how == "deleted" or any("is made again" in message for message in caplog.messages)
