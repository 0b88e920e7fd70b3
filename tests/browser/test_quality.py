"""What holds of every kind of page: accessibility, width of a telephone, weight, valid markup."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Serve

KINDS = (
    "index.html",
    "states.html",
    "states/JPN.html",
    "states/USA.html",
    "articles.html",
    "topics.html",
    "topics/hotlines.html",
    "articles/article-10.html",
    "articles/article-13.html",
    "notes.html",
    "columns.html",
    "search.html?q=procurement",
    "statements.html",
    "collective.html",
    "systems.html",
    "compare.html?states=ARG,CHL",
    "about.html",
    "accessibility.html",
    "changes.html",
    "use.html",
    "api.html",
    "es/index.html",
    "es/states/USA.html",
    "fr/statements.html",
    "fr/search.html?q=Chili",
)
VNU = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def kinds(release: Path) -> list[str]:
    """One page of every kind, and those that are unlike others of their kind."""
    return [*KINDS, *(f"notes/{page.name}" for page in sorted((release / "notes").iterdir())[:1])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(visit: Open, site: str, release: Path, scheme: str) -> None:
    # The checker is put into the page as a script, which the pages' own policy forbids.
    page = visit("index.html", color_scheme=scheme, bypass_csp=True)
    for path in kinds(release):
        page.goto(site + path)
        if "search" in path:
            expect(page.locator(".hits a")).not_to_have_count(0)
        if path.startswith("compare"):
            expect(page.locator(".beside")).not_to_have_count(0)
        page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")
        # The page says the same in both; only its colours differ.
        assert violations(page, None if scheme == "light" else ["color-contrast"]) == [], path


def test_pictures_and_pages_of_systems_are_for_everybody_and_fit_a_telephone(
    visit: Open, serve: Serve, years: Path
) -> None:
    system = min((years / "systems").iterdir()).name
    base = serve(years)
    page = visit("index.html", base, bypass_csp=True)
    for path in ("states/ROU.html", "es/states/ROU.html", "topics/hotlines.html", f"systems/{system}"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(base + path)
        assert violations(page) == [], path
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.goto(f"{base}states/ROU.html")
    page.get_by_role("link", name="2016, Article 31: done").click()
    expect(page.locator("mark:target")).to_contain_text("Romania")


def violations(page: Page, rules: list[str] | None = None) -> list[tuple[str, list[str]]]:
    """What axe finds on a page, by all of its rules or by some."""
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": rules}} if rules else {})}
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in Axe().run(page, options=options).response["violations"]]


def test_the_page_of_sql_is_light_and_axe_finds_nothing_on_it(
    visit: Open, whole_release: Path, site_with_sql: str
) -> None:
    page = visit("sql.html", site_with_sql, bypass_csp=True)
    page.get_by_role("button", name="Load the database").click()
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer table")).to_be_visible()
    assert violations(page) == []
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.slice(1))"
    )
    weighed = [path for path in loaded if path.endswith((".js", ".bin", ".css", ".wasm"))]
    assert any("sql" in path for path in weighed)
    folder = whole_release.parent
    assert sum((folder / path).stat().st_size for path in (*weighed, f"{whole_release.name}/sql.html")) <= 600_000


def test_no_page_scrolls_sideways_on_a_telephone(visit: Open, site: str, release: Path) -> None:
    page = visit("index.html", screen={"width": 360, "height": 740})
    page.set_viewport_size({"width": 360, "height": 740})
    for path in kinds(release):
        page.goto(site + path)
        if path.startswith("search"):
            expect(page.locator(".hits a")).not_to_have_count(0)
        page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def weight(visit: Open, path: str) -> int:
    """Bytes of everything that a page loads until it rests."""
    page = visit("notes.html")
    sizes: list[int] = []
    page.on("requestfinished", lambda r: sizes.append(r.sizes()["responseBodySize"]))
    page.goto(page.url.replace("notes.html", path))
    page.wait_for_load_state("networkidle")
    return sum(sizes)


def test_pages_stay_within_their_weight(visit: Open, release: Path) -> None:
    for page in release.rglob("*.html"):
        if page.parent.name != "dataset":
            # The columns of all tables are one list; a list may weigh as much as it has rows.
            most = {"index.html": 200_000, "columns.html": 300_000}.get(page.name, 65_000)
            assert page.stat().st_size <= most, page
    assert weight(visit, "search.html?q=procurement") <= 350_000


def test_the_whole_site_of_one_note_stays_small(release: Path) -> None:
    # In one language.
    beside_english = {"dataset", "es", "fr"}
    pages = [p for p in release.rglob("*.html") if not beside_english & set(p.relative_to(release).parts)]
    beside = [p for name in ("assets", "search", "charts") for p in (release / name).rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in (*pages, *beside)) <= 1_250_000


def test_the_markup_is_valid(release: Path) -> None:
    if not VNU.is_file() or shutil.which("java") is None:
        pytest.skip("the HTML checker is not there: npm install --no-save vnu-jar, and Java")
    pages = [page for page in sorted(release.rglob("*.html")) if page.parent.name != "dataset"]
    command = ["java", "-jar", str(VNU), "--format", "json", "--errors-only", *map(str, pages)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [(m["url"], m["message"]) for m in json.loads(found.stderr)["messages"]] == []
