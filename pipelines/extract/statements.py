"""The statements and collective statements of one numbered paragraph, put together from its sentences.

"In Kenya, a register was set up. It has 40 posts. Peru reported a new law." gives a statement of Kenya, whose quote is
the first two sentences, and one of Peru. Not here: what one sentence says (`reading/`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from pipelines.extract.outline.structure import Signal
from pipelines.extract.reading.bodies import body_at, state_at
from pipelines.extract.reading.features import Parsed
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.paragraphs import read_sentences
from pipelines.extract.reading.said import Said, Sentence
from pipelines.extract.reading.stages import Stage
from pipelines.extract.reading.systems import System, systems_in
from pipelines.extract.reading.tokens import NOBODYS, Body, Tokens, sentences_of

Span = tuple[int, int]
_NEAR = 4  # tokens from a system to the name of its State
_TITLE = 2  # words with a capital behind an article that are a name, but where one of three is "Assembly" or "Law"
_LEADING = ("of", "in", "by", "open")  # classes of what stands between a system and the name of its State
_PARTING = (("comma",), ("and", "while"), ("semicolon", "colon"))  # classes that part the two, the weakest first
UNKNOWN_NAME = "unknown_state_name"
DOUBTFUL = "doubtful_statement"
LIKELY = 30  # hundredths of confidence from which a statement that is not published is a doubt
POSSIBLE = 1  # … from which it can't be told whether a State is silent


class Statement(NamedTuple):
    """What the paragraph says that one State itself has done, has, does or plans.

    `name_as_written`: the State's name in the first sentence about it, without an article; None where a heading alone
    names it. `verb`: lemma of the first reporting verb ("indicate"), None where there is none. `quote_start`,
    `quote_end`: from the first to the last sentence about that State; the whole paragraph where it is about one State
    alone. `attribution`: the construction that makes the first sentence one about the State; `trigger`: its words.
    `confidence`: of a hundred such statements, how many are right. `systems`: those that are named. `stages`: of each
    sentence about that State, by its span. `lead_in`: words before the quote that a reader needs: those that name the
    State, open the list, or tie a body to the State in an earlier paragraph; None where there are none.
    """

    iso3: str
    name_as_written: str | None
    verb: str | None
    quote_start: int
    quote_end: int
    attribution: str
    confidence: int
    trigger: Span
    systems: tuple[System, ...]
    stages: tuple[tuple[Span, Stage], ...]
    lead_in: str | None

    @property
    def stage(self) -> Stage:
        """The stage of the first sentence that has one, sure or not; no stage where that one is unsure."""
        return next((stage for _, stage in self.stages if stage.name or stage.unsure), Stage())

    def stage_at(self, position: int) -> Stage:
        """The stage of the sentence at a position of the paragraph; no stage where it is about another State."""
        return next((stage for (start, end), stage in self.stages if start <= position < end), Stage())


class Collective(NamedTuple):
    """What a sentence of the paragraph says of a number of States without naming each of them.

    `scope`: `none`, `all`, `most`, `some` or `one`. `subject_as_written`: "The majority of States parties". `verb`:
    lemma of the reporting verb, None where there is none. The quote is the sentence.
    """

    scope: str
    subject_as_written: str
    verb: str | None
    confidence: int
    quote_start: int
    quote_end: int


class ParagraphReading(NamedTuple):
    """The reading of one paragraph.

    `named`: the States that it names, in whatever role. `possible`: those of which it has no statement, but may have
    one that was not recognised.
    """

    statements: tuple[Statement, ...] = ()
    collective: tuple[Collective, ...] = ()
    signals: tuple[Signal, ...] = ()
    named: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()


NOTHING = ParagraphReading()


def read_tokens(
    tokens: Tokens, language: Language, heading_state: str | None, withheld: frozenset[int]
) -> ParagraphReading:
    """Read one numbered paragraph.

    `heading_state`: the State whose name is the heading above; plain sentences are then about that State. `withheld`:
    the tokens that are names in a list of respondents, which make no statements.
    """
    grammar = language.grammar
    if heading_state is None and not grammar.find["worth-reading"].search(tokens.tags):
        return NOTHING
    sentences = read_sentences(tokens, language, heading_state, withheld)
    statements = tuple(_statements(tokens, sentences, language))
    certain = {statement.iso3 for statement in statements}
    signals = [_unknown(tokens, *name) for s in sentences for name in s.unknown]
    signals += [
        _doubtful(tokens, sentence, iso3, confidence)
        for sentence in sentences
        for iso3, score in sentence.unsure.items()
        if iso3 not in certain and (confidence := language.statements.confidence(score)) >= LIKELY
    ]
    return ParagraphReading(
        statements,
        tuple(_collective(tokens, sentences, language)),
        tuple(signals),
        named_in(tokens, language, withheld),
        frozenset(_possible(tokens, sentences, language) - certain),
    )


def _possible(tokens: Tokens, sentences: Sequence[Sentence], language: Language) -> set[str]:
    """The States with an unlikely statement, and those that an adjective names ("the Kenyan courts")."""
    model, demonym, lexicon = language.statements, language.grammar.of["demonym"], language.lexicon
    unlikely = {
        iso3 for sentence in sentences for iso3, score in sentence.unsure.items() if model.confidence(score) >= POSSIBLE
    }
    adjectives = (word for word, tag in zip(tokens.words, tokens.tags, strict=True) if tag == demonym)
    return unlikely.union(lexicon.code[word] for word in adjectives)


def named_in(tokens: Tokens, language: Language, withheld: frozenset[int]) -> frozenset[str]:
    """The States that the paragraph names, in whatever role, or means by the name of their body; without `withheld`."""
    grammar = language.grammar
    return frozenset(
        state_at(tokens, match.start(), grammar)
        for match in grammar.find["means-state"].finditer(tokens.tags)
        if match.start() not in withheld
    )


def bodies_in(tokens: Tokens, language: Language) -> dict[str, str | None]:
    """The State of each body, law or system that a text names; None where the note ties it to no State.

    "Cases were opened by OFINT and AGCON." gives `{"OFINT": "VUT", "AGCON": None}` where an earlier paragraph says
    "The Office for Integrity (OFINT) of Vanuatu".
    """
    grammar = language.grammar
    opening = {first for first, _ in sentences_of(tokens, grammar)}
    states: dict[str, str | None] = {}
    for at, word in enumerate(tokens.words):
        if tokens.tags[at] == grammar.of["body"]:
            states[word] = state_at(tokens, at, grammar)
        elif sum(map(str.isupper, word)) > (at in opening):
            states[word] = None
    return states


def names_no_state(tokens: Tokens, language: Language) -> bool:
    """Whether a text that names no State names a body, law or system that the note ties to none."""
    introduced = (name for name, kind in tokens.introduced.items() if kind not in ("organ", NOBODYS))
    owners = language.lexicon.territories.union(introduced)
    if language.grammar.find["somebody"].search(tokens.tags) or not owners.isdisjoint(tokens.words):
        return False
    return None in bodies_in(tokens, language).values()


def opens_with_a_body(tokens: Tokens, language: Language) -> bool:
    """Whether a sentence that names no State opens with the name of a body, and the text names no or several States.

    Such a name is an acronym that the note does not introduce ("AGCON trained …"), or two words with a capital behind
    an article ("The Youth Dialogue trained …").
    """
    grammar = language.grammar
    if len(named_in(tokens, language, frozenset())) == 1:
        return False
    for first, last in sentences_of(tokens, grammar):
        at = first + (tokens.tags[first] in grammar.of["determiner"])
        word = tokens.words[at] if at < last else ""
        short = len(word) > 1 and word.isalpha() and word.isupper() and word not in tokens.introduced
        capitals = sum(other[0].isupper() for other in tokens.words[at : min(at + _TITLE, last)])
        no_kind = grammar.find["institution"].search(tokens.tags, at, min(at + _TITLE + 1, last)) is None
        long = at > first and capitals == _TITLE and no_kind
        if (short or long) and not grammar.find["somebody"].search(tokens.tags, first, last):
            return True
    return False


def _collective(tokens: Tokens, sentences: Sequence[Sentence], language: Language) -> Iterator[Collective]:
    for sentence in sentences:
        quote = _behind_mark(tokens, language, sentence.first, sentence.last)
        for each in sentence.collective:
            subject, confidence = tokens.written(each.first, each.last), language.statements.confidence(each.score)
            yield Collective(each.scope, subject, each.lemma, confidence, *quote)


def _statements(tokens: Tokens, sentences: Sequence[Sentence], language: Language) -> Iterator[Statement]:
    """One statement of each State that sentences are about."""
    owned: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        for iso3 in dict.fromkeys(iso3 for iso3, _ in sentence.owners):
            owned.setdefault(iso3, []).append(sentence)
    alone = len(owned) == 1 and all(sentence.owners and not sentence.collective for sentence in sentences)
    systems = systems_in(tokens, language.systems) if owned else ()
    for iso3, of_state in owned.items():
        assertions = [assertion for sentence in of_state for assertion in _assertions(sentence, iso3)]
        first, _ = assertions[0]
        start, end, lead_in = 0, len(tokens.text), None
        if not alone:
            start, _ = _behind_mark(tokens, language, of_state[0].first, of_state[0].last)
            _, end = tokens.span(of_state[-1].first, of_state[-1].last)
            before = _lead_in(iso3, tokens, language, sentences, sentences.index(of_state[0]))
            lead_in = before and tokens.text[slice(*before)]
        if bodies := _bodies_alone(tokens, [at for _, at in assertions], language):
            lead_in = lead_in or bodies[0].words
        yield Statement(
            iso3,
            name_as_written=next((tokens.written(at, at + 1) for _, at in assertions if at >= 0), None),
            verb=next((assertion.lemma for assertion, _ in assertions if assertion.lemma), None),
            quote_start=start,
            quote_end=end,
            attribution=first.attribution,
            confidence=language.statements.confidence(max(assertion.score for assertion, _ in assertions)),
            trigger=tokens.span(first.first, first.last),
            systems=_own(iso3, systems, tokens, of_state, language.grammar) if systems else (),
            stages=tuple(_stages(iso3, tokens, of_state, language)),
            lead_in=lead_in,
        )


def _assertions(sentence: Sentence, iso3: str) -> list[tuple[Said, int]]:
    """What a sentence says of a State, each with the token that names the State, -1 where a heading does."""
    return [(assertion, at) for assertion in sentence.said for code, at in assertion.names if code == iso3]


def _stages(
    iso3: str, tokens: Tokens, sentences: Sequence[Sentence], language: Language
) -> Iterator[tuple[Span, Stage]]:
    """The stage of each sentence about a State, by its evidence from the words on that make it one about the State."""
    for sentence in sentences:
        parsed = Parsed(tokens, sentence.first, sentence.last, language.grammar)
        # A sentence without the State's name ("It has 40 posts.") is asked from its first word on.
        starts = ((at, assertion.first) for assertion, at in _assertions(sentence, iso3))
        evidence = language.stages.evidence(parsed, *next(starts, (sentence.first, sentence.first)))
        yield tokens.span(sentence.first, sentence.last), language.stages.tell([*evidence])


def _bodies_alone(tokens: Tokens, named: Sequence[int], language: Language) -> list[Body]:
    """The bodies that stand for a State, where its name nowhere does; `named`: the tokens that name or mean it."""
    bodies = [body_at(tokens, at) for at in named if tokens.tags[at] == language.grammar.of["body"]]
    return bodies if len(bodies) == len(named) else []


def _behind_mark(tokens: Tokens, language: Language, first: int, last: int) -> Span:
    """The span of some tokens, without the bullet or number of an item before them."""
    mark = language.grammar.find["bullet"].match(tokens.tags, first, last - 1)
    return tokens.span(mark.end() if mark else first, last)


def _lead_in(iso3: str, tokens: Tokens, language: Language, sentences: Sequence[Sentence], index: int) -> Span | None:
    """The words before a sentence that name its State ("The latter country …"), or that open the list it stands in."""
    grammar, sentence = language.grammar, sentences[index]
    named = [at for _, at in _assertions(sentence, iso3)]
    named += [at for code, at in sentence.owners if code == iso3]
    at = max(named, default=-1)
    if 0 <= at < sentence.first:
        before = next(other for other in sentences if other.first <= at < other.last)
        return _behind_mark(tokens, language, before.first, sentence.first)
    while index and grammar.find["bullet"].match(tokens.tags, sentences[index].first):
        index -= 1
        if tokens.tags[sentences[index].last - 1] == grammar.of["colon"]:
            return tokens.span(sentences[index].first, sentences[index].last)
    return None


def _own(
    iso3: str, systems: Sequence[System], tokens: Tokens, sentences: Sequence[Sentence], grammar: Grammar
) -> tuple[System, ...]:
    """The named systems of one State in the sentences about it, each once, by its full name where one is given."""
    own: dict[str, System] = {}
    acronyms: set[str | None] = set()
    spans = [tokens.span(sentence.first, sentence.last) for sentence in sentences]
    for system in systems:
        nth = bisect_right(spans, system.start, key=itemgetter(0)) - 1
        inside = nth >= 0 and system.start < spans[nth][1]
        repeated = system.name in acronyms or system.name in own
        if inside and not repeated and _is_of(iso3, system, tokens, sentences[nth], grammar):
            own[system.name] = system
            acronyms.add(system.acronym)
    return tuple(own.values())


def _is_of(iso3: str, system: System, tokens: Tokens, sentence: Sentence, grammar: Grammar) -> bool:
    """Whether a system that a sentence names is beyond doubt this State's.

    It is where the sentence names no other State, and where its own name begins with this one's. Else it is that of
    the State right behind it ("the Compranet system of Mexico"), or that of the last one before it, unless

    - that one is named together with others ("Peru and Chile opened the Clean Portal"), or
    - it is parted from the system more than the State behind is ("Peru did so, and on the Clean Portal, Chile").
    """
    if system.of_state:
        return system.of_state == iso3
    together = [assertion.names for assertion in sentence.said] or [sentence.owners]
    named = [(at, frozenset(code for code, _ in names)) for names in together for _, at in names]
    named += [(at, frozenset([code])) for code, at in sentence.named]
    if all(codes == {iso3} for _, codes in named):
        return True
    run = range(sentence.first, sentence.last)
    start = next(at for at in run if tokens.span(at, at + 1)[1] > system.start)
    end = next((at for at in run if tokens.span(at, at + 1)[0] >= system.end), sentence.last)
    before, owners = max(
        ((at, codes) for at, codes in named if sentence.first <= at < start),
        key=itemgetter(0),
        default=(start, frozenset()),
    )
    behind, others = min(((at, codes) for at, codes in named if at >= end), default=(-1, frozenset()))
    if behind >= 0 and _leads_to(tokens, end, behind, grammar):
        return others == {iso3}
    further = _parting(tokens, end, behind, grammar) if behind >= 0 else len(_PARTING)
    return owners == {iso3} and _parting(tokens, before, start, grammar) <= further


def _leads_to(tokens: Tokens, first: int, at: int, grammar: Grammar) -> bool:
    """Whether a State stands right behind what ends before a token: "system of Mexico", "in Peru", "(Chile)"."""
    between, words = tokens.tags[first:at].rstrip(grammar.of["determiner"]), tokens.words[first:at]
    return (
        len(words) <= _NEAR
        and not any(word[0].isupper() for word in words)
        and between.endswith(tuple(grammar.of[name] for name in _LEADING))
        and not _parting(tokens, first, at, grammar)
    )


def _parting(tokens: Tokens, first: int, last: int, grammar: Grammar) -> int:
    """How much the words and signs between two tokens part them: 0 for nothing, 1 for a comma, … 3 for a semicolon."""
    tags = tokens.tags[first:last]
    return max((n for n, names in enumerate(_PARTING, 1) if any(grammar.of[name] in tags for name in names)), default=0)


def _unknown(tokens: Tokens, first: int, last: int) -> Signal:
    """The signal on a name that reports like a State and is that of none ("Yugoslavia reported")."""
    name = tokens.written(first, last)
    message = f"“{name}” reports like a State, and is no known name of one. No statement is made of it."
    return Signal(UNKNOWN_NAME, *tokens.span(first, last), name, message)


def _doubtful(tokens: Tokens, sentence: Sentence, iso3: str, confidence: int) -> Signal:
    """The signal on a statement that is not published for its low confidence."""
    message = f"This may be a statement of {iso3} (confidence 0.{confidence:02}); it is too unsure to be published."
    span = tokens.span(sentence.first, sentence.last)
    return Signal(DOUBTFUL, *span, tokens.written(sentence.first, sentence.last), message, iso3, confidence / 100)
