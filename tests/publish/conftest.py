"""A small release from hand-written notes, shared by the tests of what is rendered from a release."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pytest

from benchmarks.corpus import write_batch
from pipelines.publish.authorities import Export
from tests.conftest import NOTE, Run, Shared
from tests.publish.written import Note, Paragraph, Section, publish, publishing

FIRST = Note(
    note_id="2022-06-09-use-of-technologies",
    title="Use of technologies",
    respondents={"ARG": "Argentina", "QAT": "State of Qatar", "JPN": "Japan"},
    sections=(
        Section(
            "Introduction", (Paragraph("The Conference took note of three submissions.", footnote="See A/1."),), (), 1
        ),
        Section(
            "Public procurement (article 9)",
            (
                Paragraph("Most States parties reported that portals existed.", collective="Most States parties"),
                Paragraph("Argentina reported on its National Portal.", {"ARG": "Argentina"}, system="National Portal"),
            ),
            ("9",),
        ),
        Section(
            "Public reporting and participation (articles 10 and 13)",
            (
                Paragraph(
                    "The State of Qatar and Argentina reported on data.",
                    {"QAT": "State of Qatar", "ARG": "Argentina"},
                    topics={"open-data": "data"},
                ),
            ),
            ("10", "13"),
        ),
    ),
)


@pytest.fixture(scope="session")
def small_outputs(shared: Shared) -> Path:
    """Folder with `publish/latest`, a release of one hand-written note. Tests must not change it."""
    return shared("small", lambda folder: publish([FIRST], folder))


@pytest.fixture(scope="session")
def small_release(small_outputs: Path) -> Path:
    """Folder of that release."""
    return (small_outputs / "publish" / "latest").resolve()


@pytest.fixture(scope="session")
def whole_release(shared: Shared) -> Path:
    """A release of that note with everything that `publish` can name. Tests must not change it."""
    folder = shared("whole", lambda folder: publish([FIRST], folder, base=publishing(*get_args(Export))))
    return (folder / "publish" / "latest").resolve()


@pytest.fixture(scope="session")
def two_releases(shared: Shared) -> list[Path]:
    """A release of the hand-written note, and the one after it, which has another note. Tests must not change them."""

    def make(folder: Path) -> None:
        later = Note("2023-03-01-later", "Later <script>alert(1)</script> & co", issued="2023-03-01")
        publish([FIRST], folder)
        publish([FIRST, later], folder, day="2026-12-01")

    return sorted((shared("two", make) / "publish" / "releases").iterdir())


@pytest.fixture(scope="session")
def forty(uncac: Run, shared: Shared) -> Path:
    """A release of the real note and thirty-nine written ones."""

    def make(folder: Path) -> None:
        write_batch(0, number=39, seed="3", form="txt", folder=folder / "notes")
        shutil.copy(NOTE, folder / "notes")
        result = uncac("publish", "--inbox", folder / "notes", "--outputs", folder / "outputs")
        assert result.returncode == 0, result.stdout + result.stderr

    return (shared("forty", make) / "outputs" / "publish" / "latest").resolve()
