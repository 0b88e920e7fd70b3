"""Code lists of the portals and standards, and what our words are called in each, as `authorities.yaml` has them.

Not here: which of them we use (`datapackage/publication.yaml`), or how a catalogue writes them (`catalogues/`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pipelines.contract import languages
from pipelines.workspace.yaml_file import read_yaml

EU = "http://publications.europa.eu/resource/authority/"
# DCAT-AP CH 2, vocabulary of licences; the same names stand on opendata.swiss/terms-of-use.
SwissTerms = Literal["terms_open", "terms_by", "terms_ask", "terms_by_ask"]


_LISTS: dict[str, dict[str, Any]] = read_yaml(Path(__file__).with_suffix(".yaml"))
# What `publish` of `publication.yaml` can name, and who reads it; by portal, what that reads.
EXPORTS: dict[str, dict[str, Any]] = _LISTS["exports"]
PORTALS = {portal: export for export, read in EXPORTS.items() for portal in read.get("portals", ())}
FREQUENCIES: dict[str, dict[str, str]] = _LISTS["frequencies"]
THEMES: dict[str, str] = _LISTS["themes"]
PUBLISHER_TYPES: dict[str, str] = _LISTS["publisher_types"]
LICENCES: dict[str, dict[str, str]] = _LISTS["licences"]
FORMATS: dict[str, dict[str, str]] = _LISTS["formats"]
CROISSANT_TYPES: dict[str, str] = _LISTS["croissant_types"]
# ISO 639-1 to the EU authority table "language": those of notes, and others in which a publisher may describe the data.
LANGUAGES = {"de": "DEU", "it": "ITA", "pt": "POR"} | {
    language.code: language.alpha3.upper() for language in languages.LANGUAGES.values()
}


def media_type(name: str) -> str:
    """The media type of a file by its name. Names without an ending are text: LICENSE, SHA256SUMS."""
    types = _LISTS["media_types"] | {suffix: form["media_type"] for suffix, form in FORMATS.items()}
    kind = next((types[suffix] for suffix in types if name.endswith(suffix)), None)
    return kind or ("application/octet-stream" if "." in name else "text/plain")
