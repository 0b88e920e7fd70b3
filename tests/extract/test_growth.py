"""What reads a document takes time in proportion to its length, whatever the document holds.

Reading and extraction are given pieces that a hostile document may repeat. No time is compared: a process of its own,
with a limit of processor seconds that the system keeps, reads a length for which it needs some hundredth of the limit
where the work grows in proportion, and several times the limit where it grows with the square of the length. How busy
the machine is does not count towards processor seconds.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial

import pytest

from pipelines.archive.formats import Unreadable, read
from pipelines.contract.languages import LANGUAGES
from pipelines.extract.claims import NoteInput, Register, SourceFile
from pipelines.extract.note import extract_note
from pipelines.extract.unfit import Unfit
from pipelines.extract.versions.names import find_states
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.extract.works import decide
from pipelines.workspace.paths import DATAPACKAGE
from tests.extract.test_works import document

PIECES = (
    *("CAC/COSP/", "A/", "A/1-", "Rev.1/", "http://a/", "10/", "1/1 ", "Resolution 1/1, ", "V.19-09617 ", "page 1 of "),
    *("a", "A", "é", "一", "ا ", "第1条", "、", "Aa ", "aa-", "a’", "A-", "the ", "of the Convention ", "annex "),
    *("1", "1. ", "1, ", "1.\n", "A. ", "A.\n", "(a) ", "a2 ", "¹", "*a ", "article 1, ", "article 1 (a) (b) ", "[1]"),
    *(" ", "\n", " \n", "\t", "\xad\n", "a\n\n", ". ", ".", "-", "_", "*", "(", "“", "“a”", "[", "|a|\n", "# ", "<"),
    *("<!---->", "session ", "1 May ", "Original: English, ", "Item 1 (a), ", "Kenya ", "Kenya\n\n", "\ue000", "\x1f"),
    *("1 a. ", "1. A b.\n", "I. Title\n", "A. Title B. Title ", "End. Annex A title 1. ", "___ 1 A.\n", "¹ a ", "[a]("),
    *("Ab. ", "• a\n", "3/9\n\f\n", "a*b ", "a.1 b.2\n1 A\n2 B\n\f", "I. Introduction .... 1\n"),
    *("CHILE (FIRST MEETING) ", "CAC/COSP/2022/1\n"),
    *("1 bis. ", "1 *", "Symbol: CAC/COSP/2022/1\n", "Date | ", "Original\n\n", "Posted: 1 May 2024\n"),
)
WORDS = (  # pieces of sentences about States
    *("Kenya, ", "In Kenya, ", "Kenya and ", "Kenya’s law ", "its ", "which said that ", "that Kenya said "),
    *("by Kenya ", "The Secretariat received information from Kenya and Peru. "),
    *("Kenya reported. ", "(Kenya) ", "the Kenyan Ministry ", "The Register (REG) ", "five States, "),
    *("Kenya; Peru; ", "in: Kenya; ", "Kenya and, ", "of Kenya, and the ", "in Kenya, where ", "the new ", "A B "),
)
NAMES = ("Republic of ", "Guinea-", "Папуа — Новая ", "ال", "中", "République démocratique ")  # beginnings of names
HEAD = (
    "United Nations CAC/COSP/WG.4/2022/9\nDistr.: General\n1 May 2022\nOriginal: English\n\nA title\n\n"
    "Note by the Secretariat\n\nI. Introduction\n\n1. A paragraph stands here.\n\n2. "
)
CHARACTERS, SECONDS = 20_000, 0.2  # of names in a text
NOTE_CHARACTERS, NOTE_SECONDS = 60_000, 4  # of one note, or what is decided over many


def _exceeding(work: Callable[[str], object], seconds: float, pieces: Sequence[str] = PIECES) -> list[str]:
    """Return the pieces with which a piece of work does not end within so many seconds of processor, or fails."""
    found: list[str] = []
    while len(found) < len(pieces):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            _work_through(pieces[pieces.index(found[-1]) + 1 :] if found else pieces, work, seconds, writer)
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8", newline="\n") as begun:
            last = begun.read().split("\0")[-2:-1]
        _, status = os.waitpid(child, 0)
        if not status or not last:
            break
        found += last
    return found


def _work_through(pieces: Iterable[str], work: Callable[[str], object], seconds: float, writer: int) -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    try:
        for piece in pieces:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            os.write(writer, f"{piece}\0".encode())
            work(piece)
        os._exit(0)
    finally:
        os._exit(1)


def _note(vocabulary: Vocabulary, form: str, piece: str) -> None:
    many = piece * (NOTE_CHARACTERS // len(piece))
    text = f"{many}\n\n{HEAD}One." if form == "above a masthead" else f"{HEAD}{many}\n\n3. The end.\n"
    parts = "</p><p>".join(text.split("\n\n"))
    data = f"<!DOCTYPE html><html><body><p>{parts}</p></body></html>" if form == "of a page" else text
    with suppress(Unreadable, Unfit):
        document = read(data.encode())
        source = NoteInput((SourceFile("note", "0" * 64, len(data), document.media_type),))
        extract_note(document, source, vocabulary)


@pytest.mark.long
@pytest.mark.parametrize("form", ["of a text", "of a page", "above a masthead"])
def test_a_whole_note_takes_time_that_grows_with_its_length_alone(form: str) -> None:
    vocabulary = load_vocabulary(DATAPACKAGE)
    assert _exceeding(partial(_note, vocabulary, form), NOTE_SECONDS, (*PIECES, *WORDS)) == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_states_are_found_in_time_that_grows_with_the_length_of_the_text_alone(language: str) -> None:
    find_states("Kenya", language)
    assert _exceeding(lambda piece: find_states(piece * (CHARACTERS // len(piece)), language), SECONDS, NAMES) == []


def test_many_notes_are_told_apart_in_time_that_grows_with_their_number_alone() -> None:
    cited = ("CAC/COSP/2019/1",)
    notes = [
        document(f"{n}.txt", f"CAC/COSP/{n}", "en", ["."] * 4, meeting=f"meeting {n}", outline="1-4", cited=cited)
        for n in range(4_000)
    ]
    assert _exceeding(lambda _: decide(notes, Register()), NOTE_SECONDS, ("",)) == []


def test_what_grows_much_faster_than_the_length_is_seen() -> None:
    slow = re.compile(r"a+a+b")
    assert _exceeding(lambda piece: slow.search(piece * CHARACTERS), SECONDS, ("a", "b")) == ["a"]
