"""The API says the same as the tables, in the form that its own schemas promise."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from pipelines.contract.tables import load_contract
from pipelines.publish.api.documents import ADDED, KINDS
from tests import held
from tests.operate.forked import LIGHT
from tests.publish.conftest import FIRST
from tests.publish.site_reading import tree
from tests.publish.written import Note, Paragraph, Section, publish

API = (*LIGHT, "api", "api_documents", "api_index")


def read(release: Path, path: str) -> Any:
    return json.loads((release / "api" / path).read_bytes())


def rows(release: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table as JSON says them: dates as text, lists as lists."""
    lists = {column.name for column in load_contract()[table].columns if column.items}
    found = [
        row | {name: (row[name] or "").split(";") if row[name] else [] for name in lists}
        for row in held.rows(release, table)
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
    article = read(small_release, "articles/9.json")
    article["collective_statements"][0] |= wrong
    assert errors(small_release, [(article, "Article")])


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
        for name, part in kind.parts.items():
            said = [r for d in found.values() for r in ([d[name]] if part.only else d[name]) if r]
            added = ADDED.get(part.table, {})
            said = [{k: v for k, v in row.items() if k not in added} for row in said]
            # A code list has more than is spoken of, and not every row is under an article, or names a topic.
            if contract[part.table].stage != "code_list" and kind.name not in {"Article", "Topic"}:
                assert sorted(said, key=repr) == sorted(rows(small_release, part.table), key=repr), (kind.name, name)
            else:
                assert all(row in rows(small_release, part.table) for row in said), (kind.name, name)


def test_an_article_has_its_statements_and_what_is_said_of_several_states(small_release: Path) -> None:
    article = read(small_release, "articles/10.json")
    under = {r["statement_id"] for r in rows(small_release, "statement_articles") if str(r["article"]) == "10"}
    assert {row["statement_id"] for row in article["statements"]} == under != set()
    assert read(small_release, "articles/9.json")["collective_statements"][0]["scope"] == "most"
    assert article["collective_statements"] == []


def test_a_topic_has_the_statements_that_name_it(small_release: Path) -> None:
    named = {r["statement_id"] for r in rows(small_release, "statement_topics")}
    assert {row["statement_id"] for row in read(small_release, "topics/open-data.json")["statements"]} == named != set()
    assert read(small_release, "topics/gifts.json")["statements"] == []


def test_a_permalink_leads_to_the_words(small_release: Path) -> None:
    base = read(small_release, "index.json")["address"]
    note = read(small_release, f"notes/{FIRST.note_id}.json")
    assert note["statements"]
    for name, words in (("statements", "quote"), ("paragraphs", "text")):
        for row in note[name]:
            path, _, place = unquote(row["permalink"].removeprefix(base)).partition("#")
            found = tree(small_release / path).xpath(f"//*[@id='{place}']")
            assert row[words] in found[0].text_content()


def test_page_card_and_slice_of_a_state_say_what_its_document_says(small_release: Path) -> None:
    names = json.loads(gzip.decompress((small_release / "names.bin").read_bytes()))
    cards = {code: cells for kind, code, _, _, _, cells in names if kind == "State"}
    statuses = load_contract().meanings("status")
    for file in sorted((small_release / "api" / "states").iterdir()):
        state, page = json.loads(file.read_bytes()), small_release / "states" / f"{file.stem}.html"
        if not state["summary"]:
            assert cards[file.stem] is None
            continue
        shown, summary, statements = tree(page), state["summary"], state["statements"]
        assert len(statements) == summary["statement_count"] == sum(s["statement_count"] for s in state["submissions"])
        assert shown.xpath("//h1/text()") == [state["state"]["state_name"]]
        # Each statement: its words, its note and day, its paragraph.
        lines = {line.xpath("string(.//a[@class='permalink']/@href)"): line for line in shown.find_class("statement")}
        assert len(lines) == len(statements)
        for row in statements:
            line = lines[f"../{unquote(row['permalink'].partition('/uncac/')[2])}"]
            assert line.xpath("string(blockquote)").strip() == row["quote"]
            assert f"para. {row['paragraph_number']}" in line.text_content()
            assert row["confidence"] >= 0.9 or f"{row['confidence']:.0%} sure" in line.text_content()
        # Each article: how many statements, or else what its status says, on the page and on the card.
        known = [c for c in state["by_article"] if c["status"] not in {"not_listed", "list_not_read"}]
        told = [c["statement_count"] or c["status"] for c in known]
        assert cards[file.stem] == " ".join(f"{c['article']}:{said}" for c, said in zip(known, told, strict=True))
        cells = [cell.text_content() for cell in shown.xpath("//table[@class='cards']/tbody/tr/td[1]")]
        expected = [statuses[str(s)] if isinstance(s, str) else f"{s} statement{'s' * (s != 1)}" for s in told]
        assert [cell.replace("’", "'") for cell in cells] == expected
        # In which notes it is silent, in which that can't be told.
        silent = [[s["note_id"] for s in state["submissions"] if s["silent"] is answer] for answer in (True, None)]
        boxes = [box.xpath(".//a/@href") for box in shown.find_class("box")]
        assert [sorted(Path(link).name.partition(".")[0] for link in box) for box in boxes] == [s for s in silent if s]
        with (small_release / "data" / "by-state" / f"{file.stem}.csv").open(encoding="utf-8", newline="") as lines_of:
            assert {r["statement_id"] for r in csv.DictReader(lines_of)} == {r["statement_id"] for r in statements}


def test_only_the_index_names_the_release_and_it_counts_the_tables(small_release: Path) -> None:
    index = read(small_release, "index.json")
    assert index["release"] == small_release.name
    assert index["counts"]["statements"] == len(rows(small_release, "statements"))
    for path in (small_release / "api").rglob("*.json"):
        assert (small_release.name in path.read_text(encoding="utf-8")) == (path.name == "index.json"), path


def test_a_silent_respondent_is_listed_and_has_no_statement(small_release: Path) -> None:
    japan = read(small_release, "states/JPN.json")
    assert japan["statements"] == []
    assert [row["silent"] for row in japan["submissions"]] == [True]


def test_a_note_that_is_no_more_says_what_became_of_it(tmp_path: Path) -> None:
    section = Section("One", (Paragraph("Chile reported.", {"CHL": "Chile"}),), ("9",))
    stays, leaves = (Note(f"2022-02-0{n}-note", "Note", (section,), {"CHL": "Chile"}) for n in (1, 2))
    publish([stays, leaves], tmp_path, renderers=API)
    release = publish([stays], tmp_path, accepted="Taken back by its author.", renderers=API).folder
    gone = read(release, "notes/2022-02-02-note.json")
    assert errors(release, [(gone, "Note")]) == []
    assert gone["note"] is None
    reasons = {row["row_id"]: row["reason"] for row in gone["withdrawn"]}
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
