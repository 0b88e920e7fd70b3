"""What the numbered paragraphs of the analysis say: units drawn from the bank, States put into them.

Here: the mix of constructions by profile and which State goes where, so that a State that is merely mentioned in a
paragraph is never one of which the paragraph states something. Not here: the templates (`templates/*.yaml`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from benchmarks.corpus.bank import Bank, Entry, bank
from benchmarks.corpus.model import MARK, Paragraph, Unit
from benchmarks.corpus.phrases import Filler, capitalised, compiled
from benchmarks.corpus.states import load, states

if TYPE_CHECKING:
    from random import Random

# Shares of what a paragraph of the analysis is, by profile.
MIX = {
    "plain": {"single": 78, "several": 8, "collective": 6, "between": 8},
    "family": {
        "single": 52, "several": 12, "collective": 8, "mixed": 6, "none": 4, "between": 6, "trap": 5, "embedded": 7,
    },
    "adversarial": {
        "single": 28, "several": 16, "collective": 9, "mixed": 8, "none": 7, "between": 3, "trap": 13, "embedded": 16,
    },
}  # fmt: skip
SINGLE = {
    "subject-verb": 10, "in-state": 3, "plain-finite": 2.5, "agent": 1.5, "inserted": 2.5, "not-initial": 2.5,
    "representative": 2, "possessive": 1.5, "according-to": 1, "sub-paragraphs": 1,
}  # fmt: skip


class Writer:
    """Writes the paragraphs of one note.

    `reporters`: States of which something is stated; `respondents`: those listed (empty where the note lists nobody).
    """

    def __init__(
        self,
        rng: Random,
        filler: Filler,
        profile: str,
        *,
        reporters: list[str],
        respondents: list[str],
        others: list[str],
    ) -> None:
        self.rng = rng
        self.filler = filler
        self.profile = profile
        self.bank: Bank = bank()
        self.reporters = reporters
        self.respondents = respondents
        self.others = others
        self._turn = rng.randrange(len(reporters))
        self._left: dict[str, list[str]] = {}
        mix = MIX[profile]
        self._kinds = list(mix)
        self._weights = _running(list(mix.values()))
        self._singles = list(SINGLE)
        self._single_weights = _running(list(SINGLE.values()))

    def analysis(self, subject: int) -> list[Unit]:
        """The units of one paragraph of the analysis, on the subject of an article."""
        kind = self.rng.choices(self._kinds, cum_weights=self._weights)[0]
        if kind == "single":
            return self._single(subject)
        if kind == "several":
            return self._several(subject)
        if kind == "between":
            return [self.prose("between", subject)]
        if kind == "collective":
            return self._going_on(self._collective(subject), subject)
        if kind == "trap":
            return self._trap(subject)
        pool: tuple[Entry, ...] = getattr(self.bank, kind)
        return self._going_on(self._unit(self.rng.choice(pool), subject, set()), subject)

    def prose(self, kind: str, subject: int) -> Unit:
        """A paragraph about no State; none is used twice before all have been."""
        left = self._left.get(kind)
        if not left:
            left = self._left[kind] = self.rng.sample(load_prose()[kind], len(load_prose()[kind]))
        text = self.filler.fill(compiled(left.pop()), subject, {})
        return Unit(f"prose/{kind}", "prose", capitalised(text))

    def begin(self, kind: str) -> None:
        """Make the first text of a kind the next one that is used."""
        first, *rest = load_prose()[kind]
        self._left[kind] = [*self.rng.sample(rest, len(rest)), first]

    def follows(self, subject: int) -> list[Unit]:
        """None to three sentences that go on without naming anybody."""
        return [self._follow(subject) for _ in range(self.rng.choice((0, 1, 2, 2, 3, 4)))]

    def footnote(self, subject: int) -> str:
        """A footnote; a State in it is merely mentioned, and one that the notes list so."""
        template = compiled(self.rng.choice(load_prose()["footnotes"]))
        return self.filler.fill(template, subject, {"T": self.rng.choice(self.respondents or self.reporters)})

    def _single(self, subject: int) -> list[Unit]:
        rng = self.rng
        if self.profile == "plain":
            kind = "subject-verb" if rng.random() < 0.85 else "in-state"
        else:
            kind = rng.choices(self._singles, cum_weights=self._single_weights)[0]
        entry = rng.choice(self.bank.single[kind])
        unit = self._unit(entry, subject, set())
        units = [unit]
        if entry.is_list:
            return units
        used = set(unit.states)
        chance = rng.random()
        if chance < 0.55:
            units += self.follows(subject)
        elif chance < 0.75:
            units += [self._carry(subject, unit), *self.follows(subject)]
        elif chance < 0.9 and self.profile != "plain":
            units += [self._follow(subject), self._carry(subject, unit), *self.follows(subject)]
        if self.profile == "adversarial":
            chance = rng.random()
            if chance < 0.12:
                units.append(self._mention(subject, used))
            elif chance < 0.24:
                other = rng.choice(self.bank.single[rng.choices(self._singles, cum_weights=self._single_weights)[0]])
                units.append(self._unit(other, subject, used))
        return units

    def _going_on(self, unit: Unit, subject: int) -> list[Unit]:
        """A unit and sentences about nobody after it; none after a list."""
        return [unit] if "\n" in unit.text else [unit, *self.follows(subject)]

    def _several(self, subject: int) -> list[Unit]:
        kinds = ["listed"] if self.profile == "plain" else list(self.bank.several)
        entry = self.rng.choice(self.bank.several[self.rng.choice(kinds)])
        return self._going_on(self._unit(entry, subject, set()), subject)

    def _collective(self, subject: int) -> Unit:
        rng = self.rng
        if self.profile != "plain" and rng.random() < 0.2:
            return self._unit(rng.choice(self.bank.collective), subject, set())
        scope, wording = rng.choice(self.bank.subjects)
        entry = rng.choice(self.bank.frames)
        starts = any(not isinstance(part, str) and part.name == "C" and part.begins for part in entry.template.parts)
        if starts and wording[0].isdigit():
            wording = f"in total, {wording}"  # no sentence of the family begins with a figure
        text = self.filler.fill(entry.template, subject, {"C": wording})
        return Unit(entry.name, f"collective/{scope}", text, {}, ((scope, entry.collective[0][1], True),))

    def _trap(self, subject: int) -> list[Unit]:
        first = self._mention(subject, set())
        if self.rng.random() < 0.5:
            return [first]
        kind = self.rng.choices(self._singles, cum_weights=self._single_weights)[0]
        return [first, self._unit(self.rng.choice(self.bank.single[kind]), subject, self._mentioned(first))]

    def _mention(self, subject: int, used: set[str]) -> Unit:
        """A sentence with mere mentions. What of it needs respondents is drawn only where the note lists them."""
        while True:
            group = self.bank.traps[self.rng.choice(list(self.bank.traps))]
            entry = self.rng.choice(group)
            free = len(set(self.respondents) - used - entry.template.literal)
            if not used & entry.template.literal and (entry.kind != "trap/submission-only" or free > 1):
                return self._unit(entry, subject, used)

    def _follow(self, subject: int) -> Unit:
        return Unit("follow", "follow", capitalised(self.filler.phrase("follow", subject, begins=True)))

    def _carry(self, subject: int, unit: Unit) -> Unit:
        """A sentence on the State of a unit about one State."""
        ((state, verb),) = unit.states.items()
        entry = self.rng.choice(self.bank.carry)
        text = self.filler.fill(entry.template, subject, {})
        later = entry.say[0][1] if verb is None else verb
        return Unit(entry.name, "carry", text, {state: later}, ())

    def _unit(self, entry: Entry, subject: int, used: set[str]) -> Unit:
        """One unit of an entry. `used`: States already in the paragraph, in whatever part."""
        taken = set(used) | entry.template.literal
        said = dict(entry.say)
        given: dict[str, str] = {}
        for slot in entry.template.state_slots:
            form = next((form for name, form in entry.template.by_form if name == slot), None)
            code = self._state(slot, taken, form)
            taken.add(code)
            given[slot] = code
        text = self.filler.fill(entry.template, subject, given)
        return Unit(entry.name, entry.kind, text, {given[slot]: verb for slot, verb in said.items()}, entry.collective)

    def _state(self, slot: str, taken: set[str], form: str | None) -> str:
        if slot[0] == "S":
            pool, self._turn = self.reporters, self._turn + 1
            for step in range(len(pool)):
                code = pool[(self._turn + step) % len(pool)]
                if code not in taken:
                    return code
            msg = "too few States report for a template with so many slots"
            raise ValueError(msg)
        pools = {"R": self.respondents, "N": self.others}
        pool = pools.get(slot[0]) or (self.respondents if self.respondents and self.rng.random() < 0.5 else self.others)
        for _ in range(40):
            code = self.rng.choice(pool)
            if code not in taken and _has(code, form):
                return code
        return next(code for code in states() if code not in taken and _has(code, form))

    def _mentioned(self, unit: Unit) -> set[str]:
        """States whose name occurs in a unit: nothing is stated of them in the same paragraph."""
        return {code for code in self.reporters if any(name in unit.text for name in _names(code))}


def assembled(number: int, part: str, units: list[Unit]) -> Paragraph:
    """A paragraph of units, one after the other."""
    return Paragraph(number, part, " ".join(unit.text for unit in units), units)


def annotate(rng: Random, paragraph: Paragraph, note: str) -> None:
    """Set a footnote mark after a sentence or a comma, where no figure stands before it."""
    text = paragraph.text
    # A full stop after a short word may be an abbreviation (`Mr.`, `No.`), and so is one that no capital follows.
    ends = [match.end(1) for match in re.finditer(r"[a-z]{4}(\.)(?= [A-Z]|$)", text)]
    commas = [match.end(1) for match in re.finditer(r"[a-z](,)(?= )", text)]
    places = commas if commas and rng.random() < 0.2 else ends
    if not places or MARK in text:
        return
    at = rng.choice(places)
    paragraph.text = text[:at] + MARK + text[at:]
    paragraph.notes.append(note)


@cache
def load_prose() -> dict[str, list[str]]:
    """The sentences about no State."""
    data: dict[str, list[str]] = load("prose.yaml")
    return data


def _has(code: str, form: str | None) -> bool:
    state = states()[code]
    return (form != "a" or state.adjective is not None) and (form != "c" or state.city is not None)


def _names(code: str) -> tuple[str, ...]:
    state = states()[code]
    forms = (state.text, state.listed, *state.alternatives, *(form for form, _ in state.former))
    return tuple(form.removeprefix("the ") for form in forms)


def _running(weights: list[float] | list[int]) -> list[float]:
    total = 0.0
    sums = []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums
