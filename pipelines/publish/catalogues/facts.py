"""What a portal knows of a release: a catalogue of datasets with distributions, and what stands in them.

Here: these things, and what follows from them alone, so that a table can say where a standard writes it
(`crosswalk.yaml`, `dcat.yaml`). Not here: taking them from a release (`mapping.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote

from pipelines.contract.tables import Column
from pipelines.publish.authorities import (
    CROISSANT_TYPES,
    EU,
    FREQUENCIES,
    LANGUAGES,
    THEMES,
    FileFormat,
    Frequency,
    media_type,
)
from pipelines.publish.draft import File
from pipelines.publish.publication import Publication, Texts, Translation
from pipelines.publish.record import Days

Told = TypeVar("Told")
# Where CSV on the Web looks for what the files of a folder are.
CSVW = "data/csv-metadata.json"
# The languages that opendata.swiss shows, beside the publication's own.
NATIONAL = ("de", "fr", "it")
# A page for people stays small: beyond so many, the sources are told by the page that lists them.
_SOURCES = 20
# Table Schema constraint to CSVW facet.
_FACETS = ("minimum", "maximum", "minLength", "maxLength")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day that the notes cover."""

    start: str
    end: str

    @property
    def interval(self) -> str:
        """As ISO 8601 writes it."""
        return f"{self.start}/{self.end}"


@dataclass(frozen=True, slots=True)
class Country:
    """A State of the dataset. `uri`: None where the EU country list has it not, as the European Union itself."""

    iso3: str
    name: str
    uri: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A note that has an address, or the page that lists many."""

    url: str
    title: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the EU list."""

    code: str

    @property
    def uri(self) -> str:
        """Its address."""
        return f"{EU}data-theme/{self.code}"

    @property
    def label(self) -> str:
        """In English."""
        return THEMES[self.code]


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the EU list. `code`: ISO 639-1."""

    code: str

    @property
    def uri(self) -> str:
        """Its address."""
        return f"{EU}language/{LANGUAGES[self.code]}"


class Spoken:
    """Something with texts. `languages`: those that they are in."""

    __slots__ = ()
    languages: tuple[str, ...]

    @property
    def spoken(self) -> tuple[Tongue, ...]:
        """Those of them that the EU list has."""
        return tuple(Tongue(language) for language in self.languages if language in LANGUAGES)


def _for_swiss(by_language: Mapping[str, Told], own: str) -> dict[str, Told]:
    """What there is in the languages that opendata.swiss shows: the publication's own, and the national ones."""
    return {language: told for language, told in by_language.items() if language in {own, *NATIONAL}}


@dataclass(frozen=True, slots=True)
class Rights:
    """What is said of rights."""


@dataclass(frozen=True, slots=True)
class Series:
    """The series of releases."""

    name: str = "series"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rectangle around all places, as GeoJSON; Europe takes places by code alone."""

    rectangle: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title in a language. `kind`: in the words of DataCite, None for the first."""

    text: str
    language: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table. `spanish`: its title and what it means."""

    table: str
    column: Column
    spanish: str

    @property
    def name(self) -> str:
        """As it stands in the file."""
        return self.column.name

    @property
    def id(self) -> str:
        """Its name among the columns of all tables."""
        return f"{self.table}/{self.name}"

    @property
    def names(self) -> list[str]:
        """The cell of the header row, by which readers of CSV on the Web know the column, and the title."""
        return list(dict.fromkeys([self.name, self.column.title]))

    @property
    def croissant_type(self) -> str:
        """Its type in Croissant."""
        return CROISSANT_TYPES[self.column.type]

    @property
    def csvw_type(self) -> dict[str, Any]:
        """Its type in CSV on the Web."""
        constraints = dict(self.column.constraints)
        found = {"base": self.column.type} | {name: constraints[name] for name in _FACETS if name in constraints}
        if self.column.type == "date":
            found["format"] = "yyyy-MM-dd"
        elif pattern := constraints.get("pattern") or "|".join(value for value, _ in self.column.values):
            found["format"] = f"^({pattern})$"
        return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its columns. `days`: when its rows were first published and last changed."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    days: Days
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The machine-readable description of the columns of a CSV (CSVW)."""

    url: str
    media_type: str = media_type(CSVW)
    encoding: str = "UTF-8"


@dataclass(frozen=True, slots=True)
class Distribution(Spoken):
    """One file of a dataset.

    `uri`: its lasting name. `titles`: by language. `spanish`: title and description, as datos.gob.ar shows them.
    `sheet`: None for a file with all tables. `days`: when its rows were first published and last changed. `languages`:
    those that its texts are in.
    """

    uri: str
    url: str
    file: File
    format: FileFormat
    titles: dict[str, str]
    description: str
    spanish: Texts
    sheet: Sheet | None
    dictionary: Dictionary | None
    days: Days
    languages: tuple[str, ...]

    @property
    def title(self) -> str:
        """In English."""
        return self.titles["en"]

    @property
    def swiss_titles(self) -> dict[str, str]:
        """Its title in the languages that opendata.swiss shows."""
        return _for_swiss(self.titles, "en")

    @property
    def local_uri(self) -> str:
        """Its name without the address of the release."""
        return self.uri.removeprefix(self.url.removesuffix(quote(self.file.path)))

    @property
    def checksum_name(self) -> str:
        """What its checksum is called."""
        return re.sub(r"\W", "-", f"checksum-{self.local_uri}")

    @property
    def short_path(self) -> str:
        """Its path without the folder of all data."""
        return self.file.path.removeprefix("data/")

    @property
    def file_name(self) -> str:
        """Its name."""
        return self.file.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Previous:
    """A dataset as it was in the release before. `address`: its name."""

    address: str


@dataclass(frozen=True, slots=True)
class Dataset(Spoken):
    """What portals list as one dataset.

    `told`: its texts by language, `own_told`: in that of the publication. `days`: when it was first published, and when
    one of its rows last changed. `languages`: those that its texts are in.
    """

    name: str
    uri: str
    page: str
    previous: Previous | None
    told: dict[str, Texts]
    own_told: dict[str, Texts]
    title: str
    description: str
    sheets: tuple[Sheet, ...]
    distributions: tuple[Distribution, ...]
    days: Days
    languages: tuple[str, ...]

    @property
    def swiss_told(self) -> dict[str, Texts]:
        """Title and description in the languages that opendata.swiss shows."""
        (own,) = self.own_told
        return _for_swiss(self.told, own)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its columns; those of one name in several tables once."""
        return tuple({field.name: field for sheet in self.sheets[::-1] for field in sheet.fields[::-1]}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Catalogue(Spoken):
    """What a release is to a portal.

    `published`: day of publication of this release. `days`: when the first of its datasets was first published, and
    when a row of any last changed. `program`: version of the program that made it. `sources`: the notes that have an
    address.
    """

    publication: Publication
    base: str
    version: str
    published: date
    days: Days
    program: str
    temporal: Period | None
    languages: tuple[str, ...]
    countries: tuple[Country, ...]
    sources: tuple[Source, ...]
    version_notes: str
    datasets: tuple[Dataset, ...]

    @property
    def texts(self) -> dict[str, Publication | Translation]:
        """Title, description, keywords and rights, by language."""
        return {**dict(self.publication.translations.items()), self.publication.language: self.publication}

    @property
    def own(self) -> dict[str, Publication]:
        """The same in its own language."""
        return {self.publication.language: self.publication}

    @property
    def swiss(self) -> dict[str, Publication | Translation]:
        """The same in the languages that opendata.swiss shows."""
        return _for_swiss(self.texts, self.publication.language)

    @property
    def swiss_publisher(self) -> list[dict[str, str]]:
        """The publisher's name, said of each language that opendata.swiss shows."""
        return [{"@language": language, "@value": self.publication.publisher.name} for language in self.swiss]

    @property
    def rights(self) -> Rights:
        """What is said of rights."""
        return Rights()

    @property
    def series(self) -> Series:
        """The series of releases."""
        return Series()

    @property
    def first_issued(self) -> date:
        """When the first of its datasets was first published."""
        return self.days.first_published

    @property
    def listed_countries(self) -> tuple[Country, ...]:
        """Those that the EU list has."""
        return tuple(country for country in self.countries if country.uri)

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """For portals with a map."""
        if not self.publication.bbox:
            return ()
        west, south, east, north = self.publication.bbox
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return (Coverage(json.dumps({"type": "Polygon", "coordinates": [corners]})),)

    @property
    def doi_type(self) -> str | None:
        """What a DOI is, where there is one."""
        return "xsd:anyURI" if self.publication.doi else None

    @property
    def titles(self) -> tuple[Title, ...]:
        """The title in the publication's own language, then in the others."""
        own, others = self.publication, self.publication.translations.items()
        translated = (Title(texts.title, language, "TranslatedTitle") for language, texts in others)
        return (Title(own.title, own.language), *translated)

    @property
    def keywords(self) -> str:
        """In one line."""
        return ", ".join(self.publication.keywords)

    @property
    def identifier(self) -> str:
        """The DOI, where there is one, else the address."""
        return self.publication.doi_url or self.base

    @property
    def identifiers(self) -> str | list[str]:
        """The name, and the DOI where there is one."""
        name, doi = self.publication.name, self.publication.doi_url
        return [name, doi] if doi else name

    @property
    def frequency(self) -> Frequency:
        """How often there is something new."""
        return FREQUENCIES[self.publication.frequency]

    @property
    def themes(self) -> tuple[Theme, ...]:
        """What it is about."""
        return tuple(map(Theme, self.publication.themes))

    @property
    def countries_in_words(self) -> str:
        """The names of all States in one line."""
        return "; ".join(country.name for country in self.countries)

    @property
    def origins(self) -> tuple[Source, ...]:
        """The sources, or the page that lists them where they are many."""
        if len(self.sources) <= _SOURCES:
            return self.sources
        name = f"{len(self.sources)} documents of the United Nations Secretariat"
        return (Source(f"{self.base}notes.html", name),)

    @property
    def basis(self) -> Any:
        """The sources as RO-Crate names them, which asks for a single one rather than a list of one."""
        named = [{"@id": source.url} for source in self.sources]
        return named[0] if len(named) == 1 else named

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All tables."""
        return tuple(sheet for dataset in self.datasets for sheet in dataset.sheets)

    @property
    def files(self) -> tuple[Distribution, ...]:
        """The files of all datasets."""
        return tuple(distribution for dataset in self.datasets for distribution in dataset.distributions)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(distribution.file.bytes for distribution in self.files)

    @property
    def media_types(self) -> list[str]:
        """Of all files, each once."""
        return sorted({distribution.format.media_type for distribution in self.files})

    @property
    def semantic_version(self) -> str:
        """The release's identifier in the form 2026.11.25+digest, because Croissant asks for semantic versions."""
        day = self.published
        return f"{day.year}.{day.month}.{day.day}+{self.version.rsplit('-', 1)[-1]}"
