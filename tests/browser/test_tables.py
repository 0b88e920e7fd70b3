"""Tables that readers sort, filter and save, States side by side, pictures that others show, questions in SQL.

Not here: the ways from page to page (`test_walk.py`), the questions of journalists (`test_ten_questions.py`).
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Serve
from tests.browser.test_walk import rows
from tests.publish.conftest import FIRST
from tests.publish.written import Note, Paragraph, Section, publish


def saved(page: Page, button: str) -> Path:
    """What a press of the button saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path())


def table(page: Page, button: str = "Download these rows") -> list[dict[str, str]]:
    """The rows of the CSV that a press of the button saves."""
    return list(csv.DictReader(io.StringIO(saved(page, button).read_text(encoding="utf-8"))))


def tick(page: Page, label: str, *values: str) -> None:
    """Choose some values of a list, each by what it is called."""
    summary = page.locator("summary", has_text=re.compile(f"^{label}(:|$)"))
    summary.click()
    for value in values:
        summary.locator("..").get_by_role("checkbox", name=re.compile(rf"^{re.escape(value)} \d+$")).check()


def test_a_table_is_filtered_sorted_and_saved_and_the_address_says_how(visit: Open, release: Path) -> None:
    statements = rows(release, "statements.csv")
    page = visit("statements.html")
    tick(page, "State", "Chile")
    page.get_by_role("button", name="Paragraph").click()
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("Column Verb").check()
    expect(page.locator(".count")).to_have_text(re.compile(r"^\d+ of 33 rows$"))
    address = page.url
    assert "state=CHL" in address
    assert "sort=-paragraph_number" in address
    expected = sorted(
        (int(row["paragraph_number"]), row["quote"], row["reporting_verb"])
        for row in statements
        if row["state_iso3"] == "CHL"
    )[::-1]
    for _ in range(2):
        found = table(page)
        assert [(int(r["paragraph_number"]), r["quote"], r["reporting_verb"]) for r in found] == expected
        assert all(row["permalink"].rpartition("#")[2].endswith(".CHL") for row in found)
        assert {row["note_issued"] for row in found} == {"2022-06-09"}
        # Whoever is sent the address sees the same.
        page.goto("about:blank")
        page.goto(address)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".count")).to_have_text("33 rows")
    page.get_by_label("Contains").fill("PORTAL chile")
    assert {row["state_name"] for row in table(page)} == {"Chile"}
    # An address that asks for a State that no row is of shows none, and not all.
    page.goto(address.replace("state=CHL", "state=ISL"))
    expect(page.locator(".count")).to_have_text("0 of 33 rows")


def test_a_filter_shows_the_columns_in_which_it_matched_and_they_are_saved(visit: Open, release: Path) -> None:
    page = visit("statements.html")
    expect(page.locator("th[data-key=region]")).to_be_hidden()
    tick(page, "Region", "Americas")
    expect(page.locator("th[data-key=region]")).to_be_visible()
    assert {row["region"] for row in table(page)} == {"Americas"}
    page.goto(page.url.partition("?")[0])
    # The heading alone holds the words.
    words = next(row["theme"] for row in rows(release, "statements.csv") if row["theme"] not in row["quote"])
    page.get_by_label("Contains").fill(words)
    expect(page.locator("th[data-key=theme]")).to_be_visible()
    assert {row["theme"] for row in table(page)} == {words}
    tick(page, "Confidence", "97% or more")
    assert all(float(row["confidence"]) >= 0.97 for row in table(page))


@pytest.mark.parametrize("name", ["statements", "collective", "systems"])
def test_a_short_list_is_whole_without_javascript(visit: Open, release: Path, name: str) -> None:
    file = {"statements": "statements", "collective": "collective_statements", "systems": "system_mentions"}[name]
    page = visit(f"{name}.html", java_script_enabled=False)
    expect(page.locator("tbody tr")).to_have_count(len(rows(release, f"{file}.csv")))


def test_a_column_that_is_saved_holds_what_the_column_of_that_name_in_the_release_holds(
    visit: Open, serve: Serve, tmp_path: Path
) -> None:
    release = publish([replace(FIRST, symbol="CAC/COSP/WG.4/2022/2")], tmp_path).folder
    of = {
        **{name: name for name in ("statements", "notes", "articles")},
        "collective": "collective_statements",
        "systems": "system_mentions",
        "states": "by_state",
        "submissions": "submissions",
    }
    base = serve(release)
    page = visit("systems.html", base)
    for name, file in of.items():
        page.goto(f"{base}{name}.html")
        keys = page.locator("th[data-key]").evaluate_all("heads => heads.map((head) => head.dataset.key)")
        page.goto(f"{base}{name}.html?columns={','.join(keys)}")
        found, published = table(page), rows(release, f"{file}.csv")
        same = sorted(found[0].keys() & published[0].keys())
        assert len(same) > 1, name
        listed = [{tuple(row[key] for key in same) for row in some} for some in (found, published)]
        assert listed[0] <= listed[1], name
    page.goto(f"{base}systems.html")
    assert [(row["note_title"], row["articles"]) for row in table(page)] == [(FIRST.title, "article-09")]


def test_a_list_has_its_first_rows_in_the_page_and_all_in_its_filters(
    visit: Open, serve: Serve, tmp_path: Path
) -> None:
    names = {"CHL": "Chile", "PER": "Peru", "KEN": "Kenya"}
    paragraphs = tuple(
        Paragraph(f"{name} reported {n} on pro-curement.", {iso3: name}, topics={"procurement": "pro-curement"})
        for n in range(90)
        for iso3, name in [list(names.items())[n % 3]]
    )
    sections = (Section("Procurement (article 9)", paragraphs, ("9",)),)
    notes = [Note(f"{year}-06-09-long", f"Of {year}", sections, issued=f"{year}-06-09") for year in (2021, 2022)]
    release = publish(notes, tmp_path).folder
    assert sorted(path.name for path in (release / "lists").glob("statements*")) == [
        "statements-2021.json",
        "statements-2022.json",
    ]
    base = serve(release)
    plain = visit("statements.html", base, java_script_enabled=False)
    expect(plain.locator("tbody tr")).to_have_count(50)
    expect(plain.locator("#without")).to_contain_text("180")
    for link in plain.locator("#without a").all():
        assert plain.request.get(f"{base}{link.get_attribute('href')}").ok
    page = visit("statements.html", base)
    shown = page.locator("tbody tr")
    first = [shown.nth(n).inner_html() for n in (0, 49)]
    tick(page, "State", "Peru", "Kenya")
    tick(page, "Year", "2021")
    expect(page.locator(".count")).to_have_text("60 of 180 rows")
    # Beside each value stands how many rows it gives, with all else that is ticked.
    of_states = page.locator("details.field", has=page.locator("summary", has_text="State:")).locator("label")
    expect(of_states).to_have_text(["Chile 30", "Kenya 30", "Peru 30"])
    assert page.url.endswith("statements.html?state=PER&state=KEN&year=2021")
    assert {(row["state_name"], row["note_title"]) for row in table(page)} == {
        ("Peru", "Of 2021"),
        ("Kenya", "Of 2021"),
    }
    page.reload()
    expect(page.locator(".count")).to_have_text("60 of 180 rows")
    # Addresses of earlier releases name a topic by its title.
    page.goto(f"{base}statements.html?state=CHL&topic=Public+procurement")
    expect(page.locator(".count")).to_have_text("60 of 180 rows")
    # A row of the file is shown as one that stands in the page.
    page.goto(f"{base}statements.html?columns=state_name")
    page.goto(f"{base}statements.html?sort=")
    page.get_by_label("Contains").focus()
    expect(page.locator("#without")).to_have_count(0)
    texts = [re.sub(r"<[^>]*>", "", row) for row in first]
    assert [re.sub(r"<[^>]*>", "", shown.nth(n).inner_html()) for n in (0, 49)] == texts


def test_the_matrix_counts_anew_for_one_note_and_one_year(visit: Open, tmp_path: Path) -> None:
    def note(year: int, *states: tuple[str, str]) -> Note:
        paragraphs = tuple(Paragraph(f"{name} reported in {year}.", {iso3: name}) for iso3, name in states)
        respondents = {"CHL": "Chile", "PER": "Peru"}
        sections = (Section("Procurement (article 9)", paragraphs, ("9",)),)
        return Note(f"{year}-06-09-note", f"Note of {year}", sections, respondents, issued=f"{year}-06-09")

    chile, peru = ("CHL", "Chile"), ("PER", "Peru")
    release = publish([note(2022, chile, chile, peru), note(2023, chile)], tmp_path).folder
    page = visit("index.html", release)
    cells = page.locator("table.matrix td")
    expect(cells).to_have_text(["3", "1"])
    page.get_by_label("Year").select_option("2023")
    expect(cells).to_have_text(["1", "○"])
    assert page.url.endswith("?year=2023")
    assert [row["article_9"] for row in table(page)] == ["1", "sent information; not mentioned here"]
    page.reload()
    expect(cells).to_have_text(["1", "○"])
    page.get_by_role("button", name="Show all").click()
    expect(cells).to_have_text(["3", "1"])
    page.get_by_label("Note", exact=True).select_option("Note of 2022 (2022)")
    expect(cells).to_have_text(["2", "1"])
    expect(cells.first.get_by_role("link")).to_have_attribute("href", "states/CHL.html#article-9")


def test_statements_that_are_compared_are_saved(visit: Open, release: Path) -> None:
    page = visit("compare.html?states=ARG,CHL&article=13")
    expect(page.get_by_role("region", name=re.compile("Article 13"))).to_be_visible()
    expect(page.get_by_role("region")).to_have_count(1)
    expected = {
        row["statement_id"]
        for row in rows(release, "statements.csv")
        if row["state_iso3"] in {"ARG", "CHL"} and "13" in re.findall(r"\d+", row["articles"])
    }
    assert {row["statement_id"] for row in table(page, "Download these statements")} == expected
    page.get_by_label("Second State").select_option("Japan")
    expect(page.get_by_text("That is not a finding about the State")).not_to_have_count(0)


def test_the_filters_of_a_table_are_folded_on_a_telephone(visit: Open) -> None:
    page = visit("statements.html")
    state = page.locator("summary", has_text=re.compile("^State$"))
    expect(state).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    expect(state).to_be_hidden()
    page.locator("summary", has_text="Filters").click()
    expect(state).to_be_visible()


def test_a_picture_is_saved_as_png(visit: Open) -> None:
    page = visit("index.html")
    assert saved(page, "PNG").read_bytes().startswith(b"\x89PNG")


def test_a_question_in_sql_is_answered_as_the_csv_does_has_an_address_and_its_answer_is_saved(
    visit: Open, whole_release: Path, site_with_sql: str
) -> None:
    page = visit("sql.html", site_with_sql)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url.rpartition("/")[2]))
    expect(page.get_by_label("SQL")).to_be_hidden()
    assert not {"uncac-statements.sqlite", "sql-wasm-browser.bin"} & set(asked)
    page.get_by_role("button", name=re.compile("^Load the database")).click()
    question = "SELECT state_name, paragraph_number, NULL AS absent, quote FROM statements ORDER BY statement_id"
    page.get_by_label("SQL").fill(question)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#state")).to_have_text("3 rows.")
    assert "uncac-statements.sqlite" in asked
    expected = rows(whole_release, "statements.csv")
    quotes = [row["quote"] for row in expected]
    expect(page.locator("#answer tbody tr td:last-child")).to_have_text(quotes)
    found = pq.read_table(saved(page, "Save the answer (Parquet)"))
    assert found.column_names == ["state_name", "paragraph_number", "absent", "quote"]
    assert found["quote"].to_pylist() == quotes
    assert [str(n) for n in found["paragraph_number"].to_pylist()] == [row["paragraph_number"] for row in expected]
    assert found["absent"].null_count == 3
    assert [row["quote"] for row in table(page, "Save the answer (CSV)")] == quotes
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_label("SQL")).to_have_value(question)
    page.get_by_role("button", name=re.compile("^Load the database")).click()
    expect(page.locator("#state")).to_have_text("3 rows.")
    page.get_by_label("SQL").fill("SELECT absent")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#state")).to_have_text("SQLite says: no such column: absent")
