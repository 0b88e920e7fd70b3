"""The promises that need the archived text: each is shown to fail where its fault was planted."""

from __future__ import annotations

import copy

import pytest

from pipelines.archive.formats import read
from pipelines.contract.rows import Rows
from pipelines.extract.promises import broken_promises
from tests.conftest import NOTE
from tests.extract.golden_language import rows_of


@pytest.fixture(scope="module")
def rows_and_text() -> tuple[Rows, str]:
    document = read(NOTE.read_bytes())
    return rows_of(document), document.text


def test_the_real_note_keeps_them(rows_and_text: tuple[Rows, str]) -> None:
    assert broken_promises(*rows_and_text) == []


@pytest.mark.parametrize(
    "fault", ["a word changed", "a word lost", "a passage lost", "a passage twice", "the end lost"]
)
def test_a_planted_fault_is_named(rows_and_text: tuple[Rows, str], fault: str) -> None:
    rows, text = copy.deepcopy(rows_and_text[0]), rows_and_text[1]
    paragraph = rows["paragraphs"][8]
    match fault:
        case "a word changed":
            paragraph["text"] = paragraph["text"].replace("reported", "denied")
        case "a word lost":
            paragraph["text"] = paragraph["text"].replace("integrated ", "")
        case "a passage lost":
            del rows["ledger"][10]
        case "a passage twice":
            rows["ledger"].append(dict(rows["ledger"][10]))
        case "the end lost":
            rows["ledger"].pop()
    broken = broken_promises(rows, text)
    assert broken
    assert paragraph["paragraph_id"] in broken[0] if "word" in fault else "archived text" in broken[0]
