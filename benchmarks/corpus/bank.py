"""The bank of paragraph templates with their answers, read once.

Here: parsing of `templates/*.yaml` into entries, grouped by construction. Not here: the choice among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from benchmarks.corpus.phrases import Template, compiled
from benchmarks.corpus.states import load

Collective = tuple[str, str | None, bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One template: its name (`group/id`), construction, and what it says of its slots."""

    name: str
    kind: str
    template: Template
    say: tuple[tuple[str, str | None], ...]
    collective: tuple[Collective, ...] = ()
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Bank:
    """All entries by family: single, several, mixed, collective, none, traps, embedded; and how a State goes on."""

    single: dict[str, tuple[Entry, ...]]
    several: dict[str, tuple[Entry, ...]]
    mixed: tuple[Entry, ...]
    collective: tuple[Entry, ...]
    none: tuple[Entry, ...]
    traps: dict[str, tuple[Entry, ...]]
    embedded: tuple[Entry, ...]
    carry: tuple[Entry, ...]
    frames: tuple[Entry, ...]
    subjects: tuple[tuple[str, str], ...]  # (scope, wording)

    def all_entries(self) -> list[Entry]:
        """Every entry there is."""
        groups = [*self.single.values(), *self.several.values(), *self.traps.values()]
        flat = [entry for group in groups for entry in group]
        return [*flat, *self.mixed, *self.collective, *self.none, *self.embedded, *self.carry, *self.frames]


@cache
def bank() -> Bank:
    """The whole bank."""
    single = load("templates/single.yaml")
    several = load("templates/several.yaml")
    several.pop("vpp")
    collective = load("templates/collective.yaml")
    traps = load("templates/traps.yaml")
    embedded = traps.pop("embedded")
    carry = single.pop("carry")
    return Bank(
        single={kind: _entries(kind, group) for kind, group in single.items()},
        several={kind: _entries(f"several/{kind}", group) for kind, group in several.items()},
        mixed=_entries("mixed", collective["mixed"]),
        collective=_entries("collective/fixed", collective["fixed"]),
        none=_entries("not-collective", {key: [text] for key, text in collective["none"].items()}),
        traps={
            kind: _entries(f"trap/{kind}", {key: [text] for key, text in group.items()})
            for kind, group in traps.items()
        },
        embedded=_entries("embedded", embedded),
        carry=tuple(_carry(key, text) for key, text in carry.items()),
        frames=tuple(
            Entry(f"collective/{key}", "collective", compiled(text), (), (("", _verb(verb), True),), "\n" in text)
            for key, (text, verb) in collective["frames"].items()
        ),
        subjects=tuple((scope, text) for scope, texts in collective["subjects"].items() for text in texts),
    )


def _entries(kind: str, group: dict[str, list[str]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            name=f"{kind}/{key}",
            kind=kind,
            template=compiled(fields[0]),
            say=_say(fields[1]) if len(fields) > 1 else (),
            collective=_collective(fields[2]) if len(fields) > 2 else (),
            is_list="\n" in fields[0],
        )
        for key, fields in group.items()
    )


def _carry(key: str, text: str) -> Entry:
    """A sentence that goes on about the same State; its verb counts only where none came before."""
    verbs = [
        word for word in ("noted", "indicated", "added", "explained", "referred", "pointed") if f" {word} " in text
    ]
    return Entry(f"carry/{key}", "carry", compiled(text), (("S", "?" if verbs else None),))


def _pairs(text: str) -> list[tuple[str, str]]:
    """`S=point out S2=report` as pairs: a value runs to the next key."""
    pairs: list[tuple[str, str]] = []
    for word in text.split():
        key, found, value = word.partition("=")
        if found:
            pairs.append((key, value))
        else:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {word}")
    return pairs


def _verb(text: str) -> str | None:
    return None if text == "-" else text


def _say(text: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((slot, _verb(verb)) for slot, verb in _pairs(text))


def _collective(text: str) -> tuple[Collective, ...]:
    return tuple((scope.lstrip("?"), _verb(verb), not scope.startswith("?")) for scope, verb in _pairs(text))
