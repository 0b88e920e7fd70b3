"""The stage of what a sentence tells of a State: planned, under way, done, in place; nothing where the words don't say.

Evidence (the form and the class of the verb that tells it, the words around) is weighed for each stage and for none;
the heaviest is the stage, where it leads by enough. Words by class are data of a language (`stages.yaml`), weights are
learned (`stages.json`, from `tests/golden/stages.csv`). Not here: what is a statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipelines.extract.reading.evidence import sentence_words
from pipelines.extract.reading.features import Parsed
from pipelines.extract.reading.kinds import FINITE, VERBAL
from pipelines.extract.reading.model import Family, Model

NO_STAGE = ""
STAGES = ("planned", "under_way", "done", "in_place")
FILE = "stages.json"
_TELLING = frozenset(("report", "passive-report"))
_VERBS = frozenset((*FINITE, *VERBAL, "exists"))
_PASSED_OVER = frozenset(("adverb", "adjective"))
_NEAR = 8  # words around the verb whose classes count
_OBJECT = 5  # … whose forms count, behind it
_END = 2  # letters of a form of a verb that tell its tense
_YEAR_DIGITS = 4


class Stage(NamedTuple):
    """A stage, and of how many of a hundred it is the right one; none where the words don't say.

    `unsure`: they say one, but not surely enough which.
    """

    name: str | None = None
    confidence: int | None = None
    unsure: bool = False


class Stages:
    """What a language needs to tell stages: its classes of words (`stages.yaml`), and the model of all languages."""

    def __init__(self, language: str, words: Mapping[str, Sequence[str]], model: Model) -> None:
        self.language, self.model = language, model
        self._classes: dict[str, set[str]] = {}
        for name, listed in words.items():
            for word in listed:
                self._classes.setdefault(word.lower(), set()).add(name)

    def by(self, model: Model) -> Stages:
        """The same, by another model."""
        other = Stages(self.language, {}, model)
        other._classes = self._classes
        return other

    def tell(self, evidence: Sequence[Family]) -> Stage:
        """The stage that evidence speaks for."""
        name, lead = self.model.best(evidence)
        if name == NO_STAGE or not self.model.is_published(name, lead):
            return Stage(unsure=name != NO_STAGE)
        return Stage(name, self.model.confidence(lead))

    def evidence(self, sentence: Parsed, named: int, trigger: tuple[int, int]) -> Iterator[Family]:
        """What speaks for a stage. `named`: token of the State's name; `trigger`: tokens that made it a statement."""
        tokens, grammar, groups, language = sentence.tokens, sentence.grammar, sentence.groups, self.language
        of = named if sentence.first <= named < sentence.last else trigger[0]
        parts = [i for i in range(sentence.first, sentence.last) if tokens.tags[i] == grammar.of["semicolon"]]
        first = max((i + 1 for i in parts if i < of), default=sentence.first)
        last = min((i for i in parts if i >= of), default=sentence.last)
        words = sentence_words(tokens, first, last, grammar.of["state"])
        yield f"{language}:word", frozenset(words)
        yield "word class", self._classes_of(words, sentence)
        at = _deed(sentence, of, trigger)
        if at < 0:
            yield "deed", ("none",)
            return
        start, end = groups.starts[at], groups.ends[at]
        found = grammar.verb.search(tokens.tags, start, end)
        verb = found.start() if found else end - 1
        tag_of = grammar.lexicon.classes.name
        tags = [tag_of[tag] for tag in tokens.tags[start:end]]
        own = tokens.lower[verb]
        base, classes = grammar.lexicon.verb(own), self._classes_of([own], sentence)
        form = " ".join(tags[i - start] if i == verb else tokens.lower[i] for i in range(start, end))
        tense = " ".join(tag for tag in tags if tag not in _PASSED_OVER)
        year = any(word.isdecimal() and len(word) == _YEAR_DIGITS for word in tokens.words[first:last])
        yield "deed tense", (tense,)
        yield "deed year", (f"{year} {tense}", *(f"{year} {name} {tense}" for name in sorted(classes)))
        yield "deed class", classes
        yield "deed class tense", tuple(f"{name} {tense}" for name in sorted(classes))
        yield f"{language}:deed class form", tuple(f"{name} {form}" for name in sorted(classes))
        yield f"{language}:deed class end", tuple(f"{name} {tense} {own[-_END:]}" for name in sorted(classes))
        yield f"{language}:deed form", (form, f"{base} {form}", f"{tense} {own[-1:]}")
        yield f"{language}:deed verb", (base,)
        behind, before = tokens.lower[end : min(end + _NEAR, last)], tokens.lower[max(first, start - _NEAR) : start]
        near = self._classes_of([*before, *behind], sentence)
        yield "near class tense", tuple(f"{name} {tense}" for name in sorted(near))
        yield f"{language}:deed next", tuple(behind[:1])
        yield f"{language}:deed object", frozenset(behind[:_OBJECT])

    def _classes_of(self, words: Collection[str], sentence: Parsed) -> frozenset[str]:
        """The classes of words, each looked up as it stands and as the form of a verb."""
        base = sentence.grammar.lexicon.verb
        return frozenset(name for word in words for each in (word, base(word)) for name in self._classes.get(each, ()))


def _deed(sentence: Parsed, of: int, trigger: tuple[int, int]) -> int:
    """The group of the verb that tells what the State named at a token did; -1 for none.

    It is the verb of the clause in which the State stands; where that only reports, the one of what is reported.
    """
    groups, parse = sentence.groups, sentence.parse
    verbs = [at for at, kind in enumerate(parse.kinds) if kind in _VERBS]
    finite = [at for at in verbs if parse.kinds[at] in FINITE]
    here = next((at for at in range(len(parse.kinds)) if groups.starts[at] <= of < groups.ends[at]), -1)
    place = parse.places.get(here)
    at = -1 if place is None else place.clause.verb if place.clause.verb >= 0 else place.predicate
    if at < 0:
        inside = [verb for verb in verbs if trigger[0] <= groups.starts[verb] < trigger[1]]
        at = max([verb for verb in inside if verb in finite] or inside, default=-1)
    if at < 0:
        at = next((verb for verb in finite if groups.starts[verb] > of and not _parted(sentence, of, verb)), -1)
    if at < 0 or not (sentence.predicate(at).kind in _TELLING or (place is not None and place.role == "source")):
        return at
    told = [c.verb for c in parse.clauses if c.opener == "that" and c.matrix and c.matrix.verb == at and c.verb >= 0]
    after = (verb for verb in verbs if verb > at and not _parted(sentence, groups.ends[at], verb))
    return told[0] if told else next(after, at)


def _parted(sentence: Parsed, token: int, verb: int) -> bool:
    """Whether a semicolon stands between a token and the group of a verb."""
    tags = sentence.tokens.tags
    return sentence.grammar.of["semicolon"] in tags[token : sentence.groups.starts[verb]]
