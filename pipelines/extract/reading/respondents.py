"""Who sent information: the States that a text lists as respondents, and the number of them that it prints.

A sentence becomes a string of classes of its own (a State, what is sent, that it came …), and few patterns over their
names find the runs of States beside a word of sending. Not here: the words (`respondent_words.py`), which of a note's
lists are its own (`respondent_lists.py`), who of them is silent (`submissions.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.extract.reading.classes import Classes
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.respondent_words import OF_WORDS
from pipelines.extract.reading.tokens import Tokens, sentences_of

Named = tuple[str, int]  # code of a State, token of its name
FEW = 2  # States that are no list yet
MANY = 4  # States that are a list, whatever the sentence says of them
_NEAR = 6  # classes before what may be money in which it is said that it came
# The class of a word that stands in no list of `respondents.yaml`, by the one that the lexicon gives it. Words of
# `nothing` are passed over; all others are a `word`.
_OF_LEXICON = {
    "state": ("state",),
    "party": ("country", "government", "pronoun"),
    "from": ("from",),
    "by": ("by",),
    "of": ("of",),
    "in": ("in", "to", "for"),
    "which": ("which", "while"),
    "that": ("that",),
    "other": ("other", "person", "event", "company", "project", "help"),
    "organ": ("organ",),
    "open": ("open",),
    "close": ("close",),
    "colon": ("colon",),
    "comma": ("comma", "and", "semicolon", "dash", "bullet", "quote"),
    "including": ("including",),
    "verb": ("ed", "past", "be", "have", "do", "should", "will"),
    "nothing": ("determiner", "adjective", "adverb", "as", "speaker", "demonym", "been", "same", "own"),
}
_CLASSES = Classes(
    [*_OF_LEXICON, *OF_WORDS.values(), "number", "word"],
    {"sent": ["matter", "ambiguous"], "between": ["other", "organ", "state", "negation"]},
)
_OF = _CLASSES.of
_TAGS = {tag: _OF[name] for name, tags in _OF_LEXICON.items() for tag in tags}
# Parts of the patterns below; later ones use earlier ones.
_PARTS = {
    # States, and what may stand between two of them: "A (4 April), and from the Government of B"
    "LIST": "state (?: (?: open [number word]+ close | [comma including open close colon number party from by of]"
    " | word (?=[comma open]) | organ [organ word]* of ){0,9}+ state )*+",
    # "A, in English from B"
    "LISTS": "LIST (?: [^ between verb which that]{0,8} [from by] LIST )*",
    # what may stand before them: "the following 17 States parties (", "seven of them, namely", "the authorities of"
    "LEAD": "(?: [number party including comma colon open close] | [number party word] of | open word close"
    " | word (?=[comma colon open including]) | (?> organ+ [^ between]{0,8}? of ) )*",
    "WHO": "LEAD (?P<states> LIST )",
    # "received, in reply to a note verbale, from"
    "FROM": "[^ between]{0,12}? from | (?: [^ between verb]{0,8} | [^ between]{0,9}? came [^ between verb]{0,8}? ) by",
    "LINK": "[comma which close open word in number matter party]",
    "SENT_IT": "(?: reply (?! that ) | came [^ between comma]{0,3} sent )",
    "NOT_DENIED": "(?<! negation ) (?<! negation [word verb comma] ) (?<! negation [verb comma] [verb word] )",
    # respondents were, as before, A
    "WAS": "verb (?: comma [^ other organ state verb]{0,5} comma )?",
    "BEFORE": "(?: FROM LEAD | [^ between]{0,12}? (?: [colon open including] LEAD | WAS ) )",
    # "the replies received of"
    "SENT_OF": "sent [came word number comma]? of",
}
_SENDING = (
    # information was received, in reply to a note verbale, from A; replies: A; respondents were A
    "NOT_DENIED [sent reply] BEFORE (?P<states> LISTS )",
    # la información que enviaron A y B; respondieron al cuestionario A y B
    "(?: [came reply] [^ between comma]{0,4} sent | reply ) (?: [number party] of? )* (?P<states> LIST )",
    # draws on the submissions of A
    "[grounds came thanks] [^ between]{0,9} SENT_OF WHO",
    # the replies of A were received; three, those of A, came late
    "(?: SENT_OF | party of | number comma? that? of ) WHO [^ between]{0,4} came",
    # the Secretariat thanks A and B for their replies
    "thanks [^ between]{0,4} WHO [^ state negation]{0,2} in [^ state negation]{0,5} matter",
    # A and B submitted information; A and B, which replied; but not: A replied that
    "(?<! [negation from in by of] ) WHO LINK{0,10}? (?: verb word? )? SENT_IT",
)
_OTHER_PATTERNS = {
    "list": "(?P<states> LIST )",
    # a sentence that names States, and neither others nor to, in or for whom something was done
    "enumerates": "(?: [^ between in] | in (?! state ) )* state (?: [^ other negation in] | in (?! state ) )*",
    # … that says that something was sent, or is nothing but a list
    "tells": "[matter reply thanks] | colon state | ^ [word comma]* state [state comma word]* $",
    # a heading that says that States sent something
    "heading": "(?= [^ other]* party ) (?! .* in party ) (?= .* [matter reply] ) [^ between]*",
    # a sentence or item that goes on with a list or stands below a title, and is nothing else
    "item": "[^ state verb]*? (?P<states> LISTS ) [word close comma number]*",
    # a number of States, or of what they sent: "17 States parties", "14 replies", « trente et un États »
    "counted": "(?<! in ) ( number (?: comma number )? ) (?= [number word of]? ( [party sent came reply colon open] ))",
    "dates": "open [number word]+ close",
    # "they replied", "replies of 14 States"
    "announces": "[reply came grounds] | sent of",
}
_MACROS: dict[str, str] = {}
for _name, _pattern in _PARTS.items():
    _MACROS[_name] = _CLASSES.written(_pattern, __name__, _MACROS)
_SENDERS = [_CLASSES.pattern(pattern, __name__, _MACROS) for pattern in _SENDING]
_FIND = {name: _CLASSES.pattern(pattern, __name__, _MACROS) for name, pattern in _OTHER_PATTERNS.items()}


class RespondentList(NamedTuple):
    """A list of respondents: the number printed, None where there is none, and the States with the token of each name.

    `elsewhere`: the States are named in another place, an annex or a footnote. `doubtful`: it may be a list of others,
    of donors say. `sizes`: how many States it has, in whole and up to where a list in it may end. `groups`: the States
    that stand in one sentence each.
    """

    number: int | None
    states: tuple[Named, ...]
    elsewhere: bool = False
    doubtful: bool = False
    sizes: frozenset[int] = frozenset()
    groups: tuple[frozenset[str], ...] = ()


class _Sentence:
    """A sentence as a string of classes, and the token of each. `asked`: States had been asked for information."""

    def __init__(self, tokens: Tokens, first: int, last: int, language: Language, *, asked: bool) -> None:
        self.tokens, self.grammar, self.words = tokens, language.grammar, language.respondents
        self.written, self.lower = tokens.words[first:last], tokens.lower[first:last]
        classes = [self._class(at, asked=asked) for at in range(first, last)]
        self.at = [first + n for n, own in enumerate(classes) if own != _OF["nothing"]]
        self.classes = "".join(own for own in classes if own != _OF["nothing"])

    def _class(self, at: int, *, asked: bool) -> str:
        word, tag = self.tokens.lower[at], self.grammar.lexicon.classes.name[self.tokens.tags[at]]
        if tag == "state":
            return _OF["state"]
        if (name := self.words.classes.get(word)) is not None:
            return _OF[name]
        if asked and word in self.words.did_so:
            return _OF["reply"]
        return _OF["number"] if self.words.count(word) is not None else _TAGS.get(tag, _OF["word"])

    def has(self, *names: str) -> bool:
        """Whether a word of one of these classes is in it."""
        return any(_OF[name] in self.classes for name in names)

    def is_of_others(self) -> bool:
        """Whether it tells what is still to come, of money, or what an earlier document was made of."""
        return self.words.are_of_others(self.written, self.lower)

    def senders(self) -> tuple[list[Named], bool]:
        """The States of which the wording says that they sent something; whether that may be money."""
        matches = [match for pattern in _SENDERS for match in pattern.finditer(self.classes)]
        clear = [match for match in matches if _OF["matter"] in match[0] or _OF["reply"] in match[0]]
        told = [match for match in matches if match in clear or self._came(*match.span())]
        spans = sorted({match.span("states") for match in told})
        return self._named(n for span in spans for n in range(*span)), bool(spans) and not clear

    def _came(self, start: int, end: int) -> bool:
        """Whether it is told near that what may be money came or was used: not "with contributions from A"."""
        near = self.classes[max(0, start - _NEAR) : end + FEW + 1]
        return _OF["came"] in near or _OF["grounds"] in near

    def items(self) -> list[Named]:
        """The States of an item that goes on with a list, or of what stands below a title."""
        match = _FIND["item"].fullmatch(self.classes)
        return self._named(range(*match.span("states"))) if match else []

    def enumerated(self) -> list[Named]:
        """The States of its lists, where it speaks of nobody else, and not of what was done to, in or for them."""
        if self.is_of_others() or not _FIND["enumerates"].fullmatch(self.classes):
            return []
        spans = [match.span("states") for match in _FIND["list"].finditer(self.classes)]
        lists = [self._named(range(*span)) for span in spans if not self._is_topic(self.at[span[0]])]
        return [name for named in lists if len(named) > FEW for name in named]

    def _is_topic(self, at: int) -> bool:
        """Whether a preposition stands before a name that tells what something is about: "in respect of Chad"."""
        of, tags = self.grammar.of, self.tokens.tags
        before = at - 1 - (at > 1 and tags[at - 1] in of["determiner"])
        return before >= 0 and tags[before] in of["prep"]

    def tells(self) -> bool:
        """Whether it tells of what was sent, or is nothing but a list."""
        return _FIND["tells"].search(self.classes) is not None

    def names(self) -> list[Named]:
        """All States that it names."""
        return self._named(range(len(self.classes)))

    def _named(self, places: Iterable[int]) -> list[Named]:
        code, words = self.grammar.lexicon.code, self.tokens.words
        states = dict.fromkeys(self.at[n] for n in places if self.classes[n] == _OF["state"])
        return [(code[words[at]], at) for at in states]

    def sizes(self, named: Sequence[Named]) -> frozenset[int]:
        """How many of the States are named up to each point at which a list in the sentence may end."""
        states = [n for n, at in enumerate(self.at) if at in {place for _, place in named}]
        gaps = (_FIND["dates"].sub("", self.classes[a + 1 : b]) for a, b in pairwise(states))
        ends = (n for n, gap in enumerate(gaps, 1) if any(_OF[name] in gap for name in ("close", "from", "by")))
        return frozenset((*ends, len(states)))

    def announces(self) -> bool:
        """Whether it says, of a number of States, that they sent something."""
        return not self.has("negation") and _FIND["announces"].search(self.classes) is not None

    def numbers(self, *, of_states: bool = False) -> list[int]:
        """The numbers of States, or of what they sent, that it prints; `of_states`: not of what they sent."""
        found = []
        for match in _FIND["counted"].finditer(self.classes):
            words = [self.tokens.words[self.at[n]] for n in range(*match.span(1))]
            if match[2] == _OF["party"] or not of_states:
                found.append(sum(count for word in words if (count := self.words.count(word)) is not None))
        return [count for count in found if count]


class _Text:
    """A text that is being read for respondents, with what is known as far as it has been read.

    `asked`: there was spoken of what States sent or were asked for. `listing`: what follows may go on with a list.
    """

    def __init__(self, tokens: Tokens, language: Language, *, opening: bool, asked: bool) -> None:
        self.tokens, self.language, self.words = tokens, language, language.respondents
        self.opening, self.asked = opening, asked
        self.states: dict[str, Named] = {}
        self.number: int | None = None
        self.listing = self.elsewhere = self.doubtful = False
        self.groups: list[frozenset[str]] = []
        self.sizes: frozenset[int] = frozenset()

    def read(self, first: int, last: int) -> None:
        """Read a sentence."""
        words, lower = self.words, self.tokens.lower[first:last]
        self.asked = self.asked or not words.asking.isdisjoint(lower)
        sentence = _Sentence(self.tokens, first, last, self.language, asked=self.asked)
        told, titled = sentence.has("reply", "came"), words.titles.match(" ".join(lower)) is not None
        speaks = titled or not words.of_it.isdisjoint(lower) or (self.asked and told)
        if not (speaks or self.listing or self.asked) or sentence.is_of_others():
            return
        named, money = self._named(sentence, titled=titled, goes_on=self.listing and not (speaks or told))
        self._count(sentence, named, speaks=speaks)
        self.asked = self.asked or (self.opening and speaks)
        self.doubtful = self.doubtful or (money and not self.asked and bool(named))
        self.sizes |= {len(self.states) + size for size in sentence.sizes(named)}
        self.states = {name[0]: name for name in reversed(named)} | self.states
        self.groups += [frozenset(dict(named))] if named else []
        ends = self.tokens.tags[last - 1] in self.language.grammar.going_on or not words.following.isdisjoint(lower)
        self.listing = (self.listing or titled or told) and (ends or bool(named))

    def _named(self, sentence: _Sentence, *, titled: bool, goes_on: bool) -> tuple[list[Named], bool]:
        """The respondents that a sentence names, and whether they may have sent money.

        One or two are none without a word that says so, for they may have sent anything: "Kenya provided information
        on its portal", "with a contribution from Norway".
        """
        named, money = sentence.senders()
        if not named and (titled or goes_on):
            named = sentence.items()
        if len(named) <= FEW and not titled and not self.listing:
            late = not self.words.late.isdisjoint(sentence.lower)
            named = named if not money and (self.opening or late) else []
        every = sentence.names()
        if not named and not sentence.has("negation") and FEW < len(dict(every)) in sentence.numbers(of_states=True):
            named = every
        return named, money

    def _count(self, sentence: _Sentence, named: Sequence[Named], *, speaks: bool) -> None:
        """Take the number of respondents that a sentence prints, and whether it says that they are named elsewhere."""
        numbers = sentence.numbers()
        printed = len(dict(named)) if len(dict(named)) in numbers else next(iter(numbers), None)
        refers = self.words.refer_elsewhere(sentence.lower)
        announces = speaks and printed is not None and sentence.announces()
        late = len(self.states) > FEW >= len(named) > 0  # "one more reply, that of Fiji": no number of the list
        if self.number is None and (named or refers or announces) and not late:
            self.number = printed
        self.elsewhere = self.elsewhere or refers or (announces and not named)

    def listed(self) -> RespondentList | None:
        """What was read, None where the text speaks of no respondents."""
        number, found = self.number, self.states
        if number is not None and FEW < number > len(found):
            found = self._exactly(number) or found
        says_where = self.elsewhere and (number is not None or not self.words.elsewhere.isdisjoint(self.tokens.lower))
        if not found and not says_where:
            return None
        fewer = number is not None and len(found) < number
        elsewhere = self.elsewhere or not found or fewer
        return RespondentList(number, _in_order(found), elsewhere, self.doubtful, self.sizes, tuple(self.groups))

    def _exactly(self, number: int) -> dict[str, Named]:
        """The States of the sentence that names as many as were announced: "14 States replied. They were A, B, …"."""
        grammar = self.language.grammar
        named = (_by_code(names_in(self.tokens, grammar, *run)) for run in sentences_of(self.tokens, grammar))
        return next((of for of in named if len(of) == number), {})


def respondents_of(
    tokens: Tokens, language: Language, *, opening: bool = False, asked: bool = False
) -> RespondentList | None:
    """The respondents that a text lists or announces, None where it speaks of none.

    `opening`: it stands in the introduction, which tells how the note came about. `asked`: there was spoken of what
    States sent or were asked for before.
    """
    if language.respondents.clues.isdisjoint(tokens.words) and not asked:
        return None
    text = _Text(tokens, language, opening=opening, asked=asked)
    for first, last in sentences_of(tokens, language.grammar):
        text.read(first, last)
    return text.listed()


def speaks_of_it(tokens: Tokens, language: Language) -> bool:
    """Whether a text speaks of what States send, or by what they are asked for it."""
    return not language.respondents.of_it.isdisjoint(tokens.lower)


def entitles(tokens: Tokens, language: Language) -> bool:
    """Whether a heading says that what stands below it lists respondents."""
    sentence = _Sentence(tokens, 0, len(tokens.words), language, asked=False)
    title = language.respondents.titles.fullmatch(" ".join(tokens.lower))
    return title is not None or _FIND["heading"].fullmatch(sentence.classes) is not None


def enumerated(
    tokens: Tokens, language: Language, named: frozenset[str], listed: RespondentList | None, *, beside: bool
) -> RespondentList | None:
    """A list of respondents with the States that other sentences of the text enumerate, whatever they say of them.

    `named`: those of whom the note speaks later on; half of an enumeration must be of them, for then they were asked
    and have answered. `listed`: what was read in the text by its wording. `beside`: it, or the paragraph of
    a footnote, speaks of respondents, so that a sentence need not.
    """
    groups: list[dict[str, Named]] = []
    for first, last in sentences_of(tokens, language.grammar):
        sentence = _Sentence(tokens, first, last, language, asked=False)
        states = _by_code(sentence.enumerated())
        if len(states) >= MANY and (beside or sentence.tells()) and 2 * len(named & states.keys()) >= len(states):
            groups.append(states)
    if not groups:
        return listed
    listed = listed or RespondentList(None, ())
    found = {code: name for states in groups for code, name in states.items()} | _by_code(listed.states)
    number = listed.number if listed.number != len(listed.states) else None  # that of a few who came late
    return listed._replace(
        number=listed.number if len(listed.states) > FEW else number,
        states=_in_order(found),
        elsewhere=False,
        sizes=listed.sizes | {len(states) for states in groups},
        groups=(*listed.groups, *(frozenset(states) for states in groups)),
    )


def _by_code(names: Sequence[Named]) -> dict[str, Named]:
    """Each State with its first name."""
    return {name[0]: name for name in reversed(names)}


def _in_order(found: Mapping[str, Named]) -> tuple[Named, ...]:
    """The names in the order of the text."""
    return tuple(sorted(found.values(), key=lambda name: name[1]))


def bare_list(tokens: Tokens, grammar: Grammar) -> tuple[Named, ...]:
    """The States of a text that holds nothing but their names; empty for any other text."""
    return names_in(tokens, grammar) if grammar.find["bare"].fullmatch(tokens.tags) else ()


def names_in(tokens: Tokens, grammar: Grammar, first: int = 0, last: int | None = None) -> tuple[Named, ...]:
    """The States that a text, or its tokens from `first` up to `last`, name."""
    end = len(tokens.tags) if last is None else last
    names = (at for at in range(first, end) if tokens.tags[at] == grammar.of["state"])
    return tuple((grammar.lexicon.code[tokens.words[at]], at) for at in names)
