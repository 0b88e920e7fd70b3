"""The outline of a note: which headings it prints, on which articles, with how many paragraphs below each.

Here: levels, labels, article references in headings and their inheritance. Not here: what the paragraphs say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from benchmarks.corpus.model import Heading
from benchmarks.corpus.states import load

if TYPE_CHECKING:
    from random import Random

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
Articles = dict[int, tuple[str | None, bool]]


@dataclass(slots=True)
class Planned:
    """A heading, how many paragraphs stand directly below it, and what they are about."""

    heading: Heading
    paragraphs: int
    role: str  # introduction, analysis, conclusions, annex
    subject: int  # the article whose phrases are used


@cache
def headings() -> dict[str, Any]:
    """The printed headings, by kind."""
    data: dict[str, Any] = load("headings.yaml")
    return data


def inherited(above: Articles) -> Articles:
    """The articles of a heading that names none: those above it."""
    return {article: (provision, True) for article, (provision, _) in above.items()}


def plan(rng: Random, profile: str, size: int) -> list[Planned]:
    """The outline of a body of about `size` numbered paragraphs."""
    introduction = min(max(2, size // 8), 7)
    conclusions = 0 if rng.random() < 0.25 else min(max(1, size // 14), 4)
    rest = max(size - introduction - conclusions, 3)
    planned = [_level(1, "I", rng.choice(headings()["introduction"]), {}, introduction, "introduction", 5)]
    style = "letters" if profile == "plain" or rng.random() < 0.6 else "romans"
    planned += _letters(rng, profile, rest) if style == "letters" else _romans(rng, profile, rest)
    if conclusions:
        label = ROMAN[sum(item.heading.level == 1 for item in planned)]
        planned.append(_level(1, label, rng.choice(headings()["conclusions"]), {}, conclusions, "conclusions", 5))
    return planned


def annex(rng: Random) -> Planned:
    """An annex with numbered paragraphs of its own; the articles of its title govern it."""
    title, articles = rng.choice(headings()["annex-numbered"])
    planned = _level(1, None, title, _named(articles), rng.randint(2, 6), "annex", next(iter(articles)))
    planned.heading.part = "annex-1"
    return planned


def _letters(rng: Random, profile: str, rest: int) -> list[Planned]:
    """`II. Analysis`, then `A. … (article 9)` with unnumbered headings below."""
    titles = rng.sample(headings()["analysis"], 2)
    groups = 1 if rng.random() < 0.75 else 2
    sections = max(2, min(rest // 6, 6))
    found: list[Planned] = []
    for group in range(groups):
        direct = 0 if rng.random() < 0.7 else 1
        found.append(_level(1, ROMAN[1 + group], titles[group], {}, direct, "analysis", 5))
        count = sections if groups == 1 else max(1, (sections + group) // 2)
        for index in range(count):
            share = max(1, rest // (count * groups))
            found += _section(rng, profile, 2, chr(ord("A") + index), share)
    return found


def _romans(rng: Random, profile: str, rest: int) -> list[Planned]:
    """`II. … (article 9)`, `III. …`, each with lettered or unnumbered headings below, or none."""
    sections = max(1, min(rest // 8, 5))
    found: list[Planned] = []
    for index in range(sections):
        found += _section(rng, profile, 1, ROMAN[1 + index], max(1, rest // sections))
    return found


def _section(rng: Random, profile: str, level: int, label: str, share: int) -> list[Planned]:
    """A heading that names articles and what stands below it, `share` paragraphs in all."""
    text, articles = _titled(rng, profile)
    subject = rng.choice(list(articles)) if articles else rng.randint(5, 14)
    top = _level(level, label, text, articles, share, "analysis", subject)
    if share < 4 or rng.random() < 0.3:
        return [top]
    top.paragraphs = 0 if rng.random() < 0.7 else 1
    left = share - top.paragraphs
    parts = 2 if left < 6 else rng.randint(2, 3)
    lettered = level == 1 and rng.random() < 0.6
    found = [top]
    for index in range(parts):
        count = left // parts + (index < left % parts)
        found.append(_below(rng, top, profile, ["A", "B", "C"][index] if lettered else None, count))
    return found


def _below(rng: Random, top: Planned, profile: str, letter: str | None, count: int) -> Planned:
    data = headings()
    above = top.heading.articles
    level = 2 if letter else 3
    chance = rng.random()
    subject = top.subject
    if profile != "plain" and chance < 0.12:
        return _level(level, letter, rng.choice(data["other"]), inherited(above), count, "analysis", subject)
    if profile != "plain" and chance < 0.22:
        text, articles = rng.choice(data["provision"])
        return _level(level, letter, text, _named(articles), count, "analysis", next(iter(articles)))
    pool = data["plain"] if chance < 0.4 else data["sub"][subject]
    return _level(level, letter, rng.choice(pool), inherited(above), count, "analysis", subject)


def _titled(rng: Random, profile: str) -> tuple[str, Articles]:
    """A heading with its article or articles, written in one of the ways of the family."""
    data = headings()
    chance = rng.random()
    if profile != "plain":
        if chance < 0.12:
            text, articles = rng.choice(data["multi"])
            return text, _named(articles)
        if chance < 0.24:
            text, articles = rng.choice(data["provision"])
            return text, _named(articles)
        if chance < 0.3:
            return rng.choice(data["plain"]), {}
    article = rng.randint(5, 14)
    frame = data["reference"][0] if profile == "plain" or rng.random() < 0.5 else rng.choice(data["reference"])
    return frame.format(title=rng.choice(data["article"][article]), a=article), {article: (None, False)}


def _named(articles: dict[int, str | None]) -> Articles:
    return {article: (provision, False) for article, provision in articles.items()}


def _level(  # noqa: PLR0917 - the facts of a heading, in the order in which they are printed
    level: int, label: str | None, text: str, articles: Articles, count: int, role: str, subject: int
) -> Planned:
    return Planned(Heading(level, label, text, "body", dict(articles)), count, role, subject)
