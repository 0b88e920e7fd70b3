"""Verbs: their inflected forms, and what it says of a State that it is the subject of one.

Here: turning `reporting-verbs.yaml`, `plain-verbs.yaml` and `procedure.yaml` into look-ups by form.
Not here: finding the verb of a subject (`predicates.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

_REACH = r"(?:[^.,;:()]|(?<=\d)[.,](?=\d)){0,70}?"  # as far as an object stands from its verb, within the same phrase


class Effect(Enum):
    """What a verb makes of its subject: a State that reports, one that acts, or one of which nothing is said."""

    REPORTS = "reports"
    ACTS = "acts"
    SILENT = "silent"


class Rule(NamedTuple):
    """One reading of a verb, which holds where `condition` matches directly after the verb (None: always).

    `or_state`: the condition also holds where a State is named later in the sentence. `negated`: holds where the
    condition does not.
    """

    effect: Effect
    lemma: str | None = None
    condition: re.Pattern[str] | None = None
    or_state: bool = False
    negated: bool = False


Forms = Mapping[str, tuple[Rule, ...]]


@dataclass(frozen=True, slots=True)
class Verbs:
    """Rules by form, tried in order: `finite` (reports, reported), `base` (report), `participle`, `gerund`.

    `reporting`: finite forms of reporting verbs with nothing to check, to their lemma. `measures`: participles of verbs
    of measures. `auxiliaries`, `adverbs`, `not_pasts`, `passive`, `asked`: words. `phrases`: adverbial phrases.
    """

    finite: Forms
    base: Forms
    participle: Forms
    gerund: Forms
    reporting: Mapping[str, str]
    measures: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    not_pasts: frozenset[str]
    passive: frozenset[str]
    asked: frozenset[str]
    wishes: frozenset[str]
    phrases: re.Pattern[str]
    copula: re.Pattern[str]
    handled: frozenset[str]
    sending: frozenset[str]


class Inflection(NamedTuple):
    """The forms of one verb."""

    base: str
    present: str
    past: str
    participle: str
    gerund: str


def inflect(base: str, irregular: Mapping[str, Any] | None = None) -> Inflection:
    """The forms of `base` by the rules of spelling, but for those that `irregular` gives by name.

    >>> inflect("specify").past, inflect("note").gerund, inflect("stress").present
    ('specified', 'noting', 'stresses')
    """
    consonant_y = re.search(r"[^aeiou]y$", base)
    stem = base[:-1] if consonant_y or base.endswith("e") else base
    present = f"{stem}ies" if consonant_y else f"{base}es" if re.search(r"(?:s|x|z|ch|sh|o)$", base) else f"{base}s"
    past = f"{stem}ied" if consonant_y else f"{stem}ed"
    gerund = f"{base}ing" if consonant_y or base.endswith("ee") or not base.endswith("e") else f"{stem}ing"
    given = irregular or {}
    past = given.get("past", past)
    return Inflection(
        base, given.get("present", present), past, given.get("participle", past), given.get("gerund", gerund)
    )


# Verbs of more than one list whose forms no rule gives.
_IRREGULAR: dict[str, dict[str, str]] = {
    "hold": {"past": "held"}, "meet": {"past": "met", "gerund": "meeting"}, "give": {"past": "gave", "participle": "given"},
    "make": {"past": "made"}, "take": {"past": "took", "participle": "taken"}, "send": {"past": "sent"},
    "speak": {"past": "spoke", "participle": "spoken"}, "read": {"past": "read"}, "set": {"past": "set", "gerund": "setting"},
    "put": {"past": "put", "gerund": "putting"}, "undertake": {"past": "undertook", "participle": "undertaken"},
    "build": {"past": "built"}, "draw": {"past": "drew", "participle": "drawn"}, "say": {"past": "said"},
    "lay": {"past": "laid"}, "run": {"past": "ran", "participle": "run", "gerund": "running"},
    "keep": {"past": "kept"}, "teach": {"past": "taught"}, "fight": {"past": "fought"}, "spend": {"past": "spent"},
    "forbid": {"past": "forbade", "participle": "forbidden", "gerund": "forbidding"}, "seek": {"past": "sought"},
    "see": {"past": "saw", "participle": "seen"}, "lead": {"past": "led"}, "find": {"past": "found"},
    "show": {"past": "showed", "participle": "shown"}, "oversee": {"past": "oversaw", "participle": "overseen"},
    "withdraw": {"past": "withdrew", "participle": "withdrawn"},
    **{
        verb: {"past": f"{verb}{verb[-1]}ed", "gerund": f"{verb}{verb[-1]}ing"}
        for verb in ("submit", "permit", "refer", "travel", "transmit", "admit", "plan", "commit", "begin", "cut", "regret")
    },
}  # fmt: skip


def compile_verbs(
    reporting: Mapping[str, Mapping[str, Any] | None],
    plain: Mapping[str, Any],
    procedure: Mapping[str, Any],
    collective: Mapping[str, Any],
) -> Verbs:
    """Compile the parsed files of the same names. Raises `KeyError` where a part is missing."""
    tables = _Tables()
    _add_sending(tables, procedure["sending"])
    for verb in procedure["always"]:
        tables.add(_inflect(verb), Rule(Effect.SILENT))
    _add_conditional(tables, procedure)
    simple = _add_reporting(tables, reporting)
    for verb in plain["present"]:
        tables.add(_inflect(verb), Rule(Effect.ACTS))
    for past in plain["irregular_pasts"]:
        tables.finite[past].append(Rule(Effect.ACTS))
    conditional = {form for form, rules in tables.finite.items() if rules[0].effect is not Effect.REPORTS}
    return Verbs(
        finite=_frozen(tables.finite),
        base=_frozen(tables.base),
        participle=_frozen(tables.participle),
        gerund=_frozen(tables.gerund),
        reporting={form: lemma for form, lemma in simple.items() if form not in conditional},
        measures=frozenset(measure_participles(procedure)),
        auxiliaries=frozenset(plain["auxiliaries"]),
        adverbs=frozenset(word for word in plain["adverbs"] if " " not in word),
        not_pasts=frozenset(plain["not_pasts"]),
        passive=frozenset(procedure["passive"]),
        asked=frozenset(collective["asked"]),
        wishes=frozenset(collective["wishes"]),
        phrases=re.compile(r" *\b" + any_of(plain["phrases"]) + r"\b"),
        copula=re.compile(_REACH + r"\b" + any_of(procedure["copula"]) + r"\b"),
        handled=frozenset(procedure["handled"]),
        sending=frozenset(form for verb in procedure["sending"]["verbs"] for form in _inflect(verb)),
    )


class _Tables:
    def __init__(self) -> None:
        self.finite: dict[str, list[Rule]] = defaultdict(list)
        self.base: dict[str, list[Rule]] = defaultdict(list)
        self.participle: dict[str, list[Rule]] = defaultdict(list)
        self.gerund: dict[str, list[Rule]] = defaultdict(list)

    def add(self, forms: Inflection, rule: Rule) -> None:
        self.finite[forms.past].append(rule)
        self.finite[forms.present].append(rule)
        self.base[forms.base].append(rule)
        self.participle[forms.participle].append(rule)
        self.gerund[forms.gerund].append(rule)


def measure_participles(procedure: Mapping[str, Any]) -> list[str]:
    """The participles of verbs of measures ("adopted", "set")."""
    return [_inflect(verb).participle for verb in procedure["measures"]]


def _add_sending(tables: _Tables, sending: Mapping[str, Any]) -> None:
    """Sending something is a statement only where it is said on what."""
    topic = rf"[^.;]{{0,140}}?\b{any_of(sending['topics'])} (?!(?:the )?\d|{any_of(sending['no_topics'])}\b)"
    sent = rf"(?! +that\b){_REACH}\b{any_of(sending['objects'])}\b"
    told = re.compile(sent + r"(?:'[a-z]*)?" + topic, re.IGNORECASE)
    anything = re.compile(sent, re.IGNORECASE)
    told_that = re.compile(r",? +that\b")
    to_the_secretariat = re.compile(
        r"(?! +to\b)| +to .{0,30}\b(?:note|questionnaire|request|survey|call|letter|secretariat|checklist|invitation)"
    )
    for verb in sending["verbs"]:
        forms = _inflect(verb)
        if verb in sending["intransitive"]:
            tables.add(forms, Rule(Effect.REPORTS, verb, told_that))
            tables.add(forms, Rule(Effect.SILENT, None, to_the_secretariat))
        tables.add(forms, Rule(Effect.REPORTS, verb, told))
        tables.add(forms, Rule(Effect.SILENT, None, anything))


def _add_conditional(tables: _Tables, procedure: Mapping[str, Any]) -> None:
    for entry in procedure["unless"]:
        words = [w for word in entry["words"] for w in (procedure["events"] if word == "{event}" else [word])]
        condition = re.compile(rf"{_REACH}(?<![\w-]){any_of(words)}(?![\w-])")
        for verb in entry["verbs"]:
            tables.add(_inflect(verb), Rule(Effect.SILENT, None, condition, entry.get("or_state", False)))
    proposals = procedure["proposals"]
    own = re.compile(rf"{_REACH}\b{any_of(proposals['words'])}\b")
    for verb in proposals["verbs"]:
        tables.add(_inflect(verb), Rule(Effect.SILENT, None, own, negated=True))


def _add_reporting(tables: _Tables, reporting: Mapping[str, Mapping[str, Any] | None]) -> dict[str, str]:
    """Add the reporting verbs; give back the finite forms that need no further look, with their lemma."""
    simple = {}
    for lemma, given in reporting.items():
        traits = given or {}
        verb, _, particle = lemma.partition(" ")
        condition = None
        if particle:
            condition = re.compile(rf" +{particle}\b")
        elif "then" in traits:
            condition = re.compile(rf",?(?: +(?:also|\w+ly))? +{any_of(traits['then'])}\b")
        elif "object" in traits:
            condition = re.compile(rf"{_REACH}\b{any_of(traits['object'])}\b", re.IGNORECASE)
        for spelling in (verb, *traits.get("spelled", ())):
            forms = inflect(spelling, {**_IRREGULAR.get(spelling, {}), **traits})
            tables.add(forms, Rule(Effect.REPORTS, lemma, condition))
            if condition is None:
                simple[forms.past] = simple[forms.present] = lemma
    return simple


def _inflect(verb: str) -> Inflection:
    """The forms of a verb of the lists; of "set up" and "roll out", those of the first word."""
    first = verb.split(maxsplit=1)[0]
    return inflect(first, _IRREGULAR.get(first))


def _frozen(table: Mapping[str, list[Rule]]) -> dict[str, tuple[Rule, ...]]:
    return {form: tuple(rules) for form, rules in table.items()}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))) + ")"
