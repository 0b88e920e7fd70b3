"""A sentence that may say who sent information: the States and numbers in it, by its groups and clauses.

Not here: what words alone tell (`respondent_words.py`), what sentences make of a list (`respondents.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipelines.extract.reading.kinds import FINITE
from pipelines.extract.reading.reader import TIES
from pipelines.extract.reading.roles import COUNTED, FEW, Named, Roles
from pipelines.extract.reading.walk import Clause

_TEN = 10
_NEAR = 6  # words in which it is said for what States are thanked
_RECEIVERS = frozenset(("other", "company", "person", "project", "organ", "state", "organ-of"))


class Sending(Roles):
    """A sentence that may say who sent information."""

    def _before(self, at: int) -> list[str]:
        """The words of the sentence before a group, in small letters."""
        starts = self.groups.starts
        return self.lower[starts[0] - self.first : starts[at] - self.first]

    def sent(self) -> tuple[list[Named], int | None, int | None]:
        """The States that sent information, the number printed of them, and the number of papers that came."""
        named, printed, papers = list(self.listed()), self.number(), self.papers()
        if not named and (named := list(self.exactly())):
            printed = len(named)
        if not named and self.told.opening:
            named = self.all_addressed()
        return named, papers if named and printed is None and papers == len(dict(named)) else printed, papers

    # ------------------------------------------------------------------------------------------ numbers
    def number(self) -> int | None:
        """The number of States that the sentence prints: the first before a noun for States."""
        return next((count for at, count in self._numbers() if not self._is_aside(at)), None)

    def _is_aside(self, at: int) -> bool:
        """Whether a number is of those of whom another clause tells: "although 41 were interested, only A replied"."""
        place = self.parse.places.get(at)
        subordinate = place is not None and place.role == "subject" and place.clause.opener == "while"
        return subordinate and place is not None and place.clause.verb >= 0 and not self._replies(place.clause)

    def _numbers(self) -> Iterator[tuple[int, int]]:
        """The groups that print a number of States, each with it."""
        groups = self.groups
        for at, kind in enumerate(groups.kinds):
            if kind in COUNTED:
                counted = range(groups.starts[at], groups.ends[at])
                if (count := next(filter(None, map(self._count, counted)), None)) is not None:
                    yield at, count

    def _count(self, token: int) -> int | None:
        """The number that a token prints, with the tens before it: « trente et un »."""
        words, count = self.tokens.words, self.about.count(self.tokens.words[token])
        joined = self.tokens.tags[token - 1 : token] == self.grammar.lexicon.classes.of["and"]
        tens = self.about.count(words[token - 2]) if joined and token - 2 >= self.first else None
        return count + tens if count and tens and count < _TEN <= tens else count

    def papers(self) -> int | None:
        """The number of papers that are said to have come ("14 replies were to hand"), None where none is said."""
        words = self.about
        for match in self.grammar.papers.finditer(self.tokens.tags, self.first, self.last):
            count, sent = words.count(self.tokens.words[match.start()]), match.end() - self.first
            if (
                count is not None
                and self.lower[sent - 1] in words.matter
                and words.to_others.isdisjoint(self.lower)
                and not words.arriving.isdisjoint(self.lower[sent:])
            ):
                return count
        return None

    def together(self, named: Sequence[Named]) -> list[frozenset[str]]:
        """Those of the States that stand in one group each."""
        listed = {at for _, at in named}
        groups = (frozenset(iso3 for iso3, at in names if at in listed) for names in self.groups.states.values())
        return [group for group in groups if group]

    def sizes(self, named: Sequence[Named]) -> frozenset[int]:
        """How many States the sentence has listed at the end of each of its groups."""
        return frozenset(accumulate(map(len, self.together(named)), initial=0))

    # ------------------------------------------------------------------------------------------ States
    def exactly(self) -> Iterator[Named]:
        """The States where it prints a number of States and names just as many after it, and speaks of replies.

        Where a sentence before tells of the note verbale, it need not: "The following 3 States did so: …".
        """
        words = self.about
        if not words.to_others.isdisjoint(self.lower):
            return
        if not self.told.asked and words.of_it.isdisjoint(self.lower):
            return
        for counted, number in self._numbers():
            named = [
                name
                for at, names in self.groups.states.items()
                if at > counted and not self.is_of_others(at)
                for name in names
            ]
            if number > FEW and len({iso3 for iso3, _ in named}) == len(named) == number:
                yield from named
                return

    def listed(self) -> Iterator[Named]:
        """The States that sent information."""
        groups, kinds, before = self.groups, self.parse.kinds if self.groups.states else [], -1
        begun = self.told.listing and FINITE.isdisjoint(kinds)
        for at, named in groups.states.items():
            if self.is_of_others(at):
                continue
            if (
                (begun and kinds[at] == "state")
                or self._is_listed(at)
                or (self.told.opening and self.sent_it(at))
                or (before >= 0 and kinds[at] in (kinds[before], "state") and self.goes_on(before, at))
            ):
                before = at
                yield from named

    def _is_listed(self, at: int) -> bool:
        """Whether the wording before a group of States says that it lists who sent information."""
        if self.parse.kinds[at] == "paper-of":
            before = self._lower(max(0, self.groups.starts[at] - 8), self.groups.starts[at])
            many = len(self.groups.states[at]) >= FEW and not self.about.grounds.isdisjoint(before)
            return many or self._is_said_to_have_come(at)
        listing = self.parse.kinds[at] in ("state", "organ-of")
        return listing and (self._after_source(at) or self._sends(at) or self._is_thanked(at))

    def before(self, named: Sequence[Named]) -> list[str]:
        """The words up to the first of the States, in small letters."""
        return self.lower[: min(at for _, at in named) - self.first]

    def is_of_respondents(self, named: Sequence[Named]) -> bool:
        """Whether what the States sent is what none but respondents send, or they are called States parties.

        The group that names them may say what they sent ("the reports of"), else all words of the sentence do.
        """
        groups = self.groups
        at = next((at for at, names in groups.states.items() if named and named[0] in names), None)
        if at is None:
            return self.about.are_of_respondents(self.lower)
        counted = not COUNTED.isdisjoint(groups.kinds[max(0, at - FEW - 1) : at])
        paper = self.parse.kinds[at] == "paper-of"
        told = self._lower(groups.starts[at], groups.ends[at]) if paper else self.lower
        return counted or self.about.are_of_respondents(told)

    def announces(self) -> bool:
        """Whether the sentence says of a number of States that they sent information, without their names."""
        groups, words = self.groups, self.about
        ends = ["states"] if groups.kinds[-1:] == ["colon"] else []  # "Submissions were received from: (a) …"
        if ends and self.told.opening:  # "They were received in the following languages:"
            clauses = [clause for clause in self.parse.clauses if clause.verb >= 0]
            if any(self.things_came(c) or (c.subject >= 0 and self.are_respondents(c.subject)) for c in clauses):
                return True
        if not ends and COUNTED.isdisjoint(groups.kinds):
            return False
        kinds = self.parse.kinds
        for at, kind in enumerate([*kinds, *ends]):
            if kind not in COUNTED:
                continue
            place = self.parse.places.get(at)
            if place is not None and place.role == "subject" and self.predicate(place.clause.verb).kind == "sending":
                return True
            if at < len(kinds) and self._of_source(at):
                return True
            lead = self.grammar.shapes.sent_by.search(self.parse.letters, 0, at)
            if lead is None:
                continue
            before = words.without_addressee(self._before(lead.start()))
            matter = next((i for i in range(len(before) - 1, -1, -1) if before[i] in words.matter), None)
            if (
                matter is not None
                and words.not_sent.isdisjoint(before[max(0, matter - 4) :])
                and (matter == len(before) - 1 or not words.came.isdisjoint(before[matter:]))
            ):
                return True
        return False

    # ------------------------------------------------------------------------------------------ one group of States
    def _after_source(self, at: int) -> bool:
        """Whether "information was received from" stands before, or a title that says so."""
        words, place = self.about, self.parse.places.get(at)
        if place is not None and (place.role in ("in", "to") or self._came_to_others(place.clause)):
            return False  # "advisers stationed in A and B", "comments were sent by the Office to A and B"
        lead = self.grammar.shapes.sent_by.search(self.parse.letters, 0, at)
        if lead is None:
            text = " ".join(self._before(at))
            title = words.titles.match(text)
            return (title is not None and not text[title.end() :].strip(" :;,.-•–()")) or self._of_source(at)
        before = words.without_addressee(self._before(lead.start()))
        matters = [i for i in range(len(before) - 1, -1, -1) if before[i] in words.matter]
        came = (i for i in matters if len(before) - i <= FEW or not words.came.isdisjoint(before[i + 1 :]))
        matter = next(came, None)  # "information submitted, pursuant to a note verbale, by …"
        if matter is None and before and before[-1] in words.replying:
            return len(self.groups.states[at]) > FEW  # "the first part was answered by …"
        if matter is None or not words.not_sent.isdisjoint(before[max(0, matter - 4) : matter] + before[matter + 1 :]):
            return False
        between, kinds = [word for word in before[matter + 1 :] if word != ","], self.parse.kinds
        many = len(self.groups.states[at]) > FEW or any(
            kind in ("states", "collective", "colon") for kind in kinds[lead.start() : at]
        )
        finite = any(kind in ("passive", "copula") for kind in kinds[: lead.start()])
        finding = self.find(at, self.rows)
        told = finding is not None and finding.row.says != "nothing"
        return many or (finite and not told) or (not between and not told and lead.start() > 0)

    def _came_to_others(self, clause: Clause) -> bool:
        """Whether somebody else than the Secretariat received what came: "the Ministry had received reports from"."""
        kinds, subject = self.parse.kinds, clause.subject
        if subject < 0 or clause.verb < 0 or kinds[clause.verb] != "active" or kinds[subject] not in _RECEIVERS:
            return False
        named = " ".join(self.tokens.words[self.groups.starts[subject] : self.groups.ends[subject]])
        return named not in self.grammar.lexicon.alone["other"]

    def _is_thanked(self, at: int) -> bool:
        """Whether States are thanked for what they sent: "the Secretariat thanks A, B and C for the information"."""
        words, place = self.about, self.parse.places.get(at)
        thanked = self.anchor(at, place) if place is not None and place.role in TIES else at  # "the following States"
        behind = self._lower(self.groups.ends[thanked], self.groups.ends[thanked] + _NEAR)
        if len(self.groups.states[at]) < FEW or words.thanks.isdisjoint(self._before(at)):
            return False
        return not words.thanked_for.isdisjoint(behind[:1]) and not words.sure.isdisjoint(behind)

    def _of_source(self, at: int) -> bool:
        """Whether "relied on the replies of" stands before."""
        lead = self.grammar.shapes.sent_of.search(self.parse.letters, 0, at)
        if lead is None:
            return False
        lower, words = self._before(lead.start()), self.about
        matter = next((i for i in range(len(lower) - 1, -1, -1) if lower[i] in words.matter), None)
        if matter is None:
            return False
        if since := lower[matter + 1 :]:  # « les réponses reçues, au 31 mai, des États … »
            behind, ends = self.groups.starts[0] + matter, lead.start()
            kinds = [
                kind for kind, start in zip(self.parse.kinds[:ends], self.groups.starts, strict=False) if start > behind
            ]
            if words.came.isdisjoint(since) or not {"which", *FINITE}.isdisjoint(kinds):
                return False
        if self.parse.kinds[lead.start() + 1 : at] in (["collective", "open"], ["states", "open"]):
            return True  # "the replies of 18 States parties (A, B …)"
        return not words.grounds.isdisjoint(" ".join(lower).split())

    def _sends(self, at: int) -> bool:
        """Whether the States, or those whose names they are, are the subject of sending."""
        place, words = self.parse.places.get(at), self.about
        if place is None:
            return False
        anchor = self.anchor(at, place) if place.role in TIES else at
        where = self.parse.places.get(anchor)
        if where is None or self.parse.kinds[anchor] == "organ-of":
            return False
        verb_at = where.clause.verb
        between = self._lower(self.groups.starts[verb_at], self.groups.ends[verb_at] + 3)
        many, replying = len(self.groups.states[at]) > FEW, words.replying
        if where.role == "subject":
            verb = self.predicate(verb_at)
            sending = verb.kind == "sending" or (
                anchor != at
                and ((verb.kind == "report" and verb.lemma in words.sends) or not replying.isdisjoint(between))
            )
            # "a questionnaire, to which A, B and C had responded"
            sending = sending or (many and not (replying.isdisjoint(between) or words.asking.isdisjoint(self.lower)))
        elif self.parse.kinds[verb_at] == "copula":  # "Those having replied to the note verbale are A, B and C"
            sending = many and place.role == "object" and not replying.isdisjoint(self._before(at))
        else:  # «la información que enviaron a la Secretaría A, B y C»
            behind = place.role == "object" and (verb_at == 0 or where.clause.opener in ("that", "which"))
            sending = behind and many and not words.came.isdisjoint(between)
        return sending and words.to_others.isdisjoint(between)

    def _is_said_to_have_come(self, at: int) -> bool:
        """Whether it is said of a reply that it came: "the reply of Chile was received", "reached the Secretariat"."""
        groups, place, words = self.groups, self.parse.places.get(at), self.about
        if place is None or place.role != "subject":
            return False
        paper, verb = (self._lower(groups.starts[n], groups.ends[n]) for n in (at, place.clause.verb))
        passive = self.parse.kinds[place.clause.verb] == "passive" and not words.came.isdisjoint(verb)
        return not words.sure.isdisjoint(paper) and (passive or self.predicate(place.clause.verb).kind == "ceremonial")
