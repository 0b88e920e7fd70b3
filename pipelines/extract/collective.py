"""Subjects that speak of a number of States without naming them: "All reporting States parties", "One State".

Here: finding such phrases and their scope. Not here: whether anything is said of them (`language/attribution.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipelines.extract.language.patterns import any_of, in_either_case, trie_pattern


class CollectivePhrase(NamedTuple):
    """A phrase for a number of States.

    `scope`: `all`, `most`, `some`, `one`. `start`, `end`: its span. `weak`: it counts only with a verb of reporting
    ("Several speakers"). `plural`: its grammatical number.
    """

    scope: str
    start: int
    end: int
    weak: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class CollectiveWords:
    """Compiled `collective.yaml`.

    `noun`: any of the nouns, after a space. `leading`: words that may stand before it in a phrase. `quantified`: a
    phrase with its scope, from its beginning. `bare`: a noun for States without a number, to which names may be tied
    ("States such as Austria"). `including`, `naming`, `these`, `inverted`: what stands before such names.
    """

    leading: frozenset[str]
    noun: re.Pattern[str]
    quantified: re.Pattern[str]
    bare: re.Pattern[str]
    scopes: Mapping[str, str]
    sizes: frozenset[str]
    including: re.Pattern[str]
    naming: re.Pattern[str]
    tying: frozenset[str]
    these: re.Pattern[str]
    inverted: re.Pattern[str]


_LONGEST = 14  # words of a phrase up to its noun
_PARTICIPLES = ("ing", "ed", "ern", "an")
_KINDS = ("plural", "singular", "weak_plural", "weak_singular")


def collective_phrases(matter: str, words: CollectiveWords) -> list[CollectivePhrase]:
    """Every quantified phrase for States in `matter` (as `states.plain` gives it), in the order of the text."""
    found: list[CollectivePhrase] = []
    for noun in words.noun.finditer(matter):
        phrase = _ending_with(matter, *noun.span(), words)
        if phrase and (not found or phrase != found[-1]):
            found.append(phrase)
    return found


def _ending_with(matter: str, place: int, noun_end: int, words: CollectiveWords) -> CollectivePhrase | None:
    """The phrase whose noun stands there, a space before it: all words that may belong to it are taken and matched."""
    starts: list[int] = []
    end = place
    while len(starts) < _LONGEST and end > 0:
        first = max(matter.rfind(" ", 0, end), matter.rfind("(", 0, end), matter.rfind("-", 0, end)) + 1
        word = matter[first:end].lower()
        if word not in words.leading and not word.endswith(_PARTICIPLES) and not word[:1].isdigit():
            break
        starts.append(first)
        end = first - 1
        if end < 0 or matter[end] == "(":
            break
    for position in reversed(starts):
        match = words.quantified.match(matter, position)
        if match and match.end() >= noun_end:
            return _phrase(matter, match, words)
    return None


def _phrase(matter: str, match: re.Match[str], words: CollectiveWords) -> CollectivePhrase | None:
    plural = match["plural"] is not None or match["weak_plural"] is not None
    weak = match["weak_plural"] is not None or match["weak_singular"] is not None
    quantifier = match["scope"]
    scope = _scope(quantifier, words, plural=plural)
    if scope is None or matter.startswith(("'", "-"), match.end()):
        return None
    if weak and matter.startswith((" of ", " from ", " for "), match.end()):
        return None  # "Several representatives of civil society"
    article = quantifier is not None and quantifier.lower() == "a"
    return CollectivePhrase(scope, match.start(), match.end(), weak or article, plural)


def _scope(quantifier: str | None, words: CollectiveWords, *, plural: bool) -> str | None:
    """The scope of a phrase; None where number and noun do not agree ("one States", "several State")."""
    if quantifier is None:  # a numeral or a percentage
        return "some" if plural else None
    phrase = " ".join(word for word in quantifier.lower().split() if word not in words.sizes)
    scope = words.scopes[
        phrase.removeprefix("an ") if phrase.startswith("an ") and phrase not in words.scopes else phrase
    ]
    if scope == "one":
        return "one" if plural == phrase.endswith(" of") else None
    return scope if plural else None


def compile_collective(words: Mapping[str, Any]) -> CollectiveWords:
    """Compile the parsed `collective.yaml`. Raises `KeyError` where a part is missing."""
    scopes = {phrase: scope for scope, phrases in words["scopes"].items() for phrase in phrases}
    scopes |= {phrase.removeprefix("a "): scope for phrase, scope in scopes.items() if phrase.startswith("a ")}
    numeral = rf"(?:{any_of(words['numerals'])}|\d{{1,3}})"
    percent = r"(?:\d{1,3}(?:\.\d+)?|[A-Za-z-]+) ?(?:per cent|percent|%) of"
    quantifier = rf"(?P<scope>{_any_quantifier(scopes, words['sizes'])})"
    hedge = rf"(?:(?:{in_either_case(words['hedges'])}|(?:[Nn]early|[Aa]lmost)(?! all)) )?"
    some = rf"(?:{numeral}|{in_either_case(words['numerals'])}(?:-[a-z]+)?)"
    count = rf"(?:{percent}|(?:[Tt]he )?{some}(?: (?:out )?of(?: the \d{{1,3}})?)?)"
    between = rf"(?:(?:{any_of(words['between'])}|{numeral}|[A-Za-z]+(?:ing|ed|ern|an))[ -]){{0,5}}?"
    nouns = "|".join(f"(?P<{kind}>{any_of(words[kind])})" for kind in _KINDS)
    article = r"(?:(?:of )?(?:the|these|those) )?"
    plural = any_of(words["plural"])
    alone = in_either_case(words["alone"])
    named = rf"{alone}(?=,? (?:\(|{any_of(words['including'])}))"
    tying = {phrase.split()[-1] for part in ("including", "naming") for phrase in words[part]}
    leading = [*scopes, *words["sizes"], *words["hedges"], *words["numerals"], *words["between"], *words["between"]]
    leading += ["of", "the", "these", "those", "per", "cent", "percent", "out", "an", "nearly", "almost"]
    return CollectiveWords(
        leading=frozenset(word.lower() for phrase in leading for word in re.split(r"[ -]", phrase)),
        noun=re.compile(rf" (?<!United ){trie_pattern(noun for kind in _KINDS for noun in words[kind])}(?!\w)"),
        quantified=re.compile(
            rf"(?<![\w'-])(?<!\d,){hedge}(?:{count}|{quantifier}) {article}{between}(?<!United )(?:{nouns})(?!\w)"
        ),
        bare=re.compile(
            rf"(?<![\w-])(?:(?:[Tt]he|[Tt]hose|[Tt]hese) )?(?:(?:[Ff]ollowing|[Oo]ther|[Rr]eporting) )?"
            rf"(?<!United ){plural}(?!\w)|\b{named}"
        ),
        scopes=scopes,
        sizes=frozenset(words["sizes"]),
        including=re.compile(
            rf"(?:^|[ ,(]){any_of(words['including'])},?(?: (?:in|by|of|those of|those in))?(?: the)?$"
        ),
        naming=re.compile(rf"(?:^|[ ,(]){any_of(words['naming'])}:?(?: the)?$"),
        tying=frozenset({*tying, "in", "by", "of", "the"}),
        inverted=re.compile(
            rf"(?:[Aa]mong )?(?:(?:[Tt]he|[Tt]hose|[Oo]ther|[Tt]hese) )?(?:other )?{plural} (?:that|which|who)(?=.* "
            rf"{any_of(words['were'])}(?: the)?$)"
        ),
        these=re.compile(rf"{in_either_case(words['these'])} {any_of(words['were'])}(?: the)?$"),
    )


def _any_quantifier(scopes: Iterable[str], sizes: Iterable[str]) -> str:
    """A pattern for any phrase of scope, with a word of size before its noun ("the vast majority of")."""
    befores = ["", *(f"{size} " for size in sizes)]
    sized = re.compile(r"(.*)(?=(?:majority|number|minority|handful|group|range|variety|selection)\b)")
    capitalized: list[str] = []
    small: list[str] = []
    for phrase in scopes:
        lead = sized.match(phrase)
        if not lead:
            capitalized.append(phrase)
            continue
        noun = phrase[lead.end() :]
        for start in ("a ", "an ") if lead[0] == "a " else (lead[0],):
            (capitalized if start else small).extend(f"{start}{before}{noun}" for before in befores)
    return f"{any_of(small)}|{in_either_case(capitalized)}"
