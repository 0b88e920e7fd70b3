"""Templates with slots, read once and filled many times.

Here: the slot language of `templates/*.yaml`, `themes.yaml` and `prose.yaml`. Not here: which template a paragraph
takes (`paragraphs.py`) or which States fill it.

A slot is `{name}`, `{name^}` (capitalised) or `{name:form}`; a State slot is `S`, `T`, `R` or `N`, with a digit from
the second one on. Names and phrases are capitalised where a sentence begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from benchmarks.corpus.states import load, named_in, possessive, states

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

SLOT = re.compile(r"\{(\w+)(\^?)(?::(\w))?\}")
STATE_SLOT = re.compile(r"[STRN]\d?$")
# A sentence begins at the start, after a full stop, and in a list item that stands on its own line.
BEGINS = re.compile(r"(?:^|[.?!] |\n(?:\((?:[a-z]|i+)\) |[•–] )?)$")
STRAIGHT = str.maketrans("’“”", '\'""')
PHRASES = ("own", "clause", "fin", "np", "vp", "base", "follow", "body", "law")
ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
RESOLUTIONS = ("3/2", "4/3", "5/4", "5/5", "6/1", "6/6", "6/7", "6/8", "7/5", "7/6", "8/8", "8/13", "9/3", "9/6")


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a template; `begins` where its filling starts a sentence."""

    name: str
    form: str | None
    begins: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template: literal texts and slots by turns; `literal`: States whose names stand in it."""

    parts: tuple[str | Slot, ...]
    state_slots: tuple[str, ...]
    literal: frozenset[str]
    by_form: tuple[tuple[str, str], ...]


@cache
def compiled(text: str) -> Template:
    """The template of a text with slots."""
    parts: list[str | Slot] = []
    forms: list[tuple[str, str]] = []
    names: list[str] = []
    at = 0
    for match in SLOT.finditer(text):
        literal = text[at : match.start()]
        previous = parts[-1] if parts else None
        after_sentence = isinstance(previous, Slot) and previous.name == "follow" and literal.isspace()
        begins = bool(match[2]) or after_sentence or (bool(BEGINS.search(literal)) and (bool(literal) or at == 0))
        if literal:
            parts.append(literal)
        parts.append(Slot(match[1], match[3], begins))
        if STATE_SLOT.match(match[1]):
            names.append(match[1])
            if match[3]:
                forms.append((match[1], match[3]))
        at = match.end()
    if text[at:]:
        parts.append(text[at:])
    return Template(tuple(parts), tuple(dict.fromkeys(names)), named_in(text), tuple(forms))


@cache
def themes() -> dict[int, dict[str, tuple[str, ...]]]:
    """Phrases by article and kind, and those that may begin a sentence (`kind^`: no figure comes first)."""
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    for article, kinds in load("themes.yaml").items():
        found[article] = {kind: tuple(phrases) for kind, phrases in kinds.items()}
        for kind in PHRASES:
            found[article][kind + "^"] = tuple(p for p in kinds[kind] if not p.startswith("{"))
    return found


@cache
def plural_deeds() -> tuple[str, ...]:
    """What several States had done (`{vpp}`)."""
    return tuple(load("templates/several.yaml")["vpp"])


def capitalised(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


class Filler:
    """Fills templates for one note.

    `year`: that of the note; `variety`: how often an uncommon name form is used; `straight`: typewriter quotes.
    """

    def __init__(self, rng: Random, year: int, variety: float, *, straight: bool = False) -> None:
        self.rng = rng
        self.year = year
        self.variety = variety
        self.straight = straight
        self._turn: dict[tuple[int, str], int] = {}

    def fill(self, template: Template, article: int, given: Mapping[str, str]) -> str:
        """The text of a template. `given`: State slot → code, or any other slot → its text."""
        out: list[str] = []
        for part in template.parts:
            if isinstance(part, str):
                out.append(part)
                continue
            text = self._slot(part, article, given)
            out.append(capitalised(text) if part.begins else text)
        text = "".join(out)
        return text.translate(STRAIGHT) if self.straight else text

    def _slot(self, slot: Slot, article: int, given: Mapping[str, str]) -> str:
        name = slot.name
        if STATE_SLOT.match(name):
            return self.state(given[name], slot.form)
        if name in given:
            return given[name]
        if name in PHRASES:
            return self.phrase(name, article, begins=slot.begins)
        if name == "vpp":
            return self.rng.choice(plural_deeds())
        return self.figure(name)

    def state(self, code: str, form: str | None) -> str:
        """A State's name in a form: None running text, `s` possessive, `l` list, `a` adjective, `c` a city."""
        state = states()[code]
        if form == "l":
            return state.in_list(self.year)
        if form == "a":
            return state.adjective or state.listed
        if form == "c":
            return state.city or state.listed
        name = state.name(self.rng, self.year, self.variety)
        return possessive(name) if form == "s" else name

    def phrase(self, kind: str, article: int, *, begins: bool = False) -> str:
        """A phrase on the subject of an article; each is used in turn, so that a paragraph does not repeat itself."""
        phrases = themes()[article][kind + "^" if begins else kind]
        turn = self._turn.get((article, kind))
        if turn is None:
            turn = self.rng.randrange(len(phrases))
        self._turn[article, kind] = turn + 1
        text = phrases[turn % len(phrases)]
        return self.fill(compiled(text), article, {}) if "{" in text else text

    def figure(self, name: str) -> str:
        """A year, a day, a count, an article, a resolution, an ordinal; ValueError for a slot that is none of them."""
        rng = self.rng
        match name:
            case "ny":
                return str(self.year)
            case "b":
                return f"{120 + int(rng.random() * 30000):,}"
            case "res":
                return rng.choice(RESOLUTIONS)
            case "ord":
                return rng.choice(ORDINALS)
        ranges = {
            "y": (self.year - 8, self.year - 1),
            "f": (self.year + 1, self.year + 5),
            "n": (3, 47),
            "d": (1, 28),
            "p": (11, 90),
            "a": (5, 14),
        }
        if name not in ranges:
            msg = f"no filling for slot {{{name}}}"
            raise ValueError(msg)
        low, high = ranges[name]
        return str(low + int(rng.random() * (high - low + 1)))
