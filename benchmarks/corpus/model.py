"""A note as the generator knows it, and the answers that follow from it.

Here: the parts of a note (masthead, headings, numbered paragraphs, boxes, lists, footnotes) and their JSON form. Not
here: what the parts say (`paragraphs.py`, `masthead.py`, `outline.py`) or how they are printed (`text.py` and so on).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MARK = "\ue000"  # where a footnote mark stands in a paragraph's text; the notes are numbered in order of appearance
NOT_MEASURED = "?"  # a reporting verb that the labelling rules leave open


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more sentences made from one template, with what they say.

    `states`: State → base form of the reporting verb, None where there is none, `NOT_MEASURED` where it is left open.
    `collective`: (scope, verb, required); one that is not required is neither missed nor wrong.
    """

    template: str
    kind: str
    text: str
    states: dict[str, str | None] = field(default_factory=dict)
    collective: tuple[tuple[str, str | None, bool], ...] = ()


@dataclass(slots=True)
class Paragraph:
    """A numbered paragraph; `text` holds `MARK` for each of its footnotes and a newline before each list item."""

    number: int
    part: str
    text: str
    units: list[Unit]
    notes: list[str] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """The text without footnote marks, as the paragraphs table should hold it (white space apart)."""
        return self.text.replace(MARK, "")


@dataclass(slots=True)
class Heading:
    """A printed heading: roman level 1, capital letter 2, unnumbered 3.

    `articles`: article → (provision, inherited).
    """

    level: int
    label: str | None
    text: str
    part: str
    articles: dict[int, tuple[str | None, bool]]
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Text in a frame, with a title: neither a paragraph nor a heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Unnumbered lines, e.g. the respondents in an annex."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Box | Listing


@dataclass(slots=True)
class Masthead:
    """The title page: what it prints and what it means.

    `form`: how it is printed (`masthead.FORMS`). `symbol`: as printed, with asterisk, spaces or placeholder.
    `symbols`: what may be extracted as the note's own symbol; empty where it has none. `stars`: (mark, text) notes.
    """

    form: str
    symbol: str | None
    symbols: tuple[str, ...]
    running: str | None
    job: str
    job_date: str
    conference: str
    body: str | None
    issued: str
    issued_iso: str | None
    session_line: str
    place: str
    session_start: str | None
    session_end: str | None
    item_line: str
    item: str | None
    agenda: str
    title: str
    kind_line: str
    kind: str
    stars: list[tuple[str, str]]


@dataclass(slots=True)
class Note:
    """A whole note. `respondents`: declared States in order, or none where the note lists nobody."""

    name: str
    seed: str
    profile: str
    masthead: Masthead
    blocks: list[Block]
    summary: str | None
    contents: bool
    respondents: list[str]
    declared: int | None
    layout: str = "seed"

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The numbered paragraphs in order."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def headings(self) -> list[Heading]:
        """The headings in order."""
        return [block for block in self.blocks if isinstance(block, Heading)]

    def answers(self) -> dict[str, Any]:
        """What a careful reader extracts, as plain JSON values."""
        mast = self.masthead
        paragraphs = self.paragraphs
        reporters = {state for paragraph in paragraphs for unit in paragraph.units for state in unit.states}
        number = 0
        footnotes: list[list[Any]] = [[mark, text, None, None] for mark, text in mast.stars]
        for paragraph in paragraphs:
            for text in paragraph.notes:
                number += 1
                footnotes.append([str(number), text, paragraph.part, paragraph.number])
        return {
            "name": self.name,
            "seed": self.seed,
            "profile": self.profile,
            "layout": self.layout,
            "masthead": {
                "form": mast.form,
                "note_symbol": list(mast.symbols),
                "note_title": mast.title,
                "document_type": mast.kind,
                "body": [name for name in (mast.body, mast.conference) if name] if mast.form != "none" else [],
                "place": mast.place,
                "session_start": mast.session_start,
                "session_end": mast.session_end,
                "agenda_item": mast.item and f"Item {mast.item}",
                "note_issued": mast.issued_iso,
                "original_language": "en" if mast.form != "none" else None,
                "language": "en",
                "declared_respondent_count": self.declared,
                "paragraph_count": len(paragraphs),
            },
            "sections": [
                [h.part, h.level, h.label, h.text, h.first, h.last, [[a, p, i] for a, (p, i) in h.articles.items()]]
                for h in self.headings
            ],
            "paragraphs": [
                {
                    "part": p.part,
                    "number": p.number,
                    "text": p.plain,
                    "units": [[u.template, u.kind, u.text, u.states, u.collective] for u in p.units],
                }
                for p in paragraphs
            ],
            "statements": [[p.part, p.number, state, verb] for p in paragraphs for state, verb in stated(p).items()],
            "collective": [
                [p.part, p.number, *collective] for p in paragraphs for u in p.units for collective in u.collective
            ],
            "respondents": self.respondents,
            "silent": [state for state in self.respondents if state not in reporters],
            "undeclared": sorted(reporters - set(self.respondents)),
            "footnotes": footnotes,
        }


def stated(paragraph: Paragraph) -> dict[str, str | None]:
    """State → verb of a paragraph: one entry a State, its first reporting verb (LABELLING 1)."""
    found: dict[str, str | None] = {}
    for unit in paragraph.units:
        for state, verb in unit.states.items():
            if found.get(state) is None:
                found[state] = verb
    return found
