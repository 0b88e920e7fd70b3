"""Who sent information for a note: its lists of respondents, and which of them are its own.

Here: where a note lists them. Not here: how one text does (`reading/respondents.py`), who of them is silent
(`submissions.py`), what they said (`statement_rows.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from pipelines.extract.builder import NoteBuilder
from pipelines.extract.outline.structure import LedgerKind, Piece
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.respondents import (
    RespondentList,
    bare_list,
    entitles,
    names_in,
    respondents_of,
    speaks_of_it,
)
from pipelines.extract.reading.roles import FEW
from pipelines.extract.reading.tokens import Tokens, tokens_of
from pipelines.extract.statements import named_in


class Respondents(NamedTuple):
    """A list of respondents: the number the note prints, None where it prints none; States with names as written.

    `paragraph`: index of the paragraph that lists or announces them. `span`: of the text that holds the list, in the
    archived text. `listed`: what was read in it.
    """

    declared_number: int | None
    states: tuple[tuple[str, str | None], ...] = ()
    paragraph: int | None = None
    span: tuple[int, int] = (0, 0)
    text: str = ""
    listed: RespondentList = RespondentList(None, ())


class Text(NamedTuple):
    """A text in which a list may stand, with the paragraph that it is, or that a footnote belongs to."""

    text: str
    pieces: tuple[Piece, ...]
    paragraph: int | None


class RespondentFinder:
    """Finds the lists of respondents of one note; `tokens`: those of each paragraph, `others`: other texts with theirs.

    `withheld`: by paragraph, the tokens of names in lists, which make no statements. `named_elsewhere`: States that
    footnotes and annexes name otherwise.
    """

    def __init__(
        self,
        builder: NoteBuilder,
        language: Language,
        tokens: Sequence[Tokens],
        others: Sequence[tuple[Text, Tokens]],
    ) -> None:
        self.builder, self.language, self.tokens, self.others = builder, language, tokens, others
        self.withheld: dict[int, frozenset[int]] = {}
        self.named_elsewhere: set[str] = set()
        self.set_apart: list[tuple[int, int]] = []
        self.about_assistance = any(paragraph.about == "assistance" for paragraph in tokens)

    def find(self) -> list[Respondents]:
        """Every list of respondents of the note; a State listed twice in one raises a signal."""
        found: list[Respondents] = []
        elsewhere: dict[int | None, int | None] = {}  # number announced by paragraph
        asked = False
        for index, paragraph in enumerate(self.builder.structure.paragraphs):
            opening = self.is_introduction(paragraph.section)
            before = self.tokens[index - 1] if index else None
            tokens, asked = self.tokens[index], opening and asked
            read = partial(respondents_of, tokens, self.language, opening=opening, asked=asked, before=before)
            asked = asked or (opening and speaks_of_it(self.tokens[index], self.language))
            listed = self.builder.whatever(read, None, paragraph)
            if listed and listed.elsewhere:
                elsewhere[index] = listed.number
            if listed and listed.states:
                where = Text(paragraph.text, paragraph.pieces, index)
                found.append(as_list(where, self.tokens[index], listed))
        annexes = list(self._annexes())
        entitled = any(lists for _, lists in annexes)
        if not elsewhere and entitled:
            elsewhere[None] = None
        self.set_apart = [span for span, lists in annexes if entitled and not lists]
        for other, tokens in self.others:
            there = self.builder.whatever(partial(self._elsewhere, other, tokens, elsewhere), None, None)
            if there:
                found.append(there)
        if elsewhere and not agreed_numbers(found) & set(elsewhere.values()):
            found += self.builder.whatever(lambda: list(self._tabled(elsewhere)), [], None)
        found = self._own(_counted(found))
        for own in found:
            self.doubts(own)
            if own.paragraph is not None and own.text == self.builder.structure.paragraphs[own.paragraph].text:
                self.withheld[own.paragraph] = frozenset(at for _, at in own.listed.states)
        if not found and elsewhere:
            found.append(Respondents(next(iter(elsewhere.values()))))
        return found

    def texts(self) -> Iterator[tuple[Text, Tokens]]:
        """The texts in which respondents may be listed: paragraphs under no article, footnotes and annexes."""
        for index, paragraph in enumerate(self.builder.structure.paragraphs):
            if not self.builder.articles(paragraph.section):
                yield Text(paragraph.text, paragraph.pieces, index), self.tokens[index]
        yield from self.others

    def _annexes(self) -> Iterator[tuple[tuple[int, int], bool]]:
        """The span of each part of an annex; whether its heading says that it lists them: "States that replied"."""
        sections = [section for section in self.builder.structure.sections if section.part != "body"]
        ends = [*(section.start for section in sections), len(self.builder.document.text)][1:]
        for section, end in zip(sections, ends, strict=False):
            read = partial(entitles, tokens_of(section.heading, self.language.grammar), self.language)
            yield (section.start, end), self.builder.whatever(read, nothing=False, paragraph=None)

    def _tabled(self, announced: Mapping[int | None, int | None]) -> Iterator[Respondents]:
        """A list with dates and the like beside the names, where respondents were announced.

        An annex is one that names as many States as were announced, or most lines of which begin with a State.
        """
        named: dict[str, Respondents] = {}
        lines = begun = 0
        grammar = self.language.grammar
        for other, tokens in self.others:
            if other.paragraph is None:
                names = names_in(tokens, grammar)
                lines, begun = lines + 1, begun + bool(names and names[0][1] == 0)
                for iso3, at in names:
                    named.setdefault(iso3, as_list(other, tokens, RespondentList(None, ((iso3, at),))))
        counted = len(named) > FEW and len(named) in announced.values()
        if counted or (set(announced.values()) == {None} and begun == len(named) > FEW and begun * 2 > lines):
            yield from (listed._replace(declared_number=len(named) if counted else None) for listed in named.values())

    def _own(self, found: list[Respondents]) -> list[Respondents]:
        """The lists that are the note's own, those in doubt marked so; a signal for each that is set aside.

        Beside one that holds as many States as its number says, or many, a list is the note's own where it is of what
        none but respondents send, for others send material; in another part of the note it is doubtful, and under an
        article, where replies to requests are spoken of, none.
        """
        agreed = agreed_numbers(found)
        found = [listed for listed in found if listed.declared_number in agreed or not self._is_of_donors(listed)]
        outside = [listed for listed in found if listed.declared_number in agreed or not self._is_under_article(listed)]
        if not outside:
            return [_in_doubt(listed) for listed in found if not listed.listed.weak and len(listed.states) > FEW]
        agreed = agreed_numbers([listed for listed in outside if not listed.listed.weak])
        counted = [listed for listed in outside if listed.declared_number in agreed and not listed.listed.weak]
        sure = counted or [listed for listed in outside if not listed.listed.weak and len(listed.states) > FEW]
        parts = {self._part(listed) for listed in sure}
        known = {iso3 for listed in sure for iso3, _ in listed.states}
        own: list[Respondents] = []
        for listed in found:
            under_article = listed.declared_number not in agreed and self._is_under_article(listed)
            if under_article or (sure and listed.listed.weak):
                self._set_aside(listed)
            elif sure and listed.paragraph is not None and self._part(listed) not in parts:
                own += [_in_doubt(listed)] if {iso3 for iso3, _ in listed.states} - known else []
            else:
                own.append(listed)
        return own

    def _set_aside(self, listed: Respondents) -> None:
        if not listed.listed.weak:
            message = (
                "This reads like a list of those that sent information, but the note has one of its own: is it one?"
            )
            self.builder.signal("respondents_doubtful", listed.span, listed.text[:200], message)

    def is_introduction(self, section: int | None) -> bool:
        """Whether a section is an introduction: there a note tells how it came about, and goes on elsewhere."""
        structure, opening = self.builder.structure, self.builder.vocabulary.structure.sets["opening"]
        if section is None or structure.sections[section].heading.casefold().strip(" .") not in opening:
            return False
        return structure.paragraphs[-1].section != section

    def _is_of_donors(self, respondents: Respondents) -> bool:
        """Whether it may be money and was given by donors: in a paper on assistance, or after the introduction."""
        if not (respondents.listed.doubtful and respondents.listed.weak):
            return False
        return self.about_assistance or not self.is_introduction(self._section(respondents))

    def _is_under_article(self, respondents: Respondents) -> bool:
        return bool(self.builder.articles(self._section(respondents)))

    def _part(self, respondents: Respondents) -> int | None:
        """The uppermost section that a list stands in."""
        sections, at = self.builder.structure.sections, self._section(respondents)
        while at is not None and sections[at].parent is not None:
            at = sections[at].parent
        return at

    def _section(self, respondents: Respondents) -> int | None:
        at = respondents.paragraph
        return None if at is None else self.builder.structure.paragraphs[at].section

    def _elsewhere(self, other: Text, tokens: Tokens, announced: dict[int | None, int | None]) -> Respondents | None:
        """The respondents that a footnote or an annex lists; after an announcement, names alone are such a list."""
        listed, index = respondents_of(tokens, self.language), other.paragraph
        if listed and listed.states:
            unasked = index is not None and index not in announced and listed.number is None
            number = listed.number if listed.number is not None else announced.get(index)
            listed = listed._replace(number=number, doubtful=listed.doubtful or unasked)
            return as_list(other, tokens, listed)
        if listed and index is None:
            announced.setdefault(None, listed.number)  # a summary: "they are listed in the annex"
        apart = any(start <= other.pieces[0].source_start < end for start, end in self.set_apart)
        if announced and not apart and (index is None or index in announced):
            names = bare_list(tokens, self.language.grammar)
            number = announced.get(index) if index is not None else next(iter(announced.values()))
            if names:
                return as_list(other, tokens, RespondentList(number, names))
        self.named_elsewhere |= named_in(tokens, self.language, frozenset())
        return None

    def doubts(self, respondents: Respondents) -> None:
        """Signals of what is doubtful about a list."""
        text = respondents.text[:200]
        if respondents.listed.doubtful:
            message = "This may list others than those that sent information. Nobody is called silent for it."
            self.builder.signal("respondents_doubtful", respondents.span, text, message)
        counts = Counter(iso3 for iso3, _ in respondents.states)
        for iso3 in sorted(i for i, n in counts.items() if n > 1):
            message = f"{iso3} is listed {counts[iso3]} times among those that sent information; it counts once."
            self.builder.signal("respondent_listed_twice", respondents.span, text, message)


def other_texts(builder: NoteBuilder) -> Iterator[Text]:
    """Footnotes and unnumbered text (annexes, boxes), in which respondents may be listed, too."""
    for footnote in builder.structure.footnotes:
        yield Text(footnote.text, footnote.pieces, footnote.paragraph)
    for span in builder.structure.ledger:
        if span.kind in {LedgerKind.UNNUMBERED_TEXT, LedgerKind.TABLE, LedgerKind.SUMMARY}:
            text = " ".join(builder.document.text[span.start : span.end].split())
            yield Text(text, (Piece(0, span.end - span.start, span.start, span.end),), None)


def as_list(where: Text, tokens: Tokens, listed: RespondentList) -> Respondents:
    """A list as it stands in a text of the note."""
    span = where.pieces[0].source_start, where.pieces[-1].source_end
    states = tuple(
        (iso3, where.text[slice(*tokens.span(at, at + 1))] if at >= 0 else None) for iso3, at in listed.states
    )
    return Respondents(listed.number, states, where.paragraph, span, where.text, listed)


def _counted(found: list[Respondents]) -> list[Respondents]:
    """The lists without those for which a number was announced that another alone holds exactly."""
    exact = {listed.declared_number for listed in found if len(dict(listed.states)) == listed.declared_number}
    return [
        listed
        for listed in found
        if listed.declared_number not in exact or len(dict(listed.states)) == listed.declared_number
    ]


def _in_doubt(listed: Respondents) -> Respondents:
    return listed._replace(listed=listed.listed._replace(doubtful=True))


def agreed_numbers(respondents: Sequence[Respondents]) -> set[int | None]:
    """The printed numbers that are those of the States in the lists that they are printed for."""
    states: dict[int, set[str]] = {}
    agreed: set[int | None] = set()
    for listed in respondents:
        if (number := listed.declared_number) is not None:
            states.setdefault(number, set()).update(dict(listed.states))
            agreed |= {number} & listed.listed.counts
    return agreed | {number for number, named in states.items() if len(named) == number}
