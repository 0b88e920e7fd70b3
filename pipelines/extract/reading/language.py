"""One language as a whole: its words, grammar, weights and names of systems, from `datapackage/language/<iso>/`.

Not here: how they are used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from pipelines.extract.reading import stages, topics
from pipelines.extract.reading.decide import Weights, load_weights, read_learned
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.lexicon import Lexicon
from pipelines.extract.reading.respondent_words import RespondentWords
from pipelines.extract.reading.stages import Stages
from pipelines.extract.reading.systems import SystemWords
from pipelines.extract.reading.topics import TopicWords, load_subjects
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.yaml_file import compose_yaml, read_yaml

_ENGLISH = "en"
# Where in `lexicon.yaml` lists stand side by side that exclude each other: a word has one class, a phrase one scope.
_EXCLUSIVE = (("words",), ("nouns",), ("capitals",), ("collective", "scopes"))


class VocabularyError(ReportedError):
    """Declared words contradict each other; the message says where."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which paragraphs are read. `these`, `naming`: words that name States of whom something was said."""

    name: str
    lexicon: Lexicon
    grammar: Grammar
    weights: Weights
    these: frozenset[str]
    naming: frozenset[str]
    respondents: RespondentWords
    systems: SystemWords
    topics: TopicWords
    stages: Stages


def load_language(folder: Path, names: Mapping[str, tuple[str, str]]) -> Language:
    """Read the folder of a language; `names`: code and kind of every form of the name of a State.

    Raises:
        OSError: a file can't be read. KeyError: a part is missing. ValueError: a name, class or pattern is wrong.
        VocabularyError: a word stands in two lists.
    """
    file, of_english = folder / "lexicon.yaml", folder.parent / _ENGLISH / "lexicon.yaml"
    words = read_yaml(file)
    words["words"] = {name: [form for word in given for form in _forms(word)] for name, given in words["words"].items()}
    for keys in _EXCLUSIVE:
        _require_exclusive(words, keys, file)
    english = words if file == of_english else read_yaml(of_english)
    for part in ("words", "nouns", "collective"):  # of which the language has no word is empty
        words[part] = {name: [] for name in english[part]} | words[part]
    grammar = _completed(folder, "grammar")
    lexicon = Lexicon(words, grammar, names)
    compiled = Grammar(grammar, lexicon, read_yaml(folder / "structure.yaml")["words"]["abbreviations"])
    return Language(
        folder.name,
        lexicon,
        compiled,
        load_weights(folder.parent),
        frozenset(words["these"]),
        frozenset(words["naming"]),
        RespondentWords(read_yaml(folder / "respondents.yaml")),
        SystemWords(_completed(folder, "systems"), compiled, names),
        TopicWords(
            folder.name, read_yaml(folder / "topics.yaml"), load_subjects(), read_learned(folder.parent / topics.FILE)
        ),
        Stages(folder.name, read_yaml(folder / "stages.yaml"), read_learned(folder.parent / stages.FILE)),
    )


def _completed(folder: Path, name: str) -> dict[str, Any]:
    """A file of the language, each part that it leaves out as in English: not all that it holds is words."""
    file, english = folder / f"{name}.yaml", folder.parent / _ENGLISH / f"{name}.yaml"
    own = read_yaml(file) if file.exists() else {}
    return own if folder.name == _ENGLISH else read_yaml(english) | own


def _forms(phrase: object) -> list[str]:
    """The phrases that one with alternatives stands for: "est|était le cas de|du"."""
    return [" ".join(filter(None, words)) for words in product(*(word.split("|") for word in str(phrase).split()))]


def _require_exclusive(words: Mapping[str, Any], keys: Sequence[str], file: Path) -> None:
    """Refuse a word that stands in two of the lists to which the keys lead, with both lines."""
    for key in keys:
        words = words[key]
    every = [str(word) for given in words.values() for word in dict.fromkeys(given)]
    if len(every) == len(set(every)):
        return
    node = compose_yaml(file)  # only nodes know their lines
    for key in keys:
        node = next(value for name, value in node.value if name.value == key)
    seen: dict[str, tuple[str, int]] = {}
    for name, given in node.value:
        for word in given.value if isinstance(given, yaml.SequenceNode) else ():
            line = word.start_mark.line + 1
            for form in _forms(word.value):
                before, first = seen.setdefault(form, (name.value, line))
                if before != name.value:
                    where = f"{file.parent.name}/{file.name}, line {line}: '{form}' stands in '{name.value}'"
                    twice = f"{where}, and at line {first} in '{before}' already"
                    raise VocabularyError(twice, "it can't be both", "Keep it in one of them")
