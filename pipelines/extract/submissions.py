"""Rows of submissions: the respondents of a note, and which of them are silent.

Here: when it is certain that a State is silent. Not here: where a note lists respondents (`respondent_lists.py`).
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
    """Whether a State is silent; where that can't be told, None, the coded reason, and the paragraph in doubt."""

    silent: bool | None
    reason: str | None = None
    paragraph_id: str | None = None

    def columns(self) -> Row:
        """The three columns of `submissions`."""
        return {"silent": self.silent, "silent_reason": self.reason, "silent_paragraph_id": self.paragraph_id}


def silence_of(statements: Sequence[Row]) -> Silence:
    """That of a respondent with statements: not silent where one is certain or reviewed; else it can't be told."""
    if any(row["reviewed"] or row["confidence"] >= CERTAIN for row in statements):
        return Silence(silent=False)
    return Silence(None, PARAGRAPH_NOT_READ, statements[0]["paragraph_id"])


def add_submissions(builder: NoteBuilder, respondents: list[Respondents], possible: Mapping[str, str | None]) -> str:
    """Add one row per State that is listed, has a submission text or a statement; to call after `add_statements`.

    `possible`: States that may have a statement that was not recognised, with its paragraph.

    Returns:
        How far the lists were read: the value of `respondents_read`.
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
        silence, own = Silence(silent=True), statements.get(iso3, [])
        if iso3 in texts or iso3 not in written:
            silence = Silence(silent=False)
        elif own:
            silence = silence_of(own)
        elif iso3 in in_doubt:
            silence = Silence(None, LIST_IN_DOUBT)
        elif doubt := doubts.get(iso3) or doubts.get(ANYBODY):
            silence = doubt
        builder.add(
            "submissions",
            state_iso3=iso3,
            declared=iso3 in written,
            name_as_written=written.get(iso3),
            statement_count=len(own),
            **silence.columns(),
        )
    if not written:
        return "none" if respondents else "no_list"
    return "part" if in_doubt else "whole"


def _doubts(builder: NoteBuilder, possible: Mapping[str, str | None]) -> dict[str, Silence]:
    """By State, or `ANYBODY`, the first paragraph that may hold a statement of it that was not recognised."""
    doubts = {iso3: Silence(None, PARAGRAPH_NOT_READ, paragraph_id) for iso3, paragraph_id in possible.items()}
    for row in builder.rows["signals"]:
        if reason := {NOT_READ: PARAGRAPH_NOT_READ, NO_STATE: BODY_WITHOUT_STATE}.get(row["rule"]):
            doubts.setdefault(ANYBODY, Silence(None, reason, row["paragraph_id"]))
    return doubts


def _in_doubt(
    builder: NoteBuilder, respondents: Sequence[Respondents], every: Collection[str], statements: Collection[str]
) -> frozenset[str]:
    """The listed States that may be no respondents; a signal has the reason.

    These are all that are listed where the note prints another number of respondents, or where most States that it
    quotes stand in no list; else those of lists that nothing confirms (`_confirmed`).

    `every`: all that are listed. `statements`: those with a statement or a submission text.
    """
    listed, quoted = frozenset(every), frozenset(statements)
    printed = next((own.declared_number for own in respondents if own.numbers), None)
    agreed = builder.structure.submission_texts or any(own.counted for own in respondents)
    if printed not in {None, len(listed)} and not agreed:
        message = (
            f"The note says that {printed} States sent information; {len(listed)} were found in its lists. "
            "Nobody is called silent until that is settled."
        )
        builder.signal(Signal("respondents_differ", 0, 0, "", message))
        return listed
    few_listed = 2 * len(listed & quoted) < len(quoted)
    unconfirmed = listed if few_listed else listed - quoted - _confirmed(respondents, quoted)
    if unconfirmed:
        own = next((own for own in respondents if not unconfirmed.isdisjoint(own.codes)), Respondents())
        message = (
            "Few of those that are listed are quoted, or few of those quoted listed, and no one number confirms the "
            f"list: {', '.join(sorted(unconfirmed))} may be no respondents, and are not called silent."
        )
        builder.signal(own.signal("respondents_doubtful", message))
    return unconfirmed


def _is_quoted(builder: NoteBuilder, own: Respondents, quoted: frozenset[str]) -> bool:
    """Whether the note quotes any State of a list, half of a doubtful list; a list of one or two States always passes.

    A signal is added on a list that does not pass.
    """
    both = len(own.codes & quoted)
    if len(own.codes) <= FEW or (2 * both >= len(own.codes) if own.doubtful and not own.counted else both):
        return True
    message = "This reads like a list of those that sent information, but few in it are quoted; it is set aside."
    builder.signal(own.signal("respondents_doubtful", message))
    return False


def _confirmed(respondents: Sequence[Respondents], quoted: frozenset[str]) -> frozenset[str]:
    """The listed States that a printed number, or the quotes of the note, confirm as respondents.

    "Twelve States sent information:" before twelve names confirms the twelve; so does a statement of six of them. A run
    of one or two names ("Chad replied later") is confirmed with the list beside it. Where two printed numbers each
    agree with a list, neither is confirmed.
    """
    numbers = {own.declared_number for own in respondents if own.counted}
    if len(numbers) > 1:
        return frozenset()
    groups = [
        codes for own in respondents if not own.doubtful for codes in (own.codes, *(run.codes for run in own.runs))
    ]
    half_quoted = (codes for codes in groups if len(codes) > FEW and 2 * len(codes & quoted) >= len(codes))
    confirmed = frozenset[str]().union(*(own.counted for own in respondents), *half_quoted)
    short = (run.codes for own in respondents if own.counted or not numbers for run in own.runs if not run.is_long)
    return confirmed.union(*short) if confirmed else confirmed
