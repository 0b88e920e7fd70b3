from __future__ import annotations

from typing import Any

import pytest

from benchmarks.accuracy import rows_of
from pipelines.archive.formats import read
from tests.extract.structures import GOLDEN, HEAD, outline_of

TITLE = "THEMATIC COMPILATION OF RELEVANT INFORMATION SUBMITTED BY STATES PARTIES\n\nARTICLE 7, PARAGRAPH 4, UNCAC\n\n"
ABOUT = HEAD.replace("Integrity in sport", "Replies on the private sector (article 12 of the Convention)")
_ONE_LINE = "CHILE (FIRST MEETING) Chile has a law. PERU (TWELFTH MEETING) Peru has none."
_WITHOUT_MEETING = "Chile\n\nChile has a law.\n\nIt is new.\n\nPeru\n\nPeru has none."
_IN_A_NOTE = "I. Replies\n\nA. Chile\n\nChile has a law.\n\nB. Peru\n\nPeru has none.\n\nC. Kenya\n\nKenya has one."


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        (
            (GOLDEN / "thematic" / "article_6_states_parties__docslib.txt").read_text("utf-8"),
            ("state_name", "state_iso3", "article", "meeting", "paragraphs"),
            [("ARMENIA", "ARM", "6", 3, 3), ("AUSTRIA", "AUT", "6", 2, 1)],
        ),
        (
            (GOLDEN / "thematic" / "article_5_austria__docslib.txt").read_text("utf-8"),
            ("state_iso3", "article", "meeting"),
            [("AUT", "5", 10)],
        ),
        (
            TITLE + _ONE_LINE,
            ("state_iso3", "meeting", "provision", "text"),
            [("CHL", 1, "7(4)", "Chile has a law."), ("PER", 12, "7(4)", "Peru has none.")],
        ),
        (
            TITLE + _WITHOUT_MEETING,
            ("state_name", "meeting", "text", "paragraphs"),
            [("Chile", None, "Chile has a law.\nIt is new.", 2), ("Peru", None, "Peru has none.", 1)],
        ),
        (ABOUT + _IN_A_NOTE, ("state_iso3", "article"), [("CHL", "12"), ("PER", "12"), ("KEN", "12")]),
    ],
    ids=["of two States", "of one", "heading and text on one line", "without a meeting", "article of the title"],
)
def test_texts_of_states(text: str, columns: tuple[str, ...], expected: list[tuple[Any, ...]]) -> None:
    found = outline_of(read(text.encode())).submission_texts
    assert [tuple(getattr(of_state, column) for column in columns) for of_state in found] == expected


def test_a_name_that_no_state_has_is_a_signal() -> None:
    outline = outline_of(f"{TITLE}RURITANIA (FIRST MEETING)\n\nRuritania has a law.")
    assert [text.state_iso3 for text in outline.submission_texts] == [None]
    assert [signal.rule for signal in outline.signals] == ["unknown_state"]


def test_who_has_a_text_of_its_own_is_not_silent() -> None:
    states = ("Chile", "Peru", "Kenya", "Ghana", "Japan", "Norway")
    texts = "\n\n".join(f"{name.upper()} (FIRST MEETING)\n\n{name} has a law." for name in states)
    assert [row["silent"] for row in rows_of((TITLE + texts).encode())["submissions"]] == [False] * len(states)
