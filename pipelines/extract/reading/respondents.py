"""Who sent information: the States that a text lists as respondents, and the number of them that it prints.

A sentence becomes a string with a letter for each word that tells (a State, what is sent, that it came), and a few
patterns over these letters find the States that sent something. Not here: the words (`respondent_words.py`), which of
a note's lists are its own (`respondent_lists.py`), what respondents said (`statements.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.tokens import Tokens, sentences_of

Named = tuple[str, int]  # code of a State, token of its name
FEW = 2  # States that are no list yet
MANY = 4  # States that are a list, whatever the sentence says of them
_NEAR = 6  # letters before "contributions" in which it is said that they came
# The letter of a word that stands in no list of `respondents.yaml`, by its class; others are "x", or "v" for a verb.
_BY_CLASS = {
    "S": ("state",),
    "P": ("country", "government", "pronoun"),
    "f": ("from",),
    "b": ("by",),
    "o": ("of",),
    "i": ("in", "to", "for"),
    "w": ("which", "while"),
    "h": ("that",),
    "O": ("other", "person", "event", "company", "project", "help"),
    "G": ("organ",),
    "(": ("open",),
    ")": ("close",),
    ":": ("colon",),
    ",": ("comma", "and", "semicolon", "dash", "bullet", "quote"),
    "e": ("including",),
    "v": ("ed", "past", "be", "have", "do", "should", "will"),
    "": ("determiner", "adjective", "adverb", "as", "speaker", "demonym", "been", "same", "own"),
}
# States, and what may stand between two of them: "A (4 April), and from the Government of B".
_LIST = r"S(?:(?:\([Nx]+\)|[,e():NPfbo]|x(?=[,(])|G[Gx]*o){0,9}+S)*+"
# What may stand before them: "the following 17 States parties (", "seven of them, namely", "the authorities of".
_LEAD = r"(?:[NPe,:()]|[NPx]o|\(x\)|x(?=[,:(e])|(?>G+[^OGSn]{0,8}?o))*"
_WHO = rf"{_LEAD}(?P<states>{_LIST})"
_IN_TURN = rf"(?:[^OGSvwhn]{{0,8}}[fb]{_LIST})*"  # "from A, in English from B"
_CAME_FROM = r"(?:[^OGSn]{0,12}?f|(?:[^OGSnv]{0,8}|[^OGSn]{0,9}?c[^OGSnv]{0,8}?)b)"
_SOURCE = rf"{_CAME_FROM}{_LEAD}|[^OGSn]{{0,12}}?(?:[:(e]{_LEAD}|v(?:,[^OGSv]{{0,5}},)?)"
_PATTERNS = (
    # information was received, in reply to a note verbale, from A; replies: A; respondents were A
    rf"(?<!n)(?<!n[xv,])(?<!n[v,][vx])[mkr](?:{_SOURCE})(?P<states>{_LIST}{_IN_TURN})",
    # la información que enviaron a la Secretaría A y B; respondieron al cuestionario A y B
    rf"(?:[cr][^OGSn,]{{0,4}}[mk]|r|[mk][wh][^S]{{0,14}}c[ix]{{0,3}})(?:[NP]o?)*(?P<states>{_LIST})",
    # 21 States parties provided information for the present note, namely A
    rf"P[^OGSn]{{0,4}}(?:r|c[^OGSn,]{{0,3}}[mk])[^OGSn]{{0,8}}?[:(e]{_WHO}",
    # draws on the submissions of A
    rf"[gct][^OGSn]{{0,9}}[mk][cxN,]?o{_WHO}",
    # the replies of A were received; three, those of A, came late
    rf"(?:[mk][cxN,]?|P|N,h?)o{_WHO}[^OGSn]{{0,4}}c",
    # A and B submitted information; A and B, which replied; which A and B returned; but not: A replied that
    rf"(?<![nfibo]){_WHO},?w?[,)(xiNmP]{{0,8}}?(?:vx?)?(?:r(?!h)|c[^OGSn,]{{0,3}}[mk])",
    rf"[mk],?[wh](?P<states>{_LIST})c",
    # the Secretariat thanks A and B for their replies
    rf"t[^OGSn]{{0,4}}{_WHO}[^Sn]{{0,2}}i[^Sn]{{0,5}}m",
)
_LETTER_OF = {name: letter for letter, names in _BY_CLASS.items() for name in names}
# A number of States, or of what they sent: "17 States parties", "14 replies", « trente et un États ».
_COUNTED = re.compile(r"(?<!i)(N(?:,N)?)(?=[Nxo]?([Pmkrc(:]))")
_DATES = re.compile(r"\([Nx]+\)")
_ENDS = frozenset(")fb")
# "they replied", "replies of 14 States"
_ANNOUNCES = re.compile(r"[rcg]|[mk]o")
_CAME = frozenset("cg")
_SURE, _TELLS = frozenset("mr"), frozenset("cr")
_SENDERS = [re.compile(pattern) for pattern in _PATTERNS]
# A sentence that names several States, and neither others nor to, in or for whom something was done.
_ENUMERATES = re.compile(r"(?:[^OSni]|i(?!S))*S(?:[^OSni]|S|i(?!S))*")
_TELLS_OF_IT = re.compile(r"[mrt]|:S|^[x,]*S[S,x]*$")
_LISTS = re.compile(rf"(?P<states>{_LIST})")
# A heading that says that States sent something.
_SENT = re.compile(r"(?=[^O]*P)(?!.*iP)(?=.*[mr])[^OGSn]*")
# A sentence or item that goes on with a list or stands below a title, and is nothing else.
_ITEM = re.compile(rf"[^Sv]*?(?P<states>{_LIST}{_IN_TURN})[x),N]*")


class RespondentList(NamedTuple):
    """A list of respondents: the number printed, None where there is none, and the States with the token of each name.

    `elsewhere`: the States are named in another place, an annex or a footnote. `doubtful`: it may be a list of others,
    of donors say. `groups`: the States that stand in one sentence each.
    """

    number: int | None
    states: tuple[Named, ...]
    elsewhere: bool = False
    doubtful: bool = False
    sizes: frozenset[int] = frozenset()
    groups: tuple[frozenset[str], ...] = ()


class _Sentence:
    """A sentence as a string of letters, and where each stands. `asked`: States had been asked for information."""

    def __init__(self, tokens: Tokens, first: int, last: int, language: Language, *, asked: bool) -> None:
        self.tokens, self.grammar, self.words = tokens, language.grammar, language.respondents
        letters = [self._letter(at, asked=asked) for at in range(first, last)]
        self.letters = "".join(letters)
        self.at = [first + n for n, letter in enumerate(letters) if letter]

    def _letter(self, at: int, *, asked: bool) -> str:
        word, name = self.tokens.lower[at], self.grammar.lexicon.classes.name[self.tokens.tags[at]]
        if name == "state":
            return "S"
        if (letter := self.words.letters.get(word)) is not None:
            return letter
        if asked and word in self.words.did_so:
            return "r"
        return "N" if self.words.count(word) is not None else _LETTER_OF.get(name, "x")

    def senders(self) -> tuple[list[Named], bool]:
        """The States of which the wording says that they sent something; whether that may be money."""
        matches = [match for pattern in _SENDERS for match in pattern.finditer(self.letters)]
        matches = [match for match in matches if not (_SURE.isdisjoint(match.group()) and self._may_be_gifts(match))]
        spans = sorted({match.span("states") for match in matches})
        sure = any(not _SURE.isdisjoint(match.group()) for match in matches)
        return self._named(n for start, end in spans for n in range(start, end)), bool(spans) and not sure

    def _may_be_gifts(self, match: re.Match[str]) -> bool:
        """Whether nothing near tells that what may be money came or was used: "with contributions from A"."""
        return _CAME.isdisjoint(self.letters[max(0, match.start() - _NEAR) : match.end() + FEW + 1])

    def items(self, *, titled: bool) -> list[Named]:
        """The States of an item that goes on with a list, or of what stands below a title."""
        match = _ITEM.fullmatch(self.letters)
        goes_on = match is not None and (titled or _TELLS.isdisjoint(self.letters))
        return self._named(range(*match.span("states"))) if match and goes_on else []

    def enumerated(self) -> list[Named]:
        """The States of its lists, where it speaks of nobody else, and not of what was done to, in or for them."""
        if not _ENUMERATES.fullmatch(self.letters):
            return []
        spans = [match.span("states") for match in _LISTS.finditer(self.letters)]
        lists = [self._named(range(*span)) for span in spans if not self._is_topic(self.at[span[0]])]
        return [name for named in lists if len(named) > FEW for name in named]

    def _is_topic(self, at: int) -> bool:
        """Whether a preposition stands before a name that tells what something is about: "in respect of Chad"."""
        of, tags = self.grammar.of, self.tokens.tags
        before = at - 1 - (at > 1 and tags[at - 1] in of["determiner"])
        return before >= 0 and tags[before] in of["prep"]

    def tells(self) -> bool:
        """Whether it tells of what was sent, or is nothing but a list."""
        return _TELLS_OF_IT.search(self.letters) is not None

    def names(self) -> list[Named]:
        """All States that it names."""
        return self._named(range(len(self.letters)))

    def sizes(self, named: Sequence[Named]) -> frozenset[int]:
        """How many of the States are named up to each point at which a list in the sentence may end."""
        states = [n for n, at in enumerate(self.at) if at in {place for _, place in named}]
        gaps = (_DATES.sub("", self.letters[a + 1 : b]) for a, b in pairwise(states))
        return frozenset((*(n for n, gap in enumerate(gaps, 1) if not _ENDS.isdisjoint(gap)), len(states)))

    def _named(self, places: Iterable[int]) -> list[Named]:
        code, words = self.grammar.lexicon.code, self.tokens.words
        states = dict.fromkeys(self.at[n] for n in places if self.letters[n] == "S")
        return [(code[words[at]], at) for at in states]

    def denies(self) -> bool:
        """Whether it says of somebody that nothing came."""
        return "n" in self.letters

    def announces(self) -> bool:
        """Whether it says, of a number of States, that they sent something."""
        return not self.denies() and _ANNOUNCES.search(self.letters) is not None

    def numbers(self, of: str = "Pmkrc(:") -> list[int]:
        """The numbers of States, or of what they sent, that it prints."""
        found = []
        for match in _COUNTED.finditer(self.letters):
            if match[2] not in of:
                continue
            words = [self.tokens.words[self.at[n]] for n in range(*match.span(1))]
            found.append(sum(count for word in words if (count := self.words.count(word)) is not None))
        return [count for count in found if count]


def respondents_of(
    tokens: Tokens, language: Language, *, opening: bool = False, asked: bool = False
) -> RespondentList | None:
    """The respondents that a text lists or announces, None where it speaks of none.

    `opening`: it stands in the introduction, which tells how the note came about. `asked`: there was spoken of what
    States sent or were asked for before.
    """
    grammar, words = language.grammar, language.respondents
    if words.clues.isdisjoint(tokens.words) and not asked:
        return None
    found: dict[str, Named] = {}
    number, elsewhere, listing, doubtful = None, False, False, False
    groups: list[frozenset[str]] = []
    sizes: frozenset[int] = frozenset()
    for first, last in sentences_of(tokens, grammar):
        lower = tokens.lower[first:last]
        asked = asked or not words.asking.isdisjoint(lower)
        sentence = _Sentence(tokens, first, last, language, asked=asked)
        titled = words.titles.match(" ".join(lower)) is not None
        speaks = titled or not words.of_it.isdisjoint(lower) or (asked and not _TELLS.isdisjoint(sentence.letters))
        if not (speaks or listing or asked) or words.are_of_others(tokens.words[first:last], lower):
            continue
        numbers = sentence.numbers()
        named, money = sentence.senders()
        if not named and (titled or (listing and not speaks)):
            named = sentence.items(titled=titled)
        few = len(named) <= FEW and not titled and not listing
        if few and (money or not (opening or not words.late.isdisjoint(lower))):
            named = []  # "Kenya provided information on its portal", "with a contribution from Norway"
        every = sentence.names()
        if not named and not sentence.denies() and FEW < len(dict(every)) in sentence.numbers(of="P"):
            named = every
        printed = len(dict(named)) if len(dict(named)) in numbers else next(iter(numbers), None)
        asked = asked or (opening and speaks)
        refers = words.refer_elsewhere(lower)
        announces = speaks and printed is not None and sentence.announces()
        late = len(found) > FEW >= len(named) > 0  # "one more reply, that of Fiji": no number of the list
        if number is None and (named or refers or announces) and not late:
            number = printed
        sizes |= {len(found) + size for size in sentence.sizes(named)}
        doubtful = doubtful or (money and not asked and bool(named))
        found.update({name[0]: name for name in reversed(named) if name[0] not in found})
        if named:
            groups.append(frozenset(dict(named)))
        elsewhere = elsewhere or refers or (announces and not named)
        ends = tokens.tags[last - 1] in grammar.going_on or not words.following.isdisjoint(lower)
        listing = (listing or titled or not _TELLS.isdisjoint(sentence.letters)) and (ends or bool(named))
    if number is not None and FEW < number > len(found):
        found = _exactly(tokens, number, language) or found
    if not found and not (elsewhere and (number is not None or not words.elsewhere.isdisjoint(tokens.lower))):
        return None
    fewer = number is not None and len(found) < number
    states = tuple(sorted(found.values(), key=lambda name: name[1]))
    return RespondentList(number, states, elsewhere or not found or fewer, doubtful, sizes, tuple(groups))


def speaks_of_it(tokens: Tokens, language: Language) -> bool:
    """Whether a text speaks of what States send, or by what they are asked for it."""
    return not language.respondents.of_it.isdisjoint(tokens.lower)


def entitles(tokens: Tokens, language: Language) -> bool:
    """Whether a heading says that what stands below it lists respondents."""
    sentence = _Sentence(tokens, 0, len(tokens.words), language, asked=False)
    told = language.respondents.titles.fullmatch(" ".join(tokens.lower)) or _SENT.fullmatch(sentence.letters)
    return told is not None


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
        of_others = language.respondents.are_of_others(tokens.words[first:last], tokens.lower[first:last])
        states = {name[0]: name for name in reversed([] if of_others else sentence.enumerated())}
        if len(states) >= MANY and (beside or sentence.tells()) and 2 * len(named & states.keys()) >= len(states):
            groups.append(states)
    if not groups:
        return listed
    listed = listed or RespondentList(None, ())
    found = {name[0]: name for states in groups for name in states.values()} | {n[0]: n for n in listed.states}
    number = listed.number if listed.number != len(listed.states) else None  # that of a few who came late
    return listed._replace(
        number=listed.number if len(listed.states) > FEW else number,
        states=tuple(sorted(found.values(), key=lambda name: name[1])),
        elsewhere=False,
        sizes=listed.sizes | {len(states) for states in groups},
        groups=(*listed.groups, *(frozenset(states) for states in groups)),
    )


def _exactly(tokens: Tokens, number: int, language: Language) -> dict[str, Named]:
    """The States of the sentence that names as many as were announced: "14 States replied. They were A, B, …"."""
    for first, last in sentences_of(tokens, language.grammar):
        named = {name[0]: name for name in names_in(tokens, language.grammar, first, last)}
        if len(named) == number:
            return named
    return {}


def bare_list(tokens: Tokens, grammar: Grammar) -> tuple[Named, ...]:
    """The States of a text that holds nothing but their names; empty for any other text."""
    return names_in(tokens, grammar) if grammar.find["bare"].fullmatch(tokens.tags) else ()


def names_in(tokens: Tokens, grammar: Grammar, first: int = 0, last: int | None = None) -> tuple[Named, ...]:
    """The States that a text, or its tokens from `first` up to `last`, name."""
    end = len(tokens.tags) if last is None else last
    names = (at for at in range(first, end) if tokens.tags[at] == grammar.of["state"])
    return tuple((grammar.lexicon.code[tokens.words[at]], at) for at in names)
