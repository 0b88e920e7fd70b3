from __future__ import annotations

import hashlib
import json
import re
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from lxml import etree
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from pipelines.publish.authorities import EXPORTS
from pipelines.publish.catalogues.facts import ascii_address
from pipelines.publish.publication import PublicationError
from tests.conftest import DAY
from tests.contents import read_csv
from tests.publish import rules
from tests.publish.conftest import FIRST
from tests.publish.serving import served
from tests.publish.site_reading import broken_links
from tests.publish.written import Note, Paragraph, Section, publish, publishing
from tests.releases import LIGHT

BASE = "https://data.example.org/uncac/"
CATALOGUES = (
    "catalog.ttl",
    "catalog.rdf",
    "catalog.jsonld",
    "ckan/catalog.ttl",
    "udata/catalog.ttl",
    "data.json",
    "croissant.json",
    "datacite.json",
    "feed.atom",
    "sitemap.xml",
    "robots.txt",
    "CITATION.cff",
)
# Those that are made where somebody names them.
NAMED = (
    "profiles/ch/catalog.ttl",
    "dcat-us-3.json",
    "profiles/ar/data.json",
    "ro-crate-metadata.json",
    "data/csv-metadata.json",
)
Json = dict[str, Any]


def read(release: Path, name: str) -> Json:
    found: Json = json.loads((release / name).read_text(encoding="utf-8"))
    return found


def markup(page: Path) -> Json:
    """The schema.org markup of a page."""
    document: Any = etree.HTML(page.read_text(encoding="utf-8"))
    found: Json = json.loads(document.xpath("//script[@type='application/ld+json']/text()")[0])
    return found


# --- what the catalogues say -----------------------------------------------------------------------------------------


def test_every_address_in_every_catalogue_is_answered(line: list[Path]) -> None:
    _every_address_is_answered(line[1], CATALOGUES)


@pytest.mark.long  # catalogues that are off
def test_so_is_every_address_in_those_that_are_named(whole_release: Path) -> None:
    _every_address_is_answered(whole_release, NAMED)


def _every_address_is_answered(release: Path, catalogues: Sequence[str]) -> None:
    pages = [f"dataset/{name.name}" for name in (release / "dataset").iterdir()]
    found = set()
    for name in (*catalogues, *pages, "datapackage.json"):
        text = (release / name).read_text(encoding="utf-8")
        found |= {address.partition("#")[0] for address in re.findall(re.escape(BASE) + r"[^\s\"'<>;)\]]*", text)}
    assert len(found) > 40
    with served(release) as client:
        for address in sorted(found):
            answer = client.head("/" + address.removeprefix(BASE).rstrip(".,"))
            # The landing page itself is the site's.
            assert answer.status_code == 200 or address == BASE, address


@pytest.mark.long  # catalogues that are off
def test_the_catalogues_agree_on_titles_dates_licences_files_sizes_and_hashes(whole_release: Path) -> None:
    descriptor = read(whole_release, "datapackage.json")
    graph = Graph().parse(whole_release / "catalog.ttl")
    us1, us3, argentina = (
        read(whole_release, n)["dataset"] for n in ("data.json", "dcat-us-3.json", "profiles/ar/data.json")
    )
    titles = {
        str(graph.value(d, DCTERMS.identifier)): str(title)
        for d in _datasets(graph)
        for title in graph.objects(d, DCTERMS.title)
        if getattr(title, "language", None) == "en"
    }
    assert titles == {d["identifier"]: d["title"] for d in us1} == {d["identifier"]: d["title"] for d in us3}
    assert set(titles) == {d["identifier"] for d in argentina}
    assert titles == {n: markup(whole_release / f"dataset/{n}.html")["name"] for n in titles}
    for name in ("issued", "modified"):
        dates = {str(date) for date in graph.objects(None, URIRef(f"{DCTERMS}{name}"))}
        dates |= {d[name] for catalogue in (us1, us3, argentina) for d in catalogue}
        assert dates == {DAY}
    licence = descriptor["licenses"][0]["path"]
    coded = set(graph.objects(None, DCTERMS.license))
    assert set(map(str, coded)) == {"http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"}
    assert {str(page) for code in coded for page in graph.objects(code, FOAF.page)} == {licence}
    assert {d["license"] for d in (*us1, *argentina)} == {licence}
    assert {d["license"] for c in us3 for d in c["distribution"]} == {licence}
    assert read(whole_release, "croissant.json")["license"] == licence
    on_disk = {}
    for path in [*whole_release.glob("data/*.csv"), *whole_release.glob("data/*.parquet"), *_downloads(whole_release)]:
        url = BASE + path.relative_to(whole_release).as_posix()
        on_disk[url] = (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
    assert _rdf_files(graph) == on_disk
    assert {
        d["downloadURL"]: (int(d["byteSize"]), d["checksum"]["checksumValue"]) for c in us3 for d in c["distribution"]
    } == on_disk
    assert {d["downloadURL"] for c in us1 for d in c["distribution"]} == set(on_disk)
    assert {d["downloadURL"]: d["byteSize"] for c in argentina for d in c["distribution"]} == {
        url: size for url, (size, _) in on_disk.items()
    }
    files = read(whole_release, "croissant.json")["distribution"]
    assert {f["contentUrl"]: (int(f["contentSize"].split()[0]), f["sha256"]) for f in files} == on_disk
    crate = {BASE + e["@id"]: e for e in read(whole_release, "ro-crate-metadata.json")["@graph"]}
    assert {url: (int(crate[url]["contentSize"]), crate[url]["sha256"]) for url in on_disk} == on_disk
    resources = {BASE + r["path"]: (r["bytes"], r["hash"].removeprefix("sha256:")) for r in descriptor["resources"]}
    assert resources.items() <= on_disk.items()


def _datasets(graph: Graph) -> list[Any]:
    return list(graph.subjects(RDF.type, DCAT.Dataset))


def _downloads(release: Path) -> list[Path]:
    return [p for p in release.glob("uncac-statements.*") if p.suffix in {".zip", ".xlsx", ".sqlite"}]


def _rdf_files(graph: Graph) -> dict[str, tuple[int, str]]:
    spdx = "http://spdx.org/rdf/terms#"
    found = {}
    for node in graph.subjects(RDF.type, DCAT.Distribution):
        checksum = graph.value(node, URIRef(f"{spdx}checksum"))
        digest = str(graph.value(checksum, URIRef(f"{spdx}checksumValue")))
        found[str(graph.value(node, DCAT.downloadURL))] = (int(str(graph.value(node, DCAT.byteSize))), digest)
    return found


def test_each_table_is_in_one_dataset_and_each_download_in_the_main_one(small_release: Path) -> None:
    for item in read(small_release, "data.json")["dataset"]:
        formats = [d["format"] for d in item["distribution"]]
        downloads = {"ZIP", "XLSX"} if item["identifier"] == "uncac-statements" else set()
        assert {"CSV", "Parquet"} | downloads == set(formats)
        assert all(formats.count(label) == 1 for label in downloads)
        assert formats.count("CSV") == formats.count("Parquet")
        assert all("Rows: " in d["description"] for d in item["distribution"] if d["format"] == "CSV")


def test_a_later_release_is_a_version_of_the_same_datasets(line: list[Path]) -> None:
    first, second = (Graph().parse(release / "catalog.ttl") for release in line[:2])
    assert set(_datasets(first)) == set(_datasets(second))
    assert set(first.subjects(RDF.type, DCAT.Distribution)) == set(second.subjects(RDF.type, DCAT.Distribution))
    for node in _datasets(second):
        # What these lead to, a harvester would take for another dataset.
        for relation in ("hasVersion", "previousVersion"):
            assert second.value(node, URIRef(f"{DCAT}{relation}")) is None
        assert str(second.value(node, URIRef(f"{DCAT}version"))) == line[1].name
        assert second.value(node, URIRef(f"{DCAT}inSeries")) == URIRef(f"{BASE}#releases")
        notes = str(second.value(node, URIRef("http://www.w3.org/ns/adms#versionNotes")))
        assert line[0].name in notes


def test_coverage_is_computed_from_the_notes(line: list[Path]) -> None:
    item = read(line[1], "data.json")["dataset"][0]
    assert (item["temporal"], item["spatial"]) == ("2022-06-09/2023-03-01", "Argentina; Chile; Japan; Qatar")


def test_every_catalogue_says_whose_the_quoted_words_are(small_release: Path) -> None:
    for name in CATALOGUES:
        if name not in {"sitemap.xml", "robots.txt", "CITATION.cff", "croissant.json"}:
            text = (small_release / name).read_text(encoding="utf-8")
            assert "United Nations" in text.replace("Naciones Unidas", "United Nations"), name


def test_the_european_union_and_a_note_without_a_date_are_in_texts_and_in_no_list(tmp_path: Path) -> None:
    sections = (Section("S", (Paragraph("It reported.", {"EUE": "European Union"}),), ("5",)),)
    note = Note("n", "Undated", sections, issued=None)
    release = publish([note], tmp_path, renderers=(*LIGHT, "dcat", "us1", "feed")).folder
    assert "authority/country/EUE" not in (release / "catalog.ttl").read_text(encoding="utf-8")
    assert {finding[0] for finding in rules.dcat_ap(Graph().parse(release / "catalog.ttl"), "shapes")} == set()
    assert rules.data_gov_1(read(release, "data.json")) == []
    first = read(release, "data.json")["dataset"][0]
    assert (first["spatial"], first["modified"]) == ("European Union", DAY)
    assert rules.atom((release / "feed.atom").read_bytes()) == []


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("https://example.org/a b/ü?q=1#p", "https://example.org/a%20b/%C3%BC?q=1#p"),
        ("https://example.org/<x>{y}|z", "https://example.org/%3Cx%3E%7By%7D%7Cz"),
        ("https://example.org/a[1]", "https://example.org/a%5B1%5D"),
        ("http://[", None),
        ("https://example.org/%zz", None),
        ("https://bücher.example/", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_only_addresses_that_every_portal_reads_are_listed_as_sources(address: str | None, listed: str | None) -> None:
    assert ascii_address(address) == listed


def test_the_real_release_keeps_the_rules_of_europe_and_the_united_states(release: Path) -> None:
    graph = Graph().parse(release / "catalog.ttl")
    assert len(_datasets(graph)) == 6
    assert [f for shapes in ("shapes", "range") for f in rules.dcat_ap(graph, shapes)] == []
    us1 = read(release, "data.json")
    assert rules.data_gov_1(us1) == []
    first = us1["dataset"][0]
    assert (first["issued"], first["modified"], first["temporal"]) == (DAY, DAY, "2022-06-09/2022-06-17")
    assert len(first["spatial"].split("; ")) == 17
    assert first["references"] == ["https://www.unodc.org/unodc/en/corruption/WG-Prevention/session13.html"]


# --- Croissant, CSV on the Web, schema.org, feed, sitemap ------------------------------------------------------------


def croissant_records(release: Path, document: Json, folder: Path) -> dict[str, list[Json]]:
    """Every record of every table as Croissant's reader gives it; the files are those of the release.

    Raises:
        Exception: whatever the reader has against it.
    """
    import absl.logging  # noqa: PLC0415 - seconds, which only this needs
    import mlcroissant  # noqa: PLC0415

    # Its logging would close the stream on which it was imported, which is where pytest catches what tests print.
    absl.logging.get_absl_handler().python_handler.setStream(sys.__stderr__)
    path = folder / "croissant.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    mapping = {item["@id"]: release / item["@id"] for item in document["distribution"]}
    found = mlcroissant.Dataset(jsonld=path, mapping=mapping)
    assert not found.metadata.ctx.issues.errors
    assert not found.metadata.ctx.issues.warnings
    return {s.uuid: [dict(r) for r in found.records(s.uuid)] for s in found.metadata.record_sets}


@pytest.mark.long  # MLCommons' reader
def test_croissant_reads_every_record(small_release: Path, tmp_path: Path) -> None:
    tables = croissant_records(small_release, read(small_release, "croissant.json"), tmp_path)
    assert {name: len(rows) for name, rows in tables.items()} == {
        path.stem: pq.read_metadata(path).num_rows for path in small_release.glob("data/*.parquet")
    }
    namibia = next(row for row in tables["states"] if row["states/state_iso3"] == b"NAM")
    assert (namibia["states/state_iso2"], namibia["states/m49"]) == (b"NA", b"516")
    assert next(row for row in tables["states"] if row["states/state_iso3"] == b"ARG")["states/m49"] == b"032"


def csvw_faults(metadata: Path) -> list[str]:
    from csvw import CSVW  # noqa: PLC0415 - a second, which only this needs

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            valid = CSVW(str(metadata), validate=True).is_valid
        except ValueError as error:
            return [str(error)]
    return [str(warning.message) for warning in seen] or ([] if valid else ["not valid"])


@pytest.mark.long  # the reader of csvw takes a second a file
def test_every_csv_keeps_what_its_description_promises(whole_release: Path) -> None:
    path = whole_release / "data" / "csv-metadata.json"
    tables = read(whole_release, "data/csv-metadata.json")["tables"]
    assert sorted(table["url"] for table in tables) == sorted(file.name for file in path.parent.glob("*.csv"))
    assert csvw_faults(path) == []


def test_no_text_can_end_the_markup_of_a_page(line: list[Path]) -> None:
    for page in (line[1] / "dataset").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script>alert" not in text


def test_the_feed_has_an_entry_for_each_release_with_links_to_its_changes(line: list[Path]) -> None:
    text = (line[1] / "feed.atom").read_bytes()
    assert rules.atom(text) == []
    assert rules.atom(text.replace(b"author>", b"writer>"))
    names = {"a": "http://www.w3.org/2005/Atom"}
    feed: Any = etree.fromstring(text)
    assert feed.xpath("a:entry/a:id/text()", namespaces=names) == [
        f"{BASE}releases/{release.name}/" for release in (line[1], line[0])
    ]
    changes = feed.xpath("a:entry[1]/a:link[@type='text/csv']/@href", namespaces=names)[0]
    listed = read_csv(line[1].parent.parent / changes.removeprefix(BASE))
    assert "2023-03-01-third" in {row["identifier"] for row in listed}


def test_the_sitemap_lists_what_readers_look_for_and_robots_may_read_it(small_release: Path) -> None:
    text = (small_release / "sitemap.xml").read_text(encoding="utf-8")
    assert rules.sitemap(text.encode()) == []
    assert rules.sitemap(text.replace("<lastmod>2026-11-24", "<lastmod>24 November").encode())
    listed = re.findall(r"<loc>([^<]+)</loc>", text)
    pages = {p.relative_to(small_release).as_posix().removesuffix("index.html") for p in small_release.rglob("*.html")}
    assert set(listed) == {BASE + page for page in pages - {"404.html"}}
    for address in listed:
        page = small_release / address.removeprefix(BASE)
        text = (page / "index.html" if page.is_dir() else page).read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{address}">' in text
    robots = (small_release / "robots.txt").read_text(encoding="utf-8")
    assert "Disallow" not in robots
    assert f"Sitemap: {BASE}sitemap.xml" in robots


# --- bad input -------------------------------------------------------------------------------------------------------


def test_a_release_without_notes_is_refused_before_anything_is_published(tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match=r"without notes.*Data\.gov.*sources\.yaml"):
        publish([], tmp_path)
    assert not (tmp_path / "publish" / "latest").exists()
    assert list((tmp_path / "publish" / "releases").iterdir()) == []


def test_what_is_not_named_is_not_made_and_nothing_leads_to_it(tmp_path: Path) -> None:
    release = publish([FIRST], tmp_path, base=publishing("dcat-us")).folder
    assert {name for name in (*CATALOGUES, *NAMED) if (release / name).exists()} == {
        "data.json", "feed.atom", "sitemap.xml", "robots.txt", "CITATION.cff"
    }  # fmt: skip
    assert {path.name for path in release.iterdir()} & {"sql.html", "uncac-statements.zip"} == set()
    assert broken_links(release) == []
    _every_address_is_answered(release, ["data.json"])
    named = r"\bsqlite|uncac-statements\.(xlsx|zip)|sql\.html|catalog\.ttl|croissant|dcat-us-3|csv-metadata|ro-crate"
    pages = ("index.html", "use.html", "dataset/uncac-statements.html")
    for name in ("README.md", "CHANGELOG.md", "sitemap.xml", "api/index.json", *pages):
        assert not re.search(named, (release / name).read_text(encoding="utf-8")), name


@pytest.mark.long  # a release with everything
def test_what_is_no_longer_made_is_told_with_the_line_that_makes_it_again(tmp_path: Path) -> None:
    everything = tuple(EXPORTS)
    first = publish([FIRST], tmp_path, base=publishing(*everything)).folder
    second = publish([FIRST], tmp_path, base=publishing("zip")).folder
    assert second != first
    report = read(second, "changes.json")
    *told, line = report["no_longer_made"]
    had, has = ({p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()} for f in (first, second))
    assert {name for sentence in told for name in sentence.partition(": ")[0].split(", ")} == had - has
    assert line.endswith(f"publish: [{', '.join(everything)}]")
    changelog = (second / "CHANGELOG.md").read_text(encoding="utf-8")
    assert all(f"- {sentence}\n" in changelog for sentence in (*told, line))
    assert not any(any(counts.values()) for counts in report["counts"].values())
    third = publish([FIRST], tmp_path, base=publishing("zip"), again=True).folder
    assert read(third, "changes.json")["no_longer_made"] == []
