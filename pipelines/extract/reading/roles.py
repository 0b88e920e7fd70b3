"""Whether a group of States sent information: by the verb, noun or clause that governs it, or the words before it.

Not here: what the whole sentence says of it (`sending.py`), what words alone tell (`respondent_words.py`).
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
_NEAR = 6  # words in which it is said for what States are thanked
_SENT = 4  # words after a verb in which it is said what was sent
_PAPER = 8  # words in which it is said what a note is based on
_RECEIVERS = frozenset(("other", "company", "person", "project", "organ", "state", "organ-of"))
# Who is spoken of himself where States stand behind "from".
_OTHERS = frozenset(("other", "person", "weak", "voice", "event", "company", "project", "organ", "help"))
_PARTS = frozenset((*FINITE, "which", "that", "while", "if", "gerund", "infinitive", "participle"))
_LISTED = frozenset(("from", "by", "including", "subject"))
_SOURCES = frozenset(("from", "by", "made-by"))


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
    """A sentence each of whose groups of States may have sent information. `lower`: its words in small letters."""

    def __init__(  # noqa: PLR0917 - a sentence, and what the one who asks knows
        self, tokens: Tokens, first: int, last: int, language: Language, lower: list[str], told: Told
    ) -> None:
        super().__init__(tokens, first, last, language.grammar)
        self.about, self.lower, self.told = language.respondents, lower, told

    def words(self, at: int) -> list[str]:
        """The words of a group, in small letters; none of its number is -1."""
        return self.tokens.lower[self.groups.starts[at] : self.groups.ends[at]] if at >= 0 else []

    def _before(self, at: int) -> list[str]:
        """The words of the sentence before a group, in small letters."""
        return self.lower[self.groups.starts[0] - self.first : self.groups.starts[at] - self.first]

    def _behind(self, at: int, many: int) -> list[str]:
        """So many words behind a group, in small letters."""
        return self.tokens.lower[self.groups.ends[at] : self.groups.ends[at] + many]

    def is_of_others(self, at: int) -> bool:
        """Whether a group is asked, only says where others are from, or has a reason of its own to be thanked."""
        kinds, place = self.parse.kinds, self.parse.places.get(at)
        if place is None:
            return False
        if place.role in TIES and (anchor := self.anchor(at, place)) >= 0:
            place = self.parse.places[anchor]
            return place.role == "object" and self._is_of(place.predicate, "asking")
        if place.role == "from" and kinds[at - 1] == "from" and at > 1 and kinds[at - 2] in _OTHERS:
            money = self.parse.places[at - 2].role == "with" and self.about.may_be_money(self.words(at - 2))
            return money or not self.is_thing(at - 2)  # "a joint submission from A and B"
        return place.role == "to" and kinds[at + 1 : at + 3] in (["for", "gerund"], ["comma", "which"])

    def is_sender(self, at: int) -> bool:
        """Whether a group of States sent information; what its verb or noun tells counts in an introduction alone."""
        place, verb = self.parse.places[at], self.parse.places[at].clause.verb
        if place.role == "subject" and self.predicate(verb).kind == "sending" and self._denied(verb):
            return False  # "X, to which it had been sent as well, did not reply"
        return self._is_worded(at) or (self.told.opening and self._sent_it(at))

    def _is_worded(self, at: int) -> bool:
        """Whether the wording around a group of States says that it lists who sent information."""
        kind, words, clause = self.parse.kinds[at], self.about, self.parse.places[at].clause
        if kind == "paper-of":
            start, many = self.groups.starts[at], len(self.groups.states[at]) >= FEW
            used = many and not words.grounds.isdisjoint(self.tokens.lower[max(0, start - _PAPER) : start])
            late = clause.subject == at and self._came(clause.verb) and not words.sure.isdisjoint(self.words(at))
            return used or late  # "the reply of A was received on 4 May"
        listing = kind in ("state", "organ-of") and (self._after_source(at) or self._is_thanked(at))
        return listing or (kind == "state" and self._sends(at))

    # ------------------------------------------------------------------------------------------ by the words before it
    def since_matter(self, lead: int) -> list[str] | None:
        """The words from what was sent up to a group ("submitted, pursuant to a note verbale,"), None for nothing."""
        words, before = self.about, self.about.without_addressee(self._before(lead))
        matters = (i for i in range(len(before) - 1, -1, -1) if before[i] in words.matter)
        came = (i for i in matters if len(before) - i <= FEW or not words.came.isdisjoint(before[i + 1 :]))
        matter = next(came, None)
        if matter is None or not words.not_sent.isdisjoint(before[max(0, matter - 4) :]):
            return None
        return before[matter + 1 :]

    def _after_source(self, at: int) -> bool:
        """Whether "information was received from" stands before, or a title that says so."""
        words, place, many = self.about, self.parse.places[at], len(self.groups.states[at]) > FEW
        if place.role in ("in", "to") or self._came_to_others(place.clause):
            return False  # "advisers stationed in A and B", "comments were sent by the Office to A and B"
        lead = self.grammar.shapes.sent_by.search(self.parse.letters, 0, at)
        if lead is None:
            text = " ".join(self._before(at))
            title = words.titles.match(text)
            return (title is not None and not text[title.end() :].strip(" :;,.-•–()")) or self.of_source(at)
        since = self.since_matter(lead.start())
        if since is None or many:
            answered = not words.replying.isdisjoint(self._before(lead.start())[-1:])
            return many and (since is not None or answered)  # "the first part was answered by …"
        finite = any(kind in ("passive", "copula") for kind in self.parse.kinds[: lead.start()])
        return finite or not since

    def _came_to_others(self, clause: Clause) -> bool:
        """Whether somebody else than the Secretariat received what came: "the Ministry had received reports from"."""
        kinds, subject = self.parse.kinds, clause.subject
        if subject < 0 or clause.verb < 0 or kinds[clause.verb] != "active" or kinds[subject] not in _RECEIVERS:
            return False
        named = " ".join(self.tokens.words[self.groups.starts[subject] : self.groups.ends[subject]])
        return named not in self.grammar.lexicon.alone["other"]

    def of_source(self, at: int) -> bool:
        """Whether "relied on the replies of" stands before."""
        lead = self.grammar.shapes.sent_of.search(self.parse.letters, 0, at)
        if lead is None:
            return False
        lower, words = self._before(lead.start()), self.about
        matter = next((i for i in range(len(lower) - 1, -1, -1) if lower[i] in words.matter), None)
        if matter is None:
            return False
        # « les réponses reçues, au 31 mai, des États … »
        if (since := lower[matter + 1 :]) and words.came.isdisjoint(since):
            return False
        counted = self.parse.kinds[lead.start() + 1 : at] in (["collective", "open"], ["states", "open"])
        return counted or not words.grounds.isdisjoint(" ".join(lower).split())

    def _sends(self, at: int) -> bool:
        """Whether the States, or those whose names they are, are the subject of sending."""
        place, words, many = self.parse.places[at], self.about, len(self.groups.states[at]) > FEW
        where = self.parse.places.get(self.anchor(at, place)) if place.role in TIES else place
        if where is None:
            return False
        verb = where.clause.verb
        near = [*self.words(verb), *self._behind(verb, 3)]
        if where.role == "subject":  # also "a questionnaire, to which A, B and C had responded"
            asked = many and not words.asking.isdisjoint(self.lower) and not words.replying.isdisjoint(near)
            sending = asked or self.predicate(verb).kind == "sending"
        elif self.parse.kinds[verb] == "copula":  # "Those having replied to the note verbale are A, B and C"
            sending = many and not words.replying.isdisjoint(self._before(at))
        else:  # «la información que enviaron a la Secretaría A, B y C»
            behind = place.role == "object" and (verb == 0 or where.clause.opener in ("that", "which"))
            sending = many and behind and not words.came.isdisjoint(near)
        return sending and words.to_others.isdisjoint(near)

    def _is_thanked(self, at: int) -> bool:
        """Whether States are thanked for what they sent: "the Secretariat thanks A, B and C for the information"."""
        words, place = self.about, self.parse.places[at]
        behind = self._behind(self.anchor(at, place) if place.role in TIES else at, _NEAR)  # "the following States"
        thanked = len(self.groups.states[at]) >= FEW and not words.thanks.isdisjoint(self._before(at))
        return thanked and not words.thanked_for.isdisjoint(behind[:1]) and not words.sure.isdisjoint(behind)

    # ------------------------------------------------------------------------------------------ by its verb or noun
    def is_thing(self, at: int) -> bool:
        """Whether a group is what States send, or stands for it where that was spoken of."""
        if not 0 <= at < len(self.parse.kinds):
            return False
        if self.parse.kinds[at] == "pronoun":
            return self.told.sent
        words = [part for word in self.words(at) for part in (word, *word.replace("-", " ").split())]
        things = self.about.matter | self.about.following
        return self.about.to_others.isdisjoint(words) and not things.isdisjoint(words)  # no "voluntary contributions"

    def _denied(self, verb: int) -> bool:
        """Whether a verb is said not to have been done."""
        return self.grammar.negative in self.tokens.tags[self.groups.starts[verb] : self.groups.ends[verb]]

    def _is_of(self, verb: int, kind: str) -> bool:
        """Whether a verb is of a kind, whatever follows it."""
        lexicon = self.grammar.lexicon
        return any(kind in lexicon.kinds.get(lexicon.verb(word), ()) for word in self.words(verb))

    def _came(self, verb: int) -> bool:
        """Whether a verb says that something came."""
        led = self.words(verb + 1) if self.parse.kinds[verb + 1 : verb + 2] == ["infinitive"] else []
        return verb >= 0 and not self._denied(verb) and not self.about.arriving.isdisjoint((*self.words(verb), *led))

    def things_came(self, clause: Clause) -> bool:
        """Whether a clause says that what States send came."""
        kinds, thing = self.parse.kinds, clause.subject
        if thing < 0:
            thing = next((n for n in range(clause.verb + 1, len(kinds)) if kinds[n] in NOMINAL), -1)
        return self._came(clause.verb) and self.is_thing(thing)

    def replies(self, clause: Clause) -> bool:
        """Whether a clause says that its subject replied, sent something, or did so."""
        verb, words, kinds = clause.verb, self.about, self.parse.kinds
        if verb < 0 or self._denied(verb) or kinds[verb] == "passive":
            return False
        said, near = self.words(verb), self._behind(verb, _SENT)
        if not self.grammar.that_words.isdisjoint(near[:1]) or not words.to_others.isdisjoint(near):
            return False  # "sent acknowledgements of receipt"
        if kinds[verb] == "auxiliary":
            return not words.did_so.isdisjoint(near[:1])
        gave = (self._is_of(verb, "sending") or not words.came.isdisjoint(said)) and self.is_thing(verb + 1)
        led = kinds[verb + 1 : verb + 2] == ["infinitive"] and self._is_of(verb + 1, "sending")
        return gave or led or self.predicate(verb).kind == "sending" or not words.answered.isdisjoint(said)

    def _sent_it(self, at: int) -> bool:
        """Whether its own verb or noun says of a group of States that they sent information for the note."""
        place, beside, kinds = self.parse.places[at], self._is_beside_thing(at), self.parse.kinds
        if place.role in TIES and (anchor := self.anchor(at, place)) >= 0 and not beside:
            return self._sent_it(anchor) or self._is_complement(at, self.parse.places[anchor])
        if beside or self._is_owner(at, place) or self._has_sent(at) or self._is_complement(at, place):
            return True
        clause, verb = place.clause, place.clause.verb
        if clause.subject < 0 <= verb < at and (place.role == "object" or kinds[at - 1] == "comma"):
            return self.replies(clause) or self.things_came(clause)  # « ont répondu : … »
        if place.role != "subject":
            return self._is_item(at, place) or (place.role in _SOURCES and self._is_source(place))
        if clause.opener == "which" and self._came(verb):
            return self.is_thing(next((n for n in range(at - 1, -1, -1) if kinds[n] in NOMINAL), -1))
        asking = (c for c in self.parse.clauses if self.kind(c.subject) == "author" and self._is_of(c.verb, "asking"))
        asked = self.told.asked or not self.about.asking.isdisjoint(self.lower)
        return (asked or any(asking)) and self.replies(clause)

    def _is_source(self, place: Place) -> bool:
        """Whether something came "from" or "by" them."""
        verb = place.predicate if place.predicate >= 0 else place.clause.verb
        subject = self.parse.owners.get(verb, place.clause.subject)
        came = self._came(verb) and not self._denied(place.clause.verb)
        return came and self.is_thing(subject if subject >= 0 else verb + 1)

    def _is_beside_thing(self, at: int) -> bool:
        """Whether they stand behind what they sent: "the replies received (A, B)", "the sole reply was that of A"."""
        place = self.parse.places[at]
        if place.role == "alike":
            return self.is_thing(place.clause.subject)
        tied = self.parse.places.get(place.tied) if place.role == "bracket" else None
        return tied is not None and (self.is_thing(place.tied) or self.is_thing(tied.clause.subject))

    def _is_item(self, at: int, place: Place) -> bool:
        """Whether it stands in an item behind what came: "The following was made available: laws, by A; data, by B"."""
        colon = self.parse.kinds[:at].index("colon") if "colon" in self.parse.kinds[:at] else -1
        told = (clause for clause in self.parse.clauses if 0 <= clause.verb < colon)
        return place.clause.verb < 0 and place.role in _LISTED and any(map(self.things_came, told))

    def _is_owner(self, at: int, place: Place) -> bool:
        """Whether it is a paper of theirs, of a kind that none but respondents send: "the submissions of X and Y"."""
        words, kind, verb, subject = self.words(at), self.parse.kinds[at], place.clause.verb, place.clause.subject
        sent = self.told.sent or not self.about.matter.isdisjoint(self._before(at))  # "7 replies came: those of X"
        those = kind == "measure-of" and sent and not self.about.those.isdisjoint(words[:1])
        sure = self.about.matter if subject == at and self._came(verb) else self.about.sure
        if not those and (kind not in ("paper-of", "mention-of") or sure.isdisjoint(words)):
            return False
        if subject in {-1, at} or self.parse.kinds[subject] in ("author", "pronoun") or self.is_thing(subject):
            return self.predicate(verb).kind != "report"
        return not self.about.present.isdisjoint(self.words(subject))  # "an earlier paper had been based on"

    def _has_sent(self, at: int) -> bool:
        """Whether a relative clause says so: "X and Y, which answered in time", "X and Y, whose replies are used"."""
        kinds, words = self.parse.kinds, self.about
        which = next((n for n in range(at + 1, min(at + 4, len(kinds))) if kinds[n] in ("which", "that")), -1)
        clause = next((c for c in self.parse.clauses if c.opener == "which" and c.verb > which >= 0), None)
        if clause is None or "comma" in kinds[at + 1 : which - 1]:
            return False
        if clause.subject == at:
            return self.replies(clause)
        whose = not words.whose.isdisjoint(self.words(which))
        return self.is_thing(clause.subject) and (whose or self._came(clause.verb))

    def are_respondents(self, at: int) -> bool:
        """Whether a group is "respondents", or "the States that replied", "from which material was obtained"."""
        counted = 0 <= at < len(self.parse.kinds) and self.parse.kinds[at] in COUNTED
        return counted and (self.about.titles.fullmatch(self.words(at)[-1]) is not None or self._has_sent(at))

    def _is_complement(self, at: int, place: Place) -> bool:
        """Whether those who sent information "were" they, or they "are the States that" did."""
        kinds, verb, subject = self.parse.kinds, place.clause.verb, place.clause.subject
        if at == subject and verb < 0:  # "A; B, which …; and C are"
            verb = next((n for n in range(at, len(kinds)) if kinds[n] == "copula"), -1)
        if verb < 0 or kinds[verb] != "copula":
            return False
        return self.are_respondents(verb + 1 if at < verb < len(kinds) - 1 else subject)

    def goes_on(self, before: int, at: int) -> bool:
        """Whether a group goes on with the list that another is in, in the same place of the same clause, or tied."""
        kinds, place, first = self.parse.kinds, self.parse.places[at], self.parse.places[before]
        if place.role in TIES and place.tied >= 0:
            return self.anchor(at, place) in (before, self.anchor(before, first))
        own, as_did = first.clause.verb, place.clause.opener == "as" and kinds[place.clause.verb] == "auxiliary"
        if as_did or place.tied == before:
            return True
        if any(kinds[n] in _PARTS and n != own and not self._is_of(n, "sending") for n in range(before + 1, at)):
            return False
        if kinds[at - 1] == "and" and place.clause is first.clause:
            return own < at  # "A was the first to reply, followed by B"
        return place.role == first.role or place.clause.verb < 0
