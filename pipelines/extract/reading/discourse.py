"""What goes on from sentence to sentence: about whom a plain one is, whom a pronoun takes up, names after a colon.

Not here: what one sentence says (`paragraphs.py`, `reader.py`).
"""

from __future__ import annotations

from pipelines.extract.reading.decide import Decision
from pipelines.extract.reading.groups import Groups
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.parsed import last_subject
from pipelines.extract.reading.reader import Named, Reader
from pipelines.extract.reading.respondents import names_in
from pipelines.extract.reading.said import Said, Sentence, distinct
from pipelines.extract.reading.tokens import Tokens
from pipelines.extract.reading.walk import ACTORS, Clause

_OPENS = frozenset(("pronoun", "that-state", "latter"))
_OTHERS = frozenset(("other", "author", "collective", "weak", "states", "voice", "project"))

_BODIES = frozenset(("organ", "that-state", "pronoun"))


class Discourse:
    """What is known of a paragraph as far as it has been read.

    `current`: the States a plain sentence goes on about; `named`: those of whom the sentence before said nothing.
    `listing`: what a sentence that ended in a colon says of the States to be listed.
    """

    def __init__(self, tokens: Tokens, language: Language, heading: str | None, withheld: frozenset[int]) -> None:
        self.tokens, self.language, self.grammar, self.withheld = tokens, language, language.grammar, withheld
        self.heading: tuple[Named, ...] = ((heading, -1),) if heading else ()
        self.current: tuple[Named, ...] = self.heading
        self.named: tuple[Named, ...] = ()
        self.silent: tuple[Named, ...] = ()
        self.spoken_of: tuple[Named, ...] = ()
        self.listing: Said | None = None
        self.opening: tuple[int, int] | None = None
        self.before: list[Sentence] = []

    def _reader(self, sentence: Sentence) -> Reader:
        return Reader(self.tokens, sentence.first, sentence.last, self.grammar, self.previous())

    def previous(self) -> tuple[int, int] | None:
        """The tokens of the sentence before."""
        return (self.before[-1].first, self.before[-1].last) if self.before else None

    def _find(
        self, sentence: Sentence, reader: Reader, at: int, of: tuple[Named, ...], kind: str = ""
    ) -> Decision | None:
        """What is decided of a group; the sentence remembers it."""
        decision = reader.find(at, self.language, of, kind)
        if decision is not None:
            sentence.decisions.append(decision)
        return decision

    def _read_behind(self, words: list[str], tags: str, first: int, last: int) -> Reader:
        """The tokens `first` up to `last`, read as if these words stood before them."""
        run, tokens = slice(first, last), self.tokens
        joined = Tokens(words + tokens.words[run], tags + tokens.tags[run], tokens.introduced)
        joined.about, joined.declared = tokens.about, tokens.declared
        return Reader(joined, 0, len(joined.words), self.grammar)

    def taken_up(self, sentence: Sentence) -> dict[int, tuple[Named, ...]]:
        """The States that "in that country", "in the latter" and "in both countries" mean, by the token for them."""
        grammar, tokens = self.grammar, self.tokens
        found: dict[int, tuple[Named, ...]] = {}
        last = self.before[-1] if self.before else Sentence(0, 0)
        for match in grammar.place_taken_up.finditer(tokens.tags, sentence.first, sentence.last):
            at = match.start()
            here = distinct(names_in(tokens, grammar, sentence.first, at))
            before = distinct(names_in(tokens, grammar, last.first, last.last))
            word = grammar.plain(tokens.words[at])
            if tokens.tags[at] == grammar.latter or word in grammar.both:
                two = next((names for names in (before, here) if len(names) == 2), ())
                before = two if word in grammar.both else two[:1] if word in grammar.former else two[1:]
            else:
                before = here or before
                if len(before) != 1:
                    before = self.current if len(self.current) == 1 and self.current[0][1] >= 0 else ()
            if before:
                found[at] = before
        return found

    def go_on(self, sentence: Sentence) -> None:
        """A sentence that names nobody of whom it says anything goes on about the State before, or about others."""
        grammar, tags = self.grammar, self.tokens.tags
        if not grammar.opening_pronoun.match(tags, sentence.first, sentence.last):
            if self.current and self._of_another(sentence):
                return
            if self.current and not grammar.others_first.match(tags, sentence.first, sentence.last):
                self._owned(sentence)
                return
            if not self.current:
                return
        reader = self._reader(sentence)
        groups, found = reader.groups, reader.parse
        clause = next((c for c in found.clauses if c.subject >= 0), None)
        kind = found.kinds[clause.subject] if clause else ""
        opening = clause is not None and kind in _OPENS and not any(k == "state" for k in found.kinds[: clause.subject])
        about = self.current or (self.silent if kind == "pronoun" else ())
        if kind in ("that-state", "latter") or "that-state" in found.kinds[:2]:
            about = about or self.named[-1:]
        if opening and about and clause is not None:
            verb = reader.predicate(clause.verb)
            if kind == "pronoun" and about is self.heading and self._others_act():
                return
            if verb.kind in ("ceremonial", "sending", "denied") or (
                kind == "pronoun" and verb.kind.startswith("passive") and not self.current
            ):
                return
            known = bool(self.current and about is not self.heading)
            self._carry(sentence, reader, clause, about, known=known)
        elif (
            self.current
            and (kind not in _OTHERS or self._is_acronym(groups, clause))
            and not (groups.states and kind == "state")
        ):
            self._owned(sentence)

    def _others_act(self) -> bool:
        """Whether a pronoun takes up others, of whom the sentences before tell."""
        kinds = (last_subject(self._reader(sentence).parse) for sentence in reversed(self.before[-2:]))
        return next((kind for kind in kinds if kind != "pronoun"), "none") in ACTORS

    def _of_another(self, sentence: Sentence) -> bool:
        """Whether other States than those before are the subjects, or a territory is the first word."""
        opens = sentence.first + (self.tokens.tags[sentence.first] in self.grammar.determining)
        if not self.grammar.lexicon.territories.isdisjoint(self.tokens.words[opens : opens + 1]):
            return True
        subjects = {code for code, _ in self.spoken_of}
        return bool(subjects) and subjects.isdisjoint(code for code, _ in self.current)

    def _carry(
        self, sentence: Sentence, reader: Reader, clause: Clause, about: tuple[Named, ...], *, known: bool
    ) -> bool:
        """Take what a clause says of States that its subject, or whose body, takes up; `known`: who have spoken."""
        kind = "organ-of" if reader.parse.kinds[clause.subject] == "organ" else "state"
        decision = self._find(sentence, reader, clause.subject, about, kind)
        if decision is None or not (known or self.language.weights.is_published(decision.score)):
            return False
        verb, groups = reader.predicate(clause.verb), reader.groups
        lemma = verb.lemma if verb.kind == "report" else None
        end = groups.ends[max(clause.subject, clause.verb)]
        said = Said(about, "carried_on", decision.score, lemma, groups.starts[clause.subject], end)
        sentence.said.append(said)
        return True

    def _owned(self, sentence: Sentence) -> None:
        """The sentence goes on about the State before, or is the first under the heading of one."""
        if self.current is self.heading:
            decision, lemma = self._in_its_place(sentence)
            if decision is None or not self.language.weights.is_published(decision.score):
                return
            if lemma or not any(s.said for s in self.before):
                said = Said(self.heading, "heading", decision.score, lemma, sentence.first, sentence.last)
                sentence.said.append(said)
        sentence.owners = self.current

    def _in_its_place(self, sentence: Sentence) -> tuple[Decision | None, str | None]:
        """What a sentence below the name of a State says, read as if "in X" stood before it; the verb that tells."""
        grammar, iso3 = self.grammar, self.heading[0][0]
        name = next(form for form, (code, _) in grammar.lexicon.states.items() if code == iso3)
        place = f"{grammar.inside}{grammar.state_tag}{grammar.comma}"
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
            and self.grammar.telling.search(self.tokens.tags, groups.starts[at], groups.ends[at]) is None
            and groups.kinds[at] == "other"
        )

    def listed(self, sentence: Sentence, reader: Reader) -> None:
        """Names after a colon, and "These included …", after what was said of a number of States."""
        groups = reader.groups
        names = tuple(name for named in groups.states.values() for name in named)
        if not names:
            return
        if self.listing and self.grammar.shapes.names_only.match(reader.parse.letters):
            said = self.listing._replace(names=names, attribution="list", first=sentence.first, last=sentence.last)
            sentence.said.append(said)
            if self.listing.scope and self.before:
                self.before[-1].collective = [c for c in self.before[-1].collective if c.scope != self.listing.scope]
            return
        before = self.before[-1].collective if self.before else []
        opening = self.tokens.words[sentence.first].lower()
        if before and opening in self.language.these and self.grammar.shapes.these.match(reader.parse.letters):
            said = before[-1]._replace(names=names, attribution="list", scope="")
            sentence.said.append(said._replace(first=sentence.first, last=sentence.last))

    def end(self, sentence: Sentence) -> None:
        """Remember what a sentence that ends in a colon says of those to be listed; forget it after the list."""
        grammar, tags, sign = self.grammar, self.tokens.tags, self.tokens.tags[sentence.last - 1]
        if sign == grammar.colon and sentence.last - sentence.first > 1:
            ends = sentence.last - (tags[sentence.last - 2] in grammar.leads_on)
            self.opening = (sentence.first, ends)
        elif sign not in grammar.going_on and not grammar.item_mark.match(tags, sentence.first):
            self.opening = None
        if sign != grammar.colon:
            if not (sentence.said and sentence.said[-1].attribution == "list"):
                self.listing = None
            return
        self.listing = sentence.collective[-1] if sentence.collective else None
        if self.listing:
            return
        reader = self._reader(sentence)
        groups = reader.groups
        for at, kind in enumerate(groups.kinds):
            if kind == "states" and at in reader.parse.places:
                decision = self._find(sentence, reader, at, (), "state")
                if decision and self.language.weights.is_published(decision.score):
                    span = groups.starts[at], groups.ends[at]
                    self.listing = Said((), "list", decision.score, decision.lemma, *span)
