"""A note as lines on pages: what PDF-to-text tools give, in raw or layout-preserving form.

Here: line breaks at words and hyphens, running headers, page numbers, footnotes at the foot. Not here: layouts without
physical lines (`text.py`), and real PDF (`pdf.py`), which takes its pages from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.corpus.model import MARK, Box, Heading, Listing, Note, Paragraph
from benchmarks.corpus.title_page import annex_name, before_title, box_lines, contents_lines, late_masthead, printed

FORMS = {
    "lines": ("modern", "nineties", "geneva", "none"),
    "tight": ("modern", "nineties", "geneva", "none"),
    "layout": ("modern",),
}
PAGE = 46  # lines of text and footnotes on a page
ANCHOR = "\ue001"  # stands before a footnote number in a line, so that the page knows which notes it needs
INDENT = " " * 15


@dataclass(slots=True)
class Line:
    """One line. `kind`: title, heading, text, number (a paragraph number alone), blank, header, footer, rule, note."""

    text: str
    kind: str
    starts: bool = False
    level: int = 0


@dataclass(slots=True)
class Page:
    """One page: header, text, footnotes, footer."""

    lines: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters, broken at spaces or after a hyphen within a word (a real hyphen)."""
    lines: list[str] = []
    for source in text.split("\n"):
        rest = source
        while len(rest) > width:
            space = rest.rfind(" ", 0, width + 1)
            hyphen = rest.rfind("-", 0, width)
            if hyphen > space and rest[hyphen - 1].isalpha() and rest[hyphen + 1].isalpha():
                lines.append(rest[: hyphen + 1])
                rest = rest[hyphen + 1 :]
            elif space > 0:
                lines.append(rest[:space])
                rest = rest[space + 1 :]
            else:
                break
        lines.append(rest)
    return lines


class Setter:
    """Sets a note on pages."""

    def __init__(self, note: Note, width: int, *, own_line: bool, spaced: bool) -> None:
        self.note = note
        self.width = width
        self.own_line = own_line
        self.spaced = spaced
        self.pages = [Page()]
        self.number = 0
        self.boxes = 0
        self.texts: dict[int, str] = {}

    def set(self, front: list[list[Line]]) -> list[Page]:
        """The pages: title page first, then the blocks."""
        stars = [Line(f"{mark} {text}", "note", starts=True) for mark, text in self.note.masthead.stars]
        self.pages[0].notes += stars
        for group in front:
            self._block(group)
        for block in self.note.blocks:
            if isinstance(block, Heading):
                self._block(self._heading(block))
            elif isinstance(block, Paragraph):
                self._block(self._paragraph(block))
            elif isinstance(block, Box):
                self.boxes += 1
                head, title, text = box_lines(block, self.boxes)
                self._block([Line(head, "text", starts=True)])
                self._block([Line(title, "text", starts=True)])
                self._block(self._lines(text, "text"))
            elif isinstance(block, Listing):
                for name in block.lines:
                    self._put(Line(name, "text", starts=True))
        return self.pages

    def _heading(self, heading: Heading) -> list[Line]:
        if heading.part == "body":
            return self._lines(printed(heading), "heading", heading.level)
        return [Line(annex_name(heading), "heading", starts=True, level=1), *self._lines(heading.text, "heading", 1)]

    def _paragraph(self, paragraph: Paragraph) -> list[Line]:
        pieces = paragraph.text.split(MARK)
        text = pieces[0]
        for piece, note in zip(pieces[1:], paragraph.notes, strict=True):
            self.number += 1
            self.texts[self.number] = note
            text += f"{ANCHOR}{self.number}{ANCHOR}{piece}"
        if self.own_line:
            return [Line(f"{paragraph.number}.", "number", starts=True), *self._lines(text, "text")]
        return self._lines(f"{paragraph.number}. {text}", "text")

    def _lines(self, text: str, kind: str, level: int = 0) -> list[Line]:
        return [Line(line, kind, starts=at == 0, level=level) for at, line in enumerate(wrap(text, self.width))]

    def _block(self, lines: list[Line]) -> None:
        page = self.pages[-1]
        if self.spaced and page.lines:
            self._put(Line("", "blank"))
        for line in lines:
            self._put(line)

    def _put(self, line: Line) -> None:
        numbers = [int(piece) for piece in line.text.split(ANCHOR)[1::2]]
        needed = [self._lines(f"{number} {self.texts[number]}", "note") for number in numbers]
        page = self.pages[-1]
        if len(page.lines) + len(page.notes) + 1 + sum(map(len, needed)) > PAGE:
            self.pages.append(page := Page())
            if line.kind == "blank":
                return
        page.lines.append(line)
        for group in needed:
            page.notes += group


def pages_text(note: Note, layout: str) -> str:
    """The note in a layout of `FORMS`: `lines` parts blocks by blank lines, `tight` does not, `layout` is indented."""
    rng = Random(f"{note.seed}/{layout}")  # noqa: S311 - reproducible on purpose
    wide = layout == "layout"
    setter = Setter(note, 80 if wide else 92, own_line=not wide and rng.random() < 0.25, spaced=layout != "tight")
    pages = setter.set(_front(note, rng, wide=wide))
    indent = INDENT if wide else ""
    gap = rng.choice([" ", "   ", "\t"]) if not wide else "    "
    out: list[str] = []
    for index, page in enumerate(pages, 1):
        if index > 1:
            out += _header(note, index)
        for line in page.lines:
            text = line.text.replace(ANCHOR, "")
            if line.starts and line.kind == "text" and gap != " ":
                text = text.replace(". ", f".{gap}", 1) if text.split(".", 1)[0].isdigit() else text
            out.append((indent if line.kind in ("text", "number", "heading") else "") + text if text else "")
        if page.notes:
            out += ["__________________"] if rng.random() < 0.7 else [""] if layout != "tight" else []
            out += [indent + line.text for line in page.notes]
        out += _footer(note, index, len(pages))
        if index < len(pages):
            out.append("\f" if rng.random() < 0.5 else "" if layout != "tight" else "\f")
    return "\n".join(out).replace("\f\n", "\f") + "\n"


def _front(note: Note, rng: Random, *, wide: bool) -> list[list[Line]]:
    mast = note.masthead
    width = 60 if wide else 92
    groups = _padded(note) if wide else [[line for text in g for line in wrap(text, width)] for g in before_title(note)]
    front = [[Line(line, "title") for line in group] for group in groups]
    pad = INDENT if wide else ""
    front += [[Line(pad + line, "title") for line in wrap(mast.title, width)], [Line(pad + mast.kind_line, "title")]]
    if note.summary:
        front += [[Line(pad + "Summary", "title")], [Line(pad + line, "title") for line in wrap(note.summary, width)]]
    if note.contents:
        front.append([Line(pad + line, "title") for line in contents_lines(note, rng)])
    front += [[Line(line, "title") for line in group] for group in late_masthead(note)]
    return front


def _padded(note: Note) -> list[list[str]]:
    """The two columns of a modern title page, kept apart by spaces."""
    mast = note.masthead
    top = "United Nations".ljust(70) + (mast.symbol or "")
    rows = [
        INDENT + "Conference of the States Parties".ljust(55) + "Distr.: General",
        " " * 70 + mast.issued,
        INDENT + "to the United Nations".ljust(55) + "Original: English",
        INDENT + "Convention against Corruption",
    ]
    meeting = [*(wrap(mast.body, 40) if mast.body else []), *mast.session_line.split("\n")]
    return [[top.rstrip(), *rows], [*meeting, mast.item_line, *wrap(mast.agenda, 52)]]


def _header(note: Note, index: int) -> list[str]:
    mast = note.masthead
    running = [mast.running] if mast.running else []
    if mast.job.startswith("GE") and running:
        running.append(f"{index} {mast.job}" if index % 2 == 0 else f"{mast.job} {index}")
    return running


def _footer(note: Note, index: int, total: int) -> list[str]:
    mast = note.masthead
    if mast.form == "none":
        return [str(index)] if index > 1 else []
    if mast.job.startswith("GE"):
        return []
    if index == 1:
        return [f"{mast.job} (E)    {mast.job_date[:13]}", mast.job_date[14:]]
    return [f"{index}/{total} {mast.job}" if index % 2 == 0 else f"{mast.job} {index}/{total}"]
