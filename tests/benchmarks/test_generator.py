from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from benchmarks.corpus.bank import bank
from benchmarks.corpus.compose import PROFILES
from benchmarks.corpus.model import MARK, Note
from benchmarks.corpus.phrases import Filler, themes
from benchmarks.corpus.render import LAYOUTS, note_of, printed
from benchmarks.corpus.states import State, states

ROOT = Path(__file__).parent.parent.parent


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.translate(str.maketrans("’“”", '\'""')))


def forms(state: State) -> list[str]:
    names = [state.text, state.listed, *state.alternatives, *(form for form, _ in state.former)]
    return [squeezed(name.removeprefix("the ")) for name in names]


@pytest.fixture(scope="module")
def notes() -> list[Note]:
    return [note_of("tests", index, profile) for profile in PROFILES for index in range(40)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_seed_gives_the_same_bytes(layout: str) -> None:
    first, second = (printed(note_of("tests", 11, "adversarial", layout=layout)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_the_same_seed_gives_the_same_bytes_in_other_formats(kind: str) -> None:
    first, second = (printed(note_of("tests", 11, "adversarial", kind)) for _ in range(2))
    assert first == second


def test_every_note_of_a_plain_corpus_has_its_own_symbol() -> None:
    symbols = [note_of("tests", index, "plain").masthead.symbol for index in range(400)]
    assert len(set(symbols)) == len(symbols)


@pytest.mark.parametrize("kind", ["markdown", "html"])
def test_every_paragraph_and_heading_stands_in_the_printed_note(kind: str) -> None:
    for index in range(25):
        note = (
            note_of("tests", index, "adversarial", "html")
            if kind == "html"
            else note_of("tests", index, "adversarial", layout="markdown")
        )
        text = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", printed(note).decode())
        text = squeezed(text.replace("&amp;", "&").replace("&quot;", '"').replace("&#x27;", "'"))
        for paragraph in note.paragraphs:
            pieces = paragraph.text.split(MARK)
            assert all(squeezed(piece) in text for piece in pieces), paragraph.text
        for heading in note.headings:
            assert squeezed(heading.text) in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_word_of_a_paragraph_is_lost_in_any_layout(layout: str) -> None:
    note = note_of("tests", 5, "adversarial", layout=layout)
    text = squeezed(printed(note).decode())
    words = [word for paragraph in note.paragraphs for word in paragraph.plain.split()]
    lost = [word for word in words if squeezed(word) not in text and "-" not in word]
    assert not lost


def test_each_answer_names_a_state_that_its_paragraph_names(notes: list[Note]) -> None:
    for note in notes:
        texts = {(p.part, p.number): squeezed(p.plain) for p in note.paragraphs}
        for part, number, code, _ in note.answers()["statements"]:
            assert any(form in texts[part, number] for form in forms(states()[code])), (note.seed, number, code)


def test_each_respondent_is_named_where_the_note_lists_respondents(notes: list[Note]) -> None:
    for note in notes:
        text = squeezed(printed(note).decode())
        for code in note.respondents:
            assert any(form in text for form in forms(states()[code])) or "tight" in note.layout, (note.seed, code)


def test_silent_respondents_are_those_without_a_statement(notes: list[Note]) -> None:
    for note in notes:
        answers = note.answers()
        reporting = {code for _, _, code, _ in answers["statements"]}
        assert set(answers["silent"]) == set(answers["respondents"]) - reporting
        assert not set(answers["undeclared"]) & set(answers["respondents"])


def test_numbers_run_on_and_headings_span_what_stands_below_them(notes: list[Note]) -> None:
    for note in notes:
        for part, group in itertools.groupby(note.paragraphs, key=lambda paragraph: paragraph.part):
            numbers = [paragraph.number for paragraph in group]
            assert numbers == list(range(1, len(numbers) + 1)), (note.seed, part)
        body = [heading for heading in note.headings if heading.part == "body" and heading.level == 1]
        spans = [(heading.first, heading.last) for heading in body if heading.first]
        last = max(p.number for p in note.paragraphs if p.part == "body")
        assert spans[0][0] == 1
        assert spans[-1][1] == last
        assert all(later[0] == (earlier[1] or 0) + 1 for earlier, later in itertools.pairwise(spans))


def test_every_template_reads_well_with_any_name() -> None:
    awkward = ["USA", "NLD", "BIH", "CIV", "PHL", "IRN", "TUR"]
    for entry in bank().all_entries():
        for article in (5, 13):
            filler = Filler(Random(1), 2024, 0.5)  # noqa: S311 - reproducible on purpose
            given = {slot: awkward[at % 7] for at, slot in enumerate(entry.template.state_slots)}
            text = filler.fill(entry.template, article, given | {"C": "several States"})
            assert "{" not in text, entry.name
            assert not re.search(r"  | ,| \.|\bthe the\b|\.\.|\bNone\b", text), (entry.name, text)
            assert text[0].isupper() or text[0] == "“", (entry.name, text)
            assert re.search(r"[.”]$|\n• [^\n]+$", text), (entry.name, text)


def test_every_phrase_can_be_filled() -> None:
    filler = Filler(Random(1), 2024, 0.5)  # noqa: S311 - reproducible on purpose
    for article, kinds in themes().items():
        for kind, phrases in kinds.items():
            if "^" not in kind:
                assert all("{" not in filler.phrase(kind, article) for _ in phrases)


def test_no_two_states_share_a_name() -> None:
    seen: dict[str, str] = {}
    for state in states().values():
        for form in set(forms(state)):
            assert seen.setdefault(form, state.iso3) == state.iso3
    assert len(states()) == 193 + 3


def test_the_bank_is_as_rich_as_the_rules_it_stands_for() -> None:
    found = bank()
    stating = [entry for entry in found.all_entries() if entry.say and entry.kind != "carry"]
    silent = [entry for group in found.traps.values() for entry in group]
    assert len(stating) >= 250
    assert len(silent) + len(found.embedded) >= 150


def test_the_command_line_writes_notes_and_answers_side_by_side(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.corpus", "--count", "3", "--profile", "plain", "--out", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert result.returncode == 0, result.stderr
    written = sorted(path.stem for path in tmp_path.glob("notes/*/*.txt"))
    answers = {path.stem: json.loads(path.read_text()) for path in tmp_path.glob("answers/*/*.json")}
    assert written == sorted(answers) == ["note-000000", "note-000001", "note-000002"]
    assert all(answer["masthead"]["paragraph_count"] > 20 for answer in answers.values())
