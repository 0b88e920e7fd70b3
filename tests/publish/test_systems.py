"""One system over notes and years: joined by name and acronym, not by likeness, with an identifier that never moves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.extract.reading.systems import key_of
from pipelines.publish.doubts import SIMILAR_SYSTEM, find_doubts
from tests.publish.site_reading import tree
from tests.publish.written import Note, Paragraph, Section, publish
from tests.releases import LIGHT, only

KENYA, UGANDA = {"KEN": "Kenya"}, {"UGA": "Uganda"}


def named(year: int, words: str, acronym: str | None = None, state: dict[str, str] = KENYA) -> Note:
    paragraph = Paragraph(f"The {words} was opened.", state, system=words, acronym=acronym)
    return Note(f"{year}-note", f"Note {year}", (Section("One", (paragraph,), ("9",)),), state, f"{year}-06-01")


def systems(notes: list[Note], folder: Path) -> list[dict[str, Any]]:
    publish(notes, folder)
    return list(pq.read_table((folder / "publish" / "latest").resolve() / "data" / "systems.parquet").to_pylist())


@pytest.fixture(autouse=True)
def few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.publish.release.asked_for", lambda _: only((*LIGHT, "changes")))


def test_what_changed_tells_of_a_new_system_and_of_one_that_another_note_names(tmp_path: Path) -> None:
    first = named(2012, "Integrity Portal")
    systems([first], tmp_path)
    systems([first, named(2016, "Tax Register"), named(2019, "Integrity Portal")], tmp_path)
    page = ((tmp_path / "publish" / "latest").resolve() / "changes.html").read_text("utf-8")
    assert "Tax Register" in page
    assert 'href="notes/2016-note.html"' in page
    assert "2019-note" in page


def test_a_name_and_an_acronym_that_once_stood_together_are_one_system_of_that_state(tmp_path: Path) -> None:
    notes = [
        named(2012, "Integrity Portal"),
        named(2016, "Integrity Portal", "IPX"),
        named(2019, "IPX"),
        named(2020, "IPX", state=UGANDA),
    ]
    of_kenya, of_uganda = systems(notes, tmp_path)
    assert (of_kenya["system_id"], of_uganda["system_id"]) == ("KEN.ipx", "UGA.ipx")
    assert (of_kenya["system_name"], of_kenya["acronyms"]) == ("Integrity Portal", "IPX")
    assert (of_kenya["first_note_id"], of_kenya["last_note_id"]) == ("2012-note", "2019-note")
    assert (of_kenya["note_count"], of_kenya["statement_count"], of_uganda["note_count"]) == (3, 3, 1)


def test_names_are_one_system_by_however_many_names_between_them(tmp_path: Path) -> None:
    names = [f"{letter}eta Portal" for letter in "ABCDEFGHIJKLMN"]
    notes = [named(2000 + year, name) for year, name in enumerate(names)]
    for n, (note, further) in enumerate(zip(notes[:-1], names[1:], strict=True)):
        (paragraph,) = note.sections[0].paragraphs
        tied = replace(paragraph, system_key=key_of(further))
        notes[n] = replace(note, sections=(replace(note.sections[0], paragraphs=(tied,)),))
    (one,) = systems(notes, tmp_path)
    assert one["note_count"] == len(names)


def test_what_several_statements_name_has_a_page_to_which_all_pages_lead(tmp_path: Path) -> None:
    notes = [named(2019, "Integrity Portal"), named(2012, "Integrity Portal"), named(2016, "Tax Register")]
    release = publish(notes, tmp_path, renderers=("systems", "states", "notes", "tables")).folder
    (page,) = (release / "systems").iterdir()
    assert page.name == "KEN.integrity-portal.html"
    links = tree(page).xpath("//a[@class='permalink']/@href")
    assert links == ["../notes/2012-note.html#p001.KEN", "../notes/2019-note.html#p001.KEN"]
    leading = {
        path.relative_to(release).as_posix()
        for path in release.rglob("*.html")
        if tree(path).xpath(f"//main//a[contains(@href, 'systems/{page.name}') and not(starts-with(@href, 'mailto'))]")
    }
    assert leading == {"states/KEN.html", "notes/2012-note.html", "notes/2019-note.html", "systems.html"}


def test_an_address_that_a_system_had_leads_on(tmp_path: Path) -> None:
    notes = [named(2019, "Integrity Portal"), named(2012, "Integrity Portal"), named(2016, "Tax Register")]
    later = (notes, notes[1:], notes[2:], [*notes[2:], named(2020, "Gift Register")])
    made = [publish(rest, tmp_path, renderers=("systems",)).folder for rest in later]
    pages = [tree(folder / "systems" / "KEN.integrity-portal.html") for folder in made]
    quotes = [page.xpath("//a[@class='permalink']/@href") for page in pages]
    assert quotes[:2] == [["../notes/2012-note.html#p001.KEN", "../notes/2019-note.html#p001.KEN"], quotes[0][:1]]
    assert [page.xpath("//a/@data-moved/../@href") for page in pages[2:]] == [["../systems.html?state=KEN"]] * 2


def test_initials_and_spelling_tell_one_system_where_no_other_has_them(tmp_path: Path) -> None:
    notes = [
        named(2012, "Register of Interests and Gifts"),
        named(2013, "RIG"),
        named(2014, "Stop Bribes"),
        named(2015, "StopBribes"),
        named(2016, "National Asset Portal"),
        named(2017, "New Audit Platform"),
        named(2018, "NAP"),
    ]
    found = {each["system_name"]: each["note_count"] for each in systems(notes, tmp_path)}
    assert found["Register of Interests and Gifts"] == found["Stop Bribes"] == 2
    assert found["National Asset Portal"] == found["New Audit Platform"] == found["NAP"] == 1


def test_a_new_thing_of_an_old_name_is_another_that_later_notes_mean(tmp_path: Path) -> None:
    notes = [named(2012, "Procurement Portal"), named(2020, "Procurement Portal"), named(2022, "Procurement Portal")]
    paragraph = replace(notes[1].sections[0].paragraphs[0], system_key="new-procurement-portal")
    notes[1] = replace(notes[1], sections=(replace(notes[1].sections[0], paragraphs=(paragraph,)),))
    found = {each["system_id"]: each["note_count"] for each in systems(notes, tmp_path)}
    assert found == {"KEN.procurement-portal": 1, "KEN.new-procurement-portal": 2}
    (doubt,) = find_doubts((tmp_path / "publish" / "latest").resolve() / "data")
    assert doubt.rule == SIMILAR_SYSTEM


def test_an_identifier_stays_when_an_earlier_note_tells_an_acronym(tmp_path: Path) -> None:
    (first,) = systems([named(2022, "Integrity Portal")], tmp_path)
    earlier = [named(2010, "Integrity Portal", "IPX"), named(2011, "IPX")]
    found = systems([named(2022, "Integrity Portal"), *earlier], tmp_path)
    assert first["system_id"] == "KEN.integrity-portal"
    assert [(each["system_id"], each["note_count"]) for each in found] == [("KEN.integrity-portal", 3)]


def test_similar_names_are_a_question_and_never_one_system(tmp_path: Path) -> None:
    notes = [named(2012, "Open Data Portal"), named(2016, "National Open Data Portal")]
    notes += [named(2019, "Law No. 1 of 2016"), named(2020, "Law No. 1 of 2018"), named(2021, "Main Open Data Portal")]
    assert len(systems(notes, tmp_path)) == 5
    doubts = find_doubts((tmp_path / "publish" / "latest").resolve() / "data")
    alike = [(each.words, each.same_key) for each in doubts if each.rule == SIMILAR_SYSTEM]
    of_one = [("Open Data Portal", f"{more}-open-data-portal") for more in ("main", "national")]
    assert [each for each in alike if each[0] == "Open Data Portal"] == of_one, "one row, in one order in every release"
