from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipelines.publish.publication import load_publication
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import paged, pager
from tests.conftest import Shared
from tests.contents import rows
from tests.publish.conftest import FIRST
from tests.publish.site_reading import broken_links, loaded_from_elsewhere, pages, text, tree
from tests.publish.written import Note, Paragraph, Section, publish
from tests.releases import LIGHT

STATIC = Path(addresses.__file__).parent / "static"
NOTE = f"notes/{FIRST.note_id}.html"


def test_no_link_of_any_page_is_broken(small_release: Path) -> None:
    assert broken_links(small_release) == []


def test_the_index_of_the_search_names_the_first_word_of_each_file_of_words(small_release: Path) -> None:
    search = small_release / "search"
    words = json.loads((search / "index.json").read_bytes())["words"]
    files = [json.loads((search / f"words-{n}.json").read_bytes()) for n in range(len(words))]
    assert words == [next(iter(file)) for file in files] != []
    assert not (search / f"words-{len(words)}.json").exists()


def test_pages_run_and_fetch_nothing_but_what_the_release_holds(small_release: Path) -> None:
    for page in pages(small_release):
        assert loaded_from_elsewhere(page) == [], page
        if page.parent.name == "dataset":
            continue
        policy = tree(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; script-src 'self'"), page
        assert "http" not in policy
        assert "unsafe-inline" not in policy
        assert ("wasm-unsafe-eval" in policy) == (page.name == "sql.html")


def test_every_cell_of_the_matrix_says_what_the_table_says(small_release: Path) -> None:
    table = tree(small_release / "index.html").xpath("//table[@class='matrix']")[0]
    articles = [re.sub(r"\D", "", th.text_content()) for th in table.xpath("thead/tr/th")[1:]]
    names = {row["state_iso3"]: row["state_name"] for row in rows(small_release, "by_state")}
    said = {
        (tr.xpath("string(th)"), article): td
        for tr in table.xpath("tbody/tr")
        for article, td in zip(articles, tr.xpath("td"), strict=True)
    }
    expected = rows(small_release, "by_state_article")
    assert len(said) == len(expected) > 0
    for row in expected:
        cell = said[names[row["state_iso3"]], str(row["article"])]
        words = cell.text_content().strip()
        if row["status"] == "reported":
            assert words == str(row["statement_count"])
            assert cell.xpath("a/@href") == [f"states/{row['state_iso3']}.html#article-{row['article']}"]
        else:
            assert words == {"mentioned": "•", "silent": "○", "not_listed": "·"}[str(row["status"])]
    legend = tree(small_release / "index.html").xpath("string(//ul[@class='legend'])")
    assert re.search(r"○\s+sent information; not mentioned here", legend)
    assert re.search(r"·\s+not listed", legend)


def test_what_is_said_of_a_part_stands_on_the_page_of_the_whole_and_is_no_row_of_it(tmp_path: Path) -> None:
    states = {"CHL": "Chile", "KEN": "Kenya"}
    paragraphs = (
        Paragraph("Chile had rules on tenders.", {"CHL": "Chile"}, topics={"procurement": "tenders"}),
        Paragraph(
            "Kenya planned a law. It had opened an e-tender portal.",
            {"KEN": "Kenya"},
            topics={"e-procurement": "e-tender"},
            stage="planned",
            named_stage="done",
        ),
    )
    note = Note("2024-06-01-buying", "Buying", (Section("One", paragraphs, ("9",)),), states)
    release = publish([note], tmp_path, renderers=(*LIGHT, "topics", "list_of_topics", "names")).folder
    whole, part = (tree(release / "topics" / f"{name}.html") for name in ("procurement", "e-procurement"))
    assert whole.xpath("//blockquote/mark/text()") == ["tenders", "e-tender"]
    assert part.xpath("//blockquote/mark/text()") == ["e-tender"]
    # beside a topic stands the stage of the sentence that names it
    for page in (whole, part):
        assert page.find_class("from")[-1].text_content().endswith("para. 2 · done")
    # the list and the card count what stands on the page
    listed = tree(release / "topics.html").xpath("//tr[th/a/@href='topics/procurement.html']/td[@class='num']/text()")
    assert listed == ["2", "2"]
    names = json.loads(gzip.decompress((release / "names.bin").read_bytes()))
    assert [counts[:2] for kind, code, *_, counts in names if (kind, code) == ("Topic", "procurement")] == [[2, 2]]
    assert whole.xpath("//p[@class='who']/a/@href")[-1] == "../topics/e-procurement.html"
    assert part.xpath("//p[@class='who']/a/@href")[-1] == "../topics/procurement.html"
    assert {(row["statement_id"][-3:], row["topic"]) for row in rows(release, "statement_topics")} == {
        ("CHL", "procurement"),
        ("KEN", "e-procurement"),
    }


def test_every_statement_stands_at_its_permalink_with_its_words(small_release: Path) -> None:
    for row in rows(small_release, "statements"):
        place = tree(small_release / NOTE).xpath(
            f"//*[@id='{addresses.anchor(str(row['statement_id']), FIRST.note_id)}']"
        )
        assert (place[0].tag, place[0].text_content()) == ("mark", row["quote"])


def test_a_note_says_where_nothing_was_extracted_and_what_is_said_of_several_states(small_release: Path) -> None:
    page = tree(small_release / NOTE)
    empty = page.xpath("//section[@id='p001']")[0].text_content()
    assert "No statement was found in this paragraph." in empty
    assert "See A/1." in empty
    assert "Most States parties: collective statement, most of them" in re.sub(
        r"\s+", " ", page.xpath("//section[@id='p002']")[0].text_content()
    )


def _several() -> Note:
    several, own = "Most States, including Qatar, had portals.", "Argentina had none."
    said = Paragraph(
        f"{several} {own}",
        {"QAT": "Qatar", "ARG": "Argentina"},
        collective="Most States",
        quotes={"QAT": (0, len(several)), "ARG": (len(several) + 1, len(several) + 1 + len(own))},
        collective_end=len(several),
        confidence=0.8,
    )
    sections = (Section("Procurement", (said,), ("9",)),)
    return Note("2022-02-02-a", "Note", sections, {"QAT": "Qatar", "ARG": "Argentina"})


ATTACK = '</script><script>alert(1)</script><img src=x onerror="alert(1)">"\'\x0b\u202e' + "x" * 5_000
HOSTILE = Note(
    "2022-03-03-attack",
    f"Title {ATTACK}",
    (
        Section(
            f"Heading {ATTACK}",
            (Paragraph(f"Peru reported {ATTACK}", {"PER": f"<b>Peru</b> {ATTACK}"}, ATTACK, ATTACK, ATTACK),),
            ("5",),
        ),
    ),
    {"PER": f"<i>Peru</i> {ATTACK}"},
    symbol=f"A/{ATTACK}",
    texts=(("PER", "5", f"Peru wrote {ATTACK}"),),
)
_SYSTEM = Paragraph(
    "Le Chili a un Registre de l’État.", {"CHL": "Chili"}, system="Registre de l’État", lead_in="Le Chili"
)
_KUWAIT = Paragraph("L’État du Koweït a indiqué.", {"KWT": "État du Koweït"})
_SEVERAL = Paragraph("Plusieurs États ont un plan.", collective="Plusieurs États", footnote="Le Chili.")
FRENCH = [
    Note(
        f"2022-02-0{n}-fr",
        "Système de rapports",
        (Section("Rubrique", (_SYSTEM, _SEVERAL), ("10",)), Section("Rubrique", (_KUWAIT,))),
        {"CHL": "Chili", "KWT": "État du Koweït"},
        language="fr",
    )
    for n in (3, 4)
]
OWN_TEXT = Note("article-6-bodies", "Bodies (article 6)", texts=(("CHL", "6", "We have a body.\n\nIt works."),))


@pytest.fixture(scope="session")
def odd_release(shared: Shared) -> Path:
    """A release of notes each of which is odd in its own way, at another address than the shipped one."""
    base = load_publication().model_copy(update={"editions": (), "base_url": "http://127.0.0.1:8000/"})
    folder = shared("odd", lambda folder: publish([_several(), *FRENCH, HOSTILE, OWN_TEXT], folder, base=base))
    return (folder / "publish" / "latest").resolve()


def test_a_state_that_is_named_among_several_is_not_told_that_it_may_be_meant(odd_release: Path) -> None:
    told = "About several States, without naming {}"
    assert told.format("Argentina") in text(odd_release / "states" / "ARG.html")
    assert "About several States" not in text(odd_release / "states" / "QAT.html")
    for page in pages(odd_release):
        assert not re.search("none by name|without naming them", text(page)), page


def test_a_silent_respondent_is_never_said_to_have_done_nothing(small_release: Path) -> None:
    said = text(small_release / "states" / "JPN.html")
    assert "Japan sent information and is not mentioned in: Use of technologies (9 June 2022)" in said
    assert "This says nothing about what Japan has done" in said
    assert not re.search(r"did not (report|send|act)|failed|did nothing", said)


def test_the_method_page_says_of_invented_notes_and_of_real_papers_what_the_tables_say(small_release: Path) -> None:
    about = text(small_release / "about.html")
    bands = [row for row in rows(small_release, "calibration") if row["statement_count"]]
    invented, real = (
        round(100 * row["right_count"] / row["statement_count"])
        for paper in ("all", "real")
        for row in bands
        if (row["paper"], row["confidence_from"]) == (paper, 0.7)
    )
    assert (
        f"with a confidence between 70% and 90%, {invented} of every 100 were right in invented notes, and {real} of"
        in about
    )
    assert f"marked the statements in notes that {bands[0]['invented_count']} authors invented" in about
    shown = tree(small_release / "about.html").xpath("//div[@aria-label='Calibration']//tbody/tr")
    numbers = [[re.sub(r"\D", "", cell) for cell in tr.xpath("td[position() > 1]/text()")] for tr in shown]
    assert numbers == [[str(row["statement_count"]), str(row["right_count"])] for row in bands]
    papers = [tr.xpath("string(th)") for tr in shown]
    assert (papers[0], papers[-1]) == ("All invented notes", "Real papers of other bodies")


def test_a_quote_stands_once_and_a_range_of_articles_is_of_no_single_one(tmp_path: Path) -> None:
    chapter = Section(
        "Crimes (articles 15 to 17)", [Paragraph("Peru had laws.", {"PER": "Peru"})], ("15", "16", "17"), by_range=True
    )
    both = Section("Portals (articles 9 and 10)", [Paragraph("Peru had a portal.", {"PER": "Peru"})], ("9", "10"))
    release = publish(
        [Note("2022-02-02-a", "Note", (both, chapter))], tmp_path, renderers=("states", "articles", "list_of_articles")
    ).folder
    for table in ("by_article", "by_state_article", "state_timeline", "by_theme"):
        assert {r["article"]: r["statement_count"] for r in rows(release, table)} == {9: 1, 10: 1}, table
    page = tree(release / "states" / "PER.html")
    headings = [re.sub(r"\s+", " ", h.text_content()) for h in page.xpath("//h2[following-sibling::div]")]
    assert headings == ["Article 9, Article 10", "articles 15 to 17"]
    assert [q.text_content() for q in page.xpath("//blockquote")] == ["Peru had a portal.", "Peru had laws."]
    assert {"article-9", "article-10"} <= set(page.xpath("//h2/span/@id"))
    sixteen = tree(release / "articles" / "article-16.html")
    assert sixteen.xpath("//blockquote") == []
    assert sixteen.xpath("//p[contains(., 'range of articles')]/a/@href") == ["../notes/2022-02-02-a.html#s002"]
    assert not (release / "data" / "by-article" / "article-16.csv").exists()
    assert "articles/article-16.html" in tree(release / "articles.html").xpath("//h2[@id='others']/..//a/@href")


def test_the_whole_site_is_there_in_every_language_that_is_declared(release: Path) -> None:
    (note,) = (page.name for page in (release / "notes").iterdir())
    alone = {"404.html", *(f"dataset/{page.name}" for page in (release / "dataset").iterdir())}
    english = {page.relative_to(release).as_posix() for page in pages(release)}
    english = {path for path in english if not path.startswith(("es/", "fr/"))} - alone
    for code, state_name, words in (("es", "Brasil", "Enlace permanente"), ("fr", "Brésil", "Lien permanent")):
        assert {page.relative_to(release / code).as_posix() for page in pages(release / code)} == english
        state = tree(release / code / "states" / "BRA.html")
        assert state.xpath("/html/@lang") == [code]
        assert state.xpath("//h1/text()") == [state_name]
        assert set(state.xpath("//blockquote/@lang")) == {"en"}
        assert words in tree(release / code / "notes" / note).text_content()
        assert state.xpath("//script/@src")[1] == "../words.js"
        said = re.sub(r"\s+", " ", text(release / code / "index.html"))
        assert not re.search(r"Read this first|Every State|Download\b|What is new", said)
    assert broken_links(release) == []


def test_the_home_page_counts_as_many_doubts_as_their_page_shows(odd_release: Path) -> None:
    shown = len(tree(odd_release / "doubts.html").xpath("//main//table/tbody/tr"))
    assert shown > len(rows(odd_release, "signals")) > 0
    assert f"To be checked: {shown} open doubts" in text(odd_release / "index.html")


def test_a_quote_says_how_sure_it_is_what_came_before_and_where_the_document_is(tmp_path: Path) -> None:
    before, words = "Two States spoke.", "The latter had laws."
    said = Paragraph(
        f"{before} {words}",
        {"PER": "Peru"},
        quotes={"PER": (len(before) + 1, len(before) + 1 + len(words))},
        lead_in=before,
    )
    note = Note("cac-1", "Note", (Section("One (article 9)", [said], ("9",)),), symbol="CAC/COSP/WG.4/2022/2")
    release = publish([note], tmp_path, renderers=("states", "notes")).folder
    state, paragraph = (
        tree(release / "states" / "PER.html"),
        tree(release / "notes" / "cac-1.html").find_class("para")[0],
    )
    (line,) = state.find_class("statement")
    assert line.xpath("string(blockquote/span[@class='lead-in'])") == f"{before} […] "
    assert line.xpath("string(p)") == "CAC/COSP/WG.4/2022/2 · 9 June 2022 · para. 1"
    assert line.xpath(".//a/@href") == ["../notes/cac-1.html#p001.PER"]
    (report,) = state.xpath("//main//a[starts-with(@href, 'mailto:')]")
    page = f"{load_publication().base_url}states/PER.html"
    assert unquote(report.get("href")) == f"mailto:opendata@example.org?subject=Error states/PER.html&body={page}"
    assert "opendata@example.org" in report.getparent().text_content()
    # All else stands where it leads, without a script.
    assert "uncertain" not in paragraph.text_content()
    cited = paragraph.xpath("p[@class='ids']")[0]
    assert cited.text_content().startswith("CAC/COSP/WG.4/2022/2 (9 June 2022), paragraph 1")
    assert cited.xpath("a/@href") == ["https://documents.un.org/api/symbol/access?s=CAC/COSP/WG.4/2022/2&l=en&t=pdf"]


def test_a_name_as_written_is_marked_with_the_language_of_its_note(odd_release: Path) -> None:
    names = tree(odd_release / "notes" / f"{FRENCH[0].note_id}.html").xpath("//li/bdi[@lang='fr']/text()")
    assert names == ["État du Koweït"]


def test_all_of_it_follows_the_configured_address(odd_release: Path) -> None:
    shipped = load_publication().base_url.encode()
    assert [path for path in odd_release.rglob("*") if path.is_file() and shipped in path.read_bytes()] == []


IN_NO_SCRIPT = "not(ancestor::script or ancestor::code)"


def test_words_of_a_note_are_marked_with_its_language_wherever_they_stand(odd_release: Path) -> None:
    words = "Système", "Rubrique", "Le Chili", "Plusieurs", "Registre"
    unmarked = [
        (page.relative_to(odd_release).as_posix(), str(said).strip())
        for page in pages(odd_release)
        if page.name != "columns.html"  # examples of values
        for said in tree(page).xpath(f"//main//text()[{IN_NO_SCRIPT}][ancestor::*[@lang][1]/@lang != 'fr']")
        if any(word in said for word in words)
    ]
    assert unmarked == []


def test_nothing_of_a_note_becomes_markup(odd_release: Path) -> None:
    assert broken_links(odd_release) == []
    for page in pages(odd_release):
        assert loaded_from_elsewhere(page) == [], page
        if page.parent.name == "dataset":
            continue
        found = tree(page)
        assert found.xpath("//img[not(contains(@src, 'charts/'))] | //b | //i") == [], page
        assert not {"\x0b", "\u202e"} & set(page.read_text(encoding="utf-8"))
    assert "<script>alert(1)</script>" in text(odd_release / "notes" / f"{HOSTILE.note_id}.html")
    for picture in (odd_release / "charts").glob("*.svg"):
        assert "<script" not in picture.read_text(encoding="utf-8")


@pytest.mark.long  # six hundred paragraphs; how a list is parted, the next test says
def test_busy_states_are_parted_into_pages_within_the_budget_and_a_note_is_one(tmp_path: Path) -> None:
    texts = [f"Argentina reported on matter {i} & on <more> of it. " + "word " * 200 for i in range(600)]
    sections = [
        Section(f"Heading {i}", [Paragraph(t, {"ARG": "Argentina"}) for t in texts[i::30]], ("9",)) for i in range(30)
    ]
    note = Note("2022-04-04-long", "A long note", sections, {"ARG": "Argentina"})
    release = publish([note], tmp_path).folder
    for page in pages(release):
        if page.parent.name not in {"dataset", "notes"} and page.name != "index.html":  # which has the whole matrix
            assert page.stat().st_size <= 320_000, page
    assert broken_links(release) == []
    assert len(list((release / "states").glob("ARG*.html"))) > 3
    (whole,) = (release / "notes").glob("*.html")
    assert tree(whole).xpath("//section[contains(@class, 'para')]/@id") == [f"p{n:03d}" for n in range(1, 601)]
    cell = tree(release / "index.html").xpath("//table[@class='matrix']//td/a/@href")
    assert cell == ["states/ARG.html#article-9"]


def test_a_list_is_parted_in_order_where_the_limit_is_reached_and_its_pages_are_numbered() -> None:
    parts = list(paged([40, 40, 40, 500, 10], int, "page{}.html".format, limit=100))
    assert [(list(rows), pager.address) for pager, rows in parts] == [
        ([40, 40], "page1.html"),
        ([40], "page2.html"),
        ([500], "page3.html"),
        ([10], "page4.html"),
    ]
    first, last = parts[0][0], parts[-1][0]
    assert (first.before, first.after) == (None, "page2.html")
    assert (last.number, last.count, last.before, last.after) == (4, 4, "page3.html", None)
    assert [label for label, _ in pager(1, 9, str).steps] == ["1", "2", "3", "", "9"]


def test_what_fits_stands_on_one_page() -> None:
    for listed in ([], [500]):
        ((only, held),) = paged(listed, int, str, limit=100)
        assert (list(held), only.steps, only.first, only.last) == (listed, (), True, True)


def test_a_release_without_statements_has_pages_all_the_same(tmp_path: Path) -> None:
    note = Note(
        "2022-05-05-none", "Nothing", (Section("Codes (article 8)", (Paragraph("It met."),), ("8",)),), {"CHL": "Chile"}
    )
    release = publish([note], tmp_path).folder
    assert broken_links(release) == []
    assert "No statement about a named State was found under this article" in text(
        release / "articles" / "article-08.html"
    )
    assert "Chile sent information and is not mentioned in: Nothing" in text(release / "states" / "CHL.html")


def test_a_states_own_text_is_shown_as_its_own(odd_release: Path) -> None:
    assert tree(odd_release / "states" / "CHL.html").xpath("//h2[@id='own-texts']")
    block = (
        tree(odd_release / "notes" / f"{OWN_TEXT.note_id}.html").xpath("//section[@id='t001.CHL']")[0].text_content()
    )
    assert "the State’s own text" in block
    assert "We have a body." in block


def test_what_changed_is_shown_word_by_word(tmp_path: Path) -> None:
    def note(words: str, *, second: bool) -> Note:
        paragraphs = [Paragraph(f"Argentina reported {words}.", {"ARG": "Argentina"})]
        paragraphs += [Paragraph("Chile reported.", {"CHL": "Chile"})] if second else []
        return Note(
            "2022-06-06-changing", "Changing", (Section("One (article 9)", paragraphs, ("9",)),), {"ARG": "Argentina"}
        )

    made = (*LIGHT, "changes", "landing", "everything")
    publish([note("a new <portal> for all", second=True)], tmp_path, renderers=made)
    release = publish([note("an old <portal> for all", second=False)], tmp_path, renderers=made).folder
    page = tree(release / "changes.html")
    change = next(c for c in page.find_class("change") if "p001.ARG" in c.text_content())
    quote = next(d for d in change.xpath(".//dl/div") if d.xpath("string(dt)") == "quote").find("dd")
    assert [(e.tag, e.text.strip()) for e in quote if e.tag in {"del", "ins"}] == [("del", "a new"), ("ins", "an old")]
    assert "<portal> for all." in quote.text_content()
    removed = next(c for c in page.find_class("change") if "p002.CHL" in c.text_content())
    assert "removed" in removed.text_content()
    assert "Chile reported." in removed.text_content()
    assert "Removed: 1 statement" in text(release / "index.html")
    by_state = page.xpath("//h2[@id='by-state']/following-sibling::ul[1]/li")
    assert [" ".join(state.text_content().split()) for state in by_state] == [
        "Argentina: 1 changed quote, article 9.",
        "Chile: 1 removed quote.",
    ]


def test_a_link_to_a_page_is_shown_with_its_title_and_description(small_release: Path) -> None:
    for page in pages(small_release):
        if page.parent.name == "dataset":
            continue
        said = {meta.get("property"): meta.get("content") for meta in tree(page).xpath("//meta[@property]")}
        described = tree(page).xpath("//meta[@name='description']/@content")
        assert said["og:title"], page
        assert [said["og:description"]] == described, page
        assert "og:image" not in said, page


def test_the_columns_page_has_every_column_of_the_codebook(small_release: Path) -> None:
    ids = {i for page in small_release.glob("columns*.html") for i in tree(page).xpath("//tr/@id")}
    lines = (small_release / "codebook.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {".".join(line.split(",")[:2]) for line in lines if re.match(r"[a-z_]+,[a-z_0-9]+,", line)} <= ids


def test_the_markup_for_search_engines_is_one_dataset(small_release: Path) -> None:
    markup = json.loads(tree(small_release / "index.html").xpath("//script[@type='application/ld+json']/text()")[0])
    assert (markup["@type"], markup["version"]) == ("Dataset", small_release.name)
    files = {d["contentUrl"].rpartition("/")[2]: d["contentSize"] for d in markup["distribution"]}
    for name in ("statements.csv", "uncac-statements.zip", "uncac-statements.xlsx"):
        assert name in files


@pytest.mark.parametrize("name", ["sql-wasm-browser.js", "sql-wasm-browser.wasm"])
def test_the_sql_engine_is_the_one_that_is_written_down(name: str) -> None:
    digest = hashlib.sha256((STATIC / "sql" / name).read_bytes()).hexdigest()
    assert digest in (STATIC / "sql" / "VENDORED.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["html", "svg"])
def test_templates_never_switch_escaping_off(form: str) -> None:
    for template in (STATIC.parent / "templates").glob(f"*.{form}"):
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", template.read_text(encoding="utf-8")), template


def test_what_print_did_to_letters_is_read_through_and_kept_in_the_data(tmp_path: Path) -> None:
    quote = "Chile veri\ufb01ed the procure-ment of its anti-corruption agency."
    text = f"In an answer, it was said: {quote}"
    plain = [Paragraph("The procurement of one, of procurement by others, and procurement again.")]
    paragraphs = [Paragraph(text, {"CHL": "Chile"}, quotes={"CHL": (text.index(quote), len(text))}), *plain]
    note = Note("2022-06-09-printed", "Printed", (Section("One (article 9)", paragraphs, ("9",)),))
    release = publish([note], tmp_path, renderers=("descriptor", "states", "notes", "search")).folder
    shown = "Chile verified the procurement of its anti-corruption agency."
    assert tree(release / "states" / "CHL.html").xpath("string(//blockquote)") == shown
    assert shown in (release / "search" / "records-0.json").read_text("utf-8")
    # The mark that a permalink leads to holds the words of the quote, which the data have as they were printed.
    assert tree(release / "notes" / "2022-06-09-printed.html").xpath("string(//mark[@id='p001.CHL'])") == shown
    (statement,), (paragraph, _) = rows(release, "statements"), rows(release, "paragraphs")
    assert statement["quote"] == quote
    assert paragraph["text"][statement["quote_start"] : statement["quote_end"]] == quote
