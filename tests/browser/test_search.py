"""One box: what a reader asks is answered by names, and by the paragraphs that hold the words, marked.

Not here: the field on other pages (`test_ten_questions.py`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from pipelines.publish.publication import load_publication
from pipelines.publish.site.search import packed
from pipelines.publish.site.words import words_of
from tests.browser.conftest import Open
from tests.browser.test_walk import note, rows
from tests.conftest import YEARS, Shared
from tests.publish.serving import served
from tests.publish.written import Note, Paragraph, Section, publish

BUYING = Note(
    "cac-cosp-wg-4-2018-3",
    "Buying and reporting",
    (
        Section(
            "Procurement",
            (
                Paragraph(
                    "Peru is testing SEACE, a platform for electronic purchases, in two towns.",
                    {"PER": "Peru"},
                    system="SEACE",
                    topics={"e-procurement": "electronic purchases"},
                    stage="under_way",
                ),
                Paragraph(
                    "By law the tenders of Kenya are published.",
                    {"KEN": "Kenya"},
                    topics={"procurement": "tenders"},
                    stage="in_place",
                ),
                Paragraph("A visitor from Gabon spoke of tenders, and of no law."),
                Paragraph(
                    "Tenders were the subject of a meeting of experts, who looked at rules, forms and fees, at how "
                    "long a bid may take and who may make one, at what a firm is to hear of a bid that was lost and "
                    "when, at the shares that go to firms of women and young people, and at the price that is paid in "
                    "the end; each year a sample of the tenders of schools is audited."
                ),
            ),
            ("9",),
        ),
        Section(
            "Society",
            (
                Paragraph("Peru asks pupils (article 13, paragraph 1 (c)).", {"PER": "Peru"}),
                Paragraph("Norway returned 300 cars.", {"NOR": "Norway"}),
                Paragraph(
                    "La Oficina Nacional de Integridad de Noruega emite avisos.",
                    {"NOR": "Noruega"},
                    system="Oficina Nacional de Integridad",
                ),
            ),
            ("13",),
            provision="13(1)",
        ),
    ),
    {"PER": "Peru", "KEN": "Kenya", "CUB": "Cuba"},
    issued="2018-05-01",
    symbol="CAC/COSP/WG.4/2018/3",
)
BODIES = Note(
    "cac-cosp-wg-2-2020-5",
    "Bodies and those who report",
    (
        Section(
            "Bodies",
            (
                Paragraph("The Independent Commission (ICX) of Nigeria hears complaints.", {"NGA": "Nigeria"}),
                Paragraph("Morocco has entrusted prevention to its Integrity Council (ICX).", {"MAR": "Morocco"}),
                Paragraph(
                    "A draft law on protection of whistle-blowers is before the parliament of Kenya.",
                    {"KEN": "Kenya"},
                    topics={"whistle-blowers": "protection of whistle-blowers"},
                    stage="planned",
                ),
                Paragraph("Peru buys all goods on SEACE.", {"PER": "Peru"}, system="SEACE", stage="in_place"),
                Paragraph("Nigeria runs the Open Desk.", {"NGA": "Nigeria"}, system="Open Desk"),
                Paragraph("Morocco has an Open Desk, too.", {"MAR": "Morocco"}, system="Open Desk"),
                Paragraph("Peru keeps GHA, a list of gifts.", {"PER": "Peru"}),
                Paragraph("Chile keeps a Procurement Ledger.", {"CHL": "Chile"}, system="Procurement Ledger"),
                Paragraph("Chile runs CAN.", {"CHL": "Chile"}, system="CAN"),
                Paragraph("In Norway cars are returned by courts.", {"NOR": "Norway"}),
                Paragraph(
                    "Norway has a National Integrity Office.", {"NOR": "Norway"}, system="National Integrity Office"
                ),
                Paragraph("The BO register of Norway is open.", {"NOR": "Norway"}),
                Paragraph("Oman gave no reply to the reminder."),
                Paragraph("Each reply was read, and no word of it was lost."),
            ),
            ("6",),
        ),
    ),
    {"NGA": "Nigeria", "MAR": "Morocco", "KEN": "Kenya", "PER": "Peru", "FIN": "Finland"},
    issued="2020-06-01",
    symbol="CAC/COSP/WG.2/2020/5",
    respondents_read="part",
)

LOBBYING = {"lobbying": "lobbyists"}
REGISTERS = (
    Note(
        "cac-cosp-wg-4-2018-4",
        "Registers",
        (
            Section(
                "Registers",
                (
                    Paragraph(
                        "The register of lobbyists of Peru may be searched.",
                        {"PER": "Peru"},
                        topics=LOBBYING,
                        stage="in_place",
                    ),
                ),
            ),
        ),
        {"PER": "Peru"},
        issued="2018-06-01",
    ),
    Note(
        "cac-cosp-wg-4-2022-4",
        "More registers",
        (
            Section("Introduction", (Paragraph("Chile, Cuba, Gabon and Kenya sent information."),)),
            Section(
                "Registers",
                (
                    Paragraph(
                        "Peru plans a version for lobbyists abroad.", {"PER": "Peru"}, topics=LOBBYING, stage="planned"
                    ),
                    Paragraph(
                        "A register of lobbyists that will be compulsory is on trial in Kenya.",
                        {"KEN": "Kenya"},
                        topics=LOBBYING,
                        stage="under_way",
                    ),
                    Paragraph(
                        "Norway keeps a register of lobbyists. Lists of gifts are compulsory.",
                        {"NOR": "Norway"},
                        topics=LOBBYING,
                        stage="done",
                    ),
                ),
            ),
            Section("Media", (Paragraph("Peru meets journalists.", {"PER": "Peru"}, topics={"media": "journalists"}),)),
        ),
        {"PER": "Peru", "KEN": "Kenya", "NOR": "Norway"},
        issued="2022-06-01",
    ),
)

# The card of each State and topic, asked for by the topic's title.
CARDS = """async (pairs) => {
  const all = await Names.all();
  const entry = (kind, wanted) => all.find((one) => one.kind === kind && one.code === wanted);
  const any = { stages: [], years: [] };
  return Promise.all(pairs.map(async ([state, code]) => {
    const topic = entry("Topic", code);
    const { card } = await stateAndTopic(entry("State", state), topic, any, topic.names[0].key.split(" "));
    return card.textContent;
  }));
}"""


@contextmanager
def address_of(shared: Shared, name: str, *notes: Note) -> Iterator[str]:
    """Address of a release of notes, made once for all processes of a run."""
    folder = shared(name, lambda folder: publish(notes, folder, base=load_publication()))
    with served((folder / "publish" / "latest").resolve()) as client:
        yield f"{str(client.base_url).rstrip('/')}/"


@pytest.fixture(scope="session")
def two_notes(shared: Shared) -> Iterator[str]:
    """Address of a release of two short notes."""
    with address_of(shared, "asked", BUYING, BODIES) as address:
        yield address


WHISTLING = {"whistle-blowers": "protection of whistle-blowers"}
LAWS = (
    Note(
        "cac-cosp-wg-4-2018-5",
        "Laws",
        (
            Section(
                "Reporting persons",
                (
                    Paragraph(
                        "A law on the protection of whistle-blowers will let Norway take reports online.",
                        {"NOR": "Norway"},
                        topics=WHISTLING,
                        stage="planned",
                    ),
                ),
            ),
        ),
        {"NOR": "Norway"},
        issued="2018-06-15",
    ),
    Note(
        "cac-cosp-wg-4-2022-5",
        "More laws",
        (
            Section(
                "Reporting persons",
                (
                    Paragraph(
                        "Kenya did not reply to the question on the protection of whistle-blowers by law.",
                        {"KEN": "Kenya"},
                        topics=WHISTLING,
                    ),
                    Paragraph(
                        "The bill on the protection of whistle-blowers lies before the parliament of Peru.",
                        {"PER": "Peru"},
                        topics=WHISTLING,
                    ),
                    Paragraph(
                        "The protection of whistle-blowers in Norway is in force.",
                        {"NOR": "Norway"},
                        topics=WHISTLING,
                        stage="in_place",
                    ),
                    Paragraph(
                        "Chile has a law on the protection of whistle-blowers.",
                        {"CHL": "Chile"},
                        topics=WHISTLING,
                        stage="in_place",
                    ),
                ),
            ),
        ),
        {"KEN": "Kenya", "PER": "Peru", "NOR": "Norway", "CHL": "Chile"},
        issued="2022-06-15",
    ),
)


@pytest.fixture(scope="session")
def laws(shared: Shared) -> Iterator[str]:
    """Address of a release of two notes on laws: in force, planned, a bill, and a State that did not reply."""
    with address_of(shared, "laws", *LAWS) as address:
        yield address


@pytest.fixture(scope="session")
def registers(shared: Shared) -> Iterator[str]:
    """Address of a release of two notes on registers of lobbyists."""
    with address_of(shared, "registers", *REGISTERS) as address:
        yield address


def ask(page: Page, site: str, query: str) -> None:
    page.goto("about:blank")
    page.goto(f"{site}search.html?q={quote(query)}")
    expect(page.locator("#summary")).not_to_be_empty()


@pytest.mark.parametrize(
    ("query", "card", "hit"),
    [
        # A symbol in any spelling.
        ("cac cosp wg4 2018", "Buying and reporting", "Peru is testing"),
        ("WG.2/2020/5 Kenya", "Bodies and those who report", "before the parliament of Kenya"),
        # Questions in whole sentences; topics by their terms, in another language; stages; years.
        ("What did Kenya say about the protection of whistleblowers?", "2020 (planned)", "before the parliament"),
        (
            "compras públicas electrónicas piloto 2018",
            "Electronic procurement, under way, in notes: 2018",
            "Peru is testing",
        ),
        ("¿Qué dijo el Perú sobre compras electrónicas?", "Peru, Electronic procurement", "Peru is testing"),
        ("whistle-blower laws Kenya", "Kenya, Protection of whistle-blowers", "before the parliament of Kenya"),
        # A system by its name, over the years.
        ("seace", "2020 (in place), 2018 (under way)", "Peru buys all goods"),
        # Two articles at once, and a paragraph of one.
        ("articles 9 and 13 Peru", "Peru, Article 9", "Peru is testing"),
        ("art. 13(1)(c)", "Article 13", "Peru asks pupils"),
        # Regions and groups; numbers; spans of years; other forms of the words of a topic; "done" without a stage.
        (
            "procurement in Africa",
            "Public procurement, Africaat least 1 paragraph of 1 StateBy what the notes say",
            "the tenders of Kenya",
        ),
        ("compra electrónica en América Latina", "Latin America and the Caribbean", "Peru is testing"),
        (
            "How many African Union members have done public tenders?",
            "at least 1 State with at least one",
            "tenders of Kenya",
        ),
        (
            "Quels États d’Afrique protègent un lanceur d'alerte ?",
            "African Statesat least 1 paragraph",
            "before the parliament",
        ),
        ("tenders since 2018", "Public procurement, in notes: since 2018", "the tenders of Kenya"),
        # Of a State all paragraphs that name it, also where none has a statement of it.
        ("tenders in Gabon", "Gabon, Public procurementNo statement has this label", "A visitor from Gabon"),
        # Who replied on a thing, and who is not mentioned, are told by the notes on it.
        (
            "who replied about electronic purchases?",
            "Buying and reporting (1 May 2018): 3 States: Cuba, Kenya, Peru",
            "SEACE",
        ),
        ("how many States replied about electronic purchases?", "3 States A note lists who sent", "SEACE"),
        ("who replied about whistle-blowers?", "at least 5 States: Finland, Kenya, Morocco", "before the parliament"),
        # A figure that is asked for comes first, though another note is newer.
        ("how many cars did Norway return?", "Norway", "300 cars"),
        # Names that say the same in another language; short names of a topic.
        (
            "National Integrity Office",
            "2020, 2018With what is called so in other words: Oficina Nacional de Integridad",
            "National Integrity Office",
        ),
        ("beneficial ownership in Norway", "Norway, Beneficial ownershipat least 1 paragraph: 2020", "BO register"),
        # The past of a plan.
        (
            "¿qué países planeaban proteger a los denunciantes en 2020?",
            "planned: at least 1 State: Kenya (2020)",
            "before the parliament",
        ),
        # Who did not reply is neither who did nor who is not mentioned.
        ("Which States did not reply?", "Who did not reply", "Oman gave no reply"),
        ("Which States did not reply to the secretariat?", "Who did not reply", "Oman gave no reply"),
        ("¿qué países no respondieron?", "Who did not reply", "Oman gave no reply"),
        ("who never answered the reminder", "Who did not reply", "Oman gave no reply"),
        # What is called by a topic is the topic where no State is named.
        ("procurement ledger in Africa", "Public procurement, Africa", "the tenders of Kenya"),
        # No stage that is asked for: what is there at any.
        (
            "is seace planned?",
            "SEACE, Peruat least 2 paragraphs: 2020 (in place), 2018 (under way)",
            "Peru buys all goods",
        ),
        # A word beside a topic parts what is counted of it.
        (
            "tenders by law since 2018",
            "since 2018with “law” in the same sentence: at least 1 paragraph of 1 State",
            "the tenders of Kenya",
        ),
        (
            "whistle-blowers commission",
            "at least 1 paragraph of 1 State",
            "before the parliament",
        ),
        # Of a long paragraph that part is shown which holds most of what was asked.
        ("tenders schools audited", "Public procurement", "sample of the tenders of schools is audited"),
        # "Can" is no body, CAN is one.
        ("where can tenders be seen by law?", "Public procurement", "the tenders of Kenya"),
        ("what is CAN", "CAN, Chile", "Chile runs CAN"),
        ("seace before 2020", "SEACE, Peru, in notes: before 2020", "Peru is testing"),
        ("denunciante protegido en Kenya", "Kenya, Protection of whistle-blowers", "before the parliament of Kenya"),
        # A system that is called by a topic is on it, where the words on it have no label.
        ("procurement in Chile", "Chile, Public procurement", "Chile keeps a Procurement Ledger"),
        # The newest or the oldest first; two States side by side.
        ("the first on seace", "SEACE, Peru", "Peru is testing"),
        ("latest on seace", "SEACE, Peru", "Peru buys all goods"),
        ("Peru and Kenya compared", "Side by side: Peru, Kenya", "Peru buys all goods"),
        # A stage is that of the last note on each State: SEACE was on trial once, and is in place.
        (
            "which States still plan a law on whistle-blowers?",
            "with “law” in the same sentence: at least 1 paragraph of 1 State: Kenya (2020, planned)",
            "before the parliament",
        ),
        (
            "¿Qué países ya tienen licitaciones por ley?",
            "with “ley” in the same sentence: at least 1 paragraph of 1 State: Kenya (2018",
            "the tenders of Kenya",
        ),
        ("seace 2017 to 2019", "SEACE, Peru, in notes: 2017–2019", "Peru is testing"),
        # What is not in place is under way or planned; who is silent on a topic is not who is silent.
        (
            "which States have no whistle-blower law in force yet?",
            "with “law” in the same sentence: at least 1 paragraph of 1 State: Kenya (2020",
            "before the parliament",
        ),
        ("¿qué Estados no dicen nada sobre licitaciones?", "Public procurement", "the tenders of Kenya"),
        # An article at a stage, in a region since a year; who was first.
        (
            "which States plan something under article 6?",
            "planned: at least 1 State: Kenya (2020)",
            "before the parliament",
        ),
        (
            "article 6 in Africa since 2020",
            "Africa, in notes: since 2020at least 5 paragraphs of 3 States",
            "hears complaints",
        ),
        (
            "the first State with tenders",
            "By the first note of each State in which it was recognised: Kenya (2018)",
            "Tenders were",
        ),
        # A paragraph of an article.
        ("article 13 paragraph 1", "Article 13(1): ", "Peru asks pupils"),
        ("párrafo 1 del artículo 13", "Article 13(1): ", "Peru asks pupils"),
        # A word in another language than the paragraph: "loi" is "law".
        ("marchés publics par la loi", "Public procurement", "By law the tenders of Kenya"),
        # Of many paragraphs on a topic first those that hold the words which others lack.
        (
            "tenders and the ledger",
            "with “ledger” in the same sentence: at least 1 paragraph of 1 State: Chile (2020)",
            "Procurement Ledger",
        ),
    ],
)
def test_a_question_is_answered_by_the_first_card_and_the_first_paragraph(
    visit: Open, two_notes: str, query: str, card: str, hit: str
) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, query)
    expect(page.locator(".answer").first).to_contain_text(card)
    expect(page.locator(".hits li").first).to_contain_text(hit)


def test_what_lacks_a_word_stands_below_and_who_has_not_is_answered_by_no_card(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "how many States have no tenders without fees?")
    expect(page.locator("#results .box").first).to_contain_text("A State that is missing below may have done it")
    expect(page.locator(".number")).to_have_count(0)
    expect(page.get_by_role("heading", name="Answers")).to_have_count(0)
    expect(page.locator("#summary")).to_contain_text("1 paragraph, 5 paragraphs more with part of it: how many")
    expect(page.locator(".hits li").first).to_contain_text("Tenders were the subject")
    expect(page.locator(".of:has-text('Chile') + .hits li")).to_contain_text("not found in it: “fees”")
    # A word that stands in many paragraphs is not passed over, where it asks for less than the topic.
    ask(page, two_notes, "which States protect whistle-blowers online?")
    expect(page.locator("#results .box").first).to_contain_text("In none of the first paragraphs below: “online”")
    # Of who asks for both ends nothing is ordered.
    ask(page, two_notes, "the first and the latest on seace")
    expect(page.locator("#results .box")).to_have_count(0)
    ask(page, two_notes, "how many tenders does Kenya publish?")
    expect(page.locator(".answer").first).to_contain_text("Kenya, Public procurement")
    expect(page.locator(".number")).to_have_count(0)


@pytest.mark.parametrize("wrong", ["Keyna", "Peroz", "линия", "Nigerra"])
def test_no_word_is_corrected_into_the_name_of_a_state(visit: Open, two_notes: str, wrong: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, f"{wrong} masks")
    expect(page.locator(".answer, .hits li")).to_have_count(0)
    expect(page.locator("#results .box").first).to_contain_text(f"No State is called “{wrong}”. Nearest names: ")
    # What is found of any State begins with that of the nearest name.
    ask(page, two_notes, f"{wrong} tenders")
    expect(page.locator("#results .of").first).to_have_text("Kenya" if wrong == "Keyna" else "Chile")
    ask(page, two_notes, f"{wrong} Chiile tenders")
    expect(page.locator("#results .of").first).to_have_text("Kenya" if wrong == "Keyna" else "Chile")


def test_hits_stand_under_the_state_that_they_are_of(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "seace OR complaints OR council OR tenders")
    expect(page.locator("#results .of")).to_have_text(
        ["Nigeria", "Morocco", "Peru", "Chile", "Kenya", "Of no single State"]
    )
    # Of each State one, and a link to the rest.
    expect(page.locator(".of:has-text('Peru') + .hits li")).to_have_count(1)
    expect(page.get_by_role("link", name="1 paragraph more: Peru")).to_be_visible()


@pytest.mark.parametrize("edition", ["", "es/", "fr/"])
def test_the_example_in_the_box_is_answered(visit: Open, site: str, edition: str) -> None:
    page = visit(f"{edition}search.html")
    for path in ("index.html", "search.html"):
        page.goto(f"{site}{edition}{path}")
        example = page.locator("#q").get_attribute("placeholder")
        assert example is not None
        # Names are suggested in the language of the page.
        page.locator("#q").press_sequentially("chil")
        expect(page.get_by_role("option", name=re.compile("Chil[ei]")).first).to_be_visible()
        ask(page, f"{site}{edition}", example.partition(":")[2].strip())
        expect(page.locator(".answer h3").first).to_contain_text(re.compile(r"Chil[ei].*, "))


def test_who_never_spoke_is_listed_where_silence_is_asked_for(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    asked = [
        "which States did not say anything",
        "silent respondents",
        "¿Qué Estados no dijeron nada?",
        "countries that replied but are missing from the text",
        "who replied and isnt mentioned",
        "¿quiénes contestaron pero no aparecen?",
        "quels États ont répondu mais ne sont cités nulle part",
    ]
    for query in (*asked, "states that sent information but are not mentioned"):
        ask(page, two_notes, query)
        expect(page.locator(".answer li")).to_have_text(
            ["Cuba (CAC/COSP/WG.4/2018/3)", "Finland (CAC/COSP/WG.2/2020/5)"]
        )
    ask(page, two_notes, "silent 2018")
    expect(page.locator(".answer li")).to_have_text(["Cuba (CAC/COSP/WG.4/2018/3)"])
    ask(page, two_notes, "who replied in 2018?")
    expect(page.locator(".answer li")).to_have_text([f"{s} (CAC/COSP/WG.4/2018/3)" for s in ("Cuba", "Kenya", "Peru")])
    expect(page.locator(".answer")).not_to_contain_text("may be more")
    expect(page.locator("#results")).not_to_contain_text("A stage is")
    ask(page, two_notes, "who replied in 2020?")
    expect(page.locator(".answer")).to_contain_text("There may be more: 1 note without a list that was read whole.")


def test_a_state_is_found_where_it_is_named_and_nothing_is_said_of_it(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "Gabón tenders")
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".hits li")).to_contain_text("A visitor from Gabon")


def test_three_letters_that_stand_in_a_paragraph_are_a_word_and_no_code(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "NGA complaints")
    expect(page.locator(".hits li")).to_contain_text("Nigeria hears complaints")
    ask(page, two_notes, "GHA Peru")
    expect(page.locator("main")).not_to_contain_text("Ghana")
    expect(page.locator(".hits li")).to_contain_text("GHA, a list")


def test_an_acronym_of_bodies_in_two_states_is_a_choice(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "icx")
    expect(page.get_by_role("heading", name="Which one is meant?")).to_be_visible()
    expect(page.locator(".answer h3")).to_have_text(["ICX, Nigeria", "ICX, Morocco"])
    page.get_by_role("link", name="ICX, Morocco").click()
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".hits li")).to_contain_text("Integrity Council (ICX)")
    ask(page, two_notes, "open desk")
    expect(page.get_by_role("heading", name="Which one is meant?")).to_be_visible()
    expect(page.locator(".answer h3")).to_have_text(["Open Desk, Morocco", "Open Desk, Nigeria"])
    ask(page, two_notes, "open desk Nigeria")
    expect(page.get_by_role("heading", name="Answers")).to_be_visible()
    expect(page.locator("#results")).to_contain_text("A stage is that of the sentence that names the thing")
    expect(page.locator(".answer h3").first).to_have_text("Open Desk, Nigeria")


def test_what_is_not_met_is_left_out_and_said_but_never_the_state(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "tenders masks Kenya")
    expect(page.locator("#summary")).to_have_text("No paragraph has all of that; 1 paragraph with most of it")
    expect(page.locator("#results .box")).to_have_text("In no paragraph of these notes: “masks”")
    expect(page.locator(".hits mark").all()[0]).to_be_visible()
    # What meets a part is no answer, and no number.
    ask(page, two_notes, "how many States have tenders for masks?")
    expect(page.get_by_role("heading", name="With part of what was asked:")).to_be_visible()
    expect(page.locator(".number")).to_have_count(0)
    ask(page, two_notes, "how many States have an electronic platform?")
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".number")).to_have_count(0)
    # No number of States is told from words that stand together in no statement.
    ask(page, two_notes, "how many States have shares and fees?")
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".number")).to_have_count(0)
    ask(page, two_notes, "Which States did not reply?")
    expect(page.locator(".hits li")).to_have_count(1)
    ask(page, two_notes, "lobbyists Kenya")
    expect(page.locator("#results .box")).to_have_text("In no paragraph of these notes: “lobbyists”")
    ask(page, two_notes, "Finland procurement")
    expect(page.locator(".answer").first).to_contain_text("No statement has this label. Of every 100 topics")
    expect(page.locator(".answer").first).to_contain_text("That says nothing about what was done.")
    expect(page.locator(".hits li")).to_have_count(0)


def test_what_was_not_tagged_leads_to_the_statements_that_hold_the_words_asked_for(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "Nigeria open data planned")
    card = page.locator(".answer").first
    expect(card).to_contain_text("Nigeria, Open data, planned")
    expect(card).to_contain_text(
        re.compile(r"Of every 100 topics .* \d+ are found\. Of every 100 stages .* invented notes, \d+ are found\.")
    )
    expect(card.get_by_role("link", name="All its statements")).to_have_attribute("href", "statements.html?state=NGA")
    card.get_by_role("link", name="Its statements with these words: “open”, “data”").click()
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".hits mark")).to_have_text("Open")


@pytest.mark.parametrize("edition", ["", "es/", "fr/"])
def test_the_question_about_a_state_over_the_years_finds_all_that_names_it(
    visit: Open, years: Path, edition: str
) -> None:
    page = visit(f"{edition}index.html", years)
    question = page.get_by_role("link", name="Kenya").and_(page.get_by_text("?")).inner_text()
    page.locator("#q").fill(question)
    page.locator("#q").press("Enter")
    expect(page.locator(".hits").first.locator("li").nth(2)).to_be_visible()


def test_no_topic_that_a_reader_saw_in_words_of_a_state_is_denied(visit: Open, years: Path) -> None:
    with (YEARS.parents[1] / "topics.csv").open(encoding="utf-8", newline="") as labels:
        topics = {row["quote"]: row["topics"].split(";") for row in csv.DictReader(labels)}
    quoted = [(row["state_iso3"], topics.get(row["quote"], [])) for row in rows(years, "statements.csv")]
    pairs = sorted({(state, topic) for state, seen in quoted for topic in seen if topic})
    page = visit("search.html", years)
    cards = page.evaluate(CARDS, pairs)
    (found,) = (row["recall"] for row in rows(years, "accuracy.csv") if row["paper"] == row["measured"] == "topics")
    share = f"Of every 100 topics that readers see in quotes of invented notes, {100 * float(found):.0f} are found."
    untagged = [
        card for card in cards if f"No statement has this label. {share}" in card and "All its statements" in card
    ]
    counted = [card for card in cards if re.search(r"\d paragraphs?(: .*)?Open the table", card)]
    assert [card for card in cards if card not in {*untagged, *counted}] == []
    assert len(pairs) > 300
    assert untagged


def test_a_word_of_a_title_is_a_word_and_a_card_counts_one_as_one(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "law")
    expect(page.locator(".hits li")).to_have_count(3)
    expect(page.locator(".answer")).to_have_count(0)
    ask(page, two_notes, "whistle-blowers")
    expect(page.locator(".answer")).to_contain_text("1 paragraph of 1 StateBy what the notes say")
    ask(page, f"{two_notes}es/", "denunciantes")
    expect(page.locator(".answer")).to_contain_text("previsto: al menos 1 Estado: Kenya (2020)")


def test_a_card_tells_what_it_does_not_ask_for_and_of_a_state_no_other(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "tenders Kenya")
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator("#results .answers")).not_to_contain_text("of 1 State")
    ask(page, two_notes, "tenders of the council by law")
    expect(page.locator("#results")).to_contain_text("These answers don't ask for: “council”")


@pytest.mark.parametrize(
    ("query", "hit", "same"),
    [
        ("automobiles that Norway gave back", "cars are returned by courts", "“gave back” – returned"),
        ("¿dónde se sancionan los regalos en el Perú?", "Peru keeps GHA, a list of gifts", "“regalos” – gifts"),
        ("probity office of Norway", "Norway has a National Integrity Office", "“probity” – integrity"),
    ],
)
def test_what_is_said_in_other_words_or_in_another_language_is_found_and_the_page_says_by_which(
    visit: Open, two_notes: str, query: str, hit: str, same: str
) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, query)
    expect(page.locator(".hits li").first).to_contain_text(hit)
    expect(page.locator("#results .foot")).to_contain_text(same)


def test_an_ordinary_word_names_no_state_and_a_phrase_in_no_paragraph_is_said_to_be_in_none(
    visit: Open, two_notes: str
) -> None:
    page = visit("index.html", two_notes)
    ask(page, f"{two_notes}es/", "¿Qué país usa licitaciones?")
    expect(page.locator(".answer h3")).to_have_text("Contratación pública")
    ask(page, two_notes, "States that turn to tenders")
    expect(page.locator("#results .box").first).to_have_text("In no paragraph of these notes: “turn”")
    ask(page, two_notes, "which States use blockchain in tenders?")
    expect(page.locator("#results .box").first).to_have_text("In no paragraph of these notes: “blockchain”")
    expect(page.get_by_role("heading", name="With part of what was asked:")).to_be_visible()
    # A phrase that leads to a topic and is in none of its paragraphs.
    ask(page, two_notes, "whistle-blowers who are rewarded with cars")
    expect(page.get_by_role("heading", name="With part of what was asked:")).to_be_visible()
    # A stage is that of the topic, and is not told of words beside it.
    ask(page, two_notes, "tenders and fees")
    expect(page.locator(".answer")).not_to_contain_text("in place")
    # "Not" behind nobody who might have done it denies nothing.
    ask(page, two_notes, "tenders lost for not paying fees")
    expect(page.get_by_role("heading", name="What is said on it")).to_have_count(0)


def test_a_word_that_is_left_out_is_said_and_what_is_asked_for_stands_in_one_sentence(
    visit: Open, registers: str
) -> None:
    page = visit("index.html", registers)
    # "Protection" is no part of what "journalists" means, and behind "en" no preposition stands.
    ask(page, f"{registers}es/", "protección de periodistas")
    expect(page.locator("#results .box").first).to_contain_text("«protección»")
    ask(page, f"{registers}es/", "registro de lobistas en sobre cerrado")
    expect(page.locator("#results .box").first).to_contain_text("«sobre cerrado»")
    # Another form of a word is that word.
    ask(page, registers, "search registers of lobbyists")
    expect(page.locator(".answer").first).to_contain_text("in the same sentence: at least 1 paragraph of 1 State: Peru")
    # The paragraph on Norway has both, and no sentence of it.
    ask(page, registers, "compulsory registers of lobbyists")
    expect(page.locator(".answer").first).to_contain_text("of 1 State: Kenya (2022")
    expect(page.locator(".of").first).to_have_text("Kenya")
    # Where one of its words is left out, no stage is told.
    ask(page, registers, "which States plan registers of lobbyists with rockets?")
    expect(page.locator("#results .box").first).to_have_text("In no paragraph of these notes: “rockets”")
    expect(page.locator(".answer").first).not_to_contain_text("planned")


def test_a_stage_that_was_reached_stays_either_of_two_is_met_and_a_list_of_states_is_last(
    visit: Open, registers: str
) -> None:
    page = visit("index.html", registers)
    ask(page, registers, "how many States have lobbying in operation?")
    expect(page.locator(".number")).to_contain_text("at least 2 States of which a note says so")
    expect(page.locator(".answer").first).to_contain_text("Norway (2022), Peru (2018; planned 2022)")
    expect(page.locator(".of").first).to_have_text("Norway")
    ask(page, registers, "what was planned or being tested in 2022?")
    expect(page.locator(".answer")).to_contain_text("at least 2 paragraphs of 2 States: Kenya (1), Peru (1)")
    # Of who is silent no paragraph is asked for, and none is denied.
    ask(page, registers, "who replied on lobbying but is not mentioned?")
    expect(page.locator("#results .box")).to_have_count(0)
    ask(page, registers, "Kenya")
    expect(page.locator(".hits li")).to_have_count(2)
    expect(page.locator(".hits li").last).to_contain_text("Chile, Cuba, Gabon and Kenya")


def test_a_year_in_which_nothing_is_said_on_it_narrows_nothing(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "tenders Kenya by 2020")
    expect(page.locator("#results .box")).to_have_text(
        "In notes of these years nothing on it was found: 2020. What follows is of others."
    )
    expect(page.locator(".hits li").first).to_contain_text("the tenders of Kenya")
    ask(page, two_notes, "tenders Kenya 2018")
    expect(page.locator("#results .box")).to_have_count(0)


def test_a_card_leads_to_the_page_of_a_state_that_has_one(visit: Open, two_notes: str) -> None:
    page = visit("index.html", two_notes)
    ask(page, two_notes, "Gabon")
    expect(page.locator(".answer")).to_contain_text("No statement about it under an article was found.")
    page.locator(".answer").get_by_role("link", name="Gabon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gabon")
    ask(page, two_notes, "Japan")
    expect(page.locator(".answer h3")).to_have_text("Japan")
    expect(page.locator(".answer a")).to_have_count(0)
    for nowhere in ("Japan", "Japan procurement", "Japan article 9"):
        ask(page, two_notes, nowhere)
        expect(page.locator(".answer").first).to_contain_text("JapanNo paragraph of these notes names it.")


def test_names_in_any_language_by_alias_and_inside_a_question_are_answered(visit: Open, site: str) -> None:
    page = visit("index.html")
    for words, title, leads in (
        ("State of Qatar", "Qatar", "states/QAT.html"),
        ("Аргентина", "Argentina", "states/ARG.html"),
        ("阿根廷", "Argentina", "states/ARG.html"),
        ("Ivory Coast", "Côte d’Ivoire", None),
        ("Congo-Kinshasa", "Democratic Republic of the Congo", None),
        ("UK", "United Kingdom of Great Britain and Northern Ireland", None),
        ("art. 13", "Article 13: Participation of society", "articles/article-13.html"),
        ("what did Chile do, article 13?", "Chile, Article 13: Participation of society", "states/CHL.html"),
        ("Chile procurement", "Chile, Public procurement", "states/CHL.html"),
    ):
        ask(page, site, words)
        card = page.locator(".answer").first
        expect(card.locator("h3")).to_contain_text(title)
        if leads:
            assert card.locator("h3 a").first.evaluate("link => link.href") == site + leads, words
    expect(page.locator(".answer").nth(1)).to_contain_text("Collective statements, which name no State: ")
    ask(page, site, "Japan article 9")
    expect(page.locator(".answer")).to_contain_text("sent information; not mentioned here. That says nothing about")
    ask(page, site, "Japan article 63")
    expect(page.locator(".answer p")).to_have_text("No heading for this article alone was found.")
    ask(page, site, "Chlie")
    page.get_by_role("link", name="Chile").click()
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
        hits = page.locator(".hits li").all()
        numbers = {re.search(r"para\. (\d+)", hit.inner_text())[1] for hit in hits}  # type: ignore[index]
        expected = {number for number, words in texts.items() if holds(words)}
        # A heading may hold it, too.
        assert expected <= numbers or ("NOT" in query and numbers < expected), query
        held = [bool(holds(list(words_of(" ".join(hit.locator("mark").all_inner_texts()))))) for hit in hits]
        # After those that hold the words come those that are of the topic so called, which says so.
        assert held == sorted(held, reverse=True) or "NOT" in query, query
        of_topic = [hit for hit, holding in zip(hits, held, strict=True) if not holding and "NOT" not in query]
        assert all("Hotlines and channels for reports" in hit.inner_text() for hit in of_topic), query
    ask(page, site, "asdfgh")
    expect(page.locator("#summary")).to_contain_text("No paragraph was found for all of that")
    expect(page.locator(".hits")).to_have_count(0)
    ask(page, site, "procurment")
    page.get_by_role("link", name="procurement", exact=True).click()
    expect(page.locator(".hits mark").first).to_have_text(re.compile("procurement", re.IGNORECASE))


def test_hits_come_in_pages_are_narrowed_saved_and_lead_to_the_paragraph(
    visit: Open, below_a_path: str, release: Path
) -> None:
    page = visit("index.html", below_a_path)
    page.get_by_role("combobox", name="Search").fill("the")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hits li")).to_have_count(20)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"q=the&page=2$"))
    expect(page.locator(".hits").first).to_have_attribute("start", "21")
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


def test_a_number_counts_no_bill_no_plan_and_nobody_who_did_not_reply(visit: Open, laws: str) -> None:
    page = visit("index.html", laws)
    ask(page, laws, "How many States have a law on the protection of whistle-blowers?")
    card = page.locator(".answer").first
    expect(card.locator(".number")).to_contain_text("at least 1 State")
    expect(card.locator(".number")).to_contain_text("planned or under way, not counted: 2 States")
    expect(card).to_contain_text("Peru (2022, a bill)")
    # What was planned is there by a later note.
    expect(card).to_contain_text("Norway (2018, planned; in place / done 2022)")
    expect(card).not_to_contain_text("Kenya")
    expect(page.locator("#results .of").first).to_have_text("Chile")
    expect(page.locator("#results .of").last).to_have_text("Kenya")


def test_a_word_in_no_paragraph_beside_words_of_all_finds_nothing(visit: Open, laws: str) -> None:
    page = visit("index.html", laws)
    ask(page, laws, "who uses zeppelins against corruption?")
    expect(page.locator("#results .box").first).to_have_text("In no paragraph of these notes: “zeppelins”")
    expect(page.locator(".answer, .hits li")).to_have_count(0)
