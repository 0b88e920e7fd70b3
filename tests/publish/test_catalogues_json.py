"""Each catalogue in JSON by the rules of who reads it, none of which lets a broken copy pass."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from datacite import schema45
from lxml import etree

from tests.publish import rules

Json = dict[str, Any]
Check = Callable[[Json], Any]


def read(release: Path, name: str) -> Json:
    """A document, or the schema.org markup of a page."""
    text = (release / name).read_text(encoding="utf-8")
    if name.endswith(".html"):
        page: Any = etree.HTML(text)
        text = page.xpath("//script[@type='application/ld+json']/text()")[0]
    found: Json = json.loads(text)
    return found


def dataset(catalogue: Json) -> Json:
    found: Json = catalogue["dataset"][0]
    return found


def objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def us_warnings(catalogue: Json) -> list[str]:
    """What GSA's harvester warns of beyond its schemas, as far as our records have the properties."""
    media, charsets = rules.data_gov_words("iana_media_types"), rules.data_gov_words("iana_character_sets")
    languages = rules.data_gov_words("iso639_1_language_codes")
    found = []
    for item in objects(catalogue):
        if "mediaType" in item and item["mediaType"] not in media:
            found.append(f"media type {item['mediaType']}")
        if any(charset.lower() not in charsets for charset in item.get("characterEncoding", [])):
            found.append("character set")
        if any(language not in languages for language in item.get("language", [])):
            found.append("language")
        if not item.get("byteSize", "0").isdigit():
            found.append("size")
        if item.get("issued", "") > item.get("modified", "9"):
            found.append("issued after modified")
        if item.get("startDate", "") > item.get("endDate", "9"):
            found.append("a period that ends before it starts")
        if len(item.get("keyword", [])) != len(set(item.get("keyword", []))):
            found.append("keyword twice")
    return found


_KEYWORD = re.compile("[ 0-9a-zá-źÁ-ŹA-ZñÑ._-]+")
_PERIODICITY = re.compile(r"R/P\d+(\.\d+)?[YMWD]|eventual")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIELDS = {
    "catalogue": ("title", "description", "publisher", "superThemeTaxonomy", "dataset"),
    "dataset": ("title", "description", "publisher", "superTheme", "distribution", "issued", "identifier"),
    "distribution": ("accessURL", "downloadURL", "title", "issued", "identifier"),
}


def argentine_faults(catalogue: Json) -> list[str]:
    """The Perfil Nacional de Metadatos as pydatajson checks it."""
    faults = [f"catalogue lacks {field}" for field in _FIELDS["catalogue"] if not catalogue.get(field)]
    for item in catalogue.get("dataset", []):
        faults += [f"dataset lacks {field}" for field in _FIELDS["dataset"] if not item.get(field)]
        if len(item["title"]) > 100:
            faults.append("title over 100 characters")
        if not set(item["superTheme"]) <= {"GOVE", "JUST"}:
            faults.append("unknown theme")
        faults += [f"keyword {word}" for word in item["keyword"] if not _KEYWORD.fullmatch(word)]
        if not _PERIODICITY.fullmatch(item["accrualPeriodicity"]):
            faults.append("frequency")
        if ":" in item["contactPoint"]["hasEmail"] or ":" in item["publisher"]["mbox"]:
            faults.append("no plain e-mail address")
        for part in item["distribution"]:
            faults += [f"distribution lacks {field}" for field in _FIELDS["distribution"] if not part.get(field)]
            if not part.get("downloadURL", "").endswith(part["format"].lower()):
                faults.append("format is not that of the address")
            if not _DAY.fullmatch(part.get("issued", "")) or not isinstance(part["byteSize"], int):
                faults.append("date or size")
            faults += ["field" for field in part.get("field", []) if len(field["title"]) > 60 or not field["type"]]
    identifiers = [p["identifier"] for item in catalogue["dataset"] for p in item["distribution"] if "identifier" in p]
    if len(identifiers) != len(set(identifiers)):
        faults.append("two distributions have the same identifier")
    return faults


def google_faults(found: Json) -> list[str]:
    """Google's guide to dataset markup: what it requires and what it recommends."""
    wanted = (
        "name",
        "description",
        "url",
        "identifier",
        "keywords",
        "license",
        "creator",
        "version",
        "variableMeasured",
    )
    faults = [f"lacks {key}" for key in wanted if not found.get(key)]
    if not 50 <= len(found.get("description", "")) <= 5000:
        faults.append("description of another length")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", found.get("temporalCoverage", "")):
        faults.append("temporal coverage")
    if not found.get("isAccessibleForFree") or found["includedInDataCatalog"]["@type"] != "DataCatalog":
        faults.append("access or catalogue")
    faults += ["download" for d in found["distribution"] if not {"contentUrl", "encodingFormat"} <= set(d)]
    return faults


def datacite_faults(record: Json) -> list[str]:
    """DataCite's schema; and no DOI is invented."""
    invented = {"doi", "id", "prefix", "suffix", "identifiers"} & set(record)
    return sorted(invented) + [error.message for error in schema45.validator.iter_errors(record)]


# By what each catalogue is judged, and a fault that this finds.
RULES: dict[str, tuple[Check, Check]] = {
    "data.json": (rules.data_gov_1, lambda c: dataset(c).update(landingPage="https://example.org/ä b")),
    "dcat-us-3.json": (rules.data_gov_3, lambda c: dataset(c)["inSeries"][0].pop("title")),
    "profiles/ar/data.json": (argentine_faults, lambda c: dataset(c).update(title="x" * 101)),
    "datapackage.json": (rules.data_package, lambda d: d["resources"][0].pop("path")),
    "datacite.json": (datacite_faults, lambda r: r.update(doi="10.5072/zenodo.1")),
    "dataset/uncac-statements.html": (google_faults, lambda m: m.update(temporalCoverage="2022")),
}


NAMED = {"dcat-us-3.json", "profiles/ar/data.json"}  # off, unless somebody names them


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if name in NAMED else []) for name in RULES]
)
def test_who_reads_a_catalogue_takes_it_and_no_broken_copy(request: pytest.FixtureRequest, name: str) -> None:
    release = request.getfixturevalue("whole_release" if name in NAMED else "small_release")
    catalogue, (check, break_it) = read(release, name), RULES[name]
    assert check(catalogue) == []
    break_it(catalogue)
    assert check(catalogue)


@pytest.mark.long  # a catalogue that is off
def test_the_harvester_of_data_gov_warns_of_nothing(whole_release: Path) -> None:
    catalogue = read(whole_release, "dcat-us-3.json")
    assert us_warnings(catalogue) == []
    dataset(catalogue).update(language=["xx"])
    assert us_warnings(catalogue) == ["language"]


def test_google_takes_the_page_of_every_dataset(small_release: Path) -> None:
    pages = [f"dataset/{page.name}" for page in (small_release / "dataset").iterdir()]
    assert [google_faults(read(small_release, page)) for page in pages] == [[]] * 6
