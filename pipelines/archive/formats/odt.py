"""Reads OpenDocument text (ODT): paragraphs, headings, numbered lists, tables and notes, with odfdo.

Page headers and footers of an ODT stand in its styles; they are furniture, and left out.
Not here: opening the zip safely (`zip_container`).
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from pipelines.archive.document import Document, Role
from pipelines.archive.formats.builder import DocumentBuilder
from pipelines.archive.formats.docx_styles import LIST_FORMATS, in_format
from pipelines.archive.formats.limits import Budget
from pipelines.archive.formats.registry import BinaryFormat, register
from pipelines.archive.formats.zip_container import Container, damaged

if TYPE_CHECKING:
    from odfdo import Element

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
PARAGRAPHS = {"text:p", "text:h"}
# What only wraps paragraphs, and what a reader of the printed page does not see.
WRAPS = {"text:section", "text:table-of-content", "text:index-body", "draw:text-box", "draw:frame"}
UNSEEN = {"text:tracked-changes", "office:annotation", "office:annotation-end", "text:sequence-decls", "office:forms"}
MAX_SPACES = 100  # in a row, of which no page shows more
Runs = list[tuple[str, bool]]


def read_odt(data: bytes, budget: Budget) -> Document:
    """Read an ODT.

    Raises:
        Unreadable: `damaged_docx`, `encrypted_office`, `zip_bomb`, `external_entities`, `timeout`.
    """
    from odfdo import Document as Odt  # noqa: PLC0415 - a fifth of a second, and few notes come as ODT

    container = Container(data, budget, "ODT")
    # odfdo inflates and parses whatever there is: it is given only what was found harmless before.
    if container.xml("content.xml") is None:
        raise damaged("it has no content.xml", "ODT")
    container.xml("styles.xml")
    try:
        odt = Odt(io.BytesIO(data))
        body = odt.body
    except Exception as error:  # odfdo lets through whatever it meets
        raise damaged(f"{type(error).__name__}: {error}", "ODT") from error
    builder = DocumentBuilder(budget)
    reader = _Reader(builder, _list_formats(odt))
    reader.read(body, Role.BODY)
    reader.add_endnotes()
    return builder.document(MEDIA_TYPE)


class _Reader:
    """Adds the blocks of a document's body to a builder."""

    def __init__(self, builder: DocumentBuilder, numbers: dict[str, tuple[str, str, int]]) -> None:
        self._builder = builder
        self._numbers = numbers
        self._counts: dict[str, int] = {}
        self._endnotes: list[Element] = []

    def read(self, parent: Element, role: Role) -> None:
        """Add what stands in an element."""
        for element in parent.children:
            if element.tag in UNSEEN:
                continue
            if element.tag in PARAGRAPHS:
                self._add(element, role)
            elif element.tag == "text:list":
                self._add_list(element, role)
            elif element.tag == "table:table":
                self._add_table(element, role)
            elif element.tag in WRAPS:
                self.read(element, role)

    def add_endnotes(self) -> None:
        """Add the endnotes, which stand at the end of the text."""
        for note in self._endnotes:
            self._add_note(note)

    def _add(self, element: Element, role: Role, prefix: str = "") -> None:
        runs: Runs = [(prefix, False)] if prefix else []
        notes: list[Element] = []
        boxes: list[Element] = []
        _collect(element, runs, notes, boxes)
        level = _whole(element, "text:outline-level", 0) if element.tag == "text:h" else None
        heading = min(level, 6) if level is not None and role is Role.BODY else None
        self._builder.add(runs, role=role, heading=heading)
        for box in boxes:
            self.read(box, role)
        for note in notes:
            if note.get_attribute("text:note-class") == "endnote":
                self._endnotes.append(note)
            else:
                self._add_note(note)

    def _add_note(self, note: Element) -> None:
        mark = _mark(note)
        runs: Runs = [(f"{mark} ", False)] if mark else []
        for element in note.get_elements("text:note-body//text:p"):
            runs += [("\n", False)] if len(runs) > 1 else []
            _collect(element, runs, [], [])
        self._builder.add(runs, role=Role.FOOTNOTE, marker=mark or None)

    def _add_list(self, element: Element, role: Role, style: str = "") -> None:
        style = str(element.get_attribute("text:style-name") or style)
        form, suffix, first = self._numbers.get(style, ("", "", 1))
        if not element.get_attribute("text:continue-numbering") and not element.get_attribute("text:continue-list"):
            self._counts[style] = first - 1
        for item in element.children:
            if item.get_attribute("text:start-value"):
                self._counts[style] = _whole(item, "text:start-value", 1) - 1
            prefix = ""
            if item.tag == "text:list-item" and form:
                self._counts[style] = self._counts.get(style, 0) + 1
                number = in_format(self._counts[style], LIST_FORMATS.get(form, "decimal"))
                prefix = f"{number}{suffix} "
            for child in item.children:
                if child.tag in PARAGRAPHS:
                    self._add(child, role, prefix)
                    prefix = ""
                elif child.tag == "text:list":
                    self._add_list(child, role, style)

    def _add_table(self, table: Element, role: Role) -> None:
        for cell in table.get_elements("descendant::table:table-cell"):
            runs: Runs = []
            notes: list[Element] = []
            for element in cell.get_elements("text:p|text:h"):
                runs += [("\n", False)] if runs else []
                _collect(element, runs, notes, [])
            self._builder.add(runs, role=Role.TABLE if role is Role.BODY else role)
            for note in notes:
                self._add_note(note)


def _collect(element: Element, runs: Runs, notes: list[Element], boxes: list[Element]) -> None:
    """Add the text of a paragraph to `runs`, and what is anchored in it to `notes` and `boxes`."""
    runs.append((element.text or "", False))
    for child in element.children:
        if child.tag == "text:note":
            notes.append(child)
            runs.append((_mark(child), True))
        elif child.tag in {"draw:frame", "draw:custom-shape"}:
            boxes.append(child)
        elif child.tag == "text:s":
            runs.append((" " * min(_whole(child, "text:c", 1), MAX_SPACES), False))
        elif child.tag in {"text:tab", "text:line-break"}:
            runs.append(("\t" if child.tag == "text:tab" else "\n", False))
        elif child.tag not in UNSEEN:
            _collect(child, runs, notes, boxes)
        runs.append((child.tail or "", False))


def _whole(element: Element, name: str, default: int) -> int:
    """An attribute as a number, the default where it is none: a document may say anything there."""
    given = str(element.get_attribute(name))
    return int(given) if re.fullmatch(r"\d{1,6}", given) else default


def _mark(note: Element) -> str:
    citation = note.get_element("text:note-citation")
    return (citation.inner_text if citation is not None else "").strip()


def _list_formats(odt: object) -> dict[str, tuple[str, str, int]]:
    """By name of a list style, the first level's form of numbers (`1`, `a`; none: bullets), suffix, first number."""
    found = {}
    parts = (odt.get_part(part) for part in ("styles.xml", "content.xml"))  # type: ignore[attr-defined]
    for style in (style for part in parts for style in part.get_elements("//text:list-style")):
        level = style.get_element("text:list-level-style-number[1]")
        if level is not None and level.get_attribute("text:level") == "1":
            form, suffix = level.get_attribute("style:num-format"), level.get_attribute("style:num-suffix")
            first = _whole(level, "text:start-value", 1)
            found[str(style.get_attribute("style:name"))] = (str(form or ""), str(suffix or ""), first)
    return found


def _is_odt(data: bytes) -> bool:
    # The first part of an ODF package is its media type, stored without compression (ODF 1.3, part 2, 3.3).
    return data.startswith(b"PK\x03\x04") and data[30:38] == b"mimetype" and data[38:77] == MEDIA_TYPE.encode()


register(BinaryFormat(MEDIA_TYPE, "odt", "ODT", 10, _is_odt, read_odt))
