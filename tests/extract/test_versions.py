"""One language laid over another: where outlines agree, and which words are about which State."""

from __future__ import annotations

import pytest

from pipelines.archive.document import Block, Document
from pipelines.extract.identity import NoteInput, SourceFile
from pipelines.extract.note import extract_note
from pipelines.extract.versions.align import departure
from pipelines.extract.versions.quotes import Words, find_quote
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE
from tests.extract.structures import outline_of, vocabulary

ENGLISH = """CAC/COSP/WG.4/2022/3

Distr.: General
9 June 2022
Original: English

Title of the note

Note by the Secretariat

I. Introduction

1. The first paragraph says what the note is about.

2. The second paragraph says more of it.

II. Analysis

3. The third paragraph says the rest.
"""
ABBREVIATIONS = vocabulary().sets["abbreviations"]


def test_a_translation_has_the_outline_of_the_note() -> None:
    spanish = ENGLISH.replace("Introduction", "Introducción").replace("The third paragraph", "El tercer párrafo")
    assert departure(outline_of(ENGLISH), outline_of(spanish)) is None


@pytest.mark.parametrize(
    ("left_out", "carried", "found"),
    [
        ("2. The second paragraph says more of it.\n\n", "paragraph 2", "heading “Analysis” of level 1"),
        ("II. Analysis\n\n", "heading “Analysis” of level 1", "paragraph 3"),
        ("3. The third paragraph says the rest.\n", "paragraph 3", "nothing more"),
    ],
)
def test_where_a_version_departs_is_said(left_out: str, carried: str, found: str) -> None:
    assert left_out in ENGLISH
    gone = departure(outline_of(ENGLISH), outline_of(ENGLISH.replace(left_out, "")))
    assert gone is not None
    assert carried in gone.carried
    assert found in gone.found


# Language, paragraph, and what is about each of its States.
QUOTES = [
    (
        "es",
        "El Brasil informó de una ley. Chile informó de otra.",
        {"BRA": "El Brasil informó de una ley.", "CHL": "Chile informó de otra."},
    ),
    (
        "fr",
        "La France a cité sa loi. Elle a ajouté des précisions (art. 5). Le Japon a cité la sienne.",
        {
            "FRA": "La France a cité sa loi. Elle a ajouté des précisions (art. 5).",
            "JPN": "Le Japon a cité la sienne.",
        },
    ),
    (
        "ru",
        "Во Франции принят закон. В Японии действует другой.",
        {"FRA": "Во Франции принят закон.", "JPN": "В Японии действует другой."},
    ),
    ("ar", "وأفادت فرنسا بذلك. وأفادت اليابان بغيره.", {"FRA": "وأفادت فرنسا بذلك.", "JPN": "وأفادت اليابان بغيره."}),
    ("zh", "法国报告了甲；日本报告了乙，并作了说明。", {"FRA": "法国报告了甲；", "JPN": "日本报告了乙，并作了说明。"}),
    (
        "es",
        "Tanto Chile como el Perú lo hicieron.",
        dict.fromkeys(("CHL", "PER"), "Tanto Chile como el Perú lo hicieron."),
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), QUOTES)
def test_a_paragraph_about_several_states_is_split(language: str, text: str, expected: dict[str, str]) -> None:
    for iso3, words in expected.items():
        others = [other for other in expected if other != iso3]
        quote = find_quote(Words(text, language), iso3, others, ABBREVIATIONS, alone=False)
        assert quote is not None
        assert text[quote.start : quote.end] == words


def test_a_paragraph_about_one_state_is_quoted_whole_if_it_names_it() -> None:
    text = "En los últimos años, el Perú cambió su ley. La ley entró en vigor."
    quote = find_quote(Words(text, "es"), "PER", [], ABBREVIATIONS, alone=True)
    assert quote == ("Perú", 0, len(text))
    assert find_quote(Words(text, "es"), "CHL", [], ABBREVIATIONS, alone=True) is None
    assert (
        find_quote(Words("Las autoridades peruanas cambiaron la ley.", "es"), "PER", [], ABBREVIATIONS, alone=True)
        is None
    )


def test_a_note_without_english_says_that_nobody_read_it() -> None:
    text = (
        "CAC/COSP/WG.4/2022/3\n\nDistr.: General\n9 июня 2022 года\nRussian\nOriginal: English\n\n"
        "Рабочая группа открытого состава по предупреждению коррупции\n\nЗаписка Секретариата\n\nI. Введение\n\n"
        "1. Франция сообщила о принятии нового закона о государственных закупках.\n\n"
        "2. В Японии действует другой закон, который касается государственной службы.\n"
    )
    document = Document(text, (Block(0, len(text)),), "text/plain")
    source = NoteInput((SourceFile("note.txt", "0" * 64, len(text), "text/plain"),))
    rows = extract_note(document, source, load_vocabulary(DATAPACKAGE))
    assert [paragraph["paragraph_number"] for paragraph in rows["paragraphs"]] == [1, 2]
    assert rows["statements"] == []
    assert "language_not_read" in {signal["rule"] for signal in rows["signals"]}
