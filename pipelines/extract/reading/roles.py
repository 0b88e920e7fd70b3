"""What part each group of States has in a sentence on how a note came about: who sent information, by its own clause.

A group is judged by the verb and the noun that govern it, never by words elsewhere in the sentence. Not here: lists
whose wording alone tells (`sending.py`), what sentences make of a list (`respondents.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.reading.kinds import FINITE, NOMINAL
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
_LISTED = frozenset(("from", "by", "including", "subject"))
_SOURCES = frozenset(("from", "by", "made-by"))
_WORD = 2  # groups back to the noun before a preposition
_NEAR = 4  # words after a verb in which it is said what was sent


class Told(NamedTuple):
    """What the sentences before tell. `opening`: it stands in the introduction, which tells how the note came about.

    `asked`: States were asked for information. `sent`: what they sent was spoken of. `listing`: a list was begun.
    `before`: the longest list of the sentence before.
    """

    opening: bool = False
    asked: bool = False
    sent: bool = False
    listing: bool = False
    before: tuple[Named, ...] = ()


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
        if at < 0 or self._denied(at):
            return False
        led = self.words(at + 1) if self.parse.kinds[at + 1 : at + 2] == ["infinitive"] else []
        return not self.about.arriving.isdisjoint((*self.words(at), *led))

    def things_came(self, clause: Clause) -> bool:
        """Whether a clause says that what States send came."""
        kinds, thing = self.parse.kinds, clause.subject
        if thing < 0:
            thing = next((n for n in range(clause.verb + 1, len(kinds)) if kinds[n] in NOMINAL), -1)
        return self._came(clause.verb) and self.is_thing(thing)

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
        if not words.replying.isdisjoint(self.words(verb)) or not words.heeded.isdisjoint(self.words(verb)):
            return True
        if self.parse.kinds[verb] == "auxiliary":
            return not words.did_so.isdisjoint(behind)
        return self.parse.kinds[verb + 1 : verb + 2] == ["infinitive"] and self._is_of(verb + 1, "sending")

    def _is_of(self, at: int, kind: str) -> bool:
        """Whether a verb is of a kind, whatever follows it."""
        lexicon = self.grammar.lexicon
        return any(kind in lexicon.kinds.get(lexicon.verb(word), ()) for word in self.words(at))

    def is_of_others(self, at: int) -> bool:
        """Whether a group is asked, only says where others are from, or has a reason of its own to be thanked."""
        kinds, place = self.parse.kinds, self.parse.places.get(at)
        if place is None:
            return False
        if place.role in TIES and (anchor := self.anchor(at, place)) >= 0:
            place = self.parse.places[anchor]
            return place.role == "object" and place.predicate >= 0 and self._is_of(place.predicate, "asking")
        if place.role == "from" and kinds[at - 1] == "from" and at >= _WORD and kinds[at - _WORD] in {*_OTHERS, "help"}:
            money = self.parse.places[at - _WORD].role == "with" and self.about.may_be_money(self.words(at - _WORD))
            return money or not self.is_thing(at - _WORD)  # "a joint submission from A and B"
        behind = at + 2 + (kinds[at + 1 : at + 3] == ["comma", "which"])
        reason = place.role == "to" and kinds[at + 1 : at + 3] in (["for", "gerund"], ["comma", "which"])
        return reason and not self.is_thing(behind)

    # ------------------------------------------------------------------------------------------ one group
    def sent_it(self, at: int) -> bool:  # noqa: PLR0911 - one reason after the other
        """Whether its own verb or noun says of a group of States that they sent information for the note."""
        place = self.parse.places.get(at)
        if place is None:
            return False
        if place.role in TIES and (anchor := self.anchor(at, place)) >= 0 and not self._is_beside_thing(place):
            return self.sent_it(anchor) or self._is_complement(at, self.parse.places[anchor])
        if self._is_owner(at, place) or self._answered_behind(at) or self._is_beside_thing(place):
            return True
        if self._is_complement(at, place):
            return True
        if place.role == "subject" and place.clause.opener == "which" and self._came(place.clause.verb):
            antecedent = next((n for n in range(at - 1, -1, -1) if self.parse.kinds[n] in NOMINAL), -1)
            return self.is_thing(antecedent)  # "the questionnaire, which A and B completed"
        inverted = place.clause.subject < 0 <= place.clause.verb < at and place.predicate == place.clause.verb
        if inverted and (place.role == "object" or self.parse.kinds[at - 1] == "comma"):
            return self._replies(place.clause) or self.things_came(place.clause)  # « ont répondu : … »
        if place.role == "subject" and place.clause.opener != "colon":
            return (self.told.asked or self.told.sent or self._asks()) and self._replies(place.clause)
        return self._is_item(at, place) or (place.role in _SOURCES and self._is_source(at, place))

    def _asks(self) -> bool:
        """Whether the sentence itself tells that States were asked."""
        asking = (
            c.subject >= 0 <= c.verb and self.parse.kinds[c.subject] == "author" and self._is_of(c.verb, "asking")
            for c in self.parse.clauses
        )
        return not self.about.asking.isdisjoint(self.lower) or any(asking)

    def _is_source(self, at: int, place: Place) -> bool:
        """Whether something came "from" or "by" them."""
        kinds, verb = self.parse.kinds, place.predicate if place.predicate >= 0 else place.clause.verb
        if verb < 0 or self._to_others(verb, at) or (place.clause.verb >= 0 and self._denied(place.clause.verb)):
            return False
        subject = self.parse.owners.get(verb, place.clause.subject)
        hears = subject >= 0 and kinds[subject] == "author" and kinds[verb] == "active"
        if self._came(verb) or (not self.about.replying.isdisjoint(self.words(verb)) and not self._denied(verb)):
            return hears or self.is_thing(subject if subject >= 0 else verb + 1)
        return False

    def _is_beside_thing(self, place: Place) -> bool:
        """Whether they stand behind what they sent: "the replies received (A, B)", "the sole reply was that of A"."""
        if place.role == "alike":
            return self.is_thing(place.clause.subject)
        tied = self.parse.places.get(place.tied) if place.role == "bracket" else None
        return tied is not None and (self.is_thing(place.tied) or self.is_thing(tied.clause.subject))

    def _is_item(self, at: int, place: Place) -> bool:
        """Whether it stands in an item behind what came: "The following was made available: laws, by A; data, by B"."""
        colon = next((n for n in range(at) if self.parse.kinds[n] == "colon"), -1)
        if place.clause.verb >= 0 or colon < 0 or place.role not in _LISTED:
            return False
        return any(self.things_came(clause) for clause in self.parse.clauses if 0 <= clause.verb < colon)

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
        if (
            subject not in {-1, at}
            and self.parse.kinds[subject] not in ("author", "pronoun")
            and not self.is_thing(subject)
        ):
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
        if clause is None or not {"which", "that"} & set(self.parse.kinds[at + 1 : at + 4]):
            return False
        return self._replies(clause) or (self.is_thing(clause.subject) and self._came(clause.verb))

    def entitles(self) -> bool:
        """Whether, as a heading, it names those who sent information: "States that completed the questionnaire"."""
        words = self.about
        named = self.parse.kinds[0] in COUNTED and not words.matter.isdisjoint(self.lower)
        negative = self.grammar.negative in self.tokens.tags[self.first : self.last]
        return self.are_respondents(0) or (named and not negative and not words.arriving.isdisjoint(self.lower))

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
        scopes = self.grammar.lexicon.scopes
        for clause in self.parse.clauses:
            all_of_them = clause.subject >= 0 and scopes.get(self.words(clause.subject)[0]) == "all"
            sent = self._replies(clause) or (clause.verb >= 0 and self._is_of(clause.verb, "sending"))
            if sent and (all_of_them or self.groups.scopes.get(clause.subject) == "all"):
                unlike = [n for n, p in self.parse.places.items() if p.role == "unlike" and n in self.groups.states]
                without = {iso3 for n in unlike for iso3, _ in self.groups.states[n]}
                return [name for name in self.told.before if name[0] not in without]
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
