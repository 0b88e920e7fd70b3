"""The words of one language: class of every word, verbs and their kinds, names of States, and the scanner for them.

Compiled once from `datapackage/language/<iso>/lexicon.yaml` and `datapackage/codes/`. Not here: grammar (`grammar.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from pipelines.extract.reading.classes import Classes
from pipelines.extract.reading.scanner import Scanner, plain

PARTED = "\n"  # between the tokens of two texts; no class has this character, and no pattern matches it
T = TypeVar("T")
_ONE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Report(NamedTuple):
    """A verb of reporting: words that follow it as part of it, its published form, what must follow at once or near."""

    tail: tuple[str, ...]
    lemma: str
    after: frozenset[str]
    object: frozenset[str]


class Lexicon:
    """The words of a language.

    `classes`: those of tokens. `tags`: class of any token. `states`: code and kind of a name. `code`: the code alone.
    `joined`: whether a word with a hyphen was parted at the end of a line.
    `scanner`: finds tokens; a name or phrase is one. `verbs`: base form of a word that may be a verb.
    """

    def __init__(
        self, words: Mapping[str, Any], grammar: Mapping[str, Any], names: Mapping[str, tuple[str, str]]
    ) -> None:
        self.words = words
        collective = words["collective"]
        forms = words["forms"]
        self.verb_classes = [*forms["irregular"], *(row["class"] for row in forms["verb"])]
        of_words = [*words["words"], *words["nouns"], *_ALWAYS, *self.verb_classes]
        self.classes = Classes([*of_words, *grammar["signs"].values()], grammar["sets"])
        self.signs = {sign: self.classes.of[name] for sign, name in grammar["signs"].items()}
        self._plural = _Made(forms["plural"])
        self._double = _Made(forms["double"])
        self._guess = [(re.compile(pattern), self.classes.of[name]) for pattern, name in words["guess"]]
        self._tag: dict[str, str] = {}
        self.phrases: set[str] = set()
        self.verbs: dict[str, str] = {}
        self._not_verbs = frozenset(words["not_verbs"])
        self.scopes = dict(_scopes(collective))
        self.plural = {noun: not kind.endswith("singular") for kind in _COLLECTIVE for noun in collective[kind]}
        self.unnamed = frozenset(collective["unnamed"])
        self.territories = frozenset(collective["territories"])
        self.weak = frozenset(collective["weak_plural"] + collective["weak_singular"] + collective["papers"])
        self.plural |= dict.fromkeys(collective["papers"], True)
        self.distributive = frozenset(collective["distributive"])
        self._add_verbs(words["verbs"], forms)
        self._add_words(words, collective)
        self._add_names(names)
        self.tags = _Known(lambda word: self.tag(plain(word)))
        self.tags[PARTED] = PARTED
        self.code = _Known(lambda word: names[plain(word)][0])
        base_of = _Made(words["verb_of"])
        self._bases = _Known(lambda small: self.verbs.get(small) or base_of(small))
        self.joined = _Known(self._is_joined)
        self._pieces = frozenset(piece for form in (*self.states, *self.phrases) for piece in form.split())
        adjectives = [form for form, (_, kind) in names.items() if kind == "demonym"]  # « le Gouvernement malien »
        alone = ((forms, [*words["alone_before"][name], *adjectives]) for name, forms in self.alone.items())
        self.scanner = Scanner(grammar["word"], sorted(self.phrases), alone)

    # -------------------------------------------------------------------------------------------- forms of words
    def plural_of(self, noun: str) -> str:
        """The plural of a noun, by rule."""
        return self._plural(noun)

    def _add_verbs(self, verbs: Mapping[str, Any], forms: Mapping[str, Any]) -> None:
        irregular = {base: str(forms).split() for base, forms in verbs["irregular"].items()}
        doubled, ways = frozenset(verbs["doubled"]), [(row, _Made(row["made"])) for row in forms["verb"]]
        self.report: dict[str, list[Report]] = {}
        bases = dict.fromkeys([*verbs["present"], *irregular])
        spellings = verbs.get("spelled", {})
        for row in verbs["report"]:
            followed = [frozenset(map(str, row.get(part, []))) for part in ("after", "object")]
            others = [(spelled, lemma) for spelled, lemma in spellings.items() if lemma in row["verbs"]]
            for spelled, lemma in (*zip(row["verbs"], row["verbs"], strict=True), *others):
                head, *tail = spelled.split()
                bases[head] = None
                self.report.setdefault(head, []).append(Report(tuple(tail), lemma, *followed))
        self.kinds: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        for kind, phrases in verbs["kinds"].items():
            for phrase in phrases:
                head, *tail = str(phrase).split()
                bases[head] = None
                self.kinds.setdefault(head, {}).setdefault(kind, []).append(tuple(tail))
        for reports in self.report.values():
            reports.sort(key=lambda report: -len(report.tail))
        for base in bases:
            stem = self._double(base) if base in doubled else base
            for row, made in ways:
                parts = irregular.get(base) if row.get("irregular") else None
                given = parts or [made(stem if row.get("doubles") else base)]
                # one irregular form is that of the class, several are those of the irregular classes
                names = forms["irregular"] if len(given) > 1 else [row["class"]]
                for name, alike in zip(names, given, strict=True):
                    for form in alike.split("|"):
                        if form == base and parts:
                            self._tag[form] = self.classes.of[name]  # "put", "set": a past as often as not
                        self._tag.setdefault(form, self.classes.of[name])
                        self.verbs.setdefault(form, base)

    def _add_words(self, words: Mapping[str, Any], collective: Mapping[str, Any]) -> None:
        """Every word with its class; a later one wins."""
        for name, nouns in words["nouns"].items():
            self._add(name, *(form for noun in nouns for form in (noun, self.plural_of(noun))))
        for name, entries in words["words"].items():
            self._add(name, *map(str, entries))
        # "un" counts only before a noun for States
        determiner = self.classes.of["determiner"]
        self._add("quantifier", *(scope for scope in self.scopes if self._tag.get(scope) != determiner))
        for name, entries in words["capitals"].items():
            self._add(name, *entries)
        self._add("country", *collective["plural"], *collective["singular"])
        self._add("government", *collective["governments"])
        self._add("country", *collective["unnamed"])
        self.alone: dict[str, list[str]] = {}
        for name, entries in words["alone"].items():
            self.alone[name] = [form for entry in entries for form in (entry, _capital(entry))]
            self._tag |= dict.fromkeys(self.alone[name], self.classes.of[name])
        self._add("international", *words["international"])
        self._add("title", *words["titles"])
        self._add("name", *collective["not_states"], *self.territories)

    def _add(self, name: str, *words: str) -> None:
        """Words of a class; a phrase is found with a capital at its beginning too."""
        character = self.classes.of[name]
        for word in words:
            self._tag[word] = character
            if _ONE_WORD.fullmatch(word):
                continue
            self.phrases.add(word)
            forms = [_capital(word)]
            if name in ("author", "other", "event", "organ"):
                forms.append(" ".join(w if len(w) < _SHORT else _capital(w) for w in word.split()))
            for form in forms:
                self.phrases.add(form)
                self._tag.setdefault(form, character)

    def _add_names(self, names: Mapping[str, tuple[str, str]]) -> None:
        self.states = names
        for form, (iso3, kind) in names.items():
            self._tag[form] = self.classes.of["demonym" if kind == "demonym" else "state" if iso3 else "name"]
            if not _ONE_WORD.fullmatch(form):
                self.phrases.add(form)

    # -------------------------------------------------------------------------------------------- single words
    def tag(self, word: str) -> str:
        """The class of a token."""
        small = word.lower()
        own = self._tag.get(word) or self.signs.get(word) or self._tag_in_small(word, small)
        return own or self._tag_of_parts(small) or self._guessed(word)

    def _tag_in_small(self, word: str, small: str) -> str | None:
        """The class of a word that is known in small letters; what else is no name is one with a capital."""
        known = self._tag.get(small)
        if known and word[0].isupper() and (len(word) == 1 or not word.isupper()):
            return self.classes.of["name"] if self.classes.name[known] in _NAMES else known
        return self.classes.of["noun"] if small in self._not_verbs else None

    def _tag_of_parts(self, small: str) -> str | None:
        """The class of a word with hyphens: that of a number, an adjective, or of its last part."""
        parts = small.split("-")
        last = self._tag.get(parts[-1])
        if len(parts) == 1:
            return None
        if all(self._tag.get(part) == self.classes.of["number"] for part in parts):
            return self.classes.of["number"]
        name = self.classes.name[last] if last else ""
        return self.classes.of["adjective"] if name in ("ed", "gerund", "part") else last if name in _HEADS else None

    def _guessed(self, word: str) -> str:
        fitting = (character for pattern, character in self._guess if pattern.fullmatch(word))
        return next(fitting, self.classes.of["noun"])

    def verb(self, small: str) -> str:
        """The base form of a word, in small letters, that stands where a verb does."""
        return self._bases[small]

    def _is_joined(self, word: str) -> bool:
        """Whether a word with a hyphen is one that was parted at the end of a line ("Phil-ippines", "re-ferred")."""
        one = unicodedata.normalize("NFKC", word.replace("-", "").replace("\u00ad", "").replace("\u200b", ""))
        whole = one in self._pieces or one.lower() in self._tag or one in self._tag
        return whole and word not in self._pieces and word.lower() not in self._tag


class _Known(dict[str, T]):
    """What is worked out of a word when it is first met."""

    def __init__(self, work_out: Callable[[str], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> T:
        value = self[word] = self._work_out(word)
        return value


class _Made:
    """How a form is made of another: the first pattern that fits, with what takes its place."""

    def __init__(self, ways: Iterable[Sequence[str]]) -> None:
        self._ways = [(re.compile(pattern), replacement) for pattern, replacement in ways]

    def __call__(self, word: str) -> str:
        for pattern, replacement in self._ways:
            formed, made = pattern.subn(replacement, word, count=1)
            if made:
                return formed
        return word


# Classes of words that a capital makes names; of those by whose last part a word with hyphens is told.
_NAMES = frozenset(("past", "ed", "part", "base", "noun", "thing", "demonym"))
_HEADS = frozenset(("event", "other", "organ", "person", "measure"))
_COLLECTIVE = ("plural", "singular", "governments", "weak_plural", "weak_singular")
_ALWAYS = ("state", "demonym", "name", "title", "international", "noun", "quantifier", "country", "government", "body")
_SHORT = 4  # letters; shorter words have no capital in a name


def _scopes(collective: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every phrase of scope, also with a word of size before its noun ("the vast majority of")."""
    sized = set(collective["sized"])
    for scope, phrases in collective["scopes"].items():
        for phrase in phrases:
            yield str(phrase), scope
            words: Sequence[str] = str(phrase).split()
            at = next((i for i, word in enumerate(words) if word in sized), None)
            if at is not None:
                for size in collective["sizes"]:
                    yield " ".join([*words[:at], size, *words[at:]]), scope
                    if other := collective["before_vowels"].get(words[0]):
                        yield " ".join([other, size, *words[1:]]), scope


def _capital(phrase: str) -> str:
    return phrase[0].upper() + phrase[1:]
