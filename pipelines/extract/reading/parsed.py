"""One sentence with its groups and clauses, and what is asked of a group again and again.

Not here: what counts as evidence (`features.py`), what is decided (`reader.py`).
"""

from __future__ import annotations

from functools import cached_property

from pipelines.extract.reading.clauses import clauses_of
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.groups import groups_of
from pipelines.extract.reading.predicates import Predicate, predicate
from pipelines.extract.reading.tokens import Tokens
from pipelines.extract.reading.walk import Parse

_NONE = Predicate("none")
STATES = frozenset(("state", "organ-of", "voice-of", "paper-of"))
LOOK = 40  # groups to either side of one that are looked at
COUNTED = frozenset(("collective", "weak", "states", "counted"))
_MAIN = frozenset(("main", "and"))


def last_subject(parse: Parse) -> str:
    """The kind of the last subject of a sentence."""
    subjects = (c.subject for c in reversed(parse.clauses) if c.subject >= 0 and c.opener in _MAIN)
    return next((parse.kinds[subject] for subject in subjects), "none")


class Parsed:
    """One sentence: its tokens, from `first` up to `last`, its groups and clauses; `previous`: that before it."""

    def __init__(
        self, tokens: Tokens, first: int, last: int, grammar: Grammar, previous: tuple[int, int] | None = None
    ) -> None:
        self.tokens, self.first, self.last, self.grammar = tokens, first, last, grammar
        self.groups = groups_of(tokens, first, last, grammar)
        self._previous = previous

    @cached_property
    def parse(self) -> Parse:
        """The clauses; many a sentence is known to say nothing by its groups alone."""
        return clauses_of(self.tokens, self.first, self.last, self.grammar)

    @cached_property
    def subject_before(self) -> str:
        """The kind of the last subject of the sentence before."""
        if self._previous is None:
            return "none"
        return last_subject(clauses_of(self.tokens, *self._previous, self.grammar))

    def predicate(self, at: int) -> Predicate:
        """The predicate of a group of a verb; none of its number is -1."""
        if at < 0:
            return _NONE
        known, groups = self.parse.predicates, self.groups
        if at not in known:
            told, run = at in self.parse.agents, (groups.starts[at], groups.ends[at])
            known[at] = predicate(self.tokens, *run, self.parse.kinds[at], self.grammar, agent=told)
        return known[at]

    def kind(self, at: int) -> str:
        """The kind of a group; none of its number is -1."""
        return self.parse.kinds[at] if at >= 0 else "none"
