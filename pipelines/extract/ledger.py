"""The character ledger: what every character of the archived text is.

Here: putting the spans of all findings together, less what is cut out of them; nothing may be lost or counted twice.
Not here: finding anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.extract.structure import LedgerKind, LedgerSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.extract.running_text import Cut


def make_ledger(text: str, spans: Iterable[LedgerSpan], cuts: Sequence[Cut]) -> tuple[LedgerSpan, ...]:
    """Return the spans of a text in order, without overlaps and without leading or trailing white space.

    `spans`: disjoint, in any order. `cuts`: sorted and disjoint; they win over the spans around them. What neither
    covers becomes unnumbered text of no owner.
    """
    ledger: list[LedgerSpan] = []
    position = at = 0
    for span in [*sorted(spans), LedgerSpan(len(text), len(text), LedgerKind.UNNUMBERED_TEXT, None, None)]:
        at = _between(text, position, span.start, _UNOWNED, cuts, at, ledger)
        at = _between(text, max(position, span.start), span.end, span, cuts, at, ledger)
        position = max(position, span.end)
    return tuple(ledger)


_UNOWNED = LedgerSpan(0, 0, LedgerKind.UNNUMBERED_TEXT, None, None)


def _between(
    text: str, start: int, end: int, span: LedgerSpan, cuts: Sequence[Cut], at: int, ledger: list[LedgerSpan]
) -> int:
    """Add the parts of a span that no cut takes, and the cuts; returns the index of the first cut not yet added."""
    while at < len(cuts) and cuts[at].start < end:
        cut = cuts[at]
        _add(text, start, cut.start, span, ledger)
        owner = span.owner if cut.kind is LedgerKind.FOOTNOTE_MARK and span.kind is LedgerKind.PARAGRAPH else None
        ledger.append(
            LedgerSpan(cut.start, cut.end, cut.kind, cut.owner if cut.owner is not None else owner, cut.reason)
        )
        start = max(start, cut.end)
        at += 1
    _add(text, start, end, span, ledger)
    return at


def _add(text: str, start: int, end: int, span: LedgerSpan, ledger: list[LedgerSpan]) -> None:
    words = text[start:end].strip()
    if words:
        first = start + text[start:end].index(words[0])
        ledger.append(LedgerSpan(first, first + len(words), span.kind, span.owner, span.reason))


def characters_accounted_for(text: str, ledger: Sequence[LedgerSpan]) -> int:
    """Count the characters in the spans of a ledger and in the white space that parts them."""
    counted = position = 0
    for span in ledger:
        gap = text[position : span.start]
        counted += span.end - span.start + (len(gap) if not gap.strip() else 0)
        position = span.end
    rest = text[position:]
    return counted + (len(rest) if not rest.strip() else 0)
