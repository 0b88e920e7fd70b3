from __future__ import annotations

from typing import Any

import pytest

from tests.extract.golden_language import cases, english, read_paragraph, text_of, vocabulary


@pytest.mark.parametrize("case", cases("systems"), ids=text_of)
def test_a_system_is_found_by_its_proper_name_with_its_short_name(case: dict[str, Any]) -> None:
    (statement,) = read_paragraph(case["text"], english()).statements
    assert [[system.name, system.acronym] for system in statement.systems] == case["systems"]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        # of several States that are named together, it is nobody's
        ("Chile, Kenya and Peru referred to an online tool, the last of which ran a website called “Ojo Vivo”.", set()),
        ("Kenya and Peru had set up platforms called “Wazi” and “Ojo Vivo”.", set()),
        # … unless it bears the name of one of them
        ("Chile, Kenya and Peru had online tools, such as the website “Kenya Court Hearings Online”.", {"KEN"}),
        # it is the last State's that is named before it, and not that of one named elsewhere
        ("Chile reported that bids were public, while Peru reported on its tool “Ojo Vivo”.", {"PER"}),
        ("Chile reported on its tool “Ojo Vivo”, while Peru reported that bids were public.", {"CHL"}),
        ("Chile noted that bids were public, while they were published on the website “Ojo Vivo” of Peru.", {"PER"}),
        # what stands in a sentence that names another State behind it is not that of the sentence before
        ("Chile reported on its data. The logs of the Clean Portal (CLP) serve a similar purpose in Peru.", set()),
        # a sentence that goes on about one State alone is about its systems
        ("Chile reported that bids were public. It had launched a platform called “Ojo Vivo”.", {"CHL"}),
    ],
)
def test_a_system_is_given_to_no_state_but_its_own(text: str, owners: set[str]) -> None:
    statements = read_paragraph(text, english()).statements
    assert {each.iso3 for each in statements if each.systems} == owners


@pytest.mark.parametrize("name", ["German", "French", "Kenyan", "Kenya", "Saint Kitts and Nevis", "South African"])
def test_the_name_of_a_people_or_a_state_is_no_name_of_a_system(name: str) -> None:
    (statement,) = read_paragraph(f"Chile reported that it had drawn on the {name} system.", english()).statements
    assert statement.systems == ()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        # one thing by two names
        ("the Ethics Commission (EC), the successor of the Integrity Commission, was at work.", ["ec", "ec"]),
        ("procurement was carried out on Buy.gov, the platform which was known as BuyNet.", ["buy-gov", "buy-gov"]),
        ("the Anti-Graft Act, called “Kim Act”, was in force.", ["anti-graft-act", "anti-graft-act"]),
        # two things
        ("the Ethics Commission (EC) had opened the Integrity Portal.", ["ec", "integrity-portal"]),
        ("BuyNet ran a platform called BidNet.", ["buynet", "bidnet"]),
        # an older one of that name is another; a bill is known again as its act
        ("the new Procurement Portal was open.", ["new-procurement-portal"]),
        ("the Lobby Bill had been tabled.", ["lobby-act"]),
        # an act is known again without its year, but not without its number
        ("the Lobby Act 2014 was in force.", ["lobby-act"]),
        ("Law No. 2155 and Law No. 1474 were in force.", ["law-no-2155", "law-no-1474"]),
        # the State is no part of the name
        ("the Clean Portal of Kenya had been launched.", ["clean-portal"]),
    ],
)
def test_a_system_is_known_again_by_what_the_words_say(text: str, keys: list[str]) -> None:
    (statement,) = read_paragraph(f"Kenya reported that {text}", english()).statements
    assert [system.known for system in statement.systems] == keys


OWN = {"KEN": ["Clean Portal"], "PER": ["Ojo Vivo"], "CHL": ["Open Desk"]}


@pytest.mark.parametrize(
    "text",
    [
        "Kenya, by its Clean Portal, Peru, by its Ojo Vivo platform, and Chile, by its Open Desk system, did.",
        "The Clean Portal in Kenya, the Ojo Vivo platform in Peru and the Open Desk system in Chile were public.",
        "Kenya’s Clean Portal, Peru’s Ojo Vivo platform and Chile’s Open Desk system published tenders.",
        "Kenya had the Clean Portal, Peru the Ojo Vivo platform and Chile the Open Desk system.",
        "Kenya published on the Clean Portal, while Peru used the Ojo Vivo platform and Chile the Open Desk system.",
        "Tenders were open on the Clean Portal (Kenya), the Ojo Vivo platform (Peru) and the Open Desk system (Chile).",
        "Kenya launched the Clean Portal; Peru, the Ojo Vivo platform; Chile, the Open Desk system.",
        # to none, where the words leave it open
        "Kenya, Peru and Chile had introduced the Clean Portal, the Ojo Vivo platform and the Open Desk system.",
        "Kenya (Clean Portal), Peru (Ojo Vivo platform) and Chile (Open Desk system) published tenders.",
        "On the Clean Portal, Kenya published tenders, and on the Ojo Vivo platform, Peru did so.",
        "The Clean Portal, set up by Kenya, and the Ojo Vivo platform, set up by Peru, published tenders.",
    ],
)
def test_of_several_states_in_a_sentence_each_has_its_own_systems_or_none(text: str) -> None:
    statements = read_paragraph(text, english()).statements
    assert all(name in OWN[each.iso3] for each in statements for name in (system.name for system in each.systems))
    assert statements


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Kenya and Peru each had an Integrity Portal.", set()),
        ("Kenya’s Integrity Portal and Peru’s Integrity Portal were public.", {"KEN", "PER"}),
        ("Kenya had the Integrity Portal, and Peru had the Integrity Portal.", {"KEN", "PER"}),
    ],
)
def test_two_own_portals_of_one_name_are_of_two_states(text: str, owners: set[str]) -> None:
    assert {each.iso3 for each in read_paragraph(text, english()).statements if each.systems} == owners


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Chile referred to its participation in the Open Government Partnership."),
        ("fr", "Le Chili a mentionné sa participation au Partenariat pour un gouvernement ouvert."),
        ("es", "Chile hizo referencia a su participación en la Alianza para el Gobierno Abierto."),
        ("en", "Chile reported that its action plan for 2014-2016 had been adopted."),
        ("en", "Chile reported that the XY system was in use."),
    ],
)
def test_what_many_share_and_what_has_no_name_is_no_system_of_a_state(language: str, text: str) -> None:
    (statement,) = read_paragraph(text, vocabulary().readings[language]).statements
    assert statement.systems == ()
