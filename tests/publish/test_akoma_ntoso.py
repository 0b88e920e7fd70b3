"""Each note as Akoma Ntoso, judged by the schema of OASIS, and the same words under the same anchors as everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipelines.publish.akoma_ntoso import in_language
from tests.held import rows
from tests.operate.forked import LIGHT
from tests.publish import rules
from tests.publish.written import Note, Paragraph, Section, publish

NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


def _file(release: Path, note_id: str) -> Any:
    return etree.parse(release / "akn" / f"{note_id}.xml")


@pytest.mark.parametrize("of", ["small_release", "release"])
def test_every_note_is_valid_and_holds_its_paragraphs_under_their_anchors(
    request: pytest.FixtureRequest, of: str
) -> None:
    release = request.getfixturevalue(of)
    notes = rows(release, "notes")
    assert {path.stem for path in (release / "akn").iterdir()} == {note["note_id"] for note in notes}
    for note in notes:
        tree = _file(release, note["note_id"])
        assert rules.akoma_ntoso(tree) == []
        said = {node.get("eId"): node for node in tree.iterfind(".//a:paragraph", NAMES)}
        wanted = [row for row in rows(release, "paragraphs") if row["note_id"] == note["note_id"]]
        assert list(said) == [row["paragraph_id"].removeprefix(f"{note['note_id']}.") for row in wanted]
        for row, node in zip(wanted, said.values(), strict=True):
            words = "\n\n".join("".join(p.itertext()) for p in node.iterfind("a:content/a:p", NAMES))
            assert words == row["text"]
        page = "".join(path.read_text(encoding="utf-8") for path in release.glob(f"notes/{note['note_id']}*.html"))
        assert all(f'id="{eid}"' in page for eid in said)


def test_the_schema_catches_what_is_wrong(small_release: Path) -> None:
    note_id = rows(small_release, "notes")[0]["note_id"]
    for planted in (
        lambda tree: tree.find(".//a:meta", NAMES).remove(tree.find(".//a:identification", NAMES)),
        lambda tree: tree.find(".//a:FRBRWork", NAMES).remove(tree.find(".//a:FRBRWork/a:FRBRcountry", NAMES)),
        lambda tree: [node.set("eId", "p001") for node in tree.iterfind(".//a:paragraph", NAMES)],
        lambda tree: tree.find(".//a:paragraph", NAMES).set("invented", "yes"),
    ):
        tree = _file(small_release, note_id)
        planted(tree)
        assert rules.akoma_ntoso(tree)


def test_the_real_note_names_work_expression_manifestation_and_what_it_refers_to(release: Path) -> None:
    tree = _file(release, rows(release, "notes")[0]["note_id"])
    work, expression, manifestation = (
        tree.find(f".//a:FRBR{level}/a:FRBRuri", NAMES).get("value")
        for level in ("Work", "Expression", "Manifestation")
    )
    assert expression.startswith(f"{work}/eng@")
    assert manifestation == f"{expression}.xml"
    organisations = {node.get("eId") for node in tree.iterfind(".//a:TLCOrganization", NAMES)}
    assert {node.get("href") for node in tree.iterfind(".//a:FRBRauthor", NAMES)} <= {f"#{o}" for o in organisations}
    concepts = {f"#{node.get('eId')}" for node in tree.iterfind(".//a:TLCConcept", NAMES)}
    assert {
        code for node in tree.iterfind(".//a:hcontainer", NAMES) for code in node.get("refersTo", "").split()
    } == concepts
    targets = {row["target"] for row in rows(release, "citations")}
    assert {node.get("showAs") for node in tree.iterfind(".//a:activeRef", NAMES)} == targets
    refs = list(tree.iterfind(".//a:ref", NAMES))
    assert refs
    assert {"".join(ref.itertext()) for ref in refs} <= targets


def test_a_hostile_text_stays_text(tmp_path: Path) -> None:
    words = "Argentina said <script>alert(1)</script> & ]]> \u0001 it."
    section = Section("<i>A</i>", [Paragraph(words, {"ARG": "Argentina"})], ("13",))
    note = Note("2022-06-09-hostile", "<b>Title</b>", [section], {"ARG": "Argentina"})
    release = publish([note], tmp_path, renderers=(*LIGHT, "akoma_ntoso")).folder
    tree = _file(release, "2022-06-09-hostile")
    assert rules.akoma_ntoso(tree) == []
    assert "".join(tree.find(".//a:content", NAMES).itertext()).strip() == words.replace("\u0001", "")


def test_a_note_of_headings_alone_has_a_file_in_each_language_of_its_headings() -> None:
    section: dict[str, Any] = {"section_id": "n.s001", "heading": "KENYA", "source_start": 0}
    tables: dict[str, list[dict[str, Any]]] = {
        "sections": [section],
        "section_texts": [{"section_id": "n.s001", "language": "es", "heading": "KENIA"}],
        "paragraphs": [],
        "paragraph_texts": [],
    }
    said = in_language(tables, "es")
    assert said is not None
    assert [row["heading"] for row in said["sections"]] == ["KENIA"]
    assert in_language(tables, "fr") is None
