"""All declared words that extraction works with, read once from `datapackage/` and compiled.

Not here: what is done with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipelines.extract.collective import CollectiveWords, compile_collective
from pipelines.extract.language.attribution import Places, compile_places
from pipelines.extract.language.paragraphs import Carriers, compile_carriers
from pipelines.extract.language.unknown import UnknownNames, compile_unknown
from pipelines.extract.language.verbs import Verbs, compile_verbs
from pipelines.extract.respondents import RespondentWords, compile_respondents
from pipelines.extract.states import StateNames, load_state_names, load_states
from pipelines.extract.structure_vocabulary import StructureVocabulary, load_structure_vocabulary
from pipelines.extract.systems import SystemWords, compile_systems


@dataclass(frozen=True, slots=True)
class Speakers:
    """Nouns between a State and what is said of it, in lower case; see `speakers.yaml`."""

    organs: frozenset[str]
    voices: frozenset[str]
    measures: frozenset[str]
    submissions: frozenset[str]
    not_speakers: frozenset[str]
    banks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of extraction.

    `statement_languages`: languages in which statements are recognised; in others only the outline is.
    """

    structure: StructureVocabulary
    names: StateNames
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
    """Read `datapackage/codes/` and `datapackage/vocabulary/` and compile them.

    Raises:
        OSError: a file can't be read. KeyError: a part of a file is missing. ValueError: a name has two meanings.
    """
    words = datapackage / "vocabulary"
    collective = _read(words / "collective.yaml")
    procedure = _read(words / "procedure.yaml")
    speakers = {part: frozenset(nouns) for part, nouns in _read(words / "speakers.yaml").items()}
    names = _read(words / "names.yaml")
    verbs = compile_verbs(
        _read(words / "reporting-verbs.yaml"), _read(words / "plain-verbs.yaml"), procedure, collective
    )
    return Vocabulary(
        structure=load_structure_vocabulary(words / "structure.yaml"),
        names=load_state_names(
            load_states(datapackage / "codes" / "states.csv"),
            datapackage / "codes" / "state-names.csv",
            names,
            speakers["organs"],
        ),
        verbs=verbs,
        speakers=Speakers(**speakers),
        places=compile_places(procedure),
        collective=compile_collective(collective),
        carriers=compile_carriers(_read(words / "anaphora.yaml")),
        systems=compile_systems(_read(words / "systems.yaml"), speakers["organs"]),
        respondents=compile_respondents(_read(words / "respondents.yaml"), collective["numerals"]),
        unknown=compile_unknown(names, verbs),
    )


def _read(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
