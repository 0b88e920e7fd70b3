"""Ten questions of journalists, analysts and readers, answered from the home page in at most two clicks or one search.

At the width of a desk and of a telephone, with the keyboard alone: `Reader` presses keys, and counts the pages that it
had to open. Not here: single pieces of the site (`test_walk.py`), what holds of every page (`test_quality.py`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.test_walk import note, rows

_FAR = 400  # presses of Tab after which a reader gives up


@dataclass
class Reader:
    """Someone at the home page who has a keyboard and no mouse. `opened`: pages opened since."""

    page: Page
    opened: int = 0

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        expect(target).to_be_visible()
        for _ in range(_FAR):
            # Asked anew each time: what a list is filled with may be made again meanwhile.
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{target} can't be reached with the Tab key")

    def follow(self, target: Locator) -> None:
        """Open what a link leads to."""
        self.reach(target)
        self.page.keyboard.press("Enter")
        self.opened += 1

    def type(self, field: Locator, words: str) -> None:
        """Write into a field."""
        self.reach(field)
        self.page.keyboard.type(words)

    def choose(self, field: Locator, label: str) -> None:
        """Choose from a list by the first letters of the choice, as one does with a closed list."""
        self.reach(field)
        self.page.keyboard.type(label)
        expect(field.locator("option:checked")).to_have_text(re.compile(re.escape(label)))

    def tick(self, label: str, value: str) -> None:
        """Open a list of values and tick one."""
        filters = self.page.locator("details.filters")
        expect(filters).to_be_visible()
        if filters.get_attribute("open") is None:  # on a phone
            self.press(filters.locator("> summary"))
        summary = self.page.locator("summary", has_text=re.compile(f"^{label}$"))
        self.press(summary)
        self.press(summary.locator("..").get_by_role("checkbox", name=re.compile(rf"^{value} \d+$")), "Space")

    def press(self, button: Locator, key: str = "Enter") -> None:
        """Press a button, or a heading that opens something."""
        self.reach(button)
        self.page.keyboard.press(key)


@pytest.fixture(params=[1280, 390])
def reader(visit: Open, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A reader at the home page, at either width."""
    page = visit("index.html")
    page.set_viewport_size({"width": request.param, "height": 844})
    found = Reader(page)
    yield found
    assert found.opened <= 2
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= request.param


def test_1_what_is_said_of_one_state_under_one_article(reader: Reader) -> None:
    reader.follow(reader.page.get_by_role("row", name="Chile").get_by_role("link", name="2"))
    expect(reader.page).to_have_url(re.compile(r"/states/CHL\.html#article-13$"))
    expect(reader.page.locator("#article-13")).to_be_in_viewport()
    expect(reader.page.get_by_role("link", name="Download only Chile (CSV)")).to_be_visible()


def test_2_is_anything_said_of_a_state_that_i_know_by_an_older_name(reader: Reader) -> None:
    field = reader.page.get_by_role("combobox", name="Search")
    reader.type(field, "Turkey")
    answer = reader.page.get_by_role("option", name=re.compile("Türkiye"))
    expect(answer).to_contain_text("nothing found")
    field.fill("")
    reader.type(field, "Estados Unidos")
    expect(reader.page.get_by_role("option", name=re.compile("United States of America"))).to_be_visible()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    reader.opened += 1
    expect(reader.page).to_have_url(re.compile(r"/states/USA\.html$"))


def test_3_who_answered_and_is_never_spoken_of(reader: Reader) -> None:
    silent = reader.page.get_by_role("region", name="Sent information, not mentioned")
    expect(silent).to_contain_text("This says nothing about what they have done")
    expect(silent.get_by_role("link", name="Kuwait")).to_be_visible()
    reader.follow(silent.get_by_role("link", name="Japan"))
    expect(reader.page.locator("main")).to_contain_text("sent information and is not mentioned in")


def test_4_which_states_of_a_region_are_quoted(reader: Reader, release: Path) -> None:
    reader.tick("Region", "Americas")
    table = reader.page.get_by_role("table", name=re.compile("Statements by State and article"))
    states = {row["state_name"] for row in rows(release, "by_state.csv") if row["region"] == "Americas"}
    shown = table.locator("tbody th:visible").all_text_contents()
    assert {name.strip() for name in shown} == states
    assert "region=Americas" in reader.page.url


def test_5_where_does_a_word_stand(reader: Reader, site: str, release: Path) -> None:
    reader.type(reader.page.get_by_role("combobox", name="Search"), "hotline")
    reader.page.keyboard.press("Enter")
    reader.opened += 1
    reader.follow(reader.page.get_by_role("link", name=re.compile(r"para\. 30")))
    expect(reader.page).to_have_url(f"{site}notes/{note(release)}.html#p030")


def test_6_the_very_words_with_their_place_in_the_note(reader: Reader) -> None:
    reader.follow(reader.page.get_by_role("row", name="Chile").get_by_role("link", name="2"))
    reader.follow(reader.page.locator(".statement").first.get_by_role("link", name=re.compile(r"para\.")))
    expect(reader.page.locator("mark:target")).to_be_in_viewport()


def test_7_how_two_states_compare(reader: Reader) -> None:
    menu = reader.page.get_by_role("button", name="Menu")
    if menu.is_visible():
        reader.press(menu)
    reader.follow(reader.page.get_by_role("navigation", name="Site").get_by_role("link", name="Compare"))
    reader.choose(reader.page.get_by_label("First State"), "Argentina")
    reader.choose(reader.page.get_by_label("Second State"), "Chile")
    section = reader.page.get_by_role("region", name=re.compile("Article 13"))
    expect(section.get_by_role("heading", name="Argentina")).to_be_visible()
    expect(section.get_by_role("heading", name="Chile")).to_be_visible()
    assert reader.page.url.endswith("compare.html?states=ARG,CHL")


def test_8_which_portals_are_named_as_a_spreadsheet(reader: Reader, release: Path) -> None:
    menu = reader.page.get_by_role("button", name="Menu")
    if menu.is_visible():  # on a phone
        reader.press(menu)
    reader.follow(reader.page.get_by_role("link", name="Systems, bodies and laws").first)
    named = rows(release, "system_mentions.csv")
    code = named[0]["state_iso3"]
    state = next(row["state_name"] for row in rows(release, "by_state.csv") if row["state_iso3"] == code)
    reader.tick("State", state)
    with reader.page.expect_download() as download:
        reader.press(reader.page.get_by_role("button", name=re.compile("^Download")))
    found = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert sorted(r["words"] for r in found) == sorted(r["words"] for r in named if r["state_iso3"] == code)


def test_9_what_is_new(reader: Reader) -> None:
    new = reader.page.get_by_role("region", name="What is new")
    expect(new).to_contain_text("This is the first release.")
    reader.follow(new.get_by_role("link", name="What changed, State by State"))
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("What changed")


def test_10_how_often_is_the_reading_wrong(reader: Reader) -> None:
    reader.follow(reader.page.get_by_role("link", name="How it is made, and how often it is wrong").first)
    for table in ("Statements, by kind of paper", "By how the State is named, all papers"):
        shown = reader.page.get_by_role("table", name=table, exact=True)
        expect(shown).to_be_visible()
        expect(shown.get_by_role("row").nth(1)).to_contain_text("%")


@pytest.mark.parametrize("edition", ["", "es/"])
def test_the_first_screen_says_what_is_here(visit: Open, edition: str) -> None:
    page = visit(f"{edition}index.html")
    what = page.locator(".who", has_text=re.compile("United Nations|Naciones Unidas"))
    search, questions = page.locator("#q"), page.locator(".ask a")
    quoted, picture, download = (page.locator(f".first {of}") for of in (".example a", "img", ".button"))
    for part in (what, search, questions.last, quoted.last, picture, download):
        expect(part).to_be_in_viewport()
    expect(questions).to_have_count(3)
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    page.set_viewport_size({"width": 360, "height": 800})
    for part in (what, search, questions.last, page.get_by_role("button", name=re.compile("Men"))):
        expect(part).to_be_in_viewport()
    page.locator(".languages summary").click()
    page.locator(".languages a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if edition else "es")
