"""The rows of `rules.yaml`: what a group must be and stand like, and what follows from that.

Not here: what a group is and how it stands (`reader.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from pipelines.extract.reading.classes import PatternError
from pipelines.extract.reading.kinds import KINDS

FEATURES = (
    "kind",
    "role",
    "verb",
    "subject",
    "agent",
    "owner",
    "form",
    "opener",
    "speaker",
    "toward",
    "front",
    "topic",
    "before",
    "clause-verb",
    "abroad",
    "tied",
    "complement",
    "context",
    "about",
)
GIVEN = ("kind", "role", "front")  # what is known of a group without looking, and rows are found by
SAYS = ("reports", "clause-reports", "acts", "nothing")


class Row(NamedTuple):
    """One rule: its name, the values that features may have, the shape of the sentence around, and what follows."""

    name: str
    wanted: tuple[tuple[str, frozenset[str]], ...]
    left: re.Pattern[str] | None
    right: re.Pattern[str] | None
    says: str
    weak: bool

    @property
    def reports(self) -> bool:
        """Whether it is that something is reported."""
        return self.says.endswith("reports")


class Finding(NamedTuple):
    """What a rule found of a group: the rule, what it says, the verb of reporting, the group of the deciding verb."""

    row: Row
    lemma: str | None
    verb: int


class Rules(dict[tuple[str, str, bool], Sequence[Row]]):
    """The rows by kind, role and front of a group; those of the role "" are for one that no row names."""

    def __missing__(self, group: tuple[str, str, bool]) -> Sequence[Row]:
        kind, _, front = group
        return self.get((kind, "", front), ())


def load_rules(rows: Sequence[Mapping[str, Any]], sets: Mapping[str, Sequence[str]]) -> Rules:
    """The rows of `rules.yaml`.

    Raises:
        PatternError: a row has an unknown feature, effect or class.
    """
    values = {*KINDS.of, *(value for members in sets.values() for value in members if value not in sets)}
    for name, members in sets.items():
        if name in values and name not in members:
            raise PatternError(
                f"rules.yaml, sets: {name!r} is the name of a value, which the set does not hold; rename it."
            )
    sets = {name: sorted(_values(members, sets)) for name, members in sets.items()}
    found: dict[tuple[str, str, bool], list[Row]] = {}
    roles = {role for given in rows if "role" in given for role in _values(given["role"], sets)} | {""}
    for number, given in enumerate(rows, 1):
        where = f"rules.yaml, row {number} ({given.get('rule')})"
        if unknown := given.keys() - {*FEATURES, "rule", "left", "right", "says", "weak", "not"}:
            raise PatternError(f"{where}: {sorted(unknown)} are no features; known are {FEATURES}.")
        if given["says"] not in SAYS:
            raise PatternError(f"{where}: says {given['says']!r}; it can be one of {SAYS}.")
        wanted = {name: _values(given[name], sets) for name in FEATURES if name in given}
        left, right = (
            KINDS.pattern(pattern, where) if (pattern := given.get(side)) else None for side in ("left", "right")
        )
        row = Row(
            given["rule"],
            tuple((name, values) for name, values in wanted.items() if name not in GIVEN),
            left,
            right,
            given["says"],
            bool(given.get("weak")),
        )
        front = [value == "yes" for value in wanted.get("front", ("yes", "no"))]
        for given_by in product(wanted["kind"], wanted.get("role", roles), front):
            found.setdefault(given_by, []).append(row)
    return Rules(found)


def _values(given: str | Sequence[str], sets: Mapping[str, Sequence[str]]) -> frozenset[str]:
    listed = [given] if isinstance(given, str) else given
    return frozenset(value for name in listed for value in sets.get(str(name), [str(name)]))
