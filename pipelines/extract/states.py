"""The code list of States and every form in which the name of one is written.

Not here: finding names in running text (`reading/`).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.extract.reading.lexicon import variants
from pipelines.extract.reading.scanner import plain


@dataclass(frozen=True, slots=True)
class State:
    """One row of `datapackage/codes/states.csv`."""

    iso3: str
    iso2: str
    m49: str
    name: str
    region: str
    subregion: str


@dataclass(frozen=True, slots=True)
class StateNames:
    """The code list, and all forms: code, form and kind (`name` for the short name, else as in `state-names.csv`)."""

    states: Mapping[str, State]
    forms: tuple[tuple[str, str, str], ...]


def load_states(file: Path) -> dict[str, State]:
    """The code list, by code in the order of the file. Raises `OSError`, `KeyError` where it can't be read."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {
            row["state_iso3"]: State(
                row["state_iso3"], row["state_iso2"], row["m49"], row["state_name"], row["region"], row["subregion"]
            )
            for row in csv.DictReader(lines)
        }


def load_state_names(states: Mapping[str, State], file: Path) -> StateNames:
    """The code list with `state-names.csv`.

    Raises:
        ValueError: the same form is given to two States.
    """
    forms = [(state.iso3, state.name, "name") for state in states.values()] + load_forms(file)
    given: dict[str, str] = {}
    for iso3, name, _ in forms:
        for form in variants(plain(name)):
            if given.setdefault(form, iso3) != iso3:
                raise ValueError(f"{file.name}: {name!r} is given to {given[form]} and to {iso3}; keep one of them.")
    return StateNames(states, tuple(forms))


def load_forms(file: Path) -> list[tuple[str, str, str]]:
    """Code, form and kind of every row of a file of names. Raises `OSError`, `KeyError` where it can't be read."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [(row["state_iso3"], row["name"], row["kind"]) for row in csv.DictReader(lines)]
