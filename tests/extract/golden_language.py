"""What tests of extraction share: the vocabulary, golden sentences (`tests/golden/language/`), rows of one note."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.archive.document import Document
from pipelines.archive.formats import read
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.contract.rows import Rows
from pipelines.extract.claims import NoteInput, SourceFile, Work
from pipelines.extract.note import extract_note
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.respondents import respondents_of
from pipelines.extract.reading.tokens import tokens_of
from pipelines.extract.statements import ParagraphReading, read_tokens
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.workspace.yaml_file import read_yaml

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "language"
# Nothing that readers are shown of a doubt tells them what to do about it, or what is inside the program.
FOR_OPERATORS = re.compile(
    r"\.(?:yaml|csv|py)\b|uncac |SHA-256|[a-z]Error\b|broke down|correction|Is that so"
    r"|(?:^|[.;:] )(?:If it|Add|Send|Look|Report|Write|Put) "
)


@cache
def vocabulary() -> Vocabulary:
    """The project's own vocabulary, loaded once."""
    return load_vocabulary(ROOT / "datapackage")


def english() -> Language:
    """What reads English."""
    return vocabulary().readings["en"]


def cases(*names: str) -> list[dict[str, Any]]:
    """The cases of golden files, in order."""
    return [case for name in names for case in read_yaml(GOLDEN / f"{name}.yaml")]


def text_of(case: dict[str, Any]) -> str:
    """The name of a case in pytest's output."""
    return str(case["text"])[:90]


def read_paragraph(
    text: str,
    language: Language,
    heading_state: str | None = None,
    introduced: Mapping[str, str] | None = None,
) -> ParagraphReading:
    """The statements of one numbered paragraph, as those of a note are read."""
    tokens = tokens_of(text, language.grammar, introduced or {})
    withheld = frozenset(name.at for name in respondents_of([tokens], language).senders)
    return read_tokens(tokens, language.of_paper(tokens.about), heading_state, withheld)


def rows_of(
    data: bytes | Document,
    documents: Callable[[str], Document] | None = None,
    *,
    work: Work | None = None,
    **facts: Any,
) -> Rows:
    """The rows of one note, of any family unless the facts say otherwise. `documents`: gives its other versions."""
    document = read(data) if isinstance(data, bytes) else data
    file = SourceFile("note", "0" * 64, 1, document.media_type)
    source = NoteInput((file,), DocumentFacts(**{"any_family": True, **facts}), work)
    return extract_note(document, source, vocabulary(), *([documents] if documents else []))
