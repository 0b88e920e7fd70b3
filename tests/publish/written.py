"""Releases from hand-written notes, through the real model and the real publish stage.

Here: what a test says of a note, and the rows that extraction would make of it. Not here: extraction
(`tests/extract/`).
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive.document import Block, Document
from pipelines.archive.store import Archive
from pipelines.contract.articles import article_code
from pipelines.contract.tables import load_contract
from pipelines.extract.batch import Tables, write_batch
from pipelines.extract.extraction import Extraction
from pipelines.extract.reading.systems import key_of
from pipelines.model.build import build_tables
from pipelines.publish.draft import ReleaseDraft, gather
from pipelines.publish.publication import Publication, load_publication
from pipelines.publish.record import read_record
from pipelines.publish.release import Inputs, Release
from pipelines.workspace.engine import Engine
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import DAY
from tests.releases import publish_accepting, render


@dataclass(frozen=True)
class Paragraph:
    """`states`: ISO 3166-1 alpha-3 to name as written, of each State that the paragraph reports on.

    `quotes`: by State, where its quote begins and ends, where that is not the whole paragraph;
    `collective_end`: where that of the collective statement ends. `topics`: by code, the words that name each.
    `named_stage`: of the sentence that names topics and system, where it is not that of the statement.
    """

    text: str
    states: dict[str, str] = field(default_factory=dict)
    collective: str | None = None
    system: str | None = None
    acronym: str | None = None
    system_key: str | None = None
    footnote: str | None = None
    quotes: dict[str, tuple[int, int]] = field(default_factory=dict)
    collective_end: int | None = None
    topics: dict[str, str] = field(default_factory=dict)
    stage: str | None = None
    named_stage: str | None = None
    lead_in: str | None = None
    confidence: float = 0.97


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: Sequence[Paragraph]
    articles: tuple[str, ...] = ()
    level: int = 2
    by_range: bool = False
    provision: str | None = None


@dataclass(frozen=True)
class Note:
    note_id: str
    title: str
    sections: Sequence[Section] = ()
    respondents: dict[str, str] = field(default_factory=dict)
    issued: str | None = "2022-06-09"
    symbol: str | None = None
    language: str = "en"
    texts: Sequence[tuple[str, str, str]] = ()  # State, article, own text
    unclear: frozenset[str] = frozenset()  # respondents of whom it can't be told whether they are mentioned
    respondents_read: str = "whole"


def publish(
    notes: Iterable[Note],
    folder: Path,
    *,
    base: Publication | None = None,
    accepted: str = "test",
    again: bool = False,
    processes: int = 1,
    day: str = DAY,
    renderers: Sequence[str] = (),
) -> Release:
    """Publish a release of the notes below `folder`; a second call makes the next release.

    `renderers`: whose files it has; all where none is named.
    """
    contract = load_contract()
    engine = Engine(folder / "spill")
    archive = Archive(folder / "archive")
    shutil.rmtree(folder / "extract", ignore_errors=True)
    extracted = [_extract(note, archive) for note in notes]
    current = [extraction for extraction, _ in extracted]
    if extracted:
        write_batch(folder / "extract" / "batch", {extraction.key: tables for extraction, tables in extracted})
    before = folder / "publish" / "latest" / "data"
    build_tables(contract, current, folder / "extract", folder / "model", engine, before=before)
    publication = base or _in_english()
    model, published = folder / "model", date.fromisoformat(day)
    inputs = Inputs(contract, publication, (), current, archive, model, engine, published, processes=processes)
    with pytest.MonkeyPatch.context() as patch:
        if renderers:
            render(renderers, patch.setattr)
        return publish_accepting(inputs, folder / "publish", reason=accepted, again=again)


@cache
def _in_english() -> Publication:
    return load_publication(DATAPACKAGE / "publication.yaml").model_copy(update={"editions": ()})


def draft_of(release: Path, spill: Path) -> ReleaseDraft:
    """What renderers are handed, of a release that stands."""
    return gather(release, load_publication(), load_contract(), Engine(spill), record=read_record(release))


def publishing(*exports: str) -> Publication:
    """The shipped publication, in English alone, that names these."""
    return Publication.model_validate(_in_english().model_dump() | {"publish": exports})


def _extract(note: Note, archive: Archive) -> tuple[Extraction, Tables]:
    tables = load_contract().of_stage("extract")
    writer = _Writer(note, {table.name: [] for table in tables})
    writer.write()
    text = "\n\n".join(writer.text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    writer.add_note(digest, text)
    document = Document(text, (Block(0, len(text)),), "text/plain")
    archive.put(digest, text.encode(), document, today="2026-01-01")
    rows = {table.name: table.as_extracted.arrow_rows(writer.rows[table.name]) for table in tables}
    return Extraction(digest, note.note_id, "batch", note.note_id), rows


class _Writer:
    def __init__(self, note: Note, rows: dict[str, list[dict[str, Any]]]) -> None:
        self.note, self.rows, self.text, self.length = note, rows, [note.title], len(note.title)
        self.counts: dict[str, int] = {}
        self.spans: list[tuple[int, int, str, str | None]] = [(0, self.length, "masthead", None)]

    def add(self, table: str, **row: Any) -> None:
        nothing = {column.name: None for column in load_contract()[table].as_extracted.columns}
        self.rows[table].append({**nothing, "note_id": self.note.note_id, **row})

    def print(self, text: str, kind: str, owner: str) -> dict[str, int]:
        start = self.length + 2
        self.text.append(text)
        self.length = start + len(text)
        self.spans.append((start, self.length, kind, owner))
        return {"source_start": start, "source_end": self.length}

    def write(self) -> None:
        number = 0
        for position, section in enumerate(self.note.sections, 1):
            section_id = f"{self.note.note_id}.s{position:03d}"
            self.add(
                "sections",
                section_id=section_id,
                position=position,
                level=section.level,
                label=chr(64 + position) if section.level < 3 else None,
                heading=section.heading,
                part="body",
                first_paragraph_number=number + 1,
                last_paragraph_number=number + len(section.paragraphs),
                **self.print(section.heading, "heading", section_id),
            )
            for article in section.articles:
                self.add(
                    "section_articles",
                    section_id=section_id,
                    article=int(article),
                    inherited=False,
                    by_range=section.by_range,
                    provision=section.provision,
                )
            for paragraph in section.paragraphs:
                number += 1
                self._paragraph(number, section_id, section, paragraph)
        for position, (state, article, text) in enumerate(self.note.texts, 1):
            text_id = f"{self.note.note_id}.t{position:03d}.{state}"
            self.add(
                "submission_texts",
                submission_text_id=text_id,
                state_iso3=state,
                name_as_written=state,
                article=int(article),
                meeting=3,
                text=text,
                paragraph_count=text.count("\n\n") + 1,
                **self.print(text, "submission_text", text_id),
            )
        texts = {state for state, _, _ in self.note.texts}
        for state in sorted({*self.note.respondents, *self.counts, *texts}):
            declared = state in self.note.respondents or state in texts
            count = self.counts.get(state, 0)
            self.add(
                "submissions",
                state_iso3=state,
                declared=declared,
                name_as_written=self.note.respondents.get(state),
                statement_count=count,
                silent=None if state in self.note.unclear else declared and not count and state not in texts,
                silent_reason="paragraph_not_read" if state in self.note.unclear else None,
                silent_paragraph_id=None,
            )
        ends = [span[0] for span in self.spans[1:]] + [self.length]
        for (start, _, kind, owner), end in zip(self.spans, ends, strict=True):
            self.add("ledger", source_start=start, source_end=end, span_kind=kind, owner_id=owner)

    def _paragraph(self, number: int, section_id: str, section: Section, paragraph: Paragraph) -> None:
        paragraph_id = f"{self.note.note_id}.p{number:03d}"
        self.add(
            "paragraphs",
            paragraph_id=paragraph_id,
            section_id=section_id,
            paragraph_number=number,
            printed_number=f"[{number}]",
            part="body",
            position=number,
            text=paragraph.text,
            **self.print(paragraph.text, "paragraph", paragraph_id),
        )
        shared = {
            "paragraph_id": paragraph_id,
            "paragraph_number": number,
            "articles": ";".join(article_code(int(article)) for article in section.articles) or None,
            "theme": section.heading,
            "reporting_verb": "report",
        }
        for state, name in paragraph.states.items():
            self.counts[state] = self.counts.get(state, 0) + 1
            statement_id = f"{paragraph_id}.{state}"
            start, end = paragraph.quotes.get(state, (0, len(paragraph.text)))
            quote = {"quote": paragraph.text[start:end], "quote_start": start, "quote_end": end}
            rule = {
                "attribution": "subject",
                "confidence": paragraph.confidence,
                **_stage(paragraph.stage),
                "trigger_start": 0,
                "trigger_end": len(name),
                "reviewed": False,
            }
            names = {"state_iso3": state, "name_as_written": name, "lead_in": paragraph.lead_in}
            self.add("statements", statement_id=statement_id, **names, **shared, **quote, **rule)
            for article in section.articles:
                self.add(
                    "statement_articles", statement_id=statement_id, article=int(article), by_range=section.by_range
                )
            of_named = _stage(paragraph.named_stage or paragraph.stage)
            for topic, words in paragraph.topics.items():
                at = paragraph.text[start:end].index(words)
                found = {"words": words, "words_start": at, "words_end": at + len(words), "topic_confidence": 0.98}
                self.add("statement_topics", statement_id=statement_id, topic=topic, **found, **of_named)
            if paragraph.system:
                self.add(
                    "system_mentions",
                    mention_id=f"{statement_id}.sys1",
                    statement_id=statement_id,
                    state_iso3=state,
                    words=paragraph.system,
                    words_start=paragraph.text[start:end].index(paragraph.system),
                    words_end=paragraph.text[start:end].index(paragraph.system) + len(paragraph.system),
                    system_kind="portal",
                    name_key=key_of(paragraph.system),
                    acronym=paragraph.acronym,
                    system_key=paragraph.system_key or key_of(paragraph.acronym or paragraph.system),
                    **of_named,
                    reviewed=False,
                )
        if paragraph.collective:
            quoted = paragraph.text[: paragraph.collective_end]
            self.add(
                "collective_statements",
                collective_statement_id=f"{paragraph_id}.all1",
                scope="most",
                subject_as_written=paragraph.collective,
                confidence=0.95,
                **shared,
                quote=quoted,
                quote_start=0,
                quote_end=len(quoted),
            )
        if paragraph.footnote:
            footnote_id = f"{self.note.note_id}.fn{number:02d}"
            span = self.print(paragraph.footnote, "footnote", footnote_id)
            self.add(
                "footnotes",
                footnote_id=footnote_id,
                marker=f"[{number}]",
                paragraph_id=paragraph_id,
                text=paragraph.footnote,
                **span,
            )

    def add_note(self, digest: str, text: str) -> None:
        note = self.note
        file = {
            "source_file": f"{note.note_id}.txt",
            "source_sha256": digest,
            "source_media_type": "text/plain",
            "source_bytes": len(text.encode()),
        }
        self.add(
            "notes",
            note_symbol=note.symbol,
            note_title=note.title,
            document_type="thematic_compilation" if note.texts else "note_by_the_secretariat",
            place="Vienna",
            note_issued=date.fromisoformat(note.issued) if note.issued else None,
            language=note.language,
            respondents_read=note.respondents_read,
            declared_respondent_count=len(note.respondents) or None,
            paragraph_count=sum(len(section.paragraphs) for section in note.sections),
            source_character_count=len(text),
            **file,
        )
        self.add("note_files", **file, file_role="primary", language=note.language)
        if note.language != "en":
            self.add(
                "signals",
                signal_id=f"{note.note_id}.language_not_read.1",
                rule="language_not_read",
                message="No paragraph of this note was read.",
                signal_status="open",
            )
        self.add(
            "note_versions",
            language=note.language,
            current=True,
            aligned=True,
            note_title=note.title,
            note_symbol=note.symbol,
            note_issued=date.fromisoformat(note.issued) if note.issued else None,
            paragraph_count=sum(len(section.paragraphs) for section in note.sections),
            source_sha256=digest,
            content_digest=digest[:32],
        )


def _stage(name: str | None) -> dict[str, Any]:
    return {"stage": name, "stage_confidence": 0.9 if name else None}
