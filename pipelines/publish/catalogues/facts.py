"""What every catalogue says of a release: a catalogue of datasets with distributions, and what stands in them.

Here: these things, with whatever of them some standard writes, so that a table can say where it does (`crosswalk.yaml`,
`dcat.yaml`). Not here: the texts themselves (`datapackage/publication.yaml`), lists of codes (`authorities.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import pyarrow.parquet as pq
from pyoxigraph import NamedNode

from pipelines.contract.tables import Column, Table
from pipelines.publish.authorities import (
    CROISSANT_TYPES,
    EU,
    EXPORTS,
    FORMATS,
    FREQUENCIES,
    LANGUAGES,
    LICENCES,
    PUBLISHER_TYPES,
    THEMES,
)
from pipelines.publish.downloads.kinds import built
from pipelines.publish.draft import File, ReleaseDraft
from pipelines.publish.publication import License, PublicationError
from pipelines.publish.record import Days

ALL_TABLES = "All tables"
ALL_TABLES_DESCRIPTION = "All tables of the release in one file."
# A page for people stays small: beyond so many, the page that lists the sources stands for them.
_SOURCES = 20
# Table Schema constraint to CSVW facet.
_FACETS = ("minimum", "maximum", "minLength", "maxLength")
_Texts = TypeVar("_Texts")


class Thing(SimpleNamespace):
    """Something of which standards say something. `kind`: what the crosswalk calls it; all else is what it has."""


def catalogue(draft: ReleaseDraft) -> Thing:
    """Look at the release in the making, and at the downloads that stand in its folder.

    Raises:
        PublicationError: the release has no notes, so that there is nothing to list.
    """
    if not draft.record.counts["notes"]:
        raise PublicationError(
            "A release without notes is not published: DCAT-AP, Data.gov and datos.gob.ar want a date and a coverage, "
            "which only notes give. Add a note to a source of sources.yaml, or name a folder that has one with --inbox."
        )
    publication, day = draft.publication, draft.record.published
    own, doi = publication.language, publication.doi_url
    texts = {**dict(publication.translations.items()), own: publication}
    swiss = _swiss(texts, own)
    countries, sources, datasets = _countries(draft), list(_sources(draft)), tuple(_datasets(draft))
    files = tuple(distribution for dataset in datasets for distribution in dataset.distributions)
    return Thing(
        kind="Catalogue",
        publication=publication,
        base=publication.base_url,
        version=draft.record.identifier,
        # Croissant asks for a semantic version.
        semantic_version=f"{day.year}.{day.month}.{day.day}+{draft.record.identifier.rsplit('-', 1)[-1]}",
        version_notes=version_notes(draft),
        program=draft.record.versions.program,
        published=day,
        days=_span(draft.record.tables.values()),
        temporal=_period(draft),
        countries=countries,
        # The EU list has a code for every country that UN M49 has; the European Union itself is none.
        listed_countries=tuple(country for country in countries if country.uri),
        countries_in_words="; ".join(country.name for country in countries),
        coverage=_coverage(publication.bbox),
        sources=tuple(sources),
        origins=tuple(sources) if len(sources) <= _SOURCES else _listed(sources, publication.base_url),
        # RO-Crate asks for a single source rather than a list of one.
        basis={"@id": sources[0].url} if len(sources) == 1 else [{"@id": source.url} for source in sources],
        datasets=datasets,
        sheets=tuple(sheet for dataset in datasets for sheet in dataset.sheets),
        files=files,
        size=sum(distribution.file.bytes for distribution in files),
        media_types=sorted({distribution.format.media_type for distribution in files}),
        **_spoken(_together(draft, draft.languages)),
        texts=texts,
        own={own: publication},
        swiss=swiss,
        # The publisher's name, in each language that opendata.swiss shows.
        swiss_publisher=[{"@language": language, "@value": publication.publisher.name} for language in swiss],
        titles=(
            Thing(kind="Title", text=publication.title, language=own, type=None),
            *(
                Thing(kind="Title", text=texts.title, language=language, type="TranslatedTitle")
                for language, texts in publication.translations.items()
            ),
        ),
        keywords=", ".join(publication.keywords),
        identifier=doi or publication.base_url,
        identifiers=[publication.name, doi] if doi else publication.name,
        doi_type="xsd:anyURI" if doi else None,
        license=_license(publication.license),
        publisher_type=PUBLISHER_TYPES[publication.publisher.type],
        frequency=Thing(kind="Frequency", **FREQUENCIES[publication.frequency]),
        themes=tuple(
            Thing(kind="Theme", code=code, uri=f"{EU}data-theme/{code}", label=THEMES[code])
            for code in publication.themes
        ),
        rights=Thing(kind="Rights"),
        series=Thing(kind="Series", name="series"),
    )


def _datasets(draft: ReleaseDraft) -> Iterator[Thing]:
    publication, base, own = draft.publication, draft.publication.base_url, draft.publication.language
    main = next((d for d in publication.datasets if d.name == publication.name), publication.datasets[0])
    previous = draft.record.previous
    for dataset in publication.datasets:
        wording = {own: dataset} | {
            language: translation.datasets[dataset.name] for language, translation in publication.translations.items()
        }
        sheets = tuple(_sheet(draft, draft.contract[name]) for name in dataset.tables)
        files = [(draft.files[f"data/{s.name}{suffix}"], s) for s in sheets for suffix in (".csv", ".parquet")]
        address = f"{base}releases/{previous}/dataset/{dataset.name}"
        yield Thing(
            kind="Dataset",
            name=dataset.name,
            uri=f"{base}dataset/{dataset.name}",
            page=f"{base}dataset/{dataset.name}.html",
            # As it was in the release before.
            previous=Thing(kind="Previous", address=address) if previous else None,
            wording=wording,
            own_wording={own: dataset},
            swiss_wording=_swiss(wording, own),
            title=dataset.title,
            description=dataset.description,
            sheets=sheets,
            # Columns of one name in several tables are listed once.
            fields=tuple({f.name: f for sheet in sheets[::-1] for f in sheet.fields[::-1]}.values())[::-1],
            distributions=(
                *(_distribution(draft, file, sheet, "#dist") for file, sheet in files),
                # A file with all tables belongs to the dataset that is called like the publication, and to no other.
                *(_distribution(draft, f, None, f"#dist-{main.name}") for _, f in built(draft) if dataset is main),
            ),
            days=_span([sheet.days for sheet in sheets]),
            **_spoken(_together(draft, dataset.tables)),
        )


def _sheet(draft: ReleaseDraft, table: Table) -> Thing:
    return Thing(
        kind="Sheet",
        name=table.name,
        title=table.title,
        description=table.description,
        key=table.key,
        days=draft.record.tables[table.name],
        fields=tuple(_field(table, column, draft.publication.dictionary.get("es", {})) for column in table.columns),
    )


def _field(table: Table, column: Column, spanish: Mapping[str, str]) -> Thing:
    constraints = dict(column.constraints)
    csvw: dict[str, Any] = {"base": column.type} | {n: constraints[n] for n in _FACETS if n in constraints}
    if column.type == "date":
        csvw["format"] = "yyyy-MM-dd"
    elif pattern := constraints.get("pattern") or "|".join(value for value, _ in column.values):
        csvw["format"] = f"^({pattern})$"
    return Thing(
        kind="Field",
        table=table.name,
        column=column,
        name=column.name,
        id=f"{table.name}/{column.name}",
        # The cell of the header row, by which readers of CSV on the Web know the column, and the title.
        names=list(dict.fromkeys([column.name, column.title])),
        spanish=". ".join(words for text in (column.title, column.description) if (words := spanish.get(text))),
        croissant_type=CROISSANT_TYPES[column.type],
        csvw_type=csvw,
    )


def _distribution(draft: ReleaseDraft, file: File, sheet: Thing | None, fragment: str) -> Thing:
    """A file of a dataset. `sheet`: the table in it, None for a file with all tables."""
    publication, path = draft.publication, quote(file.path)
    form = Thing(kind="FileFormat", **FORMATS[f".{file.path.rsplit('.', 1)[1]}"])
    what, description = (sheet.title, sheet.description) if sheet else (ALL_TABLES, ALL_TABLES_DESCRIPTION)
    languages = sorted(language for language, _ in publication.translations.items())
    named = {language: publication.dictionary.get(language, {}).get(what) for language in languages}
    titles = {language: f"{title} ({form.label})" for language, title in {"en": what, **named}.items() if title}
    spanish = publication.dictionary.get("es", {}).get(description, "")
    package = f"{publication.base_url}datapackage.json"
    columns = Thing(kind="Dictionary", url=package, media_type="application/json", encoding="UTF-8")
    return Thing(
        kind="Distribution",
        uri=publication.base_url + path + fragment,
        url=publication.base_url + path,
        local_uri=path + fragment,
        checksum_name=re.sub(r"\W", "-", f"checksum-{path}{fragment}"),
        file=file,
        file_name=file.path.rpartition("/")[2],
        short_path=file.path.removeprefix("data/"),
        format=form,
        title=titles["en"],
        titles=titles,
        swiss_titles=_swiss(titles, "en"),
        description=f"{description} Rows: {file.rows}." if sheet else description,
        spanish_title=f"{named.get('es') or file.path} ({form.label})",
        spanish_description=f"{spanish} Filas: {file.rows}." if sheet else spanish,
        sheet=sheet,
        dictionary=columns if sheet and form.label == "CSV" else None,
        days=sheet.days if sheet else _span(draft.record.tables.values()),
        **_spoken(draft.languages[sheet.name] if sheet else _together(draft, draft.languages)),
    )


def _license(license: License) -> Thing:  # noqa: A002
    listed = LICENCES.get(license.id)
    return Thing(
        kind="License",
        title=license.title,
        url=license.url,
        # As DataCite writes its SPDX identifier.
        code=license.id.lower(),
        european=f"{EU}licence/{listed['eu']}" if listed else license.url,
        page=license.url if listed else None,
        page_type="foaf:Document" if listed else None,
        in_ckan=listed["ckan"] if listed else license.title,
    )


def _swiss(by_language: Mapping[str, _Texts], own: str) -> dict[str, _Texts]:
    """What there is in the languages that opendata.swiss shows: the publication's own, and the national ones."""
    shown = {own, *EXPORTS["dcat-ap-ch"]["languages"]}
    return {language: words for language, words in by_language.items() if language in shown}


def _together(draft: ReleaseDraft, tables: Iterable[str]) -> tuple[str, ...]:
    """The languages of several tables."""
    return tuple(sorted({language for table in tables for language in draft.languages[table]}))


def _spoken(languages: tuple[str, ...]) -> dict[str, Any]:
    """The languages of texts, by ISO 639-1, and those of them that the EU list has."""
    listed = (language for language in languages if language in LANGUAGES)
    tongues = tuple(Thing(kind="Tongue", code=code, uri=f"{EU}language/{LANGUAGES[code]}") for code in listed)
    return {"languages": languages, "spoken": tongues}


def _span(days: Collection[Days]) -> Days:
    """The days of several tables as those of one."""
    return Days(first_published=min(d.first_published for d in days), last_changed=max(d.last_changed for d in days))


def _period(draft: ReleaseDraft) -> Thing | None:
    """From the first day to the last that the notes' dates and sessions cover."""
    days = [note[name] for note in draft.notes for name in ("note_issued", "session_start", "session_end")]
    days = sorted(day.isoformat() for day in days if day)
    return Thing(kind="Period", start=days[0], end=days[-1]) if days else None


def _coverage(bbox: tuple[float, float, float, float] | None) -> tuple[Thing, ...]:
    """The rectangle around all places as GeoJSON, for portals with a map; Europe takes places by code alone."""
    if not bbox:
        return ()
    west, south, east, north = bbox
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return (Thing(kind="Coverage", rectangle=json.dumps({"type": "Polygon", "coordinates": [corners]})),)


def _countries(draft: ReleaseDraft) -> tuple[Thing, ...]:
    columns = ["state_iso3", "m49", "state_name"]
    states = pq.ParquetFile(draft.folder / "data" / "states.parquet").read(columns=columns).to_pylist()
    countries = (
        Thing(kind="Country", iso3=iso3, name=row["state_name"], uri=f"{EU}country/{iso3}" if row["m49"] else None)
        for row in states
        if (iso3 := row["state_iso3"]) in draft.states
    )
    return tuple(sorted(countries, key=lambda country: country.name))


def _sources(draft: ReleaseDraft) -> Iterator[Thing]:
    """The notes that have an address."""
    seen = set()
    for note in draft.notes:
        url = ascii_address(note["source_url"])
        if url and url not in seen:
            seen.add(url)
            yield Thing(kind="Source", url=url, title=note["note_title"], day=note["note_issued"])


def _listed(sources: Collection[Thing], base: str) -> tuple[Thing, ...]:
    title = f"{len(sources)} documents of the United Nations Secretariat"
    return (Thing(kind="Source", url=f"{base}notes.html", title=title, day=None),)


def ascii_address(url: str | None) -> str | None:
    """A web address with nothing in it that `format: uri` refuses (Data.gov); None for what is no web address."""
    try:
        parts = urlsplit(url or "")
        address = NamedNode(quote(str(url), safe="%/:=&?~#+!$,;'@()*")).value
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc.isascii() else None


def version_notes(draft: ReleaseDraft) -> str:
    """What a release holds, and how many rows differ from the one before, in a sentence or two."""
    counts = f"Notes: {draft.record.counts['notes']}. Statements: {draft.record.counts['statements']}."
    if not draft.record.previous:
        return f"First release. {counts}"
    added, changed, removed = draft.changes.totals.values()
    return (
        f"{counts} Rows that differ from release {draft.record.previous}: "
        f"{added} added, {changed} changed, {removed} removed; changes.csv lists them."
    )
