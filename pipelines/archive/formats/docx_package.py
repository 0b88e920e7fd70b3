"""The parts of a DOCX and how they relate: inflated within limits, and parsed without entities or network.

Macros, embedded objects and external targets are never read. Not here: what a part says (`docx`, `docx_styles`).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from pipelines.archive.formats.registry import foreign
from pipelines.archive.unreadable import Reason, Unreadable
from pipelines.workspace.limits import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# ISO 29500 Strict documents differ from the usual ones in the names of their namespaces only.
STRICT = [
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
]
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MACRO_WORD_TYPE = "application/vnd.ms-word."
ZIP_KINDS = [
    ("spreadsheetml", "an Excel workbook"),
    ("ms-excel", "an Excel workbook"),
    ("presentationml", "a PowerPoint presentation"),
    ("ms-powerpoint", "a PowerPoint presentation"),
]


MAX_ENTRIES = 10_000
FREE_INFLATION = 2**20  # bytes: a part up to that size may have any ratio, as short repetitive ones do


class Package:
    """The parts of one DOCX."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the container and find its main document.

        Raises:
            Unreadable: `damaged_docx`, `encrypted_office`, `zip_bomb`, `external_entities`, `unknown_format`.
        """
        self._limits = limits
        self._expanded = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = {info.filename: info for info in self._zip.infolist()[:MAX_ENTRIES]}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise damaged(f"its zip container can't be opened: {error}") from error
        self.main, self.media_type = self._main_part()
        self._relations = self._read_relations(self.main)

    def xml(self, name: str) -> etree._Element | None:
        """Return a part as XML, None where the package has no such part.

        Raises:
            Unreadable: `damaged_docx`, `encrypted_office`, `zip_bomb`, `external_entities`.
        """
        info = self.names.get(name)
        if info is None:
            return None
        data = self._inflate(info)
        for other, usual in STRICT:
            data = data.replace(other, usual)
        if b"<!DOCTYPE" in data:
            raise _declares_entities(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "Excessive depth" in str(error):
                what = "The document's elements are nested too deeply"
                raise Unreadable(Reason.TOO_DEEP, what, "it can't be read to its end") from error
            raise damaged(f"{name} is not well-formed XML: {error}") from error
        # Again, for a part in another encoding.
        if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs lack it
            raise _declares_entities(name)
        return root

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        limits = self._limits
        if info.flag_bits & 1:
            what = "The document is protected by a password"
            raise Unreadable(Reason.ENCRYPTED_OFFICE, what, "its parts are encrypted")
        room = limits.max_expanded_bytes - self._expanded
        room = min(room, max(FREE_INFLATION, info.compress_size * limits.max_expansion_ratio))
        try:
            with self._zip.open(info) as part:
                data = part.read(room + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise damaged(f"{info.filename}: {error}") from error
        if len(data) > room:
            raise Unreadable(
                Reason.ZIP_BOMB,
                "The DOCX inflates to far more than a document holds",
                f"{info.filename} goes beyond {room:,} bytes from {info.compress_size:,}",
            )
        self._expanded += len(data)
        return data

    def related(self, kind: str) -> etree._Element | None:
        """Return the one part that the main document relates to as `kind` (`styles`, `footnotes`), None without."""
        name = next((target for type_, target in self._relations.values() if type_ == kind), None)
        return self.xml(name) if name else None

    def by_id(self, identifier: str | None) -> etree._Element | None:
        """Return the part that the main document relates to under an identifier (a header, a footer)."""
        relation = self._relations.get(identifier or "")
        return self.xml(relation[1]) if relation else None

    def _main_part(self) -> tuple[str, str]:
        types = self.xml("[Content_Types].xml")
        if types is None:
            kind = "an OpenDocument or EPUB file" if "mimetype" in self.names else "a zip archive"
            raise foreign(kind)
        for part in types:
            content_type = part.get("ContentType", "")
            word = content_type.startswith((WORD_TYPE, MACRO_WORD_TYPE)) and content_type.endswith(".main+xml")
            name = part.get("PartName", "").lstrip("/")
            if word and name in self.names:
                return name, content_type.removesuffix(".main+xml")
        declared = " ".join(part.get("ContentType", "") for part in types)
        raise foreign(next((kind for sign, kind in ZIP_KINDS if sign in declared), "a zip archive"))

    def _read_relations(self, name: str) -> dict[str, tuple[str, str]]:
        folder, file = posixpath.split(name)
        root = self.xml(f"{folder}/_rels/{file}.rels")
        relations = {}
        for relation in root if root is not None else []:
            if relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/")
            relations[relation.get("Id", "")] = (kind, target)
        return relations


def damaged(why: str) -> Unreadable:
    """Say that a DOCX is damaged."""
    return Unreadable(Reason.DAMAGED_DOCX, "The DOCX is cut off or damaged", why)


def _declares_entities(name: str) -> Unreadable:
    return Unreadable(
        Reason.EXTERNAL_ENTITIES,
        "The DOCX declares XML entities",
        f"{name} has a document type declaration, which no word processor writes and an attack needs",
    )
