"""Declared words and grammars are checked when they are loaded, and each word is read where a note uses it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

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
    ("file", "old", "new", "said"),
    [
        (
            "ar/structure.yaml",
            "known_by:",
            "known_as:",
            r"ar/structure.yaml, known_by: this part is missing\. Declare it",
        ),
        ("ru/structure.yaml", "  latin:", "  greek:", r"\*/structure.yaml, heading_labels.latin: this part is missing"),
        ("es/lexicon.yaml", "\ngeneric:", "\nnames:", r"es/lexicon.yaml, generic: this part is missing\. Declare it"),
        ("es/topics.yaml", "\n", "\n\t", r"topics.yaml is no YAML: line \d+"),
        (
            "ar/structure.yaml",
            "known_by:",
            "known_by: 7\nknown_as:",
            r"\*/structure.yaml: it can't be used \(TypeError",
        ),
        ("en/grammar.yaml", '"gerund', '"gerond', "grammar.yaml, groups, gerund: 'gerond' is no class"),
        ("en/grammar.yaml", '"gerund', '"(gerund', r"grammar.yaml, groups, gerund: .* is no pattern: missing \)"),
        # A word in two lists of which each word is in one.
        (
            "en/lexicon.yaml",
            "most: [",
            "most: [certain,",
            r"'certain' stands in 'some', and at line \d+ in 'most' already",
        ),
        ("en/lexicon.yaml", "own: [", "own: [the,", r"'the' stands in 'own', and at line \d+ in 'determiner' already"),
        (
            "en/lexicon.yaml",
            "partitive: [",
            "partitive: [step,",
            r"'step' stands in 'partitive', and at line \d+ in 'thing'",
        ),
    ],
)
def test_a_file_of_words_that_cannot_be_used_is_refused_by_its_name_with_the_place(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    datapackage = tmp_path / "datapackage"
    shutil.copytree(DATAPACKAGE, datapackage)
    path = datapackage / "language" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(VocabularyError, match=said):
        load_vocabulary(datapackage).readings[path.parent.name]
