"""A refresh makes only what changed, and gives the very bytes that a release made from nothing would have."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipelines.publish import integrity
from pipelines.publish.integrity import files_below
from pipelines.publish.release import Release
from pipelines.publish.renderers import registered
from pipelines.publish.reuse import Rendered, rendered_at
from pipelines.publish.site.rows import Rows
from tests.publish.conftest import FIRST
from tests.publish.line import Line
from tests.publish.test_identity import FRIDAY, MONDAY, bytes_of
from tests.publish.test_versions import EN, ES, FR
from tests.publish.written import Note, Paragraph, Section, publish

OTHER = Note(
    "2021-03-01-awareness",
    "Awareness",
    (
        Section("Private sector (article 12)", (Paragraph("Kenya reported on codes.", {"KEN": "Kenya"}),), ("12",)),
        Section("Budgets (article 9)", (Paragraph("Brazil reported on its budget.", {"BRA": "Brazil"}),), ("9",)),
    ),
    {"KEN": "Kenya", "BRA": "Brazil", "CAN": "Canada"},
    "2021-03-01",
)
MORE = Note(
    "2023-03-01-later",
    "Later",
    (Section("Reports (article 10)", (Paragraph("Argentina reported on more.", {"ARG": "Argentina"}),), ("10",)),),
    {"ARG": "Argentina"},
    "2023-03-01",
)
CORRECTED = replace(
    OTHER,
    sections=(
        OTHER.sections[0],
        Section("Budgets (article 9)", (Paragraph("Brazil reported on its law.", {"BRA": "Brazil"}),), ("9",)),
    ),
)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a release of two notes."""
    folder = tmp_path_factory.mktemp("monday")
    publish([FIRST, OTHER], folder, day=MONDAY)
    return folder


def refreshed(before: Path, folder: Path, notes: Sequence[Note], *, known: bool) -> Release:
    """The next release; `known`: whether anything may be taken over from the one before."""
    shutil.copytree(before, folder, symlinks=True)
    if not known:
        rendered_at(folder / "publish").save(Rendered())
    return publish(notes, folder, day=FRIDAY)


def taken_over(folder: Path, release: Path) -> set[str]:
    """Files that are one with those of the release before."""
    (before,) = [p for p in (folder / "publish" / "releases").iterdir() if p.name != release.name]
    return {n for n, p in files_below(release).items() if (before / n).is_file() and (before / n).samefile(p)}


@pytest.mark.parametrize(
    ("notes", "kept", "anew"),
    [
        pytest.param(
            [FIRST, OTHER, MORE],
            {"states/KEN.html", f"notes/{OTHER.note_id}.html", "articles/article-12.html", "data/by-state/KEN.csv"},
            {"states/ARG.html", "articles/article-10.html", "index.html", "notes.html"},
            id="one note more",
        ),
        pytest.param(
            [FIRST, CORRECTED],
            {"states/KEN.html", "states/ARG.html", f"notes/{FIRST.note_id}.html", "notes.html"},
            {"states/BRA.html", "articles/article-09.html", f"notes/{OTHER.note_id}.html"},
            id="a corrected note",
        ),
        pytest.param(
            [FIRST],
            {f"notes/{FIRST.note_id}.html", "data/states.csv"},
            {f"notes/{OTHER.note_id}.html", "notes.html"},
            id="a note gone",
        ),
    ],
)
def test_a_refresh_gives_the_bytes_of_a_release_made_from_nothing(
    monday: Path, tmp_path: Path, notes: list[Note], kept: set[str], anew: set[str]
) -> None:
    quick = refreshed(monday, tmp_path / "quick", notes, known=True).folder
    slow = refreshed(monday, tmp_path / "slow", notes, known=False).folder
    assert quick.name == slow.name
    assert bytes_of(quick) == bytes_of(slow)
    shared = taken_over(tmp_path / "quick", quick)
    assert kept <= shared
    assert not anew & shared


def test_nothing_is_taken_over_from_a_damaged_zip(monday: Path, tmp_path: Path) -> None:
    shutil.copytree(monday, tmp_path / "damaged", symlinks=True)
    (zip_,) = (tmp_path / "damaged" / "publish" / "latest").glob("*.zip")
    data = bytearray(zip_.read_bytes())
    data[ZipFile(zip_).getinfo("data/states.csv").header_offset + 100] ^= 1
    zip_.write_bytes(data)
    release = refreshed(tmp_path / "damaged", tmp_path / "next", [FIRST, OTHER, MORE], known=True).folder
    assert ZipFile(release / zip_.name).testzip() is None


def test_a_renderer_that_misses_rows_is_found_out(
    monday: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof above is none unless it fails where a digest does not see what a page shows."""
    digests: Callable[..., dict[str, str]] = Rows.digests
    monkeypatch.setattr(Rows, "digests", lambda *given: dict.fromkeys(digests(*given), "the same"))
    publish([FIRST, OTHER], tmp_path / "blind", day=MONDAY)
    quick = publish([FIRST, CORRECTED], tmp_path / "blind", day=FRIDAY).folder
    slow = refreshed(monday, tmp_path / "slow", [FIRST, CORRECTED], known=False).folder
    assert bytes_of(quick).items() ^ bytes_of(slow).items()


def test_a_language_more_gives_the_bytes_of_a_release_made_from_nothing(tmp_path: Path) -> None:
    found = []
    for name in ("quick", "slow"):
        line = Line(tmp_path / name, renderers=tuple(r.name for r in registered()))
        line.publish([EN, ES])
        if name == "slow":
            rendered_at(tmp_path / name / "publish").save(Rendered())
        found.append(line.publish([EN, ES, FR]).folder)
    assert bytes_of(found[0]) == bytes_of(found[1])


def test_a_note_more_changes_few_pages_and_those_of_its_own_year(tmp_path: Path) -> None:
    def note(year: int, name: str, paragraphs: int) -> Note:
        texts = [f"Kenya reported {n}. {'It said more. ' * 40}" for n in range(paragraphs)]
        said = tuple(Paragraph(text, {"KEN": "Kenya"}) for text in texts)
        sections = (Section("Budgets (article 9)", said, ("9",)),)
        return Note(f"{year}-03-01-{name}", name.title(), sections, {"KEN": "Kenya"}, f"{year}-03-01")

    notes = [note(year, "long", 250) for year in (2021, 2022, 2023)]
    publish(notes, tmp_path, day=MONDAY)
    release = publish([*notes, note(2022, "more", 1)], tmp_path, day=FRIDAY).folder
    shared = taken_over(tmp_path, release)
    for stem in ("statements.", "articles/article-09.", "states/KEN."):
        names = {path.relative_to(release).as_posix() for path in release.rglob("*.html")}
        names = {name for name in names if name.startswith(stem)}
        anew = names - shared
        assert len(names) > 12
        assert len(anew) < 6
        years = {name.removeprefix(stem)[:4] for name in anew}
        assert years <= {"html", "2022"} or stem == "states/KEN."


def test_files_of_the_same_bytes_are_one_file_on_disk(tmp_path: Path) -> None:
    publish([FIRST, OTHER], tmp_path, day=MONDAY)
    release = publish([FIRST, OTHER, MORE], tmp_path, day=FRIDAY).folder
    shared = taken_over(tmp_path, release)
    assert {"data/articles.csv", "assets/site.css", "robots.txt", "LICENSE"} <= shared


def test_what_releases_share_is_counted_once(tmp_path: Path) -> None:
    for name, size in (("one", 3), ("two", 5)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own").write_bytes(b"x" * size)
    (tmp_path / "one" / "shared").write_bytes(b"y" * 100)
    (tmp_path / "two" / "shared").hardlink_to(tmp_path / "one" / "shared")
    assert integrity.bytes_of([tmp_path / "one", tmp_path / "two"]) == {"one": 103, "two": 5}
