"""A small release from hand-written notes, shared by the tests of what is rendered from a release."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from pipelines.publish.authorities import Export
from pipelines.publish.publication import load_publication
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import Shared
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
ANOTHER = Note("2023-03-01-later", "Later <script>alert(1)</script> & co", issued="2023-03-01")


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
    """A release of that note, in Spanish too, with all that `publish` can name. Tests must not change it."""
    base = publishing(*get_args(Export)).model_copy(update={"editions": ("es",)})
    folder = shared("whole", lambda folder: publish([FIRST], folder, base=base))
    return (folder / "publish" / "latest").resolve()


@pytest.fixture(scope="session")
def release_in_languages(shared: Shared) -> Path:
    """A release of that note in all languages in which the site is shipped. Tests must not change it."""
    base = load_publication(DATAPACKAGE / "publication.yaml")
    folder = shared("languages", lambda folder: publish([FIRST], folder, base=base))
    return (folder / "publish" / "latest").resolve()


@pytest.fixture(scope="session")
def two_releases(shared: Shared) -> list[Path]:
    """A release of the hand-written note, and the one after it, which has another note. Tests must not change them."""

    def make(folder: Path) -> None:
        publish([FIRST], folder)
        publish([FIRST, ANOTHER], folder, day="2026-12-01")

    return sorted((shared("two", make) / "publish" / "releases").iterdir())
