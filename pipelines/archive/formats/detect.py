"""Tells the format of a document by its bytes; its name is never asked.

Here: the signatures of the formats that are read, and of those that are refused by name so that a person knows why.
Not here: reading them.
"""

from __future__ import annotations

import re
from enum import StrEnum

from pipelines.archive.formats.limits import Reason, Unreadable

HEAD = 1024


class Format(StrEnum):
    """Formats that have a reader."""

    TEXT = "text/plain"
    HTML = "text/html"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


FOREIGN_SIGNATURES = [
    (b"{\\rtf", "a Rich Text (RTF) document"),
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
HTML_ELEMENTS = "html|head|body|title|meta|link|script|style|iframe|div|p|table|h[1-6]|font|center|section|article|main"
HTML_START = re.compile(
    rf"\s*(?:<\?xml[^>]{{0,200}}>\s*)?(?:<!--.{{0,2000}}?-->\s*)*(?:<!doctype\s+html\b|<(?:{HTML_ELEMENTS})[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
XML_START = re.compile(r"\s*<\?xml\s")


def detect_binary(data: bytes) -> Format | None:
    """Return the format that a signature gives, None where the bytes can only be text.

    Raises:
        Unreadable: `unknown_format`, `encrypted_office` for formats that are known and not read.
    """
    head = data[:HEAD]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\f\x00").startswith(b"%PDF-"):
        return Format.PDF
    if b"%PDF-" in head and (b"startxref" in data or b"endobj" in data):
        return Format.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.DOCX  # or another zip: its reader looks inside
    if head.startswith(OLE):
        raise _refuse_ole(data)
    for signature, name in FOREIGN_SIGNATURES:
        # Two letters alone may begin a text; with a zero byte after them they don't.
        if head.startswith(signature) and (len(signature) > 2 or not signature.isalpha() or b"\0" in head):
            raise Unreadable(
                Reason.UNKNOWN_FORMAT,
                f"The file is {name}",
                "only text, DOCX, PDF and HTML are read",
                "Save or export the note in one of these",
            )
    return None


def detect_text(text: str) -> Format:
    """Return whether a decoded text is HTML or plain text.

    Raises:
        Unreadable: `unknown_format` for other XML.
    """
    if HTML_START.match(text[: 4 * HEAD]):
        return Format.HTML
    if XML_START.match(text):
        raise Unreadable(
            Reason.UNKNOWN_FORMAT,
            "The file is XML of an unknown kind",
            "only text, DOCX, PDF and HTML are read",
            "Save or export the note in one of these",
        )
    return Format.TEXT


def _refuse_ole(data: bytes) -> Unreadable:
    if ENCRYPTED_PACKAGE in data:
        return Unreadable(
            Reason.ENCRYPTED_OFFICE,
            "The document is protected by a password",
            "an encrypted Office document can't be read",
            "Save it without a password and put it in again",
        )
    return Unreadable(
        Reason.UNKNOWN_FORMAT,
        "The file is a Word document of the old kind (.doc) or another Office file from before 2007",
        "only text, DOCX, PDF and HTML are read",
        "Save it as DOCX and put it in again",
    )
