"""What a note as a whole tells those who read its sentences: the short names that it introduces, and whom it is about.

Who stands behind a short name ("(hereinafter “the Office”)", acronyms, "the Academy") is told by the words before it.
Not here: names that need no introduction (the lexicon).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.tokens import NOBODYS, OTHERS, Tokens, readable

STATES, ASSISTANCE, FOREIGN = "states", "assistance", "other"  # what a note is about; the last of another family
_QUOTED = re.compile(r"\([^()“\"]{0,40}[“\"«](?:\s?[a-z]{1,4} )?([^”\"»()]{2,60}?)\s?[”\"»][^()]{0,20}\)")
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{1,11}(?:-[A-Z]+)?)\)")
_POSSESSIVE = re.compile("[’'].*")
_ADJECTIVE = 30  # characters
_TITLED, _HEADED = Fraction(3, 10), Fraction(2, 3)  # of the names of States
_FIRST = 3  # tokens of a heading that tell what it is about
_BEFORE, _AFTER = 300, 70  # characters before a bracket in which the full name stands, and behind it


def note_is_about(title: Tokens, headings: Iterable[Tokens], paragraphs: Sequence[Tokens], grammar: Grammar) -> str:
    """What a note is about, `STATES` or `ASSISTANCE`: a paper on that is full of others and of what they give.

    Projects, short names and what is given count twice, for contractors and experts are in every note. Together they
    come to three tenths of the names of States where the title names a project, help or by whom, to two thirds where a
    heading begins with help, and where none does to as many as those, phrases for a number of States counted twice.
    """
    short = {name for tokens in paragraphs[:1] for name, kind in tokens.introduced.items() if kind in OTHERS}
    tags = "".join([tokens.tags for tokens in paragraphs])
    states, others = tags.count(grammar.of["state"]), tags.count(grammar.of["other"])
    others += 2 * sum(map(tags.count, grammar.assisting))
    if short:
        others += 2 * sum(sum(map(short.__contains__, tokens.words)) for tokens in paragraphs)
    titled = (
        not set(grammar.assisting).isdisjoint(title.tags) or grammar.find["by-others"].search(title.tags) is not None
    )
    headed = any(grammar.assisting[1] in heading.tags[:_FIRST] for heading in headings)
    if titled or headed:
        least = states * (_TITLED if titled else _HEADED)
    else:
        least = states + Fraction(2 * len(grammar.find["counts-states"].findall(tags)))
    return ASSISTANCE if states and others >= least else STATES


def introduced(text: str, grammar: Grammar) -> dict[str, str]:
    """Kind of everybody for whom the text of a note introduces a short name; `NOBODYS`: an organ of no State yet."""
    seen, _ = readable(text)
    kinds: dict[str, str] = {}
    for foreign in grammar.foreign.finditer(seen):
        name = grammar.proper_name.match(seen, foreign.start())
        if name is None:
            continue
        words = [_POSSESSIVE.sub("", word) for word in name.group().split()]
        head = next((word for word in words if word in grammar.generic), None)
        if head and not name.group().startswith(head + grammar.not_a_name):
            kinds.setdefault(head, "other")
    for match in grammar.shared.finditer(seen):
        if grammar.abroad.search(seen, max(0, match.start() - _ADJECTIVE), match.start()):
            kinds[match[1]] = "project"  # "the platform", a regional one
    for pattern in (_ACRONYM, _QUOTED):
        for match in pattern.finditer(seen):
            kind = _kind(seen[max(0, match.start() - _BEFORE) : match.start()], grammar)
            if kind == NOBODYS and _is_of_state(seen[match.end() : match.end() + _AFTER], grammar):
                kind = "organ"
            head = match[1].split()[-1]
            if kind in ("", NOBODYS) and head in grammar.generic:
                kind = "other"  # "the team set up for that purpose (“the Environment Team”)"
            if kind:
                kinds[head] = "organ" if kind == NOBODYS and not head.isupper() else kind
    return kinds


def _is_of_state(after: str, grammar: Grammar) -> bool:
    """Whether the words behind a bracket tell whose it is: "(OFINT) of Vanuatu"."""
    words, _ = grammar.lexicon.scanner(after)
    return grammar.find["of-state"].match("".join(map(grammar.lexicon.tags.__getitem__, words))) is not None


def _kind(before: str, grammar: Grammar) -> str:
    """Who the name is that ends there: the nearest word that tells decides; "nobody's" for an organ of no State."""
    lexicon = grammar.lexicon
    tags = "".join(map(lexicon.tags.__getitem__, lexicon.scanner(before.rstrip())[0]))
    clause, author, name_of = grammar.find["clause-end"].split(tags)[-1], grammar.of["author"], lexicon.classes.name
    told: list[str] = []
    for name in reversed(grammar.find["articles"].split(clause)):  # the one that is shortened begins behind an article
        own = [name_of[tag] for tag in grammar.find["telling"].findall(name)]
        titled = len(name) > 1 and name.endswith(author)  # "the National Secretariat"
        if "other" in own or {"organ", "international"} <= {*own} or ("author" in own and not titled):
            return "other"
        if "state" in own or "demonym" in own:
            return "organ"
        if "organ" in own or titled:
            sentence = tags.rpartition(lexicon.classes.of["stop"])[2]
            return "organ" if grammar.find["names-state"].search(sentence) else NOBODYS
        told = [*own, *told]
    return "other" if "international" in told else "organ" if "own" in told else told[-1] if told else ""
