"""A breakdown of the program costs the paragraph over which it happens its statements, and nothing else."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from pipelines.extract import respondent_lists, statement_rows
from tests.extract.golden_language import rows_of
from tests.operate.notes import note


def _break_over(monkeypatch: pytest.MonkeyPatch, module: ModuleType, reader: str, word: str) -> None:
    """Let a reader of one text fail as a fault of the program would, where the text holds a word."""
    whole = getattr(module, reader)

    def broken(text: Any, *rest: Any, **named: Any) -> Any:
        words = text if isinstance(text, str) else " ".join(text.words)
        return whole(text, *(rest if word not in words else ()), **named)

    monkeypatch.setattr(module, reader, broken)


def test_a_paragraph_that_can_not_be_read_is_published_without_statements_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = note(2022, "Austria", "Chile", "Peru")
    whole = rows_of(data)
    assert [row["state_iso3"] for row in whole["statements"]] == ["AUT", "CHL", "PER"]
    _break_over(monkeypatch, statement_rows, "read_tokens", "Chile reported")
    rows = rows_of(data)
    assert [row["state_iso3"] for row in rows["statements"]] == ["AUT", "PER"]
    assert rows["paragraphs"] == whole["paragraphs"]
    (signal,) = rows["signals"]
    assert signal["rule"] == "paragraph_not_read"
    assert signal["paragraph_id"] == rows["paragraphs"][2]["paragraph_id"]
    assert signal["signal_text"].startswith("Chile reported")
    assert "TypeError" in signal["message"]
    assert not any(row["silent"] for row in rows["submissions"])


def test_a_list_of_respondents_that_can_not_be_read_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    data = note(2022, "Austria", "Chile", "Peru")
    _break_over(monkeypatch, respondent_lists, "respondents_of", "information provided by")
    rows = rows_of(data)
    assert [row["state_iso3"] for row in rows["statements"]] == ["AUT", "CHL", "PER"]
    assert "paragraph_not_read" in {signal["rule"] for signal in rows["signals"]}


def test_an_annex_that_can_not_be_read_costs_no_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    data = note(2022, "Austria", "Chile") + b"\n\nAnnex\n\nFrobnication 4 October\n"
    whole = rows_of(data)
    _break_over(monkeypatch, respondent_lists, "names_in", "Frobnication")
    assert rows_of(data)["statements"] == whole["statements"]
