"""What makes a release a new one, on which day, and what it hands on to the next."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from rdflib import Graph
from rdflib.namespace import DCAT, DCTERMS, RDF

from pipelines.publish.history import History, Pins
from pipelines.publish.publication import load_publication
from pipelines.publish.record import Record, read_record
from pipelines.publish.release import DamagedError, Release, standing
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import Shared
from tests.contents import bytes_of, rows
from tests.publish import written
from tests.publish.conftest import DAYS, FIRST, SECOND, THIRD
from tests.publish.written import Note, Paragraph, Section
from tests.releases import LIGHT

SUNDAY, MONDAY, TUESDAY, FRIDAY = "2027-02-28", "2027-03-01", "2027-03-02", "2027-03-05"
LATER = Note("2023-03-01-later", "Later", (Section("Reports (article 10)", (Paragraph("Nothing."),), ("10",)),))


def publish(notes: list[Note], folder: Path, **options: Any) -> Release:
    """Publish without site and catalogues, where a test asks nothing of them."""
    return written.publish(notes, folder, renderers=LIGHT, **options)


@pytest.fixture
def first(shared: Shared, tmp_path: Path) -> Release:
    """The release of Monday; each test has a copy of the folder that it stands in."""
    made = shared("monday", lambda folder: publish([FIRST], folder, day=MONDAY))
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    history = History(tmp_path / "publish")
    latest = history.latest()
    assert latest is not None
    return standing(history, latest)


def record(release: Path) -> Record:
    return read_record(release)


def days(release: Path, table: str) -> tuple[str, str]:
    found = record(release).tables[table]
    return f"{found.first_published}", f"{found.last_changed}"


def test_a_release_says_who_it_is(first: Release, tmp_path: Path) -> None:
    second = publish([FIRST, LATER], tmp_path, day=FRIDAY)
    said = json.loads((second.folder / "release.json").read_text(encoding="utf-8"))
    assert said["identifier"] == second.id == second.folder.name
    assert said["published"] == FRIDAY
    assert second.id.startswith(f"{FRIDAY}-")
    assert said["previous"] == first.id
    assert record(first.folder).previous is None
    assert said["digest"].startswith(second.id.removeprefix(f"{FRIDAY}-"))
    assert said["counts"] == second.record.counts
    assert said["changes"]["added"]["notes"] == second.changes.count("added", "notes") == 1
    assert re.fullmatch(r"\d+\.\d+\.\d+", said["versions"]["contract"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", said["versions"]["program"])
    assert "release.json" in (second.folder / "SHA256SUMS").read_text(encoding="utf-8")


@pytest.mark.long  # two whole releases
def test_the_same_history_and_days_give_the_same_bytes(line: list[Path], tmp_path: Path) -> None:
    written.publish([FIRST], tmp_path)
    again = written.publish([THIRD, SECOND, FIRST], tmp_path, day=DAYS[1]).folder
    assert (again.name, bytes_of(again)) == (line[1].name, bytes_of(line[1]))


def test_a_date_moves_only_where_rows_moved(line: list[Path]) -> None:
    first, release, _ = line
    before, today, _ = DAYS
    for file in sorted((release / "data").glob("*.csv")):
        moved = file.read_bytes() != (first / "data" / file.name).read_bytes()
        assert days(release, file.stem) == (before, today if moved else before), file.name
    dates = {"uncac-code-lists": (before, before), "uncac-paragraphs": (before, today)}
    graph = Graph().parse(release / "catalog.ttl")
    for found in (graph, Graph().parse(release / "udata" / "catalog.ttl")):
        said = {str(found.value(d, DCTERMS.identifier)): d for d in found.subjects(RDF.type, DCAT.Dataset)}
        for name, expected in dates.items():
            assert (
                str(found.value(said[name], DCTERMS.issued)),
                str(found.value(said[name], DCTERMS.modified)),
            ) == expected
    listed = json.loads((release / "data.json").read_text(encoding="utf-8"))["dataset"]
    assert {d["identifier"]: (d["issued"], d["modified"]) for d in listed}.items() >= dates.items()
    node = next(graph.subjects(RDF.type, DCAT.Catalog))
    assert str(graph.value(node, DCTERMS.modified)) == today
    files = {
        str(node): str(graph.value(node, DCTERMS.modified)) for node in graph.subjects(RDF.type, DCAT.Distribution)
    }
    base = "https://data.example.org/uncac/"
    assert files[f"{base}data/states.csv#dist"] == before
    assert files[f"{base}data/notes.csv#dist"] == today
    assert files[f"{base}uncac-statements.zip#dist-uncac-statements"] == today
    for name, expected in dates.items():
        page = (release / "dataset" / f"{name}.html").read_text(encoding="utf-8")
        assert f'"datePublished":"{expected[0]}","dateModified":"{expected[1]}"' in page
    datacite = json.loads((release / "datacite.json").read_text(encoding="utf-8"))
    assert [d["date"] for d in datacite["dates"][:2]] == [before, today]
    croissant = json.loads((release / "croissant.json").read_text(encoding="utf-8"))
    assert (croissant["datePublished"], croissant["dateModified"]) == (before, today)
    assert f"date-released: '{today}'" in (release / "CITATION.cff").read_text(encoding="utf-8")
    feed = etree.parse(release / "feed.atom").getroot()
    updated = [e.text for e in feed.iter("{http://www.w3.org/2005/Atom}updated")]
    assert updated == [f"{today}T00:00:00Z", f"{today}T00:00:00Z", f"{before}T00:00:00Z"]
    pages = dict(re.findall(r"<loc>([^<]*)</loc>\s*<lastmod>([^<]*)", (release / "sitemap.xml").read_text()))
    both = [page for page in pages if all((of / page.removeprefix(base)).is_file() for of in (first, release))]
    for page in both:
        moved = (first / page.removeprefix(base)).read_bytes() != (release / page.removeprefix(base)).read_bytes()
        assert pages[page] == (today if moved else before), page
    assert {pages[page] for page in both} == {before, today}
    assert pages[base] == pages[f"{base}notes.html"] == today


def test_what_two_notes_are_known_by_leads_to_none_and_to_no_note_that_is_gone(tmp_path: Path) -> None:
    symbol = "CAC/COSP/2020/1"
    gone, one, other = (replace(LATER, note_id=f"2023-03-0{n}-note", symbol=symbol) for n in (1, 2, 3))

    def led_to(release: Release) -> list[str]:
        key = ("note_key_symbol", symbol)
        return [r["successor"] for r in rows(release.folder, "register") if (r["table"], r["identifier"]) == key]

    assert led_to(publish([gone], tmp_path, day=MONDAY)) == [gone.note_id]
    assert led_to(publish([FIRST], tmp_path, day=TUESDAY)) == [gone.note_id]
    assert led_to(publish([FIRST, one, other], tmp_path, day=FRIDAY)) == []


@pytest.mark.usefixtures("first")
def test_no_name_is_given_twice(tmp_path: Path) -> None:
    second = publish([FIRST, LATER], tmp_path, day=MONDAY)
    before = bytes_of(second.folder)
    history = History(tmp_path / "publish")
    history.point_to(history.line()[1].identifier)
    again = publish([FIRST, LATER], tmp_path, day=MONDAY)
    assert (again.id, again.new) == (f"{second.id}-2", True)
    assert bytes_of(second.folder) == before
    assert record(again.folder).previous == record(second.folder).previous
    # A latest release that somebody deleted is made again, after the one before.
    shutil.rmtree(again.folder)
    shutil.rmtree(second.folder)
    third = publish([FIRST, LATER], tmp_path, day=MONDAY)
    assert third.id == f"{second.id}-3"
    shutil.rmtree(third.folder)
    older = publish([FIRST], tmp_path, day=FRIDAY)
    assert (older.id, older.new) == (record(older.folder).identifier, False)


def test_another_release_of_the_same_content_is_made_where_it_is_asked_for(first: Release, tmp_path: Path) -> None:
    second = publish([FIRST], tmp_path, day=MONDAY, again=True)
    third = publish([FIRST], tmp_path, day=FRIDAY, again=True)
    assert second.id == f"{first.id}-2"
    assert third.id == first.id.replace(MONDAY, FRIDAY)
    assert record(second.folder).previous == first.id
    assert second.changes.totals == {"added": 0, "changed": 0, "removed": 0}
    assert (second.folder / "data" / "statements.csv").samefile(first.folder / "data" / "statements.csv")
    assert not publish([FIRST], tmp_path, day=FRIDAY).new
    assert days(third.folder, "statements") == (MONDAY, MONDAY)


def test_a_file_that_was_damaged_is_written_anew_and_one_that_is_as_it_was_is_not(
    first: Release, tmp_path: Path
) -> None:
    paths = ("codebook.csv", "LICENSE", "data/notes.csv")
    before = {path: (first.folder / path).read_bytes() for path in paths}
    for path in ("codebook.csv", "data/notes.csv"):
        (first.folder / path).write_bytes(before[path].replace(b"note", b"NOTE"))
    second = publish([FIRST], tmp_path, day=MONDAY, again=True)
    assert {path: (second.folder / path).read_bytes() for path in paths} == before
    assert (second.folder / "LICENSE").samefile(first.folder / "LICENSE")


@pytest.mark.usefixtures("first")
def test_no_release_is_dated_before_the_one_that_it_follows(tmp_path: Path) -> None:
    release = publish([FIRST, LATER], tmp_path, day=SUNDAY)
    assert release.id.startswith(MONDAY)
    assert days(release.folder, "notes") == (MONDAY, MONDAY)


def test_after_a_rollback_history_goes_on_from_what_it_went_back_to(first: Release, tmp_path: Path) -> None:
    wrong = publish([FIRST, LATER], tmp_path, day=TUESDAY)
    history = History(tmp_path / "publish")
    history.pins.save(Pins(held=first.id))
    held = publish([FIRST, LATER], tmp_path, day=FRIDAY)
    assert (held.id, held.held) == (first.id, True)
    history.pins.save(Pins())
    release = publish([FIRST, LATER], tmp_path, day=FRIDAY)
    assert release.new
    assert release.id != wrong.id
    assert record(release.folder).previous == first.id
    assert days(release.folder, "notes") == (MONDAY, FRIDAY)
    assert [f"{past.published}" for past in history.line()] == [FRIDAY, MONDAY]


def test_a_damaged_record_stops_publication_and_says_what_to_do(first: Release, tmp_path: Path) -> None:
    (first.folder / "release.json").write_text("{", encoding="utf-8")
    with pytest.raises(DamagedError, match=r"release\.json was altered.*uncac rollback"):
        publish([FIRST, LATER], tmp_path, day=FRIDAY)
    assert History(tmp_path / "publish").latest() == first.folder


@pytest.mark.parametrize(
    "told", [{"title": "Another title"}, {"dictionary": {"de": {"Collective statements": "Sammelaussagen"}}}, {}]
)
def test_what_portals_are_told_and_another_program_make_a_new_release(
    first: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: dict[str, Any]
) -> None:
    if not told:
        monkeypatch.setattr("pipelines.publish.release.PUBLISHING", "another version")
    base = load_publication(DATAPACKAGE / "publication.yaml").model_copy(update={"editions": (), **told})
    second = publish([FIRST], tmp_path, base=base, day=FRIDAY)
    assert second.id.partition(FRIDAY)[2] != first.id.partition(MONDAY)[2]
    # No row moved, so no dataset did.
    assert days(second.folder, "statements") == (MONDAY, MONDAY)
