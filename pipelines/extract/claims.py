"""What documents claim of themselves, which notes and versions they are, and the register of those already published.

Here: these records, and how claims are read from rows. Not here: which documents are one note (`works.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.archive.sources.declared import DocumentFacts
from pipelines.archive.symbols import is_corrigendum, work_of
from pipelines.contract.parts import rows_of
from pipelines.contract.register import KEY, register_of
from pipelines.contract.rows import Rows
from pipelines.extract.corrections import Correction
from pipelines.workspace.fingerprint import EXTRACTION

SYMBOL, FILE, CONTENT = "symbol", "file", "content"
Key = tuple[str, str]
Notice = tuple[str, str]  # rule and message of a signal

# Rule of the signal that a masthead names another language than that of the text.
MISLABELLED = "language_differs"
_CITED = {"document", "resolution"}  # what every language prints alike

# Blanks and signs, of ASCII and others, which renditions of one text print differently.
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_TYPOGRAPHIC = re.compile("[\u00a0\u00ab\u00ad\u00bb\u2000-\u206f\u3000-\u3002\uff0c\uff1a\uff1b]")

# The smallest digests of a text's paragraphs are a fair sample of them, the same whatever order they come in.
SAMPLE = 24


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file in which a document was received."""

    name: str
    sha256: str
    bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class DocumentClaims:
    """What one document says of itself, so far as it decides on notes and versions.

    `files`: in which it was received, all of the same bytes. `base_id`: identifier of its note by this document alone.
    `declared`: `note_id` of `sources.yaml`; `stands`: whether `sources.yaml` says that of several texts of this version
    this one is published.
    `content`: digest of the words, the same for PDF, DOCX and HTML; `sketch`: sample of digests of its paragraphs.
    `outline`: digest of paragraph numbers. `meeting`: days and agenda item. `cited`: symbols and resolutions.
    `respondents`: ISO 3166-1 alpha-3 codes, none in a language that is not read. `doubts`: signals about the document
    itself, which its note has, too, where another document carries the structure.
    """

    files: tuple[SourceFile, ...]
    base_id: str
    symbol: str = ""
    issued: str = ""
    title: str = ""
    language: str = ""
    original_language: str = ""
    paragraph_count: int = 0
    content: str = ""
    sketch: tuple[str, ...] = ()
    outline: str = ""
    meeting: str = ""
    cited: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    declared: str | None = None
    stands: bool = False
    doubts: tuple[Notice, ...] = ()

    @property
    def sha256(self) -> str:
        """Checksum of its bytes."""
        return self.files[0].sha256

    @property
    def file(self) -> str:
        """Name of the file that is read."""
        return self.files[0].name

    @property
    def work(self) -> str:
        """Symbol of its note."""
        return work_of(self.symbol)[0]

    @property
    def revision(self) -> str:
        """Which revision it is: empty for the first text, `Rev.1`, `Corr.1`."""
        return work_of(self.symbol)[1]

    @property
    def corrects(self) -> bool:
        """True for a corrigendum: it is listed with its note, and replaces no text."""
        return is_corrigendum(self.revision)

    def note_keys(self) -> list[Key]:
        """The keys under which the register has its note: checksum, symbols (`("symbol", "A/80/82")`), content."""
        symbols = [self.work, *self.work.split("-")] if self.work else []
        keys = [(FILE, self.sha256), *((SYMBOL, symbol) for symbol in dict.fromkeys(symbols))]
        return [*keys, (CONTENT, self.content)] if self.content else keys


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a note.

    `files`: documents that hold it, the one that is read first. `current`: of the revision that the tables follow.
    """

    files: tuple[DocumentClaims, ...]
    current: bool

    @property
    def claims(self) -> DocumentClaims:
        """The claims of the document that is read."""
        return self.files[0]


@dataclass(frozen=True, slots=True)
class Work:
    """One note.

    `versions`: the one that carries the structure first; empty where only corrigenda are there, which are then `stray`.
    `notices`: rule and message of signals that come from looking at several documents.
    """

    note_id: str
    versions: tuple[Version, ...]
    stray: tuple[DocumentClaims, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteInput:
    """A document to extract, with all that decides its rows beside its text.

    `files`: in which it was received, all of the same bytes. `facts`: as declared in `sources.yaml`; they win over the
    masthead. `work`: the note that it carries; None where the document alone tells all of it. `corrections`: those of
    rows of its note.
    """

    files: tuple[SourceFile, ...]
    facts: DocumentFacts = field(default_factory=DocumentFacts)
    work: Work | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def sha256(self) -> str:
        """Checksum of the document."""
        return self.files[0].sha256

    @property
    def key(self) -> str:
        """Digest over everything that decides the rows: code and vocabulary, document, declarations, corrections."""
        return hashlib.sha256("\0".join([EXTRACTION, repr(self)]).encode()).hexdigest()[:32]

    @property
    def others(self) -> tuple[Version, ...]:
        """The other versions of the note."""
        return self.work.versions[1:] if self.work else ()

    @property
    def lent_symbol(self) -> str | None:
        """The symbol that another language of the note prints."""
        return next((v.claims.work for v in self.others if v.current and v.claims.work), None)


def digest_of(parts: Sequence[str]) -> str:
    """Digest of texts by their letters and digits alone: renditions differ in white space, quotes and hyphens."""
    return hashlib.sha256(b"\0".join(map(_letters, parts))).hexdigest()[:32]


def sketch_of(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """A sample of the digests of paragraphs, by which texts can be compared."""
    return tuple(sorted({hashlib.sha256(_letters(p)).hexdigest()[:12] for p in paragraphs})[:SAMPLE])


def _letters(text: str) -> bytes:
    if not text.isascii():
        text = _TYPOGRAPHIC.sub("", text)
    return text.lower().encode().translate(None, _SIGNS)


def content_of(rows: Rows, text: str) -> str:
    """Digest of a document's paragraphs and submission texts, the same for PDF, DOCX and HTML.

    `text`: the archived text, which is taken where there are neither.
    """
    texts = [r["text"] for table in ("paragraphs", "submission_texts") for r in rows[table]]
    return digest_of(texts or [text])


def claims_of(rows: Rows, source: NoteInput) -> DocumentClaims:
    """The claims of a document, from its rows."""
    (note,) = rows["notes"]
    own = next(version for version in rows["note_versions"] if version["current"])
    meeting = (note["session_start"], note["session_end"], note["agenda_item"])
    numbers = [(p["part"], p["paragraph_number"]) for p in rows["paragraphs"]]
    return DocumentClaims(
        files=source.files,
        base_id=note["note_id"],
        symbol=note["note_symbol"] or "",
        issued=note["note_issued"].isoformat() if note["note_issued"] else "",
        title=note["note_title"],
        language=note["language"],
        original_language=note["original_language"] or "",
        paragraph_count=note["paragraph_count"],
        content=own["content_digest"],
        sketch=sketch_of([p["text"] for p in rows["paragraphs"]]),
        outline=hashlib.sha256(repr(numbers).encode()).hexdigest()[:16],
        meeting=" ".join(map(str, meeting)) if all(meeting) else "",
        cited=tuple(sorted({c["target"] for c in rows["citations"] if c["kind"] in _CITED})),
        respondents=tuple(sorted({s["state_iso3"] for s in rows["submissions"]})),
        declared=source.facts.note_id,
        stands=source.facts.stands,
        doubts=tuple((s["rule"], s["message"]) for s in rows["signals"] if s["rule"] == MISLABELLED),
    )


@dataclass(frozen=True, slots=True)
class Register:
    """Which notes were published under which identifiers.

    `notes`: identifier by key: `("symbol", "A/80/82")`, checksum, digest of the content. `standing`: the files
    of each version (note, language, revision), by name their checksum.
    """

    notes: Mapping[Key, str] = field(default_factory=dict)
    standing: Mapping[tuple[str, str, str], Mapping[str, str]] = field(default_factory=dict)

    def notes_of(self, keys: Iterable[Key]) -> list[str]:
        """The notes that have any of some keys, each once, in the order of the keys."""
        return list(dict.fromkeys(self.notes[key] for key in keys if key in self.notes))

    def note_of(self, keys: Iterable[Key]) -> str | None:
        """The note that has the first of some keys that any note has."""
        return next(iter(self.notes_of(keys)), None)


def read_register(data: Path | None) -> Register:
    """The register of the release with that data folder; empty for None.

    Raises:
        duckdb.Error: a file can't be read.
    """
    if data is None:
        return Register()
    marks = f'FROM {register_of(data)} WHERE starts_with("table", \'{KEY}\') ORDER BY "table", identifier'
    files = f"FROM {rows_of(data, 'note_files')} ORDER BY note_id, source_file, source_sha256"
    standing: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    with duckdb.cursor() as connection:
        keys = connection.execute(f'SELECT "table", identifier, successor {marks}').fetchall()
        rows = connection.execute(f"SELECT note_id, language, revision, source_file, source_sha256 {files}").fetchall()
    for note_id, language, revision, name, sha256 in rows:
        standing[note_id, language, revision or ""][name] = sha256
    return Register({(kind.removeprefix(KEY), value): note_id for kind, value, note_id in keys}, standing)
