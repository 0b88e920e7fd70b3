"""Code lists of the portals and standards, and what our words are called in each.

Here: frequencies, themes, languages, file formats, media types, kinds of publisher. Not here: which of them we use
(`datapackage/publication.yaml`), or how a catalogue writes them (`catalogues/`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.contract import languages

EU = "http://publications.europa.eu/resource/authority/"


@dataclass(frozen=True, slots=True)
class Frequency:
    """One frequency of the EU list, as Data.gov (DCAT-US 1.1 and 3) and datos.gob.ar write it."""

    us1: str
    us3: str
    argentina: str


# EU authority table "frequency"; DCAT-US 1.1: ISO 8601 or `irregular`; DCAT-US 3: ISO 19115 or ISO 8601; Perfil
# Nacional de Metadatos (Argentina): ISO 8601 or `eventual`.
FREQUENCIES = {
    "DAILY": Frequency("R/P1D", "daily", "R/P1D"),
    "WEEKLY": Frequency("R/P1W", "weekly", "R/P1W"),
    "MONTHLY": Frequency("R/P1M", "monthly", "R/P1M"),
    "QUARTERLY": Frequency("R/P3M", "quarterly", "R/P3M"),
    "ANNUAL_2": Frequency("R/P6M", "biannually", "R/P6M"),
    "ANNUAL": Frequency("R/P1Y", "annually", "R/P1Y"),
    "BIENNIAL": Frequency("R/P2Y", "R/P2Y", "R/P2Y"),
    "IRREG": Frequency("irregular", "irregular", "eventual"),
}

# EU authority table "data-theme"; the same codes are datos.gob.ar's super themes.
THEMES = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}

# ISO 639-1 to the EU authority table "language": those of notes, and others in which a publisher may describe the data.
LANGUAGES = {"de": "DEU", "it": "ITA", "pt": "POR"} | {
    language.code: language.alpha3.upper() for language in languages.LANGUAGES.values()
}

# ADMS 1.0, publisher type.
PUBLISHER_TYPES = {
    "Academia-ScientificOrganisation": "Academia/Scientific organisation",
    "Company": "Company",
    "IndustryConsortium": "Industry consortium",
    "LocalAuthority": "Local Authority",
    "NationalAuthority": "National authority",
    "NonGovernmentalOrganisation": "Non-Governmental Organisation",
    "NonProfitOrganisation": "Non-Profit Organisation",
    "PrivateIndividual(s)": "Private Individual(s)",
    "RegionalAuthority": "Regional authority",
    "StandardisationBody": "Standardisation body",
    "SupraNationalAuthority": "Supra-national authority",
}

# EU authority table "licence", by SPDX identifier.
EU_LICENCES = {
    "CC-BY-4.0": "CC_BY_4_0",
    "CC-BY-SA-4.0": "CC_BYSA_4_0",
    "CC0-1.0": "CC0",
    "ODC-By-1.0": "ODC_BY",
    "ODbL-1.0": "ODC_BL",
    "PDDL-1.0": "ODC_PDDL",
}

# What a CKAN without settings of its own calls a licence, by SPDX identifier (ckan/model/license.py).
CKAN_LICENCES = {
    "CC-BY-4.0": "Creative Commons Attribution",
    "CC-BY-SA-4.0": "Creative Commons Attribution Share-Alike",
    "CC0-1.0": "Creative Commons CCZero",
    "ODC-By-1.0": "Open Data Commons Attribution License",
    "ODbL-1.0": "Open Data Commons Open Database License (ODbL)",
    "PDDL-1.0": "Open Data Commons Public Domain Dedication and License (PDDL)",
}

# DCAT-AP CH 2, vocabulary of licences; the same names stand on opendata.swiss/terms-of-use.
SWISS_TERMS = ("terms_open", "terms_by", "terms_ask", "terms_by_ask")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A file format: name for people, IANA media type, code in the EU authority table "file-type"."""

    label: str
    media_type: str
    file_type: str

    @property
    def croissant(self) -> str:
        """What Croissant calls it: by the registered name of Parquet, its readers do not know the file."""
        return "application/x-parquet" if self.label == "Parquet" else self.media_type


# The EU table has no entry for SQLite; BIN is what its users give for such files.
FORMATS = {
    ".csv": FileFormat("CSV", "text/csv", "CSV"),
    ".parquet": FileFormat("Parquet", "application/vnd.apache.parquet", "PARQUET"),
    ".zip": FileFormat("ZIP", "application/zip", "ZIP"),
    ".xlsx": FileFormat("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    ".sqlite": FileFormat("SQLite", "application/vnd.sqlite3", "BIN"),
}

# Types of columns in Croissant.
CROISSANT_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}

# What harvesters read, each of which `publication.yaml` can leave out.
Profile = Literal["europe", "ckan", "ch", "us", "ar", "croissant", "datacite", "ro-crate"]

# By ending of the name, the longest first. IANA's names; CKAN, for one, picks its parser by these alone.
_MEDIA_TYPES = {
    "csv-metadata.json": "application/csvm+json",
    ".csl.json": "application/vnd.citationstyles.csl+json",
    ".parquet": FORMATS[".parquet"].media_type,
    ".jsonld": "application/ld+json",
    ".sqlite": FORMATS[".sqlite"].media_type,
    ".woff2": "font/woff2",
    ".atom": "application/atom+xml",
    ".html": "text/html",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".xlsx": FORMATS[".xlsx"].media_type,
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".css": "text/css",
    ".csv": FORMATS[".csv"].media_type,
    ".jpg": "image/jpeg",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".rdf": "application/rdf+xml",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".zip": FORMATS[".zip"].media_type,
    ".js": "text/javascript",
    ".md": "text/markdown",
}


def media_type(name: str) -> str:
    """The media type of a file by its name. Names without an ending are text: LICENSE, SHA256SUMS."""
    for suffix, found in _MEDIA_TYPES.items():
        if name.endswith(suffix):
            return found
    return "application/octet-stream" if "." in name else "text/plain"
