"""Each status of a State under an article and in a note, by SQL; that pages say the same: `publish/test_api.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.contract.tables import load_contract
from pipelines.model.rules import broken_rules
from pipelines.workspace.engine import Engine
from tests.conftest import Shared
from tests.contents import rows
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
    folder = shared("status", lambda folder: publish(notes, folder, renderers=LIGHT))
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
