"""What reads a document takes time in proportion to its length, whatever the document holds.

Each pattern that meets a document's text, and extraction as a whole, is given pieces that a hostile document may
repeat. No time is compared: a process of its own, with a limit of processor seconds that the system keeps, reads a
length for which it needs some hundredth of the limit where the work grows in proportion, and several times the limit
where it grows with the square of the length. How busy the machine is does not count towards processor seconds.
"""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import pipelines.archive.formats
import pipelines.archive.symbols
import pipelines.extract
from pipelines.archive.formats.text import read_text
from pipelines.contract.languages import LANGUAGES
from pipelines.extract.claims import NoteInput, Register, SourceFile
from pipelines.extract.note import extract_note
from pipelines.extract.outline.words import load_words
from pipelines.extract.versions.names import find_states
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.extract.works import decide
from pipelines.workspace.limits import Limits
from pipelines.workspace.paths import DATAPACKAGE
from tests.extract.test_works import document

PIECES = (
    *("CAC/COSP/", "A/", "A/1-", "Rev.1/", "http://a/", "10/", "1/1 ", "Resolution 1/1, ", "V.19-09617 ", "page 1 of "),
    *("a", "A", "é", "一", "ا ", "第1条", "、", "Aa ", "aa-", "a’", "A-", "the ", "of the Convention ", "annex "),
    *("1", "1. ", "1, ", "1.\n", "A. ", "A.\n", "(a) ", "a2 ", "¹", "*a ", "article 1, ", "article 1 (a) (b) ", "[1]"),
    *(" ", "\n", " \n", "\t", "\xad\n", "a\n\n", ". ", ".", "-", "_", "*", "(", "“", "“a”", "[", "|a|\n", "# ", "<"),
    *("<!---->", "session ", "1 May ", "Original: English, ", "Item 1 (a), ", "Kenya ", "Kenya\n\n", "\ue000", "\x1f"),
    *("1 a. ", "1. A b.\n", "I. Title\n", "A. Title B. Title ", "End. Annex A title 1. ", "___ 1 A.\n", "¹ a ", "[a]("),
    *(
        "Ab. ",
        "• a\n",
        "3/9\n\f\n",
        "a*b ",
        "a.1 b.2\n1 A\n2 B\n\f",
        "I. Introduction .... 1\n",
        "CHILE (FIRST MEETING) ",
        "CAC/COSP/2022/1\n",
    ),
    *("1 bis. ", "1 *", "Symbol: CAC/COSP/2022/1\n", "Date | ", "Original\n\n", "Posted: 1 May 2024\n"),
)
WORDS = (  # pieces of sentences about States
    *(
        "Kenya, ",
        "In Kenya, ",
        "Kenya and ",
        "Kenya’s law ",
        "its ",
        "which said that ",
        "that Kenya said ",
        "by Kenya ",
    ),
    *("Kenya reported. ", "(Kenya) ", "the Kenyan Ministry ", "The Register (REG) ", "five States, "),
    *("Kenya; Peru; ", "in: Kenya; ", "Kenya and, ", "of Kenya, and the ", "in Kenya, where ", "the new ", "A B "),
)
NAMES = ("Republic of ", "Guinea-", "Папуа — Новая ", "ال", "中", "République démocratique ")  # beginnings of names
HEAD = (
    "United Nations CAC/COSP/WG.4/2022/9\nDistr.: General\n1 May 2022\nOriginal: English\n\nA title\n\n"
    "Note by the Secretariat\n\nI. Introduction\n\n1. A paragraph stands here.\n\n2. "
)
CHARACTERS, SECONDS = 20_000, 0.2  # of one pattern and piece
NOTE_CHARACTERS, NOTE_SECONDS = 60_000, 4  # of one note, or what is decided over many
BY_PLACE = {"match", "fullmatch"}  # methods that try a pattern at one place; all others search


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


def _within(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (list, tuple, set, frozenset)):
        for held in value:
            yield from _within(held)
    elif isinstance(value, dict):
        for held in value.values():
            yield from _within(held)


def _patterns() -> dict[str, re.Pattern[Any]]:
    """All compiled patterns of the modules that read formats and outlines, and those made from declared words."""
    holders: list[tuple[str, dict[str, Any]]] = []
    for package in (pipelines.archive.formats, pipelines.extract):
        names = [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
        # Rows of a grammar are tried on names of classes of words, word by word.
        holders += [(name, vars(importlib.import_module(name))) for name in names if ".reading" not in name]
    holders.append(("symbols", vars(pipelines.archive.symbols)))
    words = load_words(DATAPACKAGE / "language")
    holders += [("words.references", words.references._asdict()), ("words", vars(words))]
    named = ((f"{holder}.{name}", held) for holder, held in holders for name, value in held.items() for held in [value])
    found: dict[re.Pattern[Any], str] = {}
    for name, value in named:
        for number, pattern in enumerate(_within(value)):
            found.setdefault(pattern, f"{name}[{number}]" if number else name)
    return {name: pattern for pattern, name in found.items()}


def _methods() -> dict[str, set[str]]:
    """By the name of a pattern, the methods by which it is called anywhere; "" where it is handed on."""
    methods: dict[str, set[str]] = {}
    for package in (pipelines.archive.formats, pipelines.extract):
        for file in sorted(Path(package.__path__[0]).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            asked = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            for node in ast.walk(tree):
                name = getattr(node, "attr", None) or getattr(node, "id", None)
                if name and isinstance(getattr(node, "ctx", None), ast.Load):
                    methods.setdefault(name, set()).add(asked.get(id(node), ""))
    return methods


def _try(pattern: re.Pattern[Any], methods: set[str], piece: str) -> None:
    text: Any = piece * (CHARACTERS // len(piece))
    text = text.encode() if isinstance(pattern.pattern, bytes) else text
    if methods and methods <= BY_PLACE:
        for method in methods:
            getattr(pattern, method)(text)
    else:
        for _ in pattern.finditer(text):
            pass


def _note(vocabulary: Vocabulary, piece: str) -> None:
    text = f"{HEAD}{piece * (NOTE_CHARACTERS // len(piece))}\n\n3. The end.\n"
    document = read_text(text, Limits())
    extract_note(document, NoteInput((SourceFile("note.txt", "0" * 64, len(text), document.media_type),)), vocabulary)


@pytest.mark.long
def test_every_pattern_that_meets_a_document_is_tried_in_time_that_grows_with_its_length_alone() -> None:
    methods = _methods()
    patterns = _patterns()
    assert len(patterns) > 150
    exceeding = {}
    for name, pattern in patterns.items():
        used = methods.get(name.rpartition(".")[2].partition("[")[0], set()) - {"pattern"}
        if pieces := _exceeding(partial(_try, pattern, used), SECONDS):
            exceeding[name] = pieces
    assert exceeding == {}


@pytest.mark.long
def test_a_whole_note_takes_time_that_grows_with_its_length_alone() -> None:
    vocabulary = load_vocabulary(DATAPACKAGE)
    assert _exceeding(partial(_note, vocabulary), NOTE_SECONDS, (*PIECES, *WORDS)) == []


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
    assert _exceeding(partial(_try, re.compile(r"a+a+b"), {"search"}), SECONDS, ("a", "b")) == ["a"]
