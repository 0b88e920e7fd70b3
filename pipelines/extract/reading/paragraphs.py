"""The last level: every sentence of a paragraph is read, one after the other, with what those before it leave.

Items of a list go on with what opened it, plain sentences with the State before, or with the one of the heading. Not
here: what one clause says (`reader.py`), nor how rows are made of it (`pipelines/extract/statements.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.extract.reading.clauses import ACTORS, Clause, Parse
from pipelines.extract.reading.evidence import NAMED, NUMBER
from pipelines.extract.reading.groups import Groups, groups_of
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.reader import Decision, Named, Reader
from pipelines.extract.reading.said import Said, Sentence, distinct, unknown_names, without_quotations
from pipelines.extract.reading.tokens import Tokens, sentences_of

_OTHERS = frozenset(("other", "author", "collective", "weak", "states", "voice", "project"))

_MAIN = frozenset(("main", "and"))
_BODIES = frozenset(("organ", "that-state", "pronoun"))


def read_sentences(
    tokens: Tokens, language: Language, heading: str | None = None, withheld: frozenset[int] = frozenset()
) -> list[Sentence]:
    """Every sentence of a paragraph, in order.

    `heading`: the State that the heading above names. `withheld`: tokens of names in a list of respondents.
    """
    return list(_Paragraph(tokens, language, heading, withheld).sentences())


class _Paragraph:
    """A paragraph that is being read, with what is known as far as it has been read.

    `current`: the States a plain sentence goes on about; `spoken_of`: the subjects of the last one that was read.
    `opening`: the tokens of a sentence that ended in a colon, with which items go on.
    """

    def __init__(self, tokens: Tokens, language: Language, heading: str | None, withheld: frozenset[int]) -> None:
        self.tokens, self.language, self.grammar, self.withheld = tokens, language, language.grammar, withheld
        self.heading: tuple[Named, ...] = ((heading, -1),) if heading else ()
        self.current: tuple[Named, ...] = self.heading
        self.named: tuple[Named, ...] = ()
        self.spoken_of: tuple[Named, ...] = ()
        self.opening: tuple[int, int] | None = None
        self.before: list[Sentence] = []

    def sentences(self) -> Iterator[Sentence]:
        grammar = self.grammar
        for first, last in sentences_of(self.tokens, grammar):
            sentence = Sentence(first, last)
            if grammar.find["worth-reading"].search(self.tokens.tags[first:last]):
                self._read(sentence)
            if (
                not sentence.said
                and not sentence.collective
                and (not sentence.unknown or self.current is self.heading)
                and self.current
            ):
                self.go_on(sentence)
            if sentence.said:
                self.current = sentence.said[-1].names if len(sentence.said) == 1 else _goes_on_about(sentence.said)
                if not sentence.owners:
                    sentence.owners = _all_named(sentence.said)
            elif sentence.collective or not sentence.owners:
                self.current = self.heading
            self.named = tuple(sentence.named)
            self.spoken_of = ()
            self.end(sentence)
            self.before.append(sentence)
            yield sentence

    def _groups_read(self, tokens: Tokens, sentence: Sentence) -> Groups:
        """The groups to be read: without withheld names."""
        groups = groups_of(tokens, sentence.first, sentence.last, self.grammar)
        for at, scope in groups.scopes.items():
            if scope == "some" and self._are_all(tokens, groups.starts[at], groups.ends[at]):
                groups.scopes[at] = "all"
        return self._without_withheld(groups) if self.withheld else groups

    def _are_all(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether a number of States is that of all who sent information ("the nineteen States", of nineteen)."""
        counts = [n for word in tokens.lower[first:last] if (n := self.language.respondents.count(word)) is not None]
        return (
            counts == [len(tokens.declared)]
            and self.grammar.find["exact"].fullmatch(tokens.tags, first, last) is not None
        )

    def _read(self, sentence: Sentence) -> None:
        tokens = without_quotations(self.tokens, sentence.first, sentence.last, self.grammar)
        groups = self._groups_read(tokens, sentence)
        if not groups.states and not groups.scopes and "name" not in groups.kinds:
            return
        reader = Reader(tokens, sentence.first, sentence.last, self.grammar)
        reader.groups = groups
        first = reader.parse.places.get(min(groups.states, default=-1))
        if self.opening and first is not None and first.clause.verb < 0:
            self._item(sentence, *self.opening)
        else:
            for at, names, decision in self._decisions(reader, sentence):
                if at in groups.scopes:
                    run = groups.starts[at], groups.ends[at]
                    said = Said((), "number", decision.score, decision.lemma, *run, groups.scopes[at])
                    sentence.collective.append(said)
                elif names and (decision.lemma or not self.heading or self.heading[0][0] in dict(names)):
                    sentence.said.append(_as_decided(groups, at, decision, names))
        if not sentence.said and not sentence.collective:
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
            sentence.unsure.pop(iso3, None)

    def _without_withheld(self, groups: Groups) -> Groups:
        """The groups without the States of those that name respondents only."""
        states = dict(groups.states)
        for at, named in groups.states.items():
            if all(token in self.withheld for _, token in named):
                self.spoken_of = tuple(states.pop(at)[-1:])
        return groups._replace(states=states)

    def _item(self, sentence: Sentence, first: int, last: int) -> None:
        """Read an item without a verb as if it went on with the sentence that opened the list ("existed in: (a) X")."""
        tokens, grammar = self.tokens, self.grammar
        tags = tokens.tags
        mark = grammar.find["item-mark"].match(tags, sentence.first, sentence.last)
        begins = mark.end() if mark else sentence.first
        shift, size = begins - (last - first), last - first
        reader = self._read_behind(tokens.words[first:last], tags[first:last], begins, sentence.last)
        for _, names, decision in self._decisions(reader, sentence):
            own = tuple((iso3, at + shift) for iso3, at in names if at >= size)
            if own:
                said = Said(own, decision.attribution, decision.score, decision.lemma, sentence.first, sentence.last)
                sentence.said.append(said)

    def _there(self, groups: Groups, at: int) -> tuple[Named, ...]:
        """The State that "the Auditor-General of that State" is of: the one last named."""
        if at in groups.scopes:
            return ()
        before = [name for i, named in groups.states.items() if i < at for name in named]
        return tuple(before[-1:]) or self.current or self.named[-1:]

    def _decisions(self, reader: Reader, sentence: Sentence) -> Iterator[tuple[int, tuple[Named, ...], Decision]]:
        """What is decided to be said of each group and the States that it means, in order; doubts are remembered."""
        groups, model = reader.groups, self.language.statements
        for at in sorted(groups.states.keys() | groups.scopes.keys()):
            names = tuple(groups.states.get(at, ())) or self._there(groups, at)
            decision = self._find(sentence, reader, at, names)
            if model.is_published(NUMBER if at in groups.scopes else NAMED, decision.score):
                yield at, names, decision
            elif at not in groups.scopes:
                for iso3, _ in names:
                    sentence.unsure[iso3] = max(decision.score, sentence.unsure.get(iso3, decision.score))

    # ------------------------------------------------------------------------- what goes on from sentence to sentence
    def _reader(self, sentence: Sentence) -> Reader:
        return Reader(self.tokens, sentence.first, sentence.last, self.grammar)

    def _find(self, sentence: Sentence, reader: Reader, at: int, of: tuple[Named, ...]) -> Decision:
        """What is decided of a group, which is kept with the sentence for `trace`."""
        decision = reader.find(at, self.language, of)
        sentence.decisions.append(decision)
        return decision

    def _read_behind(self, words: list[str], tags: str, first: int, last: int) -> Reader:
        """The tokens `first` up to `last`, read as if these words stood before them."""
        run, tokens = slice(first, last), self.tokens
        joined = Tokens(words + tokens.words[run], tags + tokens.tags[run], tokens.introduced).of_note(tokens)
        return Reader(joined, 0, len(joined.words), self.grammar)

    def go_on(self, sentence: Sentence) -> None:
        """A sentence that names nobody of whom it says anything goes on about the State before, or about others."""
        grammar, tags = self.grammar, self.tokens.tags
        if not grammar.find["opening-pronoun"].match(tags, sentence.first, sentence.last):
            if self._of_another(sentence):
                return
            if not grammar.find["others-first"].match(tags, sentence.first, sentence.last):
                self._owned(sentence)
                return
        reader = self._reader(sentence)
        groups, parse = reader.groups, reader.parse
        clause = next((c for c in parse.clauses if c.subject >= 0), None)
        kind = parse.kinds[clause.subject] if clause else ""
        if kind == "pronoun" and self.current is self.heading and self._others_act():
            return
        of_others = kind in _OTHERS and not self._is_acronym(groups, clause)
        if not of_others and not (groups.states and kind == "state"):
            self._owned(sentence)

    def _others_act(self) -> bool:
        """Whether a pronoun takes up others, of whom the sentences before tell."""
        kinds = (_last_subject(self._reader(sentence).parse) for sentence in reversed(self.before[-2:]))
        return next((kind for kind in kinds if kind != "pronoun"), "none") in ACTORS

    def _of_another(self, sentence: Sentence) -> bool:
        """Whether other States than those before are the subjects, or a territory is the first word."""
        opens = sentence.first + (self.tokens.tags[sentence.first] in self.grammar.of["determiner"])
        if not self.grammar.lexicon.territories.isdisjoint(self.tokens.words[opens : opens + 1]):
            return True
        subjects = {code for code, _ in self.spoken_of}
        return bool(subjects) and subjects.isdisjoint(code for code, _ in self.current)

    def _owned(self, sentence: Sentence) -> None:
        """The sentence goes on about the State before, or is the first under the heading of one."""
        if self.current is self.heading:
            decision, lemma = self._in_its_place(sentence)
            if decision is None or not self.language.statements.is_published(NAMED, decision.score):
                return
            if lemma or not any(s.said for s in self.before):
                said = Said(self.heading, "heading", decision.score, lemma, sentence.first, sentence.last)
                sentence.said.append(said)
        sentence.owners = self.current

    def _in_its_place(self, sentence: Sentence) -> tuple[Decision | None, str | None]:
        """What a sentence below the name of a State says, read as if "in X" stood before it; the verb that tells."""
        grammar, iso3 = self.grammar, self.heading[0][0]
        name = next(form for form, (code, _) in grammar.lexicon.states.items() if code == iso3)
        place = f"{grammar.of['in']}{grammar.of['state']}{grammar.of['comma']}"
        reader = self._read_behind(["", name, ""], place, sentence.first, sentence.last)
        decision, clause = self._find(sentence, reader, 1, self.heading), reader.parse.places[1].clause
        if clause.place > 1:  # "in X, in Togo, …"
            return None, None
        verb = reader.predicate(clause.verb)
        return decision, verb.lemma if verb.kind == "report" and reader.kind(clause.subject) in _BODIES else None

    def _is_acronym(self, groups: Groups, clause: Clause | None) -> bool:
        """Whether the subject is a short name that nobody introduced ("The UIS was …")."""
        at = clause.subject if clause else -1
        return (
            at >= 0
            and self.grammar.find["telling"].search(self.tokens.tags, groups.starts[at], groups.ends[at]) is None
            and groups.kinds[at] == "other"
        )

    def end(self, sentence: Sentence) -> None:
        """Remember a sentence that ends in a colon, with which items go on; forget it after the list."""
        grammar, tags, sign = self.grammar, self.tokens.tags, self.tokens.tags[sentence.last - 1]
        if sign == grammar.of["colon"] and sentence.last - sentence.first > 1:
            ends = sentence.last - (tags[sentence.last - 2] in grammar.leads_on)
            self.opening = (sentence.first, ends)
        elif sign not in grammar.going_on and not grammar.find["item-mark"].match(tags, sentence.first):
            self.opening = None


def _last_subject(parse: Parse) -> str:
    """The kind of the last subject of a sentence."""
    subjects = (c.subject for c in reversed(parse.clauses) if c.subject >= 0 and c.opener in _MAIN)
    return next((parse.kinds[subject] for subject in subjects), "none")


def _as_decided(groups: Groups, at: int, decision: Decision, names: tuple[Named, ...]) -> Said:
    """What a decision on the group `at` says of States, in the tokens from that group to the deciding verb."""
    first, last = groups.starts[at], groups.ends[at]
    if decision.verb >= 0:
        first, last = min(first, groups.starts[decision.verb]), max(last, groups.ends[decision.verb])
    return Said(names, decision.attribution, decision.score, decision.lemma, first, last)


def _goes_on_about(said: Sequence[Said]) -> tuple[Named, ...]:
    """The States that the next plain sentence is about: the last of a sentence, but not "as did Zambia".

    Behind "Peru opened a portal, and Togo closed one, as did Zambia." it is Togo.
    """
    return next((s.names for s in reversed(said) if s.attribution != "list"), said[-1].names)


def _all_named(said: Sequence[Said]) -> tuple[Named, ...]:
    """All States of which a sentence says something, each where it is named first."""
    return distinct(name for part in said for name in part.names)
