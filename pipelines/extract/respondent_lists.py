"""Who sent information for a note: where it lists them, in its introduction, a footnote or an annex.

Here: which texts hold a list of the note's own. Not here: how one text lists respondents (`reading/respondents.py`),
who of them is silent (`submissions.py`), what they said (`statement_rows.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from pipelines.extract.builder import NoteBuilder
from pipelines.extract.outline.structure import LedgerKind, Piece, Signal
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.respondents import (
    FEW,
    RespondentList,
    bare_list,
    entitles,
    enumerated,
    names_in,
    respondents_of,
    speaks_of_it,
)
from pipelines.extract.reading.tokens import Tokens, tokens_of
from pipelines.extract.statements import named_in


class Respondents(NamedTuple):
    """A list of respondents: what was read in it, and States with names as written.

    `paragraph`: index of the paragraph that lists them, None for a footnote or an annex. `span`: of the text that holds
    the list, in the archived text.
    """

    listed: RespondentList
    states: tuple[tuple[str, str], ...] = ()
    paragraph: int | None = None
    span: tuple[int, int] = (0, 0)
    text: str = ""

    @property
    def declared_number(self) -> int | None:
        """The number the note prints, None where it prints none."""
        return self.listed.number

    @property
    def codes(self) -> frozenset[str]:
        """The States that it lists."""
        return frozenset(dict(self.states))

    @property
    def groups(self) -> tuple[frozenset[str], ...]:
        """Those that stand in one sentence each, or all of them."""
        return self.listed.groups or (self.codes,)

    @property
    def counted(self) -> frozenset[str]:
        """As many of the first as its number says, and one or two beside, who often came late."""
        first = frozenset(iso3 for iso3, _ in self.states[: self.declared_number])
        return first.union(*(group for group in self.listed.groups if len(group) <= FEW))

    def signal(self, rule: str, message: str) -> Signal:
        """A signal about the list."""
        return Signal(rule, *self.span, self.text[:200], message)

    def agrees(self) -> bool:
        """Whether it holds as many States as the number that is printed for it says."""
        return self.declared_number is not None and self.declared_number in self.listed.sizes


class Text(NamedTuple):
    """A text in which a list may stand, with the paragraph that a footnote belongs to; None for an annex."""

    tokens: Tokens
    pieces: tuple[Piece, ...]
    paragraph: int | None

    def names(self, places: Sequence[tuple[str, int]]) -> Iterator[tuple[str, str]]:
        """States with their names as written; `places`: the token of each name."""
        return ((iso3, self.tokens.written(at, at + 1)) for iso3, at in places)

    def lists(self, listed: RespondentList) -> Respondents:
        """A list that it holds."""
        span = self.pieces[0].source_start, self.pieces[-1].source_end
        states = tuple(self.names(listed.states))
        sizes = listed.sizes | {len(dict(states))}
        return Respondents(listed._replace(sizes=sizes), states, self.paragraph, span, self.tokens.text)


class RespondentFinder:
    """Finds the lists of respondents of one note; `tokens`: those of each paragraph, `others`: other texts.

    `withheld`: by paragraph, the tokens of names in lists, which make no statements. `unlisted`: texts
    without a number that list none.
    """

    def __init__(
        self,
        builder: NoteBuilder,
        language: Language,
        tokens: Sequence[Tokens],
        others: Sequence[Text],
    ) -> None:
        self.builder, self.language, self.tokens, self.others = builder, language, tokens, others
        self.withheld: dict[int, frozenset[int]] = {}
        self.unlisted: list[Text] = []
        self.worded: list[RespondentList | None] = []  # what is listed in so many words, by paragraph

    def find(self) -> list[Respondents]:
        """Every list of respondents of the note; a State listed twice in one raises a signal.

        One that names nobody where the note speaks of information that States sent, and no list was found.
        """
        found: list[Respondents] = []
        announced: dict[int | None, int | None] = {}  # the number of those listed elsewhere, by paragraph
        asked = told = False
        for index, paragraph in enumerate(self.builder.structure.paragraphs):
            opening = self.is_introduction(paragraph.section)
            asked = asked and opening
            read = partial(respondents_of, self.tokens[index], self.language, opening=opening, asked=asked)
            asked = asked or (opening and speaks_of_it(self.tokens[index], self.language))
            told = told or asked
            self.worded.append(self.builder.whatever(read, None, paragraph))
        for index, paragraph in enumerate(self.builder.structure.paragraphs):
            listed = self._with_enumerated(self.tokens[index], index, self.worded[index])
            if listed and listed.elsewhere and not self.builder.articles(paragraph.section):
                # The number of the few that it names is not that of those who are named elsewhere.
                announced[index] = None if listed.number == len(listed.states) else listed.number
            if listed and listed.states:
                own = Text(self.tokens[index], paragraph.pieces, index).lists(listed)
                # Replies of which an article speaks are those to requests, unless as many are named as were counted.
                if own.agrees() or not self.builder.articles(paragraph.section):
                    found.append(own)
        found += self.builder.whatever(lambda: list(self._elsewhere(announced)), [], None)
        found = self._own(found)
        for own in found:
            self._say_doubts(own)
            if own.paragraph is not None:
                self.withheld[own.paragraph] = frozenset(at for _, at in own.listed.states)
        numbers = [*announced.values(), *([None] if told else [])]
        return found or [Respondents(RespondentList(number, ())) for number in numbers[:1]]

    def _with_enumerated(self, tokens: Tokens, index: int, listed: RespondentList | None) -> RespondentList | None:
        """What is listed in a text with what it enumerates: beside a list in words, or where the note has none."""
        beside, others = bool(listed or self.worded[index]), (own for own in self.worded if own)
        if not self._opens(index) or not (beside or all(len(own.states) <= FEW for own in others)):
            return listed
        return enumerated(tokens, self.language, self.spoken_of, listed, beside=beside)

    def _opens(self, index: int) -> bool:
        """Whether a paragraph stands before those that tell of States: in an introduction, or before any article."""
        section = self.builder.structure.paragraphs[index].section
        return section is None or self.is_introduction(section) or index < self.first

    @cached_property
    def first(self) -> int:
        """The first paragraph under an article, 0 where there is none."""
        paragraphs = enumerate(self.builder.structure.paragraphs)
        return next((n for n, paragraph in paragraphs if self.builder.articles(paragraph.section)), 0)

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """The States that paragraphs name which do not open the note."""
        later = (tokens for n, tokens in enumerate(self.tokens) if not self._opens(n))
        return frozenset().union(*(named_in(tokens, self.language, frozenset()) for tokens in later))

    def is_introduction(self, section: int | None) -> bool:
        """Whether a section is an introduction: there a note tells how it came about, and goes on elsewhere."""
        structure, opening = self.builder.structure, self.builder.vocabulary.structure.sets["opening"]
        if section is None or structure.sections[section].heading.casefold().strip(" .") not in opening:
            return False
        return structure.paragraphs[-1].section != section

    def _elsewhere(self, announced: dict[int | None, int | None]) -> Iterator[Respondents]:
        """The lists of footnotes and annexes; where one was announced, names alone are such a list."""
        annexed: list[Text] = []
        for other in self.others:
            listed, index = respondents_of(other.tokens, self.language), other.paragraph
            if index is not None:
                listed = self._with_enumerated(other.tokens, index, listed)
            if listed and listed.states:
                number = listed.number if listed.number is not None else announced.get(index)
                yield other.lists(listed._replace(number=number))._replace(paragraph=None)
            elif index is not None and index in announced and (names := bare_list(other.tokens, self.language.grammar)):
                yield other.lists(RespondentList(announced[index], names))._replace(paragraph=None)
            elif index is None:
                annexed.append(other)
                if listed:  # a summary: "they are listed in the annex"
                    announced.setdefault(None, listed.number)
        yield from self._annexed(annexed, announced)

    def _annexed(self, texts: Sequence[Text], announced: dict[int | None, int | None]) -> Iterator[Respondents]:
        """The part of the annexes that lists respondents: one whose heading says so, or that was announced.

        It was where it names as many States as were announced, or where most of its lines begin with a State.
        """
        grammar = self.language.grammar
        parts = [section for section in self.builder.structure.sections if section.part != "body"]
        starts = [section.start for section in parts]
        lines: dict[int, list[tuple[Text, tuple[tuple[str, int], ...]]]] = defaultdict(list)
        for text in texts:
            part = bisect_right(starts, text.pieces[0].source_start) - 1
            lines[part].append((text, names_in(text.tokens, grammar)))
        entitled = {
            n for n, part in enumerate(parts) if entitles(tokens_of(part.heading, grammar), self.language)
        } & lines.keys()
        for part, every in sorted(lines.items()):
            named = [(text, names) for text, names in every if names]
            states = {iso3 for _, names in named for iso3, _ in names}
            begun = sum(names[0][1] == 0 for _, names in named)
            counted = len(states) > FEW and len(states) in announced.values()
            told = part in entitled or (bool(announced) and not entitled and 2 * begun > len(named))
            if states and (counted or told):
                number = next((n for n in announced.values() if n is not None), None)
                together = RespondentList(number, (), sizes=frozenset((len(states),)), groups=(frozenset(states),))
                written = tuple(state for text, names in named for state in text.names(names))
                yield named[0][0].lists(together)._replace(states=written, paragraph=None)
            else:
                self.unlisted += (text for text, _ in named)

    def _own(self, found: list[Respondents]) -> list[Respondents]:
        """The lists that are the note's own, those in doubt marked so.

        Where a number was printed that one list holds exactly, another for which it was printed, too, is none. Beside
        such a list, one in another part of the note is doubtful: it may be of another exercise. So are all where two
        numbers are printed and each agrees with a list.
        """
        agreed = {listed.declared_number for listed in found if listed.agrees()}
        found = [own for own in found if own.declared_number not in agreed or own.agrees() or len(own.states) <= FEW]
        sure = [own for own in found if own.agrees()] or [own for own in found if len(own.states) > FEW]
        parts = {self._part(own) for own in sure}
        known = {iso3 for own in sure for iso3, _ in own.states}
        return [
            own
            if len(agreed) <= 1 and (own.paragraph is None or self._part(own) in parts or known.issuperset(own.codes))
            else own._replace(listed=own.listed._replace(doubtful=True))
            for own in found
        ]

    def _part(self, own: Respondents) -> int | None:
        """The uppermost section that a list stands in."""
        structure = self.builder.structure
        at = None if own.paragraph is None else structure.paragraphs[own.paragraph].section
        while at is not None and structure.sections[at].parent is not None:
            at = structure.sections[at].parent
        return at

    def _say_doubts(self, own: Respondents) -> None:
        """Signals of what is doubtful about a list."""
        if own.listed.doubtful:
            message = "This may list others than those that sent information. Nobody is called silent for it."
            self.builder.signal(own.signal("respondents_doubtful", message))
        for iso3, times in sorted(Counter(iso3 for iso3, _ in own.states).items()):
            if times > 1:
                message = f"{iso3} is listed {times} times among those that sent information; it counts once."
                self.builder.signal(own.signal("respondent_listed_twice", message))


def other_texts(builder: NoteBuilder) -> Iterator[tuple[str, tuple[Piece, ...], int | None]]:
    """Footnotes and unnumbered text (annexes, boxes), in which respondents may be listed, too; as `Text`."""
    for footnote in builder.structure.footnotes:
        yield footnote.text, footnote.pieces, footnote.paragraph
    for span in builder.structure.ledger:
        if span.kind in {LedgerKind.UNNUMBERED_TEXT, LedgerKind.TABLE, LedgerKind.SUMMARY}:
            text = " ".join(builder.document.text[span.start : span.end].split())
            yield text, (Piece(0, span.end - span.start, span.start, span.end),), None
