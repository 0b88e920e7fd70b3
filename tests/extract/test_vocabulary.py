"""Declared words and grammars are checked when they are loaded, and each word is read where a note uses it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.extract.reading.classes import PatternError
from pipelines.extract.reading.language import load_language
from pipelines.extract.states import state_forms
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.extract.word_files import VocabularyError
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml
from tests.extract.golden_language import rows_of
from tests.operate.notes import note

LEXICON = read_yaml(DATAPACKAGE / "language" / "en" / "lexicon.yaml")
SCOPES = [(scope, str(phrase)) for scope, phrases in LEXICON["collective"]["scopes"].items() for phrase in phrases]
WORDS = [str(word) for part in ("words", "nouns", "capitals") for words in LEXICON[part].values() for word in words]


def _note(sentences: list[str]) -> bytes:
    said = "\n\n".join(f"{n}. {sentence}" for n, sentence in enumerate(sentences, 3))
    return f"{note(2022, 'Peru').decode()}\n\n{said}\n".encode()


def _capital(phrase: str) -> str:
    return phrase[0].upper() + phrase[1:]


def test_every_declared_quantifier_is_read_as_the_scope_that_it_is_declared_for() -> None:
    sentences = []
    for scope, phrase in SCOPES:
        noun = "State party" if scope == "one" and not phrase.endswith(" of") else "States parties"
        article = "the " if phrase.endswith(" of") else ""
        sentences.append(f"{_capital(phrase)} {article}{noun} reported that they had opened a portal.")
    rows = rows_of(_note(sentences))
    read = {row["paragraph_number"]: row["scope"] for row in rows["collective_statements"]}
    assert {phrase: read.get(n) for n, (_, phrase) in enumerate(SCOPES, 3)} == {p: scope for scope, p in SCOPES}


def test_no_declared_word_breaks_the_reading_of_a_paragraph() -> None:
    rows = rows_of(
        _note([f"{_capital(w)} States parties reported that a portal was open; {w} did, too." for w in WORDS])
    )
    assert len(rows["paragraphs"]) == len(WORDS) + 2
    assert "paragraph_not_read" not in {row["rule"] for row in rows["signals"]}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    most: [nearly every,",
            "    most: [nearly every, certain,",
            r"'certain' stands in 'some', and at line \d+ in 'most' already",
        ),
        ("  own: [its,", "  own: [its, the,", r"'the' stands in 'own', and at line \d+ in 'determiner' already"),
        (
            "  partitive: [staff,",
            "  partitive: [staff, step,",
            r"'step' stands in 'partitive', and at line \d+ in 'thing'",
        ),
    ],
)
def test_a_word_in_two_lists_that_exclude_each_other_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    datapackage = tmp_path / "datapackage"
    shutil.copytree(DATAPACKAGE, datapackage)
    file = datapackage / "language" / "en" / "lexicon.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(VocabularyError, match=rf"en/lexicon.yaml, line \d+: {said}"):
        load_vocabulary(datapackage).readings["en"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "ar/structure.yaml",
            "known_by:",
            "known_as:",
            r"ar/structure.yaml, known_by: this part is missing\. Declare it",
        ),
        ("ru/structure.yaml", "  latin:", "  greek:", r"\*/structure.yaml, heading_labels.latin: this part is missing"),
        ("es/lexicon.yaml", "\nnaming:", "\nnames:", r"es/lexicon.yaml, naming: this part is missing\. Declare it"),
        ("es/topics.yaml", "\n", "\n\t", r"topics.yaml is no YAML: line \d+"),
        ("en/structure.yaml", "months:", "months: [{", r"structure.yaml is no YAML: line \d+"),
        (
            "ar/structure.yaml",
            "known_by:",
            "known_by: 7\nknown_as:",
            r"\*/structure.yaml: it can't be used \(TypeError",
        ),
    ],
)
def test_a_file_of_words_that_cannot_be_used_is_refused_by_its_name_with_the_part(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    datapackage = tmp_path / "datapackage"
    shutil.copytree(DATAPACKAGE, datapackage)
    path = datapackage / "language" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(VocabularyError, match=said):
        load_vocabulary(datapackage).readings[path.parent.name]


def _with(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = tmp_path / "en"
    shutil.copytree(DATAPACKAGE / "language" / "en", folder)
    for shared in (file for file in (DATAPACKAGE / "language").iterdir() if file.is_file()):
        shutil.copy(shared, tmp_path)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_a_class_that_does_not_exist_is_refused_with_its_place(tmp_path: Path) -> None:
    folder = _with(tmp_path, "grammar.yaml", '[gerund, "gerund', '[gerund, "gerond')
    with pytest.raises(PatternError, match=r"grammar.yaml, groups, gerund: 'gerond' is no class"):
        load_language(folder, state_forms(DATAPACKAGE / "codes", "en"))


def test_what_is_no_pattern_is_refused_with_its_place(tmp_path: Path) -> None:
    folder = _with(tmp_path, "grammar.yaml", '[gerund, "gerund', '[gerund, "(gerund')
    with pytest.raises(PatternError, match=r"grammar.yaml, groups, gerund: .* is no pattern: missing \)"):
        load_language(folder, state_forms(DATAPACKAGE / "codes", "en"))


def test_a_group_may_begin_with_any_class(tmp_path: Path) -> None:
    folder = _with(tmp_path, "grammar.yaml", '[gerund, "gerund', '[gerund, ".(?<=gerund) | [gerund - gerund]')
    language = load_language(folder, state_forms(DATAPACKAGE / "codes", "en"))
    assert language.grammar.groups.match(language.lexicon.classes.of["gerund"])
