"""The formats that are read: each enters itself here, from its own module.

Here: what a format declares, and which formats are refused by their name. A document's format is recognised by its
bytes, never by the name of its file. Not here: how a format is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any

from pipelines.archive.document import Document
from pipelines.archive.unreadable import Reason, Unreadable
from pipelines.workspace.limits import Limits


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read.

    `name`: as messages call it. `rank`: of several files of one text, the one with the lowest is read: its format has
    most of the structure. `content`: gives what `read` takes, the bytes or their text; None for bytes of another
    format. `has_pages`: its reader says which blocks stand at the edge of a page, or repeat there; of other formats the
    outline looks at the form of each line. `is_text`: bytes are decoded to recognise it, after all formats that have a
    signature. `convert`: makes another format of it, in a process of its own, which is then read in its place. `apart`:
    a C library reads it, in a process of its own.
    """

    media_type: str
    extension: str
    name: str
    rank: int
    content: Callable[[bytes], Any]
    read: Callable[[Any, Limits], Document]
    _: KW_ONLY
    has_pages: bool
    is_text: bool = False
    convert: Callable[[bytes, Limits], bytes] | None = None
    apart: bool = True


def by_bytes(signature: Callable[[bytes], object]) -> Callable[[bytes], bytes | None]:
    """Return the `content` of a format whose bytes have a signature."""
    return lambda data: data if signature(data) else None


_FORMATS: dict[str, Format] = {}


def register(form: Format) -> None:
    """Let documents of a format be read."""
    _FORMATS[form.media_type] = form


def formats() -> list[Format]:
    """All formats, the one that says most about structure first."""
    return sorted(_FORMATS.values(), key=lambda form: form.rank)


def rank(media_type: str) -> int:
    """Place of a format among those of several files of one text; 0 is read first."""
    ranked = [form.media_type for form in formats()]
    return ranked.index(media_type) if media_type in ranked else len(ranked)


def extension(media_type: str) -> str:
    """Extension of a file of a format, `bin` for one that is no longer read."""
    form = _FORMATS.get(media_type)
    return form.extension if form else "bin"


def has_pages(media_type: str) -> bool:
    """Tell whether the reader of a format knows its pages, see `Format`."""
    form = _FORMATS.get(media_type)
    return form is not None and form.has_pages


def foreign(what: str, cure: str = "") -> Unreadable:
    """Say that a file is of a format that is not read. `what`: what it is."""
    *names, last = (form.name for form in formats())
    return Unreadable(
        Reason.UNKNOWN_FORMAT, f"The file is {what}", f"only {', '.join(names)} and {last} are read", cure
    )


HEAD = 1024


FOREIGN_SIGNATURES = [
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"BM", "a BMP image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"%!PS", "a PostScript document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def refuse_foreign(data: bytes) -> None:
    """Refuse formats that have a name here and are not read.

    Raises:
        Unreadable: `unknown_format`, `encrypted_office`.
    """
    head = data[:HEAD]
    if head.startswith(OLE):
        raise _refuse_ole(data)
    for signature, name in FOREIGN_SIGNATURES:
        # Two letters alone may begin a text; with a zero byte after them they don't.
        if head.startswith(signature) and (len(signature) > 2 or not signature.isalpha() or b"\0" in head):
            raise foreign(name)


def _refuse_ole(data: bytes) -> Unreadable:
    if ENCRYPTED_PACKAGE in data:
        why = "an encrypted Office document can't be read"
        return Unreadable(Reason.ENCRYPTED_OFFICE, "The document is protected by a password", why)
    what = "a Word document of the old kind (.doc) or another Office file from before 2007"
    return foreign(what, "Save it as DOCX and put it in again")
