"""`python -m benchmarks.corpus`: notes by the thousand, to measure speed and scale with.

Such a note has masthead, headings, respondents and footnotes as those of the family. Its paragraphs are those of the
labelled notes, drawn at random, with other States put in for those that they name. Not here: notes with known answers
(`labelled.py`), and how a form is printed (`tests/renditions`).
"""

from __future__ import annotations

import argparse
import csv
import os
import re
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import count
from pathlib import Path
from random import Random

from benchmarks.labelled import FOLDER
from pipelines.workspace.paths import DATAPACKAGE
from tests.renditions import (
    Footnote,
    Heading,
    Masthead,
    NoteContent,
    Paragraph,
    render_docx,
    render_html,
    render_pdf,
    render_text,
)

FORMS = {"txt": render_text, "docx": render_docx, "html": render_html, "pdf": render_pdf}
BATCH = 250  # notes that a process writes at a time, and notes in one folder
SIZE = 41  # numbered paragraphs of the one real note
_FIRST_YEAR, _YEARS = 2007, 25
_FIRST_NUMBER = 101  # so that no symbol is that of a real or a golden note
_SECTIONS = 6
_NUMBERED = re.compile(r"^\d{1,3}\.\s+([A-Z“].+?)\n\s*\n", re.MULTILINE | re.DOTALL)


def note_of(seed: str, index: int, size: int = SIZE) -> NoteContent:
    """The note with that index of a corpus: the same arguments give the same note, which has a symbol of its own."""
    rng = Random(f"{seed}/{index}")  # noqa: S311 - reproducible on purpose
    year, number = _FIRST_YEAR + index % _YEARS, index // _YEARS + _FIRST_NUMBER
    respondents = sorted(rng.sample(_states(), rng.randint(9, 30)))
    numbers = count(1)
    asked = f"The Secretariat invited States parties to provide information by a note verbale of 1 March {year}."
    listed = (
        f"Submissions were received from the following {len(respondents)} States parties: "
        f"{', '.join(respondents[:-1])} and {respondents[-1]}."
    )
    elements: list[Heading | Paragraph] = [Heading("Introduction", 1, "I")]
    elements += [Paragraph(asked, next(numbers)), Paragraph(listed, next(numbers))]
    elements.append(Heading("Analysis of the information received", 1, "II"))
    footnotes: list[Footnote] = []
    for place, (title, texts) in enumerate(_sections(rng, size - 2)):
        elements.append(Heading(title, 2, chr(ord("A") + place)))
        for text in texts:
            own = _with_states(rng, text, respondents)
            if rng.random() < 1 / 8:
                footnotes.append(Footnote(str(len(footnotes) + 1), f"See CAC/COSP/{rng.randint(2008, 2030)}/4."))
                own += f"[^{len(footnotes)}]"
            elements.append(Paragraph(own, next(numbers)))
    return NoteContent(
        Masthead(
            "Conference of the States Parties to the United Nations Convention against Corruption",
            f"9 June {year}",
            "English",
            (
                "Open-ended Intergovernmental Working Group on the Prevention of Corruption",
                f"Vienna, 15–17 June {year}",
                "Item 2 of the provisional agenda",
            ),
            f"CAC/COSP/WG.4/{year}/{number}",
        ),
        "Implementation of the Convention",
        f"Good practices in the prevention of corruption: report {number} of {year}",
        "Note by the Secretariat",
        tuple(elements),
        tuple(footnotes),
    )


def _sections(rng: Random, size: int) -> list[tuple[str, list[str]]]:
    """Headings, each on an article, in their order, with the paragraphs below them."""
    texts = rng.sample(_paragraphs(), size)
    titles = [_articles()[place] for place in sorted(rng.sample(range(len(_articles())), min(_SECTIONS, size)))]
    return [(title, texts[place :: len(titles)]) for place, title in enumerate(titles)]


def _with_states(rng: Random, text: str, respondents: list[str]) -> str:
    """The text with other States for those that it names, the same one wherever it names the same."""
    others = iter(rng.sample(respondents, len(respondents)))
    given: dict[str, str] = {}
    return _names().sub(lambda name: given.setdefault(name[0], next(others, name[0])), text)


@cache
def _paragraphs() -> list[str]:
    """The numbered paragraphs of the labelled notes in English that every form can print, each once."""
    found = (
        " ".join(match[1].split())
        for path in sorted(FOLDER.rglob("*.txt"))
        if path.parent.name != "french-spanish"
        for match in _NUMBERED.finditer(path.read_text(encoding="utf-8"))
    )
    return [text for text in dict.fromkeys(found) if text.isprintable() and _is_western(text) and "[" not in text]


def _is_western(text: str) -> bool:
    try:
        text.encode("windows-1252")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _states() -> list[str]:
    """Names of States that stand in a sentence as they stand in the list of codes."""
    with (DATAPACKAGE / "codes" / "states.csv").open(encoding="utf-8", newline="") as handle:
        return [row["state_name"] for row in csv.DictReader(handle) if row["state_name"].isalpha()]


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_states())})\b")


@cache
def _articles() -> list[str]:
    """Headings on the articles of the Convention's chapter on prevention."""
    with (DATAPACKAGE / "codes" / "articles.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["chapter"] == "II"]
    return [f"{row['article_title']} (article {row['article']})" for row in rows]


def write_batch(start: int, *, number: int, seed: str, form: str, folder: Path, size: int = SIZE) -> int:
    """Write the notes `start` … `start + BATCH - 1` (below `number`) into a folder of their own; how many."""
    batch = folder / f"{start // BATCH:04d}"
    batch.mkdir(parents=True, exist_ok=True)
    stop = min(start + BATCH, number)
    for index in range(start, stop):
        (batch / f"note-{index:06d}.{form}").write_bytes(FORMS[form](note_of(seed, index, size)))
    return stop - start


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="number of notes")
    parser.add_argument("--seed", default="7", help="the same seed gives the same bytes")
    parser.add_argument("--format", choices=FORMS, default="txt")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--out", type=Path, required=True, help="folder; gets the notes")
    given = parser.parse_args()
    work = partial(write_batch, number=given.count, seed=given.seed, form=given.format, folder=given.out)
    with ProcessPoolExecutor(given.jobs) as pool:
        written = sum(pool.map(work, range(0, given.count, BATCH)))
    print(f"{written} notes in {given.out}")


if __name__ == "__main__":
    main()
