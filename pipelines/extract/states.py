"""Names of States in running text: the code list, every form in which a State is written, and where one is meant.

Here: finding names, longest first, and telling them from the same word inside another name ("Lake Chad").
Not here: what is said of a State (`statements.py`).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from pipelines.extract.language.patterns import trie_pattern

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary

# Characters that notes use interchangeably; each is replaced by one character, so that spans stay the same.
_SPACES = (("\n", " "), ("\t", " "))
_INTERCHANGEABLE = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u02bc", "'"), ("\u00a0", " "), ("\u2011", "-"), ("\u2010", "-"),
)  # fmt: skip
_BULLETS = frozenset({"• ", "● ", "▪ ", "◦ "})
_DASHES = "-–/"
_ACRONYM = 3  # letters; a longer form in capitals stands in a heading
_OTHER = ""  # code of a name that contains a State's name and is no State


class _HasStart(Protocol):
    @property
    def start(self) -> int: ...


Placed = TypeVar("Placed", bound=_HasStart)


class Mention(NamedTuple):
    """One mention of a State by name.

    `iso3`: its code. `start`, `end`: half-open span in the text, without a leading article ("the") and without a
    possessive ending. `as_written`: the text of the span. `kind`: as in `datapackage/codes/state-names.csv`, or `name`
    for the United Nations short name. `within`: True where the name is part of the name of something that may be an
    organ of the State ("Kenya Anti-Corruption Commission").
    """

    iso3: str
    start: int
    end: int
    as_written: str
    kind: str
    within: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """One row of `datapackage/codes/states.csv`."""

    iso3: str
    iso2: str
    m49: str
    name: str
    region: str
    subregion: str


@dataclass(frozen=True, slots=True, eq=False)
class StateNames:
    """All forms of all names, compiled.

    `states`: by code. `pattern`: finds any form. `forms`: form (apostrophes and spaces made plain) to code and kind.
    `openers`, `titles`: what a capitalized word before a name may be, in lower case. `organs`: nouns of organs.
    """

    states: Mapping[str, State]
    pattern: re.Pattern[str]
    forms: Mapping[str, tuple[str, str]]
    openers: frozenset[str]
    titles: frozenset[str]
    organs: frozenset[str]


def find_mentions(text: str, vocabulary: Vocabulary) -> list[Mention]:
    """Every State named in `text`, in the order of the text, adjectives of nationality (`demonym`) included."""
    return mentions_in(plain(text), text, vocabulary.names)


def within(items: Sequence[Placed], start: int, end: int) -> Sequence[Placed]:
    """Those of `items`, which are in the order of the text, that begin in the span."""
    return items[bisect_left(items, start, key=_start) : bisect_left(items, end, key=_start)]


def _start(item: _HasStart) -> int:
    return item.start


@lru_cache(maxsize=1024)
def matter_and_mentions(text: str, names: StateNames) -> tuple[str, tuple[Mention, ...]]:
    """`plain(text)` and the mentions in it; kept, because a paragraph is read for respondents and for statements."""
    matter = plain(text)
    return matter, tuple(mentions_in(matter, text, names))


def plain(text: str) -> str:
    """The text with interchangeable characters made one; as long as the text, so that spans hold in both."""
    for character, replacement in _SPACES if text.isascii() else (*_SPACES, *_INTERCHANGEABLE):
        text = text.replace(character, replacement)
    return text


def mentions_in(matter: str, text: str, names: StateNames) -> list[Mention]:
    """As `find_mentions`; `matter` is `plain(text)`."""
    found = [match.span() for match in names.pattern.finditer(matter)]
    mentions = []
    for position, (start, end) in enumerate(found):
        form = matter[start:end]
        iso3, kind = names.forms.get(form) or names.forms[_squeezed(form)]
        if not iso3:
            continue
        after_name = position > 0 and found[position - 1][1] == start - 1 and matter[start - 1] == " "
        shouted = form.isupper() and len(form) > _ACRONYM
        if start and not after_name and not _free_before(matter, start, names, shouted=shouted):
            continue
        before_name = position + 1 < len(found) and found[position + 1][0] == end + 1 and matter[end] == " "
        item = matter[max(start - 2, 0) : start] in _BULLETS
        within = _within(matter, end, names, before_name=before_name or shouted or item)
        if within is not None:
            mentions.append(Mention(iso3, start, end, text[start:end], kind, within))
    return mentions


def _free_before(matter: str, start: int, names: StateNames, *, shouted: bool) -> bool:
    """Whether what stands before leaves the name a name of its own; `shouted`: it is in a heading all in capitals."""
    before = matter[start - 1]
    if before != " ":
        return not (before.isalnum() or before in _DASHES or before == "_")
    word = matter[matter.rfind(" ", 0, start - 1) + 1 : start - 1].lstrip('("“[')
    if not word or not word[0].isupper() or shouted:
        return True
    if word in names.titles:
        return False
    return not word[-1].isalnum() or word.lower() in names.openers or word.endswith("ly")


def _within(matter: str, end: int, names: StateNames, *, before_name: bool) -> bool | None:
    """False for a name of its own, True inside the name of what may be an organ, None inside any other name."""
    after = matter[end : end + 2]
    if len(after) < 2 or before_name:
        return False
    if (after[0] in "-–/" and after[1].isalnum()) or (after[0] in ".@" and after[1].isalpha()):
        return None  # "Qatar-funded", "Kenya.gov"; but a footnote mark may be glued to a full stop ("Kenya.77")
    if after[0] != " " or not after[1].isupper():
        return False
    for word in matter[end + 1 : end + 80].split(" "):
        if word.strip(".,;:()'").lower() in names.organs:
            return True
        if not word[:1].isupper() and word not in {"of", "for", "and", "against", "the", "on"}:
            break
        if word[-1] in ".,;:)":
            break
    return None


def _squeezed(form: str) -> str:
    return " ".join(form.split()).replace("- ", "-")


def load_states(file: Path) -> dict[str, State]:
    """The code list, by code in the order of the file. Raises `OSError`, `KeyError` where it can't be read."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {
            row["state_iso3"]: State(
                row["state_iso3"], row["state_iso2"], row["m49"], row["state_name"], row["region"], row["subregion"]
            )
            for row in csv.DictReader(lines)
        }


def load_state_names(
    states: Mapping[str, State], file: Path, words: Mapping[str, Any], organs: Iterable[str]
) -> StateNames:
    """Compile the code list and `state-names.csv`; `words` is the content of `vocabulary/names.yaml`.

    Raises:
        ValueError: the same form is given to two States.
    """
    forms: dict[str, tuple[str, str]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        listed = [(state.iso3, state.name, "name") for state in states.values()]
        listed += [(row["state_iso3"], row["name"], row["kind"]) for row in csv.DictReader(lines)]
    for iso3, name, kind in [*listed, *((_OTHER, name, "other") for name in words["not_states"])]:
        for form in _variants(plain(name)):
            if forms.setdefault(form, (iso3, kind))[0] != iso3:
                raise ValueError(f"{file.name}: {name!r} is given to {forms[form][0]} and to {iso3}; keep one of them.")
    return StateNames(
        states=states,
        # A footnote mark may be glued to a name ("Kenya2 reported").
        pattern=re.compile(trie_pattern(forms) + r"(?![^\W\d¹²³⁰-⁹])"),
        forms=forms,
        openers=frozenset(word.lower() for word in words["openers"]),
        titles=frozenset(words["titles"]),
        organs=frozenset(organs),
    )


def _variants(name: str) -> set[str]:
    """The name with and without its accents, as written and in capitals."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return {name, bare, name.upper(), bare.upper(), f"{name[0].upper()}{name[1:]}"}
