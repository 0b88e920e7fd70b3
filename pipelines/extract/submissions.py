"""Rows of submissions: who sent information for a note, and who of them is silent.

Here: what makes it certain that a State is silent. Not here: where a note lists respondents (`respondent_lists.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipelines.contract.rows import Row
from pipelines.extract.builder import NOT_READ, NoteBuilder
from pipelines.extract.outline.structure import Signal
from pipelines.extract.reading.respondents import FEW
from pipelines.extract.respondent_lists import Respondents
from pipelines.extract.statement_rows import NO_STATE

CERTAIN = 0.9  # confidence of a statement by which a State is not silent
ANYBODY = ""  # a doubt that may be about any State
PARAGRAPH_NOT_READ, BODY_WITHOUT_STATE, LIST_IN_DOUBT = "paragraph_not_read", "body_without_state", "list_in_doubt"


@dataclass(frozen=True)
class Silence:
    """Whether a State is silent: None where that can't be told, for a reason, by a paragraph where it is one."""

    silent: bool | None
    reason: str | None = None
    paragraph_id: str | None = None


def silence_of(statements: Sequence[Row]) -> Silence:
    """Of a respondent with statements: not silent by one that is certain or reviewed, else that can't be told."""
    if any(row["reviewed"] or row["confidence"] >= CERTAIN for row in statements):
        return Silence(silent=False)
    return Silence(None, PARAGRAPH_NOT_READ, statements[0]["paragraph_id"])


def add_submissions(builder: NoteBuilder, respondents: list[Respondents], possible: Mapping[str, str | None]) -> str:
    """Add one row per State that is listed, has a text, or is reported on; after the statements.

    `possible`: States of whom a text may say something, with its paragraph.

    Gives how far the lists were read, as `respondents_read` has it.
    """
    texts = {text.state_iso3: text.state_name for text in builder.structure.submission_texts if text.state_iso3}
    statements: dict[str, list[Row]] = {}
    for row in builder.rows["statements"]:
        statements.setdefault(row["state_iso3"], []).append(row)
    respondents = [own for own in respondents if _is_quoted(builder, own, frozenset(statements))]
    written: dict[str, str | None] = dict(texts)
    for listed in reversed(respondents):  # of several names, the first
        written |= listed.states
    in_doubt = _in_doubt(builder, respondents, written.keys(), statements.keys() | texts.keys())
    doubts = _doubts(builder, possible)
    for iso3 in sorted(written.keys() | statements.keys()):
        told, own = Silence(silent=True), statements.get(iso3, [])
        if iso3 in texts or iso3 not in written:
            told = Silence(silent=False)
        elif own:
            told = silence_of(own)
        elif iso3 in in_doubt:
            told = Silence(None, LIST_IN_DOUBT)
        elif doubt := doubts.get(iso3) or doubts.get(ANYBODY):
            told = Silence(None, *doubt)
        builder.add(
            "submissions",
            state_iso3=iso3,
            declared=iso3 in written,
            name_as_written=written.get(iso3),
            statement_count=len(own),
            silent=told.silent,
            silent_reason=told.reason,
            silent_paragraph_id=told.paragraph_id,
        )
    if not written:
        return "none" if respondents else "no_list"
    return "part" if in_doubt else "whole"


def _doubts(builder: NoteBuilder, possible: Mapping[str, str | None]) -> dict[str, tuple[str, str | None]]:
    """Why it can't be told whether a State is silent, and the first paragraph that leaves it open, by State."""
    doubts = {iso3: (PARAGRAPH_NOT_READ, paragraph_id) for iso3, paragraph_id in possible.items()}
    for row in builder.rows["signals"]:
        if reason := {NOT_READ: PARAGRAPH_NOT_READ, NO_STATE: BODY_WITHOUT_STATE}.get(row["rule"]):
            doubts.setdefault(ANYBODY, (reason, row["paragraph_id"]))
    return doubts


def _in_doubt(
    builder: NoteBuilder, respondents: Sequence[Respondents], every: Collection[str], statements: Collection[str]
) -> frozenset[str]:
    """The States of which it is not certain that they are respondents; a signal says why.

    All are where the number that the note prints is not that of the States found, or where most of those who are quoted
    stand in no list; else those of a list that nothing confirms.
    """
    listed, quoted = frozenset(every), frozenset(statements)
    declared = next((own.declared_number for own in respondents if own.numbers), None)
    agreed = builder.structure.submission_texts or any(own.counted for own in respondents)
    if declared not in {None, len(listed)} and not agreed:
        message = (
            f"The note says that {declared} States sent information; {len(listed)} were found in its lists. "
            "Nobody is called silent until that is settled."
        )
        builder.signal(Signal("respondents_differ", 0, 0, "", message))
        return listed
    few_listed = 2 * len(listed & quoted) < len(quoted)
    unproven = listed if few_listed else listed - quoted - _proven(respondents, quoted)
    if unproven:
        own = next((own for own in respondents if not unproven.isdisjoint(own.codes)), Respondents())
        message = (
            "Few of those that are listed are quoted, or few of those quoted listed, and no one number confirms the "
            f"list: {', '.join(sorted(unproven))} may be no respondents, and are not called silent."
        )
        builder.signal(own.signal("respondents_doubtful", message))
    return unproven


def _is_quoted(builder: NoteBuilder, own: Respondents, quoted: frozenset[str]) -> bool:
    """Whether a list may be of respondents by who is quoted, of one in doubt half; a signal says where it is not."""
    both = len(own.codes & quoted)
    if len(own.codes) <= FEW or (2 * both >= len(own.codes) if own.doubtful and not own.counted else both):
        return True
    message = "This reads like a list of those that sent information, but few in it are quoted; it is set aside."
    builder.signal(own.signal("respondents_doubtful", message))
    return False


def _proven(respondents: Sequence[Respondents], quoted: frozenset[str]) -> frozenset[str]:
    """The States of which more than wording says that they are respondents: a number, or that half are quoted.

    One or two, who often came late, are as sure as the list beside them. Nobody is where two numbers are printed and
    each agrees with a list.
    """
    counted = {own.declared_number for own in respondents if own.counted}
    if len(counted) > 1:
        return frozenset()
    sure = [own for own in respondents if not own.doubtful]
    groups = [codes for own in sure for codes in (own.codes, *(run.codes for run in own.runs))]
    half = (codes for codes in groups if len(codes) > FEW and 2 * len(codes & quoted) >= len(codes))
    proven = frozenset[str]().union(*(own.counted for own in respondents), *half)
    late = (run.codes for own in respondents if own.counted or not counted for run in own.runs if not run.is_long)
    return proven.union(*late) if proven else proven
