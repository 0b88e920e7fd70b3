from __future__ import annotations

import pytest

from pipelines.extract.outline.structure import Structure
from tests.extract.structures import HEAD, note, outline_of, texts


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


def test_a_sentence_that_a_footnote_interrupts_goes_on_on_its_line() -> None:
    outline = note("I. Introduction", "1. One.¹ 2. The topic was ¹ See CAC/COSP/2022/2. discussed at length. 3. Text.")
    assert texts(outline)["2"] == "The topic was discussed at length."
    assert footnotes(outline) == [("1", "See CAC/COSP/2022/2.", "1")]


def test_the_asterisk_of_the_agenda_is_a_mark_and_the_next_one_its_footnote() -> None:
    head = "9 June 2022\n\nItem 2 of the provisional agenda * Integrity\n\n* CAC/COSP/2022/1."
    text = f"{head}\n\n1. Text.\n\n* One bullet\n\n2. Text."
    assert footnotes(outline_of(text)) == [("*", "CAC/COSP/2022/1.", None)]


def test_a_mark_glued_to_a_full_stop_opens_no_footnote() -> None:
    outline = note("1. It was known.1 Others, such as Chad, were not.2 Some were.", "____\n1 See above.\n2 See below.")
    assert footnotes(outline) == [("1", "See above.", "1"), ("2", "See below.", "1")]
    assert texts(outline)["1"] == "It was known. Others, such as Chad, were not. Some were."


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


def test_the_asterisk_of_the_masthead_is_answered_before_one_of_a_paragraph() -> None:
    head = HEAD.replace("Integrity in sport", "Item 3 of the provisional agenda*\n\nIntegrity in sport")
    outline = outline_of(f"{head}* CAC/COSP/1.\n\n1. One replied late.*\n\n2. Text.")
    assert footnotes(outline) == [("*", "CAC/COSP/1.", None)]


def test_a_day_at_the_head_of_a_line_is_no_footnote_far_above_the_others() -> None:
    outline = note(
        "1. One.1", "2. It is due by the end of the month.\n30 March is too late.", "_____\n1 See CAC/COSP/1."
    )
    assert footnotes(outline) == [("1", "See CAC/COSP/1.", "1")]
    assert outline.paragraphs[1].text == "It is due by the end of the month. 30 March is too late."


@pytest.mark.parametrize("notes", [[], ["____\n1 See above.\n2 See below."]], ids=["no notes", "notes"])
@pytest.mark.parametrize(
    "words",
    [
        "The aims are:\n* To prevent\n* To educate",
        "See Add.1 and 2.",
        "It covers COVID-19 and Goal 5.",
        "It measures 3 km² and 10⁶ cells.",
        "They came to $61.2 million in all.",
        "The budget of 9,2 million was spent.",
        "In 2018 alone, 2,313 came.",
        "The dissemination of knowledge (art. 6, para. 1 (b)) was named by most States.",
    ],
)
def test_digits_and_asterisks_that_are_no_marks(words: str, notes: list[str]) -> None:
    outline = note("1. One grew.1", "2. Two, too.2", f"3. {words}", "4. The end.", *notes)
    assert texts(outline)["3"] == " ".join(words.split())
    assert footnotes(outline) == [("1", "See above.", "1"), ("2", "See below.", "2")][: 2 * len(notes)]
