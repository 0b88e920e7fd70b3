"""The names of States that `datapackage/codes/` lists, and every form in which notes write them.

Not here: finding names in running text (`reading/`, `versions/names.py`).
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pipelines.extract.reading.scanner import plain


def listed_names(codes: Path, language: str) -> Iterator[tuple[str, str, str]]:
    """Code, name and kind of every name in a language (`KEN`, `Kenyan`, `demonym`); English where it has no own list.

    The kind is as in `state-names.csv`, and `name` for the short name of the code list.

    Raises:
        OSError, KeyError: a list can't be read.
    """
    own = codes / "state-names" / f"{language}.csv"
    for file in [own] if own.exists() else [codes / "states.csv", codes / "state-names.csv"]:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield row["state_iso3"], row["name" if "name" in row else "state_name"], row.get("kind", "name")


def state_forms(codes: Path, language: str) -> dict[str, tuple[str, str]]:
    """By form of a name in a language, the code of its State and its kind: `KÉNYA`, `Kénya` and `Kenya` are forms.

    Raises:
        OSError, KeyError: as `listed_names`. ValueError: the same form is given to two States.
    """
    forms: dict[str, tuple[str, str]] = {}
    # names first: in Spanish "argentina" is an adjective, "Argentina" a State
    for iso3, name, kind in sorted(listed_names(codes, language), key=lambda listed: listed[2] == "demonym"):
        for form in _variants(plain(name)) if kind != "demonym" else _bared(plain(name)):
            if forms.setdefault(form, (iso3, kind))[0] != iso3:
                other, _ = forms[form]
                raise ValueError(
                    f"state names, {language}: {name!r} is given to {other} and to {iso3}; keep one of them."
                )
    return forms


def _bared(name: str) -> set[str]:
    """The name with and without its accents; an adjective with another capital stands in a name ("Academia Sueca")."""
    return {name, "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))}


def _variants(name: str) -> set[str]:
    """The name with and without its accents, as written and in capitals."""
    return {*_bared(name), *(form.upper() for form in _bared(name)), f"{name[0].upper()}{name[1:]}"}
