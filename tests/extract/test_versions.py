"""One language laid over another: where outlines agree, and which words are about which State."""

from __future__ import annotations

import re

import pytest

from pipelines.archive.formats import read
from pipelines.extract.claims import DocumentClaims, SourceFile, Version, Work
from pipelines.extract.versions.align import Alignment, align
from pipelines.extract.versions.quotes import find_quote
from tests.conftest import ROOT
from tests.extract.golden_language import rows_of, vocabulary
from tests.extract.structures import outline_of

ABBREVIATIONS = vocabulary().structure.sets["abbreviations"]


GOLDEN = ROOT / "tests" / "golden" / "languages"


def golden(name: str) -> str:
    return (GOLDEN / f"seed_{name}.txt").read_text(encoding="utf-8")


def laid_over(text: str) -> tuple[dict[str, str], Alignment]:
    """The numbers of the paragraphs of the note, each with that of the paragraph that stands for it."""
    note, version = outline_of(golden("en_symbol")), outline_of(text)
    alignment = align(note, version)
    pairs = {note.paragraphs[a].number: version.paragraphs[b].number for a, b in alignment.paragraphs.items()}
    return pairs, alignment


def test_a_translation_has_the_outline_of_the_note() -> None:
    for language in ("fr", "es"):
        pairs, alignment = laid_over(golden(language))
        assert (len(pairs), len(alignment.sections), alignment.departures) == (41, 13, ())


@pytest.mark.parametrize(
    ("old", "new", "headings", "departures"),
    [
        ("por la Secretaría²", "por la Secretaría", 13, ()),
        ("\nI. Introducción", "\nIntroducción", 13, ()),
        ("Datos abiertos\n", "", 12, ("nothing stands for the heading “Open data”",)),
    ],
    ids=["a note mark", "a level", "a heading"],
)
def test_a_detail_in_which_a_version_departs_costs_no_paragraph(
    old: str, new: str, headings: int, departures: tuple[str, ...]
) -> None:
    text = golden("es")
    assert text.count(old) == 1
    pairs, alignment = laid_over(text.replace(old, new))
    assert pairs == {str(number): str(number) for number in range(1, 42)}
    assert len(alignment.sections) == headings
    assert alignment.departures == departures


def test_a_paragraph_that_is_not_there_is_said_and_the_others_are_given() -> None:
    lacking = re.sub(r"\n13\. [^\n]*\n", "\n", golden("es"), count=1)
    pairs, alignment = laid_over(lacking)
    assert sorted({*map(str, range(1, 42))}.difference(pairs)) == ["13"]
    assert any(words.startswith("paragraph 13 is not there") for words in alignment.departures)


def test_where_the_numbers_have_moved_no_paragraph_is_taken_for_another() -> None:
    parts = re.split(r"\n(?=\d+\. )", golden("es"))
    assert parts[9].split()[0] == "9."
    moved = [re.sub(r"\d+", lambda number: str(int(number[0]) - 1), part, count=1) for part in parts[10:]]
    pairs, alignment = laid_over("\n".join([*parts[:9], *moved]))
    assert {*map(str, range(1, 9))} <= pairs.keys()
    stand_for_others = [number for number in pairs if int(number) > 8]
    assert stand_for_others == []
    assert len(alignment.departures) >= 33


@pytest.mark.parametrize("language", ["ar", "ru", "zh"])
def test_a_part_of_the_note_in_a_language_of_another_script_is_given_with_its_quotes(language: str) -> None:
    text, english = golden(language), golden("en_symbol")
    pairs, alignment = laid_over(text)
    assert len(pairs) == 11
    assert len(alignment.sections) == 3
    files = [(SourceFile(name, name[0] * 64, 1, "text/plain"),) for name in ("en.txt", "other.txt")]
    claims = DocumentClaims(files[0], "n", language="en"), DocumentClaims(files[1], "n", language=language)
    work = Work("n", tuple(Version((of_text,), current=True) for of_text in claims))
    rows = rows_of(english.encode(), lambda _: read(text.encode()), work=work)
    quoted = {row["statement_id"].rpartition(".")[2]: row["quote"] for row in rows["statement_texts"]}
    assert quoted.keys() == {"ARG", "BRA", "MDG", "PAK"}
    assert all("".join(quote.split()) in "".join(text.split()) for quote in quoted.values())
    (said,) = (row["message"] for row in rows["signals"] if row["rule"] == "version_departs")
    assert "paragraph 12 is not there" in said
    assert "11 of 41 paragraphs" in said


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
        quote = find_quote(text, language, iso3, others, ABBREVIATIONS, alone=False)
        assert quote is not None
        assert text[quote.start : quote.end] == words


def test_a_paragraph_about_one_state_is_quoted_whole_if_it_names_it() -> None:
    text = "En los últimos años, el Perú cambió su ley. La ley entró en vigor."
    quote = find_quote(text, "es", "PER", [], ABBREVIATIONS, alone=True)
    assert quote == ("Perú", 0, len(text))
    assert find_quote(text, "es", "CHL", [], ABBREVIATIONS, alone=True) is None
    adjective = "Las autoridades peruanas cambiaron la ley."
    assert find_quote(adjective, "es", "PER", [], ABBREVIATIONS, alone=True) is None


def test_a_note_without_english_says_that_nobody_read_it() -> None:
    text = (
        "CAC/COSP/WG.4/2022/3\n\nDistr.: General\n9 июня 2022 года\nRussian\nOriginal: English\n\n"
        "Рабочая группа открытого состава по предупреждению коррупции\n\nЗаписка Секретариата\n\nI. Введение\n\n"
        "1. Франция сообщила о принятии нового закона о государственных закупках.\n\n"
        "2. В Японии действует другой закон, который касается государственной службы.\n"
    )
    rows = rows_of(text.encode())
    assert [paragraph["paragraph_number"] for paragraph in rows["paragraphs"]] == [1, 2]
    assert rows["statements"] == []
    assert "language_not_read" in {signal["rule"] for signal in rows["signals"]}
