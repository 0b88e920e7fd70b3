"""The API says the same as the tables, in the form that its own schemas promise."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator
from lxml import html

from pipelines.contract.tables import load_contract
from pipelines.publish.api.documents import ADDED, KINDS, Kind
from pipelines.publish.api.schema import model, row_of
from pipelines.publish.api.things import as_document, of_release
from pipelines.publish.api.things import documents as documents_of
from pipelines.publish.draft import ReleaseDraft
from tests import contents
from tests.conftest import Shared
from tests.publish.conftest import FIRST
from tests.publish.site_reading import tree
from tests.publish.written import Note, Paragraph, Section, draft_of, publish
from tests.releases import LIGHT

API = (*LIGHT, "api", "states", "notes")


def read(release: Path, path: str) -> Any:
    return json.loads((release / "api" / path).read_bytes())


def rows(release: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table as JSON says them: dates as text, lists as lists."""
    lists = {column.name for column in load_contract()[table].columns if column.items}
    found = [
        row | {name: (row[name] or "").split(";") if row[name] else [] for name in lists}
        for row in contents.rows(release, table)
    ]
    return [{k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()} for row in found]


def documents(release: Path) -> list[tuple[str, str]]:
    """Path and name of the schema of every document."""
    found = [("index.json", "Index")]
    for kind in KINDS:
        found.append((f"{kind.folder}.json", f"{kind.name}List"))
        found += [(f"{kind.folder}/{p.name}", kind.name) for p in sorted((release / "api" / kind.folder).iterdir())]
    return found


def errors(release: Path, found: Iterable[tuple[Any, str]]) -> list[str]:
    """What is wrong with documents, each with the name of its schema."""
    schemas = read(release, "schema.json")
    Draft202012Validator.check_schema(schemas)
    names = {name: Draft202012Validator(schemas | {"$ref": f"#/$defs/{name}"}) for name in schemas["$defs"]}
    return [
        f"{name} {error.json_path}: {error.message}"
        for document, name in found
        for error in names[name].iter_errors(document)
    ]


def test_every_document_is_as_its_schema_says(small_release: Path) -> None:
    found = documents(small_release)
    assert {name for _, name in found} == {"Index", *(k.name for k in KINDS), *(f"{k.name}List" for k in KINDS)}
    assert errors(small_release, ((read(small_release, path), name) for path, name in found)) == []


@pytest.mark.parametrize("wrong", [{"paragraph_number": "two"}, {"scope": "nobody"}, {"quote": None}])
def test_a_wrong_value_is_not_as_the_schema_says(small_release: Path, wrong: dict[str, Any]) -> None:
    note = read(small_release, f"notes/{FIRST.note_id}.json")
    note["collective_statements"][0] |= wrong
    assert errors(small_release, [(note, "Note")])


def test_every_row_of_every_table_stands_in_the_documents_as_it_is(small_release: Path) -> None:
    contract = load_contract()
    for kind in KINDS:
        folder = small_release / "api" / kind.folder
        found = {path.stem: json.loads(path.read_bytes()) for path in folder.iterdir()}
        keys = {str(row[kind.key]) for row in rows(small_release, kind.listed)}
        if kind.name == "State":
            texts = [row["text"] for row in rows(small_release, "paragraphs")]
            keys |= {
                row["state_iso3"] for row in rows(small_release, "states") if any(row["state_name"] in t for t in texts)
            }
        assert found.keys() == keys
        for name, table in {**kind.row, **kind.rows}.items():
            said = [r for d in found.values() for r in ([d[name]] if name in kind.row else d[name]) if r]
            added = ADDED.get(table, {})
            said = [{k: v for k, v in row.items() if k not in added} for row in said]
            # A code list has more than is spoken of.
            if contract[table].stage not in {"code_list", "publish"}:
                assert sorted(said, key=repr) == sorted(rows(small_release, table), key=repr), (kind.name, name)
            else:
                assert all(row in rows(small_release, table) for row in said), (kind.name, name)


@pytest.fixture(scope="module")
def things(shared: Shared) -> Path:
    """A release of two notes, in which no two counts of one thing are the same by chance."""
    data = {"open-data": "data"}
    texts = [f"Argentina published data {n} on a Data Portal." for n in (1, 2, 3)]
    paragraphs = [Paragraph(text, {"ARG": "Argentina"}, system="Data Portal", topics=data) for text in texts]
    many = [Paragraph(f"Several States did {n}.", collective="Several States") for n in range(7)]
    listed = {"ARG": "Argentina", "KWT": "Kuwait", "JPN": "Japan"}
    sections = (Section("Data (article 9)", (*paragraphs, *many), ("9",)),)
    second = Note("2024-01-01-data", "Data", sections, listed | {"PER": "Peru"}, unclear=frozenset({"PER"}))
    names: tuple[str, ...] = ("states", "articles", "topics", "list_of_topics", "systems", "notes", "names", "api")
    names += ("everything", "landing")
    folder = shared("things", lambda folder: publish([FIRST, second], folder, renderers=names))
    return (folder / "publish" / "latest").resolve()


@pytest.fixture(scope="module")
def draft(things: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReleaseDraft]:
    """What renderers were handed when they made the release."""
    with closing(draft_of(things, tmp_path_factory.mktemp("spill"))) as found:
        yield found


def cards(release: Path, kind: str) -> dict[str, Any]:
    """What the search's cards of a kind say beside the name, by code."""
    names = json.loads(gzip.decompress((release / "names.bin").read_bytes()))
    return {str(code): said for of, code, _, _, _, said in names if of == kind}


def lines(page: html.HtmlElement) -> dict[str, html.HtmlElement]:
    """The quotes of a page, by where each leads."""
    return {line.xpath("string(.//a[@class='permalink']/@href)"): line for line in page.find_class("statement")}


def link(row: dict[str, Any]) -> str:
    return f"../{unquote(row['permalink'].partition('/uncac/')[2])}"


def slice_of(release: Path, path: str, key: str) -> set[str]:
    file = release / "data" / path
    return {row[key] for row in contents.read_csv(file)} if file.is_file() else set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_document_has_the_fields_that_are_declared(draft: ReleaseDraft, kind: Kind) -> None:
    found = dict(documents_of(draft, kind.name))
    assert found
    declared = model(kind, {table.name: row_of(table) for table in draft.contract.tables})
    for document in found.values():
        assert document.keys() == declared.model_fields.keys()
        declared.model_validate(document, strict=True)


def test_page_card_and_slices_of_an_article_say_what_its_document_says(draft: ReleaseDraft, things: Path) -> None:
    found = dict(documents_of(draft, "Article"))
    assert set(found) == {"9", "10", "13"}
    for number, article in found.items():
        summary, code = article["summary"], f"article-{int(number):02d}"
        statements, collective = article["statements"], article["collective_statements"]
        page = tree(things / "articles" / f"{code}.html")
        assert (summary["statement_count"], summary["collective_statement_count"]) == (len(statements), len(collective))
        assert summary["state_count"] == len({row["state_iso3"] for row in statements})
        counts = [summary[f"{name}_count"] for name in ("statement", "state", "collective_statement", "note")]
        assert re.findall(r"\d+", page.xpath("string(//p[@class='who'])").partition(" · ")[2]) == list(map(str, counts))
        assert cards(things, "Article")[number] == " ".join(map(str, counts[:3]))
        said = lines(page)
        assert said.keys() == {link(row) for row in (*statements, *collective)}
        for row in (*statements, *collective):
            assert said[link(row)].xpath("string(blockquote)").strip() == row["quote"]
        assert slice_of(things, f"by-article/{code}.csv", "statement_id") == {row["statement_id"] for row in statements}
        assert slice_of(things, f"by-article/{code}.collective.csv", "collective_statement_id") == {
            row["collective_statement_id"] for row in collective
        }
        has_file = f"../data/by-article/{code}.collective.csv" in page.xpath("//a/@href")
        assert has_file == bool(collective)
        # By status its States, and how many sent information and are not mentioned.
        shown = {p.xpath("string(strong)"): p.xpath("a/text()") for p in page.xpath("//details[p/strong]/p[strong]")}
        for status, meaning in draft.contract.meanings("status").items():
            states = [row["state_name"] for row in article["states"] if row["status"] == status]
            if status not in {"not_listed", "list_not_read"}:
                assert shown.pop(f"{meaning}:".replace("'", "’"), []) == states
        assert not shown
        silent = f"not mentioned, {summary['unclear_respondent_count']} unclear"
        assert f"information: {summary['silent_respondent_count']} {silent}" in page.text_content()


def test_page_card_and_list_of_a_topic_say_what_its_document_says(draft: ReleaseDraft, things: Path) -> None:
    found = dict(documents_of(draft, "Topic"))
    named = {r["statement_id"] for r in rows(things, "statement_topics")}
    assert {row["statement_id"] for row in found["open-data"]["statements"]} == named != set()
    listed = {
        row.xpath("string(th/a/@href)"): row.xpath("td[@class='num']/text()")
        for row in tree(things / "topics.html").xpath("//tbody/tr[th/a]")
    }
    assert listed.keys() == {f"topics/{code}.html" for code in found}
    said = cards(things, "Topic")
    assert {code for code, (count, *_) in said.items() if count} == found.keys()
    for code, topic in found.items():
        counts = [topic["statement_count"], topic["state_count"]]
        assert counts == [len(topic["statements"]), len({row["state_iso3"] for row in topic["statements"]})]
        assert said[code][:2] == counts
        assert listed[f"topics/{code}.html"] == list(map(str, counts))
        page = tree(things / "topics" / f"{code}.html")
        assert f"{counts[0]} statements about {counts[1]} States" in page.text_content()
        quoted = lines(page)
        assert quoted.keys() == {link(row) for row in topic["statements"]}
        for row in topic["statements"]:
            words = row["quote"][row["words_start"] : row["words_end"]]
            assert quoted[link(row)].xpath("blockquote/mark/text()") == [words]
    assert "../statements.html?topic=Open+data" in tree(things / "topics" / "open-data.html").xpath("//a/@href")


def test_page_card_and_file_of_a_note_say_what_its_document_says(draft: ReleaseDraft, things: Path) -> None:
    for note_id, document in documents_of(draft, "Note"):
        page, note, coverage = tree(things / "notes" / f"{note_id}.html"), document["note"], document["coverage"]
        assert json.loads(as_document(document)) == read(things, f"notes/{note_id}.json")
        assert page.xpath("//h1/text()") == [note["note_title"]]
        assert cards(things, "Note")[note_id] == note["note_issued"].isoformat()
        facts = {div.xpath("string(dt)"): div.xpath("string(dd)") for div in page.xpath("//dl[@class='facts']/div")}
        names = ["statement", "paragraph_with_statement", "paragraph", "paragraph_with_collective_statement"]
        names += ["paragraph_without_state", "accounted_character", "source_character"]
        counted = [str(coverage[f"{name}_count"]) for name in names]
        assert re.findall(r"\d+", facts["Extracted"]) == counted
        assert coverage["statement_count"] == len(document["statements"])
        # Who sent information, and of whom nothing is said, or that can't be told.
        asked = page.xpath("string(//h2[@id='respondents']/following-sibling::p)")
        for row in document["submissions"]:
            said = {
                True: "sent information; not mentioned here",
                None: "sent information; unclear whether it is mentioned",
            }.get(row["silent"])
            assert (f"{row['state_name']} ({said}" if said else row["state_name"]) in asked
        assert asked.count("not mentioned here") == sum(row["silent"] is True for row in document["submissions"])
        for row in document["paragraphs"]:
            (section,) = page.xpath(f"//section[@id='{row['permalink'].partition('#')[2]}']")
            assert section.xpath("string(p[@class='words'])") == row["text"]
            held = [r for r in document["statements"] if r["paragraph_id"] == row["paragraph_id"]]
            held += [r for r in document["collective_statements"] if r["paragraph_id"] == row["paragraph_id"]]
            places = {f"#{r['permalink'].partition('#')[2]}" for r in held}
            assert set(section.xpath(".//li//a[@class='permalink']/@href")) == places


def test_the_home_page_says_what_the_document_of_the_release_says(draft: ReleaseDraft, things: Path) -> None:
    whole, page = of_release(draft), tree(things / "index.html")
    counted = {dd.xpath("string(a/@href)"): dd.text_content() for dd in page.xpath("//dl[@class='counts']//dd")}
    assert counted["states.html?listed=yes"] == str(whole["respondent_count"]) == "5"
    assert counted["states.html?listed=yes&quoted=yes"] == str(whole["respondent_with_statement_count"]) == "2"
    for table, path in (("statements", "statements"), ("collective_statements", "collective"), ("notes", "notes")):
        assert (
            counted[f"{path}.html"] == str(len(rows(things, table))) == str(read(things, "index.json")["counts"][table])
        )
    silent = page.xpath("//section[@aria-labelledby='silent']")[0]
    assert silent.xpath("p[1]/a/text()")[:-1] == [row["state_name"] for row in whole["silent"]] == ["Japan", "Kuwait"]
    assert f"Unclear: {whole['unclear_state_count']} State." in silent.text_content()
    assert whole["unclear_state_count"] == 1
    characters = f"{whole['accounted_character_count']:,} of {whole['source_character_count']:,} characters"
    assert characters in page.text_content()
    newest = page.xpath("//section[@aria-labelledby='changed']/ul/li/a/@href")
    assert newest == [f"notes/{note['note_id']}.html" for note in whole["newest"]]


def test_the_page_of_a_system_says_what_its_document_says(draft: ReleaseDraft, things: Path) -> None:
    ((key, found),) = documents_of(draft, "System")
    system, statements = found["system"], found["statements"]
    page = tree(things / "systems" / f"{key}.html")
    assert (key, system["statement_count"], system["note_count"]) == ("ARG.data-portal", len(statements), 1)
    assert page.xpath("string(//h1)") == system["system_name"] == "Data Portal"
    said = " ".join(page.xpath("string(//main)").split())
    assert "First mention: 9 June 2022 · last mention: 9 June 2022 · 3 statements in 1 note." in said
    assert list(lines(page)) == [link(row) for row in statements]
    assert [mark.text_content() for mark in page.xpath("//mark")] == ["Data Portal"] * 3


def test_page_card_and_slice_of_a_state_say_what_its_document_says(things: Path) -> None:
    told_by_cards = cards(things, "State")
    statuses = load_contract().meanings("status")
    for file in sorted((things / "api" / "states").iterdir()):
        state, page = json.loads(file.read_bytes()), things / "states" / f"{file.stem}.html"
        if not state["summary"]:
            assert told_by_cards[file.stem] is None
            continue
        shown, summary, statements = tree(page), state["summary"], state["statements"]
        assert len(statements) == summary["statement_count"] == sum(s["statement_count"] for s in state["submissions"])
        assert shown.xpath("//h1/text()") == [state["state"]["state_name"]]
        # Each statement: its words, its note and day, its paragraph.
        quoted = lines(shown)
        assert len(quoted) == len(statements)
        for row in statements:
            line = quoted[link(row)]
            assert line.xpath("string(blockquote)").strip() == row["quote"]
            assert f"para. {row['paragraph_number']}" in line.text_content()
            assert row["confidence"] >= 0.9 or "attribution uncertain" in line.text_content()
        # Each article: how many statements, or else what its status says, on the page and on the card.
        known = [c for c in state["by_article"] if c["status"] not in {"not_listed", "list_not_read"}]
        told = [c["statement_count"] or c["status"] for c in known]
        assert told_by_cards[file.stem] == " ".join(
            f"{c['article']}:{said}" for c, said in zip(known, told, strict=True)
        )
        cells = [cell.text_content() for cell in shown.xpath("//table[@class='cards']/tbody/tr/td[1]")]
        expected = [statuses[str(s)] if isinstance(s, str) else f"{s} statement{'s' * (s != 1)}" for s in told]
        assert [cell.replace("’", "'") for cell in cells] == expected
        # In which notes it is silent, in which that can't be told.
        silent = [[s["note_id"] for s in state["submissions"] if s["silent"] is answer] for answer in (True, None)]
        boxes = [box.xpath(".//a/@href") for box in shown.find_class("box")]
        assert [sorted(Path(link).name.partition(".")[0] for link in box) for box in boxes] == [s for s in silent if s]
        ids = {row["statement_id"] for row in statements}
        assert slice_of(things, f"by-state/{file.stem}.csv", "statement_id") == ids


def test_only_the_index_names_the_release_and_it_counts_the_tables(small_release: Path) -> None:
    index = read(small_release, "index.json")
    assert index["release"] == small_release.name
    assert index["counts"]["statements"] == len(rows(small_release, "statements"))
    for path in (small_release / "api").rglob("*.json"):
        assert (small_release.name in path.read_text(encoding="utf-8")) == (path.name == "index.json"), path


def test_a_note_that_is_no_more_says_what_became_of_it(tmp_path: Path) -> None:
    section = Section("One", (Paragraph("Chile reported.", {"CHL": "Chile"}),), ("9",))
    stays, leaves = (Note(f"2022-02-0{n}-note", "Note", (section,), {"CHL": "Chile"}) for n in (1, 2))
    publish([stays, leaves], tmp_path, renderers=API)
    release = publish([stays], tmp_path, accepted="Taken back by its author.", renderers=API).folder
    gone = read(release, "notes/2022-02-02-note.json")
    assert errors(release, [(gone, "Note")]) == []
    assert gone["note"] is None
    reasons = {row["identifier"]: row["reason"] for row in gone["withdrawn"]}
    assert reasons["2022-02-02-note.p001.CHL"].endswith(" is no longer at its source. Taken back by its author.")
    assert [row["note_id"] for row in read(release, "notes.json")] == ["2022-02-01-note"]


def test_every_address_of_openapi_is_there(small_release: Path) -> None:
    described = read(small_release, "openapi.json")
    schemas = read(small_release, "schema.json")["$defs"]
    assert described["openapi"].startswith("3.1")
    found = []
    for path, operations in described["paths"].items():
        file = path.format(**{one["name"]: one["example"] for one in operations.get("parameters", ())})
        assert (small_release / "api" / file.lstrip("/")).is_file(), file
        content = operations["get"]["responses"]["200"]["content"]["application/json"]
        name = content["schema"]["$ref"].removeprefix("schema.json#/$defs/")
        assert name in schemas
        found.append((read(small_release, file.lstrip("/")), name))
    assert errors(small_release, found) == []
