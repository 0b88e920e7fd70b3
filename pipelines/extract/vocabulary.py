"""All declared words that extraction works with, read once from `datapackage/` and compiled.

Not here: what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipelines.extract.family import Family, load_family
from pipelines.extract.outline.words import Words, load_words
from pipelines.extract.reading.language import Language, VocabularyError, load_language
from pipelines.extract.states import StateNames, forms_of, load_forms, load_state_names, load_states


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of extraction.

    `structure`: words of outlines, of all languages. `names`: of States. `readings`: by language; in a language that is
    not there, only the outline is read.
    """

    family: Family
    structure: Words
    names: StateNames
    readings: Mapping[str, Language]


def load_vocabulary(datapackage: Path) -> Vocabulary:
    """Read `datapackage/codes/`, `datapackage/language/` and `datapackage/family.yaml` and compile them.

    A folder of a language that has a `lexicon.yaml` makes that language one whose paragraphs are read.

    Raises:
        OSError: a file can't be read. KeyError: a part of a file is missing. ValueError: a name or pattern is wrong.
    """
    readings = Readings(datapackage)
    words = load_words(datapackage / "language")
    return Vocabulary(load_family(datapackage / "family.yaml"), words, readings.names, readings)


class Readings(Mapping[str, Language]):
    """By language, what its paragraphs are read with; each is compiled when a note in that language is met.

    `names`: of States, in English and as notes in any language may write them.

    Raises, where one is asked for: VocabularyError, it can't be used.
    """

    def __init__(self, datapackage: Path) -> None:
        self._codes = datapackage / "codes"
        self._lexicons = {file.parent.name: file for file in sorted(datapackage.glob("language/*/lexicon.yaml"))}
        self.names = load_state_names(load_states(self._codes / "states.csv"), self._codes / "state-names.csv")
        self._made: dict[str, Language] = {}

    def __getitem__(self, language: str) -> Language:
        if language not in self._made:
            lexicon = self._lexicons[language]
            try:
                self._made[language] = self._compiled(lexicon)
            except (KeyError, ValueError, OSError, yaml.YAMLError) as error:
                raise VocabularyError(f"{lexicon.parent} can't be used: {type(error).__name__}: {error}") from error
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lexicons)

    def __len__(self) -> int:
        return len(self._lexicons)

    def _compiled(self, lexicon: Path) -> Language:
        own = (self._codes / "state-names" / lexicon.parent.name).with_suffix(".csv")
        return load_language(lexicon.parent, forms_of(load_forms(own), own) if own.exists() else self.names.forms)
