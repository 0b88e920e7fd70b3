"""Takes from a release what every catalogue says of it: datasets, their distributions, dates, coverage and addresses.

Not here: how a standard writes it down (`crosswalk.yaml`, `dcat.yaml`), or the texts themselves
(`datapackage/publication.yaml`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import quote, urlsplit

import pyarrow.parquet as pq
from pyoxigraph import NamedNode

from pipelines.contract.tables import Table
from pipelines.publish.authorities import EU, FORMATS
from pipelines.publish.catalogues.facts import (
    CSVW,
    Catalogue,
    Country,
    Dataset,
    Dictionary,
    Distribution,
    Field,
    Period,
    Previous,
    Sheet,
    Source,
)
from pipelines.publish.downloads.kinds import built
from pipelines.publish.draft import File, ReleaseDraft
from pipelines.publish.publication import PublicationError, Texts
from pipelines.publish.record import Days

ALL_TABLES = "All tables"
ALL_TABLES_DESCRIPTION = "All tables of the release in one file."


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
            told=texts,
            own_told={publication.language: dataset},
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
