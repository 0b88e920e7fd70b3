"""Names of States in the forms that notes use: running text, lists, possessives, former names.

Here: the generator's own list (`states.yaml`) and the choice of a form by year. Not here: the project's code list, on
purpose: a slip in either shows as a difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from random import Random

HERE = Path(__file__).parent
# Names that contain, resemble or adjoin one another, or hold an "and": what a reader mixes up.
CONFUSABLE = (
    ("NER", "NGA"), ("GIN", "GNB", "GNQ", "PNG"), ("COG", "COD"), ("DMA", "DOM"), ("PRK", "KOR"), ("IRL", "GBR"),
    ("SDN", "SSD"), ("MRT", "MUS"), ("AUS", "AUT"), ("IRN", "IRQ"), ("MLI", "MWI", "MLT"), ("LVA", "LTU"),
    ("SVK", "SVN"), ("ZMB", "GMB"), ("SWZ", "SWE", "CHE"), ("GEO", "JOR", "TCD"), ("IND", "IDN"), ("OMN", "ROU"),
    ("BIH", "TTO", "ATG"), ("KNA", "STP", "VCT"), ("NLD", "VEN", "BOL", "FSM"), ("MKD", "TUR", "CZE", "CPV"),
    ("USA", "GBR", "ARE"), ("PSE", "VAT", "EUE"), ("WSM", "SMR", "LCA"), ("CIV", "LAO", "TLS"),
)  # fmt: skip


def load(name: str) -> Any:
    """The content of one of the generator's data files."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way


@dataclass(frozen=True, slots=True)
class State:
    """One State: its name in running text (with "the"), in lists, other and former forms, an adjective, a city."""

    iso3: str
    text: str
    listed: str
    alternatives: tuple[str, ...]
    former: tuple[tuple[str, int], ...]
    adjective: str | None
    city: str | None

    def name(self, rng: Random, year: int, variety: float) -> str:
        """A form for running text in a note of that year; `variety` is the chance of an uncommon one."""
        old = self._old(year)
        if old:
            return old
        if self.alternatives and rng.random() < variety:
            return rng.choice(self.alternatives)
        return self.text

    def in_list(self, year: int) -> str:
        """The form of a list: without an article, `Iran (Islamic Republic of)`."""
        old = self._old(year)
        return old.removeprefix("the ") if old else self.listed

    def _old(self, year: int) -> str | None:
        return next((form for form, until in self.former if year <= until), None)


@cache
def states() -> dict[str, State]:
    """All States by ISO 3166-1 alpha-3 code."""
    return {
        code: State(
            iso3=code,
            text=entry["text"],
            listed=entry.get("list", entry["text"].removeprefix("the ")),
            alternatives=tuple(entry.get("alt", ())),
            former=tuple((form, until) for form, until in entry.get("old", ())),
            adjective=entry.get("adj"),
            city=entry.get("city"),
        )
        for code, entry in load("states.yaml").items()
    }


def possessive(name: str) -> str:
    """`the Philippines’`, `Peru’s`."""
    return name + ("’" if name.endswith("s") else "’s")


def enumerate_names(names: list[str], comma: str = ", ") -> str:
    """`A`, `A and B`, `A, B and C`; with semicolons `A; B; and C`."""
    if len(names) < 2:
        return "".join(names)
    last = "; and " if comma == "; " else " and "
    return comma.join(names[:-1]) + last + names[-1]


@cache
def _any_name() -> re.Pattern[str]:
    forms = {form: state.iso3 for state in states().values() for form in (state.text, *state.alternatives)}
    names = sorted({form.removeprefix("the ") for form in forms}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")


@cache
def named_in(text: str) -> frozenset[str]:
    """States whose name stands literally in a template: they are not drawn for its slots."""
    by_form = {
        form.removeprefix("the "): state.iso3
        for state in states().values()
        for form in (state.text, state.listed, *state.alternatives)
    }
    return frozenset(by_form[found] for found in _any_name().findall(text) if found in by_form)
