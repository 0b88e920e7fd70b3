"""The stage of what a sentence tells of a State: planned, under way, done, in place; nothing where the words don't say.

Evidence (the verb of the deed, its class and tense, the words around) is weighed for each stage and for none; the
heaviest is the stage, where it leads by enough. Words by class and endings of tenses are data of a language
(`stages.yaml`), weights are learned (`stages.json`, from labelled sentences). Not here: what is a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from pipelines.extract.reading.evidence import sentence_words
from pipelines.extract.reading.features import Parsed
from pipelines.extract.reading.kinds import FINITE, NOMINAL, VERBAL
from pipelines.extract.reading.lexicon import Lexicon
from pipelines.extract.reading.model import Family, Model

NO_STAGE = ""
STAGES = ("planned", "under_way", "done", "in_place")
FILE = "stages.json"
_TELLING = frozenset(("report", "passive-report"))
_VERBS = frozenset((*FINITE, *VERBAL, "exists"))
_PASSED_OVER = frozenset(("adverb", "adjective"))
_MODAL = frozenset(("will", "should"))  # classes of words that differ in stage: "would", "can"
_INFLECTED = frozenset(("past", "base", "be", "have"))  # classes of forms whose ending tells the tense
_AUXILIARY = frozenset(("auxiliary", "copula"))
_BETWEEN = frozenset(("semicolon", "that", "which", "and"))  # … none of which is between it and its participle
_BESIDE = frozenset(("main", "and", "while"))  # what begins a clause that is in no other
_YEAR_DIGITS = 4


class Stage(NamedTuple):
    """A stage, and of how many of a hundred it is the right one; none where the words don't say.

    `unsure`: they say one, but not surely enough which.
    """

    name: str | None = None
    confidence: int | None = None
    unsure: bool = False


class Stages:
    """What a language needs to tell stages: its words by class and endings by tense, and the model of all languages."""

    def __init__(self, language: str, words: Mapping[str, Any], lexicon: Lexicon, model: Model) -> None:
        """`words`: the content of `stages.yaml`."""
        self.language, self.model = language, model
        self._tenses = {name: re.compile(ending) for name, ending in words["tenses"].items()}
        classes: dict[str, set[str]] = {}
        for name, listed in words["classes"].items():
            for word in listed:
                classes.setdefault(word.lower(), set()).add(name)
        # of a word as it stands, and as the form of a verb
        self._classes = cache(lambda word: classes.get(word, set()) | classes.get(lexicon.verb(word), set()))

    def by(self, model: Model) -> Stages:
        """The same, by another model."""
        other = copy(self)
        other.model = model
        return other

    def tell(self, evidence: Sequence[Family]) -> Stage:
        """The stage that evidence speaks for."""
        name, lead = self.model.best(evidence)
        if name == NO_STAGE or not self.model.is_published(name, lead):
            return Stage(unsure=name != NO_STAGE)
        return Stage(name, self.model.confidence(lead))

    def evidence(self, sentence: Parsed, named: int, trigger: int) -> Iterator[Family]:
        """What speaks for a stage. `named`: token of the State's name; `trigger`: first of what made it a statement."""
        tokens, grammar, language = sentence.tokens, sentence.grammar, self.language
        of = named if sentence.first <= named < sentence.last else trigger
        first, last = _part(sentence, of)
        way, at = _deed(sentence, of, first, last)
        words = sentence_words(tokens, first, last, grammar.of["state"])
        yield f"{language}:word", frozenset(words)
        yield f"{language}:pair", frozenset(map(" ".join, pairwise(words)))
        yield "word class", frozenset().union(*map(self._classes, words))
        yield "way", (way,)
        if at < 0:
            return
        run, verb = _verb(sentence, at)
        own, tags = tokens.lower[verb], {i: grammar.lexicon.classes.name[tokens.tags[i]] for i in run}
        base, classes = grammar.lexicon.verb(own), sorted(self._classes(own))
        form = " ".join(tags[i] if i == verb else tokens.lower[i] for i in run)
        forms = (self._tense(tags[i], tokens.lower[i]) for i in run if tags[i] not in _PASSED_OVER)
        tense = " ".join(("noun", *forms) if way == "noun" else forms)
        year = any(word.isdecimal() and len(word) == _YEAR_DIGITS for word in tokens.words[first:last])
        subject = sentence.kind(next((c.subject for c in sentence.parse.clauses if c.verb == at), -1))
        yield "deed tense", (tense,)
        yield "deed year", (f"{year} {tense}", *(f"{year} {name} {tense}" for name in classes))
        yield "deed class tense", tuple(f"{name} {tense}" for name in classes)
        yield f"{language}:deed form", (form, f"{base} {form}")
        yield f"{language}:deed verb", (base,)
        yield "deed subject", (subject, f"{subject} {tense}")
        yield f"{language}:deed next", tuple(tokens.lower[run[-1] + 1 : last][:1])

    def _tense(self, tag: str, word: str) -> str:
        """The tense that the ending of a word tells, else its class; a modal verb itself."""
        tenses = (name for name, ending in self._tenses.items() if tag in _INFLECTED and ending.search(word))
        return word if tag in _MODAL else next(tenses, tag)


def _part(sentence: Parsed, of: int) -> tuple[int, int]:
    """The tokens around a State, up to semicolons and to clauses that are about others."""
    groups, parse, grammar, tags = sentence.groups, sentence.parse, sentence.grammar, sentence.tokens.tags
    cuts = [match.start() for match in grammar.find["semicolon"].finditer(tags, sentence.first, sentence.last)]
    for at in groups.states:
        place, start = parse.places.get(at), groups.starts[at]
        if place and place.role == "subject" and place.clause.opener in _BESIDE and not start <= of < groups.ends[at]:
            cuts.append(max(tags.rfind(joint, sentence.first, start + 1) for joint in grammar.joints))
    first = max((i + 1 for i in cuts if sentence.first <= i < of), default=sentence.first)
    return first, min((i for i in cuts if i >= of), default=sentence.last)


def _deed(sentence: Parsed, of: int, first: int, last: int) -> tuple[str, int]:
    """How the verb that tells what the State named at a token did is reached, and the number of its group; or -1.

    It is the verb of the clause in which the State stands (`deed`). Where that only reports, it is the one of what is
    reported (`told`), or the next one, which tells of the `noun` that is reported.
    """
    groups, parse = sentence.groups, sentence.parse
    verbs = [at for at, kind in enumerate(parse.kinds) if kind in _VERBS and first <= groups.starts[at] < last]
    place = next((p for at, p in parse.places.items() if groups.starts[at] <= of < groups.ends[at]), None)
    at = -1 if place is None else place.clause.verb if place.clause.verb >= 0 else place.predicate
    if at < 0:
        at = next((verb for verb in verbs if parse.kinds[verb] in FINITE and groups.starts[verb] > of), -1)
    if at < 0 or sentence.predicate(at).kind not in _TELLING:
        return ("deed" if at >= 0 else "none"), at
    for clause in parse.clauses:
        if clause.opener == "that" and clause.matrix and clause.matrix.verb == at and clause.verb >= 0:
            return "told", clause.verb
    return "noun", next((verb for verb in verbs if verb > at), at)


def _verb(sentence: Parsed, at: int) -> tuple[list[int], int]:
    """The tokens of the group of a verb, with the participle that an auxiliary has further on; and the verb of them."""
    groups, kinds, tags, grammar = sentence.groups, sentence.parse.kinds, sentence.tokens.tags, sentence.grammar
    run = [*range(groups.starts[at], groups.ends[at])]
    more = next((n for n in range(at + 1, len(kinds)) if kinds[n] in _VERBS or kinds[n] in _BETWEEN), at)
    if (
        kinds[at] in _AUXILIARY
        and more > at
        and kinds[at + 1] not in NOMINAL
        and tags[groups.starts[more]] in grammar.participles
    ):
        run += range(groups.starts[more], groups.ends[more])  # "had, in August 2022, been joined"
    return run, next((i for i in reversed(run) if grammar.verb.match(tags, i)), run[-1])
