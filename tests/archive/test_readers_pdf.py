"""PDF: what stands where on the page decides what it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from fpdf import FPDF

from pipelines.archive.document import Document, Role
from pipelines.archive.formats import read
from pipelines.extract.outline.structure import LedgerKind
from tests.extract.structures import outline_of
from tests.renditions import shown

SENTENCE = "Kenya reported that it had adopted a law on access to information in the year 2019. "


def printed(*pages: Callable[[FPDF], None]) -> Document:
    """Read a PDF of letter pages, each drawn by a function."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_auto_page_break(auto=False)
    for draw in pages:
        pdf.add_page()
        draw(pdf)
    return read(bytes(pdf.output()))


def footnotes(document: Document) -> list[tuple[str, str]]:
    return [(footnote.marker, footnote.text) for footnote in outline_of(document).footnotes]


def furniture(document: Document) -> list[str]:
    return [document.text[s.start : s.end] for s in outline_of(document).ledger if s.kind is LedgerKind.FURNITURE]


def put(pdf: FPDF, x: float, y: float, text: str, size: float = 10, *, style: str = "") -> None:
    pdf.set_font("Times", style, size)
    pdf.text(x, y, text)


def filled(pdf: FPDF, top: float = 300, lines: int = 12) -> None:
    """Draw running text, so that it is known what is usual."""
    for line in range(lines):
        put(pdf, 120, top + 12 * line, SENTENCE)


def in_one_line(document: Document, role: Role = Role.BODY) -> str:
    return " ".join(" ".join(shown(document, role)).split())


def test_a_table_with_two_columns_of_prose_is_read_by_its_rows() -> None:
    def page(pdf: FPDF) -> None:
        filled(pdf, 100)
        for row in range(4):
            for x, words in ((120, "What was recommended"), (340, "and what was then done")):
                for line in range(3):
                    put(pdf, x, 300 + 50 * row + 12 * line, f"{words}, line {line} of row {row}")
        filled(pdf, 520)

    document = printed(filled, page)  # on the first page it could be a masthead
    rows = re.findall(r"row \d", in_one_line(document, Role.TABLE))
    assert rows == [f"row {n // 6}" for n in range(24)]


def test_a_note_amid_the_text_of_a_page_ends_before_the_heading_below_it() -> None:
    def page(pdf: FPDF) -> None:
        put(pdf, 120, 100, "Item 3 of the provisional agenda*")
        put(pdf, 120, 140, "* CAC/COSP/WG.4/2034/1.")
        put(pdf, 120, 180, "I. Introduction", 12, style="B")
        filled(pdf, 210)

    document = printed(page)
    assert in_one_line(document).endswith("year 2019.")
    assert not any("Kenya" in note for _, note in footnotes(document))


def test_a_masthead_that_is_written_last_is_read_first() -> None:
    """The Geneva layout: text order and visual order differ."""

    def draw(pdf: FPDF) -> None:
        put(pdf, 60, 760, "GE.25-06162 (E) 050525")
        filled(pdf)
        put(pdf, 120, 60, "United Nations", 14)
        put(pdf, 430, 60, "A/HRC/1/2")
        put(pdf, 120, 90, "General Assembly", 20, style="B")
        put(pdf, 397, 90, "Distr.: General")
        put(pdf, 397, 102, "6 May 2025")

    document = printed(draw)
    assert shown(document)[:4] == ["United Nations", "General Assembly", "A/HRC/1/2", "Distr.: General\n6 May 2025"]
    assert shown(document)[-1] == "GE.25-06162 (E) 050525"


def test_numbered_paragraphs_without_space_between_come_apart() -> None:
    def draw(pdf: FPDF) -> None:
        for line in range(6):
            put(pdf, 120, 100 + 24 * line, f"{line + 1}.  {SENTENCE}")
            put(pdf, 120, 112 + 24 * line, SENTENCE[:-1] + " In all.")

    paragraphs = outline_of(printed(draw)).paragraphs
    assert [(paragraph.number, paragraph.text[-7:]) for paragraph in paragraphs] == [(n, "In all.") for n in "123456"]


def test_a_line_that_happens_to_begin_with_a_number_begins_no_paragraph() -> None:
    def draw(pdf: FPDF) -> None:
        filled(pdf, 100, 4)
        put(pdf, 120, 148, "The meeting was held in Vienna from the fourteenth of May until the eighteenth of June")
        put(pdf, 120, 160, "2019. Kenya then reported that it had done so.")

    assert len(shown(printed(draw))) == 1


def test_footnotes_in_the_size_of_the_text_are_found_by_their_references() -> None:
    def draw(pdf: FPDF) -> None:
        filled(pdf, 100)
        put(pdf, 120, 244, "Kenya sent a report")
        put(pdf, 120 + pdf.get_string_width("Kenya sent a report"), 240, "1", 6)
        put(pdf, 120, 700, "1 See A/1.")

    assert footnotes(printed(draw)) == [("1", "See A/1.")]


@pytest.mark.parametrize("raised", [True, False])
@pytest.mark.parametrize("size", [8, 10])
def test_footnotes_may_begin_at_one_on_each_page(size: float, *, raised: bool) -> None:
    def page(*names: str) -> Callable[[FPDF], None]:
        def draw(pdf: FPDF) -> None:
            for mark, name in enumerate(names, 1):
                put(pdf, 120, 100 + 60 * mark, f"{name} sent a report")
                put(pdf, 120 + pdf.get_string_width(f"{name} sent a report"), 96 + 60 * mark, f"{mark}", 6)
                filled(pdf, 112 + 60 * mark, 3)
                if raised:
                    put(pdf, 120, 676 + 12 * mark, f"{mark}", 5)
                    put(pdf, 126, 680 + 12 * mark, f"Report of {name}.", size)
                else:
                    put(pdf, 120, 680 + 12 * mark, f"{mark} Report of {name}.", size)

        return draw

    document = printed(page("Kenya", "Malta"), page("Chad"), page("Togo", "Chile", "Peru"))
    assert [(marker, text.split()[-1]) for marker, text in footnotes(document)] == [
        ("1", "Kenya."),
        ("2", "Malta."),
        ("1", "Chad."),
        ("1", "Togo."),
        ("2", "Chile."),
        ("3", "Peru."),
    ]


def test_an_unended_footnote_goes_on_at_the_foot_of_the_next_page() -> None:
    def first(pdf: FPDF) -> None:
        put(pdf, 60, 40, "Page 1")
        filled(pdf, 100)
        put(pdf, 124, 700, "See the report of the Conference on its", 8)
        put(pdf, 118, 697, "1", 5)

    def second(pdf: FPDF) -> None:
        put(pdf, 60, 40, "Page 2")
        filled(pdf, 100)
        put(pdf, 124, 700, "tenth session, held in Atlanta.", 8)

    def second_with_a_note(pdf: FPDF) -> None:
        second(pdf)
        put(pdf, 124, 710, "See the report of Kenya.", 8)
        put(pdf, 118, 707, "2", 5)

    begun = [("1", "See the report of the Conference on its"), ("*", "tenth session, held in Atlanta.")]
    assert footnotes(printed(first, second)) == begun
    assert footnotes(printed(first, second_with_a_note)) == [*begun, ("2", "See the report of Kenya.")]


def test_tables_are_told_from_text() -> None:
    def draw(pdf: FPDF) -> None:
        filled(pdf, 100, 4)
        for row, cells in enumerate([("State", "Law"), ("Kenya", "2019"), ("Chile", "2021")]):
            put(pdf, 120, 200 + 12 * row, cells[0])
            put(pdf, 300, 200 + 12 * row, cells[1])
        filled(pdf, 300, 4)

    document = printed(draw)
    assert [text.split()[0] for text in shown(document, Role.TABLE)][:1] == ["State"]
    assert len(shown(document, Role.BODY)) == 2


def test_justified_lines_of_few_long_words_are_no_table() -> None:
    def draw(pdf: FPDF) -> None:
        filled(pdf, 100)
        for line in range(2):
            words = ["uncontroversially", "institutionalized", "telecommunications"]
            space = (pdf.get_string_width(SENTENCE.strip()) - pdf.get_string_width("".join(words))) / 2
            x = 120.0
            for word in words:
                put(pdf, x, 244 + 12 * line, word)
                x += pdf.get_string_width(word) + space
        filled(pdf, 268)

    assert len(shown(printed(draw))) == 1


def test_the_symbol_beside_words_of_a_title_is_a_page_header_on_a_single_page() -> None:
    def first(pdf: FPDF) -> None:
        put(pdf, 120, 80, "CAC/COSP/2019/4")
        put(pdf, 120, 110, "Openness of registers: replies of States", 14)
        filled(pdf)

    def second(pdf: FPDF) -> None:
        put(pdf, 120, 50, "CAC/COSP/2019/4")
        put(pdf, 212, 50, "Openness of registers")
        filled(pdf, 80)

    def third(pdf: FPDF) -> None:
        put(pdf, 120, 50, "II. Replies")
        put(pdf, 430, 50, "CAC/COSP/2019/4")
        filled(pdf, 80)

    def other(pdf: FPDF) -> None:
        put(pdf, 120, 50, "of registers in CAC/COSP/2019/4")
        filled(pdf, 80)

    assert furniture(printed(first, second)) == ["CAC/COSP/2019/4 Openness of registers"]
    assert furniture(printed(first, third)) == ["II. Replies CAC/COSP/2019/4"]
    assert furniture(printed(first, other)) == []


def test_page_numbers_at_other_heights_are_no_text_and_other_figures_are() -> None:
    def page(top: float, first: str, last: str) -> Callable[[FPDF], None]:
        def draw(pdf: FPDF) -> None:
            put(pdf, 120, top, first)
            filled(pdf, top + 40)
            put(pdf, 120, top + 300, last)

        return draw

    pages = page(100, "A report", "1"), page(60, "Page 2", "45"), page(90, "- 3 -", "iii"), page(200, "45", "4")
    assert furniture(printed(*pages)) == ["1", "Page 2", "- 3 -", "iii", "4"]


def test_a_symbol_above_the_masthead_is_the_masthead_s() -> None:
    def first(pdf: FPDF) -> None:
        put(pdf, 60, 40, "CAC/COSP/2019/4")
        filled(pdf)
        put(pdf, 60, 80, "United Nations", 14)

    def second(pdf: FPDF) -> None:
        put(pdf, 60, 40, "CAC/COSP/2019/4")
        filled(pdf, 80)

    assert furniture(printed(first)) == []
    assert furniture(printed(first, second)) == ["CAC/COSP/2019/4"]


def test_symbols_that_a_masthead_joins_are_page_headers_one_above_the_other() -> None:
    def first(pdf: FPDF) -> None:
        put(pdf, 430, 80, "A/79/5-S/2025/6")
        filled(pdf)

    def second(pdf: FPDF) -> None:
        put(pdf, 430, 40, "A/79/5", 8, style="B")
        put(pdf, 430, 50, "S/2025/6", 8, style="B")
        filled(pdf, 90)

    assert furniture(printed(first, second)) == ["A/79/5\nS/2025/6"]


def test_a_rule_below_the_text_is_no_text() -> None:
    def draw(pdf: FPDF) -> None:
        filled(pdf, 100)
        put(pdf, 280, 300, "-----")

    assert furniture(printed(draw)) == ["-----"]


def test_a_repeated_line_in_the_text_is_no_page_header() -> None:
    def draw(pdf: FPDF) -> None:
        filled(pdf, 150, 4)
        put(pdf, 120, 400, "Open data", style="B")
        filled(pdf, 424, 4)

    document = printed(draw, draw, draw)
    assert shown(document).count("Open data") == 3
    assert {block.role for block in document.blocks} == {Role.BODY}


def test_a_numbered_heading_at_the_top_of_pages_is_no_page_header() -> None:
    def page(number: int) -> Callable[[FPDF], None]:
        def draw(pdf: FPDF) -> None:
            put(pdf, 120, 60, "A/CONF/2034/2")
            put(pdf, 120, 90, f"Rule {number}", style="B")
            filled(pdf, 112)

        return draw

    document = printed(page(12), page(39), page(44))
    assert [words for words in shown(document, Role.BODY) if "Rule" in words] == ["Rule 12", "Rule 39", "Rule 44"]
    assert shown(document, Role.REPEATED) == ["A/CONF/2034/2"] * 2


def test_notes_alike_at_one_height_are_no_page_footers() -> None:
    def page(number: int) -> Callable[[FPDF], None]:
        def draw(pdf: FPDF) -> None:
            put(pdf, 120, 150, SENTENCE)
            put(pdf, 120 + pdf.get_string_width(SENTENCE), 146, f"{number}", 6)
            filled(pdf, 170)
            put(pdf, 120, 732, f"{number}", 5)
            put(pdf, 126, 736, f"A/HRC/EMRIP/2034/{number}.", 8)

        return draw

    assert footnotes(printed(page(1), page(2))) == [(f"{n}", f"A/HRC/EMRIP/2034/{n}.") for n in (1, 2)]


Drawn = tuple[float, float, float, str]  # x, y, size, and what one glyph says
LATIN_OR_FIGURE = re.compile("[A-Za-z0-9٠-٩]")


def from_right(x: float, y: float, *runs: str, size: float = 10) -> list[Drawn]:
    """Draw runs from right to left, figures and Latin words from left to right; a run with "+" is one glyph."""
    drawn: list[Drawn] = []
    for run in runs:
        glyphs = [run.strip("+")] if run.endswith("+") else [*run]
        placed: list[Drawn] = []
        for glyph in reversed(glyphs) if LATIN_OR_FIGURE.match(run) else glyphs:
            is_sign = unicodedata.category(glyph[0]) == "Mn"
            x -= 0 if is_sign else 0.6 * size
            placed.append((x + 0.15 * size * is_sign, y, size, glyph))
        drawn += reversed(placed) if LATIN_OR_FIGURE.match(run) else placed
    return drawn


def drawn_page(drawn: list[Drawn]) -> bytes:
    """Make a PDF of one page of glyphs that stand for any letters, without their font."""
    codes = {glyph: code for code, glyph in enumerate(dict.fromkeys(glyph for *_, glyph in drawn), 33)}
    width = {code: 0 if unicodedata.category(glyph[0]) == "Mn" else 600 for glyph, code in codes.items()}
    unicode = "".join(f"<{code:02x}> <{glyph.encode('utf-16-be').hex()}>\n" for glyph, code in codes.items())
    cmap = f"1 begincodespacerange <00> <ff> endcodespacerange {len(codes)} beginbfchar\n{unicode}endbfchar"
    content = "BT " + " ".join(
        f"/F {size} Tf 1 0 0 1 {x} {y} Tm <{codes[glyph]:02x}> Tj" for x, y, size, glyph in drawn
    )
    widths = (
        f"/FirstChar 33/LastChar {32 + len(codes)}/Widths["
        + " ".join(str(width[code]) for code in codes.values())
        + "]"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        f"<</Type/Font/Subtype/Type1/BaseFont/Courier{widths}/ToUnicode 6 0 R>>",
        *(f"<</Length {len(stream)}>>stream\n{stream}\nendstream" for stream in (content + " ET", cmap)),
    ]
    body = "%PDF-1.4\n" + "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return (body + "trailer<</Root 1 0 R>>\n%%EOF").encode()


def rightmost_last(drawn: list[Drawn]) -> list[Drawn]:
    return sorted(drawn, key=lambda glyph: (-glyph[1], glyph[0]))


def marks_first(drawn: list[Drawn]) -> list[Drawn]:
    return sorted(drawn, key=lambda glyph: glyph[2])


@pytest.mark.parametrize("order", [list, rightmost_last, marks_first])
def test_lines_from_right_to_left_are_read_as_they_are_shown_in_whatever_order_they_are_drawn(
    order: Callable[[list[Drawn]], list[Drawn]],
) -> None:
    label = from_right(500, 700, "١", "- ")
    figures = from_right(480, 700, "أفادت كينيا بأن ", "٤ ٠٠٠", " سجل (", "٢", "-", "٣", ") في الوثيقة ", "A/55", "، و")
    signs = from_right(480, 686, "عُمان في ", "٥/٦", " م")
    signs += from_right(min(signs)[0], 691, "ُ")  # as Word draws them
    signs += from_right(min(signs)[0] - 1.5, 686, "وحدة", "،")
    mark = from_right(min(signs)[0], 690, "(", "1", ")", size=6)
    ligature = from_right(min(mark)[0], 686, " ا", "لا+", "تفاقية", ".")
    symbol = from_right(500, 600, "*", " ", "A/66", ".")
    document = read(drawn_page(order([*label, *figures, *signs, *mark, *ligature, *symbol])))
    assert shown(document) == [
        "١- أفادت كينيا بأن ٤ ٠٠٠ سجل (٢-٣) في الوثيقة A/55، و\nعُمان في ٥/٦ مُوحدة،(1) الاتفاقية.",
        "* A/66.",
    ]
    assert [document.text[first:last] for block in document.blocks for first, last in block.marks] == ["(1)"]


def test_size_is_as_printed_where_the_page_scales_its_type() -> None:
    def draw(pdf: FPDF) -> None:
        filled(pdf, 100, 6)
        with pdf.local_context():
            pdf._out("0.5 0 0 0.5 0 0 cm")
            put(pdf, 240, 900, "Small print that was set in twenty points.", 20)

    sizes = {round(block.size or 0) for block in printed(draw).blocks}
    assert sizes == {10}


@pytest.mark.parametrize("note", ["1", "*", ""])
@pytest.mark.parametrize("head", ["", "B", "I"])
@pytest.mark.parametrize("size", [9, 10])
def test_what_goes_on_with_the_numbers_of_paragraphs_below_a_rule_is_no_footnote(
    note: str, head: str, size: float
) -> None:
    def page(pdf: FPDF) -> None:
        for number in range(1, 4):
            put(pdf, 120, 60 + 40 * number, f"{number}. {SENTENCE}")
            put(pdf, 120, 72 + 40 * number, SENTENCE)
        if note:
            put(pdf, 510, 189, note, 6)
        put(pdf, 120, 220, "_" * 20, 8)
        if note:
            put(pdf, 120, 230, note, 6)
            put(pdf, 126, 233, "See CAC/COSP/WG.4/2018/2.", 8)
        for number in range(4, 7):
            put(pdf, 120, 160 + 60 * (number - 2), f"{'ABC'[number - 4]}. Registers of companies", size, style=head)
            put(pdf, 120, 180 + 60 * (number - 2), f"{number}. {SENTENCE}", size)
            put(pdf, 120, 192 + 60 * (number - 2), SENTENCE, size)

    document = printed(page)
    texts = shown(document, Role.BODY)
    opening = " ".join(text[:2] for text in texts if text[1] == "." and text[0] != "_")
    assert opening == "1. 2. 3. A. 4. B. 5. C. 6."
    assert footnotes(document) == ([(note, "See CAC/COSP/WG.4/2018/2.")] if note else [])


def test_numbers_in_the_right_margin_are_read_before_their_paragraphs() -> None:
    def page(pdf: FPDF) -> None:
        for number in range(1, 5):
            top = 60 + 80 * number
            put(pdf, 460, top, str(number))
            for line in range(3):
                put(pdf, 72, top + 12 * line, SENTENCE)
            put(pdf, 72, top + 36, "2019.")

    texts = [" ".join(text.split()) for text in shown(printed(page))]
    assert texts == [f"{number} {SENTENCE * 3}2019." for number in range(1, 5)]
