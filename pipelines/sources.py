"""Reads `datapackage/sources.yaml`: where notes come from, and what is known of a document beside its text.

Not here: fetching (`pipelines/archive/`), and what the text itself says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


class SourcesError(Exception):
    """`sources.yaml` says something that can't be meant; the message names the entry."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document beside its text; `issued` as `YYYY-MM-DD`."""

    symbol: str | None = None
    title: str | None = None
    issued: str | None = None
    url: str | None = None
    note_id: str | None = None


def load_document_facts(path: Path) -> dict[str, DocumentFacts]:
    """Facts by the SHA-256 of the document's bytes.

    Raises:
        SourcesError: an entry has no checksum.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return dict(_facts(path.name, n, entry) for n, entry in enumerate(data.get("documents") or [], 1))


def _facts(file: str, n: int, entry: Any) -> tuple[str, DocumentFacts]:
    if not isinstance(entry, dict) or len(str(entry.get("sha256", ""))) != 64:
        raise SourcesError(f"{file}, document {n}: it needs the SHA-256 of the document's bytes.")
    issued = entry.get("issued")
    return str(entry["sha256"]), DocumentFacts(
        symbol=entry.get("symbol"),
        title=entry.get("title"),
        issued=issued.isoformat() if isinstance(issued, date) else issued,
        url=entry.get("url"),
        note_id=entry.get("note_id"),
    )


def load_folders(path: Path) -> list[Path]:
    """Folders of the declared sources, below `datapackage/`.

    Raises:
        SourcesError: a source has no folder.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    folders = []
    for n, entry in enumerate(data.get("sources") or [], 1):
        if not isinstance(entry, dict) or "folder" not in entry:
            raise SourcesError(f"{path.name}, source {n}: it needs a folder.")
        folders.append(path.parent / entry["folder"])
    return folders
