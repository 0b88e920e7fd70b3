"""Reads `sources.yaml`, and adds to it: where notes come from, and facts about a document that its text lacks.

Here: what may be declared. Not here: looking and fetching (`pipelines/archive/sources/`), what the text itself says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictBool

from pipelines.archive.sources.look import KINDS, Source
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import read_declaration, unknown_key, validated, written_as
from pipelines.workspace.paths import declared_in
from pipelines.workspace.registry import import_all
from pipelines.workspace.yaml_file import add_entry


class SourcesError(ReportedError):
    """`sources.yaml` says something that can't be meant; the message names the entry."""


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise ValueError(f"it is no date (YYYY-MM-DD): {value}") from error


class DocumentFacts(BaseModel):
    """Facts about a document that its text lacks; `issued` as `YYYY-MM-DD`, `any_family` as for a source.

    `stands`: of several texts of one note in one language and revision, this is the one that counts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    symbol: str | None = None
    title: str | None = None
    issued: Annotated[str, BeforeValidator(_day)] | None = None
    url: str | None = None
    note_id: str | None = None
    any_family: StrictBool = False
    stands: StrictBool = False


class _Document(DocumentFacts):
    """An entry of `documents`, with what is there for people alone."""

    sha256: Annotated[str, written_as(r"[0-9a-f]{64}", "the SHA-256 of the document's bytes")]
    publisher: Any = None
    published_at: Any = None


def _listed(value: Any) -> Any:
    return value or []


_Entries = Annotated[list[Any], BeforeValidator(_listed)]


class _Declared(BaseModel):
    """What a file says. `shipped`: False where the sources that come with the project are left out.

    `ready`: sources that nobody is asked for before an operator adds them.
    """

    model_config = ConfigDict(extra="forbid")

    shipped: StrictBool = True
    sources: _Entries = []
    ready: _Entries = []
    documents: _Entries = []


def load_sources(*alone: Path | str | None) -> list[Source]:
    """The declared sources, in order: those that are shipped, then the operator's. `alone`: files in place of both.

    Raises:
        SourcesError: an entry can't be meant, or two have one name.
    """
    import_all(__package__)
    sources: list[Source] = []
    for path, declared in _read(alone):
        listed = [_source(f"{path.name}, source {n}", entry) for n, entry in enumerate(declared.sources, 1)]
        sources = [*(sources if declared.shipped else []), *(source.below(path.resolve().parent) for source in listed)]
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise SourcesError(f"sources.yaml: two sources have the name '{name}'. Give each its own.")
    return sources


def load_ready() -> dict[str, dict[str, Any]]:
    """Entries of sources that can be switched on, by name.

    Raises:
        SourcesError: an entry can't be meant.
    """
    import_all(__package__)
    entries = [(path, entry) for path, declared in _read(()) for entry in declared.ready]
    return {_source(f"{path.name}, ready", entry).name: entry for path, entry in entries}


def _source(where: str, entry: Any) -> Source:
    entry = entry if isinstance(entry, dict) else {}
    kinds = [kind for kind in KINDS if kind in entry]
    if len(kinds) == 1:
        return validated(KINDS[kinds[0]], entry, SourcesError, where)
    fields = {field for kind in KINDS.values() for field in kind.model_fields}
    faults = "".join(f"{key}: {unknown_key(str(key), fields)}. " for key in entry if key not in fields)
    raise SourcesError(f"{where}: {faults}It needs exactly one of {', '.join(sorted(KINDS))}.")


def load_document_facts(*alone: Path | str | None) -> dict[str, DocumentFacts]:
    """Facts by the SHA-256 of the document's bytes; the operator's stand in the place of those that are shipped.

    Raises:
        SourcesError: an entry has no checksum, or says something that can't be meant.
    """
    facts = [
        validated(_Document, entry, SourcesError, f"{path.name}, document {n}")
        for path, declared in _read(alone)
        for n, entry in enumerate(declared.documents, 1)
    ]
    return {document.sha256: document for document in facts}


def _read(alone: Iterable[Path | str | None]) -> list[tuple[Path, _Declared]]:
    return [
        (path, validated(_Declared, read_declaration(path, SourcesError) or {}, SourcesError, path.name))
        for path in declared_in("sources.yaml", *alone)
    ]


def add_source(path: Path, entry: dict[str, Any], *below: Path) -> str:
    """Add a source behind those that are there; all else in the file stays as it is. `below`: files that it adds to.

    Returns:
        The lines that were added.

    Raises:
        SourcesError: the file can't be read or written, or would not be right with it; then nothing is changed.
    """
    there = [file for file in (*below, path) if file.exists()]
    before = (load_sources(*there), load_document_facts(*there)) if there else ([], {})

    def check(aside: Path) -> None:
        if (load_sources(*below, aside)[:-1], load_document_facts(*below, aside)) != before:
            raise SourcesError(f"{path} is written in a form that can't be added to; add the source by hand.")

    return add_entry(path, "sources", entry, check, SourcesError)
