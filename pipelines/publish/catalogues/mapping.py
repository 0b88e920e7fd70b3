"""What every catalogue says, once: datasets, their distributions, dates, coverage and addresses.

Here: what a release says turned into what a portal knows (a catalogue of datasets with distributions). Not here: how a
standard writes it down (`crosswalk.yaml`, `dcat_ap.py`), or the texts themselves (`datapackage/publication.yaml`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

import pyarrow.parquet as pq
from pyoxigraph import NamedNode

from pipelines.contract.tables import Column, Table
from pipelines.publish.authorities import (
    CROISSANT_TYPES,
    EU,
    FORMATS,
    FREQUENCIES,
    THEMES,
    FileFormat,
    Frequency,
    media_type,
)
from pipelines.publish.downloads.kinds import built
from pipelines.publish.draft import File, ReleaseDraft
from pipelines.publish.publication import Publication, PublicationError, Texts, Translation
from pipelines.publish.record import Days

ALL_TABLES = "All tables"
ALL_TABLES_DESCRIPTION = "All tables of the release in one file."
# Where CSV on the Web looks for what the files of a folder are.
CSVW = "data/csv-metadata.json"
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
class Distribution:
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
class Dataset:
    """What portals list as one dataset.

    `texts`: by language. `days`: when it was first published, and when one of its rows last changed. `languages`: those
    that its texts are in.
    """

    name: str
    uri: str
    page: str
    previous: Previous | None
    texts: dict[str, Texts]
    title: str
    description: str
    sheets: tuple[Sheet, ...]
    distributions: tuple[Distribution, ...]
    days: Days
    languages: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its columns; those of one name in several tables once."""
        return tuple({field.name: field for sheet in self.sheets[::-1] for field in sheet.fields[::-1]}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Catalogue:
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

    @property
    def publisher_uri(self) -> str:
        """Name of the publisher."""
        return f"{self.base}#publisher"

    @property
    def contact_uri(self) -> str:
        """Name of the contact."""
        return f"{self.base}#contact"

    @property
    def series_uri(self) -> str:
        """Name of the series of releases."""
        return f"{self.base}#releases"


def catalogue(draft: ReleaseDraft) -> Catalogue:
    """Look at the release in the making, and at the downloads that stand in its folder.

    Raises:
        PublicationError: the release has no notes, so that there is nothing to list.
    """
    if not draft.rows["notes"]:
        raise PublicationError(
            "A release without notes is not published: DCAT-AP, Data.gov and datos.gob.ar want a date and a coverage, "
            "which only notes give. Add a note to a source of sources.yaml, or name a folder that has one with --inbox."
        )
    publication = draft.publication
    return Catalogue(
        publication=publication,
        base=publication.base_url,
        version=draft.identity.id,
        published=draft.identity.published,
        days=_span(draft.days.values()),
        program=draft.identity.program,
        temporal=Period(*draft.temporal) if draft.temporal else None,
        languages=_together(draft, draft.languages),
        countries=tuple(_countries(draft)),
        sources=tuple(_sources(draft)),
        version_notes=_version_notes(draft),
        datasets=tuple(_datasets(draft)),
    )


def _datasets(draft: ReleaseDraft) -> Iterator[Dataset]:
    publication, base = draft.publication, draft.publication.base_url
    main = next((d for d in publication.datasets if d.name == publication.name), publication.datasets[0])
    previous = draft.identity.past[0].id if draft.identity.past else None
    for dataset in publication.datasets:
        texts: dict[str, Texts] = {publication.language: dataset}
        texts |= {language: t.datasets[dataset.name] for language, t in publication.translations.items()}
        sheets = tuple(_sheet(draft, draft.contract[name]) for name in dataset.tables)
        files = [(draft.file(f"data/{s.name}{suffix}"), s) for s in sheets for suffix in (".csv", ".parquet")]
        yield Dataset(
            name=dataset.name,
            uri=f"{base}dataset/{dataset.name}",
            page=f"{base}dataset/{dataset.name}.html",
            previous=Previous(f"{base}releases/{previous}/dataset/{dataset.name}") if previous else None,
            texts=texts,
            title=dataset.title,
            description=dataset.description,
            sheets=sheets,
            distributions=(
                *(_distribution(draft, file, sheet, "#dist") for file, sheet in files),
                # A file with all tables belongs to the dataset that is called like the publication, and to no other.
                *(_distribution(draft, f, None, f"#dist-{main.name}") for _, f in built(draft) if dataset is main),
            ),
            days=_span([sheet.days for sheet in sheets]),
            languages=_together(draft, dataset.tables),
        )


def _sheet(draft: ReleaseDraft, table: Table) -> Sheet:
    spanish = draft.publication.dictionary.get("es", {})
    fields = []
    for column in table.columns:
        words = (spanish.get(column.title), spanish.get(column.description))
        fields.append(Field(table.name, column, ". ".join(part for part in words if part)))
    return Sheet(table.name, table.title, table.description, table.key, draft.days[table.name], tuple(fields))


def _distribution(draft: ReleaseDraft, file: File, sheet: Sheet | None, fragment: str) -> Distribution:
    publication, url = draft.publication, draft.publication.base_url + quote(file.path)
    form = FORMATS[f".{file.path.rsplit('.', 1)[1]}"]
    what, description = (sheet.title, sheet.description) if sheet else (ALL_TABLES, ALL_TABLES_DESCRIPTION)
    known = {language: words[what] for language, words in sorted(publication.dictionary.items()) if words.get(what)}
    told = publication.dictionary.get("es", {}).get(description, "")
    return Distribution(
        uri=url + fragment,
        url=url,
        file=file,
        format=form,
        titles={language: f"{title} ({form.label})" for language, title in ({"en": what} | known).items()},
        description=f"{description} Rows: {file.rows}." if sheet else description,
        spanish=Texts.model_construct(
            title=f"{known.get('es', file.path)} ({form.label})",
            description=f"{told} Filas: {file.rows}." if sheet else told,
        ),
        sheet=sheet,
        dictionary=Dictionary(publication.base_url + CSVW) if sheet and form.label == "CSV" else None,
        days=sheet.days if sheet else _span(draft.days.values()),
        languages=draft.languages[sheet.name] if sheet else _together(draft, draft.languages),
    )


def _together(draft: ReleaseDraft, tables: Iterable[str]) -> tuple[str, ...]:
    """The languages of several tables."""
    return tuple(sorted({language for table in tables for language in draft.languages[table]}))


def _span(days: Collection[Days]) -> Days:
    """The days of several tables as those of one."""
    return Days(first_published=min(d.first_published for d in days), last_changed=max(d.last_changed for d in days))


def _countries(draft: ReleaseDraft) -> list[Country]:
    columns = ["state_iso3", "m49", "state_name"]
    states = pq.read_table(draft.folder / "data" / "states.parquet", columns=columns).to_pylist()
    known = {row["state_iso3"]: row for row in states}
    # The code list has a UN M49 code for every country; the European Union has none.
    countries = [
        Country(iso3, known[iso3]["state_name"], f"{EU}country/{iso3}" if known[iso3]["m49"] else None)
        for iso3 in draft.states
    ]
    return sorted(countries, key=lambda country: country.name)


def _sources(draft: ReleaseDraft) -> Iterator[Source]:
    seen = set()
    for note in draft.notes:
        url = _ascii(note["source_url"])
        if url and url not in seen:
            seen.add(url)
            yield Source(url, note["note_title"], note["note_issued"])


def _ascii(url: str | None) -> str | None:
    """A web address with nothing in it that `format: uri` refuses (Data.gov); None for what is no web address."""
    try:
        parts = urlsplit(url or "")
        address = NamedNode(quote(str(url), safe="%/:=&?~#+!$,;'@()*")).value
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc.isascii() else None


def _version_notes(draft: ReleaseDraft) -> str:
    counts = f"Notes: {draft.rows['notes']}. Statements: {draft.rows['statements']}."
    if not draft.identity.past:
        return f"First release. {counts}"
    added, changed, removed = (draft.identity.changes.count(kind) for kind in ("added", "changed", "removed"))
    return (
        f"{counts} Rows that differ from release {draft.identity.past[0].id}: "
        f"{added} added, {changed} changed, {removed} removed; changes.csv lists them."
    )
