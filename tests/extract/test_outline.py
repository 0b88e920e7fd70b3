from __future__ import annotations

import pytest

from pipelines.archive.formats import read
from tests.extract.structures import GOLDEN, HEAD, SEED, headings, note, numbers, outline_of, texts
from tests.extract.test_ledger import exact_outline_of

OUTLINE = [
    (1, "I", "Introduction"),
    (1, "II", "Analysis of submissions"),
    (2, "A", "Public procurement (article 9)"),
    (3, None, "Open contracting"),
    (2, "B", "Public reporting (Article 10)"),
]
PARTS = [
    "I. Introduction",
    "1. The Conference recalled its decision.",
    "2. Information was received.",
    "II. Analysis of submissions",
    "A. Public procurement (article 9)",
    "3. Chile reported on its portal.",
    "Open contracting",
    "4. Peru reported on its register.",
    "B. Public reporting (Article 10)",
    "5. Kenya reported on its website.",
]


def test_the_real_note_printed_by_a_second_program_is_read_as_its_text_is() -> None:
    printed = exact_outline_of(read((GOLDEN.parent / "note" / "libreoffice.pdf").read_bytes()))
    text = outline_of(SEED.read_text())
    assert [(p.number, p.text) for p in printed.paragraphs] == [(p.number, p.text) for p in text.paragraphs]
    assert [(f.marker, f.text) for f in printed.footnotes] == [(f.marker, f.text) for f in text.footnotes]
    assert headings(printed) == headings(text)
    assert printed.masthead.title == text.masthead.title


@pytest.mark.parametrize("between", ["\n\n", "\n", " "], ids=["blank lines", "lines", "one line"])
def test_one_outline_whatever_became_of_the_line_breaks(between: str) -> None:
    outline = outline_of(HEAD + between.join(PARTS))
    assert headings(outline) == OUTLINE
    assert numbers(outline) == ["1", "2", "3", "4", "5"]
    assert [paragraph.section for paragraph in outline.paragraphs] == [0, 0, 2, 3, 4]
    spans = [(section.first_paragraph, section.last_paragraph) for section in outline.sections]
    assert spans == [(0, 1), (2, 4), (2, 3), (3, 3), (4, 4)]
    assert [section.parent for section in outline.sections] == [None, None, 1, 2, 1]


def test_headings_without_a_label_are_found_in_wrapped_lines_without_blank_lines() -> None:
    text = (GOLDEN.parent / "notes" / "tenth" / "n06.txt").read_text()
    assert [(words, label) for _, label, words in headings(outline_of(text))] == [
        ("Introduction", "I"),
        ("Public procurement and management of public finances (article 9)", "II"),
        ("Electronic procurement", None),
        ("Challenge procedures and the training of staff", None),
        ("Budget transparency", None),
        ("Private sector (article 12)", "III"),
        ("Points for discussion", "IV"),
    ]


def test_a_list_above_an_annex_is_no_part_of_the_last_paragraph() -> None:
    states = ["Brazil", "France", "Haiti", "Luxembourg"]
    outline = note("I. Conclusions", "1. The Group may wish to meet again.", *states, "Annex", "Participants", *states)
    assert texts(outline) == {"1": "The Group may wish to meet again."}
    assert [words for *_, words in headings(outline)] == ["Conclusions", "Participants"]


@pytest.mark.parametrize("between", ["\n", " "])
def test_what_a_bracket_opens_stays_in_one_heading(between: str) -> None:
    parts = ["I. Introduction", "1. One was read.", "II. Reporting persons (articles 32", "AND 33)", "2. Two was read."]
    outline = outline_of(HEAD + between.join(parts))
    assert headings(outline)[1:] == [(1, "II", "Reporting persons (articles 32 AND 33)")]


def test_single_letters_are_read_by_sequence() -> None:
    parts = [f"{letter}. Theme number {n}\n\n{n}. Text." for n, letter in enumerate("ABCDEFGHI", 1)]
    outline = note("IV. Findings", *parts, "V. Conclusions", "10. Text.")
    assert [(level, label) for level, label, _ in headings(outline)] == [
        (1, "IV"),
        *((2, letter) for letter in "ABCDEFGHI"),
        (1, "V"),
    ]


@pytest.mark.parametrize(
    "box", [["Box 1", "Elements of a good practice"], ["Box: Three questions"], ["Encadré : Questions"]]
)
def test_a_caption_that_looks_like_a_heading_is_none_with_or_without_a_number(box: list[str]) -> None:
    outline = note("I. Introduction", "1. Text.", *box, "Who appoints its head?", "2. Text.", "3. Text.")
    assert headings(outline) == [(1, "I", "Introduction")]
    assert texts(outline) == {"1": "Text.", "2": "Text.", "3": "Text."}


def test_articles_of_headings_are_inherited_downwards() -> None:
    about = ("A. Conflicts of interest (article 7, paragraph 4, and article 8)", "Declarations", "B. Methodology")
    outline = note("I. Findings", *(f"{heading}\n\n{n}. Text." for n, heading in enumerate(about, 1)))
    articles = [[(a.article, a.provision, a.inherited) for a in section.articles] for section in outline.sections]
    inherited = [[("7", "7(4)", below), ("8", None, below)] for below in (False, True)]
    assert articles == [[], *inherited, []]


def test_an_annex_is_a_part_and_its_title_governs_it() -> None:
    outline = note(
        "I. Findings",
        "1. Text.",
        "2. Text.",
        "Annex",
        "Further practices relating to article 12 of the Convention",
        "1. Text.",
        "2. Text.",
    )
    annex = outline.sections[1]
    assert (annex.level, annex.label, annex.part) == (1, "Annex", "annex-1")
    assert annex.heading == "Further practices relating to article 12 of the Convention"
    assert [a.article for a in annex.articles] == ["12"]
    assert [(p.part, p.number) for p in outline.paragraphs] == [
        ("body", "1"),
        ("body", "2"),
        ("annex-1", "1"),
        ("annex-1", "2"),
    ]


def test_headings_below_the_name_of_a_state_are_that_state_s() -> None:
    parts = [
        "I. Replies",
        "A. Angola",
        "Challenges",
        "1. Text.",
        "B. Kenya",
        "Article 9",
        "2. Text.",
        "II. End",
        "3. Text.",
    ]
    assert [section.state_iso3 for section in note(*parts).sections] == [None, "AGO", "AGO", "KEN", "KEN", None]
    # without numbers only an article is known to stand below the name
    parts = ["Angola", "Article 9", "1. Text.", "Kenya", "Article 9", "2. Text.", "Conclusions", "3. Text."]
    assert [section.state_iso3 for section in note(*parts).sections] == ["AGO", "AGO", "KEN", "KEN", None]


@pytest.mark.parametrize("announced", ["The following States attended:", "These States attended."])
def test_a_list_of_states_heads_nothing(announced: str) -> None:
    outline = note("I. Introduction", f"1. {announced}", "Angola", "Kenya", "Chile", "Peru", "2. Text.")
    assert headings(outline) == [(1, "I", "Introduction")]


def test_a_heading_without_article_among_headings_with_them_is_a_signal() -> None:
    outline = note(
        "I. Findings",
        "A. Reporting (article 10)",
        "1. Text.",
        "B. Procurement (article 9)",
        "2. Text.",
        "C. Others",
        "3. Text.",
    )
    assert [(s.rule, s.text) for s in outline.signals] == [("heading_without_article", "Others")]


@pytest.mark.parametrize("words", [1_200, 3_000])
def test_a_contents_table_stands_below_a_summary_and_not_below_a_chapter(words: int) -> None:
    entries = "Contents\n\nA. Scope of the study ....... 2\n\nB. Findings of the study ....... 3"
    outline = note("Summary", "studied " * words, entries, "A. Scope of the study", "1. One.")
    assert ("contents" in {span.kind for span in outline.ledger}) == (words == 1_200)


def test_a_contents_table_whose_first_entry_is_any_title_is_known_by_its_leaders() -> None:
    entries = "Contents\n\nA. Scope of the study ....... 2\n\nB. Findings of the study ....... 3"
    outline = note(entries, "A. Scope of the study", "1. One.", "B. Findings of the study", "2. Two.")
    assert headings(outline) == [(2, "A", "Scope of the study"), (2, "B", "Findings of the study")]
    assert "contents" in {span.kind for span in outline.ledger}


def test_a_contents_table_ends_where_its_first_entry_comes_again_though_that_has_no_label() -> None:
    outline = note(
        "Contents\n\nIntroduction ...... 2\n\nI. Findings ...... 3",
        "Introduction",
        *PARTS[1:3],
        "I. Findings",
        "3. End.",
    )
    assert headings(outline) == [(3, None, "Introduction"), (1, "I", "Findings")]
    assert numbers(outline) == ["1", "2", "3"]


def test_a_contents_table_of_a_web_page_numbers_its_entries_and_no_paragraphs() -> None:
    entries = ["1. Introduction", "2. What States reported", "3. Next steps"]
    body = ["Introduction", "1. Text.", "What States reported", "2. Text.", "3. Text.", "Next steps", "4. Text."]
    outline = note("On this page", *entries, *body)
    assert numbers(outline) == ["1", "2", "3", "4"]
    assert [words for *_, words in headings(outline)] == [entry[3:] for entry in entries]


def test_an_entry_of_the_contents_table_that_no_heading_answers_is_a_signal() -> None:
    contents = (
        "Contents\n\nI. Introduction ......... 2\n\nII. Lost analysis of sport ...... 3\n\nIII. Conclusions ...... 4"
    )
    outline = note(contents, "I. Introduction", "1. One.", "2. Two.", "III. Conclusions", "3. Three.")
    assert [(s.rule, s.text) for s in outline.signals] == [
        ("label_out_of_order", "Conclusions"),
        ("contents_entry", "II. Lost analysis of sport"),
    ]
    whole = note(
        contents, "I. Introduction", "1. One.", "II. Lost analysis of sport", "2. Two.", "III. Conclusions", "3. Three."
    )
    assert not whole.signals


def test_a_list_of_states_that_a_page_parts_heads_nothing() -> None:
    outline = note("1. One.", "Annex", "States that replied", "Austria", "6/7 V.17-06082", "Bahamas\nBenin\nCambodia")
    assert [section.heading for section in outline.sections] == ["States that replied"]


def test_a_note_that_stays_in_a_paragraph_is_a_signal() -> None:
    outline = note(
        "I. Introduction", "1. Text.", "2. The end. 1 See the annex of the report.", "3. It was so in 2017.14"
    )
    assert [s.rule for s in outline.signals] == ["digits_at_end", "digits_at_end"]


def test_a_masthead_that_lacks_what_it_should_say_is_a_signal() -> None:
    outline = outline_of("CAC/COSP/2022/9\n\nItem 2 of the provisional agenda\n\nTitle\n\n1. Text.\n\n2. Text.")
    assert [s.rule for s in outline.signals] == ["no_date", "no_body"]


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        (["Annex"], [(1, "Annex", "Annex")]),
        (["Annex II", "[English only]"], [(1, "Annex II", "Annex II")]),
        (["Annex", "(see paragraph 1)", "| a | b |"], [(1, "Annex", "Annex")]),
        (["4.", "A. Bodies", "B. Laws", "4. Kenya had a body."], [(2, "A", "Bodies"), (2, "B", "Laws")]),
    ],
)
def test_a_label_that_no_words_follow_is_the_heading(
    ending: list[str], expected: list[tuple[int, str | None, str]]
) -> None:
    outline = note("1. Chile had a law.", "2. Peru had none.", "3. Kenya had one.", *ending)
    assert headings(outline) == expected
    assert numbers(outline)[:3] == ["1", "2", "3"]
