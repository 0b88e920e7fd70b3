"""The archive of documents: bytes as received, their receipt, and the document that a reader made of them.

Content-addressed by SHA-256, written file by file: with its receipt, the last, a document is there. The receipt holds
the digests of what was made of the bytes, and whatever is read is checked against them; what fails is read again from
the bytes as received. Bytes that were fetched wait beside it until they are read. Not here: where bytes come from
(`sources/`), how they are read (`formats/`).
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.archive.document import Document, from_plain
from pipelines.workspace.atomic import write_file
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import READERS
from pipelines.workspace.limits import Limits
from pipelines.workspace.seal import is_whole
from pipelines.workspace.state import State

_LOG = logging.getLogger(__name__)
_RECEIPT = "receipt.json"


def sha256(data: bytes) -> str:
    """SHA-256 of bytes as lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class ArchiveError(ReportedError):
    """A document of the archive is damaged, and so are the bytes of which it was made."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was received, and what was made of it.

    `first_seen`: day of reception, `YYYY-MM-DD`, which is in no release. `sha256`: of the bytes as received. `files`:
    SHA-256 of what readers made of them, by name of the file; empty in receipts of versions that kept none.
    """

    bytes: int
    first_seen: str
    media_type: str
    sha256: str
    files: dict[str, str] = field(default_factory=dict)


class Archive:
    """The folder of archived documents.

    Layout: `<root>/documents/<first two digits>/<sha256>/` with `original.<ext>`, `receipt.json` (checksum, size,
    format, day of reception, digests), and what this version of the readers made of it; `<root>/fetched/<sha256>` with
    bytes that were fetched and nobody has read yet, or that were refused. `fetched`: another folder in place of that.
    """

    def __init__(self, root: Path, fetched: Path | None = None) -> None:
        self._documents, self.fetched = root / "documents", fetched or root / "fetched"

    def folder(self, digest: str) -> Path:
        """Folder of the document with that checksum; it need not exist."""
        return self._documents / digest[:2] / digest

    def media_type(self, digest: str) -> str:
        """The media type of a document that these readers have archived; empty where it is missing or damaged.

        Files that nobody touched since the receipt was written are not read for this.
        """
        receipt = self._receipt(digest).load()
        if receipt is None or not self._broken(digest, receipt).keys().isdisjoint(self._made(digest)):
            return ""
        return receipt.media_type

    def damage(self, *, thorough: bool = False) -> dict[Path, str]:
        """The files that are not what was received, or what was made of it, each with what becomes of it; in order.

        `thorough`: read all files, and name receipts without digests; else only those that were touched since their
        receipt was written.

        Raises:
            OSError: the archive can't be looked at.
        """
        damaged: dict[Path, str] = {}
        for folder in sorted(self._documents.glob("*/*/")):
            digest, receipt = folder.name, self._receipt(folder.name).load()
            if receipt is None:
                damaged[folder / _RECEIPT] = "is missing or damaged; the next run makes it again from what was received"
            elif {path.name for path in self._made(digest)} <= receipt.files.keys():
                damaged |= self._broken(digest, receipt, thorough=thorough)
            elif thorough:
                damaged[folder / _RECEIPT] = (
                    "is of an earlier version of the program; the next run adds what is missing"
                )
        return damaged

    def original(self, digest: str) -> Path | None:
        """File that holds the bytes as received; None where there is none, or what is there is damaged.

        An archived file that nobody touched since its receipt was written is not read for this.
        """
        archived, fetched = self._archived(digest), self.fetched / digest
        if archived and is_whole(archived, digest, since=_touched(self._receipt(digest).path)):
            return archived
        if is_whole(fetched, digest):
            return fetched
        if damaged := fetched if fetched.is_file() else archived:
            _LOG.warning("%s is not what was received, and is taken again from its source, if that has it.", damaged)
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
        """Archive a document. Files with other content are written anew, which is logged.

        `digest`: SHA-256 of its bytes. `today`: day of reception, `YYYY-MM-DD`, unless a receipt says an earlier one.

        Raises:
            OSError: the file system refused (no permission, no space).
        """
        # The readers of all formats are not imported by code that only looks at archived documents.
        from pipelines.archive.formats.registry import extension  # noqa: PLC0415

        folder, kind = self.folder(digest), document.media_type
        text, reading = self._made(digest)
        files = {
            self._archived(digest) or folder / f"original.{extension(kind)}": data,
            text: document.text.encode(),
            reading: _json(document.plain(), separators=(",", ":")),
        }
        for path, content in files.items():
            with suppress(OSError):
                if (there := path.read_bytes()) == content:
                    continue
                if there:  # a power cut may have left a file empty
                    _LOG.warning("%s was not what had been received, and is made again.", path)
            write_file(path, content)
        receipt = self._receipt(digest).load()
        made = {path.name: sha256(files[path]) for path in (text, reading)}
        first_seen = receipt.first_seen if receipt else today
        self._receipt(digest).path.unlink(missing_ok=True)  # of the same words, too, it is to be newer than the files
        self._receipt(digest).save(Receipt(len(data), first_seen, kind, digest, made))

    def document(self, digest: str) -> Document:
        """The document as these readers read it.

        Raises:
            FileNotFoundError: it is not archived.
            ArchiveError: it is damaged, and can't be made again.
        """
        text, reading = self._checked(digest)
        return from_plain(text.decode(), json.loads(reading))

    def text_file(self, digest: str) -> Path:
        """File that holds the archived plain text, checked as for `document`, which raises the same."""
        self._checked(digest)
        return self._made(digest)[0]

    def _checked(self, digest: str) -> list[bytes]:
        """Text and reading of a document; where they are not what the receipt says, they are made again."""
        receipt, files = self._receipt(digest).load(), self._made(digest)
        with suppress(FileNotFoundError):
            made = [path.read_bytes() for path in files]
            if receipt and all(receipt.files.get(p.name) == sha256(d) for p, d in zip(files, made, strict=True)):
                return made
        if not self.folder(digest).is_dir():
            raise FileNotFoundError(self.folder(digest))
        original = self.original(digest)
        if original is None or sha256(data := original.read_bytes()) != digest:
            raise ArchiveError(
                f"{self.folder(digest)} is damaged",
                "neither what was received nor what was read in it is what it was",
                "Put the document back into its source, and run `uncac publish`",
            )
        # The readers of all formats are not imported by code that only looks at archived documents.
        from pipelines.archive.formats.worker import read_apart  # noqa: PLC0415

        self.put(digest, data, read_apart(data, Limits()), today=receipt.first_seen if receipt else "")
        return [path.read_bytes() for path in files]

    def _broken(self, digest: str, receipt: Receipt, *, thorough: bool = False) -> dict[Path, str]:
        """The files of a document that are not what its receipt says, each with what becomes of it."""
        since = None if thorough else _touched(self._receipt(digest).path)
        original = self._archived(digest) or self.folder(digest) / "original"
        expected = {original: digest, **{file: receipt.files.get(file.name, "") for file in self._made(digest)}}
        broken = [file for file, sum_ in expected.items() if not (sum_ and is_whole(file, sum_, since=since))]
        words = {original: "is not what was received; the next run takes it again from its source, if that has it"}
        return {file: words.get(file, "is not what was read; the next run makes it again") for file in broken}

    def _receipt(self, digest: str) -> State[Receipt | None]:
        return State[Receipt | None](self.folder(digest) / _RECEIPT, None)

    def _made(self, digest: str) -> tuple[Path, Path]:
        """What these readers make of a document: the files of its text and of its reading."""
        folder = self.folder(digest)
        return folder / f"text-{READERS}.txt", folder / f"document-{READERS}.json"


def _touched(file: Path) -> int | None:
    """When a file was last written, in nanoseconds; None where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return None


def _json(value: object, **how: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, **how) + "\n").encode()
