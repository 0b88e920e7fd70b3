"""What the body of a document is made of: elements, and the units between two numbers that are read into them.

Here: the types that `paragraphs` fills and `sections` reads.
Not here: what a unit is (`paragraphs`).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.outline.endings import MAX_HEADING, MAX_TITLE, is_title

if TYPE_CHECKING:
    from pipelines.extract.outline.headings import Heading
    from pipelines.extract.outline.layout import Chunk
    from pipelines.extract.outline.numbering import Candidate


class ElementKind(Enum):
    """What a span of the body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ANNEX = "annex"
    CAPTION = "caption"
    TEXT = "text"


class Element(NamedTuple):
    """A span of the body. `number` for a paragraph, `heading` for a heading or annex."""

    kind: ElementKind
    start: int
    end: int
    number: Candidate | None = None
    heading: Heading | None = None

    def extended(self, end: int) -> Element:
        """Return the element with what goes on up to `end`."""
        return self._replace(end=end, heading=self.heading._replace(end=end) if self.heading else None)


class Unit(NamedTuple):
    """A chunk with its words: empty where it is too long for a heading; `label` and `title` are the words in parts."""

    chunk: Chunk
    words: str
    label: str
    title: str

    @property
    def may_be_title(self) -> bool:
        """The words have the form of a heading."""
        limit = MAX_HEADING if self.label or self.chunk.heading is not None else MAX_TITLE
        return is_title(self.title.rstrip(",") if self.is_cut_off else self.title, limit)

    @property
    def is_cut_off(self) -> bool:
        """A page or a line ends within a bracket."""
        return self.title.count("(") > self.title.count(")")
