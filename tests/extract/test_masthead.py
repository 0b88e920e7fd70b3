from __future__ import annotations

import pytest

from pipelines.archive.document import Block, Document, Role
from pipelines.archive.symbols import work_of
from tests.extract.structures import note, numbers, outline_of, texts


def symbol_of(head: str) -> str | None:
    return outline_of(f"{head}\n\nDistr.: General 1 June 2022\n\nNote by the Secretariat\n\n1. Text.").masthead.symbol


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("United Nations CAC/COSP/WG.4/2022/3", "CAC/COSP/WG.4/2022/3"),
        ("CAC /COSP/2019/INF/1", "CAC/COSP/2019/INF/1"),
        ("CAC/COSP/2015/10 *", "CAC/COSP/2015/10"),
        ("A/81/6 (Sect. 16)", "A/81/6 (Sect. 16)"),
        ("ICCD/COP(8)/CST/8", "ICCD/COP(8)/CST/8"),
        ("A/80/82-E/2025/63", "A/80/82-E/2025/63"),
        ("E/2025/28\nE/CN.7/2025/11", "E/2025/28-E/CN.7/2025/11"),
        ("| | United Nations | FCCC/SBI/2022/20 |", "FCCC/SBI/2022/20"),
    ],
)
def test_symbols_as_mastheads_print_them(printed: str, symbol: str) -> None:
    assert symbol_of(printed) == symbol


@pytest.mark.parametrize(
    "cited",
    [
        "Sixty-first session *\n\n* A/61/150.",
        "Item 3 of the provisional agenda: follow-up to document CAC/COSP/2019/5",
        "Follow-up to the previous note (CAC/COSP/WG.4/2016/5)",
        "Note by the Secretariat\n\n1. The group adopted CAC/COSP/WG.4/2016/5 by consensus.",
    ],
)
def test_a_symbol_that_is_merely_cited_is_not_the_documents_own(cited: str) -> None:
    assert symbol_of(cited) is None


def test_a_symbol_that_is_not_filled_in_is_a_signal() -> None:
    outline = outline_of("United Nations CAC/COSP/2017/[..]\n\nDistr.: General\n\nNote by the Secretariat\n\n1. Text.")
    assert outline.masthead.symbol is None
    found = [(signal.rule, signal.text) for signal in outline.signals]
    assert ("placeholder_symbol", "CAC/COSP/2017/[..]") in found


def test_the_masthead_wins_over_page_headers_that_disagree() -> None:
    text = "CAC/COSP/2021/3\n\nDistr.: General\n\nCAC/COSP/2021/L.9\n\n1. Text."
    starts = [0, 17, 34, 53]
    roles = [Role.MASTHEAD, Role.MASTHEAD, Role.PAGE_HEADER, Role.BODY]
    ends = [15, 32, 51, len(text)]
    blocks = tuple(Block(s, e, r) for s, e, r in zip(starts, ends, roles, strict=True))
    outline = outline_of(Document(text, blocks, "application/pdf", 1))
    assert outline.masthead.symbol == "CAC/COSP/2021/3"
    assert [signal.rule for signal in outline.signals if "symbol" in signal.rule] == ["symbols_disagree"]


@pytest.mark.parametrize(
    ("symbol", "revision", "version"),
    [
        ("A/AC.292/2025/INF/5/Rev.1", "Rev.1", ("A/AC.292/2025/INF/5", "Rev.1")),
        ("A/80/82/Rev.2-E/2025/63/Rev.2", "Rev.2 Rev.2", ("A/80/82-E/2025/63", "Rev.2")),
        ("CAC/COSP/2008/2/Add.1", "Add.1", ("CAC/COSP/2008/2/Add.1", "")),
        ("CAC/COSP/2008/2/Add.1/Rev.1", "Add.1 Rev.1", ("CAC/COSP/2008/2/Add.1", "Rev.1")),
        ("CAC/COSP/WG.4/2011/2/Corr.1", "Corr.1", ("CAC/COSP/WG.4/2011/2", "Corr.1")),
        ("CAC/COSP/WG.4/2011/2/Rev.1/Corr.2", "Rev.1 Corr.2", ("CAC/COSP/WG.4/2011/2", "Rev.1 Corr.2")),
        ("CAC/COSP/2015/10*", "*", ("CAC/COSP/2015/10", "")),
    ],
)
def test_revisions(symbol: str, revision: str, version: tuple[str, str]) -> None:
    masthead = outline_of(f"{symbol}\n\nDistr.: General\n\nNote by the Secretariat\n\n1. Text.").masthead
    assert masthead.revision == revision
    assert work_of(masthead.symbol or "") == version


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("Vienna, 15-17 June 2022", "2022-06-15", "2022-06-17"),
        ("Vienna, 16 –20 December 2019", "2019-12-16", "2019-12-20"),
        ("Vienna, 9 and 10 June 2020", "2020-06-09", "2020-06-10"),
        ("Vienna, 6 to 10 November 2017", "2017-11-06", "2017-11-10"),
        ("Vienna, 28 January-1 February 2008", "2008-01-28", "2008-02-01"),
        ("Vienna, 14–18 and 21–23 July 2025", "2025-07-14", "2025-07-23"),
        ("Vienna, 30 December 2008–2 January 2009", "2008-12-30", "2009-01-02"),
    ],
)
def test_days_of_a_session(line: str, start: str, end: str) -> None:
    text = f"9 June 2022\n\nOriginal: English\n\n{line}\n\nItem 2 of the provisional agenda*\n\nTitle\n\n1. Text."
    masthead = outline_of(text).masthead
    assert (masthead.place, masthead.session_start, masthead.session_end) == ("Vienna", start, end)
    assert masthead.issued == "2022-06-09"


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("Original: English", "en"),
        ("ORIGINAL: ENGLISH", "en"),
        ("Español\nOriginal: inglés", "en"),
        ("Français Original: anglais", "en"),
        ("English\nOriginal: Arabic, English, Russian and Spanish", "ar;en;ru;es"),
    ],
)
def test_original_languages(printed: str, codes: str) -> None:
    text = f"A/80/1\n\nDistr.: General\n\n{printed}\n\nNote by the Secretariat\n\n1. Text."
    assert outline_of(text).masthead.original_language == codes


def test_the_date_of_reissue_is_not_the_date_of_issue() -> None:
    masthead = note("* Reissued for technical reasons on 7 April 2023.", "I. Introduction", "1. Text.").masthead
    assert masthead.issued == "2022-06-01"


@pytest.mark.parametrize("above", ["Item 2 of the provisional agenda", "Integrity in sport\n\nNote by the Secretariat"])
def test_a_symbol_is_found_above_a_corner_that_stands_further_down(above: str) -> None:
    corner = "Distr.: General\n1 June 2022\nOriginal: English"
    text = f"CAC/COSP/2022/9\n\n{above}\n\n{corner}\n\nI. Introduction\n\n1. Text.\n\n2. Text."
    outline = outline_of(text)
    assert (outline.masthead.symbol, outline.masthead.issued) == ("CAC/COSP/2022/9", "2022-06-01")
    assert texts(outline) == {"1": "Text.", "2": "Text."}


@pytest.mark.parametrize("names", [100, 400])
def test_a_masthead_prints_the_symbol_on_the_first_pages(names: int) -> None:
    signed = "\n\n".join(["United Nations", *["Permanent Mission of Peru"] * names])
    assert symbol_of(f"{signed}\n\nA/80/3") == ("A/80/3" if names == 100 else None)


def test_something_else_is_refused_with_what_was_looked_for() -> None:
    refusal = outline_of("Shopping list\n\nMilk and bread, and a newspaper.").refusal
    assert refusal is not None
    assert "symbol" in refusal
    assert "Distr." in refusal
    assert "Further on" not in refusal


LONG = "1. The present note rests on what States parties sent in reply to a note verbale" + ", as each year" * 12


def test_a_refusal_says_where_it_looked_and_what_is_printed_further_on() -> None:
    refusal = outline_of(f"{LONG}. Distr.: General 1 June 2022 Original: English\n\n2. See CAC/COSP/2021/3.").refusal
    assert refusal is not None
    assert "in its first 200 characters" in refusal
    assert "Further on it prints 1 × symbol, 1 × “Distr.”, 1 × “Original:”, first in paragraph 1" in refusal


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_a_masthead_into_which_a_paragraph_got_is_read(gap: str) -> None:
    masthead = "United Nations CAC/COSP/WG.4/2022/9 Distr.: General 1 June 2022 Original: English"
    outline = outline_of(f"{LONG} (CAC/COSP/2021/3).{gap}{masthead} Note by the Secretariat\n\n2. Peru had none.")
    assert (outline.refusal, outline.masthead.symbol, numbers(outline)) == (None, "CAC/COSP/WG.4/2022/9", ["1", "2"])


def test_a_masthead_that_is_a_table_is_read() -> None:
    cells = ["United Nations CAC/COSP/2022/9", "Distr.: General", "1 June 2022", "Original: English"]
    text = "\n\n".join([*cells, "Integrity in sport", "Note by the Secretariat", "I. Introduction", "1. Text."])
    starts = [text.index(part) for part in text.split("\n\n")]
    roles = [Role.TABLE] * len(cells) + [Role.BODY] * (len(starts) - len(cells))
    blocks = [Block(s, s + len(p), r) for s, p, r in zip(starts, text.split("\n\n"), roles, strict=True)]
    masthead = outline_of(Document(text, tuple(blocks), "application/pdf", 1)).masthead
    assert (masthead.symbol, masthead.issued, masthead.title) == ("CAC/COSP/2022/9", "2022-06-01", "Integrity in sport")
