from __future__ import annotations

import pytest

from tests.extract.structures import HEAD, headings, note, numbers, outline_of, shared, texts


@pytest.mark.parametrize(
    "text",
    [
        "1. First text. 2. Second text. 3. Third text.",
        "1.\nFirst text.\n2.\nSecond text.\n3.\nThird text.",
        "1.\n\nFirst text.\n\n2.\n\nSecond text.\n\n3.\n\nThird text.",
        "1.\tFirst text.\n2.\tSecond text.\n3.\tThird text.",
        "  1. First text.\n  2. Second text.\n  3. Third text.",
    ],
)
def test_numbers_are_found_by_sequence(text: str) -> None:
    assert texts(note("I. Introduction", text)) == {"1": "First text.", "2": "Second text.", "3": "Third text."}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Group met annually, from 2007 to\n2017. It reported to the Conference.",
        "Progress was made on Goal 3. It was reported on.",
        "It adopted resolutions 1/4, 2/3 and 3/3. The present note follows.",
        "It was founded on 3 May\n3. The committee met twice.",
    ],
)
def test_numbers_within_a_sentence_are_no_paragraphs(sentence: str) -> None:
    outline = note("I. Introduction", "1. Text.", f"2. {sentence}", "3. The end.")
    assert numbers(outline) == ["1", "2", "3"]
    assert texts(outline)["2"] == " ".join(sentence.split())


def test_a_numbered_list_belongs_to_its_paragraph() -> None:
    items = [f"{n}. Item {n}." for n in range(1, 8)]
    outline = note("I. Agenda", "1. Text.", "2. The agenda was adopted as follows:", *items, "3. Text.", "4. Text.")
    assert numbers(outline) == ["1", "2", "3", "4"]
    assert texts(outline)["2"].endswith("5. Item 5. 6. Item 6. 7. Item 7.")


def test_a_real_agenda_of_twenty_items_within_paragraph_four() -> None:
    outline = outline_of(shared("full/fccc_sbi_2014_8.txt"))
    assert numbers(outline) == [str(number) for number in range(1, 260)]
    assert texts(outline)["4"].endswith("19. Other matters. 20. Report on the session.")


@pytest.mark.parametrize("title", ["General recommendations", "2030 Agenda for Sustainable Development"])
def test_numbers_of_headings_are_no_paragraphs(title: str) -> None:
    outline = note("I. Findings", "1. Text.", "2. Text.", f"1. {title}", "3. States parties should act.")
    assert numbers(outline) == ["1", "2", "3"]
    assert headings(outline)[1] == (3, "1", title)


def test_a_number_that_was_lost_is_a_signal_and_nothing_is_renumbered() -> None:
    outline = note("I. Introduction", "1. One.", "2. Two.", "4. Four.", "5. Five.")
    assert numbers(outline) == ["1", "2", "4", "5"]
    assert [signal.rule for signal in outline.signals] == ["numbering_gap"]


def test_a_number_that_is_printed_twice_is_a_signal() -> None:
    outline = note("I. Introduction", "1. One.", "2. Two.", "2. Two again.", "3. Three.")
    assert numbers(outline) == ["1", "2", "2", "3"]
    assert [signal.rule for signal in outline.signals] == ["duplicate_number"]


def test_sub_paragraphs_and_bullets_belong_to_their_paragraph() -> None:
    outline = note(
        "I. Introduction",
        "1. The aims are:",
        "(a) To prevent;",
        "(i) By law;",
        "• To educate",
        "(b) To recover.",
        "2. Text.",
    )
    assert texts(outline)["1"] == "The aims are: (a) To prevent; (i) By law; • To educate (b) To recover."


@pytest.mark.parametrize(
    "furniture",
    [
        "__________________\n* CAC/COSP/2022/1.\n\nV.22-09617 (E) 031019 041019\n*1909617*\n\nCAC/COSP/WG.4/2022/9",
        "3/9\nV.22-09617\n\f\nCAC/COSP/WG.4/2022/9",
        "CAC/COSP/WG.4/2022/9\nPage 3\n",
        "4 V.22-09617",
    ],
)
def test_paragraphs_are_joined_over_page_breaks(furniture: str) -> None:
    outline = note(
        "I. Introduction", "1. Confidence between requesting", furniture, "and requested States grew.", "2. Text."
    )
    assert texts(outline)["1"] == "Confidence between requesting and requested States grew."


def test_page_breaks_within_a_flattened_line() -> None:
    text = (
        f"{HEAD}I. Introduction\n\n1. One theme is trust between ______* CAC/COSP/2022/1. V.22-09617 (E) 031019 041019 "
        "*1909617* CAC/COSP/WG.4/2022/9 requesting and requested States; another is speed. 2. Text."
    )
    assert (
        texts(outline_of(text))["1"] == "One theme is trust between requesting and requested States; another is speed."
    )


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (
            "a gender-\nresponsive budget of\nthe Asia-\nPacific region",
            "a gender-responsive budget of the Asia-Pacific region",
        ),
        ("short-\nand long-term aims", "short- and long-term aims"),
        ("from 11 -\n13 October", "from 11 - 13 October"),
    ],
)
def test_hyphens_at_the_end_of_a_line_are_real(printed: str, read: str) -> None:
    assert texts(note("I. Introduction", f"1. It was {printed}.", "2. Text."))["1"] == f"It was {read}."


def test_text_below_the_last_paragraph_is_kept_and_is_not_part_of_it() -> None:
    outline = note("I. Introduction", "1. Text.", "2. The end.", "Download this document", "Related documents")
    assert texts(outline)["2"] == "The end."
    assert [span.kind for span in outline.ledger][-2:] == ["unnumbered_text", "unnumbered_text"]


def test_lists_in_a_document_of_unnumbered_paragraphs_are_no_numbered_paragraphs() -> None:
    prose = [
        "The Government has taken measures in many fields and will continue to do so in the years to come. " * 3
    ] * 8
    outline = note(*prose, "Six areas were identified.", "1. Social justice.", "2. Clean energy.", *prose)
    assert outline.paragraphs == ()
    assert [signal.rule for signal in outline.signals] == ["no_numbered_paragraphs"]
