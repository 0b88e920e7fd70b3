"""All declared words of extraction, read once from `datapackage/` and compiled.

Not here: how one file is read (`word_files.py`), how words are compiled (`outline/words.py`, `reading/language.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.extract.family import Family, load_family
from pipelines.extract.outline.words import Words, load_words
from pipelines.extract.reading.language import Language, load_language
from pipelines.extract.states import state_forms
from pipelines.extract.word_files import naming


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The declared words of extraction.

    `structure`: words of outlines, of all languages. `readings`: by language, the words of its paragraphs; of a note in
    any other language the outline alone is read.
    """

    family: Family
    structure: Words
    readings: Mapping[str, Language]


def load_vocabulary(datapackage: Path) -> Vocabulary:
    """Read `datapackage/codes/`, `datapackage/language/` and `datapackage/family.yaml` and compile them.

    A folder of a language that has a `lexicon.yaml` makes that language one whose paragraphs are read.

    Raises:
        VocabularyError, FamilyError: a file can't be used; the message says which.
    """
    words = load_words(datapackage / "language")
    return Vocabulary(load_family(datapackage / "family.yaml"), words, Readings(datapackage))


class Readings(Mapping[str, Language]):
    """By language, the words of its paragraphs, compiled when the first note in that language is read.

    `readings["fr"]` raises VocabularyError where the files of French can't be used.
    """

    def __init__(self, datapackage: Path) -> None:
        self._codes = datapackage / "codes"
        self._folders = {file.parent.name: file.parent for file in sorted(datapackage.glob("language/*/lexicon.yaml"))}
        self._compiled: dict[str, Language] = {}

    def __getitem__(self, language: str) -> Language:
        if language not in self._compiled:
            folder = self._folders[language]
            with naming(folder):
                self._compiled[language] = load_language(folder, state_forms(self._codes, language))
        return self._compiled[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)
