"""Rows of submissions: who sent information for a note, and who of them is silent.

Here: what makes it certain that a State is silent. Not here: where a note lists respondents (`respondent_lists.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipelines.extract.builder import NOT_READ, NoteBuilder
from pipelines.extract.outline.structure import Signal
from pipelines.extract.reading.respondents import FEW
from pipelines.extract.respondent_lists import Respondents
from pipelines.extract.statement_rows import NO_STATE


def add_submissions(builder: NoteBuilder, respondents: list[Respondents], unread: frozenset[str]) -> None:
    """Add one row per State that is listed, has a text, or is reported on; after the statements.

    Whoever a paragraph names (`unread`) is not called silent, nor is anybody where the lists were read with doubt:
    where the number that the note prints is not that of the States found, or one may be a list of others.
    """
    texts = builder.structure.submission_texts
    counts = Counter(row["state_iso3"] for row in builder.rows["statements"])
    respondents = [own for own in respondents if _is_quoted(builder, own, frozenset(counts))]
    # Of several names, the first.
    written: dict[str, str | None] = dict(reversed([state for own in respondents for state in own.states]))
    declared = next((own.declared_number for own in respondents if own.declared_number is not None), None)
    agreed = any(own.agrees() for own in respondents)
    differ = declared not in {None, len(written)} and not texts and not agreed
    if differ:
        message = (
            f"The note says that {declared} States sent information; {len(written)} were found in its lists. "
            "Nobody is called silent until that is settled."
        )
        builder.signal(Signal("respondents_differ", 0, 0, "", message))
    for text in texts:
        if text.state_iso3:
            written.setdefault(text.state_iso3, text.state_name)
    silent = set(written) - {text.state_iso3 for text in texts} - unread - set(counts)
    # What was not read, or names a body alone, may speak of any State, and to call one silent needs certainty. Where
    # most of those who are quoted stand in no list, the list of respondents may be another one.
    certain = not differ and {NOT_READ, NO_STATE}.isdisjoint(row["rule"] for row in builder.rows["signals"])
    certain = certain and not any(own.listed.doubtful for own in respondents)
    if not certain or 2 * len(set(written) & set(counts)) < len(counts):
        silent = set()
    elif unproven := silent - _proven(respondents, frozenset(counts)):
        silent -= unproven
        own = next(own for own in respondents if not unproven.isdisjoint(dict(own.states)))
        message = (
            f"Few of those that are listed are quoted, and no number confirms the list: {', '.join(sorted(unproven))} "
            "may be no respondents, and are not called silent."
        )
        builder.signal(own.signal("respondents_doubtful", message))
    for iso3 in sorted(set(written) | set(counts)):
        builder.add(
            "submissions",
            state_iso3=iso3,
            declared=iso3 in written,
            name_as_written=written.get(iso3),
            statement_count=counts[iso3],
            silent=iso3 in silent,
        )


def _is_quoted(builder: NoteBuilder, own: Respondents, quoted: frozenset[str]) -> bool:
    """Whether a list may be of respondents by who is quoted; one of whom nobody is, is set aside with a signal."""
    named = dict(own.states).keys()
    if own.agrees() or len(named) <= FEW or len(quoted) <= FEW or not named.isdisjoint(quoted):
        return True
    message = "This reads like a list of those that sent information, but nobody in it is quoted: is it one?"
    builder.signal(own.signal("respondents_doubtful", message))
    return False


def _proven(respondents: Sequence[Respondents], quoted: frozenset[str]) -> set[str]:
    """The States of which more than the wording of a list says that they are respondents.

    Either the note prints how many there are, and has no other list or quotes a quarter of them, for the number may be
    of an earlier note; or at least half of those who are listed together are quoted. Of one or two, who often came
    late, it is enough that another list of the note is proven by those who are quoted.
    """
    alone = sum(len(dict(own.states)) > FEW for own in respondents) == 1
    proven: set[str] = set()
    few: set[str] = set()
    for own in respondents:
        whole = frozenset(dict(own.states))
        if own.agrees() and (alone or 4 * len(whole & quoted) >= len(whole)):
            proven.update(iso3 for iso3, _ in own.states[: own.declared_number])
        for group in own.listed.groups or (whole,):
            if len(group) <= FEW:
                few |= group
            elif 2 * len(group & quoted) >= len(group):
                proven |= group
    return proven | few if proven and not any(own.agrees() for own in respondents) else proven
