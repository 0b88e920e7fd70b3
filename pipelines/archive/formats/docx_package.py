"""The parts of a DOCX and how they relate. Macros, embedded objects and external targets are never read.

Not here: opening the zip safely (`zip_container`), what a part says (`docx`, `docx_text`, `docx_styles`).
"""

from __future__ import annotations

import posixpath

from lxml import etree

from pipelines.archive.formats.limits import Budget
from pipelines.archive.formats.registry import foreign
from pipelines.archive.formats.zip_container import Container

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


class Package(Container):
    """The parts of one DOCX."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        """Open the container and find its main document.

        Raises:
            Unreadable: `damaged_docx`, `encrypted_office`, `zip_bomb`, `external_entities`, `unknown_format`.
        """
        super().__init__(data, budget, "DOCX", STRICT)
        self.main, self.media_type = self._main_part()
        self._relations = self._read_relations(self.main)

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
