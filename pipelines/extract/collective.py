"""Subjects that speak of a number of States without naming them: "All reporting States parties", "One State".

Here: finding such phrases and their scope. Not here: whether anything is said of them (`language/attribution.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipelines.extract.language.verbs import any_of


class CollectivePhrase(NamedTuple):
    """A phrase for a number of States.

    `scope`: `all`, `most`, `some`, `one`; empty where no number is given ("States such as Austria"). `weak`: it counts
    only with a verb of reporting ("Several speakers"). `start`, `end`: its span. `plural`: its grammatical number.
    """

    scope: str
    start: int
    end: int
    weak: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class CollectiveWords:
    """Compiled `collective.yaml`.

    `clues`: parts of words without which a text holds no such phrase. `quantified`: a phrase with its scope.
    `bare`: a noun for States without a number, to which names may be tied ("States such as Austria").
    """

    clues: tuple[str, ...]
    quantified: re.Pattern[str]
    bare: re.Pattern[str]
    scopes: Mapping[str, str]
    including: re.Pattern[str]
    naming: re.Pattern[str]
    these: re.Pattern[str]


def collective_phrases(matter: str, words: CollectiveWords) -> list[CollectivePhrase]:
    """Every quantified phrase for States in `matter` (as `states.plain` gives it), in the order of the text."""
    if not any(clue in matter for clue in words.clues):
        return []
    found = []
    for match in words.quantified.finditer(matter):
        scope = _scope(match, words)
        if scope is None or matter[match.end() : match.end() + 1] in {"'", "-"}:
            continue
        plural = match["plural"] is not None or match["weak_plural"] is not None
        weak = match["weak_plural"] is not None or match["weak_singular"] is not None
        bare_article = match["scope"] is not None and match["scope"].lower() == "a"
        found.append(CollectivePhrase(scope, match.start(), match.end(), weak or bare_article, plural))
    return found


def _scope(match: re.Match[str], words: CollectiveWords) -> str | None:
    """The scope of a match; None where number and noun do not agree ("one States", "several State")."""
    plural = match["plural"] is not None or match["weak_plural"] is not None
    quantifier = match["scope"]
    if quantifier is None:  # a numeral or a percentage
        return "some" if plural else None
    known = words.scopes[
        " ".join(part for part in quantifier.lower().split() if part not in words.scopes["sizes"].split())
    ]
    if known == "one":
        partitive = quantifier.lower().endswith(" of")
        return "one" if plural == partitive else None
    return known if plural else None


def compile_collective(words: Mapping[str, Any]) -> CollectiveWords:
    """Compile the parsed `collective.yaml`. Raises `KeyError` where a part is missing."""
    scopes = {phrase: scope for scope, phrases in words["scopes"].items() for phrase in phrases}
    scopes["sizes"] = " ".join(words["sizes"])
    numeral = rf"(?:{any_of(words['numerals'])}|\d{{1,3}})"
    percent = r"(?:\d{1,3}(?:\.\d+)?|[a-z-]+) ?(?:per cent|percent|%) of"
    quantifier = rf"(?P<scope>{_any_quantifier(scopes, words['sizes'])})"
    hedge = rf"(?:(?:{_either_case(words['hedges'])}|(?:[Nn]early|[Aa]lmost)(?! all)) )?"
    count = rf"(?:{percent}|(?:[Tt]he )?(?:{numeral}|{_either_case(words['numerals'])})(?: (?:out )?of(?: the \d{{1,3}})?)?)"
    between = rf"(?:(?:{any_of(words['between'])}|{numeral}|[A-Za-z]+(?:ing|ed|ern|an))[ -]){{0,5}}?"
    nouns = "|".join(
        f"(?P<{kind}>{any_of(words[kind])})" for kind in ("plural", "singular", "weak_plural", "weak_singular")
    )
    return CollectiveWords(
        clues=tuple(
            sorted(
                {_clue(noun) for kind in ("plural", "singular", "weak_plural", "weak_singular") for noun in words[kind]}
            )
        ),
        quantified=re.compile(
            rf"(?<![\w'-]){hedge}(?:{count}|{quantifier}) (?:(?:of )?(?:the|these|those) )?{between}(?<!United )(?:{nouns})(?!\w)"
        ),
        bare=re.compile(
            rf"(?<![\w-])(?:(?:[Tt]he|[Tt]hose|[Tt]hese) )?(?:(?:[Ff]ollowing|[Oo]ther|[Rr]eporting) )?(?<!United ){any_of(words['plural'])}(?!\w)"
        ),
        scopes=scopes,
        including=re.compile(
            rf"(?:^|[ ,(]){any_of(words['including'])},?(?: in| by| of| those of| those in)?(?: the)?$"
        ),
        naming=re.compile(rf"(?:^|[ ,(]){any_of(words['naming'])}:?(?: the)?$"),
        these=re.compile(
            r"(?:[Tt]hese|[Tt]hey|[Tt]hose|[Aa]mong (?:these|them|those)|[Ss]uch (?:States|countries)|[Tt]hese (?:States|countries)(?: parties)?) (?:included?|comprised?|were|are)(?: the)?$"
        ),
    )


def _any_quantifier(scopes: Iterable[str], sizes: Iterable[str]) -> str:
    """A pattern for any phrase of scope, with a word of size before its noun ("the vast majority of")."""
    size = f"(?:{any_of(sizes)} )?"
    sized = re.compile(r"\\? (?=majority|number|minority|handful|group|range|variety|selection)")
    phrases = sorted((phrase for phrase in scopes if phrase != "sizes"), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(sized.sub(f" {size}", _first_letter(phrase)) for phrase in phrases)


def _either_case(phrases: Iterable[str]) -> str:
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(_first_letter(phrase) for phrase in ordered) + ")"


def _first_letter(phrase: str) -> str:
    first = phrase[0]
    return (f"[{first.upper()}{first}]" if first.isalpha() else re.escape(first)) + re.escape(phrase[1:])


def _clue(noun: str) -> str:
    """The part of a noun that singular, plural and compounds share."""
    last = noun.rsplit(maxsplit=1)[-1]
    return {"countries": "countr", "country": "countr", "parties": "parties", "Parties": "Parties"}.get(
        last, last.rstrip("s")
    )
