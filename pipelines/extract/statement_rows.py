"""Rows of what States reported: statements, collective statements, named systems and submissions.

Not here: how a statement is recognised (`statements.py` and `reading/`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple, TypeVar

from pipelines.contract.articles import article_code
from pipelines.extract.builder import NoteBuilder, paragraph_number
from pipelines.extract.outline.structure import LedgerKind, Paragraph, Piece, Signal, source_span
from pipelines.extract.reading.introduced import introduced, note_is_about
from pipelines.extract.reading.respondents import RespondentList, bare_list, respondents_of
from pipelines.extract.reading.tokens import Tokens, all_tokens, tokens_of
from pipelines.extract.refusal import place
from pipelines.extract.statements import NOTHING, UNREAD_NAME, ParagraphReading, named_in, read_tokens
from pipelines.extract.vocabulary import Reading

NOT_READ = "paragraph_not_read"
NO_STATEMENT = "names_without_statement"
_FEW = 2

T = TypeVar("T")


class Respondents(NamedTuple):
    """A list of respondents: the number the note prints, None where it prints none; States with names as written.

    `paragraph`: index of the paragraph that lists or announces them. `span`: of the text that holds the list, in the
    archived text. `listed`: what was read in it.
    """

    declared_number: int | None
    states: tuple[tuple[str, str], ...] = ()
    paragraph: int | None = None
    span: tuple[int, int] = (0, 0)
    text: str = ""
    listed: RespondentList = RespondentList(None, ())


class NoteReader:
    """The reading of one note's paragraphs: first who sent information, then what is said of States."""

    def __init__(self, builder: NoteBuilder, reading: Reading) -> None:
        self.builder, self.reading = builder, reading
        self.introduced = introduced(builder.document.text, reading.language.grammar)
        self.tokens = self._tokens_of_paragraphs()
        about = note_is_about(self.tokens, reading.language.grammar)
        for tokens in self.tokens:
            tokens.about = about
        self.withheld: list[frozenset[int]] = [frozenset()] * len(self.tokens)
        self.named_elsewhere: set[str] = set()

    def _tokens_of_paragraphs(self) -> list[Tokens]:
        paragraphs = self.builder.structure.paragraphs
        try:
            return all_tokens([p.text for p in paragraphs], self.reading.language.grammar, self.introduced)
        except Exception:  # noqa: BLE001 - one by one, the paragraph is found out
            return [self._read(partial(self._tokens, p.text), _NO_TOKENS, p) for p in paragraphs]

    def _tokens(self, text: str) -> Tokens:
        return tokens_of(text, self.reading.language.grammar, self.introduced)

    def _read(self, read: Callable[[], T], nothing: T, paragraph: Paragraph | None) -> T:
        return _whatever(read, nothing, self.builder, paragraph)

    # ------------------------------------------------------------------------------------------ respondents
    def find_respondents(self) -> list[Respondents]:
        """Every list of respondents of the note; a State listed twice in one raises a signal."""
        found: list[Respondents] = []
        elsewhere: dict[int | None, int | None] = {}  # number announced by paragraph
        for index, paragraph in enumerate(self.builder.structure.paragraphs):
            read = partial(respondents_of, self.tokens[index], self.reading.language)
            listed = self._read(read, None, paragraph)
            if listed and listed.elsewhere:
                elsewhere[index] = listed.number
            if listed and listed.states:
                found.append(_list(paragraph.text, self.tokens[index], listed, paragraph.pieces, index))
        for text, pieces, at in self._other_texts():
            there = self._read(partial(self._elsewhere, text, pieces, elsewhere, at), None, None)
            if there:
                found.append(there)
        found = self._own(found)
        for listed_here in found:
            self._doubts(listed_here)
            if listed_here.paragraph is not None and listed_here.text == self._text(listed_here.paragraph):
                self.withheld[listed_here.paragraph] = frozenset(at for _, at in listed_here.listed.states)
        if not found and elsewhere:
            found.append(Respondents(next(iter(elsewhere.values()))))
        return found

    def _text(self, paragraph: int) -> str:
        return self.builder.structure.paragraphs[paragraph].text

    def _own(self, found: list[Respondents]) -> list[Respondents]:
        """The lists that are the note's own.

        Beside one that holds as many States as its number says, or many, a list is the note's own where it stands in
        the same part of the note and is of what none but respondents send: others send material, and replies to
        requests are spoken of later on.
        """
        strong = [listed for listed in found if not listed.listed.weak]
        sure = [listed for listed in strong if _agrees(listed.declared_number, strong)] or [
            listed for listed in strong if len(listed.states) > _FEW
        ]
        if not sure:
            return found
        parts = {self._part(listed.paragraph) for listed in sure}
        return [
            listed
            for listed in found
            if listed in sure
            or (not listed.listed.weak and (listed.paragraph is None or self._part(listed.paragraph) in parts))
        ]

    def _part(self, paragraph: int | None) -> int | None:
        """The uppermost section that a paragraph stands in."""
        sections = self.builder.structure.sections
        at = None if paragraph is None else self.builder.structure.paragraphs[paragraph].section
        while at is not None and sections[at].parent is not None:
            at = sections[at].parent
        return at

    def _other_texts(self) -> Iterator[tuple[str, tuple[Piece, ...], int | None]]:
        """Footnotes and unnumbered text (annexes, boxes), with the paragraph that a footnote belongs to."""
        for footnote in self.builder.structure.footnotes:
            yield footnote.text, footnote.pieces, footnote.paragraph
        for span in self.builder.structure.ledger:
            if span.kind in {LedgerKind.UNNUMBERED_TEXT, LedgerKind.TABLE, LedgerKind.SUMMARY}:
                text = " ".join(self.builder.document.text[span.start : span.end].split())
                yield text, (Piece(0, span.end - span.start, span.start, span.end),), None

    def _elsewhere(
        self, text: str, pieces: tuple[Piece, ...], announced: dict[int | None, int | None], index: int | None
    ) -> Respondents | None:
        """The respondents that a footnote or an annex lists; after an announcement, names alone are such a list."""
        tokens = self._tokens(text)
        listed = respondents_of(tokens, self.reading.language)
        if listed and listed.states:
            unasked = index is not None and index not in announced and listed.number is None
            number = listed.number if listed.number is not None else announced.get(index)
            listed = listed._replace(number=number, doubtful=listed.doubtful or unasked)
            return _list(text, tokens, listed, pieces, index)
        if announced and (index is None or index in announced):
            names = bare_list(tokens, self.reading.language.grammar)
            number = announced.get(index) if index is not None else next(iter(announced.values()))
            if names:
                return _list(text, tokens, RespondentList(number, names), pieces, index)
        self.named_elsewhere |= named_in(tokens, self.reading, frozenset())
        return None

    def _doubts(self, respondents: Respondents) -> None:
        """Signals of what is doubtful about a list."""
        text = respondents.text[:200]
        if respondents.listed.doubtful:
            message = "This may list others than those that sent information. Nobody is called silent for it."
            self.builder.signal("respondents_doubtful", respondents.span, text, message)
        counts = Counter(iso3 for iso3, _ in respondents.states)
        for iso3 in sorted(i for i, n in counts.items() if n > 1):
            message = f"{iso3} is listed {counts[iso3]} times among those that sent information; it counts once."
            self.builder.signal("respondent_listed_twice", respondents.span, text, message)

    # ------------------------------------------------------------------------------------------ statements
    def add_statements(self) -> frozenset[str]:
        """Add statements, their articles and systems, collective statements, and signals; give whom paragraphs name."""
        structure, builder = self.builder.structure, self.builder
        articles_of = cache(builder.articles)
        unread = set(self.named_elsewhere)
        for index, paragraph in enumerate(structure.paragraphs):
            section = None if paragraph.section is None else structure.sections[paragraph.section]
            heading_state = section.state_iso3 if section else None
            read = partial(
                read_tokens, paragraph.text, self.tokens[index], self.reading, heading_state, self.withheld[index]
            )
            reading = self._read(read, NOTHING, paragraph)
            articles = articles_of(paragraph.section)
            unread |= reading.unread | reading.named
            for signal in (*reading.signals, *_no_statement(reading, paragraph.text, articles)):
                span = source_span(paragraph.pieces, signal.start, signal.end)
                builder.signal(signal.rule, span, signal.text, signal.message)
            if reading.statements or reading.collective:
                _paragraph_statements(builder, index, reading, section.heading if section else None, articles)
        return frozenset(unread)


_NO_TOKENS = Tokens([], "")


def _list(
    text: str, tokens: Tokens, listed: RespondentList, pieces: tuple[Piece, ...], paragraph: int | None
) -> Respondents:
    span = pieces[0].source_start, pieces[-1].source_end
    states = tuple((iso3, text[slice(*tokens.span(at, at + 1))]) for iso3, at in listed.states)
    return Respondents(listed.number, states, paragraph, span, text, listed)


def _no_statement(reading: ParagraphReading, text: str, articles: Sequence[object]) -> Iterator[Signal]:
    """A signal for a paragraph under an article that names States and makes no statement."""
    if (
        articles
        and reading.named
        and not reading.statements
        and not any(s.rule == UNREAD_NAME for s in reading.signals)
    ):
        names = ", ".join(sorted(reading.named))
        message = (
            f"This paragraph stands under an article and names {names}, of whom it makes no statement. Is that so?"
        )
        yield Signal(NO_STATEMENT, 0, len(text), text[:200], message)


def _whatever(read: Callable[[], T], nothing: T, builder: NoteBuilder, paragraph: Paragraph | None) -> T:
    """What a text says of States; where the program breaks down over it, nothing, and a signal that says so.

    A fault that one paragraph in many thousands shows must not cost the note. `paragraph`: None for other texts.
    """
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - see above
        span = (paragraph.source_start, paragraph.source_end) if paragraph else (0, 0)
        what = "This paragraph" if paragraph else "A footnote, table or unnumbered text"
        message = (
            f"{what} is published, but the program broke down while it looked for what it says of States "
            f"({type(error).__name__}, in {place(error)}). Statements or respondents may be missing. Report it."
        )
        builder.signal(NOT_READ, span, paragraph.text[:200] if paragraph else "", message)
        return nothing


def _paragraph_statements(
    builder: NoteBuilder,
    index: int,
    reading: ParagraphReading,
    theme: str | None,
    articles: Sequence[tuple[int, str | None, bool]],
) -> None:
    paragraph = builder.structure.paragraphs[index]
    paragraph_id = builder.paragraph_ids[index]
    shared = {
        "paragraph_id": paragraph_id,
        "paragraph_number": paragraph_number(paragraph),
        "articles": ";".join(article_code(article) for article, _, _ in articles) or None,
        "theme": theme,
    }
    for statement in reading.statements:
        statement_id = f"{paragraph_id}.{statement.iso3}"
        builder.add(
            "statements",
            statement_id=statement_id,
            **shared,
            state_iso3=statement.iso3,
            name_as_written=statement.name_as_written,
            reporting_verb=statement.verb,
            quote=paragraph.text[statement.quote_start : statement.quote_end],
            quote_start=statement.quote_start,
            quote_end=statement.quote_end,
            page=builder.page(source_span(paragraph.pieces, statement.quote_start, statement.quote_end)[0]),
            attribution_rule=statement.rule,
            trigger_start=statement.trigger[0],
            trigger_end=statement.trigger[1],
            reviewed=False,
        )
        for article, provision, _ in articles:
            builder.add(
                "statement_articles",
                statement_id=statement_id,
                article=article,
                provision=provision,
            )
        for position, system in enumerate(statement.systems, 1):
            builder.add(
                "named_systems",
                system_id=f"{statement_id}.sys{position}",
                statement_id=statement_id,
                state_iso3=statement.iso3,
                system_name=system.name,
                acronym=system.acronym,
            )
    for position, collective in enumerate(reading.collective, 1):
        builder.add(
            "collective_statements",
            collective_statement_id=f"{paragraph_id}.all{position}",
            **shared,
            scope=collective.scope,
            subject_as_written=collective.subject_as_written,
            reporting_verb=collective.verb,
            quote=paragraph.text[collective.quote_start : collective.quote_end],
            quote_start=collective.quote_start,
            quote_end=collective.quote_end,
            page=builder.page(source_span(paragraph.pieces, collective.quote_start, collective.quote_end)[0]),
        )


def _agrees(number: int | None, respondents: Sequence[Respondents]) -> bool:
    """Whether the number that the note prints is that of the States in the list that it prints it for."""
    counted = [found for found in respondents if found.declared_number == number]
    states = {iso3 for found in counted for iso3, _ in found.states}
    return number is not None and (len(states) == number or any(number in found.listed.counts for found in counted))


def add_submissions(builder: NoteBuilder, respondents: list[Respondents], unread: frozenset[str]) -> None:
    """Add one row per State that is listed, has a text, or is reported on; after the statements.

    Whoever a paragraph names (`unread`) is not called silent, nor is anybody where the lists were read with doubt:
    where the number that the note prints is not that of the States found, or one may be a list of others.
    """
    written: dict[str, str | None] = {}
    for listed in respondents:
        for iso3, as_written in listed.states:
            written.setdefault(iso3, as_written)
    declared = next((listed.declared_number for listed in respondents if listed.declared_number is not None), None)
    differ = declared is not None and declared != len(written) and not builder.structure.submission_texts
    differ = differ and not _agrees(declared, respondents)
    if differ:
        message = (
            f"The note says that {declared} States sent information; {len(written)} were found in its lists. "
            "Nobody is called silent until that is settled."
        )
        builder.signal("respondents_differ", (0, 0), "", message)
    for text in builder.structure.submission_texts:
        if text.state_iso3:
            written.setdefault(text.state_iso3, text.state_name)
    counts = Counter(row["state_iso3"] for row in builder.rows["statements"])
    with_text = {text.state_iso3 for text in builder.structure.submission_texts}
    # What was not read may speak of any State, and to call one silent needs certainty.
    certain = not differ and not any(found.listed.doubtful for found in respondents)
    certain = certain and all(row["rule"] != NOT_READ for row in builder.rows["signals"])
    for iso3 in sorted(set(written) | set(counts)):
        builder.add(
            "submissions",
            state_iso3=iso3,
            declared=iso3 in written,
            name_as_written=written.get(iso3),
            statement_count=counts[iso3],
            silent=certain and iso3 in written and not counts[iso3] and iso3 not in with_text and iso3 not in unread,
        )
