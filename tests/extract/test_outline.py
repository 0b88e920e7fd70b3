from __future__ import annotations

import json
import re

import pytest

from pipelines.archive.formats import read
from tests.extract.structures import HEAD, SEED, SEED_GOLD, headings, note, numbers, outline_of, shared, texts

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


def test_the_real_note_has_the_sections_a_careful_reader_finds() -> None:
    gold = json.loads(SEED_GOLD.read_text("utf-8"))["sections"]
    outline = outline_of(SEED.read_text("utf-8"))
    found = [
        {
            "level": section.level,
            "label": section.label,
            "heading": section.heading,
            "article": int(section.articles[0].article) if section.articles else None,
            "first": section.first_paragraph + 1,
            "last": section.last_paragraph + 1,
        }
        for section in outline.sections
        if section.first_paragraph is not None and section.last_paragraph is not None
    ]
    assert found == gold


def test_the_real_note_printed_by_a_second_program_is_read_as_its_text_is() -> None:
    printed, text = outline_of(read((SEED_GOLD.parent / "libreoffice.pdf").read_bytes())), outline_of(SEED.read_text())
    assert [(p.number, p.text) for p in printed.paragraphs] == [(p.number, p.text) for p in text.paragraphs]
    assert [(f.marker, f.text) for f in printed.footnotes] == [(f.marker, f.text) for f in text.footnotes]
    assert headings(printed) == headings(text)
    assert printed.masthead.title == text.masthead.title


@pytest.mark.parametrize(
    ("name", "join"),
    [("blank lines", "\n\n".join), ("lines", "\n".join), ("one line", " ".join)],
)
def test_one_outline_whatever_became_of_the_line_breaks(name: str, join: object) -> None:
    assert callable(join), name
    outline = outline_of(HEAD + join(PARTS))
    assert headings(outline) == OUTLINE
    assert numbers(outline) == ["1", "2", "3", "4", "5"]
    assert [paragraph.section for paragraph in outline.paragraphs] == [0, 0, 2, 3, 4]


@pytest.mark.parametrize(
    ("printed", "label", "words"),
    [
        ("I.Introduction", "I", "Introduction"),
        ("I. INTRODUCTION", "I", "INTRODUCTION"),
        ("I.\tOpening of the session", "I", "Opening of the session"),
        ("****I. Introduction**", "I", "Introduction"),
        ("I. Implementation of the Convention in the light of\nthe resolutions", "I", None),
    ],
)
def test_forms_of_headings(printed: str, label: str, words: str | None) -> None:
    outline = note(printed, "1. Text of the paragraph.", "2. More text.")
    expected = words or "Implementation of the Convention in the light of the resolutions"
    assert headings(outline) == [(1, label, expected)]


def test_single_letters_are_read_by_sequence() -> None:
    parts = [f"{letter}. Theme number {n}\n\n{n}. Text." for n, letter in enumerate("ABCDEFGHI", 1)]
    outline = note("IV. Findings", *parts, "V. Conclusions", "10. Text.")
    assert [(level, label) for level, label, _ in headings(outline)] == [
        (1, "IV"),
        *((2, letter) for letter in "ABCDEFGHI"),
        (1, "V"),
    ]


def test_the_last_sentence_of_a_paragraph_is_no_heading() -> None:
    outline = note("I. Introduction", "1. The following was agreed:", "Argentina", "Brazil", "Chile", "2. Text.")
    assert headings(outline) == [(1, "I", "Introduction")]


def test_titles_of_tables_and_boxes_are_no_headings() -> None:
    outline = note(
        "I. Introduction", "1. Text.", "Box 1", "Elements of a good practice", "Practices are measures.", "2. Text."
    )
    assert headings(outline) == [(1, "I", "Introduction")]
    assert outline.paragraphs[0].text == "Text."


@pytest.mark.parametrize("box", [["Box: Three questions"], ["Encadré : Questions"]])
def test_a_caption_that_looks_like_a_heading_is_none_with_or_without_a_number(box: list[str]) -> None:
    outline = note("I. Introduction", "1. Text.", *box, "Who appoints its head?", "2. Text.", "3. Text.")
    assert headings(outline) == [(1, "I", "Introduction")]
    assert texts(outline) == {"1": "Text.", "2": "Text.", "3": "Text."}


def test_articles_of_headings_are_inherited_downwards() -> None:
    outline = note(
        "I. Findings",
        "A. Conflicts of interest (article 7, paragraph 4, and article 8)",
        "1. Text.",
        "Asset declarations",
        "2. Text.",
        "B. Methodology",
        "3. Text.",
        "C. Public participation (article 13, paragraph 1 (c), of the United Nations Convention against Corruption)",
        "4. Text.",
        "D. Articles 7-9",
        "5. Text.",
    )
    articles = [[(a.article, a.provision, a.inherited) for a in section.articles] for section in outline.sections]
    assert articles == [
        [],
        [("7", "7(4)", False), ("8", None, False)],
        [("7", "7(4)", True), ("8", None, True)],
        [],
        [("13", "13(1)(c)", False)],
        [("7", None, False), ("8", None, False), ("9", None, False)],
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Links with article 9 of the United Nations Convention against Transnational Organized Crime",
        "Standards of the Organized Crime Convention (article 31)",
        "Requirements of articles 20 and 21 of the Criminal Law Convention on Corruption of the Council of Europe",
        "Measures under article 8 of the Penal Code",
    ],
)
def test_articles_of_other_laws_are_not_the_conventions(heading: str) -> None:
    outline = note("I. Findings", "A. Reporting (article 10)", "1. Text.", heading, "2. Text.")
    assert [(a.article, a.inherited) for a in outline.sections[2].articles] == [("10", True)]


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


def test_sub_headings_count_for_first_and_last_paragraph() -> None:
    outline = outline_of(HEAD + "\n\n".join(PARTS))
    spans = [(section.first_paragraph, section.last_paragraph) for section in outline.sections]
    assert spans == [(0, 1), (2, 4), (2, 3), (3, 3), (4, 4)]
    assert [section.parent for section in outline.sections] == [None, None, 1, 2, 1]


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


def test_twins_have_one_outline() -> None:
    docx, pdf = (outline_of(shared(f"full/a_80_604_add6.{kind}")) for kind in ("docx", "pdf"))
    assert headings(docx) == headings(pdf)
    squeezed = [[re.sub(r"\s", "", p.text) for p in outline.paragraphs] for outline in (docx, pdf)]
    assert squeezed[0] == squeezed[1]


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


def test_a_contents_table_whose_first_entry_is_any_title_is_known_by_its_leaders() -> None:
    entries = "Contents\n\nA. Scope of the study ....... 2\n\nB. Findings of the study ....... 3"
    outline = note(entries, "A. Scope of the study", "1. One.", "B. Findings of the study", "2. Two.")
    assert headings(outline) == [(2, "A", "Scope of the study"), (2, "B", "Findings of the study")]
    assert "contents" in {span.kind for span in outline.ledger}


@pytest.mark.parametrize("words", [1_200, 3_000])
def test_a_contents_table_stands_below_a_summary_and_not_below_a_chapter(words: int) -> None:
    entries = "Contents\n\nA. Scope of the study ....... 2\n\nB. Findings of the study ....... 3"
    outline = note("Summary", "studied " * words, entries, "A. Scope of the study", "1. One.")
    assert ("contents" in {span.kind for span in outline.ledger}) == (words == 1_200)


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


def test_a_report_whose_lines_are_whole_paragraphs_is_read_below_its_contents() -> None:
    text = "The States that took part reported on what they had done in the years since the last session was held. "
    lines = [f"{number}. {2 * text}{text}" for number in range(1, 9)]
    outline = outline_of(
        "A/80/136\nUnited Nations\nReport of the Board\nGeneral Assembly\nOfficial Records\nContents\n"
        "I. Introduction 4\nII. Work of the Board 5\nA. Reports 5\n"
        + "\n".join(["Chapter I Introduction", *lines[:3], "Chapter II Work of the Board", *lines[3:]])
    )
    assert numbers(outline) == [str(number) for number in range(1, 9)]
    assert [(label, heading) for _, label, heading in headings(outline)] == [
        ("I", "Introduction"),
        ("II", "Work of the Board"),
    ]


def test_a_heading_goes_on_with_the_article_that_stands_below_it_in_brackets() -> None:
    outline = note("I. Introduction", "1. Text.", "A. Public procurement", "(article 9)", "2. The end.")
    heading = outline.sections[-1]
    assert (heading.heading, [a.article for a in heading.articles]) == ("Public procurement (article 9)", ["9"])


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
