"""All declared words that extraction works with, read once from `datapackage/` and compiled.

Not here: what is done with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.extract.family import Family, load_family
from pipelines.extract.outline.words import Words, load_words
from pipelines.extract.reading.language import Language, load_language
from pipelines.extract.states import StateNames, load_state_names, load_states
from pipelines.extract.systems import SystemWords, compile_systems
from pipelines.workspace.yaml_file import read_yaml


@dataclass(frozen=True, slots=True)
class Reading:
    """What the paragraphs of one language are read with: its words, grammar and rules, and how systems are named."""

    language: Language
    systems: SystemWords


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of extraction.

    `structure`: words of outlines, of all languages. `names`: of States. `readings`: by language; in a language that is
    not there, only the outline is read.
    """

    family: Family
    structure: Words
    names: StateNames
    readings: Mapping[str, Reading]


def load_vocabulary(datapackage: Path) -> Vocabulary:
    """Read `datapackage/codes/`, `datapackage/language/` and `datapackage/family.yaml` and compile them.

    A folder of a language that has a `lexicon.yaml` makes that language one whose paragraphs are read.

    Raises:
        OSError: a file can't be read. KeyError: a part of a file is missing. ValueError: a name or pattern is wrong.
    """
    codes = datapackage / "codes"
    names = load_state_names(load_states(codes / "states.csv"), codes / "state-names.csv")
    readings = {}
    for lexicon in sorted((datapackage / "language").glob("*/lexicon.yaml")):
        language = load_language(lexicon.parent, names.forms)
        systems = compile_systems(read_yaml(lexicon.parent / "systems.yaml"), language.organs)
        readings[lexicon.parent.name] = Reading(language, systems)
    family = load_family(datapackage / "family.yaml")
    return Vocabulary(family, load_words(datapackage / "language"), names, readings)
