"""The character ledger: what every character of the archived text is.

Here: putting the spans of all findings together, less what is cut out of them; nothing may be lost or counted twice.
Not here: finding anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.extract.outline.running_text import Cut
from pipelines.extract.outline.structure import LedgerKind, LedgerSpan


def make_ledger(text: str, spans: Iterable[LedgerSpan], cuts: Sequence[Cut]) -> tuple[LedgerSpan, ...]:
    """Return the spans of a text in order, without overlaps and without leading or trailing white space.

    `spans`: disjoint, in any order. `cuts`: sorted and disjoint; they win over the spans around them. What neither
    covers becomes unnumbered text of no owner.
    """
    ledger = _Ledger(text, cuts)
    position = 0
    for span in sorted(spans):
        if position < span.start:
            ledger.add(position, span.start, _UNOWNED)
        ledger.add(max(position, span.start), span.end, span)
        position = max(position, span.end)
    ledger.add(position, len(text), _UNOWNED)
    return tuple(ledger.spans)


_UNOWNED = LedgerSpan(0, 0, LedgerKind.UNNUMBERED_TEXT)


class _Ledger:
    """The ledger so far: `spans`, and the index of the first cut that is not yet in them."""

    def __init__(self, text: str, cuts: Sequence[Cut]) -> None:
        self._text = text
        self._cuts = cuts
        self._next = 0
        self.spans: list[LedgerSpan] = []

    def add(self, start: int, end: int, span: LedgerSpan) -> None:
        """Add what no cut takes of `start`–`end` in the manner of `span`, and the cuts that begin in it."""
        while self._next < len(self._cuts) and self._cuts[self._next].start < end:
            cut = self._cuts[self._next]
            self._add(start, cut.start, span)
            owner = cut.owner
            if cut.kind is LedgerKind.FOOTNOTE_MARK and span.kind is LedgerKind.PARAGRAPH:
                owner = span.owner
            self.spans.append(LedgerSpan(cut.start, cut.end, cut.kind, owner, cut.reason))
            start = max(start, cut.end)
            self._next += 1
        if start < end:
            self._add(start, end, span)

    def _add(self, start: int, end: int, span: LedgerSpan) -> None:
        raw = self._text[start:end].rstrip()
        if raw:
            first = start + len(raw) - len(raw.lstrip()) if raw[0].isspace() else start
            self.spans.append(LedgerSpan(first, start + len(raw), span.kind, span.owner, span.reason))


def characters_accounted_for(text: str, ledger: Sequence[LedgerSpan]) -> int:
    """Count the characters in the spans of a ledger and in the white space that parts them."""
    counted = position = 0
    for span in ledger:
        counted += span.end - span.start
        if text[position : span.start].isspace():
            counted += span.start - position
        position = span.end
    return counted + (len(text) - position if text[position:].isspace() else 0)
