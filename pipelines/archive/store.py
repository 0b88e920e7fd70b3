"""The archive of documents: bytes as received, their receipt, and the document that a reader made of them.

Content-addressed by SHA-256, written once and never altered, file by file: with its receipt, the last, a document is
there. Bytes that were fetched wait beside it until they are read. Not here: where bytes come from (`sources/`), how
they are read (`formats/`).
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipelines.archive.document import Document, from_plain
from pipelines.workspace.atomic import write_file
from pipelines.workspace.fingerprint import READERS
from pipelines.workspace.seal import sha256_file

_LOG = logging.getLogger(__name__)


def sha256(data: bytes) -> str:
    """SHA-256 of bytes as lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Archive:
    """The folder of archived documents.

    Layout: `<root>/documents/<first two digits>/<sha256>/` with `original.<ext>`, `receipt.json` (checksum, size,
    format, day of reception), and what this version of the readers made of it; `<root>/fetched/<sha256>` with bytes
    that were fetched and nobody has read yet, or that were refused. `fetched`: another folder in place of that.
    """

    def __init__(self, root: Path, fetched: Path | None = None) -> None:
        self._documents, self.fetched = root / "documents", fetched or root / "fetched"

    def folder(self, digest: str) -> Path:
        """Folder of the document with that checksum; it need not exist."""
        return self._documents / digest[:2] / digest

    def media_type(self, digest: str) -> str:
        """By content, of a document that is archived as these readers read it; empty where it is not.

        A file that a power cut left empty does not count, and is written anew.
        """
        receipt = self.folder(digest) / "receipt.json"
        if not all(map(_size, (receipt, self.text_file(digest), self._reading(digest)))):
            return ""
        return str(json.loads(receipt.read_bytes())["media_type"])

    def original(self, digest: str) -> Path | None:
        """File that holds the bytes as received; None where there is none, or what was fetched is damaged."""
        if archived := self._archived(digest):
            return archived
        fetched = self.fetched / digest
        with suppress(OSError):
            if sha256_file(fetched) == digest:
                return fetched
            _LOG.warning("%s is damaged and is fetched again.", fetched)
        return None

    def _archived(self, digest: str) -> Path | None:
        originals = sorted(self.folder(digest).glob("original.*"))
        return next((path for path in originals if path.is_file()), None)

    def keep(self, data: bytes) -> Path:
        """Keep bytes that were fetched, unless they are here already; the file that holds them.

        Raises:
            OSError: they can't be written.
        """
        digest = sha256(data)
        if there := self.original(digest):
            return there
        write_file(self.fetched / digest, data)
        return self.fetched / digest

    def prune(self, needed: Collection[str]) -> None:
        """Delete what was fetched and is archived by now, or is given by no source any more."""
        for path in self.fetched.iterdir() if self.fetched.is_dir() else ():
            own = path.name.endswith(".tmp") and f".{os.getpid()}-" in path.name
            if not own and (path.name not in needed or self._archived(path.name)):
                path.unlink(missing_ok=True)

    def put(self, digest: str, data: bytes, document: Document, *, today: str) -> None:
        """Archive a document; bytes that are archived already stay as they are.

        `digest`: SHA-256 of its bytes. `today`: day of reception, `YYYY-MM-DD`, which is in no release.

        Raises:
            OSError: the file system refused (no permission, no space).
        """
        # What reads all formats is not imported by who only looks at what is archived.
        from pipelines.archive.formats.registry import extension  # noqa: PLC0415

        folder, kind = self.folder(digest), document.media_type
        original = self._archived(digest) or folder / f"original.{extension(kind)}"
        receipt = {"bytes": len(data), "first_seen": today, "media_type": kind, "sha256": digest}
        files = {
            original: data,
            self.text_file(digest): document.text.encode(),
            self._reading(digest): _json(document.plain(), separators=(",", ":")),
            folder / "receipt.json": _json(receipt, indent=1),
        }
        for path, content in files.items():
            # Other readers may have read it before, a kill or a power cut may have left some files, or one empty.
            if not _size(path):
                write_file(path, content)

    def document(self, digest: str) -> Document:
        """The document as these readers read it.

        Raises:
            FileNotFoundError: it is not archived.
        """
        text = self.text_file(digest).read_bytes().decode()
        return from_plain(text, json.loads(self._reading(digest).read_bytes()))

    def text_file(self, digest: str) -> Path:
        """File that holds the archived plain text."""
        return self.folder(digest) / f"text-{READERS}.txt"

    def _reading(self, digest: str) -> Path:
        return self.folder(digest) / f"document-{READERS}.json"


def _size(file: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _json(value: object, **how: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, **how) + "\n").encode()
