"""Documents and their outlines for the tests of the structure half: from text, from the shared real documents."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.archive.formats import read
from pipelines.extract.outline.read import read_structure
from pipelines.extract.outline.words import Words, load_words
from pipelines.workspace.paths import DATAPACKAGE

if TYPE_CHECKING:
    from pipelines.archive.document import Document
    from pipelines.extract.outline.structure import Structure

ROOT = Path(__file__).parent.parent.parent
GOLDEN = ROOT / "tests" / "golden" / "structure"
SHARED = ROOT.parent / "shared" / "notes"
# Openings of real documents: their mastheads and headings as printed, with invented words in their paragraphs; and the
# documents themselves, where they are.
PLACES = [GOLDEN, *([SHARED] if SHARED.is_dir() else [])]
SEED_GOLD = ROOT / "tests" / "golden" / "note" / "seed-note.json"
SEED = DATAPACKAGE / "notes" / "2022-06-09-note-by-the-secretariat.txt"
HEAD = """United Nations CAC/COSP/WG.4/2022/9

Distr.: General 1 June 2022 Original: English

Integrity in sport

Note by the Secretariat

"""


@cache
def vocabulary() -> Words:
    return load_words(DATAPACKAGE / "language")


@cache
def _states() -> dict[str, str]:
    with (DATAPACKAGE / "codes" / "states.csv").open(encoding="utf-8", newline="") as file:
        return {row["state_name"].casefold(): row["state_iso3"] for row in csv.DictReader(file)}


def state_of(name: str) -> str | None:
    return _states().get(name.casefold())


def outline_of(text: str | Document) -> Structure:
    document = read(text.encode()) if isinstance(text, str) else text
    return read_structure(document, vocabulary(), state_of)


def note(*paragraphs: str) -> Structure:
    """The outline of a note with a short masthead; the arguments are its visual paragraphs."""
    return outline_of(HEAD + "\n\n".join(paragraphs))


def shared(name: str) -> Document:
    """A real document. Where it is not there the test is skipped, and fails where `SHARED_REQUIRED` is set."""
    path = SHARED / name
    if not path.is_file():
        (pytest.fail if os.environ.get("SHARED_REQUIRED") else pytest.skip)(
            f"the real document {name} lies outside the project and is not here"
        )
    return read(path.read_bytes())


def numbers(structure: Structure) -> list[str]:
    return [paragraph.number for paragraph in structure.paragraphs]


def headings(structure: Structure) -> list[tuple[int, str | None, str]]:
    return [(section.level, section.label, section.heading) for section in structure.sections]


def texts(structure: Structure) -> dict[str, str]:
    return {paragraph.number: paragraph.text for paragraph in structure.paragraphs}
