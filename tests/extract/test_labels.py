"""The labels of the golden notes and sentences: that they are whole, and what they say that is not read right yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.labelled import FOLDER, labelled_notes
from pipelines.archive.formats import read
from pipelines.extract.outline.read import read_structure
from pipelines.extract.reading.tokens import tokens_of
from pipelines.extract.versions.names import state_named
from tests.extract.golden_language import vocabulary

KINDS = {"ordinary", "assistance", "compilation", "other", "fr", "es"}
FOLDERS = sorted({labels.parent for labels in FOLDER.rglob("*.yaml")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_whatever_state_a_note_names_is_labelled_by_an_author_who_is_named(folder: Path) -> None:
    """A State in a paragraph makes a statement or is a mention, for which a reason is given, and not both."""
    for name, text, labels in labelled_notes(folder):
        assert labels["author"], name
        assert labels["kind"] in KINDS, name
        structure = read_structure(read(text), vocabulary().structure, state_named)
        language = vocabulary().readings[structure.masthead.language]
        statements, mentions = labels["statements"] or {}, labels["mentions"] or {}
        assert (statements.keys() | mentions.keys()) <= {int(p.number) for p in structure.paragraphs}, name
        for paragraph in structure.paragraphs:
            tokens = tokens_of(paragraph.text, language.grammar)
            named = {
                language.lexicon.code[word]
                for word, tag in zip(tokens.words, tokens.tags, strict=True)
                if tag == language.grammar.state_tag
            }
            number = int(paragraph.number)
            said, merely = statements.get(number, {}).keys(), mentions.get(number, {})
            if isinstance(merely, dict):
                assert named - said <= merely.keys(), f"{name}, paragraph {number}"
                assert not said & merely.keys(), f"{name}, paragraph {number}"
