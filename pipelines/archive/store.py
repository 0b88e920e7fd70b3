"""The archive of documents: bytes as received, their receipt, and the document that a reader made of them.

Content-addressed by SHA-256, written once and never altered; every write is a folder made aside and moved into place.
Not here: where bytes come from (`inbox.py`, `sources/`), how they are read (`formats/`).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipelines.archive.document import Document, from_plain
from pipelines.workspace.atomic import write_file, write_folder
from pipelines.workspace.fingerprint import READERS


def sha256(data: bytes) -> str:
    """SHA-256 of bytes as lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Archive:
    """The folder of archived documents.

    Layout: `<root>/documents/<first two digits>/<sha256>/` with `original.<ext>`, `receipt.json` (checksum, size,
    format, day of reception), and what this version of the readers made of it.
    """

    def __init__(self, root: Path) -> None:
        self._documents = root / "documents"

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
        """File that holds the bytes as received; None where they are not archived."""
        folder = self.folder(digest)
        return next((path for path in sorted(folder.glob("original.*")) if path.is_file()), None)

    def put(self, digest: str, data: bytes, document: Document, *, today: str) -> None:
        """Archive a document; bytes that are archived already stay as they are.

        `digest`: SHA-256 of its bytes. `today`: day of reception, `YYYY-MM-DD`, which is in no release.

        Raises:
            OSError: the file system refused (no permission, no space).
        """
        # What reads all formats is not imported by who only looks at what is archived.
        from pipelines.archive.formats.registry import extension  # noqa: PLC0415

        folder, kind = self.folder(digest), document.media_type
        original = self.original(digest) or folder / f"original.{extension(kind)}"
        receipt = {"bytes": len(data), "first_seen": today, "media_type": kind, "sha256": digest}
        files = {
            original.name: data,
            "receipt.json": _json(receipt, indent=1),
            self.text_file(digest).name: document.text.encode(),
            self._reading(digest).name: _json(document.plain(), separators=(",", ":")),
        }
        write_folder(folder, files)
        for name, content in files.items():
            # Other readers read it before, or a power cut left the file empty.
            if content and not _size(folder / name):
                write_file(folder / name, content)

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
