"""Plain text: its encoding is told by its bytes, and its archived text is its own."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest

from pipelines.archive.formats import Reason, Unreadable, read
from pipelines.workspace.limits import Limits
from tests.renditions import shown

FRENCH = "1. La Côte d’Ivoire a indiqué que l’État avait adopté une loi — « oui » –, à Genève.\n\nSuite où ça va."
CHINESE = "1. 肯尼亚报告说，它已通过一项法律。\n\n2. 智利指出。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [FRENCH, CHINESE])
def test_unicode_is_decoded_by_its_byte_order_mark(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_bytes_are_decoded_by_their_look(encoding: str) -> None:
    text = FRENCH.replace("’", "'").replace("—", "-").replace("–", "-") if encoding == "latin-1" else FRENCH
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "gb18030", "shift_jis", "cp1256"])
def test_other_encodings_are_refused_and_not_guessed(encoding: str) -> None:
    text = {"cp1251": "Кения сообщила, что она приняла закон.", "koi8-r": "Кения сообщила, что она приняла закон."}
    other = "肯定成功" if encoding != "cp1256" else "أفادت كينيا بأنها اعتمدت قانونا"
    with pytest.raises(Unreadable) as refusal:
        read(text.get(encoding, other).encode(encoding))
    assert refusal.value.reason in {Reason.ENCODING, Reason.BINARY}
    assert "UTF-8" in str(refusal.value)


def test_a_text_that_is_cut_within_a_character_says_where() -> None:
    with pytest.raises(Unreadable, match="byte 6 does not fit"):
        read("肯尼亚".encode()[:-1])


def test_line_ends_accents_and_invisible_characters_are_normalised() -> None:
    decomposed = unicodedata.normalize("NFD", "Côte d’Ivoire")
    document = read(f"\ufeff{decomposed} re\xadported\r\nthat\rit\x0bdid\u2028so.\x07\x1b[0m".encode())
    assert document.text == "Côte d’Ivoire reported\nthat\nit\ndid\nso.[0m"


def test_blocks_are_runs_of_lines_that_are_not_blank() -> None:
    document = read(b"\n  One\nline.\n \t \nTwo.   \n\n\n\tThree.")
    assert shown(document) == ["One\nline.", "Two.", "Three."]


def test_form_feeds_part_pages() -> None:
    document = read(b"One goes\fon here.\n\f\nThree.")
    assert shown(document) == ["One goes", "on here.", "Three."]
    assert [block.page for block in document.blocks] == [1, 2, 3]
    assert document.pages == 3


def test_reading_time_does_not_explode_on_white_space_and_markup() -> None:
    """Each of these made an earlier pattern go over the text again and again."""
    for text in (
        "\n" * 200_000 + "x",
        " \n" * 100_000 + "x",
        "x" + " " * 300_000 + "x",
        "<" * 200_000,
        "<!--" * 50_000,
    ):
        with suppress(Unreadable):
            assert read(text.encode(), Limits()).blocks


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(max_bytes=10), Reason.TOO_LARGE),
        (Limits(max_characters=10), Reason.TOO_LARGE),
        (Limits(max_blocks=2), Reason.TOO_MANY_BLOCKS),
    ],
)
def test_limits(limits: Limits, reason: Reason) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(b"One.\n\nTwo.\n\nThree.", limits)
    assert refusal.value.reason is reason
    assert "raise max_" in str(refusal.value)
