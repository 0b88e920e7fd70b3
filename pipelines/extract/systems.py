"""Named systems: the portals, registers, platforms, programmes and hotlines that a statement calls by name.

Here: finding proper names and acronyms of such things in one sentence. Not here: whose sentence it is (`statements.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.extract.language.verbs import any_of

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary


class System(NamedTuple):
    """One named system: its name as written, without quotation marks; its acronym or short name; the span of the name."""

    name: str
    acronym: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SystemWords:
    """Compiled `systems.yaml`. `organs`: nouns of organs, which are no systems."""

    nouns: frozenset[str]
    not_first: frozenset[str]
    not_names: frozenset[str]
    organs: frozenset[str]
    hint: re.Pattern[str]
    noun: re.Pattern[str]
    after: re.Pattern[str]
    known: re.Pattern[str]
    called: re.Pattern[str]
    domain: re.Pattern[str]
    not_systems: tuple[str, ...]


_CAP = r"(?:[A-Z][\w'&-]*|e-?[A-Z][\w-]*|[a-z]{1,2}[A-Z]\w+)"
_LINK = r"(?:of|for|and|on|to|the|against|&|de|del|da|du|la)"
_PROPER = re.compile(rf"{_CAP}(?: (?:{_LINK} ){{0,3}}{_CAP}| \([A-Z][A-Za-z]+\)(?= [A-Z]))*")
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,80})[\"”]")
_BRACKET = re.compile(r"[\"”]? \(([^()]{2,45})\)")
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")
_SMALL = frozenset({"of", "for", "and", "on", "the", "to", "in"})


def systems_in(matter: str, text: str, span: tuple[int, int], vocabulary: Vocabulary) -> list[System]:
    """The named systems of the sentence `span`; `matter` is `states.plain(text)`."""
    words = vocabulary.systems
    start, end = span
    if not words.hint.search(matter, start, end):
        return []
    found: list[System] = []
    for name_start, name_end, acronym in _names(matter, start, end, words):
        if any(name_start < system.end and system.start < name_end for system in found):
            continue
        name = text[name_start:name_end]
        known = {system.name for system in found} | {system.acronym for system in found}
        if name not in known:
            found.append(System(name, acronym, name_start, name_end))
    return sorted(found, key=lambda system: system.start)


def _names(matter: str, start: int, end: int, words: SystemWords) -> Iterator[tuple[int, int, str | None]]:
    for match in _QUOTED.finditer(matter, start, end):
        if _is_quoted_name(matter, start, match, words):
            yield *match.span(1), _acronym_after(matter, match.end() - 1, end)
    for match in words.domain.finditer(matter, start, end):
        yield *match.span(), None
    for match in _ACRONYM.finditer(matter, start, end):
        spelled = _spelled_out(matter, start, match, words)
        if spelled is not None:
            yield spelled, match.start() - 1, match[1]
    for match in _PROPER.finditer(matter, start, end):
        yield from _proper_name(matter, start, end, match, words)


def _is_quoted_name(matter: str, start: int, match: re.Match[str], words: SystemWords) -> bool:
    name = match[1]
    parts = name.split()
    if len(parts) > 9 or any(len(part) > 3 and part == part.lower() for part in parts):
        return False
    before = matter[max(start, match.start() - 70) : match.start()].rstrip()
    if words.known.search(before) or words.after.match(matter, match.end()):
        return True
    if any(part.lower() in words.nouns for part in parts):
        return True
    near = " ".join(before.split()[-7:])
    return bool(words.noun.search(near)) and (
        bool(words.called.search(before)) or before.split()[-1].lower() in words.nouns
    )


def _spelled_out(matter: str, start: int, match: re.Match[str], words: SystemWords) -> int | None:
    """Where the lower-case words begin whose initials the acronym is, if they name a system."""
    position, letters, system = match.start() - 1, list(match[1].upper()), False
    while letters and position > start:
        space = matter.rfind(" ", start, position)
        word = matter[space + 1 : position] if space >= 0 else matter[start:position]
        position = space if space >= 0 else start
        if not word or not word[-1].isalnum():
            return None
        if word.lower() in _SMALL and word[0].upper() != letters[-1]:
            continue
        if word[0].upper() != letters.pop():
            return None
        system = system or word.lower() in words.nouns
    first = position + 1 if position > start else start
    return first if system and not letters else None


def _proper_name(
    matter: str, start: int, end: int, match: re.Match[str], words: SystemWords
) -> Iterator[tuple[int, int, str | None]]:
    first, last = match.span()
    parts = matter[first:last].split(" ")
    while parts and (parts[0].lower() in words.not_first or any(part.endswith("'s") for part in parts)):
        first += len(parts.pop(0)) + 1
    if not parts or matter[first:last].startswith(words.not_systems):
        return
    lower = [part.lower() for part in parts]
    following = words.after.match(matter, last, end)
    named = bool(words.called.search(matter, start, first)) and bool(
        words.noun.search(matter, max(start, first - 60), first)
    )
    if (following or named) and not any(part in words.not_names or part in words.organs for part in lower):
        if first > start or len(parts) > 1 or any(c.isupper() for c in parts[0][1:]):
            yield first, last, _acronym_after(matter, last, end)
        return
    if len(parts) < 2:
        return
    stop = next((i for i, part in enumerate(lower) if part in _SMALL), len(lower))
    head = lower[stop - 1] if stop else ""
    if head in words.organs and stop < len(lower) and "the" in lower[stop:]:
        # "Office of the National Register": the system is what the organ is of
        inner = lower.index("the", stop) + 1
        first += sum(len(part) + 1 for part in parts[:inner])
        parts, lower = parts[inner:], lower[inner:]
        head = next((lower[i - 1] for i, part in enumerate(lower) if part in _SMALL and i), lower[-1])
        if len(parts) < 2:
            return
    if head in words.nouns or lower[-1] in words.nouns:
        inside = _ACRONYM.search(matter, first, last)
        yield first, last, inside[1] if inside else _acronym_after(matter, last, end)


def _acronym_after(matter: str, position: int, end: int) -> str | None:
    """The short name in brackets after a name."""
    match = _BRACKET.match(matter, position, end)
    if not match:
        return None
    short = match[1].strip('"“” ')
    return short if sum(c.isupper() for c in short) > 1 and len(short.split()) < 5 else None


def compile_systems(words: Mapping[str, Any], organs: Iterable[str]) -> SystemWords:
    """Compile the parsed `systems.yaml`. Raises `KeyError` where a part is missing."""
    domains = any_of(words["domains"])
    nouns = any_of([*words["nouns"], *(noun.capitalize() for noun in words["nouns"])])
    return SystemWords(
        nouns=frozenset(words["nouns"]),
        not_first=frozenset(words["not_first"]),
        not_names=frozenset(words["not_names"]),
        organs=frozenset(organs),
        hint=re.compile(rf"{nouns}\b|{any_of(words['after'])}\b|\.{domains}\b|{any_of(words['known'])} "),
        noun=re.compile(rf"\b(?:{nouns}|{any_of(words['after'])})\b"),
        after=re.compile(rf" (?:[a-z-]+ )?{any_of(words['after'])}\b"),
        known=re.compile(rf"\b{any_of(words['known'])}(?: the)?$"),
        called=re.compile(rf"\b{any_of([*words['called'], *words['known']])}(?: the)? ?$"),
        domain=re.compile(rf"(?<![\w./@-])(?!www\.)[A-Z][\w-]*(?:\.[\w-]+)*\.{domains}(?:\.[a-z]{{2}})?(?![\w/])"),
        not_systems=tuple(words["not_systems"]),
    )
