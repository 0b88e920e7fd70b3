"""States after "in": what is so in a State; not what a body or a meeting did there, nor who comes from there.

Not here: States as subjects (`attribution.py`) and after "by" (`agents.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.extract.language.attribution import Attribution, named
from pipelines.extract.language.patterns import any_of
from pipelines.extract.language.verbs import participles

if TYPE_CHECKING:
    from pipelines.extract.language.contexts import Context
    from pipelines.extract.language.grammar import Grammar
    from pipelines.extract.language.reader import Reader
    from pipelines.extract.language.subjects import Subject


@dataclass(frozen=True, slots=True)
class Places:
    """Compiled patterns of `procedure.yaml` for what happens somewhere.

    `elsewhere`: after the place, an international body or a meeting as subject. `by_body`: done by such a body.
    `in_place`: before the place, a passive of a measure or "in place". `passive`: the participle of a measure, before
    "by". `not_measures`: in lower case, subjects of which these are no measures. `sent_on`: "Information on … was
    provided". `contains`: verbs of what a State sent.
    """

    elsewhere: re.Pattern[str]
    by_body: re.Pattern[str]
    in_place: re.Pattern[str]
    passive: re.Pattern[str]
    not_measures: re.Pattern[str]
    laws: re.Pattern[str]
    sent_on: re.Pattern[str]
    contains: re.Pattern[str]

    def refuses(self, clause: str) -> bool:
        """Whether what a clause says was adopted or held is no measure; "the Proceeds of Crime Act" is one."""
        return bool(self.not_measures.search(clause.lower())) and not self.laws.search(clause)


_FINITE = re.compile(r"\b(?:has|have|had|is|are|was|were|will|would|can|could|may)\b")
_LAST_CLAUSE = re.compile(r"[;:] |, (?=(?:and|but|while|whereas|which)\b)")
# What may follow a place that ends its clause.
_AFTER = re.compile(
    r"(?:(?!, [A-Z])[^\w ]| (?:and|as|to|in|since|under|through|by|with|for|after|before|when|where|while|whereas)\b|$)"
)
_FAR = 300  # characters of a clause before the place where it is so
LONGEST = 60  # characters of a conjunction
_LEVEL = re.compile(r"(?:At|On|Within|Under) (?:(?!in\b|held\b|by\b)[\w-]+ ){1,5}$")


def located(subject: Subject, reader: Reader, context: Context) -> Attribution | None:
    """What the sentence says is so in the State after "in"."""
    places, matter = reader.vocabulary.places, reader.matter
    before = reader.before(context.start)
    if context.opens or _begins_clause(before, reader.vocabulary.grammar) or _is_level(subject, reader, before):
        if places.elsewhere.match(matter, subject.verb_from, reader.end) or places.refuses(before[-_FAR:]):
            return None
        return named("located", subject, context)
    if matter.startswith(", where ", subject.end) and places.in_place.search(before):
        return named("located", subject, context)
    if not _AFTER.match(matter, subject.end, reader.end) or places.by_body.match(matter, subject.end, reader.end):
        return None
    clause = reader.vocabulary.grammar.asides.sub("", _LAST_CLAUSE.split(before[-_FAR:])[-1])
    if places.refuses(clause) or places.by_body.search(clause) or not places.in_place.search(clause):
        return None
    return named("located-passive", subject, context)._replace(weak=True)


def _begins_clause(before: str, grammar: Grammar) -> bool:
    """Whether a new clause begins after `before`: after "that", "and while", or a comma that no clause precedes."""
    ended = before.removesuffix(",")
    if grammar.clause_ends.search(ended, max(0, len(ended) - LONGEST)):
        return True
    return ended != before and (before.startswith(grammar.subordinating) or not _FINITE.search(ended))


def _is_level(subject: Subject, reader: Reader, before: str) -> bool:
    """Whether the place ends a phrase that opens the sentence ("At the federal level in Latvia, the commission …")."""
    return reader.matter.startswith(", ", subject.end) and bool(_LEVEL.fullmatch(f"{before} "))


def compile_places(procedure: Mapping[str, Any], irregular: Mapping[str, Any]) -> Places:
    """Compile the parts of the parsed `procedure.yaml` that tell what happens in a State."""
    events, bodies = any_of(procedure["events"]), any_of(procedure["bodies"])
    nouns = [noun for noun in procedure["not_measures"] if noun != "{event}"]
    not_measures = any_of(noun.lower() for noun in [*nouns, *procedure["events"]])
    measures = any_of(participles(procedure["measures"], irregular))
    sending = procedure["sending"]
    topic = rf"{any_of(sending['topics'])} (?!(?:the )?\d|{any_of(sending['no_topics'])}\b)"
    article = r"(?:(?:the|an?|two|three|several|representatives of) )?"
    aside = r"(?: (?:from|on|at|in|with|during|following|between|under|as|after)\b[^,.;]{1,80},)?"
    held = (
        r"(?:was|were|will be|is to be|had been|has been|have been) (?:held|organized|convened|hosted|conducted|opened)"
    )
    return Places(
        elsewhere=re.compile(
            rf",?{aside} *(?i:{article})(?:{bodies}(?![\w-])|(?:[\w-]+ ){{0,6}}?(?:{events})(?: [\w-]+){{0,10}}? "
            rf"(?:{held}|took place|brought)\b)"
        ),
        by_body=re.compile(rf" (?:by|with the support of|under the auspices of) (?:the )?{bodies}(?![\w-])"),
        in_place=re.compile(
            rf"\b(?:has|have|had|is|are|was|were|been|being|will be|could be)\b(?:.*\b)?"
            rf"(?:{measures}|reported|noted|found)(?: (?!in\b|of\b|with\b|from\b)[\w-]+){{0,6}}$|"
            rf"\b{any_of(procedure['in_place'])}(?: also)?(?: since \d{{4}})?$"
        ),
        passive=re.compile(rf"\b{measures}(?: up| out| in place)?$"),
        # The noun is the subject: directly before the verb, or with no more than "of …", "on …" between.
        not_measures=re.compile(
            rf"\b{not_measures}(?: (?:of|on|for|to|entitled|from|in)\b[^,]*?)? "
            r"(?:was|were|is|are|has|have|had|will|that|which|held|(?:\w+ly )?\w+$)|\b"
            rf"{not_measures}$"
        ),
        laws=re.compile(rf"\b{any_of(procedure['laws'])}\b"),
        sent_on=re.compile(
            rf"(?:[\w-]+ ){{0,2}}{any_of(sending['fronted'])} (?:{topic}|of ).{{3,160}}"
            r"\b(?:was|were|been) (?:\w+ )?\w+$",
            re.IGNORECASE,
        ),
        contains=re.compile(rf"\b{any_of(sending['contains'])}$"),
    )
