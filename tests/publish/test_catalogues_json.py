from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from datacite import schema45

from tests.publish import rules

Json = dict[str, Any]
Break = Callable[[Json], object]


def read(release: Path, name: str) -> Json:
    found: Json = json.loads((release / name).read_text(encoding="utf-8"))
    return found


def broken(catalogue: Json, fault: Break) -> Json:
    found = copy.deepcopy(catalogue)
    fault(found)
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


# --- Data.gov --------------------------------------------------------------------------------------------------------


def test_data_gov_takes_the_1_1_catalogue(small_release: Path) -> None:
    assert rules.data_gov_1(read(small_release, "data.json")) == []


@pytest.mark.parametrize(
    "fault",
    [
        lambda c: c.pop("conformsTo"),
        lambda c: dataset(c).pop("identifier"),
        lambda c: dataset(c).update(modified="9 June 2022"),
        lambda c: dataset(c).update(landingPage="https://example.org/ä b"),
        lambda c: dataset(c)["contactPoint"].update(hasEmail="opendata@example.org"),
        lambda c: dataset(c)["distribution"][0].update(mediaType="text/csv; charset=utf-8"),
        lambda c: dataset(c)["distribution"][0].pop("downloadURL"),
    ],
)
def test_the_1_1_rules_catch_a_broken_copy(small_release: Path, fault: Break) -> None:
    assert rules.data_gov_1(broken(read(small_release, "data.json"), fault))


def test_data_gov_takes_the_3_catalogue_without_a_warning(small_release: Path) -> None:
    catalogue = read(small_release, "dcat-us-3.json")
    assert rules.data_gov_3(catalogue) == []
    assert us_warnings(catalogue) == []


@pytest.mark.parametrize(
    "fault",
    [
        lambda c: c.pop("dataset"),
        lambda c: dataset(c).pop("identifier"),
        lambda c: dataset(c)["contactPoint"].update(hasEmail="opendata@example.org"),
        lambda c: dataset(c)["distribution"][0].update(accessURL="data/statements.csv"),
        lambda c: dataset(c)["distribution"][0]["checksum"].pop("algorithm"),
        lambda c: dataset(c)["inSeries"][0].pop("title"),
    ],
)
def test_the_3_rules_catch_a_broken_copy(small_release: Path, fault: Break) -> None:
    assert rules.data_gov_3(broken(read(small_release, "dcat-us-3.json"), fault))


@pytest.mark.parametrize(
    "fault",
    [
        lambda c: dataset(c).update(issued="2030-01-01"),
        lambda c: dataset(c).update(language=["xx"]),
        lambda c: dataset(c)["keyword"].append(dataset(c)["keyword"][0]),
        lambda c: dataset(c)["distribution"][0].update(mediaType="text/spreadsheet"),
        lambda c: dataset(c)["distribution"][0].update(characterEncoding=["UTF8mb4"]),
        lambda c: dataset(c)["distribution"][0].update(byteSize="12 kB"),
        lambda c: dataset(c)["temporal"][0].update(startDate="2030-01-01"),
    ],
)
def test_what_data_gov_would_warn_of_is_seen(small_release: Path, fault: Break) -> None:
    assert us_warnings(broken(read(small_release, "dcat-us-3.json"), fault))


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


# --- datos.gob.ar ----------------------------------------------------------------------------------------------------

_KEYWORD = re.compile("[ 0-9a-zá-źÁ-ŹA-ZñÑ._-]+")
_PERIODICITY = re.compile(r"R/P\d+(\.\d+)?[YMWD]|eventual")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIELDS = {
    "catalogue": ("title", "description", "publisher", "superThemeTaxonomy", "dataset"),
    "dataset": ("title", "description", "publisher", "superTheme", "distribution", "issued", "identifier"),
    "distribution": ("accessURL", "downloadURL", "title", "issued", "identifier"),
}


def test_argentina_takes_its_catalogue(small_release: Path) -> None:
    assert argentine_faults(read(small_release, "profiles/ar/data.json")) == []


@pytest.mark.parametrize(
    "fault",
    [
        lambda c: c.pop("superThemeTaxonomy"),
        lambda c: dataset(c).pop("issued"),
        lambda c: dataset(c).update(title="x" * 101),
        lambda c: dataset(c).update(superTheme=["CORR"]),
        lambda c: dataset(c).update(keyword=["corrupción, prevención"]),
        lambda c: dataset(c).update(accrualPeriodicity="irregular"),
        lambda c: dataset(c)["contactPoint"].update(hasEmail="mailto:opendata@example.org"),
        lambda c: dataset(c)["distribution"][0].pop("downloadURL"),
        lambda c: dataset(c)["distribution"][0].update(format="XML"),
        lambda c: dataset(c)["distribution"][0].update(byteSize="12"),
        lambda c: dataset(c)["distribution"][0]["field"][0].update(title="x" * 61),
    ],
)
def test_argentina_s_rules_catch_a_broken_copy(small_release: Path, fault: Break) -> None:
    assert argentine_faults(broken(read(small_release, "profiles/ar/data.json"), fault))


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


# --- Data Package, DataCite ------------------------------------------------------------------------------------------


def test_the_descriptor_keeps_the_profile_of_data_package_2(small_release: Path) -> None:
    assert rules.data_package(read(small_release, "datapackage.json")) == []


@pytest.mark.parametrize(
    "fault",
    [
        lambda d: d["resources"][0].pop("path"),
        lambda d: d["resources"][0]["schema"]["fields"][3].update(example=13),
        lambda d: d["contributors"][0].update(roles="publisher"),
    ],
)
def test_the_profile_catches_a_broken_copy(small_release: Path, fault: Break) -> None:
    assert rules.data_package(broken(read(small_release, "datapackage.json"), fault))


def test_datacite_takes_its_record_which_invents_no_doi(small_release: Path) -> None:
    record = read(small_release, "datacite.json")
    assert schema45.validate(record)
    assert not {"doi", "id", "prefix", "suffix", "identifiers"} & set(record)
    assert "10." not in json.dumps(record["alternateIdentifiers"])


@pytest.mark.parametrize(
    "fault",
    [
        lambda r: r.pop("creators"),
        lambda r: r["types"].update(resourceTypeGeneral="Table"),
        lambda r: r["dates"][0].update(dateType="Printed"),
    ],
)
def test_datacite_s_rules_catch_a_broken_copy(small_release: Path, fault: Break) -> None:
    assert not schema45.validate(broken(read(small_release, "datacite.json"), fault))
