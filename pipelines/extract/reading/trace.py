"""The path of a sentence through the levels, in words: its tokens, groups, clauses, and the row that decided.

For people who ask why a statement was made, or add a construction. Not here: deciding anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.extract.reading.actors import Before
from pipelines.extract.reading.features import features_of
from pipelines.extract.reading.kinds import FINITE
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.reader import Reader
from pipelines.extract.reading.rules import FEATURES
from pipelines.extract.reading.tokens import Tokens, sentences_of


class _Alone(Before):
    def actor(self) -> str:
        return "nobody"


def trace(tokens: Tokens, language: Language, at: int) -> Iterator[str]:
    """Lines about the sentence of a paragraph in which the character `at` of its text stands."""
    grammar = language.grammar
    names = grammar.lexicon.classes.name
    for first, last in sentences_of(tokens, grammar):
        start, end = tokens.span(first, last)
        if not start <= at < end:
            continue
        told = zip(tokens.words[first:last], tokens.tags[first:last], strict=True)
        yield "tokens   " + " ".join(f"{word}·{names[tag]}" for word, tag in told)
        reader = Reader(tokens, first, last, grammar, _Alone())
        groups = reader.groups
        for number, kind in enumerate(reader.parse.kinds):
            words = " ".join(tokens.words[groups.starts[number] : groups.ends[number]])
            place = reader.parse.places.get(number)
            if kind in FINITE or kind in ("participle", "gerund"):
                said = reader.predicate(number)
                yield f"verb     «{words}» {said.kind}" + (f" ({said.lemma})" if said.lemma else "")
            elif place is not None:
                yield f"group    «{words}» {kind}, {place.role}"
            if number not in groups.states and number not in groups.scopes:
                continue
            finding = reader.find(number, language.rules)
            if place is not None:
                features = features_of(reader, number, place)
                yield "clause   " + ", ".join(f"{name}: {features[name]}" for name in FEATURES if name != "kind")
            yield f"row      {finding.row.name}, says {finding.row.says}" if finding else "row      none reads this"
