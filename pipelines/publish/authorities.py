"""Code lists of the portals and standards, and what our words are called in each, as `authorities.yaml` has them.

Not here: which of them we use (`datapackage/publication.yaml`), or how a catalogue writes them (`catalogues/`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipelines.contract import languages
from pipelines.workspace.yaml_file import read_yaml

EU = "http://publications.europa.eu/resource/authority/"
# What `publish` of `publication.yaml` can name, beside what every release has.
Export = Literal[
    "dcat-ap",
    "ckan",
    "dcat-us",
    "croissant",
    "datacite",
    "xlsx",
    "zip",
    "sqlite",
    "csvw",
    "dcat-us-3",
    "dcat-ap-ch",
    "datos-gob-ar",
    "ro-crate",
]
# The portals that harvest, and what each of them reads.
PORTALS: dict[str, Export] = {
    "data.europa.eu": "dcat-ap",
    "CKAN": "ckan",
    "udata": "ckan",
    "Data.gov": "dcat-us",
    "opendata.swiss": "dcat-ap-ch",
    "datos.gob.ar": "datos-gob-ar",
}
# Exports of the shipped publication that no portal harvests; `uncac init` keeps them whichever portals are chosen.
FOR_NO_PORTAL: tuple[Export, ...] = ("croissant", "datacite", "xlsx", "zip")
# DCAT-AP CH 2, vocabulary of licences; the same names stand on opendata.swiss/terms-of-use.
SwissTerms = Literal["terms_open", "terms_by", "terms_ask", "terms_by_ask"]


@dataclass(frozen=True, slots=True)
class Frequency:
    """One frequency of the EU list, as Data.gov (DCAT-US 1.1 and 3) and datos.gob.ar write it."""

    us1: str
    us3: str
    argentina: str


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A file format: name for people, IANA media type, code in the EU authority table "file-type", for Croissant."""

    label: str
    media_type: str
    file_type: str
    croissant: str


_LISTS: dict[str, dict[str, Any]] = read_yaml(Path(__file__).with_suffix(".yaml"))
FREQUENCIES = {code: Frequency(**names) for code, names in _LISTS["frequencies"].items()}
THEMES: dict[str, str] = _LISTS["themes"]
PUBLISHER_TYPES: dict[str, str] = _LISTS["publisher_types"]
LICENCES: dict[str, dict[str, str]] = _LISTS["licences"]
FORMATS = {suffix: FileFormat(**names) for suffix, names in _LISTS["formats"].items()}
CROISSANT_TYPES: dict[str, str] = _LISTS["croissant_types"]
# ISO 639-1 to the EU authority table "language": those of notes, and others in which a publisher may describe the data.
LANGUAGES = {"de": "DEU", "it": "ITA", "pt": "POR"} | {
    language.code: language.alpha3.upper() for language in languages.LANGUAGES.values()
}


def media_type(name: str) -> str:
    """The media type of a file by its name. Names without an ending are text: LICENSE, SHA256SUMS."""
    types = _LISTS["media_types"] | {suffix: form.media_type for suffix, form in FORMATS.items()}
    kind = next((types[suffix] for suffix in types if name.endswith(suffix)), None)
    return kind or ("application/octet-stream" if "." in name else "text/plain")
