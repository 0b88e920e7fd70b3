"""One note in languages, revisions and formats: counted once, quoted in each, under identifiers that never move."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.publish.doubts import find_doubts
from pipelines.workspace.seal import sha256_file
from tests.conftest import ROOT
from tests.contents import rows, withdrawn
from tests.publish.site_reading import broken_links, tree
from tests.releases import Days

LANGUAGES = ROOT / "tests" / "golden" / "languages"
EN, FR, ES = (LANGUAGES / f"seed_{name}.txt" for name in ("en_symbol", "fr", "es"))
SYMBOL = "CAC/COSP/WG.4/2022/3"
NOTE_ID = "cac-cosp-wg-4-2022-3"
WITH_IDENTIFIER = ("notes", "sections", "paragraphs", "footnotes", "citations", "statements", "collective_statements")


def _gold(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.with_suffix("").with_suffix(".gold.json").read_text(encoding="utf-8"))
    return found


def _identifiers(release: Path) -> dict[str, set[str]]:
    return {t: {row[f"{t.removesuffix('s')}_id"] for row in rows(release, t)} for t in WITH_IDENTIFIER}


def _begin_in_english(days: Days) -> Path:
    """The release of the English text alone."""
    return days.history.releases / days.begin("english", lambda first: first.publish_files(EN))


def _revised(folder: Path, symbol: str = f"{SYMBOL}/Rev.1", *, drop: int | None = None) -> Path:
    """The English text as a revision: a new paragraph 8, so that all numbers after it move."""
    text = EN.read_text(encoding="utf-8").replace(SYMBOL, symbol, 1)
    paragraphs = re.split(r"\n(?=\d{1,2}\. )", text)
    head, numbered = paragraphs[0], [p.split(". ", 1)[1] for p in paragraphs[1:]]
    if drop is not None:
        del numbered[drop - 1]
    numbered.insert(7, "Canada reported that it had adopted a strategy for digital services.\n")
    file = folder / "revised.txt"
    file.write_text("\n".join([head, *(f"{n}. {p}" for n, p in enumerate(numbered, 1))]), encoding="utf-8")
    return file


def test_languages_put_in_one_after_the_other_are_one_note(days: Days) -> None:
    """The order plays no part: `tests/extract/test_works.py`."""
    first = _identifiers(days.publish_files(FR, ES))
    release = days.publish_files(FR, ES, EN)
    now = _identifiers(release)
    assert all(ids <= now[table] for table, ids in first.items())
    assert now["notes"] == {NOTE_ID}
    assert len(now["statements"]) == 33
    # Nothing goes but topics, which the words of another language name once it carries the structure.
    assert {row["table"] for row in withdrawn(rows(release, "register"))} <= {"statement_topics"}
    assert {(v["language"], v["current"], v["aligned"]) for v in rows(release, "note_versions")} == {
        ("en", True, True),
        ("fr", True, True),
        ("es", True, True),
    }
    spanish = {row["statement_id"]: row for row in rows(release, "statement_texts") if row["language"] == "es"}
    assert len(spanish) == 33
    assert spanish[f"{NOTE_ID}.p012.RUS"]["quote"].startswith("La Federación de Rusia")
    headings = [row["heading"] for row in rows(release, "section_texts") if row["language"] == "es"]
    assert any(heading.startswith("Integridad en la contratación pública") for heading in headings)
    (title,) = (row["note_title"] for row in rows(release, "note_texts") if row["language"] == "es")
    assert title.startswith("Uso de las tecnologías")
    for file, language in ((FR, "fr"), (ES, "es")):
        gold = {
            (f"{NOTE_ID}.p{p['paragraph']:03d}.{p['state']}", p["name_as_printed"]) for p in _gold(file)["practices"]
        }
        found = {
            (row["statement_id"], row["name_as_written"])
            for row in rows(release, "statement_texts")
            if row["language"] == language
        }
        assert found == gold
        texts = {r["paragraph_id"]: r["text"] for r in rows(release, "paragraph_texts") if r["language"] == language}
        assert len(texts) == 41
        archived = (release / "texts" / f"{NOTE_ID}.{language}.txt").read_text(encoding="utf-8")
        for row in rows(release, "statement_texts"):
            if row["language"] == language:
                text = texts[row["statement_id"].rpartition(".")[0]]
                assert text[row["quote_start"] : row["quote_end"]] == row["quote"]
                # A quote that runs over a page break holds nothing of the page's furniture.
                assert "".join(row["quote"].split())[:20] in "".join(archived.split())
    # A language that leaves takes its texts along, and nothing else.
    statements = rows(release, "statements")
    release = days.publish_files(EN, reason="The translations were withdrawn.")
    assert rows(release, "statements") == statements
    assert [v["language"] for v in rows(release, "note_versions")] == ["en"]
    assert rows(release, "statement_texts") == []


def test_a_revision_takes_the_place_of_its_original_and_every_row_leads_on(days: Days, tmp_path: Path) -> None:
    first = days.publish_files(EN, ES)
    before = _identifiers(first)
    second = days.publish_files(EN, ES, _revised(tmp_path))
    after = _identifiers(second)
    assert after["notes"] == {NOTE_ID}
    assert {(s["state_iso3"], s["paragraph_number"]) for s in rows(second, "statements")} == {
        ("CAN", 8),
        *((s["state_iso3"], s["paragraph_number"] + (s["paragraph_number"] > 7)) for s in rows(first, "statements")),
    }
    versions = {(v["language"], v["revision"]): v["current"] for v in rows(second, "note_versions")}
    assert versions == {("en", "Rev.1"): True, ("en", None): False, ("es", None): False}
    leads = {r["identifier"]: r for r in withdrawn(rows(second, "register")) if r["table"] == "statements"}
    assert leads.keys() == before["statements"]
    for identifier, row in leads.items():
        assert row["successor"] in after["statements"]
        assert row["successor"][-3:] == identifier[-3:]
        assert (row["last_release"], row["reason"]) == (first.name, f"Superseded by {SYMBOL}/Rev.1.")
    assert leads[f"{NOTE_ID}.p009.BRA"]["successor"] == f"{NOTE_ID}.rev-1.p010.BRA"
    # A third release knows all of it.
    third = days.publish_files(EN, ES, FR, tmp_path / "revised.txt")
    listed = {(row["table"], row["identifier"]): row for row in rows(third, "register")}
    for table in WITH_IDENTIFIER:
        for identifier in before[table]:
            entry = listed[table, identifier]
            assert entry["first_release"] == first.name
            assert identifier in after[table] or entry["successor"] in after[table]
        for identifier in after[table] - before[table]:
            assert listed[table, identifier]["first_release"] == second.name


def test_what_a_revision_drops_needs_consent_that_says_what_happens(days: Days, tmp_path: Path) -> None:
    _begin_in_english(days)
    days.put("revised.txt", _revised(tmp_path, drop=9).read_bytes())
    refused = days.run().error or ""
    assert f"statements: {NOTE_ID}.p009.BRA" in refused
    assert f"{NOTE_ID}.p008.ARG" not in refused
    assert refused.startswith("revised.txt is the text that stands now: ")
    release = days.publish_files(EN, tmp_path / "revised.txt", reason="The Secretariat took it out.")
    (gone,) = [r for r in withdrawn(rows(release, "register")) if r["identifier"] == f"{NOTE_ID}.p009.BRA"]
    why = "revised.txt, the text of the note that stands now, does not have it. The Secretariat took it out."
    assert (gone["successor"], gone["reason"]) == (None, why)


def test_two_notes_that_turn_out_to_be_one_are_joined(days: Days, tmp_path: Path) -> None:
    days.render("redirects", "tables", "notes")
    other = tmp_path / "titre.txt"
    text = FR.read_text(encoding="utf-8").replace(SYMBOL, " " * len(SYMBOL))
    other.write_text(text.replace("résolution 6/8", "résolution 6/9"), encoding="utf-8")
    first = days.publish_files(EN, other)
    (old,) = _identifiers(first)["notes"] - {NOTE_ID}
    assert [s["rule"] for s in rows(first, "signals") if s["note_id"] == NOTE_ID] == ["perhaps_a_translation"]
    # Which files are one note is for operators to settle, and no doubt of readers.
    assert "perhaps_a_translation" in {doubt["rule"] for doubt in find_doubts(first / "data")}
    for page in ("doubts.html", f"notes/{NOTE_ID}.html", f"es/notes/{NOTE_ID}.html"):
        assert not re.search("perhaps_a_translation|numbering of", tree(first / page).text_content())
    second = days.publish_files(EN, other, documents=[{"sha256": sha256_file(other), "note_id": NOTE_ID}])
    assert _identifiers(second)["notes"] == {NOTE_ID}
    leads = {row["identifier"]: row["successor"] for row in withdrawn(rows(second, "register"))}
    assert leads[old] == NOTE_ID
    assert leads[f"{old}.p013"] == f"{NOTE_ID}.p013"
    redirects = (second / "_redirects").read_text(encoding="utf-8").splitlines()
    assert f"/uncac/texts/{old}.txt /uncac/texts/{NOTE_ID}.txt 301" in redirects
    assert f"/uncac/texts/{old}.fr.txt /uncac/texts/{NOTE_ID}.fr.txt 301" in redirects
    assert not (first / "_redirects").exists()


def test_bad_versions_are_said_and_harm_nothing(days: Days, tmp_path: Path) -> None:
    before = _identifiers(_begin_in_english(days))
    days.render("notes")
    # A version that lacks a paragraph, one that says it is English, and another English text.
    lacking, labelled, other = (tmp_path / f"{name}.txt" for name in ("lacking", "labelled_en", "other"))
    lacking.write_text(re.sub(r"\n13\. [^\n]*\n", "\n", ES.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    labelled.write_text(FR.read_text(encoding="utf-8").replace("Français", "English ", 1), encoding="utf-8")
    other.write_text(EN.read_text(encoding="utf-8").replace("Brazil", "Chile"), encoding="utf-8")
    release = days.publish_files(EN, lacking, labelled, other)
    assert _identifiers(release) == before
    aligned = {v["language"]: v["aligned"] for v in rows(release, "note_versions")}
    assert aligned == {"en": True, "es": True, "fr": True}
    given = Counter(r["language"] for r in rows(release, "paragraph_texts"))
    assert given == {"es": 40, "fr": 41}
    said = {s["rule"]: s["message"] for s in rows(release, "signals")}
    assert "lacking.txt" in said["version_departs"]
    assert "paragraph 13" in said["version_departs"]
    for prefix, departs in (
        ("", said["version_departs"]),
        ("es/", "un texto en otro idioma no tiene en todo el esquema de la nota"),
        ("fr/", "un texte dans une autre langue n’a pas en tout le plan de la note"),
    ):
        page = tree(release / f"{prefix}notes/{NOTE_ID}.html")
        shown = [p.text_content() for p in page.find_class("signal")]
        assert len([text for text in shown if departs in text]) == 1
        assert not any(sha256_file(other) in text for text in shown)
    assert "other.txt" in said["other_text_of_version"]
    assert sha256_file(other) in said["other_text_of_version"]
    (differs,) = (s["message"] for s in rows(release, "signals") if s["rule"] == "language_differs")
    assert "labelled_en.txt" in differs
    assert "ISO 639-1: fr" in differs
    assert (release / "texts" / f"{NOTE_ID}.es.txt").is_file()
    told = days.publish_files(EN, other, documents=[{"sha256": sha256_file(other), "stands": True}], reason="test")
    assert not [s for s in rows(told, "statements") if s["state_iso3"] == "BRA"]


def test_catalogues_state_the_languages_that_each_dataset_has(days: Days) -> None:
    days.render("dcat", "us1")
    release = days.publish_files(EN, ES)
    listed = json.loads((release / "data.json").read_text(encoding="utf-8"))["dataset"]
    languages = {dataset["identifier"]: dataset["language"] for dataset in listed}
    assert languages["uncac-statements"] == ["en", "es"]
    assert languages["uncac-code-lists"] == ["en"]
    catalogue = json.loads((release / "catalog.jsonld").read_text(encoding="utf-8"))
    files = [file for dataset in catalogue["dcat:dataset"] for file in dataset["dcat:distribution"]]
    spoken = {
        file["@id"].rsplit("/", 1)[1]: [t["@id"].rsplit("/", 1)[1] for t in file["dct:language"]] for file in files
    }
    assert spoken["statement_texts.csv#dist"] == ["ENG", "SPA"]
    assert spoken["statements.csv#dist"] == ["ENG"]


def _look_at_the_spanish_edition(folder: Path) -> None:
    """Names, titles and quotes in Spanish; each page and its English sister lead to one another."""
    home, state = tree(folder / "es" / "index.html"), tree(folder / "es" / "states" / "RUS.html")
    assert home.xpath("/html/@lang") == ["es"]
    assert "Federación de Rusia" in home.xpath("//th/a/text()")
    assert state.xpath("//h1/text()") == ["Federación de Rusia"]
    quotes = state.xpath("//div[@class='statement']/blockquote/text()")
    gold = [p for p in _gold(ES)["practices"] if p["state"] == "RUS"]
    assert len(quotes) == len(gold)
    assert all("Rusia" in quote for quote in quotes)
    assert f"../notes/{NOTE_ID}.es.html#p012.RUS" in state.xpath("//a/@href")
    assert state.xpath("//header//a[@hreflang='en']/@href") == ["../../states/RUS.html"]
    sister = tree(folder / "states" / "RUS.html")
    assert sister.xpath("//link[@hreflang='es']/@href")[0].endswith("/es/states/RUS.html")
    assert sister.xpath("//header//a[@hreflang='es']/@href") == ["../es/states/RUS.html"]
    # Who is quoted in English alone has a page, too, and the quote says in which language it is.
    assert tree(folder / "es" / "states" / "JPN.html").xpath("//h1/text()") == ["Japón"]
    index = json.loads((folder / "search" / "index.json").read_bytes())
    assert {language for note, language, *_ in index["notes"] if note == NOTE_ID} == {"en", "es"}


@pytest.mark.long  # all pages, in three languages
def test_pages_show_each_version_and_lead_old_links_on(days: Days, tmp_path: Path) -> None:
    days.render()
    first = days.publish_files(EN, ES)
    page = tree(first / "notes" / f"{NOTE_ID}.html")
    parts = [page, *(tree(p) for p in (first / "notes").glob(f"{NOTE_ID}.[0-9]*.html"))]
    links = [link for part in parts for link in part.xpath("//section[@class='para']//a[@hreflang='es']/@href")]
    assert len(links) == 41
    assert f"../notes/{NOTE_ID}.es.html#p013" in links
    assert page.xpath("//link[@rel='alternate']/@hreflang") == ["en", "es", "fr"]
    spanish = tree(first / "es" / "notes" / f"{NOTE_ID}.es.html")
    (paragraph,) = spanish.xpath("//section[@id='p012']")
    assert paragraph.xpath("string(p[@lang='es' and @dir='ltr'])").startswith("La Federación de Rusia")
    assert paragraph.xpath("string(.//mark[@id='p012.RUS'])").startswith("La Federación de Rusia")
    assert paragraph.xpath(".//li/a[text()='Federación de Rusia']/@href") == ["../states/RUS.html"]
    assert f"../notes/{NOTE_ID}.html#p012.RUS" in paragraph.xpath(".//li//a/@href")
    assert "Nota de la Secretaría" in spanish.xpath("string(//p[@class='who'])")
    assert broken_links(first) == []
    _look_at_the_spanish_edition(first)
    days.render("notes")
    second = days.publish_files(EN, ES, _revised(tmp_path))
    page = tree(second / "notes" / f"{NOTE_ID}.html")
    (link,) = page.xpath("//li[@id='p009.BRA']/a/@href")
    assert link.partition("#")[2] == "rev-1.p010.BRA"
    assert page.xpath("//mark[@id='rev-1.p010.BRA']")
