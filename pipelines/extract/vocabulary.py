"""All declared words that extraction works with, read once from `datapackage/` and compiled.

Not here: what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.extract.family import Family, load_family
from pipelines.extract.outline.words import Words, load_words
from pipelines.extract.reading.language import Language, load_language
from pipelines.extract.states import state_forms
from pipelines.extract.word_files import telling


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of extraction.

    `structure`: words of outlines, of all languages. `readings`: by language; in a language that is not there, only the
    outline is read.
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
    """By language, what its paragraphs are read with; each is compiled when a note in that language is met.

    Raises, where one is asked for: VocabularyError, it can't be used.
    """

    def __init__(self, datapackage: Path) -> None:
        self._codes = datapackage / "codes"
        self._folders = {file.parent.name: file.parent for file in sorted(datapackage.glob("language/*/lexicon.yaml"))}
        self._made: dict[str, Language] = {}

    def __getitem__(self, language: str) -> Language:
        if language not in self._made:
            folder = self._folders[language]
            with telling(folder):
                self._made[language] = load_language(folder, state_forms(self._codes, language))
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)
