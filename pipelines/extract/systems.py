"""Named systems: the portals, registers, platforms, programmes and hotlines that a statement calls by name.

Here: finding proper names and acronyms of such things in one sentence. Not here: whose sentence it is (`statements.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.extract.language.verbs import any_of

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary


class System(NamedTuple):
    """One named system: its name as written, without quotation marks; its short name; the span of the name."""

    name: str
    acronym: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SystemWords:
    """Compiled `systems.yaml`. `organs`: nouns of organs, which are no systems."""

    stems: tuple[str, ...]
    nouns: frozenset[str]
    after: frozenset[str]
    not_first: frozenset[str]
    not_names: frozenset[str]
    organs: frozenset[str]
    not_systems: tuple[str, ...]
    noun: re.Pattern[str]
    noun_follows: re.Pattern[str]
    known: re.Pattern[str]
    called: re.Pattern[str]
    calls: re.Pattern[str]
    domain: re.Pattern[str]


_CAP = r"(?:[A-Z][\w'&-]*|e-?[A-Z][\w-]*|[a-z]{1,2}[A-Z]\w+)"
_LINKS = frozenset({"of", "for", "and", "on", "to", "the", "against", "in", "&", "de", "del", "da", "du", "la"})
_REST = re.compile(
    rf"(?: (?:(?:of|for|and|on|to|the|against|&|de|del|da|du|la) ){{0,3}}{_CAP}| \([A-Z][A-Za-z]+\)(?= [A-Z]))*"
)
_IS_CAP = re.compile(rf"[(\"“]?{_CAP}$")
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,80})[\"”]")
_SHORT = re.compile(r"[\"”]? \(([^()]{2,45})\)")
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")
_SMALL = frozenset({"of", "for", "and", "on", "the", "to", "in"})
_LONGEST_TITLE = 9  # words of a quoted name
_LONGEST_SHORT = 4  # words of a short name

_Name = tuple[int, int, str | None]


def systems_in(
    matter: str, text: str, span: tuple[int, int], stems: Sequence[str], vocabulary: Vocabulary
) -> list[System]:
    """The named systems of the sentence `span`; `matter` is `states.plain(text)`, `stems` is what `stems_in` gave."""
    words = vocabulary.systems
    found: list[System] = []
    for start, end, acronym in _names(matter, *span, stems, words):
        if any(start < system.end and system.start < end for system in found):
            continue
        name = text[start:end]
        if not any(name in {system.name, system.acronym} for system in found):
            found.append(System(name, acronym, start, end))
    return sorted(found, key=lambda system: system.start) if len(found) > 1 else found


def stems_in(matter: str, words: SystemWords) -> list[str]:
    """The beginnings of nouns for systems that a text holds; a cheap look before a close one."""
    return [stem for stem in words.stems if stem in matter]


def _names(matter: str, start: int, end: int, stems: Sequence[str], words: SystemWords) -> Iterator[_Name]:
    if '"' in matter or "“" in matter:
        for match in _QUOTED.finditer(matter, start, end):
            if _is_quoted_name(matter, start, match, words):
                yield *match.span(1), _short_name(matter, match.end() - 1, end)
    if matter.find(".", start, end - 1) >= 0:
        for match in words.domain.finditer(matter, start, end):
            yield *match.span(), None
    for stem in stems:
        place = matter.find(stem, start, end)
        while place >= 0:
            yield from _around(matter, start, end, place, words)
            place = matter.find(stem, place + len(stem), end)


def _around(matter: str, start: int, end: int, place: int, words: SystemWords) -> Iterator[_Name]:
    """The name around or before the noun whose stem stands at `place`."""
    first = last = place + 1 if matter[place] == " " else place
    while first > start and matter[first - 1].isalpha():
        first -= 1
    while last < end and matter[last].isalpha():
        last += 1
    noun = matter[first:last]
    if noun[0].isupper():
        if noun.lower() in words.nouns:
            yield from _proper_name(matter, start, end, first, last, words)
    elif noun in words.after or noun in words.nouns:
        yield from _before_noun(matter, start, end, first, words)
        if matter.startswith(" (", last):
            acronym = _ACRONYM.match(matter, last + 1, end)
            spelled = _spelled_out(matter, start, acronym, words) if acronym else None
            if acronym and spelled is not None:
                yield spelled, last, acronym[1]
        called = words.calls.match(matter, last, end)
        if called:
            name = _trimmed(matter, called.end(), _rest(matter, called.end(), end), words)
            if name[1] > name[0]:
                yield *name, _short_name(matter, name[1], end)


def _rest(matter: str, start: int, end: int) -> int:
    """Where the proper name ends that begins at `start`."""
    first = re.compile(_CAP).match(matter, start, end)
    rest = _REST.match(matter, first.end(), end) if first else None
    return rest.end() if rest else start


def _beginning(matter: str, start: int, first: int) -> int:
    """Where the proper name begins that goes on at `first`."""
    begins = position = first
    while position > start and matter[position - 1] == " ":
        space = matter.rfind(" ", start, position - 1)
        word = matter[space + 1 if space >= start else start : position - 1]
        if _IS_CAP.match(word):
            begins = position - 1 - len(word.lstrip("(\"“"))
            if not word[0].isalnum():
                break
        elif word not in _LINKS and not _ACRONYM.fullmatch(word):
            break
        position = space + 1 if space >= start else start
    return begins


def _trimmed(matter: str, first: int, last: int, words: SystemWords) -> tuple[int, int]:
    """The name without words in capitals that only precede it ("The", "Under", "Chile's")."""
    parts = matter[first:last].split(" ")
    owner = max((i for i, part in enumerate(parts) if part.endswith("'s")), default=-1)
    skip = owner + 1
    while skip < len(parts) and parts[skip].lower() in words.not_first:
        skip += 1
    return first + sum(len(part) + 1 for part in parts[:skip]) if skip < len(parts) else last, last


def _proper_name(matter: str, start: int, end: int, first: int, last: int, words: SystemWords) -> Iterator[_Name]:
    """The capitalized phrase with a capitalized noun of systems in it, if the noun is its head."""
    rest = _REST.match(matter, last, end)
    first, last = _trimmed(matter, _beginning(matter, start, first), rest.end() if rest else last, words)
    parts = matter[first:last].split(" ")
    lower = [part.lower() for part in parts]
    stop = next((i for i, part in enumerate(lower) if part in _SMALL), len(lower))
    head = lower[stop - 1] if stop else ""
    if head in words.organs and "the" in lower[stop:]:
        # "Office of the National Register": the system is what the organ is of
        inner = lower.index("the", stop) + 1
        first += sum(len(part) + 1 for part in parts[:inner])
        parts, lower = parts[inner:], lower[inner:]
        head = next((lower[i - 1] for i, part in enumerate(lower) if part in _SMALL and i), lower[-1] if lower else "")
    if len(parts) == 1 or matter.startswith(words.not_systems, first):
        return  # "the Portal" takes up a name that stands before
    if head in words.nouns or (lower and lower[-1] in words.nouns):
        inside = _ACRONYM.search(matter, first, last)
        yield first, last, inside[1] if inside else _short_name(matter, last, end)


def _before_noun(matter: str, start: int, end: int, noun: int, words: SystemWords) -> Iterator[_Name]:
    """A proper name directly before a lower-case noun of systems ("the Compranet system")."""
    before = noun - 1
    space = matter.rfind(" ", start, before)
    previous = matter[space + 1 if space >= start else start : before]
    if previous and previous.islower() and previous.isalpha() and space >= start:
        before = space  # "the Compranet procurement system"
        space = matter.rfind(" ", start, before)
        previous = matter[space + 1 if space >= start else start : before]
    if not _IS_CAP.match(previous) or not previous[-1].isalnum():
        return
    first, last = _trimmed(matter, _beginning(matter, start, before - len(previous)), before, words)
    parts = matter[first:last].split(" ")
    lower = [part.lower() for part in parts]
    if first >= last or any(part in words.not_names or part in words.organs for part in lower):
        return
    if first > start or len(parts) > 1 or any(c.isupper() for c in parts[0][1:]):
        yield first, last, _short_name(matter, last, end)


def _is_quoted_name(matter: str, start: int, match: re.Match[str], words: SystemWords) -> bool:
    parts = match[1].split()
    if len(parts) > _LONGEST_TITLE or any(len(part) > 3 and part == part.lower() for part in parts):
        return False
    before = matter[max(start, match.start() - 70) : match.start()].rstrip()
    if words.known.search(before) or words.noun_follows.match(matter, match.end()):
        return True
    if any(part.lower() in words.nouns for part in parts):
        return True
    near = before.split()[-7:]
    return bool(words.noun.search(" ".join(near))) and (
        bool(words.called.search(before)) or near[-1].lower() in words.nouns
    )


def _spelled_out(matter: str, start: int, match: re.Match[str], words: SystemWords) -> int | None:
    """Where the lower-case words begin whose initials the acronym is, if they name a system."""
    position, letters, system = match.start() - 1, list(match[1].upper()), False
    while letters and position > start:
        space = matter.rfind(" ", start, position)
        word = matter[space + 1 if space >= start else start : position]
        position = space if space >= start else start
        if not word or not word[-1].isalnum():
            return None
        if word.lower() in _SMALL and word[0].upper() != letters[-1]:
            continue
        if word[0].upper() != letters.pop():
            return None
        system = system or word.lower() in words.nouns
    first = position + 1 if position > start else start
    return first if system and not letters else None


def _short_name(matter: str, position: int, end: int) -> str | None:
    """The short name in brackets after a name."""
    match = _SHORT.match(matter, position, end)
    if not match:
        return None
    short = match[1].strip("\"“” ")
    return short if sum(c.isupper() for c in short) > 1 and len(short.split()) <= _LONGEST_SHORT else None


def compile_systems(words: Mapping[str, Any], organs: Iterable[str]) -> SystemWords:
    """Compile the parsed `systems.yaml`. Raises `KeyError` where a part is missing."""
    domains = any_of(words["domains"])
    nouns = any_of([*words["nouns"], *(noun.capitalize() for noun in words["nouns"]), *words["after"]])
    return SystemWords(
        stems=tuple(words["stems"]),
        nouns=frozenset(words["nouns"]),
        after=frozenset(words["after"]),
        not_first=frozenset(words["not_first"]),
        not_names=frozenset(words["not_names"]),
        organs=frozenset(organs),
        not_systems=tuple(words["not_systems"]),
        noun=re.compile(rf"\b{nouns}\b"),
        noun_follows=re.compile(rf" (?:[a-z-]+ )?{any_of(words['after'])}\b"),
        known=re.compile(rf"\b{any_of(words['known'])}(?: the)?$"),
        called=re.compile(rf"\b{any_of([*words['called'], *words['known']])}(?: the)? ?$"),
        calls=re.compile(rf",?(?: \w+)? {any_of([*words['called'], *words['known']])} (?:the )?(?=\S*[A-Z])"),
        domain=re.compile(rf"(?<![\w./@-])(?!www\.)[A-Z][\w-]*(?:\.[\w-]+)*\.{domains}(?:\.[a-z]{{2}})?(?![\w/])"),
    )
