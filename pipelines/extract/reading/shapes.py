"""Shapes of clauses in one language: patterns over kinds of groups, from `grammar.yaml`, `shapes`.

Not here: who uses them (`clauses.py`, `paragraphs.py`, `respondents.py`), nor patterns over tokens (`grammar.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from pipelines.extract.reading.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Shapes:
    """What each is for stands beside it in `grammar.yaml`."""

    linked: re.Pattern[str]
    own_verb: re.Pattern[str]
    next_verb: re.Pattern[str]
    fresh: re.Pattern[str]
    verb_ahead: re.Pattern[str]
    phrases: re.Pattern[str]
    inserted: re.Pattern[str]
    told: re.Pattern[str]
    names_only: re.Pattern[str]
    these: re.Pattern[str]
    sent_by: re.Pattern[str]
    sent_of: re.Pattern[str]


def load_shapes(given: Mapping[str, str]) -> Shapes:
    """Compile the shapes; a name in capitals is a part that later ones use.

    Raises:
        KeyError: a shape is missing. PatternError: one uses a kind that does not exist.
    """
    macros: dict[str, str] = {}
    for name, pattern in given.items():
        if name.isupper():
            macros[name] = KINDS.written(pattern, f"grammar.yaml, shapes, {name}", macros)
    return Shapes(
        **{
            field.name: KINDS.pattern(given[field.name], f"grammar.yaml, shapes, {field.name}", macros)
            for field in fields(Shapes)
        }
    )
