from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.accuracy import rows_of
from pipelines.archive.formats import read
from tests.extract.structures import HEAD, PLACES, outline_of

TITLE = "THEMATIC COMPILATION OF RELEVANT INFORMATION SUBMITTED BY STATES PARTIES\n\nARTICLE 7, PARAGRAPH 4, UNCAC\n\n"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_the_compilation_of_two_states(place: Path) -> None:
    outline = outline_of(read((place / "thematic" / "article_6_states_parties__docslib.txt").read_bytes()))
    rows = [(t.state_name, t.state_iso3, t.article, t.meeting, t.paragraphs) for t in outline.submission_texts]
    assert rows == [("ARMENIA", "ARM", "6", 3, 3), ("AUSTRIA", "AUT", "6", 2, 1)]
    assert outline.submission_texts[0].text.startswith("Within the ")
    assert outline.masthead.document_type == "thematic_compilation"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_the_compilation_of_one_state(place: Path) -> None:
    outline = outline_of(read((place / "thematic" / "article_5_austria__docslib.txt").read_bytes()))
    (text,) = outline.submission_texts
    assert (text.state_iso3, text.article, text.meeting) == ("AUT", "5", 10)
    assert text.text.startswith("Development ")


def test_heading_and_text_on_one_line() -> None:
    outline = outline_of(f"{TITLE}CHILE (FIRST MEETING) Chile has a law. PERU (TWELFTH MEETING) Peru has none.")
    rows = [(t.state_iso3, t.meeting, t.provision, t.text) for t in outline.submission_texts]
    assert rows == [("CHL", 1, "7(4)", "Chile has a law."), ("PER", 12, "7(4)", "Peru has none.")]


def test_states_without_a_meeting() -> None:
    outline = outline_of(f"{TITLE}Chile\n\nChile has a law.\n\nIt is new.\n\nPeru\n\nPeru has none.")
    rows = [(t.state_name, t.meeting, t.text, t.paragraphs) for t in outline.submission_texts]
    assert rows == [("Chile", None, "Chile has a law.\nIt is new.", 2), ("Peru", None, "Peru has none.", 1)]


def test_a_name_that_no_state_has_is_a_signal() -> None:
    outline = outline_of(f"{TITLE}RURITANIA (FIRST MEETING)\n\nRuritania has a law.")
    assert [text.state_iso3 for text in outline.submission_texts] == [None]
    assert [signal.rule for signal in outline.signals] == ["unknown_state"]


def test_texts_are_about_the_article_of_the_title() -> None:
    head = HEAD.replace("Integrity in sport", "Replies on the private sector (article 12 of the Convention)")
    states = ("A. Chile", "Chile has a law.", "B. Peru", "Peru has none.", "C. Kenya", "Kenya has one.")
    outline = outline_of(head + "\n\n".join(("I. Replies", *states)))
    assert [text.article for text in outline.submission_texts] == ["12", "12", "12"]


def test_who_has_a_text_of_its_own_is_not_silent() -> None:
    states = ("Chile", "Peru", "Kenya", "Ghana", "Japan", "Norway")
    rows = rows_of(
        (TITLE + "\n\n".join(f"{name.upper()} (FIRST MEETING)\n\n{name} has a law." for name in states)).encode()
    )
    assert [row["silent"] for row in rows["submissions"]] == [False] * len(states)
