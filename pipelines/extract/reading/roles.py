"""What part each group of States has in a sentence on how a note came about: who sent information, by its own clause.

A group is judged by the verb and the noun that govern it, never by words elsewhere in the sentence. Not here: lists
whose wording alone tells (`sending.py`), what sentences make of a list (`respondents.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.reading.groups import groups_of
from pipelines.extract.reading.kinds import FINITE
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.reader import TIES, Reader
from pipelines.extract.reading.tokens import Tokens
from pipelines.extract.reading.walk import Clause, Place

Named = tuple[str, int]  # code of a State, token of its name
COUNTED = frozenset(("collective", "states", "counted"))
FEW = 2  # States that are no list yet
# Who is spoken of himself where States stand behind "from".
_OTHERS = frozenset(("other", "person", "weak", "voice", "event", "company", "project", "organ"))
_PARTS = frozenset((*FINITE, "which", "that", "while", "if", "gerund", "infinitive", "participle"))
_SOURCES = frozenset(("from", "by", "made-by"))
_WORD = 2  # groups back to the noun before a preposition
_NEAR = 4  # words after a verb in which it is said what was sent


class Told(NamedTuple):
    """What the sentences before tell. `opening`: it stands in the introduction, which tells how the note came about.

    `asked`: States were asked for information. `sent`: what they sent was spoken of. `listing`: a list was begun.
    `before`: tokens of the sentence before.
    """

    opening: bool = False
    asked: bool = False
    sent: bool = False
    listing: bool = False
    before: tuple[int, int] = (0, 0)


class Roles(Reader):
    """A sentence of whose groups of States each has its part. `lower`: its words in small letters."""

    def __init__(  # noqa: PLR0917 - a sentence, and what the one who asks knows
        self, tokens: Tokens, first: int, last: int, language: Language, lower: list[str], told: Told
    ) -> None:
        super().__init__(tokens, first, last, language.grammar)
        self.about, self.rows, self.lower, self.told = language.respondents, language.rules, lower, told

    def _lower(self, first: int, last: int) -> list[str]:
        return self.tokens.lower[first:last]

    def words(self, at: int) -> list[str]:
        """The words of a group, in small letters; none of its number is -1."""
        return self._lower(self.groups.starts[at], self.groups.ends[at]) if at >= 0 else []

    # ------------------------------------------------------------------------------------------ verbs and nouns
    def is_thing(self, at: int) -> bool:
        """Whether a group is what States send, or stands for it where that was spoken of."""
        if at < 0:
            return False
        words = [part for word in self.words(at) for part in (word, *word.replace("-", " ").split())]
        if self.parse.kinds[at] == "pronoun":
            return self.told.sent
        if not self.about.to_others.isdisjoint(words):
            return False  # "voluntary contributions", "no reply"
        return not self.about.matter.isdisjoint(words) or not self.about.following.isdisjoint(words)

    def _denied(self, at: int) -> bool:
        """Whether a verb is said not to have been done."""
        negative = self.grammar.negative in self.tokens.tags[self.groups.starts[at] : self.groups.ends[at]]
        return negative or self.predicate(at).kind == "denied"

    def _came(self, at: int) -> bool:
        """Whether a verb says that something came."""
        return at >= 0 and not (self.about.arriving.isdisjoint(self.words(at)) or self._denied(at))

    def _replies(self, clause: Clause) -> bool:  # noqa: PLR0911 - one reason after the other
        """Whether a clause says that its subject replied, sent something, or did so."""
        verb, words = clause.verb, self.about
        if verb < 0 or self._denied(verb):
            return False
        end = self.groups.ends[verb]
        behind = self._lower(end, end + 1)
        if self.parse.kinds[verb] == "passive" or not self.grammar.that_words.isdisjoint(behind):
            return False
        if not words.to_others.isdisjoint(self._lower(end, end + _NEAR)):
            return False  # "sent acknowledgements of receipt"
        kind, thing = self.predicate(verb).kind, verb + 1 < len(self.parse.kinds) and self.is_thing(verb + 1)
        gave = self._is_of(verb, "sending") or not words.came.isdisjoint(self.words(verb))
        if kind == "sending" or (thing and gave and kind != "report"):
            return True
        if not words.replying.isdisjoint(self.words(verb)):
            return True
        if self.parse.kinds[verb] == "auxiliary":
            return not words.did_so.isdisjoint(behind)
        return self.parse.kinds[verb + 1 : verb + 2] == ["infinitive"] and self._is_of(verb + 1, "sending")

    def _is_of(self, at: int, kind: str) -> bool:
        """Whether a verb is of a kind, whatever follows it."""
        lexicon = self.grammar.lexicon
        return any(kind in lexicon.kinds.get(lexicon.verb(word), ()) for word in self.words(at))

    def is_of_others(self, at: int) -> bool:
        """Whether a group only says where others are from, or has a reason of its own to be thanked."""
        kinds, place = self.parse.kinds, self.parse.places.get(at)
        if place is None:
            return False
        if place.role == "from" and kinds[at - 1] == "from" and at >= _WORD and kinds[at - _WORD] in _OTHERS:
            return not self.is_thing(at - _WORD)  # "a joint submission from A and B"
        if place.role != "to" or kinds[at + 1 : at + 2] not in (["for"], ["comma"]):
            return False
        behind = at + 2 + (kinds[at + 1 : at + 3] == ["comma", "which"])
        return kinds[at + 1 : at + 3] in (["for", "gerund"], ["comma", "which"]) and not self.is_thing(behind)

    # ------------------------------------------------------------------------------------------ one group
    def sent_it(self, at: int) -> bool:
        """Whether its own verb or noun says of a group of States that they sent information for the note."""
        place = self.parse.places.get(at)
        if place is None:
            return False
        if place.role in TIES and (anchor := self.anchor(at, place)) >= 0:
            return self.sent_it(anchor) or self._is_complement(at, self.parse.places[anchor])
        if self._is_owner(at, place) or self._answered_behind(at):
            return True
        if self._is_complement(at, place):
            return True
        if place.role == "subject":
            return (self.told.asked or self.told.sent or self._asks()) and self._replies(place.clause)
        return place.role in _SOURCES and (self._is_source(at, place) or self._is_item(at, place))

    def _asks(self) -> bool:
        """Whether the sentence itself tells that States were asked."""
        asking = (
            c.subject >= 0 <= c.verb and self.parse.kinds[c.subject] == "author" and self._is_of(c.verb, "asking")
            for c in self.parse.clauses
        )
        return not self.about.asking.isdisjoint(self.lower) or any(asking)

    def _is_source(self, at: int, place: Place) -> bool:
        """Whether something came "from" or "by" them."""
        kinds, verb = self.parse.kinds, place.predicate
        if verb < 0 or self._to_others(verb, at) or (place.clause.verb >= 0 and self._denied(place.clause.verb)):
            return False
        subject = self.parse.owners.get(verb, place.clause.subject)
        hears = subject >= 0 and kinds[subject] == "author" and kinds[verb] == "active"
        if self._came(verb) or (not self.about.replying.isdisjoint(self.words(verb)) and not self._denied(verb)):
            return hears or self.is_thing(subject)
        return False

    def _is_item(self, at: int, place: Place) -> bool:
        """Whether it stands in an item behind what came: "The following was made available: laws, by A; data, by B"."""
        if place.clause.verb >= 0 or "colon" not in self.parse.kinds[:at]:
            return False
        colon = self.parse.kinds.index("colon")
        return any(self._came(c.verb) and self.is_thing(c.subject) for c in self.parse.clauses if 0 <= c.verb < colon)

    def _to_others(self, verb: int, at: int) -> bool:
        """Whether what a verb tells of went to others than the authors of the note."""
        kinds = self.parse.kinds
        return any(
            kinds[to] == "to" and kinds[to + 1] != "author" and self.about.addressees.isdisjoint(self.words(to + 1))
            for to in range(verb + 1, at)
        )

    def _is_owner(self, at: int, place: Place) -> bool:
        """Whether it is a paper of theirs, of a kind that none but respondents send: "the submissions of X and Y"."""
        words, kind = self.words(at), self.parse.kinds[at]
        those = kind == "measure-of" and self.told.sent and not self.about.those.isdisjoint(words[:1])
        verb, subject = place.clause.verb, place.clause.subject
        sure = self.about.matter if self._came(verb) and subject == at else self.about.sure
        if not those and (kind not in ("paper-of", "mention-of") or sure.isdisjoint(words)):
            return False
        if verb >= 0 and self._denied(verb) and not self.about.came.isdisjoint(self.words(verb)):
            return False
        if subject not in {-1, at} and self.parse.kinds[subject] not in ("author", "pronoun", "paper"):
            return not self.about.present.isdisjoint(self.words(subject))  # "an earlier paper had been based on"
        return self.predicate(verb).kind != "report"

    def _answered_behind(self, at: int) -> bool:
        """Whether a relative clause says so: "X and Y, which answered in time", "X and Y, whose replies are used"."""
        kinds = self.parse.kinds
        which = at + 1 + (kinds[at + 1 : at + 2] == ["comma"])
        if kinds[which : which + 1] != ["which"] or not self.about.not_sent.isdisjoint(self.words(which)[0].split()):
            return False
        clause = next((c for c in self.parse.clauses if c.opener == "which" and c.verb > which), None)
        if clause is None:
            return False
        if clause.subject == at:
            return self._replies(clause)
        whose = not self.about.whose.isdisjoint(self.words(which))
        return self.is_thing(clause.subject) and (whose or self._came(clause.verb))

    def are_respondents(self, at: int) -> bool:
        """Whether a group is "respondents", or "the States that replied", "from which material was obtained"."""
        if self.parse.kinds[at] not in COUNTED:
            return False
        if self.about.titles.fullmatch(self.words(at)[-1]):
            return True
        clause = next((c for c in self.parse.clauses if c.opener == "which" and c.verb > at), None)
        if clause is None or "which" not in self.parse.kinds[at + 1 : at + 4]:
            return False
        return self._replies(clause) or (self.is_thing(clause.subject) and self._came(clause.verb))

    def _is_complement(self, at: int, place: Place) -> bool:
        """Whether those who sent information "were" they, or they "are the States that" did."""
        kinds, verb, subject = self.parse.kinds, place.clause.verb, place.clause.subject
        if at == subject and verb < 0:  # "A; B, which …; and C are"
            verb = next((n for n in range(at, len(kinds)) if kinds[n] == "copula"), -1)
        if verb < 0 or kinds[verb] != "copula":
            return False
        return self.are_respondents(verb + 1 if at < verb < len(kinds) - 1 else subject)

    def all_addressed(self) -> list[Named]:
        """The States that the sentence before names, where it is said that all of them replied, "except X"."""
        for at, scope in self.groups.scopes.items():
            place = self.parse.places.get(at)
            if scope == "all" and place is not None and place.role == "subject" and self._replies(place.clause):
                unlike = [n for n in self.groups.states if self.parse.places[n].role == "unlike"]
                without = {iso3 for n in unlike for iso3, _ in self.groups.states[n]}
                named = groups_of(self.tokens, *self.told.before, self.grammar).states.values()
                return [name for name in max(named, key=len, default=()) if name[0] not in without]
        return []

    # ------------------------------------------------------------------------------------------ the next group
    def goes_on(self, before: int, at: int) -> bool:  # noqa: PLR0911 - one reason after the other
        """Whether a group goes on with the list that another is in, in the same place of the same clause, or tied."""
        kinds, places = self.parse.kinds, self.parse.places
        place, first = places.get(at), places.get(before)
        if place is None or first is None:
            return False
        if place.role in TIES and place.tied >= 0:
            return place.tied == before or self.anchor(at, place) == self.anchor(before, first)
        if place.clause.opener == "as" and self.parse.kinds[place.clause.verb] == "auxiliary":
            return True  # "as did X"
        if place.tied == before:
            return True
        own = first.clause.verb
        if any(kinds[n] in _PARTS and n != own and not self._is_of(n, "sending") for n in range(before + 1, at)):
            return False
        if kinds[at - 1] == "and" and place.clause is first.clause:
            return own < at  # "A was the first to reply, followed by B"
        return place.role == first.role or (place.clause.verb < 0 and place.role == "subject")
