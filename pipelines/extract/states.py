"""The code list of States and every form in which the name of one is written.

Not here: finding names in running text (`reading/`).
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

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
    """The code list, and all forms with code and kind (`name` for the short name, else as in `state-names.csv`)."""

    states: Mapping[str, State]
    forms: Mapping[str, tuple[str, str]]


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
    """The code list with `state-names.csv`. Raises `ValueError` as `forms_of` does."""
    of_list = [(state.iso3, state.name, "name") for state in states.values()]
    return StateNames(states, forms_of(of_list + load_forms(file), file))


def load_forms(file: Path) -> list[tuple[str, str, str]]:
    """Code, form and kind of every row of a file of names. Raises `OSError`, `KeyError` where it can't be read."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [(row["state_iso3"], row["name"], row["kind"]) for row in csv.DictReader(lines)]


def forms_of(names: Iterable[tuple[str, str, str]], file: Path) -> dict[str, tuple[str, str]]:
    """Every form of these names, with the code of its State and its kind.

    Raises:
        ValueError: the same form is given to two States.
    """
    found: dict[str, tuple[str, str]] = {}
    for iso3, name, kind in names:
        for form in _variants(plain(name)):
            if (known := found.get(form)) and known[0] != iso3:
                raise ValueError(f"{file.name}: {name!r} is given to {known[0]} and to {iso3}; keep one of them.")
            found[form] = iso3, kind
    return found


def _variants(name: str) -> set[str]:
    """The name with and without its accents, as written and in capitals."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return {name, bare, name.upper(), bare.upper(), f"{name[0].upper()}{name[1:]}"}
