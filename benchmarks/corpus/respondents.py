"""How a note says who has sent information, and what follows from it.

Here: the wordings of `prose.yaml`, the number that is printed, late senders, observers, lists in a footnote or an
annex. Not here: what those States report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.corpus.model import MARK, Listing, Unit
from benchmarks.corpus.paragraphs import load_prose
from benchmarks.corpus.phrases import Filler, capitalised, compiled
from benchmarks.corpus.states import enumerate_names, states

if TYPE_CHECKING:
    from random import Random

UNITS = (
    "zero", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty"}


@dataclass(slots=True)
class Declaration:
    """The paragraph that lists respondents: its unit (with `MARK` where a note hangs), and all that it declares."""

    unit: Unit
    notes: list[str]
    annex: Listing | None
    declared: list[str]
    number: int | None


def declaration(rng: Random, filler: Filler, codes: list[str], late: list[str], *, plain: bool) -> Declaration:
    """One wording for the States `codes`, then for the late ones."""
    prose = load_prose()
    frames = prose["respondents"]
    frame = frames[0] if plain else rng.choice(frames)
    ordered = sorted(codes, key=lambda code: states()[code].listed)
    running = [filler.state(code, None) for code in ordered]
    listed = [filler.state(code, "l") for code in ordered]
    annex = Listing(tuple(listed)) if "{annex}" in frame else None
    given = _lists(running, listed)
    given |= {"note": MARK + (" " if "{note}The" in frame else ""), "annex": ""}
    text = filler.fill(compiled(frame), 5, given)
    notes = []
    if "{note}" in frame:
        notes.append(filler.fill(compiled(rng.choice(prose["respondents-note"])), 5, given))
    declared = list(ordered)
    if late:
        names = _lists([filler.state(code, None) for code in late], [])
        text += " " + filler.fill(compiled(rng.choice(prose["late"])), 5, names)
        declared += late
    if not plain and "EUE" not in codes and rng.random() < 0.1 and "{B}" not in frame:
        text += " " + rng.choice(prose["observer"])
        declared.append("EUE")
    number = len(ordered) if "{C}" in frame or "{W" in frame else None
    return Declaration(
        Unit(f"respondents/{frames.index(frame) + 1}", "respondents", text), notes, annex, declared, number
    )


def _lists(running: list[str], listed: list[str]) -> dict[str, str]:
    """The lists that a wording may print."""
    return {
        "C": str(len(running)),
        "W": in_words(len(running)),
        "L": enumerate_names(running),
        "M": enumerate_names(running, "; "),
        "F": enumerate_names(listed),
        "B": "".join(f"\n• {capitalised(name)}" for name in listed),
    }


def in_words(number: int) -> str:
    """`seventeen`, `twenty-one`: numbers below seventy."""
    if number < len(UNITS):
        return UNITS[number]
    tens, rest = divmod(number, 10)
    return TENS[tens] + (f"-{UNITS[rest]}" if rest else "")
