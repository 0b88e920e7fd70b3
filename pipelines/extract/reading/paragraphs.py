"""The last level: every sentence of a paragraph is read, one after the other, with what those before it leave.

Not here: what goes on from sentence to sentence (`discourse.py`), what one clause says (`reader.py`), nor how rows are
made of it (`pipelines/extract/statements.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipelines.extract.reading.decide import NAMED, NUMBER, Decision
from pipelines.extract.reading.discourse import Discourse
from pipelines.extract.reading.groups import Groups, groups_of
from pipelines.extract.reading.kinds import NOMINAL
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.reader import Named, Reader
from pipelines.extract.reading.said import Said, Sentence, all_named, distinct, unknown_names, without_quotations
from pipelines.extract.reading.tokens import Tokens, sentences_of

_COUNTS = frozenset(("subject", "in", "by"))
_COUNTABLE = frozenset(("collective", "counted", "states"))
_OF_STATES = (["of", "collective"], ["of", "states"])


def read_sentences(
    tokens: Tokens, language: Language, heading: str | None = None, withheld: frozenset[int] = frozenset()
) -> list[Sentence]:
    """Every sentence of a paragraph, in order.

    `heading`: the State that the heading above names. `withheld`: tokens of names in a list of respondents.
    """
    return list(_Progress(tokens, language, heading, withheld).sentences())


class _Progress(Discourse):
    """The reading of one paragraph as far as it has come."""

    def sentences(self) -> Iterator[Sentence]:
        grammar = self.grammar
        for first, last in sentences_of(self.tokens, grammar):
            sentence = Sentence(first, last)
            taken_up = self.taken_up(sentence)
            if taken_up or grammar.worth_reading.search(self.tokens.tags[first:last]):
                self._read(sentence, taken_up)
            if (
                not sentence.said
                and not sentence.collective
                and (not sentence.unknown or self.current is self.heading)
                and (self.current or self.named or self.silent)
            ):
                self.go_on(sentence)
            if sentence.said:
                self.current = sentence.said[-1].names if len(sentence.said) == 1 else _last_of(sentence.said)
                if not sentence.owners:
                    sentence.owners = _all_of(sentence.said)
            elif sentence.collective or not sentence.owners:
                self.current = self.heading
            self.named = tuple(sentence.named)
            self.silent = tuple(name for name in self.spoken_of if name in sentence.named or name[1] in self.withheld)
            self.spoken_of = ()
            self.end(sentence)
            self.before.append(sentence)
            yield sentence

    def _groups_read(self, tokens: Tokens, sentence: Sentence, taken_up: Mapping[int, tuple[Named, ...]]) -> Groups:
        """The groups to be read: without withheld names, with all States that a place takes up."""
        groups = groups_of(tokens, sentence.first, sentence.last, self.grammar)
        for at, names in taken_up.items():
            groups.states[next(i for i, end in enumerate(groups.ends) if end > at)] = list(names)
        return self._without_withheld(groups) if self.withheld else groups

    def _read(self, sentence: Sentence, taken_up: Mapping[int, tuple[Named, ...]]) -> None:
        tokens = self._named_again(taken_up) if taken_up else self.tokens
        tokens = without_quotations(tokens, sentence.first, sentence.last, self.grammar)
        groups = self._groups_read(tokens, sentence, taken_up)
        if not groups.states and not groups.scopes and "name" not in groups.kinds:
            return
        reader = Reader(tokens, sentence.first, sentence.last, self.grammar, self.previous())
        reader.groups = groups
        first = reader.parse.places.get(min(groups.states, default=-1))
        if self.opening and first is not None and first.clause.verb < 0:
            self._item(sentence, *self.opening)
        else:
            for at, names, decision in self._decisions(reader, sentence):
                if at in groups.scopes:
                    self._of_a_number(reader, sentence, at, decision)
                elif names and (decision.lemma or not self.heading or self.heading[0][0] in dict(names)):
                    sentence.said.append(_said(groups, at, decision, names))
        if not sentence.said:
            self.listed(sentence, reader)
        nothing = not sentence.said and not sentence.collective
        if nothing:
            sentence.unknown = list(unknown_names(reader))
        self.spoken_of = tuple(
            name
            for at, place in reader.parse.places.items()
            if place.role == "subject" and place.clause.opener != "which" and reader.parse.kinds[at] != "voice-of"
            for name in groups.states.get(at, ())
        )
        told = {name for said in sentence.said for name in said.names}
        sentence.named = [
            name
            for at, names in groups.states.items()
            if groups.kinds[at] != "mention-of"
            for name in names
            if name not in told
        ]
        for iso3, _ in told:
            sentence.doubtful.pop(iso3, None)

    def _named_again(self, taken_up: Mapping[int, tuple[Named, ...]]) -> Tokens:
        """The tokens with the names of States instead of what takes them up."""
        words, tags = list(self.tokens.words), list(self.tokens.tags)
        for at, names in taken_up.items():
            words[at], tags[at] = words[names[0][1]], self.grammar.state_tag
        return self.tokens.tagged("".join(tags), words)

    def _without_withheld(self, groups: Groups) -> Groups:
        """The groups without the States of those that name respondents only."""
        states = dict(groups.states)
        for at, named in groups.states.items():
            if named and all(token in self.withheld for _, token in named):
                self.spoken_of = tuple(states.pop(at)[-1:])
        return groups._replace(states=states)

    def _item(self, sentence: Sentence, first: int, last: int) -> None:
        """Read an item without a verb as if it went on with the sentence that opened the list ("existed in: (a) X")."""
        tokens, grammar = self.tokens, self.grammar
        tags = tokens.tags
        mark = grammar.item_mark.match(tags, sentence.first, sentence.last)
        begins = mark.end() if mark else sentence.first
        shift, size = begins - (last - first), last - first
        reader = self._read_behind(tokens.words[first:last], tags[first:last], begins, sentence.last)
        for _, names, decision in self._decisions(reader, sentence):
            own = tuple((iso3, at + shift) for iso3, at in names if at >= size)
            if own:
                said = Said(own, decision.attribution, decision.score, decision.lemma, sentence.first, sentence.last)
                sentence.said.append(said)

    def _of_a_number(self, reader: Reader, sentence: Sentence, at: int, decision: Decision) -> None:
        """Take what is said of a number of States, where it is of States and not all of them are named."""
        groups = reader.groups
        kind = groups.kinds[at]
        if kind == "counted" and not self._is_of_states(sentence, reader, at, decision):
            return
        if (kind in ("collective", "counted") or decision.lemma) and not all_named(reader, at, self.language):
            said = Said((), "number", decision.score, decision.lemma, groups.starts[at], groups.ends[at])
            sentence.collective.append(said._replace(scope=groups.scopes[at]))

    def _is_of_states(self, sentence: Sentence, reader: Reader, at: int, decision: Decision) -> bool:
        """Whether "several" means States: it reports, or they were spoken of before, or nobody else was."""
        place, groups, number = reader.parse.places[at], reader.groups, self.grammar.number
        if place.clause.opener == "which":
            return False  # "38 audits, of which 21 concerned …"
        of_others = reader.parse.kinds[:1] == ["of"] and reader.parse.kinds[1] not in _COUNTABLE
        if decision.lemma:  # but "of the institutions, a majority said", "another asserted that"
            return not of_others
        few = place.role == "by" and number not in self.tokens.tags[groups.starts[at] : groups.ends[at]]
        if few or reader.parse.kinds[at - 2 : at] in _OF_STATES:
            return True  # "by few", "of the 18 respondents only a few had"
        if place.role not in _COUNTS:
            return False
        if sentence.collective or any(before.collective for before in self.before):
            return True
        before = (i for i in range(at) if reader.parse.kinds[i] in NOMINAL)
        named = (i for i in before if self.tokens.tags[groups.ends[i] - 1] != number)
        return sentence.first == 0 and all(reader.parse.kinds[i] in _COUNTABLE for i in named)

    def _there(self, groups: Groups, at: int) -> tuple[Named, ...]:
        """The State that "the Auditor-General of that State" is of: the one last named."""
        if at in groups.scopes:
            return ()
        before = [named for i, named in groups.states.items() if i < at and named]
        return tuple(before[-1][-1:]) if before else self.current or self.named[-1:]

    def _decisions(self, reader: Reader, sentence: Sentence) -> Iterator[tuple[int, tuple[Named, ...], Decision]]:
        """What is decided to be said of each group and the States that it means, in order; doubts are remembered."""
        groups, weights = reader.groups, self.language.weights
        for at in sorted(groups.states.keys() | groups.scopes.keys()):
            names = tuple(groups.states.get(at, ())) or self._there(groups, at)
            decision = self._find(sentence, reader, at, names)
            if decision is None:
                continue
            if weights.is_published(decision.score, NUMBER if at in groups.scopes else NAMED):
                yield at, names, decision
            elif weights.is_doubtful(decision.score) and at not in groups.scopes:
                for iso3, _ in names:
                    sentence.doubtful[iso3] = max(decision.score, sentence.doubtful.get(iso3, decision.score))


def _said(groups: Groups, at: int, decision: Decision, names: tuple[Named, ...]) -> Said:
    first, last = groups.starts[at], groups.ends[at]
    if decision.verb >= 0:
        first, last = min(first, groups.starts[decision.verb]), max(last, groups.ends[decision.verb])
    return Said(names, decision.attribution, decision.score, decision.lemma, first, last)


def _last_of(said: Sequence[Said]) -> tuple[Named, ...]:
    """The States of whom a plain sentence goes on: the last, but not "as did Zambia"."""
    return next((s.names for s in reversed(said) if s.attribution != "list"), said[-1].names)


def _all_of(said: Sequence[Said]) -> tuple[Named, ...]:
    return distinct(name for part in said for name in part.names)
