"""Bodies that a note has tied to one State: "the Office for Integrity (OFINT) of Vanuatu", and later "OFINT" alone.

A body is of the State beside which the note names it, or of that of the sentence that gives its short name.
From the next paragraph on its name is one token of a class of its own, and what is said of it is said of that State.
Not here: what kind of actor a short name is (`introduced.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.scanner import plain
from pipelines.extract.reading.tokens import NOBODYS, Body, Tokens, sentences_of

Run = tuple[int, int]  # the tokens of a name: the first, and that behind the last
Tie = tuple[int, Body]  # the paragraph that ties a name, and to whom
_CAPITALS = 2  # of an acronym
_LONGEST = 14  # tokens of a name
_LONG = 3  # spaces of a name that is one body's, whatever State is named before
_SMALL = 2  # small words between two that have a capital
_OF_STATES = frozenset(("organ", "measure", NOBODYS))  # kinds of short names of what may be a State's
_NOBODY = Body("", "")


def tie_bodies(paragraphs: Sequence[Tokens], grammar: Grammar) -> list[Tokens]:
    """The paragraphs of a note, in order, in which names of bodies that an earlier one ties to one State are tokens.

    What the note calls by one name in two States, or in one and in another place of nobody, is tied to none.
    """
    ties: dict[str, Tie] = {}
    shared: set[str] = set()
    for index, tokens in enumerate(paragraphs):
        for name, body in _ties(tokens, grammar):
            if ties.setdefault(name, (index, body))[1].iso3 != body.iso3:
                shared.add(name)
    tied = {name: tie for name, tie in ties.items() if name not in shared and tie[1].iso3}
    return [_marked(tokens, index, tied, grammar) for index, tokens in enumerate(paragraphs)] if tied else [*paragraphs]


def state_at(tokens: Tokens, at: int, grammar: Grammar) -> str:
    """Code of the State that a token means: by its name, its adjective or a body of its own."""
    is_body = tokens.tags[at] == grammar.of["body"]
    return body_at(tokens, at).iso3 if is_body else grammar.lexicon.code[tokens.words[at]]


def body_at(tokens: Tokens, at: int) -> Body:
    """The body that a token of that class names."""
    return tokens.bodies[_name([tokens.words[at]])]


def is_acronym(word: str) -> bool:
    """Whether a word is an acronym or written like one ("OFINT", "e-LHKPN")."""
    return " " not in word and any(sum(map(str.isupper, part)) >= _CAPITALS for part in word.split("-"))


def _name(words: Sequence[str]) -> str:
    return " ".join(" ".join(words).split())


def _ties(tokens: Tokens, grammar: Grammar) -> Iterator[tuple[str, Body]]:
    """Every name that the paragraph ties to a State; to nobody, where it is given to something as a short name."""
    tags = tokens.tags
    states = [match.start() for match in grammar.find["names-state"].finditer(tags)]
    direct: set[int] = set()
    for match in grammar.find["ties"].finditer(tags) if states else ():
        of = next(at for at in states if match.start() <= at < match.end())
        for run in _beside(tokens, *match.span(), grammar):
            direct.add(run[0])
            yield _name(tokens.words[slice(*run)]), _body(tokens, of, run, grammar)
    for match in grammar.find["short-names"].finditer(tags):
        run = next(match.span(part) for part in ("bracket", "quoted", "owned") if match[part])
        name = _name(tokens.words[slice(*run)])
        if run[0] in direct or not (match["quoted"] or is_acronym(name)):
            continue
        long = [*_runs_before(tokens, match.start(), grammar)]
        last = max(0, match.start() - 1)
        of_state = grammar.lexicon.states.get(plain(tokens.words[last]), ("", ""))[0]  # "Clean Peru (CLEAP)"
        at = last if of_state else _only_state(tokens, states, run, grammar)
        kind = tokens.introduced.get(name.rpartition(" ")[2], "organ" if long or match["owned"] else "")
        body = _body(tokens, at, run, grammar) if at >= 0 and kind in _OF_STATES else _NOBODY
        yield name, body
        for run in long if body.iso3 else ():
            yield _name(tokens.words[slice(*run)]), body


def _only_state(tokens: Tokens, states: Sequence[int], run: Run, grammar: Grammar) -> int:
    """The token of the one State that is named before a name: in its part of the sentence, in the sentence, before it.

    Where the sentence names States only behind the name, they have to be one with those before; -1 for none.
    """
    code = grammar.lexicon.code
    first, last = next(span for span in sentences_of(tokens, grammar) if run[0] < span[1])
    part = max((match.end() for match in grammar.find["parts"].finditer(tokens.tags, first, run[0])), default=first)
    before = [at for at in states if first <= at < run[0]]
    candidates = [at for at in before if at >= part] or before or [at for at in states if at < last]
    return candidates[-1] if len({code[tokens.words[at]] for at in candidates}) == 1 else -1


def _body(tokens: Tokens, state: int, run: Run, grammar: Grammar) -> Body:
    """Whose a name is, with the sentences from that which names the State to that which names the body."""
    first, last = min(state, run[0]), max(state + 1, run[1])
    sentences = sentences_of(tokens, grammar)
    start = max(begins for begins, _ in sentences if begins <= first)
    end = next(ends for _, ends in sentences if last <= ends)
    return Body(grammar.lexicon.code[tokens.words[state]], tokens.written(start, end))


def _beside(tokens: Tokens, first: int, last: int, grammar: Grammar) -> Iterator[Run]:
    """The names that stand beside a State in these tokens: an acronym, and the full name."""
    tags, words = tokens.tags, tokens.words
    of_state = tags[first] in grammar.state_tags
    acronyms = [at for at in range(first, last) if is_acronym(words[at]) and tags[at] not in grammar.state_tags]
    if len(acronyms) == 1 and tokens.introduced.get(words[acronyms[0]], "organ") in _OF_STATES:
        yield acronyms[0], acronyms[0] + 1
    ends = next((at for at in range(first + 1, last) if tags[at] in grammar.ends_name), last)
    bracket = first and tags[first - 1] == grammar.of["open"]
    yield from _run_behind(tokens, first, grammar) if of_state else ()
    yield from () if of_state else _runs_before(tokens, first - 1 if bracket else ends, grammar)


def _runs_before(tokens: Tokens, end: int, grammar: Grammar) -> Iterator[Run]:
    """The full names that end before a token: from each word with a capital behind an article."""
    for at in range(end - 1, max(0, end - _LONGEST), -1):
        if tokens.tags[at] not in grammar.in_name:
            break
        begins = tokens.words[at][0].isupper() and tokens.tags[at - 1] in grammar.before_name
        if begins and " " in _name(tokens.words[at:end]):
            yield at, end


def _run_behind(tokens: Tokens, state: int, grammar: Grammar) -> Iterator[Run]:
    """The full name behind "Vanuatu's" or an adjective: up to the last word with a capital."""
    first = state + 1 + (tokens.tags[state + 1 : state + 2] == grammar.of["possessive"])
    end = first
    for at in range(first, min(len(tokens.words), first + _LONGEST)):
        if tokens.tags[at] not in grammar.in_name or at - end > _SMALL:
            break
        end = at + 1 if tokens.words[at][0].isupper() else end
    if " " in _name(tokens.words[first:end]):
        yield first, end


def _marked(tokens: Tokens, index: int, tied: Mapping[str, Tie], grammar: Grammar) -> Tokens:
    """The tokens of a paragraph with the names that those before it tie.

    A name that is no acronym is taken for that body's only where no State is named before it, or where it is long.
    """
    known = {name: body for name, (tied_in, body) in tied.items() if tied_in < index}
    begun: dict[str, list[str]] = {}
    for name in sorted(known, key=len, reverse=True):
        begun.setdefault(name.partition(" ")[0], []).append(name)
    if not known or begun.keys().isdisjoint(word.partition(" ")[0] for word in tokens.words):
        return tokens
    runs: list[Run] = []
    state = grammar.find["names-state"].search(tokens.tags)
    first_state = state.start() if state else len(tokens.words)
    for at, word in enumerate(tokens.words):
        for name in begun.get(word.partition(" ")[0], ()) if not runs or at >= runs[-1][1] else ():
            if end := _end_of(tokens, at, name, grammar):
                long = name.count(" ") >= _LONG and tokens.tags[at - 1 : at] == grammar.of["determiner"]
                if is_acronym(name) or at < first_state or long:
                    runs.append((at, end))
                break
    marked = tokens.merged(runs, grammar.of["body"])
    marked.bodies = known
    return marked


def _end_of(tokens: Tokens, at: int, name: str, grammar: Grammar) -> int:
    """Where a name ends that begins at a token, 0 where it does not; one word is a name behind an article alone."""
    size, end = 0, at
    while size < len(name) and end < len(tokens.words):
        size += len(_name([tokens.words[end]])) + (end > at)
        end += 1
    if size != len(name) or _name(tokens.words[at:end]) != name:
        return 0
    alone = " " not in name and not is_acronym(name)
    behind = at and tokens.tags[at - 1] in grammar.of["determiner"]
    return 0 if alone and not (behind and tokens.tags[end : end + 1] not in grammar.goes_on) else end
