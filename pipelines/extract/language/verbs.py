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

from pipelines.extract.language.patterns import any_of

# As far as an object stands from its verb, within the same phrase; "200,000" does not end it.
_REACH = r"(?:[^.,;:()]|(?<=\d)[.,](?=\d)){0,70}?"

Words = Mapping[str, Any]  # a parsed file of the vocabulary


class Effect(Enum):
    """What a verb makes of its subject: a State that reports, one that acts, or one of which nothing is said."""

    REPORTS = "reports"
    ACTS = "acts"
    SILENT = "silent"


class Rule(NamedTuple):
    """One reading of a verb, which holds where `condition` matches directly after the verb (None: always).

    `or_state`: it also holds where a State is named later in the sentence. `negated`: it holds where the condition does
    not.
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

    `reporting`: finite forms of reporting verbs with nothing to check, to their lemma. `sending`: forms of verbs of
    sending. The rest: words and phrases of the files, as the comments there say.
    """

    finite: Forms
    base: Forms
    participle: Forms
    gerund: Forms
    reporting: Mapping[str, str]
    sending: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    not_pasts: frozenset[str]
    passive: frozenset[str]
    handled: frozenset[str]
    asked: frozenset[str]
    wishes: frozenset[str]
    phrases: re.Pattern[str]
    copula: re.Pattern[str]


class Inflection(NamedTuple):
    """The forms of one verb."""

    base: str
    present: str
    past: str
    participle: str
    gerund: str


def inflect(base: str, irregular: Words | None = None) -> Inflection:
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
    return Inflection(base, present, past, given.get("participle", past), given.get("gerund", gerund))


def compile_verbs(reporting: Words, plain: Words, procedure: Words, collective: Words, irregular: Words) -> Verbs:
    """Compile the parsed files of the same names; `irregular` is a part of `grammar.yaml`.

    Raises:
        KeyError: a part is missing.
    """
    tables = _Tables(irregular)
    tables.add_sending(procedure["sending"])
    for verb in procedure["always"]:
        tables.add(verb, Rule(Effect.SILENT))
    tables.add_conditional(procedure)
    simple = tables.add_reporting(reporting)
    for verb in plain["present"]:
        tables.add(verb, Rule(Effect.ACTS))
    for past in plain["irregular_pasts"]:
        tables.finite[past].append(Rule(Effect.ACTS))
    first = {form: rules[0].effect for form, rules in tables.finite.items()}
    return Verbs(
        finite=_frozen(tables.finite),
        base=_frozen(tables.base),
        participle=_frozen(tables.participle),
        gerund=_frozen(tables.gerund),
        reporting={form: lemma for form, lemma in simple.items() if first[form] is Effect.REPORTS},
        sending=frozenset(form for verb in procedure["sending"]["verbs"] for form in tables.forms(verb)),
        auxiliaries=frozenset(plain["auxiliaries"]),
        adverbs=frozenset(plain["adverbs"]),
        not_pasts=frozenset(plain["not_pasts"]),
        passive=frozenset(procedure["passive"]),
        handled=frozenset(procedure["handled"]),
        asked=frozenset(collective["asked"]),
        wishes=frozenset(collective["wishes"]),
        phrases=re.compile(rf" *{any_of(plain['phrases'])}\b"),
        copula=re.compile(rf"{_REACH}\b{any_of(procedure['copula'])}\b"),
    )


def participles(verbs: Iterable[str], irregular: Words) -> list[str]:
    """The participles of verbs; of "set up" and "roll out", that of the first word."""
    return [_Tables(irregular).forms(verb).participle for verb in verbs]


class _Tables:
    """The rules by form, as they are collected."""

    def __init__(self, irregular: Words) -> None:
        self.irregular = irregular
        self.finite: dict[str, list[Rule]] = defaultdict(list)
        self.base: dict[str, list[Rule]] = defaultdict(list)
        self.participle: dict[str, list[Rule]] = defaultdict(list)
        self.gerund: dict[str, list[Rule]] = defaultdict(list)

    def forms(self, verb: str) -> Inflection:
        first = verb.partition(" ")[0]
        return inflect(first, self.irregular.get(first))

    def add(self, verb: str, rule: Rule) -> Inflection:
        forms = self.forms(verb)
        self.finite[forms.past].append(rule)
        self.finite[forms.present].append(rule)
        self.base[forms.base].append(rule)
        self.participle[forms.participle].append(rule)
        self.gerund[forms.gerund].append(rule)
        return forms

    def add_sending(self, sending: Words) -> None:
        """Sending something is a statement only where it is said on what."""
        general = any_of(sending["no_topics"])
        topic = (
            rf"(?:(?!, (?:which|that|and)\b)[^.;]){{0,120}}?\b{any_of(sending['topics'])} (?!(?:the )?\d|{general}\b)"
        )
        described = rf"{_REACH}\b{any_of(sending['descriptions'])} of\b"
        sent = rf"(?! +that\b){_REACH}\b{any_of(sending['objects'])}\b"
        told = Rule(Effect.REPORTS, None, re.compile(rf"(?! +no\b)(?:{sent}{topic}|{described})", re.IGNORECASE))
        anything = Rule(Effect.SILENT, None, re.compile(sent, re.IGNORECASE))
        told_that = Rule(Effect.REPORTS, None, re.compile(r",? +that\b"))
        answered = Rule(
            Effect.SILENT,
            None,
            re.compile(rf"(?! +(?:\w+ly +)?to\b)| +(?:\w+ly +)?to .{{0,30}}\b{any_of(sending['answered'])}"),
        )
        for verb in sending["verbs"]:
            if verb in sending["intransitive"]:
                self.add(verb, told_that._replace(lemma=verb))
                self.add(verb, answered)
            self.add(verb, told._replace(lemma=verb))
            self.add(verb, anything)

    def add_conditional(self, procedure: Words) -> None:
        """Verbs that are silent with some objects, and proposals, which are silent without some."""
        for entry in procedure["unless"]:
            words = [w for word in entry["words"] for w in (procedure["events"] if word == "{event}" else [word])]
            near = rf"{_REACH}(?<![\w-]){any_of(words)}(?![\w-])"
            for verb in entry["verbs"]:
                _, space, particle = verb.partition(" ")
                condition = re.compile(f"{space}{particle}{near}")
                self.add(verb, Rule(Effect.SILENT, None, condition, entry.get("or_state", False)))
        proposals = procedure["proposals"]
        own = re.compile(rf"{_REACH}\b{any_of(proposals['words'])}\b")
        for verb in proposals["verbs"]:
            self.add(verb, Rule(Effect.SILENT, None, own, negated=True))

    def add_reporting(self, reporting: Words) -> dict[str, str]:
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
                forms = self.add(spelling, Rule(Effect.REPORTS, lemma, condition))
                if condition is None:
                    simple[forms.past] = simple[forms.present] = lemma
        return simple


def _frozen(table: Mapping[str, list[Rule]]) -> dict[str, tuple[Rule, ...]]:
    return {form: tuple(rules) for form, rules in table.items()}
