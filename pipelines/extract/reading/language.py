"""One language as a whole: its words, grammar, weights and names of systems, from `datapackage/language/<iso>/`.

Not here: how they are used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from pipelines.extract.reading import evidence, stages, topics
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.introduced import FOREIGN, STATES
from pipelines.extract.reading.lexicon import Lexicon
from pipelines.extract.reading.model import Model, load_model
from pipelines.extract.reading.respondent_words import RespondentWords
from pipelines.extract.reading.stages import Stages
from pipelines.extract.reading.systems import SystemWords
from pipelines.extract.reading.topics import TopicWords, load_subjects
from pipelines.extract.word_files import Declared, VocabularyError, read_words
from pipelines.workspace.yaml_file import compose_yaml

_ENGLISH = "en"
PAPERS = {STATES: "ordinary"}  # what `accuracy.csv` calls a paper, where that is not what it is about
# Where in `lexicon.yaml` lists stand side by side that exclude each other: a word has one class, a phrase one scope.
_EXCLUSIVE = (("words",), ("nouns",), ("capitals",), ("collective", "scopes"))


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which paragraphs are read.

    `statements`: the model of what makes one.
    """

    name: str
    lexicon: Lexicon
    grammar: Grammar
    statements: Model
    respondents: RespondentWords
    systems: SystemWords
    topics: TopicWords
    stages: Stages

    def of_paper(self, about: str) -> Language:
        """The same for a note about `about`: what a score is worth differs between kinds of paper, and languages."""
        paper = about if self.name == _ENGLISH or about == FOREIGN else self.name
        return replace(self, statements=self.statements.of_paper(PAPERS.get(paper, paper)))


def load_language(folder: Path, names: Mapping[str, tuple[str, str]]) -> Language:
    """Read the folder of a language; `names`: code and kind of every form of the name of a State.

    Raises:
        VocabularyError: a file can't be read, a part is missing, a word stands in two lists.
        OSError, ValueError: weights can't be read; a name, class or pattern is wrong.
    """
    file, of_english = folder / "lexicon.yaml", folder.parent / _ENGLISH / "lexicon.yaml"
    words = read_words(file)
    words["words"] = {name: [form for word in given for form in _forms(word)] for name, given in words["words"].items()}
    for keys in _EXCLUSIVE:
        _require_exclusive(words, keys, file)
    english = words if file == of_english else read_words(of_english)
    for part in ("words", "nouns", "collective"):  # of which the language has no word is empty
        words[part] = Declared({name: [] for name in english[part]} | words[part], file, part)
    grammar = _completed(folder, "grammar")
    lexicon = Lexicon(words, grammar, names)
    compiled = Grammar(grammar, lexicon, read_words(folder / "structure.yaml")["words"]["abbreviations"])
    return Language(
        folder.name,
        lexicon,
        compiled,
        load_model(folder.parent / evidence.FILE),
        RespondentWords(read_words(folder / "respondents.yaml"), lexicon.classes),
        SystemWords(_completed(folder, "systems"), compiled, names),
        TopicWords(
            folder.name,
            read_words(folder / "topics.yaml"),
            read_words(folder.parent / topics.NAMES),
            load_subjects(),
            load_model(folder.parent / topics.FILE),
        ),
        Stages(folder.name, read_words(folder / "stages.yaml"), lexicon, load_model(folder.parent / stages.FILE)),
    )


def _completed(folder: Path, name: str) -> Declared:
    """A file of the language, each part that it leaves out as in English: not all that it holds is words."""
    file, english = folder / f"{name}.yaml", folder.parent / _ENGLISH / f"{name}.yaml"
    own = read_words(file) if file.exists() else {}
    return Declared(own if file == english else read_words(english) | own, english)


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
