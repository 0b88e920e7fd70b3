"""One box: what a reader asks is answered by names, and by the paragraphs that hold the words, marked.

Not here: the field on other pages (`test_ten_questions.py`).
"""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from pipelines.publish.site.search import packed, words_of
from tests.browser.conftest import Open
from tests.browser.test_walk import note, rows


def ask(page: Page, site: str, query: str) -> None:
    page.goto("about:blank")
    page.goto(f"{site}search.html?q={quote(query)}")
    expect(page.locator("#summary")).not_to_be_empty()


def test_names_in_any_language_by_alias_and_inside_a_question_are_answered(visit: Open, site: str) -> None:
    page = visit("index.html")
    for words, title, leads in (
        ("State of Qatar", "Qatar", "states/QAT.html"),
        ("Аргентина", "Argentina", "states/ARG.html"),
        ("阿根廷", "Argentina", "states/ARG.html"),
        ("Ivory Coast", "Côte d’Ivoire", "states/CIV.html"),
        ("Congo-Kinshasa", "Democratic Republic of the Congo", "states/COD.html"),
        ("UK", "United Kingdom of Great Britain and Northern Ireland", "states/GBR.html"),
        ("art. 13", "Article 13: Participation of society", "articles/article-13.html"),
        ("what did Chile do, article 13?", "Chile, Article 13: Participation of society", "states/CHL.html"),
        ("Chile procurement", "Chile, Article 9: Public procurement", "states/CHL.html"),
    ):
        ask(page, site, words)
        card = page.locator(".answer").first
        expect(card.locator("h3")).to_contain_text(title)
        assert card.locator("h3 a").first.evaluate("link => link.href") == site + leads, words
    expect(card).to_contain_text("Collective statements, which name no State: ")
    ask(page, site, "Japan article 9")
    expect(page.locator(".answer")).to_contain_text(
        "no paragraph under this article speaks of it. That says nothing about"
    )
    ask(page, site, "Japan article 63")
    expect(page.locator(".answer p")).to_have_text("No note covers it.")
    ask(page, site, "Chlie")
    page.get_by_role("link", name="Chile", exact=True).click()
    expect(page.locator(".answer h3")).to_have_text("Chile")


def test_what_is_found_holds_what_was_asked_for_marked(visit: Open, site: str, release: Path) -> None:
    page = visit("index.html")
    texts = {row["paragraph_number"]: list(words_of(row["text"])) for row in rows(release, "paragraphs.csv")}
    for query, holds in (
        ("hotline", lambda words: "hotline" in words),
        ("hotline*", lambda words: any(word.startswith("hotline") for word in words)),
        ("hotline portal", lambda words: {"hotline", "portal"} <= set(words)),
        ("hotline OR wiki", lambda words: {"hotline", "wiki"} & set(words)),
        ('"open data"', lambda words: ("open", "data") in pairwise(words)),
        ("open NOT data", lambda words: "open" in words and "data" not in words),
    ):
        ask(page, site, query)
        found = page.locator(".hits li").all_inner_texts()
        numbers = {re.search(r"para\. (\d+)", text)[1] for text in found}  # type: ignore[index]
        expected = {number for number, words in texts.items() if holds(words)}
        # A heading may hold it, too.
        assert expected <= numbers or ("NOT" in query and numbers < expected), query
        for hit in page.locator(".hits li").all():
            assert holds(list(words_of(" ".join(hit.locator("mark").all_inner_texts())))) or "NOT" in query, query
    for nothing in ("asdfgh", "procurment"):
        ask(page, site, nothing)
        expect(page.locator("#summary")).to_contain_text("No paragraph holds all of that")
        expect(page.locator(".hits")).to_have_count(0)
    expect(page.get_by_role("link", name="procurement", exact=True)).to_be_visible()


def test_hits_come_in_pages_are_narrowed_saved_and_lead_to_the_paragraph(
    visit: Open, below_a_path: str, release: Path
) -> None:
    page = visit("index.html", below_a_path)
    page.get_by_role("combobox", name="Search").fill("the")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hits li")).to_have_count(20)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"q=the&page=2$"))
    expect(page.locator(".hits")).to_have_attribute("start", "21")
    page.get_by_label("State", exact=True).select_option("ARG")
    expect(page).to_have_url(re.compile(r"q=the&state=ARG$"))
    wanted = {r["paragraph_number"] for r in rows(release, "statements.csv") if r["state_iso3"] == "ARG"}
    expect(page.locator("#summary")).to_have_text(f"{len(wanted)} paragraphs: the")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these paragraphs (CSV)").click()
    saved = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert {row["paragraph_number"] for row in saved} == wanted
    page.locator(".hits a").first.click()
    expect(page).to_have_url(re.compile(rf"notes/{note(release)}\.html#p\d+$"))


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([0], "0"), ([3, 4, 5, 6, 12], "3+3 5"), (list(range(17)), "0+10"), ([20], "14")]
)
def test_numbers_are_packed(numbers: list[int], text: str) -> None:
    assert packed(numbers) == text
