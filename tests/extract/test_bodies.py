"""Bodies that a note ties to one State: what a later paragraph says of them is said of that State."""

from __future__ import annotations

import pytest

from pipelines.extract.reading.bodies import tie_bodies
from pipelines.extract.reading.introduced import introduced
from pipelines.extract.reading.tokens import all_tokens
from pipelines.extract.statements import ParagraphReading, bodies_in, names_no_state, read_tokens
from tests.extract.golden_language import vocabulary

TIE = "The Office for Integrity (OFINT) of Vanuatu was set up in 2016."


def note(*paragraphs: str, language: str = "en") -> list[ParagraphReading]:
    """The reading of each paragraph of a note."""
    reading = vocabulary().readings[language]
    tokens = all_tokens(paragraphs, reading.grammar, introduced("\n\n".join(paragraphs), reading.grammar))
    return [read_tokens(each, reading, None, frozenset()) for each in tie_bodies(tokens, reading.grammar)]


@pytest.mark.parametrize(
    ("language", "tie", "later", "name", "state"),
    [
        ("en", TIE, "OFINT opened twelve cases in 2019.", "OFINT", "VUT"),
        ("en", TIE, "In 2019, the Office for Integrity opened twelve cases.", "Office for Integrity", "VUT"),
        ("en", "Kenya reported that its Bureau of Audit (BUDIT) was new.", "BUDIT trained 60 judges.", "BUDIT", "KEN"),
        ("en", "KONTRA, the anti-corruption office of Slovenia, is new.", "KONTRA has 64 posts.", "KONTRA", "SVN"),
        ("en", "Malta indicated that CETIF, its unit, was new.", "CETIF published 30 reports.", "CETIF", "MLT"),
        ("en", "Samoa's Bureau of Rules is new.", "The Bureau of Rules has ten posts.", "Bureau of Rules", "WSM"),
        (
            "en",
            "In Croatia, the Commission for Ethics (hereafter “the Commission”) gives opinions.",
            "The Commission has verified all declarations since 2011.",
            "Commission",
            "HRV",
        ),
        (
            "fr",
            "L’Office de lutte (OFINT) du Vanuatu est récent.",
            "L’OFINT a publié son rapport en 2019.",
            "OFINT",
            "VUT",
        ),
        (
            "es",
            "La Dirección de Compras (DNCP) del Paraguay publica sus datos.",
            "La DNCP ha publicado una guía.",
            "DNCP",
            "PRY",
        ),
    ],
)
def test_what_a_later_paragraph_says_of_a_body_is_said_of_the_state_that_the_note_ties_it_to(
    language: str, tie: str, later: str, name: str, state: str
) -> None:
    (statement,) = note(tie, later, language=language)[1].statements
    assert (statement.iso3, statement.name_as_written, statement.attribution) == (state, name, "own_body")
    assert statement.lead_in == tie


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("The Commission for Ethics (ACC) of Bhutan is new.", "In Zambia, the Audit Commission (ACC) is new."),
        ("In Kenya, the African Union Centre for Integrity (ACC) trained judges.",),
        ("In Belgium, two Tajik ACC members were tried.",),
        ("Groups such as ACC, Movement for Renewal of Chad (MRT) and others met.",),
        (),
    ],
    ids=["of two States", "of another actor", "of its members", "listed beside it", "never tied"],
)
def test_a_body_of_two_states_or_of_none_speaks_for_nobody(paragraphs: tuple[str, ...]) -> None:
    assert note(*paragraphs, "ACC opened twelve cases in 2019.")[-1].statements == ()


def test_a_body_speaks_for_its_state_only_after_the_note_has_told_whose_it_is() -> None:
    before, _, after = note("OFINT opened twelve cases.", TIE, "OFINT opened twelve cases.")
    assert ([s.iso3 for s in before.statements], [s.iso3 for s in after.statements]) == ([], ["VUT"])


def test_a_full_name_behind_another_state_is_not_taken_for_the_body_of_the_first() -> None:
    text = "In Honduras, the law obliged banks to identify owners. The Office for Integrity fined 14 firms."
    assert [s.iso3 for s in note(TIE, text)[1].statements] == ["HND"]
    tie = "The Office for Audit, Integrity and Rules of Vanuatu is new."
    of_another = "Kenya said that its Office for Audit, Integrity and Rules had fined 14 firms."
    assert [s.iso3 for s in note(tie, of_another)[1].statements] == ["KEN"]


def test_a_long_full_name_means_its_state_behind_another_state_too() -> None:
    tie = "The Superintendence of Public and Private Savings of Vanuatu is new."
    text = "In Honduras, the law binds banks. The Superintendence of Public and Private Savings fined 14 firms."
    assert [s.iso3 for s in note(tie, text)[1].statements] == ["HND", "VUT"]


def test_of_each_body_that_a_paragraph_names_it_is_known_whose_it_is() -> None:
    english = vocabulary().readings["en"]
    texts = [TIE, "Cases were opened by OFINT.", "Cases were opened by AGCON."]
    tokens = all_tokens(texts, english.grammar, introduced(TIE, english.grammar))
    _, tied, free = tie_bodies(tokens, english.grammar)
    assert (bodies_in(tied, english), bodies_in(free, english)) == ({"OFINT": "VUT"}, {"AGCON": None})
    assert (names_no_state(tied, english), names_no_state(free, english)) == (False, True)


def test_the_word_state_in_the_name_of_a_body_tells_nothing_of_whose_it_is() -> None:
    text = "D’après l’un des rapports reçus, l’Inspection générale d’État a relevé des dépenses sans pièces."
    french = vocabulary().readings["fr"]
    (tokens,) = all_tokens([text], french.grammar, introduced(text, french.grammar))
    assert names_no_state(tokens, french)
