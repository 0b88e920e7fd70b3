"""Each status of a State under an article and in a note, by SQL; and pages that count as the tables do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.contract.tables import load_contract
from pipelines.model.rules import broken_rules
from pipelines.workspace.engine import Engine
from tests.conftest import Shared
from tests.contents import rows
from tests.publish.site_reading import text, tree
from tests.publish.written import Note, Paragraph, Section, publish
from tests.releases import LIGHT

STATES = {"KEN": "Kenya", "CHL": "Chile", "PER": "Peru"}
KENYA = Paragraph("Kenya had a law.", {"KEN": "Kenya"})
CUBA = Paragraph("Cuba had a law.", {"CUB": "Cuba"})


def note(name: str, *sections: Section, unclear: frozenset[str] = frozenset(), read: str = "whole") -> Note:
    return Note(name, name, sections, STATES, f"{name[:4]}-06-01", unclear=unclear, respondents_read=read)


@pytest.fixture(scope="module")
def release(shared: Shared) -> Path:
    nine, ten = Section("One", (KENYA,), ("9",)), Section("Two", (CUBA,), ("10",))
    thirteen = Section("Three", (CUBA,), ("13",))
    notes = [
        note("2020-first", nine, ten, unclear=frozenset({"PER"})),
        note("2022-second", nine),
        note("2023-third", thirteen, read="part"),
        Note("2024-fourth", "Fourth", (Section("Four", (Paragraph("Togo had a law.", {"TGO": "Togo"}),), ("6",)),)),
    ]
    renderers = (*LIGHT, "states", "articles", "notes", "states_listed", "everything", "landing")
    folder = shared("status", lambda folder: publish(notes, folder, renderers=renderers))
    return (folder / "publish" / "latest").resolve()


def test_no_rule_is_broken_over_these_tables(release: Path) -> None:
    folder = release.parent.parent.parent
    broken = broken_rules(load_contract(), folder / "model", Engine(folder / "spill"))
    # Notes that are written by hand do not account for every character.
    assert {rule: rows for rule, rows in broken.items() if rows and rule != "every_character_is_accounted_for"} == {}


def test_a_state_has_its_status_under_each_article_and_in_each_note(release: Path) -> None:
    by_note = {(r["state_iso3"], r["article"], r["note_id"][:4]): r["status"] for r in rows(release, "state_timeline")}
    assert by_note == {
        **{("KEN", 9, year): "reported" for year in ("2020", "2022")},
        **{("CHL", 9, year): "silent" for year in ("2020", "2022")},
        ("PER", 9, "2020"): "listed",
        ("PER", 9, "2022"): "silent",
        # It is not listed, and has a statement under another article.
        ("CUB", 9, "2020"): "mentioned",
        ("CUB", 10, "2020"): "reported",
        ("KEN", 10, "2020"): "mentioned",
        ("CHL", 10, "2020"): "silent",
        ("PER", 10, "2020"): "listed",
        ("CUB", 13, "2023"): "reported",
        **{(state, 13, "2023"): "silent" for state in STATES},
        ("TGO", 6, "2024"): "reported",
    }
    status = {(r["state_iso3"], r["article"]): r["status"] for r in rows(release, "by_state_article")}
    assert [status["PER", number] for number in (6, 9, 10, 13)] == ["not_listed", "listed", "listed", "silent"]
    assert [status["TGO", number] for number in (6, 9, 10, 13)] == [
        "reported",
        "not_listed",
        "not_listed",
        "list_not_read",
    ]
    assert status["CUB", 9] == "mentioned"


def test_silent_and_unclear_respondents_are_counted_apart_and_alike(release: Path) -> None:
    def counts(table: str, key: str, what: str) -> dict[object, tuple[object, object]]:
        return {r[key]: (r[f"silent_{what}_count"], r[f"unclear_{what}_count"]) for r in rows(release, table)}

    assert counts("by_state", "state_iso3", "note") == {
        "CHL": (3, 0),
        "PER": (2, 1),
        "KEN": (1, 0),
        "CUB": (0, 0),
        "TGO": (0, 0),
    }
    assert counts("coverage", "note_id", "respondent") == {
        "2020-first": (1, 1),
        "2022-second": (2, 0),
        "2023-third": (3, 0),
        "2024-fourth": (0, 0),
    }
    assert counts("by_article", "article", "respondent") == {6: (0, 0), 9: (1, 1), 10: (1, 1), 13: (3, 0)}


def test_pages_count_silent_and_unclear_respondents_as_the_tables_do(release: Path) -> None:
    home = tree(release / "index.html").xpath("//section[@aria-labelledby='silent']")[0].text_content()
    states = rows(release, "by_state")
    silent, unclear = (sum(bool(r[f"{kind}_note_count"]) for r in states) for kind in ("silent", "unclear"))
    assert (silent, unclear) == (3, 1)
    assert f"For certain: {silent} States (Chile, Kenya, Peru)." in home
    assert f"Unclear: {unclear} State." in home
    assert "Notes whose list of respondents could not be read in full: 1." in home
    listed = tree(release / "states.html").xpath("//table[@data-live='states']")[0]
    keys = listed.xpath("thead/tr/th/@data-key")
    for key, expected in (("silent", silent), ("unclear", unclear)):
        cells = listed.xpath(f"tbody/tr/*[{keys.index(key) + 1}]")
        assert sum(cell.text_content().strip() == "yes" for cell in cells) == expected
    for row in rows(release, "by_article"):
        page = text(release / "articles" / f"article-{row['article']:02d}.html")
        counted = re.search(
            r"Which States: (\d+) with a statement; sent information: (\d+) not mentioned, (\d+) unclear", page
        )
        assert counted
        assert list(map(int, counted.groups())) == [
            row["state_count"],
            row["silent_respondent_count"],
            row["unclear_respondent_count"],
        ]
    boxes = [box.text_content() for box in tree(release / "states" / "PER.html").find_class("box")]
    assert [box.partition(":")[0].strip() for box in boxes] == [
        "Peru sent information and is not mentioned in",
        "Peru sent information. It is unclear whether it is mentioned in",
    ]
    assert [len(re.findall(r"\(\d+ \w+ \d{4}\)", box)) for box in boxes] == [2, 1]
    assert "unclear whether it is listed: Article 13." in text(release / "states" / "TGO.html")
