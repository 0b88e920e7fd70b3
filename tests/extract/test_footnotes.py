from __future__ import annotations

import pytest

from pipelines.archive.document import Block, Document, Role
from pipelines.archive.formats import read
from pipelines.extract.outline.structure import Structure
from tests.extract.structures import HEAD, note, outline_of, shared, texts


def footnotes(outline: Structure) -> list[tuple[str, str, str | None]]:
    """Marker, text, number of the paragraph."""
    return [
        (f.marker, f.text, None if f.paragraph is None else outline.paragraphs[f.paragraph].number)
        for f in outline.footnotes
    ]


NOTES = [("1", "See CAC/COSP/2022/2.", "1"), ("2", "Ibid.", "2")]


@pytest.mark.parametrize(
    "parts",
    [
        ["1. One.¹", "2. Two.²", "¹ See CAC/COSP/2022/2.", "² Ibid."],
        ["1. One.¹ 2. Two.² ¹ See CAC/COSP/2022/2. ² Ibid."],
        ["1. One.1", "2. Two,2 and more.", "__________________\n1 See CAC/COSP/2022/2.\n2 Ibid."],
        ["1. One.1", "2. Two,2 and more.", "__________________\n1\xa0See CAC/COSP/2022/2.\n2\u202fIbid."],
        ["1. One.1", "2. Two,2 and more.", "–––––––\n1 See CAC/COSP/2022/2.\n2 Ibid.", "3. Text.", "The end."],
        ["1. One.1 2. Two.2 __________________ 1 See CAC/COSP/2022/2. 2 Ibid."],
        ["1. One.1", "2. Two.2", "1 See CAC/COSP/2022/2.\n2 Ibid.\nV.22-01234 3/9"],
        ["1. One.[1]", "2. Two.[2]", "[1] See CAC/COSP/2022/2.", "[2] Ibid."],
        ["1. One.¹", "2. Two.²", "¹ See [CAC/COSP/2022/2](#).", "² [Ibid.](https://www.un.org/x)"],
    ],
)
def test_forms_of_footnotes(parts: list[str]) -> None:
    outline = note("I. Introduction", *parts)
    assert footnotes(outline) == NOTES
    assert texts(outline)["1"] == "One."
    assert texts(outline)["2"] in {"Two.", "Two, and more."}


@pytest.mark.parametrize("below", ["", "__________________\n"])
def test_other_signs_than_the_asterisk_are_marks(below: str) -> None:
    outline = note("I. Introduction", "1. One.† 2. Two‡ and more.", "3. By § 7.§", below + "† A.\n‡ Ibid.\n§ As cited.")
    assert footnotes(outline) == [("†", "A.", "1"), ("‡", "Ibid.", "2"), ("§", "As cited.", "3")]
    assert texts(outline) == {"1": "One.", "2": "Two and more.", "3": "By § 7."}


def test_footnotes_in_the_middle_of_a_paragraph() -> None:
    outline = note("I. Introduction", "1. The topic was", "* CAC/COSP/2022/1.", "discussed at length.", "2. Text.")
    assert texts(outline)["1"] == "The topic was discussed at length."
    assert footnotes(outline) == [("*", "CAC/COSP/2022/1.", None)]


def test_a_sentence_that_a_footnote_interrupts_goes_on_on_its_line() -> None:
    outline = note("I. Introduction", "1. One.¹ 2. The topic was ¹ See CAC/COSP/2022/2. discussed at length. 3. Text.")
    assert texts(outline)["2"] == "The topic was discussed at length."
    assert footnotes(outline) == [("1", "See CAC/COSP/2022/2.", "1")]


def test_the_asterisk_of_the_agenda_is_a_mark_and_the_next_one_its_footnote() -> None:
    head = "9 June 2022\n\nItem 2 of the provisional agenda * Integrity\n\n* CAC/COSP/2022/1."
    text = f"{head}\n\n1. Text.\n\n* One bullet\n\n2. Text."
    assert footnotes(outline_of(text)) == [("*", "CAC/COSP/2022/1.", None)]


def test_bullets_are_no_footnotes() -> None:
    outline = note("I. Introduction", "1. The aims are:\n* To prevent\n* To educate", "2. Text.")
    assert outline.footnotes == ()
    assert texts(outline)["1"] == "The aims are: * To prevent * To educate"


@pytest.mark.parametrize(
    "words", ["See Add.1 and 2.", "It covers COVID-19 and Goal 5.", "It measures 3 km² and 10⁶ cells."]
)
def test_digits_that_are_no_marks(words: str) -> None:
    outline = note("I. Introduction", f"1. {words}", "2. Text.")
    assert texts(outline)["1"] == words
    assert outline.paragraphs[0].marks == ()


def test_marks_are_taken_out_of_a_text() -> None:
    paragraph = note("I. Introduction", "1. The Convention,¹ as amended,² applies.", "¹ One.", "² Two.").paragraphs[0]
    assert paragraph.text == "The Convention, as amended, applies."
    assert paragraph.marks == ("1", "2")


def test_a_list_of_states_in_a_footnote_ends_with_its_block() -> None:
    outline = note(
        "I. Introduction",
        "1. Information came from",
        "__________________\n1 Angola, Benin, Chad,\nChile and Cuba.\n3/9 V.22-01234",
        "17 States.1",
        "2. Text.",
    )
    assert footnotes(outline) == [("1", "Angola, Benin, Chad, Chile and Cuba.", "1")]
    assert texts(outline)["1"] == "Information came from 17 States."


@pytest.mark.parametrize("sign", ["1", "(1)"])
def test_notes_and_marks_that_the_source_format_knows(sign: str) -> None:
    parts = [*HEAD.rstrip().split("\n\n"), f"1. One.{sign}", "2. Two.", f"{sign} See the annex."]
    blocks, position = [], 0
    for part in parts:
        end = position + len(part)
        is_note = part.endswith("annex.")
        marks = ((end - len(sign), end),) if part.startswith("1. One") else ()
        blocks.append(
            Block(position, end, Role.FOOTNOTE if is_note else Role.BODY, marks=marks, marker=sign if is_note else None)
        )
        position = end + 2
    outline = outline_of(Document("\n\n".join(parts), tuple(blocks), "text/html"))
    assert footnotes(outline) == [("1", "See the annex.", "1")]
    assert texts(outline)["1"] == "One."


def test_a_mark_glued_to_a_full_stop_opens_no_footnote() -> None:
    outline = note("1. It was known.1 Others, such as Chad, were not.2 Some were.", "____\n1 See above.\n2 See below.")
    assert footnotes(outline) == [("1", "See above.", "1"), ("2", "See below.", "1")]
    assert texts(outline)["1"] == "It was known. Others, such as Chad, were not. Some were."


def test_numbering_that_begins_anew() -> None:
    outline = note(
        "I. Findings",
        "1. One.¹",
        "¹ First.",
        "2. Two.",
        "Annex",
        "Further findings",
        "1. Three.¹",
        "¹ Second.",
        "2. Four.",
    )
    assert [(f.text, f.paragraph) for f in outline.footnotes] == [("First.", 0), ("Second.", 2)]


PAGES = [  # the paragraphs of three pages or chapters, with places for marks
    ["1. The first.{} And more.{}", "2. The second went on."],
    ["3. Version 1.2 of it, in 2010.{}", "4. The fourth said 2.1 per cent."],
    ["5. The fifth said so.{} It did.{} Again.{}", "6. The sixth."],
]
ANSWERS = [(1, "1"), (2, "1"), (1, "3"), (1, "5"), (2, "5"), (3, "5")]  # marker, number of the paragraph


def on_pages(mark: list[str], note: list[str], above: str, between: str) -> str:
    """The pages with their notes at their feet, numbered from the first sign on each."""
    pages = []
    for number, paragraphs in enumerate(PAGES):
        text = "\n\n".join(paragraphs)
        notes = [f"{note[i]} See note {i} of page {number}." for i in range(text.count("{}"))]
        pages.append(text.format(*mark) + "\n\n" + above + "\n".join(notes))
    return HEAD + "I. Introduction\n\n" + between.join(pages)


def assert_each_page_answers_its_own_marks(outline: Structure, signs: str = "123") -> None:
    pages = {"1": 0, "3": 1, "5": 2}
    assert footnotes(outline) == [
        ("*" * marker if signs == "*" else str(marker), f"See note {marker - 1} of page {pages[number]}.", number)
        for marker, number in ANSWERS
    ]
    wanted = [paragraph.replace("{}", "").partition(" ")[2] for paragraphs in PAGES for paragraph in paragraphs]
    assert list(texts(outline).values()) == wanted


@pytest.mark.parametrize(
    "between", ["\n\f", "\n\nV.22-01234 3/9\n\n", "\n\n"], ids=["form feed", "page line", "nothing"]
)
@pytest.mark.parametrize("above", ["", "__________________\n"], ids=["no rule", "rule"])
@pytest.mark.parametrize(
    ("mark", "note"),
    [("¹²³", "¹²³"), (["[1]", "[2]", "[3]"],) * 2, ("123", "123"), (["*", "**", "***"],) * 2],
    ids=["superscript", "bracketed", "glued", "asterisks"],
)
def test_footnotes_that_begin_anew_on_each_page(mark: list[str], note: list[str], above: str, between: str) -> None:
    outline = outline_of(on_pages([*mark], [*note], above, between))
    assert_each_page_answers_its_own_marks(outline, signs=mark[0])


@pytest.mark.parametrize("sign", ["<sup>{}</sup>", "[{}]", "{}"], ids=["superscript", "bracketed", "glued"])
@pytest.mark.parametrize("heading", ["<h3>Notes</h3>", "<hr>"], ids=["heading", "rule"])
def test_footnotes_of_a_web_page_that_begin_anew_in_each_chapter(sign: str, heading: str) -> None:
    html = "".join(f"<p>{part}</p>" for part in HEAD.strip().split("\n\n"))
    for number, paragraphs in enumerate(PAGES):
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        signs = [sign.format(i + 1) for i in range(3)]
        notes = [f"<p>{signs[i]} See note {i} of page {number}.</p>" for i in range(text.count("{}"))]
        html += f"<h2>{'I' * (number + 1)}. A chapter</h2>{text.format(*signs)}{heading}{''.join(notes)}"
    assert_each_page_answers_its_own_marks(outline_of(read(f"<html><body>{html}</body></html>".encode())))


def test_a_page_that_lost_a_mark_takes_none_of_another_page() -> None:
    outline = note(
        "I. Introduction",
        "1. One.1 Two.2",
        "____\n1 A.\n2 B.\n\f2. Three. Four.2",
        "____\n1 C.\n2 D.\n\f3. Five.1",
        "____\n1 E.",
    )
    answered = [(text, number) for _, text, number in footnotes(outline)]
    assert answered == [("A.", "1"), ("B.", "1"), ("C.", None), ("D.", "2"), ("E.", "3")]


def test_footnotes_of_all_chapters_at_the_end() -> None:
    notes = ["¹ One of I.", "² Two of I.", "¹ One of II.", "² Two of II."]
    outline = note("I. First", "1. One.¹ Two.²", "II. Second", "2. Three.¹ Four.²", *notes)
    assert [(marker, number) for marker, _, number in footnotes(outline)] == [
        ("1", "1"),
        ("2", "1"),
        ("1", "2"),
        ("2", "2"),
    ]


def test_the_asterisk_of_the_masthead_is_answered_before_one_of_a_paragraph() -> None:
    head = HEAD.replace("Integrity in sport", "Item 3 of the provisional agenda*\n\nIntegrity in sport")
    outline = outline_of(f"{head}* CAC/COSP/1.\n\n1. One replied late.*\n\n2. Text.")
    assert footnotes(outline) == [("*", "CAC/COSP/1.", None)]


def test_every_footnote_of_a_long_study_answers_a_mark() -> None:
    outline = outline_of(shared("full/a_hrc_emrip_2025_2.pdf"))
    numbered = [f for f in outline.footnotes if f.marker.isdigit()]
    assert [f.marker for f in numbered] == [str(n) for n in range(1, 118)]
    assert all(f.paragraph is not None for f in numbered)


def test_a_number_after_an_abbreviation_opens_no_footnote() -> None:
    sentence = "The dissemination of knowledge (art. 6, para. 1 (b)) was named by most States."
    outline = note("__________________\n* CAC/COSP/2022/1.", "I. Introduction", f"1. {sentence}", "2. The end.")
    assert texts(outline)["1"] == sentence


def test_the_decimals_of_a_figure_are_no_mark_beside_one_after_a_word() -> None:
    notes = "____\n1 See above.\n2 See below."
    outline = note("I. Funds", "1. One grew.1", "2. Two, too.2", "3. They came to $61.2 million in all.", notes)
    assert footnotes(outline) == [("1", "See above.", "1"), ("2", "See below.", "2")]
    assert texts(outline)["3"] == "They came to $61.2 million in all."


def test_decimals_are_no_mark_where_the_sentence_goes_on() -> None:
    outline = note(
        "1. One.1", "2. A budget of 9,2 million.", "3. Two hundred 2.", "_____\n1 See CAC/COSP/2022/2.\n2 Ibid."
    )
    assert outline.paragraphs[1].text == "A budget of 9,2 million."


def test_a_day_at_the_head_of_a_line_is_no_footnote_far_above_the_others() -> None:
    outline = note(
        "1. One.1", "2. It is due by the end of the month.\n30 March is too late.", "_____\n1 See CAC/COSP/1."
    )
    assert footnotes(outline) == [("1", "See CAC/COSP/1.", "1")]
    assert outline.paragraphs[1].text == "It is due by the end of the month. 30 March is too late."


def test_thousands_are_no_mark() -> None:
    outline = note("1. One.1", "2. In 2018 alone, 2,313 came.", "3. Three 2.", "_____\n1 See CAC/COSP/1.\n2 Ibid.")
    assert outline.paragraphs[1].text == "In 2018 alone, 2,313 came."
