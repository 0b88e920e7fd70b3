"""Refuses what is no document of a format that is read, by its content; its name is never asked.

Here: the signatures of the formats that are refused by name, so that a person knows why. Not here: the formats that are
read (`registry.py`).
"""

from __future__ import annotations

from pipelines.archive.formats.limits import Reason, Unreadable, locked
from pipelines.archive.formats.registry import foreign

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
    """Refuse formats that are known and not read.

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
        return locked(Reason.ENCRYPTED_OFFICE, "document", "an encrypted Office document can't be read")
    what = "a Word document of the old kind (.doc) or another Office file from before 2007"
    return foreign(what, "Save it as DOCX and put it in again")
