"""Who sent information for a note: where it lists them, in its introduction, a footnote or an annex.

Here: which texts hold a list of the note's own. Not here: how one text names respondents (`reading/respondents.py`),
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
from pipelines.extract.reading.respondents import FEW, RespondentList, Run, entitles, respondents_of
from pipelines.extract.reading.tokens import Tokens, tokens_of
from pipelines.extract.statements import named_in


class Respondents(NamedTuple):
    """A list of respondents: the numbers printed for it, its runs of States, and its place.

    `paragraph`: index of the paragraph that holds it, None for a footnote or an annex. `span`: of the text that does,
    in the archived text. `doubtful`: it stands where others may be listed.
    """

    numbers: tuple[int, ...] = ()
    runs: tuple[Run, ...] = ()
    paragraph: int | None = None
    span: tuple[int, int] = (0, 0)
    text: str = ""
    doubtful: bool = False

    @property
    def states(self) -> dict[str, str]:
        """Each State with its first name as written."""
        return {name.iso3: name.written for run in reversed(self.runs) for name in reversed(run.names)}

    @property
    def codes(self) -> frozenset[str]:
        """The States that it lists."""
        return frozenset(self.states)

    @property
    def counted(self) -> frozenset[str]:
        """Those whom a printed number counts: the States of a run, of all long ones, or of all."""
        runs = [run.codes for run in self.runs]
        groups = [*runs, frozenset().union(*(run for run in runs if len(run) > FEW)), self.codes]
        return frozenset().union(*(group for group in groups if len(group) in self.numbers))

    @property
    def declared_number(self) -> int | None:
        """The number that the note prints for it: one that it agrees with, or else the first; None for none."""
        return next((n for n in self.numbers if self._replace(numbers=(n,)).counted), next(iter(self.numbers), None))

    def signal(self, rule: str, message: str) -> Signal:
        """A signal about the list."""
        return Signal(rule, *self.span, self.text[:200], message)


class Text(NamedTuple):
    """A text in which a list may stand, with the paragraph that a footnote belongs to; None for an annex."""

    tokens: Tokens
    pieces: tuple[Piece, ...]
    paragraph: int | None


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
        self.paragraphs, self.sections = builder.structure.paragraphs, builder.structure.sections
        self.withheld: dict[int, frozenset[int]] = {}
        self.unlisted: list[Text] = []
        self.read: list[RespondentList] = []  # what each paragraph tells

    def find(self) -> list[Respondents]:
        """Every list of respondents of the note; a State listed twice in one raises a signal.

        One that names nobody where the note speaks of information that States sent, and no list was found.
        """
        told = False
        for index, paragraph in enumerate(self.paragraphs):
            opening = self.is_introduction(paragraph.section)
            read = partial(
                respondents_of, [self.tokens[index]], self.language, opening=opening, spoken=opening and told
            )
            self.read.append(self.builder.whatever(read, RespondentList(), paragraph))
            told = told or (self._opens(index) and self.read[-1].speaks)
        every = [self._of_paragraph(index) for index in range(len(self.paragraphs))]
        found = [own for index, own in enumerate(every) if not self._articles(index)]
        found += self.builder.whatever(lambda: [*self._of_footnotes(), *self._of_annexes(told=told)], [], None)
        # Replies of which an article speaks are those to requests, unless there are as many as the note counts.
        found = [own for own in found if own.runs] or [own for own in every if own.counted]
        for own in found:
            names = [name for run in own.runs for name in run.names]
            if own.paragraph is not None:
                self.withheld[own.paragraph] = frozenset(name.at for name in names)
            for iso3, times in sorted(Counter(name.iso3 for name in names).items()):
                if times > 1:
                    message = f"{iso3} is listed {times} times among those that sent information; it counts once."
                    self.builder.signal(own.signal("respondent_listed_twice", message))
        return found or ([Respondents(self._announced)] if told or self._announced else [])

    @cached_property
    def _announced(self) -> tuple[int, ...]:
        """The numbers of respondents that paragraphs print."""
        return tuple(number for n, own in enumerate(self.read) if not self._articles(n) for number in own.numbers)

    def _of_paragraph(self, index: int) -> Respondents:
        """What a paragraph lists."""
        text = Text(self.tokens[index], self.paragraphs[index].pieces, index)
        return self._list(self.read[index], text, opens=self._opens(index))

    def _of_footnotes(self) -> Iterator[Respondents]:
        """What footnotes list: names alone where the paragraph speaks of what was sent."""
        for text in self.others:
            if text.paragraph is not None:
                above = self.read[text.paragraph]
                beside = above.speaks and not self._articles(text.paragraph)
                read = respondents_of([text.tokens], self.language, item=beside)
                read = read if read.numbers or not beside else read._replace(numbers=above.numbers)
                yield self._list(read, text, opens=beside)._replace(paragraph=None)

    def _of_annexes(self, *, told: bool) -> Iterator[Respondents]:
        """What parts of annexes list whose heading says so, that are as many as were announced, or half quoted."""
        parts = [section for section in self.sections if section.part != "body"]
        starts = [section.start for section in parts]
        texts: dict[int, list[Text]] = defaultdict(list)
        for text in self.others:
            if text.paragraph is None:
                texts[bisect_right(starts, text.pieces[0].source_start) - 1].append(text)
        for part, own in sorted(texts.items()):
            heading = tokens_of(parts[part].heading if part >= 0 else "", self.language.grammar)
            read = respondents_of([text.tokens for text in own], self.language, opening=True, item=True)
            listed = self._list(read._replace(numbers=read.numbers or self._announced), own[0], opens=True)
            entitled = entitles(heading, self.language)
            known = listed.counted or (told and self._are_quoted(listed.codes))
            if listed.runs and (entitled or (entitled is None and known and len(listed.codes) > FEW)):
                yield listed
            else:
                self.unlisted += own

    def _list(self, read: RespondentList, text: Text, *, opens: bool) -> Respondents:
        """A list of the runs that sent something, and of those that their number or quotes make respondents.

        `opens`: it stands where a note tells who sent information; one that does not is in doubt.
        """
        runs = [run for run in read.runs if run.sent or (opens and self._is_list(run, read))]
        span = text.pieces[0].source_start, text.pieces[-1].source_end
        return Respondents(read.numbers, tuple(runs), text.paragraph, span, text.tokens.text, not opens)

    def _is_list(self, run: Run, read: RespondentList) -> bool:
        return run.is_long and (self._are_quoted(run.codes) or len(run.codes) in read.numbers)

    def _are_quoted(self, codes: frozenset[str]) -> bool:
        """Whether the note speaks of half of these States."""
        return 2 * len(codes & self.spoken_of) >= len(codes)

    def _articles(self, index: int) -> bool:
        """Whether a paragraph stands under an article."""
        return bool(self.builder.articles(self.paragraphs[index].section))

    def _opens(self, index: int) -> bool:
        """Whether a paragraph stands before those that tell of States: in an introduction, or before any article."""
        section = self.paragraphs[index].section
        return section is None or self.is_introduction(section) or index < self.first

    @cached_property
    def first(self) -> int:
        """The first paragraph under an article, 0 where there is none."""
        return next((n for n in range(len(self.paragraphs)) if self._articles(n)), 0)

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """The States that paragraphs name which do not open the note."""
        later = (tokens for n, tokens in enumerate(self.tokens) if not self._opens(n))
        return frozenset().union(*(named_in(tokens, self.language, frozenset()) for tokens in later))

    def is_introduction(self, section: int | None) -> bool:
        """Whether a section is an introduction: there a note tells how it came about, and goes on elsewhere."""
        opening = self.builder.vocabulary.structure.sets["opening"]
        if section is None or self.sections[section].heading.casefold().strip(" .") not in opening:
            return False
        return self.paragraphs[-1].section != section


def other_texts(builder: NoteBuilder) -> Iterator[tuple[str, tuple[Piece, ...], int | None]]:
    """Footnotes and unnumbered text (annexes, boxes), in which respondents may be listed, too; as `Text`."""
    for footnote in builder.structure.footnotes:
        yield footnote.text, footnote.pieces, footnote.paragraph
    for span in builder.structure.ledger:
        if span.kind in {LedgerKind.UNNUMBERED_TEXT, LedgerKind.TABLE, LedgerKind.SUMMARY}:
            text = " ".join(builder.document.text[span.start : span.end].split())
            yield text, (Piece(0, span.end - span.start, span.start, span.end),), None
