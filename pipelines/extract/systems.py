"""Named systems: the portals, registers, platforms, programmes and hotlines that a statement calls by name.

Here: finding proper names and acronyms of such things. Not here: whose they are (`statements.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pipelines.extract.patterns import trie_pattern


class System(NamedTuple):
    """One named system: its name as written, without quotation marks; its short name; the span of the name.

    `key`: the name as it is compared, without that of a State. `kind`: of the noun that says what it is. `of_state`:
    code of the State with whose name it begins ("Chile Open Data Portal").
    """

    name: str
    acronym: str | None
    start: int
    end: int
    key: str
    kind: str
    of_state: str | None = None


_ALIKE = (("\n\t\u00a0", " "), ("\u2019\u2018\u02bc", "'"), ("\u2011\u2010", "-"))
_CAP = r"(?:[A-Z][\w'&-]*|e-?[A-Z][\w-]*|[a-z]{1,2}[A-Z]\w+)"
_FIRST = re.compile(_CAP)
_IS_CAP = re.compile(rf"[(\"“]?{_CAP}$")
_QUOTED = re.compile(r"[\"“«]\s?([^\"“”«»]{2,80}?)\s?[\"”»]")
# A word that is a name whatever stands around it: with a capital or a digit inside, or all in capitals.
_MARKED = r"(?:[a-z]{1,2}[A-Z]\w+|[a-z]{0,2}[A-Z][\w-]{0,40}[A-Z0-9][\w-]{0,40}|[A-Z][\w-]*\.[a-z]{2,3}\b)"
_SHORT = re.compile(r"[\"”]? \(([^()]{2,45})\)")
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")
_NEAR = 60  # characters from a noun to the name of what it is
_LONGEST_NAME = 150  # characters
_KIND_BEHIND, _KIND_BEFORE = 5, 8  # words around a name among which the noun stands that says what it is
OTHER_KIND = "other"
_LONGEST_SHORT = 4  # words of a name in quotation marks that need not be a title

_Name = tuple[int, int, str | None]
States = Mapping[str, tuple[str, str]]


class SystemWords:
    """The parsed `systems.yaml`, compiled.

    `organs`: nouns of organs, which are no systems. `states`: code and kind of every form of the name of a State.
    `clue`: a capitalized noun in a name, a lower-case one after it, or a word like "called" before it. `links`,
    `small`: words inside a name, and those that its initials leave out. `beside`: names that stand right after a noun,
    in commas or brackets after it, or before one in apposition.

    Raises:
        KeyError: a part is missing.
    """

    def __init__(self, words: Mapping[str, Any], organs: Iterable[str], states: States) -> None:
        capitals = [form for noun in words["nouns"] for form in (noun.capitalize(), f"e-{noun.capitalize()}")]
        links, small = ("|".join(map(re.escape, words[name])) for name in ("links", "initials_leave_out"))
        noun, articles = trie_pattern([*words["after"], *words["before"]]), trie_pattern(words["not_first"])
        clues = trie_pattern([*capitals, *words["after"], *words["called"], *words["known"]])
        self.nouns, self.capitals, self.organs = frozenset(words["nouns"]), frozenset(capitals), frozenset(organs)
        self._kinds = {noun: kind for kind, nouns in words["kinds"].items() for noun in nouns}
        self.all_nouns = self.nouns.union(words["after"])
        self.not_first, self.not_names = frozenset(words["not_first"]), frozenset(words["not_names"])
        self.not_systems, self.known = tuple(words["not_systems"]), tuple(words["known"])
        self.links, self.small = frozenset(words["links"]), frozenset(words["initials_leave_out"])
        self.states = {_plain(form): of for form, of in states.items()}
        name = trie_pattern(form for form, (_, kind) in self.states.items() if kind != "demonym")
        demonym = trie_pattern(form for form, (_, kind) in self.states.items() if kind == "demonym")
        # What names a State, or a people and its language, and nothing else ("the German portal", "South American").
        self.state = re.compile(rf"({name})(?!\w)")
        self.no_name = re.compile(rf"(?:the )?(?:{name}|(?:{_CAP} )*?{demonym})")
        self.article = words["article"]
        # the State whose it is ("Clean Portal of the Republic of Korea", "Chile Open Data Portal")
        self.owner = re.compile(rf"^(?:{name}) (?=\w+ )| (?:{links})(?:{words['article']}| )(?:{name})$")
        self.clue = re.compile(rf" {clues}(?!\w)")
        self.noun_follows = re.compile(rf" (?:[a-z-]+ )?{trie_pattern(words['after'])}(?!\w)")
        # a name like "Data.gov" in running text; no address ("www.unodc.org/…") nor a part of one
        ending = rf"\.{trie_pattern(words['domains'])}(?:\.[a-z]{{2}})?(?![\w/.]\w|/)"
        self.domain = re.compile(rf"(?<!\S)[(\"“]?([A-Z][\w-]{{0,60}}(?:\.[\w-]{{1,60}}){{0,3}}?{ending})")
        self.rest = re.compile(rf"(?: (?:(?:{links}) ){{0,3}}{_CAP}| \([A-Z][A-Za-z]+\)(?= [A-Z])){{0,16}}")
        self.small_word = re.compile(rf" (?:{small}) ")
        self.beside = re.compile(
            rf" (?:{trie_pattern(words['before'])} ({_MARKED if words['marked'] else _CAP}(?: {_CAP}){{0,3}})(?![\w’'])"
            rf"|{noun}(?:, ({_CAP}(?: {_CAP}){{0,2}}),|(?: [a-zà-ÿ-]+){{0,9}} \(({_MARKED})\))"
            rf"|({_MARKED}), {articles} (?:[a-zà-ÿ-]+ ){{0,3}}{noun}\b)"
        )

    def kind(self, matter: str, start: int, end: int) -> str:
        """What kind of thing a name is of: the nouns in it say so, or else those behind it, or before it."""
        name, behind = matter[start:end].split(), matter[end : end + _LONGEST_NAME].split()[:_KIND_BEHIND]
        before = matter[max(0, start - _LONGEST_NAME) : start].split()[-_KIND_BEFORE:]
        words = (word.strip('(),.;:"“”«»').lower() for word in (*name, *behind, *reversed(before)))
        return next((self._kinds[word] for word in words if word in self._kinds), OTHER_KIND)


def key_of(name: str) -> str:
    """A name as it is compared: small letters and digits without accents, joined by `-`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", bare.casefold()).strip("-")


def _plain(text: str) -> str:
    """The text with interchangeable characters made one; as long as the text, so that spans hold in both."""
    for characters, plain in _ALIKE:
        for character in characters:
            text = text.replace(character, plain)
    return text


def systems_in(text: str, words: SystemWords) -> list[System]:
    """The named systems of a paragraph, in the order of the text."""
    found: list[System] = []
    matter = _plain(text)
    taken = bytearray(len(matter))
    for start, end, acronym in _names(matter, words):
        if not any(taken[start:end]) and not words.no_name.fullmatch(matter, start, end):
            taken[start:end] = b"\x01" * (end - start)
            state = words.state.match(matter, start, end)
            of_state = state and words.states[state[1]][0]
            key, kind = key_of(words.owner.sub("", matter[start:end])), words.kind(matter, start, end)
            found.append(System(text[start:end], acronym, start, end, key, kind, of_state))
    return sorted(found, key=lambda system: system.start)


def _names(matter: str, words: SystemWords) -> list[_Name]:
    """Names as they are found, the surest first; a later one may overlap an earlier one."""
    names: list[_Name] = []
    quoted = [match for match in _QUOTED.finditer(matter) if _is_quoted_name(matter, match, words)]
    names += [(*match.span(1), _short_name(matter, match.end() - 1)) for match in quoted]
    names += [(*match.span(1), None) for match in words.domain.finditer(matter)]
    for match in _ACRONYM.finditer(matter):
        spelled = _spelled_out(matter, match, words)
        if spelled is not None:
            names.append((spelled, match.start() - 1, match[1]))
    beside: list[_Name] = []
    for match in words.clue.finditer(matter):
        start, end = match.span()
        clue = matter[start + 1 : end]
        if clue in words.capitals:
            names += _proper_name(matter, matter.rfind(" ", 0, end) + 1, end, words)
        elif clue in words.all_nouns:
            beside += _before_noun(matter, start, words)
        else:
            beside += _after_call(matter, start, end, words)
    marked = [match.span(match.lastindex or 0) for match in words.beside.finditer(matter)]
    beside += [(*span, None) for span in marked if matter[slice(*span)].lower() not in words.not_names]
    return names + beside


def _after_call(matter: str, start: int, end: int, words: SystemWords) -> list[_Name]:
    """A proper name after "called", if what is called so is a system ("a platform called Compranet")."""
    name = end + (len(words.article) if matter.startswith(words.article, end) else 1)
    last = _rest(matter, name, words)
    if last == name or not _is_near_noun(matter, start, words):
        return []
    return [(name, last, _short_name(matter, last))]


def _is_near_noun(matter: str, place: int, words: SystemWords) -> bool:
    """Whether a noun of systems stands shortly before `place`."""
    near = matter[max(0, place - _NEAR) : place].lower().replace(",", "").split()
    return not words.all_nouns.isdisjoint(near)


def _rest(matter: str, start: int, words: SystemWords) -> int:
    """Where the proper name ends that begins at `start`."""
    first = _FIRST.match(matter, start)
    rest = words.rest.match(matter, first.end()) if first else None
    return rest.end() if rest else start


def _beginning(matter: str, first: int, words: SystemWords) -> int:
    """Where the proper name begins that goes on at `first`."""
    begins = position = first
    while matter[position - 1 : position] == " " and first - position < _LONGEST_NAME:
        space = matter.rfind(" ", 0, position - 1)
        word = matter[space + 1 : position - 1]
        if _IS_CAP.match(word):
            begins = position - 1 - len(word.lstrip('("“'))
        elif word not in words.links and not _ACRONYM.fullmatch(word):
            break
        position = space + 1
    return begins


def _trimmed(matter: str, first: int, last: int, words: SystemWords) -> int:
    """Where the name begins without words in capitals that only precede it ("The", "Under")."""
    space = matter.find(" ", first, last)
    while space > 0 and matter[first:space].lower() in words.not_first:
        first = space + 1
        space = matter.find(" ", first, last)
    return last if matter[first:last].lower() in words.not_first else first


def _proper_name(matter: str, noun: int, last: int, words: SystemWords) -> list[_Name]:
    """The capitalized phrase around a capitalized noun of systems at `noun`, if the noun is its head."""
    rest = words.rest.match(matter, last)
    last = rest.end() if rest else last
    first = _trimmed(matter, _beginning(matter, noun, words), last, words)
    head_end, head = _head(matter, first, last, words)
    if head in words.organs and (of := matter.find(words.article, head_end, last)) > 0:
        first = of + len(words.article)  # "Office of the National Register": the system is what the organ is of
        _, head = _head(matter, first, last, words)
    if " " not in matter[first:last] or matter.startswith(words.not_systems, first):
        return []  # "the Portal" takes up a name that stands before
    final = matter[matter.rfind(" ", first, last) + 1 : last].lower()
    if head.removeprefix("e-") not in words.nouns and final.removeprefix("e-") not in words.nouns:
        return []
    inside = _ACRONYM.search(matter, first, last)
    return [(first, last, inside[1] if inside else _short_name(matter, last))]


def _head(matter: str, first: int, last: int, words: SystemWords) -> tuple[int, str]:
    """Where the head of a name ends, before "of" and the like, and the head in lower case."""
    small = words.small_word.search(matter, first, last)
    end = small.start() if small else last
    return end, matter[max(matter.rfind(" ", first, end) + 1, first) : end].lower()


def _before_noun(matter: str, before: int, words: SystemWords) -> list[_Name]:
    """A proper name that ends at `before`, a lower-case noun of systems after it ("the Compranet system")."""
    first = matter.rfind(" ", 0, before) + 1
    if matter[first].islower() and matter[first:before].islower():
        before = max(first - 1, 0)  # "the Compranet procurement system"
        first = matter.rfind(" ", 0, before) + 1
    word = matter[first:before]
    if not word or word.islower() or not word[-1].isalnum() or not _IS_CAP.match(word):
        return []
    first = _trimmed(matter, _beginning(matter, first, words), before, words)
    parts = matter[first:before].split(" ")
    lower = [part.lower() for part in parts]
    if first >= before or not words.not_names.isdisjoint(lower):
        return []
    opens = first == 0 or matter[first - 2] in ".;:"  # there, any word has a capital
    if opens and len(parts) == 1 and not any(c.isupper() for c in parts[0][1:]):
        return []
    return [(first, before, _short_name(matter, before))]


def _is_quoted_name(matter: str, match: re.Match[str], words: SystemWords) -> bool:
    parts = match[1].split()
    named = match[1][0].isdigit() or match[1][0].isupper()
    if named and len(parts) <= _LONGEST_SHORT and _is_near_noun(matter, match.start(), words):
        return True  # "a hotline operated by the ministry, “1515”", "called “Ligne verte”"
    if any(len(part) > 3 and part == part.lower() for part in parts):
        return False
    if any(part.lower() in words.nouns for part in parts) or words.noun_follows.match(matter, match.end()):
        return True
    before = matter[max(0, match.start() - _NEAR) : match.start()].rstrip(" ,(").removesuffix(words.article.rstrip())
    return before.endswith(words.known) or before.rpartition(" ")[2].lower() in words.all_nouns


def _spelled_out(matter: str, match: re.Match[str], words: SystemWords) -> int | None:
    """Where the words begin whose initials the acronym is, if they name a system."""
    position, letters, system = match.start() - 1, list(match[1].upper()), False
    while letters and position > 0:
        space = matter.rfind(" ", 0, position)
        word, position = matter[space + 1 : position], max(space, 0)
        if not word or not word[-1].isalnum():
            return None
        if word.lower() in words.small and word[0].upper() != letters[-1]:
            continue
        if word[0].upper() != letters.pop():
            return None
        system = system or word.lower() in words.nouns
    if letters or not system:
        return None
    return position + 1 if position else 0


def _short_name(matter: str, position: int) -> str | None:
    """The short name in brackets after a name."""
    match = _SHORT.match(matter, position)
    if not match:
        return None
    short = match[1].strip('"“” ')
    return short if sum(c.isupper() for c in short) > 1 else None
