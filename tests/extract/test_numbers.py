"""Every paragraph keeps its printed number; where numbers are missing, repeated or fall, a signal says so."""

from __future__ import annotations

import pytest

from pipelines.archive.formats import read
from pipelines.extract.outline.structure import Structure
from tests.extract.structures import HEAD, headings, note, numbers, outline_of, texts

SAID = "Peru reported that it had opened a portal, which is open to all."


def printed(*values: int) -> list[str]:
    return [f"{value}. {SAID}" for value in values]


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ([1, 2, 3], set()),
        ([*range(1, 8), 7, 9], {"duplicate_number", "numbering_gap"}),
        ([*range(1, 8), 9], {"numbering_gap"}),
        ([1, 2, 3, 3, 3, 4], {"duplicate_number"}),
        ([1, 2, 3, 10, 11], {"numbering_gap"}),
        ([5, 6, 7], {"numbering_gap"}),
    ],
)
def test_gaps_and_repeats_are_kept_as_printed_and_said(values: list[int], rules: set[str]) -> None:
    outline = note("I. Introduction", *printed(*values))
    assert numbers(outline) == [str(value) for value in values]
    assert {signal.rule for signal in outline.signals} == rules


def test_ten_thousand_comes_after_nine_thousand_nine_hundred_and_ninety_nine() -> None:
    outline = note("I. Introduction", *printed(*range(1, 10_003)))
    assert numbers(outline)[-3:] == ["10000", "10001", "10002"]
    assert outline.signals == ()


@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 3, 5, 4, 6],
        [*range(1, 8), 9, 8, 10],
        [1, 2, 3, 7, 8, 9, 7, 7, 9],
        [1, 2, 9, 3, 4, 5],
        [1, 2, 3, 40, 4, 5],
        [*range(1, 10), 3, 4, 5, 10, 11],
        [5, 6, 7],
    ],
)
def test_numbers_out_of_sequence_are_paragraphs_of_their_own_and_said(values: list[int], between: str) -> None:
    outline = outline_of(between.join([*HEAD.strip().split("\n\n"), "I. Introduction", *printed(*values)]))
    assert numbers(outline) == [str(value) for value in values]
    assert {signal.rule for signal in outline.signals} & {"numbering_gap", "duplicate_number"}


@pytest.mark.parametrize("year", ["2017", "44"])
def test_a_figure_far_above_the_numbers_numbers_nothing(year: str) -> None:
    outline = note("I. Introduction", *printed(1), "2. Peru reported on a portal that was opened in", f"{year}. {SAID}")
    assert numbers(outline) == ["1", "2"]


@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
@pytest.mark.parametrize("values", [[1, 2, 3, 1, 2, 3], [1, 2, 1, 3], [2, 1, 3, 4]])
def test_a_number_out_of_its_order_is_said(values: list[int], between: str) -> None:
    outline = outline_of(between.join([*HEAD.strip().split("\n\n"), "I. Introduction", *printed(*values)]))
    assert {signal.rule for signal in outline.signals} & {"number_not_taken", "numbering_gap", "duplicate_number"}


def test_a_list_within_a_paragraph_is_no_number_that_was_not_taken() -> None:
    outline = note("I. Introduction", "1. States reported on:", "1. Laws", "2. Courts", "3. Schools", f"2. {SAID}")
    assert [signal.rule for signal in outline.signals if signal.rule == "number_not_taken"] == []


def test_numbers_by_chapter_are_in_order_and_one_that_is_lost_is_said() -> None:
    def by_chapter(*values: str) -> list[str]:
        return [signal.rule for signal in note("I. Introduction", *(f"{v} {SAID}" for v in values)).signals]

    assert by_chapter("1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2") == []
    assert by_chapter("1.1", "1.2", "2.1", "2.2", "2.4", "2.5", "3.1") == ["numbering_gap"]


def test_numbers_in_three_parts_are_paragraphs_below_headings_in_two_and_one() -> None:
    outline = note(
        *("1. Introduction", "1.1 Mandate", f"1.1.1 {SAID}", f"1.1.2 {SAID}", "Box 1. Questions", "1. Why?", "2. How?"),
        *("1.2 Sources of information", f"1.2.1 {SAID}", "2. Answers", "2.1 Public reporting (article 10)"),
        *(f"2.1.1 {SAID}", f"2.1.2 {SAID}"),
    )
    assert numbers(outline) == ["1.1.1", "1.1.2", "1.2.1", "2.1.1", "2.1.2"]
    assert {paragraph.text for paragraph in outline.paragraphs} == {SAID}
    assert [(section.label, section.heading) for section in outline.sections if section.label] == [
        *(("1", "Introduction"), ("1.1", "Mandate"), ("1.2", "Sources of information")),
        *(("2", "Answers"), ("2.1", "Public reporting (article 10)")),
    ]
    assert outline.signals == ()


@pytest.mark.parametrize(
    "sentence",
    [
        f"{SAID} 9. June was the last day.",
        f"{SAID} Of courts it counted 3. Schools were more.",
        f"{SAID} The last of them was held on\n9. June was the first.",
        f"{SAID} Of courts it counted 3. Of schools it counted 4. Then came others.",
    ],
)
def test_a_number_within_a_paragraph_opens_none_where_the_next_paragraph_comes_below(sentence: str) -> None:
    outline = note("I. Introduction", f"1. {SAID}", f"2. {sentence}", *printed(3, 4, 5))
    assert numbers(outline) == ["1", "2", "3", "4", "5"]
    assert [paragraph.text for paragraph in outline.paragraphs[2:]] == [SAID] * 3


PLACES = {  # of a number apart from its paragraph
    "cells": "<table>{}</table>",
    "tables": "{}",
    "spans": "{}",
    "divs": "{}",
    "terms": "<dl>{}</dl>",
}
PARTS = {
    "cells": "<tr><td>{}</td><td><p>{}</p></td></tr>",
    "tables": "<table><tr><td>{}</td><td>{}</td></tr></table>",
    "spans": "<p><span>{}</span>{}</p>",
    "divs": "<div><div>{}</div> <div>{}</div></div>",
    "terms": "<dt>{}</dt><dd>{}</dd>",
}


def page(*parts: str) -> Structure:
    head = "".join(f"<p>{words}</p>" for words in HEAD.split("\n\n"))
    return outline_of(
        read(f"<!DOCTYPE html><html><body>{head}<h2>I. Replies</h2>{''.join(parts)}</body></html>".encode())
    )


@pytest.mark.parametrize("place", PARTS)
def test_a_number_apart_from_its_paragraph_numbers_it(place: str) -> None:
    parts = [PARTS[place].format(f"{value}.", SAID) for value in range(1, 6)]
    outline = page(PLACES[place].format("".join(parts)))
    assert [(p.number, p.text) for p in outline.paragraphs] == [(str(value), SAID) for value in range(1, 6)]


def test_a_heading_may_stand_between_the_rows_of_paragraphs() -> None:
    rows = [PARTS["cells"].format(f"{value}.", SAID) for value in range(1, 6)]
    rows[2:2] = ["<tr><td colspan=2><b>II. Laws</b></td></tr>"]
    outline = page(f"<table>{''.join(rows)}</table>")
    assert numbers(outline) == ["1", "2", "3", "4", "5"]
    assert [section.label for section in outline.sections] == ["I", "II"]


@pytest.mark.parametrize("texts", [["Kenya", "Chile", "Peru", "Ghana"], ["2019", "2020", "2021", "2022"]])
def test_a_table_of_data_whose_rows_are_numbered_is_a_table(texts: list[str]) -> None:
    rows = "".join(PARTS["cells"].format(value, text) for value, text in enumerate(texts, 1))
    outline = page(f"<p>1. {SAID}</p><table>{rows}</table><p>2. {SAID}</p>")
    assert [p.text for p in outline.paragraphs] == [SAID, SAID]


def test_a_numbered_list_belongs_to_its_paragraph() -> None:
    items = [f"{n}. Item {n}." for n in range(1, 8)]
    outline = note("I. Agenda", "1. Text.", "2. The agenda was adopted as follows:", *items, "3. Text.", "4. Text.")
    assert numbers(outline) == ["1", "2", "3", "4"]
    assert texts(outline)["2"].endswith("5. Item 5. 6. Item 6. 7. Item 7.")


@pytest.mark.parametrize("title", ["General recommendations", "2030 Agenda for Sustainable Development"])
def test_numbers_of_headings_are_no_paragraphs(title: str) -> None:
    outline = note("I. Findings", "1. Text.", "2. Text.", f"1. {title}", "3. States parties should act.")
    assert numbers(outline) == ["1", "2", "3"]
    assert headings(outline)[1] == (3, "1", title)


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
