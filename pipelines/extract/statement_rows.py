"""Rows of statements, with their articles, topics and named systems, and of collective statements.

Not here: how a statement is recognised (`statements.py` and `reading/`), who sent information
(`respondent_lists.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

from pipelines.contract.articles import article_code
from pipelines.contract.rows import Row
from pipelines.extract.builder import NoteBuilder
from pipelines.extract.outline.structure import Paragraph, Signal, source_span
from pipelines.extract.reading.bodies import tie_bodies
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.introduced import FOREIGN, introduced, note_is_about
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.stages import Stage
from pipelines.extract.reading.tokens import Tokens, all_tokens, tokens_of
from pipelines.extract.respondent_lists import RespondentFinder, Respondents, Text, other_texts
from pipelines.extract.statements import (
    DOUBTFUL,
    NOTHING,
    Collective,
    ParagraphReading,
    Statement,
    names_no_state,
    opens_with_a_body,
    read_tokens,
)

NO_STATEMENT = "names_without_statement"
NO_STATE = "name_without_state"


class NoteReader:
    """Reads the paragraphs of one note: first its lists of respondents, then its statements."""

    def __init__(self, builder: NoteBuilder, language: Language) -> None:
        self.builder = builder
        structure, grammar, others = builder.structure, language.grammar, list(other_texts(builder))
        texts: dict[str, list[tuple[str, Paragraph | None]]] = {
            "paragraphs": [(paragraph.text, paragraph) for paragraph in structure.paragraphs],
            "others": [(text, None) for text, *_ in others],
            "headings": [(section.heading, None) for section in structure.sections],
            "title": [(structure.masthead.title or "", None)],
        }
        tokens = self._tokens([text for part in texts.values() for text in part], grammar)
        parts = {name: [next(tokens) for _ in part] for name, part in texts.items()}
        self.headings = parts["headings"]
        about = note_is_about(parts["title"][0], parts["headings"], parts["paragraphs"], grammar)
        about = FOREIGN if builder.foreign else about
        self.language = language.of_paper(about)
        self.tokens = tie_bodies(parts["paragraphs"], grammar)
        for paragraph in self.tokens:
            paragraph.about = about
        with_tokens = zip(parts["others"], others, strict=True)
        texts_beside = [Text(tokens, pieces, paragraph) for tokens, (_, pieces, paragraph) in with_tokens]
        self.lists = RespondentFinder(builder, language, self.tokens, texts_beside)

    def _tokens(self, texts: Sequence[tuple[str, Paragraph | None]], grammar: Grammar) -> Iterator[Tokens]:
        """The tokens of every text of the note, in one pass; where that fails, text by text, to lose one alone."""
        short = introduced("\n\n".join([text for text, _ in texts]), grammar)
        try:
            return iter(all_tokens([text for text, _ in texts], grammar, short))
        except Exception:  # noqa: BLE001 - see above
            one = ((partial(tokens_of, text, grammar, short), paragraph) for text, paragraph in texts)
            return (self.builder.whatever(read, _NO_TOKENS, paragraph) for read, paragraph in one)

    def find_respondents(self) -> list[Respondents]:
        """Every list of respondents of the note; to call before `add_statements`, which passes over their names."""
        lists = self.lists.find()
        declared = frozenset[str]().union(*(respondents.codes for respondents in lists))
        for paragraph in self.tokens:
            paragraph.declared = declared
        return lists

    def read(self, index: int) -> ParagraphReading:
        """The reading of the paragraph at `index` of the structure."""
        section = self.builder.structure.paragraphs[index].section
        heading_state = None if section is None else self.builder.structure.sections[section].state_iso3
        withheld = self.lists.withheld.get(index, frozenset())
        reading = read_tokens(self.tokens[index], self.language, heading_state, withheld)
        return _reported(reading, self.tokens[index].text) if self.lists.is_introduction(section) else reading

    def _named_above(self, reading: ParagraphReading, at: int | None) -> ParagraphReading:
        """The reading with the names of States that a heading alone names. `at`: index of the paragraph's section."""
        sections, lexicon = self.builder.structure.sections, self.language.lexicon
        names: dict[str, str] = {}
        while at is not None and (iso3 := sections[at].state_iso3):
            tokens = self.headings[at]
            named = [match.start() for match in self.language.grammar.find["names-state"].finditer(tokens.tags)]
            own = (n for n in named if lexicon.code[tokens.words[n]] == iso3)
            # Of several headings about the State, the uppermost gives its name.
            names[iso3] = next((tokens.written(n, n + 1) for n in own), sections[at].heading)
            at = sections[at].parent
        statements = (s._replace(name_as_written=s.name_as_written or names.get(s.iso3)) for s in reading.statements)
        return reading._replace(statements=tuple(statements))

    def add_statements(self) -> dict[str, str | None]:
        """Add the rows of statements, with their articles, topics and systems, of collective statements, and signals.

        Returns:
            By State, the identifier of the first paragraph that may hold a statement of it that was not recognised;
            None for a text without a number.
        """
        builder, articles_of = self.builder, cache(self.builder.articles)
        possible: dict[str, str | None] = {}
        for index, paragraph in enumerate(builder.structure.paragraphs):
            reading = builder.whatever(partial(self.read, index), NOTHING, paragraph)
            articles = articles_of(paragraph.section)
            for iso3 in reading.possible:
                possible.setdefault(iso3, builder.paragraph_ids[index])
            for signal in (*reading.signals, *self._unread(reading, index, articles)):
                start, end = source_span(paragraph.pieces, signal.start, signal.end)
                builder.signal(signal._replace(start=start, end=end))
            if reading.statements or reading.collective:
                self._add(self._named_above(reading, paragraph.section), index, articles)
        for text in self.lists.unlisted:
            read = partial(read_tokens, text.tokens, self.language, None, frozenset())
            reading = builder.whatever(read, NOTHING, None)
            possible = {**dict.fromkeys((*reading.possible, *(s.iso3 for s in reading.statements))), **possible}
        return possible

    def _unread(self, reading: ParagraphReading, index: int, articles: Sequence[object]) -> Iterator[Signal]:
        """A signal on a paragraph under an article that gave no statement, though it names a State or a body."""
        tokens = self.tokens[index]
        if articles and opens_with_a_body(tokens, self.language):
            message = (
                "A sentence of this paragraph opens with the name of a body, and nothing tells of which State. It may "
                "be any respondent's, so nobody without a paragraph is called silent."
            )
            yield Signal(NO_STATE, 0, len(tokens.text), tokens.text[:200], message)
        if not articles or reading.statements or any(signal.rule == DOUBTFUL for signal in reading.signals):
            return
        if reading.named:
            names = ", ".join(sorted(reading.named))
            message = f"This paragraph stands under an article and names {names}; no statement of them was found in it."
            yield Signal(NO_STATEMENT, 0, len(tokens.text), tokens.text[:200], message)
        elif not reading.collective and names_no_state(tokens, self.language):
            message = (
                "This paragraph stands under an article and calls a body, law or system by its name, but no State. It "
                "may be any respondent's, so nobody is called silent."
            )
            yield Signal(NO_STATE, 0, len(tokens.text), tokens.text[:200], message)

    def _add(self, reading: ParagraphReading, index: int, articles: Sequence[Row]) -> None:
        """Add the rows of the paragraph at `index`; `articles`: those that it stands under."""
        builder, paragraph_id = self.builder, self.builder.paragraph_ids[index]
        paragraph, sections = builder.structure.paragraphs[index], builder.structure.sections
        codes = [article_code(row["article"]) for row in articles]
        shared = {
            "paragraph_id": paragraph_id,
            "paragraph_number": paragraph.value,
            "articles": ";".join(codes) or None,
            "theme": None if paragraph.section is None else sections[paragraph.section].heading,
        }

        def quoted(statement: Statement | Collective) -> dict[str, object]:
            start, end = statement.quote_start, statement.quote_end
            page = builder.page(source_span(paragraph.pieces, start, end)[0])
            quote = {"quote": paragraph.text[start:end], "quote_start": start, "quote_end": end, "page": page}
            return {**shared, **quote, "reporting_verb": statement.verb}

        for statement in reading.statements:
            statement_id = f"{paragraph_id}.{statement.iso3}"
            builder.add(
                "statements",
                statement_id=statement_id,
                **quoted(statement),
                state_iso3=statement.iso3,
                name_as_written=statement.name_as_written,
                lead_in=statement.lead_in,
                attribution=statement.attribution,
                confidence=statement.confidence / 100,
                **_stage(statement.stage),
                trigger_start=statement.trigger[0],
                trigger_end=statement.trigger[1],
                reviewed=False,
            )
            for row in articles:
                own = {name: value for name, value in row.items() if name != "inherited"}
                builder.add("statement_articles", statement_id=statement_id, **own)
            for position, system in enumerate(statement.systems, 1):
                builder.add(
                    "system_mentions",
                    mention_id=f"{statement_id}.sys{position}",
                    statement_id=statement_id,
                    state_iso3=statement.iso3,
                    words=system.name,
                    words_start=system.start - statement.quote_start,
                    words_end=system.end - statement.quote_start,
                    acronym=system.acronym,
                    system_kind=system.kind,
                    **_stage(statement.stage_at(system.start)),
                    name_key=system.key,
                    system_key=system.known,
                    reviewed=False,
                )
            quote = paragraph.text[statement.quote_start : statement.quote_end]
            for topic, start, end, confidence in self.language.topics.find(quote, codes):
                builder.add(
                    "statement_topics",
                    statement_id=statement_id,
                    topic=topic,
                    words=quote[start:end],
                    words_start=start,
                    words_end=end,
                    topic_confidence=confidence / 100,
                    **_stage(statement.stage_at(statement.quote_start + start)),
                )
        for position, collective in enumerate(reading.collective, 1):
            builder.add(
                "collective_statements",
                collective_statement_id=f"{paragraph_id}.all{position}",
                **quoted(collective),
                scope=collective.scope,
                subject_as_written=collective.subject_as_written,
                confidence=collective.confidence / 100,
            )


_NO_TOKENS = Tokens([], "")


def _stage(stage: Stage) -> dict[str, object]:
    confidence = None if stage.confidence is None else stage.confidence / 100
    return {"stage": stage.name, "stage_confidence": confidence}


def _reported(reading: ParagraphReading, text: str) -> ParagraphReading:
    """The reading of a paragraph of an introduction: statements by a reporting verb; for all others, a signal."""
    every: list[Statement | Collective] = [*reading.statements, *reading.collective]
    message = (
        "This looks like a statement, but an introduction tells how the note came about, and makes one only of what "
        "is reported."
    )
    spans = sorted({(statement.quote_start, statement.quote_end) for statement in every if statement.verb is None})
    return reading._replace(
        statements=tuple(statement for statement in reading.statements if statement.verb),
        collective=tuple(collective for collective in reading.collective if collective.verb),
        possible=reading.possible.union(statement.iso3 for statement in reading.statements if not statement.verb),
        signals=(*reading.signals, *(Signal(DOUBTFUL, *span, text[slice(*span)], message) for span in spans)),
    )
