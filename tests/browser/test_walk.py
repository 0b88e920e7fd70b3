"""The ways that readers take, with a mouse, a keyboard, a telephone, at night, on paper and without JavaScript."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Serve
from tests.contents import read_csv
from tests.publish.conftest import FIRST
from tests.publish.written import Note, Paragraph, Section, publish


def rows(release: Path, name: str) -> list[dict[str, str]]:
    return read_csv(release / "data" / name)


def note(release: Path) -> str:
    return rows(release, "notes.csv")[0]["note_id"]


# Where the words of a statement and its paragraph are in the window, and what the words are.
MEASURE = """id => {
    const mark = document.getElementById(id), words = mark.getBoundingClientRect();
    const paragraph = mark.closest("section.para").getBoundingClientRect();
    return {kind: mark.tagName, text: mark.textContent, top: words.top, bottom: words.bottom, height: innerHeight,
            paragraph: [paragraph.top, paragraph.bottom]};
}"""


def shown(page: Page, anchor: str) -> dict[str, Any]:
    """What the mark with that identifier holds, once its first line is in the upper half of the window.

    The words themselves are all in view, or fill what is left of the window.
    """
    found: dict[str, Any] = page.evaluate(MEASURE, anchor)
    assert found["kind"] == "MARK"
    assert 0 <= found["top"] < found["height"] / 2, (anchor, found)
    assert found["bottom"] <= found["height"] or found["bottom"] - found["top"] > found["height"] / 2, (anchor, found)
    above, below = found["paragraph"]
    assert above <= found["top"], (anchor, found)
    assert below >= found["bottom"], (anchor, found)
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_a_permalink_leads_to_the_very_words(visit: Open, site: str, release: Path, width: int) -> None:
    page = visit("index.html")
    page.set_viewport_size({"width": width, "height": 844})
    statements = rows(release, "statements.csv")
    collective = rows(release, "collective_statements.csv")
    quotes = {row["statement_id"]: row["quote"] for row in statements}
    quotes |= {row["collective_statement_id"]: row["quote"] for row in collective}
    assert len(quotes) == 35
    for identifier, quote in quotes.items():
        page.goto("about:blank")
        page.goto(f"{site}notes/{note(release)}.html#{identifier.removeprefix(f'{note(release)}.')}")
        assert shown(page, identifier.removeprefix(f"{note(release)}."))["text"] == quote


def test_quotes_that_overlap_are_marked_each(visit: Open, tmp_path: Path) -> None:
    text = "Chile reported a portal. Peru and Chile had trained staff. Peru reported a register."
    spans = {"CHL": (0, 58), "PER": (25, 84), "ARG": (25, 58)}
    paragraph = Paragraph(text, {"CHL": "Chile", "PER": "Peru", "ARG": "Chile"}, quotes=spans)
    written = Note("2022-06-09-overlap", "Overlap", (Section("Procurement (article 9)", (paragraph,), ("9",)),))
    page = visit("notes/2022-06-09-overlap.html#p001.PER", publish([written], tmp_path).folder)
    expect(page.locator("#p001 .words")).to_have_text(text)
    assert shown(page, "p001.CHL")["text"] == text[:58]
    assert shown(page, "p001.ARG")["text"] == text[25:58]
    # Marks that cross can't both be one element: the one that begins later goes on in a second one.
    assert shown(page, "p001.PER")["text"] == text[25:58]
    expect(page.locator("#p001 .words > mark").last).to_have_text(text[58:])


@pytest.mark.parametrize("width", [1280, 390])
def test_a_permalink_into_a_long_note_finds_its_words(visit: Open, serve: Serve, tmp_path: Path, width: int) -> None:
    long = tuple(
        Paragraph(f"Chile reported measure {n}. {'It had more to say. ' * 400}", {"CHL": "Chile"}) for n in range(60)
    )
    written = Note("2022-06-09-long", "A long note", (Section("Procurement (article 9)", long, ("9",)),))
    release = publish([written], tmp_path).folder
    base = serve(release)
    page = visit("index.html", base)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{base}notes/2022-06-09-long.html#p058.CHL")
    assert shown(page, "p058.CHL")["text"].startswith("Chile reported measure 57.")
    page.go_back()
    expect(page).to_have_url(f"{base}index.html")


def test_a_long_question_can_be_stopped_in_any_language(visit: Open, site_with_sql: str) -> None:
    page = visit("es/sql.html", site_with_sql)
    page.get_by_role("button", name=re.compile("^Cargar la base")).click()
    page.get_by_label("SQL").fill(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
    page.get_by_role("button", name="Ejecutar").click()
    page.get_by_role("button", name="Parar").click()
    expect(page.locator("#state")).to_have_text("Ready.")


def test_a_quote_can_be_copied_with_its_source_and_cited_in_every_form(visit: Open, release: Path) -> None:
    page = visit("states/IRQ.html", permissions=["clipboard-read", "clipboard-write"])

    def copied(quote: Locator) -> str:
        quote.get_by_role("button", name="Copy with source").first.click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        return str(page.evaluate("navigator.clipboard.readText()"))

    short = copied(page.locator(".statement").first)
    assert re.search(r"\nUse of .* \(9 June 2022\), paragraph 30\. In: ", short)
    page.get_by_role("link", name="para. 30").click()
    quote = page.locator("#p030 .found")
    address = rf"https://\S+/releases/{release.name}/notes/\S+#p030\.IRQ"
    source = r"“Use of .*”, Note by the Secretariat \(9 June 2022\), paragraph 30"
    said = json.loads((release / "api" / "index.json").read_bytes())
    where = re.escape(f"In: {said['title']}, {said['publisher']}, release {release.name} ({said['published']})")
    assert re.fullmatch(rf"“(?s:.+)”\n{source}\. {where}\. {address}", copied(quote))
    quote.get_by_role("button", name="Cite", exact=True).first.focus()
    page.keyboard.press("Enter")
    given = {}
    for form in ("BibTeX", "RIS", "CSL-JSON"):
        page.get_by_label("Cite as").select_option(form)
        given[form] = page.get_by_label("Citation", exact=True).input_value()
    (item,) = json.loads(given["CSL-JSON"])
    (ris,) = rispy.loads(given["RIS"])
    bibtex = parse_bibtex(given["BibTeX"])
    assert bibtex.failed_blocks == []
    entry = {field.key: field.value for field in bibtex.entries[0].fields}
    assert re.fullmatch(source, item["title"])
    assert item["title"] == ris["title"] == entry["title"].strip("{}")
    assert item["version"] == ris["edition"] == entry["version"] == release.name
    assert item["URL"] == ris["urls"][0] == entry["url"]
    assert re.fullmatch(address, item["URL"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_page_of_an_old_release_says_so_and_leads_to_the_same_place_today(
    visit: Open, serve: Serve, tmp_path: Path
) -> None:
    later = Note("2023-01-01-later", "Later", (Section("One (article 9)", (Paragraph("No one."),), ("9",)),))
    quoted = FIRST.sections[1].paragraphs[1]
    other = replace(quoted, text="Argentina reported on its new National Portal.")
    sections = (FIRST.sections[0], replace(FIRST.sections[1], paragraphs=(FIRST.sections[1].paragraphs[0], other)))
    old = publish([FIRST], tmp_path).folder
    new = publish([replace(FIRST, sections=sections), later], tmp_path, accepted="Taken back.").folder
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    base = serve(new.parent.parent / "latest")
    page = visit(f"releases/{old.name}/notes/{FIRST.note_id}.html#p003.ARG", base)
    banner = page.get_by_role("complementary", name="Old release")
    expect(banner).to_contain_text(f"This is release {old.name}. The current one is {new.name}.")
    banner.get_by_role("link", name="The same place today").click()
    expect(page).to_have_url(f"{base}notes/{FIRST.note_id}.html#p003.ARG")
    expect(page.locator("[id='p003.ARG']")).to_have_text(other.text)
    expect(page.get_by_role("complementary", name="Old release")).to_have_count(0)
    page.goto(f"{base}releases.html")
    page.get_by_role("link", name="Open this release").click()
    expect(page).to_have_url(f"{base}releases/{old.name}/")
    banner.get_by_role("link", name="What changed").click()
    expect(page).to_have_url(f"{base}changes.html#releases")
    expect(page.locator(f"#r-{new.name}")).to_contain_text("Removed: 2 statements")
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before


def test_all_but_search_works_without_javascript(visit: Open, release: Path) -> None:
    page = visit("index.html", java_script_enabled=False)
    page.get_by_role("row", name="Iraq").get_by_role("link", name="1").click()
    expect(page.locator("blockquote").first).to_contain_text("Federal Commission of Integrity")
    page.get_by_role("link", name="para. 30").first.click()
    expect(page.locator("#p030")).to_be_in_viewport()
    assert len(page.locator("section.para").all()) == len(rows(release, "paragraphs.csv"))
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_text("Search runs in your browser and needs JavaScript")).to_be_visible()


def test_the_reader_decides_on_light_and_dark(visit: Open) -> None:
    grounds = {
        scheme: visit("index.html", color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert grounds == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}


def test_paper_carries_quotes_and_no_navigation(visit: Open) -> None:
    page = visit("states/CHL.html")
    page.emulate_media(media="print")
    expect(page.locator("header nav")).to_be_hidden()
    expect(page.locator("blockquote").first).to_be_visible()


def test_the_keyboard_reaches_content_first_and_then_everything(visit: Open) -> None:
    page = visit("index.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    reached = set()
    for _ in range(160):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim().split(/\\s+/)[0]"))
    assert {"CSV", "Excel", "Argentina", "Japan", "SHA256SUMS"} <= reached
