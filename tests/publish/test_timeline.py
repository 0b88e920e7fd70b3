"""What was said of a State note after note; a note that covers the article and has no row did not list it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lxml import html

from pipelines.publish.integrity import read_sums
from tests.conftest import ROOT, Shared
from tests.contents import read_csv, rows
from tests.publish.site_reading import text, tree
from tests.publish.written import Note, Paragraph, Section, publish
from tests.releases import LIGHT

KENYA, CHILE = {"KEN": "Kenya"}, {"CHL": "Chile"}
PLANNED = Paragraph("Kenya planned a hotline.", KENYA, topics={"hotlines": "hotline"}, stage="planned")
# The sentence that names the topic tells another stage than the first.
OPEN = Paragraph(
    "A law is planned in Kenya. It opened its hotline.",
    KENYA,
    topics={"hotlines": "hotline"},
    system="hotline",
    stage="planned",
    named_stage="done",
)


def on_article_9(year: int, listed: dict[str, str], *paragraphs: Paragraph) -> Note:
    return Note(f"{year}-note", f"Note {year}", (Section("One", paragraphs, ("9",)),), listed, f"{year}-06-01")


@pytest.fixture(scope="module")
def release(shared: Shared) -> Path:
    chile = Paragraph("Chile had a portal.", CHILE)
    notes = [
        on_article_9(2022, KENYA, OPEN, Paragraph("Kenya also had a portal.", KENYA)),
        on_article_9(2012, KENYA, PLANNED),
        on_article_9(2016, KENYA | CHILE, chile),
        on_article_9(2019, CHILE, chile),
        Note("texts", "Texts (article 9)", texts=(("CHL", "9", "We have a portal."),)),
    ]

    folder = shared("timeline", lambda folder: publish(notes, folder, renderers=(*LIGHT, "states")))
    return (folder / "publish" / "latest").resolve()


def test_a_timeline_has_a_row_a_note_that_covers_the_article_and_lists_or_quotes_the_state(release: Path) -> None:
    of_kenya = [r for r in rows(release, "state_timeline") if r["state_iso3"] == "KEN"]
    told = [(r["note_issued"].year, r["status"], r["statement_count"], r["topics"], r["stages"]) for r in of_kenya]
    assert told == [
        (2012, "reported", 1, "hotlines", "planned"),
        (2016, "silent", 0, None, None),
        (2022, "reported", 2, "hotlines", "done;planned"),
    ]
    assert of_kenya[-1]["statement_ids"] == "2022-note.p001.KEN;2022-note.p002.KEN"


def test_the_page_of_a_state_leads_from_year_to_year(release: Path) -> None:
    (cell,) = tree(release / "states" / "KEN.html").find_class("timeline")
    assert " ".join(cell.text_content().split()) == "2012 (planned); 2016 ○; 2022 × 2 (done)"
    assert "○ sent information; not mentioned here" in text(release / "states" / "KEN.html")
    assert cell.xpath(".//a/@href") == [
        "../notes/2012-note.html#p001.KEN",
        "../notes/2016-note.html",
        "../notes/2022-note.html#p001.KEN",
    ]


def test_a_note_more_changes_nothing_that_is_said_of_a_state_that_it_does_not_name(tmp_path: Path) -> None:
    chile = Paragraph("Chile had a portal.", CHILE)
    notes = [on_article_9(2012, KENYA, PLANNED), on_article_9(2016, CHILE, chile)]
    first, second = (
        read_sums(publish(some, tmp_path, renderers=("states", "notes")).folder)
        for some in (notes, [*notes, on_article_9(2022, CHILE, Paragraph("Chile had opened a register.", CHILE))])
    )
    changed = {name for name in second if first.get(name) != second[name]}
    of = {state: {name for name in second if state in name} for state in ("KEN", "CHL")}
    assert {Path(name).parent.as_posix() for name in of["KEN"]} == {
        "api/states",
        "data/by-state",
        "states",
    }
    assert of["CHL"] <= changed
    assert not of["KEN"] & changed


def test_the_page_of_a_state_puts_the_first_and_the_last_words_on_a_topic_side_by_side(release: Path) -> None:
    (film,) = tree(release / "states" / "KEN.html").xpath("//h3/following-sibling::div[@class='two']")
    assert film.getprevious().text_content() == "Hotlines and channels for reports"
    first, last = f"{PLANNED.text} Note 2012 · 1 June 2012 · para. 1", f"{OPEN.text} Note 2022 · 1 June 2022 · para. 1"
    said = [" ".join(quote.text_content().split()) for quote in film.find_class("statement")]
    assert said == [f"{first} · planned", f"{last} · done"]
    assert not tree(release / "states" / "CHL.html").get_element_by_id("first-and-last", None)


def test_the_picture_of_a_state_has_a_field_for_each_year_and_article_that_leads_to_the_words(release: Path) -> None:
    (picture,) = tree(release / "states" / "KEN.html").xpath("//figure[@id='years']//*[name()='svg']")
    fields = {link.find("title").text: (link.get("class"), link.get("href")) for link in picture.iter("a")}
    assert fields == {
        "2012, Article 9: planned": ("m s1", "../notes/2012-note.html#p001.KEN"),
        "2016, Article 9: sent information; not mentioned here": ("m ring", "../notes/2016-note.html"),
        "2022, Article 9: done": ("m s3", "../notes/2022-note.html#p001.KEN"),
    }
    years = json.loads((release / "api" / "states" / "KEN.json").read_bytes())["years"]
    assert [(row["year"], row["status"], row["stage"], row["statement_count"]) for row in years] == [
        (2012, "reported", "planned", 1),
        (2016, "silent", None, 0),
        (2022, "reported", "done", 2),
    ]


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ("whole", "2012: 1 of 1; 2016: 0 of 2; 2022: 1 of 1"),
        ("part", "2012: unclear; 2016: 0 of 2; 2022: 1 of 1"),
    ],
)
def test_what_share_of_the_states_is_quoted_is_told_where_it_is_told_who_was_asked(
    tmp_path: Path, read: str, words: str
) -> None:
    notes = [
        replace(on_article_9(2012, KENYA, PLANNED), respondents_read=read),
        on_article_9(2016, KENYA | CHILE, Paragraph("Chile had a portal.", CHILE)),
        on_article_9(2022, KENYA, OPEN),
    ]
    notes = [replace(note, sections=(replace(note.sections[0], articles=("13",)),)) for note in notes]
    release = publish(notes, tmp_path, renderers=("topics",)).folder
    (picture,) = tree(release / "topics" / "hotlines.html").xpath("//figure[@id='years']//title/text()")
    assert picture == f"Hotlines and channels for reports: share of the States quoted, by year: {words}"
    years = read_csv(release / "charts" / "topics-years.csv")
    shown = [(row["year"], row["state_count"], row["quoted_count"]) for row in years]
    assert shown == [("2012", "1" if read == "whole" else "", "1"), ("2016", "2", "0"), ("2022", "1", "1")]


def test_who_is_quoted_on_a_topic_is_shown_by_stage_beside_who_is_not_and_of_whom_that_cant_be_told(
    tmp_path: Path,
) -> None:
    states = {"UGA": "Uganda", "PER": "Peru"}
    portal = Paragraph("Chile had a hotline.", CHILE, topics={"hotlines": "hotline"}, stage="in_place")
    note = on_article_9(2022, KENYA | CHILE | states, portal, OPEN)
    release = publish([replace(note, unclear=frozenset({"PER"}))], tmp_path, renderers=("topics",)).folder
    page = tree(release / "topics" / "hotlines.html")
    (picture,) = page.xpath("//figure/img/@alt")
    told = "in place (1), done (1), unclear (1)"
    assert picture == f"Hotlines and channels for reports: which States are quoted: {told}"
    drawn = html.fromstring((release / "charts" / "hotlines-states.svg").read_bytes())
    looks = {look: drawn.xpath(f"//g[@class='m {look}']/text/text()") for look in ("s4", "s3", "ring", "open")}
    assert looks == {"s4": ["CHL"], "s3": ["KEN"], "ring": [], "open": ["PER"]}
    assert [" ".join(each.text_content().split()) for each in page.xpath("//main/details")] == [
        "Listed or mentioned in notes on its articles; no quote was found that names the topic: 1 State Uganda",
        "Unclear whether a quote names the topic: 1 State Peru",
    ]


def test_what_a_state_itself_wrote_stands_by_the_statements_on_the_article_and_is_called_its_own(release: Path) -> None:
    (own,) = tree(release / "states" / "CHL.html").find_class("own-text")
    assert own.getprevious().tag == "h2"
    assert own.xpath(".//strong")[0].text_content() == "Its own texts in thematic compilations"
    assert not tree(release / "states" / "KEN.html").find_class("own-text")


def answers(release: Path, language: str) -> list[list[tuple[Any, ...]]]:
    """What the three questions of `datapackage/EXAMPLES.md` give in SQL or in Python, each as rows."""
    _, _, section = (ROOT / "datapackage" / "EXAMPLES.md").read_text(encoding="utf-8").partition("## Three questions")
    (block,) = re.findall(rf"```{language}\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    text = block.replace("data/", f"{release}/data/")
    if language == "sql":
        with duckdb.connect() as connection:
            return [connection.execute(query).fetchall() for query in text.split(";\n") if query.strip()]
    names: dict[str, Any] = {}
    exec(text, names)  # noqa: S102 - the own words of the page
    found = (names[name].astype(object) for name in ("film", "before_and_after", "hotlines"))
    return [list(frame.where(frame.notna(), None).itertuples(index=False, name=None)) for frame in found]


@pytest.mark.parametrize("language", ["sql", "python"])
def test_the_questions_of_the_examples_are_answered_by_their_own_lines(release: Path, language: str) -> None:
    film, pairs, hotlines = answers(release, language)
    shown = [(str(when)[:4], status, quote) for when, status, quote in film]
    assert shown == [
        ("2012", "reported", PLANNED.text),
        ("2016", "silent", None),
        ("2022", "reported", OPEN.text),
        ("2022", "reported", "Kenya also had a portal."),
    ]
    assert [row[:4] for row in pairs] == [("planned", PLANNED.text, "done", OPEN.text)]
    assert [(state, str(when)[:4], quote) for state, when, quote in hotlines] == [
        ("Kenya", "2022", OPEN.text),
        ("Kenya", "2012", PLANNED.text),
    ]
