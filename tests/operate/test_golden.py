"""The release of the real note says what a careful reader finds in it (tests/golden/note)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contents import read_csv

GOLDEN = Path(__file__).parent.parent / "golden" / "note"


def rows(path: Path, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[c] for c in columns) for row in read_csv(path)]


@pytest.mark.parametrize(
    ("golden", "table", "columns"),
    [
        ("statements", "statements", "paragraph_number state_iso3 articles reporting_verb"),
        ("collective_statements", "collective_statements", "paragraph_number scope articles"),
        ("submissions", "submissions", "state_iso3 silent"),
        ("citations", "citations", "kind target"),
    ],
)
def test_the_tables_hold_what_a_careful_reader_finds(release: Path, golden: str, table: str, columns: str) -> None:
    expected = GOLDEN / f"{golden}.csv"
    header = expected.read_text(encoding="utf-8").splitlines()[0].split(",")
    found = set(rows(release / "data" / f"{table}.csv", *columns.split()))
    assert found == set(rows(expected, *header))


def test_every_heading_has_its_article_by_itself_or_from_above(release: Path) -> None:
    headings = pairs(release / "data" / "sections.csv", "section_id", "heading")
    found = {(headings[s], a) for s, a in rows(release / "data" / "section_articles.csv", "section_id", "article")}
    assert found == {(h, a) for h, a in rows(GOLDEN / "sections.csv", "heading", "article") if a}


def pairs(path: Path, key: str, value: str) -> dict[str, str]:
    return {row[0]: row[1] for row in rows(path, key, value)}


def test_footnotes_hang_on_their_paragraphs(release: Path) -> None:
    found = rows(release / "data" / "footnotes.csv", "marker", "text", "paragraph_id")
    expected = rows(GOLDEN / "footnotes.csv", "marker", "text", "paragraph")
    assert [(m, t) for m, t, _ in found] == [(m, t) for m, t, _ in expected]
    assert [p.rpartition(".p")[2].lstrip("0") for _, _, p in found] == [p for _, _, p in expected]


def test_named_systems_are_all_found_with_at_most_two_beyond(release: Path) -> None:
    systems = read_csv(release / "data" / "system_mentions.csv")
    found = {(int(r["statement_id"].split(".p")[1][:3]), r["state_iso3"], r["words"], r["acronym"]) for r in systems}
    expected = {
        (int(p), s, n, a) for p, s, n, a in rows(GOLDEN / "named_systems.csv", "paragraph", "state", "name", "acronym")
    }
    assert expected <= found
    assert len(found - expected) <= 2, found - expected


def test_masthead_facts_are_those_of_the_note(release: Path) -> None:
    (note,) = read_csv(release / "data" / "notes.csv")
    expected = pairs(GOLDEN / "note.csv", "column", "value")
    assert {column: note[column] for column in expected} == expected


def test_paragraphs_are_rejoined_across_footnotes_and_keep_the_doubled_word(release: Path) -> None:
    text = pairs(release / "data" / "paragraphs.csv", "paragraph_number", "text")
    assert list(text) == [str(n) for n in range(1, 42)]
    assert "of the Convention was a topic for discussion by the Working Group also at its seventh meeting" in text["3"]
    assert "with multiple online systems. One of such systems, the System for Award Management (SAM)" in text["13"]
    assert text["7"].startswith("All reporting States parties indicated that that e-procurement portals")
