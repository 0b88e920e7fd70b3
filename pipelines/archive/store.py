"""The archive of documents: bytes as received, their receipt, and the document that a reader made of them.

Content-addressed by SHA-256, written once and never altered; every write is a folder made aside and moved into place.
Not here: where bytes come from (`inbox.py`, `sources/`), how they are read (`formats/`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pipelines.archive.document import Document, from_plain
from pipelines.workspace.atomic import write_file, write_folder


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was received.

    `sha256`, `bytes`: of the bytes as received. `media_type`: by content. `first_seen`: day of reception, `YYYY-MM-DD`
    (kept in the archive only, never in a release).
    """

    sha256: str
    bytes: int
    media_type: str
    first_seen: str


def sha256(data: bytes) -> str:
    """SHA-256 of bytes as lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Archive:
    """The folder of archived documents.

    Layout: `<root>/documents/<first two digits>/<sha256>/original.<ext>`, `text.txt`, `document.json`.
    """

    def __init__(self, root: Path) -> None:
        self._documents = root / "documents"

    def folder(self, digest: str) -> Path:
        """Folder of the document with that checksum; it need not exist."""
        return self._documents / digest[:2] / digest

    def holds(self, digest: str, reader_version: str) -> bool:
        """True where the document is archived and was read by this version of the readers.

        A file that a power cut left empty does not count, and is written anew.
        """
        names = ("receipt.json", f"text-{reader_version}.txt", f"document-{reader_version}.json")
        return all(_size(self.folder(digest) / name) for name in names)

    def original(self, digest: str) -> Path | None:
        """File that holds the bytes as received; None where they are not archived."""
        folder = self.folder(digest)
        return next((path for path in sorted(folder.glob("original.*")) if path.is_file()), None)

    def put(self, data: bytes, document: Document, receipt: Receipt, reader_version: str) -> None:
        """Archive a document; bytes that are archived already stay as they are.

        Raises:
            OSError: the file system refused (no permission, no space).
        """
        # What reads all formats is not imported by who only looks at what is archived.
        from pipelines.archive.formats.registry import extension  # noqa: PLC0415

        folder = self.folder(receipt.sha256)
        reading = (json.dumps(document.plain(), ensure_ascii=False, separators=(",", ":")) + "\n").encode()
        original = self.original(receipt.sha256) or folder / f"original.{extension(document.media_type)}"
        files = {
            original.name: data,
            "receipt.json": _json(asdict(receipt)),
            f"text-{reader_version}.txt": document.text.encode(),
            f"document-{reader_version}.json": reading,
        }
        write_folder(folder, files)
        for name, content in files.items():
            # Other readers read it before, or a power cut left the file empty.
            if content and not _size(folder / name):
                write_file(folder / name, content)

    def document(self, digest: str, reader_version: str) -> Document:
        """The document as read by this version of the readers.

        Raises:
            FileNotFoundError: it is not archived.
        """
        folder = self.folder(digest)
        text = (folder / f"text-{reader_version}.txt").read_bytes().decode()
        return from_plain(text, json.loads((folder / f"document-{reader_version}.json").read_bytes()))

    def text_file(self, digest: str, reader_version: str) -> Path:
        """File that holds the archived plain text."""
        return self.folder(digest) / f"text-{reader_version}.txt"

    def receipt(self, digest: str) -> Receipt:
        """The receipt of an archived document.

        Raises:
            FileNotFoundError: it is not archived.
        """
        known = json.loads((self.folder(digest) / "receipt.json").read_bytes())
        return Receipt(**{field.name: known[field.name] for field in fields(Receipt)})


def _size(file: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
