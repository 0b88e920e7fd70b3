"""Releases of hand-written notes, shared by the tests of what is rendered from a release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.publish.authorities import EXPORTS
from tests.conftest import DAY, Shared
from tests.publish.written import Note, Paragraph, Section, publish, publishing

DAYS = (DAY, "2026-12-01", "2026-12-08")
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
SECOND = Note(
    "2023-02-01-second",
    "Bodies <script>alert(1)</script> & more",
    (
        Section(
            "Bodies (article 6)",
            (Paragraph("Chile had a plan.", {"CHL": "Chile"}, topics={"national-strategies": "plan"}),),
            ("6",),
        ),
    ),
    {"CHL": "Chile"},
    "2023-02-01",
    "CAC/COSP/WG.4/2023/2",
)
THIRD = replace(SECOND, note_id="2023-03-01-third", symbol="CAC/COSP/WG.2/2023/3", issued="2023-03-01")
_PLANS = Paragraph("Chile had two plans.", {"CHL": "Chile"}, topics={"national-strategies": "plans"})
CHANGED = replace(SECOND, sections=(replace(SECOND.sections[0], paragraphs=(_PLANS,)),))
REASON = "Withdrawn by the Secretariat."


@pytest.fixture(scope="session")
def line(shared: Shared) -> list[Path]:
    """Three releases: the second has two notes more, the third changes one of these and lacks the other.

    Tests must not change them.
    """

    def make(folder: Path) -> None:
        for day, notes in zip(DAYS, ([FIRST], [FIRST, SECOND, THIRD], [FIRST, CHANGED]), strict=True):
            publish(notes, folder, day=day, accepted=REASON)

    found = sorted((shared("line", make) / "publish" / "releases").iterdir())
    assert len(found) == 3
    return found


@pytest.fixture(scope="session")
def small_release(line: list[Path]) -> Path:
    """The first of them, of one note."""
    return line[0]


@pytest.fixture(scope="session")
def whole_release(shared: Shared) -> Path:
    """A release of that note, in Spanish too, with all that `publish` can name. Tests must not change it."""
    base = publishing(*EXPORTS).model_copy(update={"editions": ("es",)})
    folder = shared("whole", lambda folder: publish([FIRST], folder, base=base))
    return (folder / "publish" / "latest").resolve()
