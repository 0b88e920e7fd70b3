"""The rows of one note in the making: its identifiers, its signals, and the rows so far.

Here, too: the signal on a text over which the program breaks down. Not here: the values of a row (`note_rows.py`,
`outline_rows.py`, `statement_rows.py`, `submissions.py`, `version_rows.py`).
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

from pipelines.archive.document import Document
from pipelines.contract.rows import Row, Rows
from pipelines.contract.tables import Table, load_contract
from pipelines.extract.outline.structure import ArticleReference, Paragraph, Signal, Structure
from pipelines.extract.unfit import place
from pipelines.extract.vocabulary import Vocabulary

T = TypeVar("T")

NOT_READ = "paragraph_not_read"

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class NoteBuilder:
    """Collects the rows of one note.

    `revision`: which revision of the note it is. `foreign`: it is of another family. `paragraph_ids`: identifier of
    each paragraph of the structure.
    """

    document: Document
    structure: Structure
    vocabulary: Vocabulary
    note_id: str
    revision: str = ""
    foreign: bool = False
    rows: Rows = field(init=False)
    paragraph_ids: list[str] = field(default_factory=list)
    counters: Counter[str] = field(default_factory=Counter)
    tables: dict[str, Table] = field(init=False)

    def __post_init__(self) -> None:
        self.tables = {table.name: table.as_extracted for table in load_contract().of_stage("extract")}
        self.rows = {name: [] for name in self.tables}
        for paragraph in self.structure.paragraphs:
            part = "" if paragraph.part == "body" else f".{paragraph.part}"
            base = f"{self.stem}{part}.p{paragraph.value:03d}"
            occurrence = self.count(base)
            self.paragraph_ids.append(base if occurrence == 1 else f"{base}-{occurrence}")

    @property
    def stem(self) -> str:
        """The beginning of identifiers of rows: `x-2022-3`, or `x-2022-3.rev-1`, which may have other paragraphs."""
        return f"{self.note_id}.{self.revision.lower().replace('.', '-')}" if self.revision else self.note_id

    def add(self, table: str, **row: Any) -> None:
        """Add one row; every row carries the note's identifier.

        Raises:
            ContractError: the row has not exactly the columns that extraction gives the table.
        """
        row["note_id"] = self.note_id
        self.tables[table].check_keys(row.keys())
        self.rows[table].append(row)

    def count(self, what: str) -> int:
        """How often this was called with `what`, this call included."""
        self.counters[what] += 1
        return self.counters[what]

    def section_id(self, index: int | None) -> str | None:
        """Identifier of the section at `index` of the structure; None for one without words, which has no row."""
        return f"{self.stem}.s{index + 1:03d}" if index is not None and self.structure.sections[index].heading else None

    def paragraph_id(self, index: int | None) -> str | None:
        """Identifier of the paragraph at `index` of the structure."""
        return None if index is None else self.paragraph_ids[index]

    def footnote_id(self, index: int | None) -> str | None:
        """Identifier of the footnote at `index` of the structure."""
        return None if index is None else f"{self.stem}.fn{index + 1:02d}"

    def submission_text_id(self, index: int) -> str:
        """Identifier of the submission text at `index` of the structure."""
        return f"{self.stem}.t{index + 1:03d}.{self.structure.submission_texts[index].state_iso3}"

    def page(self, position: int) -> int | None:
        """Number of the page on which a character of the archived text stands; None where the format has no pages."""
        blocks = self.document.blocks
        at = bisect_right(blocks, position, key=attrgetter("start")) - 1
        return blocks[max(at, 0)].page or None if self.document.pages else None

    def articles(self, section: int | None) -> list[Row]:
        """The articles of a section, each once, in rising order, as rows.

        The heading "Articles 9 (1) and (2), and 10" gives `article` 9 with the `provision` `9(1);9(2)`, and 10.
        `inherited`: a heading above names it. `by_range`: it is named in a range of articles alone.
        """
        references = () if section is None else self.structure.sections[section].articles
        by_article: dict[int, list[ArticleReference]] = {}
        for reference in references:
            by_article.setdefault(int(reference.article), []).append(reference)
        return [
            {
                "article": article,
                "provision": ";".join(dict.fromkeys(r.provision for r in named if r.provision)) or None,
                "inherited": named[0].inherited,
                "by_range": all(r.by_range for r in named),
            }
            for article, named in sorted(by_article.items())
        ]

    def signal(self, signal: Signal) -> None:
        """Add a signal, whose span is one of the archived text."""
        paragraphs = self.structure.paragraphs
        at = bisect_right(paragraphs, signal.start, key=attrgetter("source_start")) - 1
        inside = at >= 0 and signal.start < paragraphs[at].source_end
        self.add(
            "signals",
            signal_id=f"{self.note_id}.{signal.rule}.{self.count(signal.rule)}",
            paragraph_id=self.paragraph_id(at if inside else None),
            rule=signal.rule,
            signal_text=signal.text or None,
            message=signal.message,
            signal_status="open",
            source_start=signal.start,
            source_end=signal.end,
            state_iso3=signal.iso3,
            confidence=signal.confidence,
        )

    def whatever(self, read: Callable[[], T], nothing: T, paragraph: Paragraph | None) -> T:
        """The result of reading one text; where the program breaks down over it, `nothing`, with a signal.

        So a fault of the program that one paragraph in many thousands shows does not cost the note. The log has the
        error, for operators. `paragraph`: None for other texts.
        """
        try:
            return read()
        except Exception as error:  # noqa: BLE001 - see above
            span = (paragraph.source_start, paragraph.source_end) if paragraph else (0, 0)
            what = "This paragraph" if paragraph else "A footnote, table or unnumbered text"
            message = f"{what} could not be read for what it says of States. Statements or respondents may be missing."
            where = f"paragraph {paragraph.number}" if paragraph else "a footnote, table or unnumbered text"
            _LOG.warning("%s, %s: %s, in %s", self.note_id, where, type(error).__name__, place(error))
            self.signal(Signal(NOT_READ, *span, paragraph.text[:200] if paragraph else "", message))
            return nothing
