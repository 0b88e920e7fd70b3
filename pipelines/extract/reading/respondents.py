"""Who sent information: the States that a paragraph, footnote or annex lists as respondents, and the number it prints.

Here: recognising such a list. Not here: what respondents said (`rules.py`), and what follows for the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.extract.patterns import phrase_pattern
from pipelines.extract.reading.clauses import clauses_of
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.groups import COUNT_DIGITS, Groups
from pipelines.extract.reading.reader import Reader
from pipelines.extract.reading.rules import Rules
from pipelines.extract.reading.tokens import Tokens, sentences_of

if TYPE_CHECKING:
    from pipelines.extract.reading.language import Language

Named = tuple[str, int]  # code of a State, token of its name


class RespondentList(NamedTuple):
    """A list of respondents: the number printed, None where there is none, and the States with the token of each name.

    `elsewhere`: the States are named in another place, an annex or a footnote. `doubtful`: it may be a list of others,
    of donors say. `weak`: what came is something that others than respondents send, too. `counts`: how many States
    stand in the sentence of that number, up to each of its lists.
    """

    number: int | None
    states: tuple[Named, ...]
    elsewhere: bool = False
    doubtful: bool = False
    weak: bool = False
    counts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RespondentWords:
    """Compiled `respondents.yaml`."""

    matter: frozenset[str]
    came: frozenset[str]
    grounds: frozenset[str]
    not_sent: frozenset[str]
    not_yet: frozenset[str]
    elsewhere: frozenset[str]
    listed: re.Pattern[str]
    weak: frozenset[str]
    ambiguous: frozenset[str]
    qualifiers: frozenset[str]
    money: frozenset[str]
    earlier: frozenset[str]
    present: frozenset[str]
    toward: frozenset[str]
    sends: frozenset[str]
    arrived: frozenset[str]
    within: frozenset[str]
    replying: frozenset[str]
    addressees: frozenset[str]
    symbol: re.Pattern[str]
    titles: re.Pattern[str]
    clues: frozenset[str]
    counts: Mapping[str, int]


_COUNTED = frozenset(("collective", "states", "counted"))
_YEAR = 4
_FEW = 2
_NEAR = 3  # words between "present" and the symbol of the note itself


def respondents_of(tokens: Tokens, language: Language) -> RespondentList | None:
    """The respondents that a text lists or announces, None where it speaks of none."""
    grammar, words, rows = language.grammar, language.respondents, language.rules
    if not grammar.lists_respondents.search(tokens.tags) or words.clues.isdisjoint(tokens.words):
        return None
    found: dict[str, Named] = {}
    number, elsewhere, listing, doubtful, weak = None, False, False, False, True
    sizes: frozenset[int] = frozenset()
    for first, last in sentences_of(tokens, grammar):
        lower = [word.lower() for word in tokens.words[first:last]]
        speaks = (
            not words.matter.isdisjoint(lower)
            or words.titles.match(" ".join(lower))
            or not words.came.isdisjoint(lower)
        )
        if (
            (not speaks and not listing)
            or not words.not_yet.isdisjoint(lower)
            or (_may_be_money(lower, words) and not words.money.isdisjoint(lower))
            or _of_another_note(tokens.words[first:last], words)
        ):
            continue
        groups, parse = clauses_of(tokens, first, last, grammar)
        reader = Reader(tokens, groups, parse, grammar, lambda: "")
        printed = _number(groups, tokens, words)
        named = list(_listed(reader, words, rows, listing=listing))
        if not named and (named := list(_exactly(reader, lower, words))):
            printed = len(named)
        papers = _papers(tokens, first, last, words, grammar)
        if named and printed is None and papers == len(dict(named)):
            printed = papers
        if named and printed is None and _at_another_time(lower, words):
            continue
        sends = bool(named) or papers is not None or _announces(reader, words)
        if sends and number is None:
            number = printed if named or papers is None else papers
            sizes |= _sizes(groups, named)
        for name in named:
            found.setdefault(name[0], name)
        doubtful = doubtful or (bool(named) and _may_be_money(lower, words))
        weak = weak and not (sends and _is_of_respondents(_about_them(reader, named, lower), words))
        refers = not words.elsewhere.isdisjoint(lower) and words.listed.search(" ".join(lower)) is not None
        if refers and number is None:
            number = _number(groups, tokens, words)
        elsewhere = elsewhere or (sends and not named) or refers
        listing = (sends or listing) and (tokens.tags[last - 1] in grammar.going_on or bool(named))
    if found or (elsewhere and (number is not None or _speaks_of_annex(tokens, words))):
        fewer = number is not None and len(found) < number
        states = tuple(sorted(found.values(), key=lambda name: name[1]))
        return RespondentList(number, states, elsewhere or not found or fewer, doubtful, weak, sizes)
    return None


def _exactly(reader: Reader, lower: Sequence[str], words: RespondentWords) -> Iterator[Named]:
    """The States of a sentence that speaks of replies, prints a number of States and names just as many after it."""
    if not (words.not_sent - words.toward).isdisjoint(lower):
        return
    if words.matter.isdisjoint(lower) and words.replying.isdisjoint(lower):
        return
    for counted, number in _numbers(reader.groups, reader.tokens, words):
        named = [name for at, names in reader.groups.states.items() if at > counted for name in names]
        if number > _FEW and len({iso3 for iso3, _ in named}) == len(named) == number:
            yield from named
            return


def _papers(tokens: Tokens, first: int, last: int, words: RespondentWords, grammar: Grammar) -> int | None:
    """The number of papers that the sentence says have come ("14 replies were to hand"), None where it says none."""
    for match in grammar.papers.finditer(tokens.tags, first, last):
        count, sent = _count(tokens.words[match.start()], words), match.end() - 1
        if count is None or tokens.words[sent].lower() not in words.matter:
            continue
        if not (words.not_sent - words.toward).isdisjoint(word.lower() for word in tokens.words[first:last]):
            continue
        if not words.came.union(words.arrived).isdisjoint(word.lower() for word in tokens.words[sent + 1 : last]):
            return count
    return None


def _sizes(groups: Groups, named: Sequence[Named]) -> frozenset[int]:
    """How many States the sentence has listed at the end of each of its groups."""
    listed, size, sizes = {at for _, at in named}, 0, set()
    for names in groups.states.values():
        size += sum(at in listed for _, at in names)
        sizes.add(size)
    return frozenset(sizes)


def _at_another_time(lower: Sequence[str], words: RespondentWords) -> bool:
    """Whether what the sentence lists was sent in a year that it names, for another note than this one."""
    return any(
        word in words.came and following in words.within and year.isdecimal() and len(year) == _YEAR
        for word, following, year in zip(lower, lower[1:], lower[2:], strict=False)
    )


def _may_be_money(lower: Sequence[str], words: RespondentWords) -> bool:
    """Whether what came may be money, "contributions" without a word that tells."""
    matter = words.matter.intersection(lower)
    return bool(matter) and matter <= words.ambiguous and words.qualifiers.isdisjoint(lower)


def _about_them(reader: Reader, named: Sequence[Named], lower: list[str]) -> list[str]:
    """The words that say what the States sent: those of the group that names them ("the reports of"), or all."""
    groups = reader.groups
    at = next((at for at, names in groups.states.items() if named and named[0] in names), None)
    if at is None or reader.parse.kinds[at] != "paper-of":
        return lower
    return [word.lower() for word in reader.tokens.words[groups.starts[at] : groups.ends[at]]]


def _is_of_respondents(lower: Sequence[str], words: RespondentWords) -> bool:
    """Whether the sentence speaks of what none but respondents send, or says who they are."""
    sure = (words.matter | words.replying) - words.weak - words.ambiguous
    return not sure.isdisjoint(lower) or words.titles.match(" ".join(lower)) is not None


def _of_another_note(written: Sequence[str], words: RespondentWords) -> bool:
    """Whether the sentence tells what an earlier document was made of: "CAC/…/3, which contains contributions from"."""
    lower = [word.lower() for word in written]
    matter = next((at for at, word in enumerate(lower) if word in words.matter), len(lower))
    for at, word in enumerate(written[:matter]):
        near = lower[max(0, at - _NEAR) : at]
        begins = written[max(0, at - 1)] != "/" and words.symbol.match("".join((word, *written[at + 1 : at + 3])))
        if (begins or lower[at] in words.earlier) and words.present.isdisjoint(near):
            return True
    return False


def bare_list(tokens: Tokens, grammar: Grammar) -> tuple[Named, ...]:
    """The States of a text that holds nothing but their names; empty for any other text."""
    names = [at for at, tag in enumerate(tokens.tags) if tag in grammar.state_tags]
    if not names or not grammar.bare.fullmatch(tokens.tags):
        return ()
    return tuple((grammar.lexicon.states[grammar.plain(tokens.words[at])][0], at) for at in names)


def _speaks_of_annex(tokens: Tokens, words: RespondentWords) -> bool:
    return not words.elsewhere.isdisjoint(word.lower() for word in tokens.words)


def _listed(reader: Reader, words: RespondentWords, rows: Rules, *, listing: bool) -> Iterator[Named]:
    """The States of the sentence that sent information; `listing`: it goes on with a list that was begun."""
    kinds, groups, tokens = reader.parse.kinds, reader.groups, reader.tokens
    begun = listing and not any(kind in ("active", "passive", "copula") for kind in kinds)
    for at, named in groups.states.items():
        if begun and kinds[at] == "state":
            yield from named
        elif kinds[at] == "paper-of":
            before = {word.lower() for word in tokens.words[max(0, groups.starts[at] - 8) : groups.starts[at]]}
            many = len(named) >= _FEW and not words.grounds.isdisjoint(before)
            if many or _came(reader, at, words):
                yield from named
        elif kinds[at] in ("state", "organ-of") and (
            _after_source(reader, at, words, rows) or _sends(reader, at, words)
        ):
            begun = begun or kinds[at] == "state"
            yield from named


def _after_source(reader: Reader, at: int, words: RespondentWords, rows: Rules) -> bool:
    """Whether "information was received from" stands before, or a title that says so."""
    groups, tokens = reader.groups, reader.tokens
    place = reader.parse.places.get(at)
    if place is not None and place.role == "in":
        return False  # "advisers stationed in A and B" are sent there
    first = groups.starts[0]
    lead = reader.grammar.shapes.sent_by.search(reader.letters, 0, at)
    if lead is None:
        text = " ".join(word.lower() for word in tokens.words[first : groups.starts[at]])
        title = words.titles.match(text)
        return (title is not None and not text[title.end() :].strip(" :;,.-•–()")) or _of_source(reader, at, words)
    before = _without_addressee(tokens.words[first : groups.starts[lead.start()]], words)
    matters = [i for i in range(len(before) - 1, -1, -1) if before[i] in words.matter]
    came = (i for i in matters if len(before) - i <= _FEW or not words.came.isdisjoint(before[i + 1 :]))
    matter = next(came, None)  # "information submitted, pursuant to a note verbale, by …"
    if matter is None or not words.not_sent.isdisjoint(before[max(0, matter - 4) : matter] + before[matter + 1 :]):
        return False
    between = before[matter + 1 :]
    many = len(groups.states[at]) > _FEW or any(
        kind in ("states", "collective", "colon") for kind in reader.parse.kinds[lead.start() : at]
    )
    finite = any(kind in ("passive", "copula") for kind in reader.parse.kinds[: lead.start()])
    finding = reader.find(at, rows)
    told = finding is not None and finding.row.says != "nothing"
    return many or (finite and not told) or (not between and not told and lead.start() > 0)


def _without_addressee(written: Sequence[str], words: RespondentWords) -> list[str]:
    """The words in small letters, without the "to" of "to the note verbale": what is sent to a note is no money."""
    lower = [word.lower() for word in written]
    return [
        word
        for at, word in enumerate(lower)
        if word not in words.toward or words.addressees.isdisjoint(lower[at + 1 : at + 1 + _NEAR])
    ]


def _of_source(reader: Reader, at: int, words: RespondentWords) -> bool:
    """Whether "relied on the replies of" stands before."""
    lead = reader.grammar.shapes.sent_of.search(reader.letters, 0, at)
    if lead is None:
        return False
    before = reader.tokens.words[reader.groups.starts[0] : reader.groups.starts[lead.start()]]
    lower = " ".join(before).lower().split()
    if not lower or lower[-1] not in words.matter:
        return False
    counted = reader.parse.kinds[lead.start() + 1 : at] in (["collective", "open"], ["states", "open"])
    return counted or not words.grounds.isdisjoint(lower)  # "the replies of 18 States parties (A, B …)"


def _sends(reader: Reader, at: int, words: RespondentWords) -> bool:
    """Whether the States, or those whose names they are, are the subject of sending."""
    place = reader.parse.places.get(at)
    if place is None:
        return False
    anchor = reader.anchor(at, place) if place.role in ("bracket", "including", "aside", "apposition") else at
    where = reader.parse.places.get(anchor)
    if where is None or where.role != "subject" or reader.parse.kinds[anchor] == "organ-of":
        return False
    verb = reader.predicate(where.clause.verb)
    between = {
        word.lower()
        for word in reader.tokens.words[
            reader.groups.starts[where.clause.verb] : reader.groups.ends[where.clause.verb] + 3
        ]
    }
    return (
        verb.kind == "sending" or (verb.kind == "report" and anchor != at and verb.lemma in words.sends)
    ) and words.not_sent.isdisjoint(between - words.toward)


def _came(reader: Reader, at: int, words: RespondentWords) -> bool:
    """Whether it is said of a reply that it came: "the reply of Chile was received on 4 May"."""
    groups, place = reader.groups, reader.parse.places.get(at)
    if place is None or place.role != "subject" or reader.parse.kinds[place.clause.verb] != "passive":
        return False
    paper, verb = (
        {word.lower() for word in reader.tokens.words[groups.starts[n] : groups.ends[n]]}
        for n in (at, place.clause.verb)
    )
    sure = words.matter - words.weak - words.ambiguous
    return not sure.isdisjoint(paper) and not words.came.isdisjoint(verb)


def _announces(reader: Reader, words: RespondentWords) -> bool:
    """Whether the sentence says of a number of States that they sent information, without their names."""
    kinds, groups = reader.parse.kinds, reader.groups
    ends = ["states"] if kinds[-1:] == ["colon"] else []  # "Submissions were received from: (a) …"
    for at, kind in enumerate([*kinds, *ends]):
        if kind not in _COUNTED:
            continue
        place = reader.parse.places.get(at)
        if place is not None and place.role == "subject" and reader.predicate(place.clause.verb).kind == "sending":
            return True
        if at < len(kinds) and _of_source(reader, at, words):
            return True
        lead = reader.grammar.shapes.sent_by.search(reader.letters, 0, at)
        if lead is None:
            continue
        before = _without_addressee(reader.tokens.words[groups.starts[0] : groups.starts[lead.start()]], words)
        matter = next((i for i in range(len(before) - 1, -1, -1) if before[i] in words.matter), None)
        if (
            matter is not None
            and words.not_sent.isdisjoint(before[max(0, matter - 4) :])
            and (matter == len(before) - 1 or not words.came.isdisjoint(before[matter:]))
        ):
            return True
    return False


def _number(groups: Groups, tokens: Tokens, words: RespondentWords) -> int | None:
    """The number of States that the sentence prints: the first before a noun for States."""
    return next((count for _, count in _numbers(groups, tokens, words)), None)


def _numbers(groups: Groups, tokens: Tokens, words: RespondentWords) -> Iterator[tuple[int, int]]:
    """The groups that print a number of States, each with it."""
    for at, kind in enumerate(groups.kinds):
        if kind in _COUNTED:
            counts = (_count(word, words) for word in tokens.words[groups.starts[at] : groups.ends[at]])
            if (count := next((c for c in counts if c is not None), None)) is not None:
                yield at, count


def _count(word: str, words: RespondentWords) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= COUNT_DIGITS else words.counts.get(word.lower())


def compile_respondents(given: Mapping[str, Any]) -> RespondentWords:
    """Compile the parsed `respondents.yaml`. Raises `KeyError` where a part is missing."""
    counts = {word: number for number, word in enumerate(given["numbers"], 1)}
    for tens, word in enumerate(given["tens"], 2):
        counts[word] = tens * 10
        counts |= {f"{word}-{unit}": tens * 10 + number for number, unit in enumerate(given["numbers"][:9], 1)}
    titles = "|".join(re.escape(title) for title in sorted(given["titles"], key=len, reverse=True))
    sets = {name: frozenset(given[name]) for name in ("matter", "came", "grounds", "not_sent", "not_yet", "elsewhere")}
    sets |= {
        name: frozenset(given[name])
        for name in (
            "weak",
            "ambiguous",
            "qualifiers",
            "money",
            "earlier",
            "present",
            "toward",
            "addressees",
            "sends",
            "arrived",
            "within",
        )
    }
    sets["replying"] = frozenset((*given["replies"], *given["replying"]))
    clues = sets["matter"] | sets["elsewhere"] | set(given["replies"]) | {title.split()[0] for title in given["titles"]}
    sets["clues"] = frozenset(form for word in clues for form in (word, word[0].upper() + word[1:], word.upper()))
    return RespondentWords(
        titles=re.compile(rf"(?:{titles})(?!\w)"),
        symbol=re.compile(given["symbol"]),
        listed=re.compile(rf"\b{phrase_pattern(given['listed'])}\b"),
        counts=counts,
        **sets,
    )
