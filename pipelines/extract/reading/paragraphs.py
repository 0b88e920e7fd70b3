"""The last level: sentences of a paragraph go on about a State, take it up by a pronoun, or list names after a colon.

Not here: what one clause says (`rules.py`), nor how rows are made of it (`pipelines/extract/statements.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.extract.reading.features import features_of
from pipelines.extract.reading.groups import Groups
from pipelines.extract.reading.kinds import NOMINAL
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.reader import Reader
from pipelines.extract.reading.rules import Finding
from pipelines.extract.reading.said import Named, Said, Sentence, all_named, unknown_names, without_quotations
from pipelines.extract.reading.tokens import Tokens, sentences_of
from pipelines.extract.reading.walk import ACTORS, PASSED_ON, Clause

_OPENS = frozenset(("pronoun", "that-state", "latter"))
_OTHERS = frozenset(("other", "author", "collective", "weak", "states", "voice", "project"))
_COUNTS = frozenset(("subject", "in", "by"))
_COUNTABLE = frozenset(("collective", "counted", "states"))
_THINGS = frozenset(("noun", "measure", "text", "thing"))
_SPEAKING = frozenset(("state", "organ-of", "voice-of"))


def read_sentences(
    tokens: Tokens, language: Language, heading: str | None = None, withheld: frozenset[int] = frozenset()
) -> list[Sentence]:
    """Every sentence of a paragraph, in order.

    `heading`: the State that the heading above names. `withheld`: tokens of names in a list of respondents.
    """
    return list(_Progress(tokens, language, heading, withheld).sentences())


class _Progress:
    """The reading of one paragraph as far as it has come.

    `current`: the States a plain sentence goes on about; `named`: those of whom the sentence before said nothing.
    `listing`: what a sentence that ended in a colon says of the States to be listed.
    """

    def __init__(self, tokens: Tokens, language: Language, heading: str | None, withheld: frozenset[int]) -> None:
        self.tokens, self.language, self.withheld = tokens, language, withheld
        self.heading: tuple[Named, ...] = ((heading, -1),) if heading else ()
        self.current: tuple[Named, ...] = self.heading
        self.named: tuple[Named, ...] = ()
        self.silent: tuple[Named, ...] = ()
        self.spoken_of: tuple[Named, ...] = ()
        self.listing: Said | None = None
        self.opening: tuple[int, int] | None = None
        self.introduction = self.context = "none"
        self.before: list[Sentence] = []
        self.bounds: list[tuple[int, int]] = []

    def sentences(self) -> Iterator[Sentence]:
        grammar = self.language.grammar
        for first, last in sentences_of(self.tokens, grammar):
            sentence = Sentence(first, last)
            piece = self.tokens.tags[first:last]
            quoted = grammar.quote in piece
            if grammar.worth_reading.search(piece):
                self._read(sentence, quoted=quoted)
            if not sentence.said and not sentence.collective and (self.current or self.named or self.silent):
                self._go_on(sentence)
            if sentence.said:
                self.current = sentence.said[-1].names if len(sentence.said) == 1 else _last_of(sentence.said)
                if not sentence.owners:
                    sentence.owners = _all_of(sentence.said)
            elif sentence.collective or not sentence.owners:
                self.current = self.heading
            self.named = tuple(sentence.named)
            self.silent = tuple(name for name in self.spoken_of if name in sentence.named or name[1] in self.withheld)
            self.spoken_of = ()
            self._colon(sentence)
            self.bounds.append((first, last))
            self.before.append(sentence)
            yield sentence

    # ---------------------------------------------------------------------------------------- one sentence
    def _read(self, sentence: Sentence, *, quoted: bool) -> None:
        tokens, grammar = self.tokens, self.language.grammar
        if quoted:
            tokens = tokens.tagged(without_quotations(tokens.tags, sentence.first, sentence.last, grammar))
        reader = Reader(tokens, sentence.first, sentence.last, grammar, self._actor, self.introduction)
        if self.withheld:
            reader.groups = self._without_withheld(reader.groups)
        groups = reader.groups
        if not groups.states and not groups.scopes and "name" not in groups.kinds:
            return
        reader.context = self.context
        for at, finding in self._findings(reader, sentence):
            names = tuple(groups.states.get(at, ())) or self._there(groups, at)
            said = self._said(groups, at, finding, names)
            if at in groups.scopes:
                if groups.kinds[at] == "counted" and not self._is_of_states(sentence, reader, at, finding):
                    continue
                if (
                    groups.kinds[at] in ("collective", "counted") or finding.row.says.endswith("reports")
                ) and not all_named(reader, at, self.language):
                    sentence.collective.append(
                        said._replace(first=groups.starts[at], last=groups.ends[at], scope=groups.scopes[at])
                    )
            elif names:
                sentence.said.append(said)
        first = reader.parse.places.get(min(groups.states, default=-1))
        if self.opening and first is not None and first.clause.verb < 0:
            self._item(sentence, *self.opening)
        if not sentence.said:
            self._listed(sentence, reader)
        if not sentence.said and not sentence.collective:
            sentence.unknown = list(unknown_names(reader))
        self.spoken_of = tuple(
            name
            for at, place in reader.parse.places.items()
            if place.role == "subject" and place.clause.opener != "which"
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
        sentence.unread = [name for name in sentence.unread if name not in told]

    def _without_withheld(self, groups: Groups) -> Groups:
        """The groups without the States of those that name respondents only."""
        states = dict(groups.states)
        for at, named in groups.states.items():
            if named and all(token in self.withheld for _, token in named):
                self.spoken_of = tuple(states.pop(at)[-1:])
        return groups._replace(states=states)

    def _item(self, sentence: Sentence, first: int, last: int) -> None:
        """Read an item without a verb as if it went on with the sentence that opened the list ("existed in: (a) X")."""
        tokens, grammar = self.tokens, self.language.grammar
        begins, tags = sentence.first, tokens.tags
        mark = grammar.item_mark.match(tags, sentence.first, sentence.last)
        begins = mark.end() if mark else begins
        shift, size = begins - (last - first), last - first
        words = tokens.words[first:last] + tokens.words[begins : sentence.last]
        joined = Tokens(
            words,
            tags[first:last] + tags[begins : sentence.last],
            tokens.introduced,
        )
        joined.about = tokens.about
        reader = Reader(joined, 0, len(words), grammar, self._actor, self.introduction)
        groups = reader.groups
        whole = Sentence(0, len(words))
        found = [
            said._replace(
                names=tuple((iso3, at + shift) for iso3, at in said.names if at >= size),
                first=sentence.first,
                last=sentence.last,
                lemma=said.lemma,
            )
            for at, finding in self._findings(reader, whole)
            if any(token >= size for _, token in groups.states.get(at, ()))
            for said in [self._said(groups, at, finding, tuple(groups.states[at]))]
        ]
        about_others = any(
            reader.kind(clause.subject) in PASSED_ON
            or reader.kind(reader.parse.agents.get(clause.verb, -1)) in PASSED_ON
            or reader.predicate(clause.verb).kind == "receiving"
            for clause in reader.parse.clauses
            if clause.verb >= 0 and groups.starts[clause.verb] < size
        )
        if about_others:
            sentence.said = []
        elif found:
            sentence.said = found

    def _is_of_states(self, sentence: Sentence, reader: Reader, at: int, finding: Finding) -> bool:
        """Whether "several" means States: it reports, or they were spoken of before, or nobody else was."""
        place, groups, number = reader.parse.places[at], reader.groups, self.language.grammar.number
        if place.clause.opener == "which":
            return False  # "38 audits, of which 21 concerned …"
        if finding.row.says.endswith("reports"):
            return self._actor() not in ACTORS  # "another asserted that", of organizations
        if place.role == "by" and number not in self.tokens.tags[groups.starts[at] : groups.ends[at]]:
            return True  # "by few"
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

    def _findings(self, reader: Reader, sentence: Sentence) -> Iterator[tuple[int, Finding]]:
        """What the rows find of each group, in order; a weak one only where no State spoke before in the same words."""
        rows, spoke = self.language.rules, -1
        kinds = reader.parse.kinds
        for at in sorted(reader.groups.states.keys() | reader.groups.scopes.keys()):
            finding = reader.find(at, rows)
            if finding is None and at in reader.groups.states and kinds[at] != "mention-of":
                sentence.unread += reader.groups.states[at]
            if finding is not None and reader.groups.states.get(at):
                self.context = reader.context = _context(reader, at, finding)
            if finding is None or finding.row.says == "nothing":
                continue
            if (
                finding.row.weak
                and spoke >= 0
                and not any(k in ("semicolon", "while", "colon") for k in kinds[spoke:at])
            ):
                continue
            if finding.row.says.endswith("reports") and at < finding.verb and reader.groups.states.get(at):
                spoke = at
            yield at, finding

    def _said(self, groups: Groups, at: int, finding: Finding, names: tuple[Named, ...]) -> Said:
        first, last = groups.starts[at], groups.ends[at]
        if finding.verb >= 0:
            first, last = min(first, groups.starts[finding.verb]), max(last, groups.ends[finding.verb])
        return Said(names, finding.row.name, finding.lemma, first, last)

    def _actor(self) -> str:
        """Whom a pronoun takes up that finds nobody in its own sentence: a subject of those before, or nobody."""
        for first, last in reversed(self.bounds[-2:]):
            reader = Reader(self.tokens, first, last, self.language.grammar)
            groups, found = reader.groups, reader.parse
            main = [c for c in found.clauses if c.subject >= 0 and c.opener in ("main", "and")]
            kinds = [found.kind_of_subject(c) for c in main]
            while (
                kinds[1:]
                and kinds[-2] in PASSED_ON
                and kinds[-1] in _THINGS
                and found.kinds[main[-1].verb] == "passive"
            ):
                del main[-1], kinds[-1]  # "the Office replaced it; data were entered. It …"
            taken_up = main and self.tokens.tags[groups.starts[main[-1].subject]] == self.language.grammar.same
            if main and not taken_up and kinds[-1] not in _OPENS:
                if kinds[-1] in PASSED_ON or kinds[-1] == "name":
                    return kinds[-1]
                return "state" if kinds[-1] in _SPEAKING else "pronoun"
        return "nobody"

    # ---------------------------------------------------------------------------------------- several sentences
    def _go_on(self, sentence: Sentence) -> None:
        """A sentence that names nobody of whom it says anything goes on about the State before, or about others."""
        grammar, tags = self.language.grammar, self.tokens.tags
        if not grammar.opening_pronoun.match(tags, sentence.first, sentence.last):
            if self.current and not grammar.others_first.match(tags, sentence.first, sentence.last):
                self._owned(sentence)
                return
            if not self.current:
                return
        reader = Reader(self.tokens, sentence.first, sentence.last, grammar)
        groups, found = reader.groups, reader.parse
        clause = next((c for c in found.clauses if c.subject >= 0), None)
        kind = found.kinds[clause.subject] if clause else ""
        opening = clause is not None and kind in _OPENS and not any(k == "state" for k in found.kinds[: clause.subject])
        about = self.current or (self.silent if kind == "pronoun" else ())
        if kind in ("that-state", "latter") or "that-state" in found.kinds[:2]:
            about = about or self.named[-1:]
        if opening and about and clause is not None:
            verb = reader.predicate(clause.verb)
            if verb.kind in ("ceremonial", "sending", "denied") or (
                kind == "pronoun" and verb.kind.startswith("passive") and not self.current
            ):
                return
            end = groups.ends[max(clause.subject, clause.verb)]
            lemma = verb.lemma if verb.kind == "report" else None
            sentence.said.append(Said(about, "carried", lemma, groups.starts[clause.subject], end))
        elif (
            self.current
            and (kind not in _OTHERS or self._is_acronym(groups, clause))
            and not (groups.states and kind == "state")
        ):
            self._owned(sentence)

    def _owned(self, sentence: Sentence) -> None:
        """The sentence goes on about the State before, or is the first under the heading of one."""
        sentence.owners = self.current
        if self.current is self.heading and not any(s.said for s in self.before):
            sentence.said.append(Said(self.heading, "heading", None, sentence.first, sentence.last))

    def _is_acronym(self, groups: Groups, clause: Clause | None) -> bool:
        """Whether the subject is a short name that nobody introduced ("The UIS was …")."""
        at = clause.subject if clause else -1
        return (
            at >= 0
            and self.language.grammar.telling.search(self.tokens.tags, groups.starts[at], groups.ends[at]) is None
            and groups.kinds[at] == "other"
        )

    def _listed(self, sentence: Sentence, reader: Reader) -> None:
        """Names after a colon, and "These included …", after what was said of a number of States."""
        groups = reader.groups
        names = tuple(name for named in groups.states.values() for name in named)
        if not names:
            return
        if self.listing and self.language.grammar.shapes.names_only.match(reader.letters):
            sentence.said.append(
                self.listing._replace(names=names, rule="listed", first=sentence.first, last=sentence.last)
            )
            if self.listing.scope and self.before:
                self.before[-1].collective = [c for c in self.before[-1].collective if c.scope != self.listing.scope]
            return
        before = self.before[-1].collective if self.before else []
        opening = self.tokens.words[sentence.first].lower()
        if before and opening in self.language.these and self.language.grammar.shapes.these.match(reader.letters):
            sentence.said.append(Said(names, "listed", before[-1].lemma, sentence.first, sentence.last))

    def _colon(self, sentence: Sentence) -> None:
        """Remember what a sentence that ends in a colon says of those to be listed; forget it after the list."""
        grammar, tags = self.language.grammar, self.tokens.tags
        if tags[sentence.last - 1] == grammar.colon and sentence.last - sentence.first > 1:
            ends = sentence.last - (tags[sentence.last - 2] in grammar.leads_on)
            self.opening = (sentence.first, ends)
        elif tags[sentence.last - 1] not in grammar.going_on and not grammar.item_mark.match(tags, sentence.first):
            self.opening = None
        if tags[sentence.last - 1] != grammar.colon:
            if not (sentence.said and sentence.said[-1].rule == "listed"):
                self.listing = None
            return
        self.listing = None
        if sentence.collective:
            self.listing = sentence.collective[-1]
            return
        reader = Reader(self.tokens, sentence.first, sentence.last, grammar)
        groups = reader.groups
        self.introduction = next((reader.kind(c.subject) for c in reader.parse.clauses if c.verb >= 0), "none")
        for at, kind in enumerate(groups.kinds):
            if kind == "states" and at in reader.parse.places:
                finding = reader.find(at, self.language.rules, "state")
                if finding and finding.row.says != "nothing":
                    self.listing = Said((), "listed", finding.lemma, groups.starts[at], groups.ends[at])


def _context(reader: Reader, at: int, finding: Finding) -> str:
    """Whether it is what others do in a State that was told: the next State may be a place of theirs, too."""
    place = reader.parse.places[at]
    if finding.row.says != "nothing" or place.role not in ("in", "case"):
        return "none" if finding.row.says != "nothing" else reader.context
    features = features_of(reader, at, place)
    return "theirs" if ACTORS & {features["subject"], features["agent"]} else reader.context


def _last_of(said: Sequence[Said]) -> tuple[Named, ...]:
    """The States of whom a plain sentence goes on: the last, but not "as did Zambia"."""
    return next((s.names for s in reversed(said) if s.rule != "as-others"), said[-1].names)


def _all_of(said: Sequence[Said]) -> tuple[Named, ...]:
    first: dict[str, Named] = {}
    for part in said:
        for name in part.names:
            first.setdefault(name[0], name)
    return tuple(first.values())
