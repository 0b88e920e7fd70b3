"""A note as running text: like the one real note, split in blocks, flattened to one line, or Markdown-like.

Here: layouts without physical lines. Not here: layouts with pages and line breaks (`pages.py`).
"""

from __future__ import annotations

import re
from random import Random

from benchmarks.corpus.model import MARK, Box, Heading, Listing, Note, Paragraph
from benchmarks.corpus.title_page import (
    annex_name,
    before_title,
    box_lines,
    contents_lines,
    late_masthead,
    listing_text,
    mark_text,
    printed,
)

FORMS = {
    "seed": ("modern", "bare", "bare", "nineties", "none"),
    "split": ("modern", "columns", "bare", "nineties", "geneva", "none"),
    "flat": ("modern", "columns", "nineties"),
    "markdown": ("modern", "bare", "none"),
}
CITED = re.compile(r"CAC/COSP/[\w./]*\w")


class Stream:
    """Text as it is written, with footnotes waiting for the next page break."""

    def __init__(self, note: Note, layout: str) -> None:
        self.note = note
        self.layout = layout
        self.rng = Random(f"{note.seed}/{layout}")  # noqa: S311 - reproducible on purpose
        self.out: list[str] = []
        self.waiting: list[tuple[str, str]] = list(note.masthead.stars)
        self.number = 0
        self.page = 1
        self.boxes = 0
        self.gap = " " if layout == "flat" else "\n\n"
        self.marks = {"seed": "superscript", "markdown": self.rng.choice(["bracket", "superscript"])}.get(
            layout, "glued"
        )

    def text(self) -> str:
        """The whole note."""
        self._front()
        since = 0
        for block in self.note.blocks:
            if isinstance(block, Paragraph):
                since += 1
                breaks = since >= 6 and self.rng.random() < 0.3
                self._paragraph(block, breaks=breaks)
                since = 0 if breaks else since
            elif isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Box):
                if self.layout != "flat":  # on one line nothing would show where a box ends
                    self.boxes += 1
                    self.out += [self.gap, self.gap.join(box_lines(block, self.boxes))]
            elif isinstance(block, Listing):
                self.out += [self.gap, listing_text(block)]
        if self.waiting:
            self.out += [self.gap, self._foot()]
        text = "".join(self.out).strip()
        return re.sub(r"\s+", " ", text) if self.layout == "flat" else text + "\n"

    def _front(self) -> None:
        note, mast = self.note, self.note.masthead
        glue = {"seed": "\n", "split": " ", "flat": " ", "markdown": "  \n"}[self.layout]
        groups = [glue.join(group) for group in before_title(note)]
        if mast.form == "bare":
            # As in the real note: agenda, title, kind and first heading on one line, bold marks left over.
            first = note.headings[0]
            groups.append(f"{mast.agenda}**{mast.title}****{mast.kind_line}****{printed(first)}**")
        elif self.layout == "markdown":
            groups += [f"# {mast.title}", f"**{mast.kind_line}**"]
        else:
            groups += [mast.title, mast.kind_line]
        if note.summary and mast.form != "bare":
            groups.append(f"Summary{' ' if self.layout == 'flat' else self.gap}{note.summary}")
        if note.contents and mast.form != "bare" and self.layout != "markdown":
            lines = contents_lines(note, self.rng)
            groups.append((" " if self.layout == "flat" else "\n").join(lines))
        if mast.form == "geneva":
            groups += [f"{mark} {text}" for mark, text in self.waiting]
            self.waiting = []
            groups += [glue.join(group) for group in late_masthead(note)]
        self.out.append(self.gap.join(groups))

    def _heading(self, heading: Heading) -> None:
        if heading is self.note.headings[0] and self.note.masthead.form == "bare":
            return
        text = printed(heading)
        if heading.part != "body" and self.layout != "flat":
            text = f"{annex_name(heading)}{self.gap}{heading.text}"
        if self.layout == "markdown":
            text = self.gap.join(f"{'#' * (heading.level + 1)} {line}" for line in text.split(self.gap))
        elif self.layout == "split" and heading.label and self.note.masthead.job.endswith("7"):
            text = text.replace(". ", ".", 1)  # the label glued to the heading, as some converters do
        self.out += [self.gap, text]

    def _paragraph(self, paragraph: Paragraph, *, breaks: bool) -> None:
        after_heading = self.layout != "split" or not self.out[-1].endswith(".") or self.rng.random() < 0.5
        self.out.append(self.gap if after_heading else " ")
        raw = paragraph.text
        left, right = raw, ""
        if breaks and self.layout != "markdown":
            spaces = [at for at, char in enumerate(raw) if char == " " and 0.25 < at / len(raw) < 0.8]
            if spaces:
                at = self.rng.choice(spaces)
                left, right = raw[:at], raw[at + 1 :]
        notes = iter(paragraph.notes)
        self.out.append(f"{paragraph.number}. {self._marked(left, notes)}")
        if right:
            foot = self._foot()
            self.out.append(f"{self.gap}{foot}{self.gap}" if foot else " ")
            self.out.append(self._marked(right, notes))

    def _marked(self, text: str, notes: object) -> str:
        pieces = text.split(MARK)
        out = [pieces[0]]
        for piece in pieces[1:]:
            self.number += 1
            self.waiting.append((str(self.number), next(notes)))  # type: ignore[call-overload]
            out += [mark_text(self.number, self.marks), piece]
        return "".join(out)

    def _foot(self) -> str:
        """The foot of a page and the head of the next, as far as the layout shows them."""
        mast = self.note.masthead
        lines = [f"{self._printed_mark(mark)} {self._linked(text)}" for mark, text in self.waiting]
        self.waiting = []
        if self.layout in ("seed", "markdown"):
            return self.gap.join(lines)
        if lines:
            lines[0] = "__________________" + (" " if self.rng.random() < 0.5 else "") + lines[0]
        first = self.page == 1
        self.page += 1
        if first and mast.form != "geneva":
            lines.append(f"{mast.job} (E) {mast.job_date}")
        else:
            lines.append(f"{self.page}/12 {mast.job}" if self.page % 2 == 0 else f"{mast.job} {self.page}/12")
        if mast.running:
            lines.append(mast.running)
        return self.gap.join(lines)

    def _printed_mark(self, mark: str) -> str:
        return mark if mark.startswith("*") else mark_text(int(mark), self.marks)

    def _linked(self, text: str) -> str:
        """A cited document as a link that leads nowhere, as in the real note."""
        if self.layout in ("seed", "markdown") and text.startswith("See CAC"):
            return CITED.sub(lambda match: f"[{match[0]}](#)", text)
        return text


def running_text(note: Note, layout: str) -> str:
    """The note in a layout of `FORMS`."""
    return Stream(note, layout).text()
