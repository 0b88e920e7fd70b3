"""All declared words that extraction works with, read once from `datapackage/` and compiled.

Not here: what is done with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.extract.collective import CollectiveWords, compile_collective
from pipelines.extract.family import Family, load_family
from pipelines.extract.language.carrying import Carriers, compile_carriers
from pipelines.extract.language.grammar import Grammar, compile_grammar
from pipelines.extract.language.located import Places, compile_places
from pipelines.extract.language.phrases import Speakers
from pipelines.extract.language.unknown import UnknownNames, compile_unknown
from pipelines.extract.language.verbs import Verbs, compile_verbs
from pipelines.extract.outline.words import Words, load_words
from pipelines.extract.respondents import RespondentWords, compile_respondents
from pipelines.extract.states import StateNames, load_state_names, load_states
from pipelines.extract.systems import SystemWords, compile_systems
from pipelines.workspace.yaml_file import read_yaml


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of extraction, one part for each file or group of files.

    `statement_languages`: languages in which statements are recognised; in others only the outline is.
    """

    family: Family
    structure: Words
    names: StateNames
    grammar: Grammar
    verbs: Verbs
    speakers: Speakers
    places: Places
    collective: CollectiveWords
    carriers: Carriers
    systems: SystemWords
    respondents: RespondentWords
    unknown: UnknownNames
    statement_languages: frozenset[str] = frozenset({"en"})


def load_vocabulary(datapackage: Path) -> Vocabulary:
    """Read `datapackage/codes/`, `datapackage/vocabulary/` and `datapackage/family.yaml` and compile them.

    Raises:
        OSError: a file can't be read. KeyError: a part of a file is missing. ValueError: a name has two meanings.
    """
    codes, folder = datapackage / "codes", datapackage / "vocabulary"
    words = {file.stem: _read(file) for file in sorted(folder.glob("*.yaml"))}
    speakers = Speakers(**{part: frozenset(nouns) for part, nouns in words["speakers"].items()})
    names, procedure, collective = words["names"], words["procedure"], words["collective"]
    irregular = words["grammar"]["irregular"]
    verbs = compile_verbs(words["reporting-verbs"], words["plain-verbs"], procedure, collective, irregular)
    systems = compile_systems(words["systems"], speakers.organs)
    return Vocabulary(
        family=load_family(datapackage / "family.yaml"),
        structure=load_words(datapackage / "language"),
        names=load_state_names(load_states(codes / "states.csv"), codes / "state-names.csv", names, speakers.organs),
        grammar=compile_grammar(words["grammar"]),
        verbs=verbs,
        speakers=speakers,
        places=compile_places(procedure, irregular),
        collective=compile_collective(collective),
        carriers=compile_carriers(words["anaphora"]),
        systems=systems,
        respondents=compile_respondents(words["respondents"], collective["numerals"], verbs.sending),
        unknown=compile_unknown(names, verbs, speakers.all() | systems.all_nouns),
    )


def _read(file: Path) -> dict[str, Any]:
    return read_yaml(file)  # type: ignore[no-any-return]
