"""The list of hostile files with the reason for which each is refused; None where it must be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.archive.formats import Reason
from tests.hostile import documents, pages, pdfs, texts


@dataclass(frozen=True)
class HostileFile:
    """A file: how it is made, why it is refused (None: it is read), and what must not be in its text."""

    name: str
    make: Callable[[], bytes]
    reason: Reason | None
    never: str = "not the note"


HOSTILE = (
    HostileFile("empty.txt", texts.empty, Reason.EMPTY),
    HostileFile("spaces.txt", texts.spaces, Reason.EMPTY),
    HostileFile("soft-hyphens.txt", texts.soft_hyphens, Reason.EMPTY),
    HostileFile("noise.txt", texts.noise, Reason.BINARY),
    HostileFile("nuls.txt", texts.nuls, Reason.BINARY),
    HostileFile("few-nuls.txt", texts.few_nuls, None, never="\0"),
    HostileFile("mixed-encodings.txt", texts.mixed_encodings, Reason.ENCODING),
    HostileFile("one-letter.txt", texts.one_letter, Reason.TOO_LARGE),
    HostileFile("ten-thousand-paragraphs.txt", texts.ten_thousand_paragraphs, None),
    HostileFile("bidirectional.txt", texts.bidirectional, None),
    HostileFile("error-page.txt", texts.error_page, Reason.ERROR_PAGE),
    HostileFile("program.exe", texts.program, Reason.UNKNOWN_FORMAT),
    HostileFile("rich-text.rtf", texts.rich_text, Reason.UNKNOWN_FORMAT),
    HostileFile("xml.xml", texts.xml, Reason.NO_RUNNING_TEXT),
    HostileFile("script.html", pages.script, None),
    HostileFile("error-page.html", pages.error_page, Reason.ERROR_PAGE),
    HostileFile("deep.html", pages.deep, Reason.TOO_DEEP),
    HostileFile("unclosed.html", pages.unclosed, None),
    HostileFile("utf-7.html", pages.utf_7, None),
    HostileFile("nothing.html", pages.nothing, Reason.EMPTY),
    HostileFile("entities.html", pages.entities, None),
    HostileFile("zip-bomb.docx", documents.zip_bomb, Reason.ZIP_BOMB),
    HostileFile("many-parts.docx", documents.many_parts, None),
    HostileFile("entities.docx", documents.external_entities, Reason.EXTERNAL_ENTITIES),
    HostileFile("billion-laughs.docx", documents.billion_laughs, Reason.EXTERNAL_ENTITIES),
    HostileFile("macros.docm", documents.macros, None),
    HostileFile("truncated.docx", documents.truncated, Reason.DAMAGED_DOCX),
    HostileFile("no-body.docx", documents.no_body, Reason.DAMAGED_DOCX),
    HostileFile("broken-xml.docx", documents.broken_xml, Reason.DAMAGED_DOCX),
    HostileFile("deep.docx", documents.deep, Reason.TOO_DEEP),
    HostileFile("style-loop.docx", documents.style_loop, None),
    HostileFile("outside.docx", documents.outside, None),
    HostileFile("encrypted.docx", documents.encrypted, Reason.ENCRYPTED_OFFICE),
    HostileFile("encrypted-parts.docx", documents.encrypted_parts, Reason.ENCRYPTED_OFFICE),
    HostileFile("workbook.xlsx", documents.workbook, Reason.UNKNOWN_FORMAT),
    HostileFile("archive.zip", documents.archive, Reason.UNKNOWN_FORMAT),
    HostileFile("truncated.pdf", pdfs.truncated, Reason.TRUNCATED_PDF),
    HostileFile("damaged.pdf", pdfs.damaged, Reason.TRUNCATED_PDF),
    HostileFile("encrypted.pdf", pdfs.encrypted, Reason.ENCRYPTED_PDF),
    HostileFile("owner-password.pdf", pdfs.owner_password, None),
    HostileFile("scan.pdf", pdfs.scan, Reason.NO_TEXT_LAYER),
    HostileFile("garbled.pdf", pdfs.garbled, Reason.UNREADABLE_FONTS),
    HostileFile("error-page.pdf", pdfs.error_page, Reason.ERROR_PAGE),
    HostileFile("many-pages.pdf", pdfs.many_pages, Reason.TOO_MANY_PAGES),
    HostileFile("page-loop.pdf", pdfs.page_loop, Reason.TRUNCATED_PDF),
    HostileFile("nothing.pdf", pdfs.nothing, Reason.TRUNCATED_PDF),
)
