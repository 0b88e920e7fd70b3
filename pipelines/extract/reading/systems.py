"""Named systems: the portals, registers, laws, strategies, programmes and bodies that a paragraph calls by name.

In: a paragraph's tokens. Out: names, each with its short name and the kind of thing that it is of. A name is a run of
words in capitals, words in quotation marks, an address, or a phrase before a short name in brackets; that it is of a
system is told by a noun that heads it or stands beside it, or by its own spelling ("e-SIC"). Not here: whose they are
(`statements.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from pipelines.extract.patterns import trie_pattern
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.tokens import OTHERS, Tokens

OTHER_KIND, BODY, CHANNEL, PORTAL, LAW = "other", "body", "channel", "portal", "law"
NEW = "new-"  # before the key of what is told from an older thing of that name
_ALIKE = str.maketrans("\n\t\u00a0\u2019\u2018\u02bc\u2011\u2010", "   '''--")
_CAPITAL = "A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŠŽ"
_CAP = rf"(?:[a-z]{{1,2}}|[a-z]-)?[{_CAPITAL}][\w'&-]*!?"
_VERSION = r"(?: (?:I{1,3}|IV|V|\d(?:\.\d)?)(?![\w.,]\w|\w))?"
# A word that is a name whatever stands around it: with a capital or a digit inside, or all in capitals.
_MARKED = rf"(?:(?:[a-z]{{1,2}}|[a-z]-)[{_CAPITAL}]\w[\w-]*|[{_CAPITAL}][\w-]*?(?<=\w)[A-Z0-9][\w-]*)!?{_VERSION}"
_IS_MARKED = re.compile(_MARKED)
_QUOTED = re.compile(rf"[\"“«] ?((?=\d|{_CAP})[^\"“”«»]{{2,80}}?) ?[\"”»]")
_SHORT = re.compile(rf"[\"”»]? \([\"“]?((?=(?:[^()]{{0,40}}[{_CAPITAL}]){{2}}){_CAP}(?: {_CAP}){{0,4}})[\"”]?\)")
_NUMBER = r"(?: [Nn][oº°]s?\.? ?| )\d[\d.,/-]*\d(?: (?:of|de) \d{4})?"
_NUMBERED = re.compile(r"\d{4}[-–/]\d{2,4}")
_CALL = re.compile(r"(?<!\S)(?!19|20)\d{3,5}(?=[\s,.;])")  # a number to call
_INNER_STOP = re.compile(r"\.\w")  # no address is without one
# What a name is compared without: the country of an address, the number of a version, the plural of initials.
_ENDING = re.compile(r"^([\w-]+)\.[A-Za-z]{2}$|^(.+) \d\.\d$|^(.*[A-Z]{2})s$")
_YEAR = re.compile(r" (?:19|20)\d{2}$")
_NEAR = 60  # characters before a name that tell of it
_LEAST_LETTERS = 3  # of a name that is no number to call
# Classes of the words of a phrase, and of those that link them.
_PHRASE, _LINKS = "[nounish adjective demonym number gerund]", "[of for to and determiner law]"
_LONGEST = 14  # tokens of a phrase before its noun, and behind it
# Classes of what is no State's own.
_FOREIGN = ("other", "author", "international", "state", "demonym")
# Parts of the patterns below: lists of words of `systems.yaml`, by their names there.
_LISTS = {
    "link": "links",
    "article": "articles",
    "joins": "and",
    "place": "places",
    "new": "new",
    "same": "same",
    "called": "called",
    "first": "not_first",
    "never": "never",
    "of-the": "of_the",
    "domain": "domains",
    "organ": "organs",
    "not-name": "not_names",
    "not-system": "not_systems",
}
_LETTER, _OPENING = "[a-zà-ÿ-]", '["“«]'
_STATE, _PEOPLE = "\ue000", "\ue001"  # hide the letters of a State's name, and of an adjective or a people
# What a `SystemWords` finds, by name: regular expressions in which `~link~` stands for the part of that name.
_PATTERNS = {
    # a run of words in capitals: "Plataforma Digital Nacional", "Act (Amendment) of Police No. 5 of 2003"
    "run": r"(?<![\w./@-])~capital~(?:(?: \([A-Z]\w+\)|(?: ~link~){0,3})(?: | [dl]')~capital~){0,16}"
    rf"(?:{_NUMBER})?{_VERSION}(?![/@]\w)",
    # what stands before its name: "The new", "Chile's "
    "precedes": "(?:(?i:~first~)(?: |$)|~state~'s )",
    # whose it is: "… of Chile", "Chile Open Data Portal", "Chile's …"
    "owner": " ~link~(?: ~article~)?[ '](?:~state~)$",
    "owned": r"(~state~)(?!\w)( (?=\w+ ))?",
    "possessed": "(~state~)'s $",
    # what names a State, or a people and its language ("the German portal"), or begins as no system does
    "no-name": rf"(?:the )?(?:~state~|(?:{_CAP} )*?~demonym~)(?:'s)?|(?i:~noun~)|(?=.* )~not-system~.*",
    "not-alone": r"(?i:(?<!\S)~not-name~(?!\S))",
    # where a run holds two names: at "and" behind a noun of systems or a short name; before what a title is of
    "parted": rf"(?:(?i:\b~noun~)|\b{_MARKED})( ~joins~ (?:~article~ )?)",
    "inner": "( (?:~link~ )?(?:~article~|~of-the~)(?: |'))",
    # an address: "compraspublicas.gob.ec", "Portal.BG"
    "domain": r"(?a:(?<![\w./@-])(?:\w[\w-]{1,60}(?:\.[\w-]{2,60}){0,2}"
    r"\.(?:~domain~(?:\.[a-z]{2})?|(?<=\w{4}\.)[a-z]{2})(?![\w/@-]|\.\w)"
    rf"|[{_CAPITAL}]\w+\.[A-Z]{{2}}\b))",
    # nouns behind a name: "Prozorro platform", "Prozorro, the public platform"; ", a State body"; " of Chile ("
    "after": rf"(?:[\"”»]?(?: {_LETTER}+)?|, ~article~(?: {_LETTER}+){{0,3}}) (~beside~)(?!\w)",
    "office": rf", ~article~(?: {_LETTER}+){{0,3}} ~body~\b",
    "further": r" (?:~link~|[dl]')[^.,;:()A-Z]*(?:~state~)?(?= \()",
    # nouns before a name: "the platform Prozorro", "a system, the \"SIS\""; anywhere before; a word for what is new
    "before": rf"\b(~beside~)(?:, ~article~|,| \()? ?{_OPENING}? ?$",
    "near": r"\b(~noun~)\b(?!.*\b~noun~\b)",
    "new": rf"\b~new~ {_OPENING}? ?$",
    # before what may be any word or a place; before the short name of a ministry; "called "
    "opens": r"(?:^|[*.;:]|\b~place~) *[\"“]? ?$",
    "titled": r"(?i:\b~organ~\b)[^.,;()]*\($",
    "called": r"\b~called~(?: ~article~)? ?[\"“«(]? ?$",
    # between two names of one thing: " (the system formerly called "
    "tie": r"[\"”»]?(?: \([^()]*\))?(?: ~link~ ~state~)?"
    rf"(?:,? \(?(?:~article~ ~noun~ )?(?:(?!~noun~\b)[a-z]+ ){{0,6}}?~same~,?(?: ~article~)? ?{_OPENING}? ?| \()",
}

_Name = tuple[int, int, str]  # span and kind


class System(NamedTuple):
    """One named system: its name as written, without quotation marks; its short name; the span of the name.

    `key`: the name as it is compared, without that of a State. `kind`: of the noun that says what it is. `of_state`:
    code of the State with whose name it begins ("Chile Open Data Portal"). `known`: the key by which the paragraph says
    that it is known again: of its short name, of what it was called before, or of a new one beside an old one.
    """

    name: str
    acronym: str | None
    start: int
    end: int
    key: str
    kind: str
    of_state: str | None
    known: str


class SystemWords:
    """The parsed `systems.yaml`, compiled; what each part is stands in that of English.

    `states`: code and kind of every form of the name of a State. `find`: the compiled patterns, by name.
    """

    def __init__(self, words: Mapping[str, Any], grammar: Grammar, states: Mapping[str, tuple[str, str]]) -> None:
        self.grammar = grammar
        self.states = {form.translate(_ALIKE): of for form, of in states.items()}
        self.kinds = {noun: kind for kind, nouns in words["kinds"].items() for noun in nouns}
        self.links, self.becomes = frozenset(words["links"]), words["becomes"]
        self.organs = frozenset([*words["organs"], *words["kinds"][BODY]])
        self.adjectives_before = bool(words["adjectives_before"])
        # The classes of tokens that a phrase may have, that link its words, and that are no State's own.
        every_class, pattern = "".join(grammar.of.values()), grammar.lexicon.classes.pattern
        self.phrase = "".join(pattern(_PHRASE, "systems").findall(every_class))
        self.linking = "".join(pattern(_LINKS, "systems").findall(every_class))
        self.foreign = frozenset(grammar.of[name] for name in _FOREIGN)

        parts = self._alternatives(words)
        self.find = {
            name: re.compile(re.sub("~([a-z-]+)~", lambda part: parts[part[1]], pattern))
            for name, pattern in _PATTERNS.items()
        }

    def _alternatives(self, words: Mapping[str, Any]) -> dict[str, str]:
        """What the parts of `_PATTERNS` stand for, by name: `article` for any of "the", "a", "an", "its"."""
        bodies = {noun for noun, kind in self.kinds.items() if kind == BODY}
        parts = {name: trie_pattern(words[of]) for name, of in _LISTS.items()}
        parts["state"], parts["demonym"] = f"{_STATE}++", f"{_PEOPLE}++"
        parts["noun"], parts["body"] = trie_pattern(self.kinds), trie_pattern(bodies)
        parts["beside"] = trie_pattern([noun for noun in self.kinds if noun not in bodies])
        parts["capital"] = rf"(?!{parts['never']}\b|[DLdl]'){_CAP}"
        return parts

    def short_behind(self, matter: str, hidden: str, start: int, end: int) -> re.Match[str] | None:
        """The short name behind what still belongs to a name ("the Integrity Unit of Nepal (IU)")."""
        further = self.find["after"].match(matter, end) or self.find["further"].match(hidden, end)
        bracket = further and _SHORT.match(matter, further.end())
        return bracket if bracket and bracket[1][0].upper() == matter[start].upper() else None

    def head(self, name: str) -> str | None:
        """The kind that the noun says which heads a name: its last word, the one before "of", its first."""
        words = [word.removeprefix("e-") for word in name.lower().split() if word[-1].isalpha()]
        small = next((at for at, word in enumerate(words) if word in self.links), len(words))
        heads = [words[-1], words[max(small - 1, 0)], words[0]] if words and " " in name else []
        if heads and heads[1] in self.organs:
            del heads[0]
        return next((self.kinds[word] for word in heads if word in self.kinds), None)

    def beside(self, matter: str, start: int, end: int, *, near: bool = False) -> str | None:
        """The kind that a noun beside a name says ("the Compranet system", "Prozorro, a platform", "called Umucyo").

        `near`: whether a noun that only stands near says it, too.
        """
        lead = matter[max(0, start - _NEAR) : start]
        after, before = self.find["after"].match(matter, end), self.find["before"].search(lead)
        noun = after or before or (self.find["near"].search(lead) if near or self.find["called"].search(lead) else None)
        return self.kinds[noun[1]] if noun else None

    def key(self, name: str, kind: str) -> str:
        """The name as it is compared; a bill is known again as an act, and an act without its year."""
        bare = _ENDING.sub(r"\1\2\3", name)
        if kind == LAW:
            bare = " ".join(self.becomes.get(word.lower(), word) for word in _YEAR.sub("", bare).split())
        return key_of(bare)

    def is_own(self, tokens: Tokens, name: str) -> bool:
        """Whether a word that is marked as a name may be a State's: not known as an organization or as of another."""
        foreign = self.grammar.lexicon.tags[name] in self.foreign or tokens.introduced.get(name) in (*OTHERS, "project")
        return not foreign


def key_of(name: str) -> str:
    """A name as it is compared: small letters and digits without accents, joined by `-`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", bare.casefold()).strip("-")


def systems_in(tokens: Tokens, words: SystemWords) -> list[System]:
    """The named systems of a paragraph, in the order of the text."""
    systems, matter = list[System](), tokens.text.translate(_ALIKE)  # as long as the text, so that spans hold in both
    hidden, taken = _without_states(tokens, matter, words.grammar), bytearray(len(matter))
    for start, end, kind in _names(tokens, matter, hidden, words):
        short = not matter[start].isdigit() and sum(map(str.isalpha, matter[start:end])) < _LEAST_LETTERS
        if short or any(taken[start:end]) or words.find["no-name"].fullmatch(hidden, start, end):
            continue
        bracket = (
            _SHORT.match(matter, end)
            or words.short_behind(matter, hidden, start, end)
            or _SHORT.search(matter, start, end)
        )
        last = max(bracket.end(), end) if bracket else end
        taken[start:last] = b"\x01" * (last - start)
        lead = hidden[max(0, start - _NEAR) : start]
        state, is_new = words.find["owned"].match(hidden, start, end), words.find["new"].search(lead)
        owner = words.find["possessed"].search(hidden, max(0, start - _NEAR), start) or state
        key = words.key(matter[state.end() if state and state[2] else start : end], kind)
        known = key_of(bracket[1]) if bracket else f"{NEW}{key}" if is_new else key
        of_state = words.states[matter[slice(*owner.span(1))]][0] if owner else None
        systems.append(System(tokens.text[start:end], bracket and bracket[1], start, end, key, kind, of_state, known))
    systems.sort(key=lambda system: system.start)
    for at, (one, other) in enumerate(pairwise(systems), 1):
        if words.find["tie"].fullmatch(hidden, one.end, other.start):
            systems[at] = other._replace(known=systems[at - 1].known)
    return systems


def _without_states(tokens: Tokens, matter: str, grammar: Grammar) -> str:
    """The text in which other letters, as many, stand for the names of States and peoples."""
    letters = list(matter)
    for match in grammar.find["names-state"].finditer(tokens.tags):
        start, end = tokens.span(*match.span())
        letters[start:end] = (_STATE if match[0] == grammar.of["state"] else _PEOPLE) * (end - start)
    return "".join(letters)


def _names(tokens: Tokens, matter: str, hidden: str, words: SystemWords) -> Iterator[_Name]:
    """Names as they are found, the surest first; a later one may overlap an earlier one."""
    for match in _QUOTED.finditer(matter):
        if kind := words.beside(matter, *match.span(1), near=True):
            yield *match.span(1), kind
    spans = (match.span() for match in words.find["run"].finditer(matter))
    runs = [
        part
        for span in spans
        if hidden[slice(*span)].strip(_STATE)  # else it is the name of a State, and no more
        for part in _parts(matter, hidden, *span, words)
    ]
    for start, end in runs:
        if kind := words.head(matter[start:end]):
            yield start, end, kind
    yield from _phrases(tokens, matter, words)
    patterns = (words.find["domain"], _CALL) if _INNER_STOP.search(matter) else (_CALL,)
    others = [match.span() for pattern in patterns for match in pattern.finditer(matter)]
    for start, end in sorted([*runs, *others], key=lambda span: (span[0], -span[1])):
        name, lead = matter[start:end], matter[max(0, start - _NEAR) : start]
        if words.find["titled"].search(lead) or words.find["not-alone"].search(name):
            continue
        kind = None if name.istitle() and words.find["opens"].search(lead) else words.beside(matter, start, end)
        if kind and (kind == CHANNEL or not name.isdigit()):
            yield start, end, kind
        elif words.find["domain"].fullmatch(name):
            yield start, end, PORTAL
        elif _IS_MARKED.fullmatch(name) and words.is_own(tokens, name):
            is_body = (
                tokens.introduced.get(name) == "organ"
                or name in tokens.bodies
                or words.find["office"].match(matter, end)
            )
            yield start, end, BODY if is_body else OTHER_KIND


def _parts(matter: str, hidden: str, start: int, end: int, words: SystemWords) -> Iterator[tuple[int, int]]:
    """The names of a run of words in capitals: parted where two meet, without what only precedes or owns them."""
    for one in _cut(words.find["parted"], matter, start, end):
        for first, last in [one] if words.head(matter[slice(*one)]) else _cut(words.find["inner"], matter, *one):
            begins, owner = first, words.find["owner"].search(hidden[first:last])
            ends = first + owner.start() if owner else last
            while before := words.find["precedes"].match(hidden, begins, ends):
                begins = before.end()
            if begins < ends:
                yield begins, ends


def _cut(pattern: re.Pattern[str], matter: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between those that the group of a pattern matches."""
    bounds = [start, *(at for match in pattern.finditer(matter, start, end) for at in match.span(1)), end]
    yield from zip(bounds[::2], bounds[1::2], strict=True)


def _phrases(tokens: Tokens, matter: str, words: SystemWords) -> Iterator[_Name]:
    """Names with small letters in them, around a noun of systems.

    Such a phrase stands before a short name in brackets ("its procurement system (SEACE)") or the number of a law, or
    begins with a capital where only the first word of a name has one ("l'Office national").
    """
    tags, further, done = tokens.tags, words.grammar.of["and"] + words.grammar.of["determiner"], 0
    inside = words.phrase + words.linking
    for at, word in enumerate(tokens.words):
        if tags[at] not in inside or at < done:
            continue
        noun = word.rpartition(" ")[2]
        kind = words.kinds.get(noun.lower())
        if kind is None:
            continue
        before, behind = tags[max(0, at - _LONGEST) : at], tags[at + 1 : at + _LONGEST]
        first = at - len(before) + len(before.rstrip(words.phrase)) if words.adjectives_before else at
        behind = behind[: len(behind) - len(behind.lstrip(inside))]
        last = at + 1 + len(behind)
        bracket = _SHORT.match(matter, tokens.span(at, last)[1])
        own = not behind or tokens.words[last - 1].islower()  # else it is that of the name before it
        if bracket and own and _IS_MARKED.fullmatch(bracket[1]) and words.is_own(tokens, bracket[1]):
            initials = {"".join(w[0] for w in tokens.lower[n:last]): n for n in range(first, at)}
            first = initials.get(bracket[1].lower(), first)
        else:
            last = at + 1 + len(behind.partition(further)[0].rstrip(words.linking))  # "and the" begins another
            number = next((n for n in range(at + 1, last) if _NUMBERED.fullmatch(tokens.words[n])), None)
            if number and kind == LAW:
                last = number + 1
            elif words.adjectives_before or noun.islower() or last == at + 1:
                continue
        done = last
        yield *tokens.span(first, last), kind
