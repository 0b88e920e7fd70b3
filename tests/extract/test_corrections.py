"""Corrections change the row they name, and cost its note where they no longer bite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.contract.rows import Rows
from pipelines.contract.tables import load_contract
from pipelines.extract.corrections import (
    Correction,
    CorrectionError,
    apply_corrections,
    load_corrections,
)

ROW = "n.p001.BRA"


def rows() -> Rows:
    return {
        "statements": [
            {
                "statement_id": ROW,
                "paragraph_id": "n.p001",
                "state_iso3": "BRA",
                "reporting_verb": "report",
                "quote": "The gifts",
                "quote_start": 10,
                "confidence": 0.7,
                "reviewed": False,
            }
        ],
        "statement_articles": [{"statement_id": ROW, "article": "9"}],
        "statement_topics": [
            {"statement_id": ROW, "topic": "gifts", "words": "gifts", "words_start": 4, "words_end": 9}
        ],
        "system_mentions": [
            {"statement_id": ROW, "mention_id": f"{ROW}.sys1", "words": "gifts", "words_start": 4, "words_end": 9}
        ],
        "submissions": [
            {
                "state_iso3": "BRA",
                "statement_count": 1,
                "declared": True,
                "silent": False,
                "silent_reason": None,
                "silent_paragraph_id": None,
            }
        ],
        "submission_texts": [],
        "signals": [{"signal_id": "n.numbering_gap.1", "signal_status": "open"}],
    }


def apply(found: Rows, **entry: Any) -> tuple[list[Correction], list[str]]:
    return apply_corrections(found, [Correction(reason="test", **entry)], load_contract())


@pytest.mark.parametrize("table", ["statement_topics", "system_mentions"])
def test_a_topic_and_a_system_follow_their_words_and_go_with_them(table: str) -> None:
    found = rows()

    def quoted(quote: str, start: int) -> list[tuple[int, int]]:
        corrections = [
            Correction(reason="test", table="statements", row=ROW, action="set", column=column, value=value)
            for column, value in (("quote", quote), ("quote_start", start))
        ]
        apply_corrections(found, corrections, load_contract())
        return [(row["words_start"], row["words_end"]) for row in found[table]]

    assert quoted("The gifts, returned", 10) == [(4, 9)]
    assert quoted("gifts, returned", 14) == [(0, 5)]
    assert quoted("returned", 21) == []


def test_a_dropped_statement_takes_its_articles_and_systems_along() -> None:
    found = rows()
    apply(found, table="statements", row=ROW, action="drop")
    assert found["statements"] == found["statement_articles"] == found["statement_topics"] == []
    assert found["system_mentions"] == []


@pytest.mark.parametrize(
    ("declared", "texts", "left"),
    [
        (True, [], [(0, None, "paragraph_not_read", "n.p001")]),
        (True, [{"state_iso3": "BRA"}], [(0, False, None, None)]),
        (True, [{"state_iso3": "CHL"}], [(0, None, "paragraph_not_read", "n.p001")]),
        (False, [], []),
    ],
)
def test_who_loses_its_last_statement_is_not_called_silent_for_that(
    *, declared: bool, texts: list[dict[str, Any]], left: list[tuple[Any, ...]]
) -> None:
    found = {**rows(), "submission_texts": texts}
    found["submissions"][0]["declared"] = declared
    apply(found, table="statements", row=ROW, action="drop")
    columns = ("statement_count", "silent", "silent_reason", "silent_paragraph_id")
    assert [tuple(row[column] for column in columns) for row in found["submissions"]] == left


def test_whose_unsure_statement_a_person_accepts_is_not_silent() -> None:
    found = rows()
    found["submissions"][0] |= {"silent": None, "silent_reason": "paragraph_not_read", "silent_paragraph_id": "n.p001"}
    apply(found, table="statements", row=ROW, action="accept", expect={"reporting_verb": "report"})
    assert list(found["submissions"][0].values()) == ["BRA", 1, True, False, None, None]


def test_a_correction_that_no_longer_bites_is_told_and_those_beside_it_found_their_rows_all_the_same() -> None:
    found = rows()
    drop, answer, lost = (
        Correction(table="statements", row=ROW, action="drop", reason="test", expect={"reporting_verb": "note"}),
        Correction(table="signals", row="n.numbering_gap.1", action="answer", reason="test"),
        Correction(table="signals", row="n.numbering_gap.2", action="answer", reason="test"),
    )
    applied, (unmet,) = apply_corrections(found, [drop, answer, lost], load_contract())
    assert "expects reporting_verb = 'note', but it is 'report'" in unmet
    assert applied == [drop, answer]
    assert (len(found["statements"]), found["signals"][0]["signal_status"]) == (1, "answered")


def test_a_correction_of_no_row_is_told_and_not_counted_as_applied() -> None:
    applied, (unmet,) = apply(rows(), table="statements", row="n.p002.BRA", action="drop")
    assert (applied, "'drop statements n.p002.BRA' in corrections.yaml finds no such row" in unmet) == ([], True)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{table: statements, row: x, action: drop}", "reason: it is missing"),
        ("{table: nothing, row: x, action: drop, reason: y}", "there is no table 'nothing'"),
        ("{table: statements, row: x, action: burn, reason: y}", "action: .*'accept', 'drop'"),
        ("{table: statements, row: x, action: set, column: nose, value: 1, reason: y}", "no column nose"),
        (
            "{table: statements, row: x, action: set, column: state_name, value: Chile, reason: y}",
            "state_name of 'statements' is made of other columns or tables",
        ),
    ],
)
def test_a_malformed_entry_is_named(tmp_path: Path, entry: str, said: str) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text(f"corrections:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match=said) as caught:
        load_corrections(file, load_contract())
    assert "entry 1" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("corrections: [\n", "mine.yaml is no YAML: line 2, column 1: "),
        ("corrections: []\ncorrections: []\n", "line 2, column 1: the key corrections stands twice"),
        ("corrections: hello\n", "mine.yaml can't be used: corrections: it is no list"),
        (None, "mine.yaml can't be read: No such file"),
    ],
)
def test_a_file_that_can_not_be_meant_is_named(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "mine.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionError, match=said):
        load_corrections(file, load_contract())


def test_accepting_holds_for_the_words_that_were_accepted_and_lapses_without_an_error() -> None:
    found = rows()
    found["statements"][0] |= {"quote": "had opened", "reviewed": False}
    apply(found, table="statements", row=ROW, action="accept", expect={"quote": "had opened"})
    assert found["statements"][0]["reviewed"] is True
    found["statements"][0] |= {"quote": "had closed", "reviewed": False}
    _, unmet = apply(found, table="statements", row=ROW, action="accept", expect={"quote": "had opened"})
    assert (found["statements"][0]["reviewed"], unmet) == (False, [])
