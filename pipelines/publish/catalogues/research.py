"""The release for research repositories: `ro-crate-metadata.json` (RO-Crate 1.1) and `datacite.json` (DataCite 4.5).

No DOI is invented: where `publication.yaml` has none, the dataset is named by its address. Not here: `CITATION.cff`
(`documents.py`), depositing (`pipelines/publish/deposit.py`).
"""

from __future__ import annotations

from typing import Any

from pipelines.publish.authorities import media_type
from pipelines.publish.catalogues.kinds import catalogue_at
from pipelines.publish.catalogues.mapping import Catalogue, catalogue
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, renders

# Left out: what lists the other files, and the pages, which show them.
_NOT_DATA = {"ro-crate-metadata.json", "SHA256SUMS", "sitemap.xml", "robots.txt", "feed.atom"}


@renders(last=True)
def render_ro_crate(draft: ReleaseDraft) -> Made:
    """The files of the release as a crate."""
    yield "ro-crate-metadata.json", as_json(ro_crate(draft.once(catalogue), draft))


def ro_crate(catalogue: Catalogue, draft: ReleaseDraft) -> dict[str, Any]:
    """The files of the release as a crate. Library `rocrate` is not used: it dates crates by the clock."""
    publication, folder = catalogue.publication, draft.folder
    found = (path for files in ("*", "data/**/*", "texts/*") for path in sorted(folder.glob(files)))
    files = [
        draft.describe(path.relative_to(folder).as_posix())
        for path in found
        if path.suffix != ".html" and path.is_file()
    ]
    files = [file for file in files if file.path not in _NOT_DATA]
    titles = {d.file.path: d.title for dataset in catalogue.datasets for d in dataset.distributions}
    publisher, license_url = publication.publisher.url, publication.license.url
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": publication.title,
        "description": publication.description,
        "identifier": publication.doi_url or catalogue.base,
        "url": catalogue.base,
        "datePublished": f"{catalogue.published}",
        "version": catalogue.version,
        "license": {"@id": license_url},
        "publisher": {"@id": publisher},
        "author": {"@id": publisher},
        "keywords": ", ".join(publication.keywords),
        "conditionsOfAccess": publication.rights,
        "hasPart": [{"@id": file.path} for file in files],
    }
    sources = [{"@id": url} for url, _, _ in catalogue.sources]
    if sources:  # RO-Crate asks for a single value rather than a list of one
        root["isBasedOn"] = sources[0] if len(sources) == 1 else sources
    if catalogue.temporal:
        root["temporalCoverage"] = "/".join(catalogue.temporal)
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    entities: list[dict[str, Any]] = [
        {
            "@id": publisher,
            "@type": "Organization",
            "name": publication.publisher.name,
            "url": publisher,
            "contactPoint": {"@id": f"mailto:{publication.contact.email}"},
        },
        {
            "@id": f"mailto:{publication.contact.email}",
            "@type": "ContactPoint",
            "name": publication.contact.name,
            "email": publication.contact.email,
            "contactType": "customer service",
        },
        {"@id": license_url, "@type": "CreativeWork", "name": publication.license.title, "url": license_url},
        *({"@id": url, "@type": "CreativeWork", "name": title, "url": url} for url, title, _ in catalogue.sources),
    ]
    parts = [
        {
            "@id": file.path,
            "@type": "File",
            "name": titles.get(file.path, file.path),
            "encodingFormat": media_type(file.path),
            "contentSize": str(file.bytes),
            "sha256": file.sha256,
        }
        for file in files
    ]
    # RO-Crate 1.1 has no word for a SHA-256; schema.org, from which it takes most of its words, has one since.
    context = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
    return {"@context": context, "@graph": [descriptor, root, *entities, *parts]}


@catalogue_at("datacite.json")
def datacite(catalogue: Catalogue) -> dict[str, Any]:
    """The release as DataCite's JSON, with the DOI where there is one."""
    publication = catalogue.publication
    publisher = {"name": publication.publisher.name, "lang": publication.language}
    dates = [
        {"date": f"{catalogue.days.first_published}", "dateType": "Issued"},
        {"date": f"{catalogue.days.last_changed}", "dateType": "Updated"},
    ]
    if catalogue.temporal:
        # `Coverage` is a word of 4.6 only, which the validators in use do not know yet.
        coverage = {"date": "/".join(catalogue.temporal), "dateType": "Other"}
        dates.append(coverage | {"dateInformation": "Dates of issue and sessions of the notes"})
    distributions = {d.url: d for dataset in catalogue.datasets for d in dataset.distributions}
    return {
        **({"doi": publication.doi} if publication.doi else {}),
        "types": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
        "creators": [{"name": publication.publisher.name, "nameType": "Organizational"}],
        "titles": [
            {"title": publication.title, "lang": publication.language},
            *(
                {"title": t.title, "titleType": "TranslatedTitle", "lang": language}
                for language, t in publication.translations.items()
            ),
        ],
        "publisher": publisher,
        "publicationYear": f"{catalogue.published.year}",
        "subjects": [{"subject": keyword, "lang": publication.language} for keyword in publication.keywords],
        "contributors": [
            {"name": publication.contact.name, "nameType": "Organizational", "contributorType": "ContactPerson"}
        ],
        "dates": dates,
        "language": publication.language,
        "alternateIdentifiers": [{"alternateIdentifier": catalogue.base, "alternateIdentifierType": "URL"}],
        "relatedIdentifiers": [
            {"relatedIdentifier": url, "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
            for url, _, _ in catalogue.sources
        ],
        "sizes": [f"{sum(d.file.bytes for d in distributions.values())} bytes"],
        "formats": sorted({d.format.media_type for d in distributions.values()}),
        "version": catalogue.version,
        "rightsList": [
            {
                "rights": publication.license.title,
                "rightsUri": publication.license.url,
                "rightsIdentifier": publication.license.id.lower(),
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            },
            {"rights": publication.rights, "lang": publication.language},
        ],
        "descriptions": [
            {
                "description": publication.description,
                "descriptionType": "Abstract",
                "lang": publication.language,
            },
            {"description": publication.provenance, "descriptionType": "Methods", "lang": publication.language},
        ],
        "geoLocations": [{"geoLocationPlace": country.name} for country in catalogue.countries],
        "url": catalogue.base,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
