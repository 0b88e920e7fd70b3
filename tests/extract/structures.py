"""Documents and their outlines for the tests of the structure half: from text, from the shared real documents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pipelines.archive.formats import read
from pipelines.extract.outline.read import read_structure
from pipelines.extract.versions.names import state_named
from tests.conftest import NOTE as SEED
from tests.conftest import ROOT
from tests.extract.golden_language import vocabulary

if TYPE_CHECKING:
    from pipelines.archive.document import Document
    from pipelines.extract.outline.structure import Structure

__all__ = ["SEED"]
GOLDEN = ROOT / "tests" / "golden" / "structure"
SHARED = ROOT.parent / "shared" / "notes"
HEAD = """United Nations CAC/COSP/WG.4/2022/9

Distr.: General 1 June 2022 Original: English

Integrity in sport

Note by the Secretariat

"""


def outline_of(text: str | Document) -> Structure:
    document = read(text.encode()) if isinstance(text, str) else text
    return read_structure(document, vocabulary().structure, state_named)


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
