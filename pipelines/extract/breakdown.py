"""What is done where the program breaks down over one text of a note: the rest is published, and a signal says so.

Not here: documents that can't be read at all (`refusal.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pipelines.extract.builder import NoteBuilder
from pipelines.extract.outline.structure import Paragraph
from pipelines.extract.refusal import place

NOT_READ = "paragraph_not_read"

T = TypeVar("T")


def whatever(read: Callable[[], T], nothing: T, builder: NoteBuilder, paragraph: Paragraph | None) -> T:
    """What a text says of States; where the program breaks down over it, nothing, and a signal that says so.

    A fault that one paragraph in many thousands shows must not cost the note. `paragraph`: None for other texts.
    """
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - see above
        span = (paragraph.source_start, paragraph.source_end) if paragraph else (0, 0)
        what = "This paragraph" if paragraph else "A footnote, table or unnumbered text"
        message = (
            f"{what} is published, but the program broke down while it looked for what it says of States "
            f"({type(error).__name__}, in {place(error)}). Statements or respondents may be missing. Report it."
        )
        builder.signal(NOT_READ, span, paragraph.text[:200] if paragraph else "", message)
        return nothing
