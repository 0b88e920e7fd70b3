"""What a note consists of, and the real note taken apart into it.

Here: masthead facts, headings, paragraphs and footnotes in order, in no form.
Not here: how a form prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SEED = Path(__file__).parents[2] / "datapackage" / "notes" / "2022-06-09-note-by-the-secretariat.txt"
SUPERSCRIPTS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
REFERENCE = re.compile(r"\[\^([^\]]+)\]")


@dataclass(frozen=True)
class Masthead:
    """Facts at the head of a note. `session`: lines below the rule (working group, place and dates, agenda item)."""

    body: str
    date: str
    original: str
    session: tuple[str, ...]
    symbol: str | None = None
    distribution: str = "General"
    job_number: str = "V.22-09999"


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 for roman numbers, 2 for letters, 3 for those without a label."""

    text: str
    level: int
    label: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; references to footnotes stand in the text as `[^1]`, `[^*]`."""

    text: str
    number: int | None = None


@dataclass(frozen=True)
class Footnote:
    """A footnote with its mark as printed."""

    mark: str
    text: str


@dataclass(frozen=True)
class NoteContent:
    """A whole note. Titles may hold references to footnotes, as paragraphs do."""

    masthead: Masthead
    agenda_title: str
    title: str
    document_type: str
    elements: tuple[Heading | Paragraph, ...]
    footnotes: tuple[Footnote, ...]

    def footnote(self, mark: str) -> Footnote:
        """Return the footnote with a mark."""
        return next(note for note in self.footnotes if note.mark == mark)


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the text between footnote references, each with the mark of the reference after it."""
    at = 0
    for match in REFERENCE.finditer(text):
        yield text[at : match.start()], match[1]
        at = match.end()
    if at < len(text):
        yield text[at:], None


def seed_content(symbol: str | None = None, body: str = "Conference of the States Parties") -> NoteContent:
    """Take the real note apart. It has no symbol and no body in its masthead: both may be given."""
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    date, original, group, place, item, titles = lines[:6]
    agenda_title, title, document_type, first_heading = (part for part in re.split(r"\*{2,}", titles) if part.strip())
    elements: list[Heading | Paragraph] = [_heading(first_heading)]
    notes: list[Footnote] = []
    for line in lines[6:]:
        note = re.match(r"(\*|[¹²³⁴⁵⁶⁷⁸⁹])\s*(.*)", line)
        if note:
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", note[2])
            notes.append(Footnote(note[1].translate(SUPERSCRIPTS), text))
        elif re.match(r"\d+\. ", line):
            number, text = line.split(". ", 1)
            elements.append(Paragraph(_referring(text), int(number)))
        elif isinstance(last := elements[-1], Paragraph) and (not _closes(last) or line.startswith("One of such")):
            # The text goes on where a footnote block stands in the middle of a paragraph.
            elements[-1] = Paragraph(f"{last.text} {_referring(line)}", last.number)
        else:
            elements.append(_heading(line))
    masthead = Masthead(body, date, original.removeprefix("Original: "), (group, place, _referring(item)), symbol)
    return NoteContent(masthead, agenda_title, title, document_type, tuple(elements), tuple(notes))


def _heading(line: str) -> Heading:
    label = re.match(r"([IVX]+|[A-Z])\. (.*)", line)
    if not label:
        return Heading(line, 3)
    return Heading(label[2], 1 if set(label[1]) <= set("IVX") else 2, label[1])


def _referring(text: str) -> str:
    text = re.sub(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+", lambda match: f"[^{match.group().translate(SUPERSCRIPTS)}]", text)
    return re.sub(r"(\*+)$", r"[^\1]", text)


def _closes(paragraph: Paragraph) -> bool:
    return REFERENCE.sub("", paragraph.text).endswith((".", ":", "”"))
