"""Lines of page furniture, and furniture inside lines."""

from __future__ import annotations

import re

import pytest

from pipelines.archive.formats import read
from pipelines.extract.outline.structure import LedgerKind
from tests.conftest import ROOT
from tests.extract.structures import outline_of
from tests.hostile.documents import body, package, paragraph

SYMBOL = "CAC/COSP/WG.4/2022/3"
SEED = (ROOT / "tests" / "golden" / "languages" / "seed_en_symbol.txt").read_text(encoding="utf-8")


def letters(text: str) -> list[str]:
    """The letters and digits of each paragraph."""
    return ["".join(filter(str.isalnum, p.text)) for p in outline_of(text).paragraphs]


@pytest.mark.parametrize(
    ("line", "cut"), [("3/9", ["3/9"]), ("9/3", []), ("3/9**", ["3/9**"]), ("- 3 - 3/9", ["- 3 - 3/9"])]
)
def test_a_page_of_so_many_may_have_signs_beside_it(line: str, cut: list[str]) -> None:
    text = f"Text.\n{line}\nText."
    ledger = outline_of(text).ledger
    assert [text[span.start : span.end] for span in ledger if span.kind is LedgerKind.FURNITURE] == cut


@pytest.mark.parametrize("words", ["3/7", "3 / 7", "- 3/7 -", "[3/7]", "(3/7)", "Page 3/7", "3 of 7", "3 | 7", "3⁄7"])
@pytest.mark.parametrize("block", ["div", "p class='text'", "div class='page'", "center"])
def test_a_page_number_in_a_block_of_its_own_is_in_no_paragraph(words: str, block: str) -> None:
    number = f"<{block}>{words}</{block.split(maxsplit=1)[0]}>"
    head = "<p>CAC/COSP/2022/1</p><p>Note by the Secretariat</p>"
    page = (
        f"{head}<p>1. Peru had one, which</p>{number}<p>was new.</p>{number}<p>2. Chile had none (resolution 3/7).</p>"
    )
    paragraphs = outline_of(f"<html><body>{page}</body></html>").paragraphs
    assert [p.text for p in paragraphs] == ["Peru had one, which was new.", "Chile had none (resolution 3/7)."]


def table_docx(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@pytest.mark.parametrize(("words", "read_as"), [(" Its law is new.", 0), (" Its law is new." * 3, 3)])
def test_rows_of_a_number_and_a_long_text_are_paragraphs(words: str, read_as: int) -> None:
    rows = [[f"{n}.", f"{state} replied.{words}"] for n, state in enumerate(("Kenya", "Chile", "Peru"), 1)]
    outline = outline_of(read(package(body(paragraph("I. Replies"), table_docx(rows)))))
    assert [f"{p.number}. {p.text}" for p in outline.paragraphs] == [" ".join(row) for row in rows][:read_as]


@pytest.mark.parametrize("header", [SYMBOL, f"{SYMBOL} 3/9", f"V.22-03577 3/9 {SYMBOL}", f"{SYMBOL} V.22-03577 3/9"])
@pytest.mark.parametrize("joint", [" ", "\n"])
def test_a_running_header_amid_words_is_taken_out(header: str, joint: str) -> None:
    lines = SEED.split("\n")
    for at in range(len(lines) - 1, 60, -45):
        lines[at - 1] += f" {header}"
    assert letters(joint.join(lines)) == letters(SEED)


def test_a_note_that_cites_itself_keeps_its_words() -> None:
    cited = f"As was said in {SYMBOL} and in the note ({SYMBOL}), see {SYMBOL}, this holds."
    text = SEED.replace("41. ", f"41. {cited} ", 1)
    assert outline_of(text).paragraphs[-1].text.count(SYMBOL) == 3


def test_a_symbol_that_only_headers_print_is_that_of_the_note() -> None:
    text = SEED.replace(SYMBOL, "", 1)
    assert outline_of(text).masthead.symbol is None
    printed = re.sub(r"\n(?=[79]\. )", f"\n{SYMBOL}\n", text)
    assert outline_of(printed).masthead.symbol == SYMBOL


@pytest.mark.parametrize("space", ["\u00a0", "\u00a0 ", "\u2003", "\u202f"])
def test_other_spaces_part_sentences_and_numbers_too(space: str) -> None:
    flat = " ".join(SEED.split())
    assert letters(flat.replace(". ", f".{space}")) == letters(flat) == letters(SEED)
