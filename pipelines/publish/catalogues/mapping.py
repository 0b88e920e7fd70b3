"""What every catalogue says, once: datasets, their distributions, dates, coverage and addresses.

Here: what a release says turned into what a portal knows (a catalogue of datasets with distributions). Not here: how a
standard writes it down (one module each), or the texts themselves (`datapackage/publication.yaml`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

import pyarrow.parquet as pq
from pyoxigraph import NamedNode

from pipelines.contract.tables import Table
from pipelines.publish.authorities import FORMATS, FileFormat
from pipelines.publish.downloads.kinds import built
from pipelines.publish.draft import File, ReleaseDraft
from pipelines.publish.publication import Publication, PublicationError, Texts, Translation
from pipelines.publish.record import Days

ALL_TABLES = "All tables"
ALL_TABLES_DESCRIPTION = "All tables of the release in one file."


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of a dataset.

    `uri`: its lasting name. `table`: None for a file with all tables. `days`: when its rows were first published and
    last changed. `languages`: those that its texts are in.
    """

    uri: str
    url: str
    file: File
    format: FileFormat
    table: Table | None
    days: Days
    languages: tuple[str, ...]

    @property
    def title(self) -> str:
        """In English."""
        return self.titled(self.table.title if self.table else ALL_TABLES)

    def titled(self, what: str) -> str:
        """The title of the file, given the title of what it holds."""
        return f"{what} ({self.format.label})"

    def titles(self, dictionary: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
        """Its title in each language that has one for what it holds, after the language. `dictionary`: by language."""
        for language, words in sorted(dictionary.items()):
            if what := words.get(self.table.title if self.table else ALL_TABLES):
                yield language, self.titled(what)

    @property
    def description(self) -> str:
        """In English."""
        if self.table is None:
            return ALL_TABLES_DESCRIPTION
        return f"{self.table.description} Rows: {self.file.rows}."

    @property
    def dictionary(self) -> str | None:
        """Address of the machine-readable description of its columns (CSVW); None where there is none."""
        return f"{self.url}-metadata.json" if self.table and self.format.label == "CSV" else None


@dataclass(frozen=True, slots=True)
class Dataset:
    """What portals list as one dataset.

    `texts`: by language. `previous_uri`: name of it as it was in the release before. `days`: when it was first
    published, and when one of its rows last changed. `languages`: those that its texts are in.
    """

    name: str
    uri: str
    page: str
    previous_uri: str | None
    texts: dict[str, Texts]
    tables: tuple[Table, ...]
    distributions: tuple[Distribution, ...]
    days: Days
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A State of the dataset. `listed`: whether the EU country list has it (it has not the European Union itself)."""

    iso3: str
    name: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a release is to a portal.

    `published`: day of publication of this release. `days`: when the first of its datasets was first published, and
    when a row of any last changed. `program`: version of the program that made it. `sources`: address, title and date
    of the notes that have an address.
    """

    publication: Publication
    base: str
    version: str
    published: date
    days: Days
    program: str
    temporal: tuple[str, str] | None
    languages: tuple[str, ...]
    countries: tuple[Country, ...]
    sources: tuple[tuple[str, str, str | None], ...]
    version_notes: str
    datasets: tuple[Dataset, ...]

    @property
    def texts(self) -> dict[str, Publication | Translation]:
        """Title, description, keywords and rights, by language."""
        return {**dict(self.publication.translations.items()), self.publication.language: self.publication}

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
        temporal=draft.temporal,
        languages=_together(draft, draft.languages),
        countries=tuple(_countries(draft)),
        sources=tuple(_sources(draft)),
        version_notes=_version_notes(draft),
        datasets=tuple(_datasets(draft)),
    )


def _datasets(draft: ReleaseDraft) -> Iterator[Dataset]:
    publication, base = draft.publication, draft.publication.base_url
    downloads = [file for _, file in built(draft)]
    main = next((d for d in publication.datasets if d.name == publication.name), publication.datasets[0])
    for dataset in publication.datasets:
        texts: dict[str, Texts] = {publication.language: dataset}
        texts |= {language: t.datasets[dataset.name] for language, t in publication.translations.items()}
        tables = tuple(draft.contract[name] for name in dataset.tables)
        files = [
            (draft.file(f"data/{table.name}{suffix}"), table) for table in tables for suffix in (".csv", ".parquet")
        ]
        previous = draft.identity.past[0].id if draft.identity.past else None
        days = [draft.days[table.name] for table in tables]
        yield Dataset(
            name=dataset.name,
            uri=f"{base}dataset/{dataset.name}",
            page=f"{base}dataset/{dataset.name}.html",
            previous_uri=f"{base}releases/{previous}/dataset/{dataset.name}" if previous else None,
            texts=texts,
            tables=tables,
            distributions=(
                *(_distribution(draft, file, table, "#dist") for file, table in files),
                # A file with all tables belongs to the dataset that is called like the publication, and to no other.
                *(_distribution(draft, file, None, f"#dist-{dataset.name}") for file in downloads if dataset is main),
            ),
            days=_span(days),
            languages=_together(draft, (table.name for table in tables)),
        )


def _distribution(draft: ReleaseDraft, file: File, table: Table | None, fragment: str) -> Distribution:
    url = draft.publication.base_url + quote(file.path)
    days = draft.days[table.name] if table else _span(draft.days.values())
    languages = draft.languages[table.name] if table else _together(draft, draft.languages)
    form = FORMATS[f".{file.path.rsplit('.', 1)[1]}"]
    return Distribution(url + fragment, url, file, form, table, days, languages)


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
    countries = [Country(iso3, known[iso3]["state_name"], bool(known[iso3]["m49"])) for iso3 in draft.states]
    return sorted(countries, key=lambda country: country.name)


def _sources(draft: ReleaseDraft) -> Iterator[tuple[str, str, str | None]]:
    seen = set()
    for note in draft.notes:
        url = _ascii(note["source_url"])
        if url and url not in seen:
            seen.add(url)
            yield url, note["note_title"], note["note_issued"].isoformat() if note["note_issued"] else None


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
