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
from pipelines.extract.reading.tokens import Tokens

OTHER_KIND, BODY, CHANNEL, PORTAL, LAW = "other", "body", "channel", "portal", "law"
NEW = "new-"  # before the key of what is told from an older thing of that name
_ALIKE = str.maketrans("\n\t\u00a0\u2019\u2018\u02bc\u2011\u2010", "   '''--")
_CAPITAL = "A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŠŽ"
_CAP = rf"(?:[a-z]{{1,2}}|[a-z]-)?[{_CAPITAL}][\w'&-]*!?"
_VERSION = r"(?: (?:I{1,3}|IV|V|\d(?:\.\d)?)(?![\w.,]\w|\w))?"
# A word that is a name whatever stands around it: with a capital or a digit inside, or all in capitals.
_MARKED = rf"(?:(?:[a-z]{{1,2}}|[a-z]-)[{_CAPITAL}]\w[\w-]*|[{_CAPITAL}][\w-]*?(?<=\w)[A-Z0-9][\w-]*)!?{_VERSION}"
_IS_MARKED = re.compile(_MARKED)
_QUOTED = re.compile(r"[\"“«] ?([^\"“”«»]{2,80}?) ?[\"”»]")
_BRACKET = re.compile(r"[\"”»]? \(([^()]{2,45})\)")
_NUMBER = r"(?: [Nn][oº°]s?\.? ?| )\d[\d.,/-]*\d(?: (?:of|de) \d{4})?"
_PERIOD = re.compile(r"\d{4}[-–/]\d{2,4}")
_CALL = re.compile(r"(?<!\S)(?!19|20)\d{3,5}(?=[\s,.;])")  # a number to call
# What a name is compared without: the country of an address, the number of a version, the plural of initials.
_ENDING = re.compile(r"^([\w-]+)\.[A-Za-z]{2}$|^(.+) \d\.\d$|^(.*[A-Z]{2})s$")
_YEAR = re.compile(r" \d{4}$")
_NEAR = 60  # characters before a name that tell of it
_LONGEST_QUOTED = 4  # words of a name in quotation marks that a noun near it explains
_LONGEST_PHRASE = 14  # tokens of a phrase before a short name
_LEAST_MARKED = 3  # letters of a name that nothing but its spelling explains
# Classes of the words of a phrase, and of those that link them; of what is no State's own.
_PHRASE, _LINKS = "[nounish adjective demonym number gerund]", "[of for to and determiner law]"
_FOREIGN = ("other", "author", "international", "company", "event", "state", "demonym", "project")
_LISTS = ("links", "articles", "and", "places", "new", "same", "called", "not_first", "never", "of_the", "domains")

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

    `states`: code and kind of every form of the name of a State.
    """

    def __init__(self, words: Mapping[str, Any], grammar: Grammar, states: Mapping[str, tuple[str, str]]) -> None:
        self.grammar, self.states = grammar, {form.translate(_ALIKE): of for form, of in states.items()}
        self.kinds = {noun: kind for kind, nouns in words["kinds"].items() for noun in nouns}
        self.links, self.becomes = frozenset(words["links"]), words["becomes"]
        self.organs = frozenset([*words["organs"], *words["kinds"][BODY]])
        self.not_names, self.not_systems = frozenset(words["not_names"]), tuple(words["not_systems"])
        self.dated, self.adjectives_before = frozenset(words["dated"]), bool(words["adjectives_before"])
        pattern, tags = grammar.lexicon.classes.pattern, "".join(grammar.of.values())
        self.phrase, self.linking = (frozenset(pattern(of, "systems").findall(tags)) for of in (_PHRASE, _LINKS))
        self.foreign = frozenset(grammar.of[name] for name in _FOREIGN)

        link, article, joins, places, new, same, called, first, never, of_the, ending = (
            trie_pattern(words[name]) for name in _LISTS
        )
        state = trie_pattern(form for form, (_, kind) in self.states.items() if kind != "demonym")
        demonym = trie_pattern(form for form, (_, kind) in self.states.items() if kind == "demonym")
        noun = trie_pattern(self.kinds)
        beside = trie_pattern(noun for noun, kind in self.kinds.items() if kind in words["beside"])
        cap = rf"(?!{never}\b|[DLdl]'){_CAP}"
        # a run of words in capitals; what stands before one, and whose it is
        self.run = re.compile(
            rf"(?<![\w./@-])(?:(?<=\b[dlDL]')|(?<!')){cap}"
            rf"(?:(?: \([A-Z]\w+\)|(?: {link}){{0,3}})(?: | [dl]'){cap}){{0,16}}(?:{_NUMBER})?{_VERSION}(?![/@]\w)"
        )
        self.precedes = re.compile(rf"(?:(?i:{first})(?: |$)|{state}'s )")
        self.owner = re.compile(rf" {link}(?: {article})?[ '](?:{state})$")
        self.owned, self.possessed = re.compile(rf"({state})(?!\w)( (?=\w+ ))?"), re.compile(rf"({state})'s $")
        # What names a State, or a people and its language, and nothing else ("the German portal", "South American").
        self.no_name = re.compile(rf"(?:the )?(?:{state}|(?:{_CAP} )*?{demonym})(?:'s)?")
        # where a run holds two names: at "and" behind a noun of systems or a short name; before what a title is of
        self.parted = re.compile(rf"(?:(?i:\b{noun})|\b{_MARKED})( {joins} (?:{article} )?)")
        self.inner = re.compile(rf"( (?:{link} )?(?:{article}|{of_the})(?: |'))")
        self.domain = re.compile(
            rf"(?<![\w./@-])(\w[\w-]{{1,60}}(?:\.[\w-]{{2,60}}){{0,2}}\.(?:{ending}(?:\.[a-z]{{2}})?|(?<=\w{{4}}\.)[a-z]{{2}})"
            rf"(?![\w/@-]|\.\w)|[{_CAPITAL}]\w+\.[A-Z]{{2}}\b)",
            re.ASCII,
        )
        # nouns that stand beside a name, and words that introduce one
        self.after = re.compile(rf"[\"”»]?(?: \([^()]{{2,30}}\))?(?: [a-zà-ÿ-]+)? ({beside})(?!\w)")
        self.apposed = re.compile(rf", {article} (?:[a-zà-ÿ-]+ ){{0,3}}({beside})\b")
        self.before = re.compile(rf"\b({beside})(,)? (?:\(|{article} )?[\"“«]? ?$")
        self.near = re.compile(rf"\b({noun})\b(?!.*\b{noun}\b)")
        self.placed, self.new = re.compile(rf"\b{places} $"), re.compile(rf"\b{new} [\"“«]? ?$")
        self.called = re.compile(rf"\b{called}(?: {article})? ?[\"“«(]? ?$")
        # between two names of one thing
        said = rf"(?:{article} {noun} )?(?:(?!{noun}\b)[a-z]+ ){{0,6}}?({same}),?(?: {article})? ?[\"“«]? ?"
        self.tie = re.compile(rf"[\"”»]?(?: \([^()]*\))?(?: {link} {state})?,?(?: [–-])? \(?(?:{said})?")

    def head(self, name: str) -> str | None:
        """The kind that the noun says which heads a name: its last word, the one before "of", its first."""
        words = [word.rpartition("'")[2].removeprefix("e-") for word in name.lower().split() if word[-1].isalpha()]
        small = next((at for at, word in enumerate(words) if word in self.links), len(words))
        heads = [words[-1], words[max(small - 1, 0)], words[0]] if words else []
        if heads and heads[1] in self.organs:
            del heads[0]
        return next((self.kinds[word] for word in heads if word in self.kinds), None)

    def beside(self, matter: str, start: int, end: int, *, near: bool) -> str | None:
        """The kind that a noun beside a name says ("the Compranet system", "Prozorro, a platform", "called Umucyo").

        `near`: whether a noun that only stands near says it, too.
        """
        lead = matter[max(0, start - _NEAR) : start]
        after = self.after.match(matter, end) or (None if self.placed.search(lead) else self.apposed.match(matter, end))
        before = self.before.search(lead)
        is_sure = matter[start].isdigit() or _IS_MARKED.match(matter, start)
        if not after and before and not (before[2] or not self.adjectives_before or is_sure):
            before = None
        found = after or before or (self.near.search(lead) if near or self.called.search(lead) else None)
        return self.kinds[found[1]] if found else None

    def key(self, name: str, kind: str) -> str:
        """The name as it is compared; a bill is known again as an act, and an act without its year."""
        bare = _ENDING.sub(r"\1\2\3", name)
        if kind == LAW:
            bare = " ".join(self.becomes.get(word.lower(), word) for word in _YEAR.sub("", bare).split())
        return key_of(bare)

    def is_own(self, tokens: Tokens, name: str) -> bool:
        """Whether a word that is marked as a name may be a State's: not known as an organization or as of another."""
        foreign = self.grammar.lexicon.tags[name] in self.foreign or tokens.introduced.get(name) in ("other", "project")
        return sum(map(str.isalpha, name)) >= _LEAST_MARKED and not foreign


def key_of(name: str) -> str:
    """A name as it is compared: small letters and digits without accents, joined by `-`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", bare.casefold()).strip("-")


def systems_in(tokens: Tokens, words: SystemWords) -> list[System]:
    """The named systems of a paragraph, in the order of the text."""
    found, matter = list[System](), tokens.text.translate(_ALIKE)  # as long as the text, so that spans hold in both
    taken = bytearray(len(matter))
    for start, end, kind in _names(tokens, matter, words):
        if any(taken[start:end]) or words.no_name.fullmatch(matter, start, end):
            continue
        bracket = _BRACKET.match(matter, end) or _BRACKET.search(matter, start, end)
        short = _short(bracket[1]) if bracket else None
        last = max(bracket.end(), end) if bracket and short else end
        taken[start:last] = b"\x01" * (last - start)
        lead = matter[max(0, start - _NEAR) : start]
        state = words.owned.match(matter, start, end)
        owner = words.possessed.search(lead) or state
        key = words.key(matter[state.end() if state and state[2] else start : end], kind)
        is_new = " " in matter[start:end] and words.new.search(lead)
        known = key_of(short) if short else f"{NEW}{key}" if is_new else key
        of_state = words.states[owner[1]][0] if owner else None
        found.append(System(tokens.text[start:end], short, start, end, key, kind, of_state, known))
    return _tied(sorted(found, key=lambda system: system.start), matter, words)


def _tied(found: list[System], matter: str, words: SystemWords) -> list[System]:
    """The systems; one that is said to be another's name ("X, formerly called Y") by what that one is known."""
    for at, (one, other) in enumerate(pairwise(found)):
        between = words.tie.fullmatch(matter, one.end, other.start)
        alike = one.kind == other.kind or OTHER_KIND in (one.kind, other.kind)
        if between and alike and (between[1] or matter[other.end : other.end + 1] == ")"):
            if other.known == other.key:
                found[at + 1] = other._replace(known=one.known)
            elif one.known == one.key:
                found[at] = one._replace(known=other.known)
    return found


def _short(bracket: str) -> str | None:
    """The short name that brackets after a name hold."""
    name = bracket.strip('"“” ')
    is_name = sum(map(str.isupper, name)) > 1 and not any(map(str.islower, name.split()))
    return name if is_name else None


def _names(tokens: Tokens, matter: str, words: SystemWords) -> Iterator[_Name]:
    """Names as they are found, the surest first; a later one may overlap an earlier one."""
    for match in _QUOTED.finditer(matter):
        name, parts = match[1], match[1].split()
        if name[0].isdigit() or name[0].isupper() or _IS_MARKED.match(name):
            is_title = len(parts) > 1 and sum(part.islower() and len(part) > _LEAST_MARKED for part in parts) < 2
            kind = words.head(name) if is_title else None
            if kind := kind or words.beside(matter, *match.span(1), near=len(parts) <= _LONGEST_QUOTED):
                yield *match.span(1), kind
    runs = [part for match in words.run.finditer(matter) for part in _parts(matter, *match.span(), words)]
    for start, end in runs:
        kind = words.head(matter[start:end])
        if kind and " " in matter[start:end] and not matter.startswith(words.not_systems, start):
            yield start, end, kind
    yield from _phrases(tokens, matter, words)
    for match in words.domain.finditer(matter):
        yield *match.span(), words.beside(matter, *match.span(), near=False) or PORTAL
    titles = {end for start, end in runs if not words.organs.isdisjoint(matter[start:end].lower().split())}
    for start, end in sorted([*runs, *(match.span() for match in _CALL.finditer(matter))]):
        name = matter[start:end]
        if matter[start - 1 : start] == "(" and start - 2 in titles:
            continue  # the short name of a ministry
        if not words.not_names.isdisjoint((name.lower(), *name.lower().split())):
            continue
        opens = matter[:start].rstrip('"“ ')[-1:] in ("", *".;:")  # there, any word has a capital
        kind = None if opens and name.istitle() and " " not in name else words.beside(matter, start, end, near=False)
        if kind and (kind == CHANNEL or not name.isdigit()):
            yield start, end, kind
        elif _IS_MARKED.fullmatch(name) and words.is_own(tokens, name):
            yield start, end, BODY if tokens.introduced.get(name) == "organ" else OTHER_KIND


def _parts(matter: str, start: int, end: int, words: SystemWords) -> Iterator[tuple[int, int]]:
    """The names of a run of words in capitals: parted where two meet, without what only precedes or owns them."""
    for one in _cut(words.parted, matter, start, end):
        for first, last in [one] if words.head(matter[slice(*one)]) else _cut(words.inner, matter, *one):
            begins, owner = first, words.owner.search(matter[first:last])
            ends = first + owner.start() if owner else last
            while before := words.precedes.match(matter, begins, ends):
                begins = before.end()
            if begins < ends:
                yield begins, ends


def _cut(pattern: re.Pattern[str], matter: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between those that the group of a pattern matches."""
    bounds = [start, *(at for match in pattern.finditer(matter, start, end) for at in match.span(1)), end]
    yield from zip(bounds[::2], bounds[1::2], strict=True)


def _phrases(tokens: Tokens, matter: str, words: SystemWords) -> Iterator[_Name]:
    """Names with small letters in them, around a noun of systems.

    Such a phrase stands before a short name in brackets ("its procurement system (SEACE)"), before the years of a plan
    or the number of a law, or begins with a capital where only the first word of a name has one ("l'Office national").
    """
    of, tags, inside = words.grammar.of, tokens.tags, words.phrase | words.linking
    further, done = of["and"] + of["determiner"], 0
    for at, word in enumerate(tokens.lower):
        kind, first, last = words.kinds.get(word.rpartition(" ")[2]), at, at + 1
        if kind is None or at < done or tags[at] not in inside:
            continue
        while words.adjectives_before and first and at - first < _LONGEST_PHRASE and tags[first - 1] in words.phrase:
            first -= 1
        while last - at < _LONGEST_PHRASE and tags[last : last + 1] in inside and not _PERIOD.match(tokens.words[last]):
            last += 1
        bracket = _BRACKET.match(matter, tokens.span(first, last)[1])
        own = last == at + 1 or tokens.words[last - 1].islower()  # else it is that of the name before it
        short = bracket and own and _IS_MARKED.fullmatch(bracket[1].strip('"“” '))
        if short and words.is_own(tokens, short[0]):
            letters = {n: "".join(w[0] for w in tokens.lower[n:last]) for n in range(first, at)}
            first = next((n for n, initials in letters.items() if initials == short[0].lower()), first)
        else:
            last = next(
                (n for n in range(at + 1, last) if tags[n : n + 2] == further), last
            )  # "and the" begins another
            dated = kind in words.dated and last < len(tags) and _PERIOD.fullmatch(tokens.words[last])
            if not dated and (words.adjectives_before or tokens.words[at].islower()):
                continue
            while not dated and last > at and tags[last - 1] in words.linking:
                last -= 1
            last += bool(dated)
        if last > at + 1 or short:
            done = last
            yield *tokens.span(first, last), kind
