"""One system over notes and years: joined by name and acronym, not by likeness, with an identifier that never moves."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipelines.extract.reading.systems import key_of
from pipelines.publish.doubts import SIMILAR_SYSTEM, find_doubts
from tests.conftest import Shared
from tests.contents import rows
from tests.publish.site_reading import tree
from tests.publish.written import Note, Paragraph, Section, publish
from tests.releases import LIGHT

_CHAIN = [f"{letter}eta Portal" for letter in "ABCDEFGHIJKLMN"]
# What a State's notes call its systems, year after year, with the key of the system where it is not that of the name;
# and in how many notes each system is named.
SYSTEMS: dict[str, tuple[list[tuple[str, ...]], dict[str, int]]] = {
    # A name and an acronym that once stood together are one system, of that State alone.
    "KEN": ([("Integrity Portal",), ("Integrity Portal", "IPX"), ("IPX",)], {"ipx": 3}),
    "UGA": ([("IPX",)], {"ipx": 1}),
    # So are names by however many names between them,
    "PER": ([(a, "", key_of(b)) for a, b in pairwise(_CHAIN)] + [(_CHAIN[-1],)], {"beta-portal": 14}),
    # and initials and spelling, where no other system has them.
    "CHL": (
        [("Register of Interests and Gifts",), ("RIG",), ("Stop Bribes",), ("StopBribes",)],
        {"register-of-interests-and-gifts": 2, "stop-bribes": 2},
    ),
    "NGA": (
        [("National Asset Portal",), ("New Audit Platform",), ("NAP",)],
        {"nap": 1, "national-asset-portal": 1, "new-audit-platform": 1},
    ),
    # A new thing of an old name is another, and later notes mean that.
    "GHA": (
        [("Procurement Portal",), ("Procurement Portal", "", "new-procurement-portal"), ("Procurement Portal",)],
        {"new-procurement-portal": 2, "procurement-portal": 1},
    ),
    # Similar names are a question, and never one system.
    "TGO": (
        [(f"{more}Open Data Portal",) for more in ("", "National ", "Main ")],
        dict.fromkeys(("open-data-portal", "national-open-data-portal", "main-open-data-portal"), 1),
    ),
    "BEN": ([("Law No. 1 of 2016",), ("Law No. 1 of 2018",)], {"law-no-1-of-2016": 1, "law-no-1-of-2018": 1}),
}


def named(year: int, *said: str, state: str = "KEN") -> Note:
    """A note of a year that names a system of a State."""
    words, acronym, key = (*said, "", "")[:3]
    named = Paragraph(
        f"The {words} was opened.", {state: state}, system=words, acronym=acronym or None, system_key=key or None
    )
    note_id, sections = f"{year}-{state.lower()}", (Section("One", (named,), ("9",)),)
    return Note(note_id, f"Note {year}", sections, {state: state}, f"{year}-06-01")


@pytest.fixture(scope="module")
def release(shared: Shared) -> Path:
    notes = [named(n, *one, state=iso3) for iso3, (said, _) in SYSTEMS.items() for n, one in enumerate(said, 2001)]
    folder = shared("named", lambda folder: publish(notes, folder, renderers=LIGHT))
    return (folder / "publish" / "latest").resolve()


@pytest.mark.parametrize("state", SYSTEMS)
def test_what_is_one_system_of_a_state(release: Path, state: str) -> None:
    found = {s["system_id"]: s["note_count"] for s in rows(release, "systems") if s["state_iso3"] == state}
    assert found == {f"{state}.{key}": count for key, count in SYSTEMS[state][1].items()}


def test_a_system_has_its_names_and_the_notes_that_name_it_first_and_last(release: Path) -> None:
    (one,) = (system for system in rows(release, "systems") if system["state_iso3"] == "KEN")
    assert (one["system_name"], one["acronyms"], one["statement_count"]) == ("Integrity Portal", "IPX", 3)
    assert (one["first_note_id"], one["last_note_id"]) == ("2001-ken", "2003-ken")


def test_whether_similar_names_are_one_system_is_asked_in_the_same_order_in_every_release(release: Path) -> None:
    doubts = [doubt for doubt in find_doubts(release / "data") if doubt["rule"] == SIMILAR_SYSTEM]
    alike = [(doubt["words"], doubt["same_key"]) for doubt in doubts if doubt["words"] == "Open Data Portal"]
    assert alike == [("Open Data Portal", f"{more}-open-data-portal") for more in ("main", "national")]
    assert len([doubt for doubt in doubts if doubt["state_iso3"] == "GHA"]) == 1


def systems(notes: list[Note], folder: Path) -> list[dict[str, Any]]:
    return rows(publish(notes, folder, renderers=(*LIGHT, "changes")).folder, "systems")


def test_what_changed_tells_of_a_new_system_and_of_one_that_another_note_names(tmp_path: Path) -> None:
    first = named(2012, "Integrity Portal")
    systems([first], tmp_path)
    systems([first, named(2016, "Tax Register"), named(2019, "Integrity Portal")], tmp_path)
    page = ((tmp_path / "publish" / "latest").resolve() / "changes.html").read_text("utf-8")
    assert "Tax Register" in page
    assert 'href="notes/2016-ken.html"' in page
    assert "2019-ken" in page


def test_what_several_statements_name_has_a_page_to_which_all_pages_lead(tmp_path: Path) -> None:
    notes = [named(2019, "Integrity Portal"), named(2012, "Integrity Portal"), named(2016, "Tax Register")]
    release = publish(notes, tmp_path, renderers=("systems", "states", "notes", "tables")).folder
    (page,) = (release / "systems").iterdir()
    assert page.name == "KEN.integrity-portal.html"
    links = tree(page).xpath("//a[@class='permalink']/@href")
    assert links == ["../notes/2012-ken.html#p001.KEN", "../notes/2019-ken.html#p001.KEN"]
    leading = {
        path.relative_to(release).as_posix()
        for path in release.rglob("*.html")
        if tree(path).xpath(f"//main//a[contains(@href, 'systems/{page.name}') and not(starts-with(@href, 'mailto'))]")
    }
    assert leading == {"states/KEN.html", "notes/2012-ken.html", "notes/2019-ken.html", "systems.html"}


def test_an_address_that_a_system_had_leads_on(tmp_path: Path) -> None:
    notes = [named(2019, "Integrity Portal"), named(2012, "Integrity Portal"), named(2016, "Tax Register")]
    later = (notes, notes[2:], [*notes[2:], named(2020, "Gift Register")])
    made = [publish(rest, tmp_path, renderers=("systems",)).folder for rest in later]
    pages = [tree(folder / "systems" / "KEN.integrity-portal.html") for folder in made]
    assert [page.xpath("//a/@data-moved/../@href") for page in pages] == [[], *[["../systems.html?state=KEN"]] * 2]


def test_an_identifier_stays_when_an_earlier_note_tells_an_acronym(tmp_path: Path) -> None:
    (first,) = systems([named(2022, "Integrity Portal")], tmp_path)
    earlier = [named(2010, "Integrity Portal", "IPX"), named(2011, "IPX")]
    found = systems([named(2022, "Integrity Portal"), *earlier], tmp_path)
    assert first["system_id"] == "KEN.integrity-portal"
    assert [(each["system_id"], each["note_count"]) for each in found] == [("KEN.integrity-portal", 3)]
