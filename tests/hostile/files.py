"""The list of hostile files with the reason for which each is refused; None where it must be read.

What a reader must not give stands in pages as “not the note”.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.archive.formats import Reason
from tests.hostile import documents, pdfs
from tests.hostile.documents import TEXT

MIXED = "Отчёт о выполнении".encode() + "Отчёт о выполнении".encode("cp1251")
PARAGRAPHS = "\n\n".join(f"{number}. {TEXT}" for number in range(1, 10_001)).encode()
BIDIRECTIONAL = "1. Kenya \u202eytnuoc\u202c reported \u2066inner\u2069 that\u200f it had.".encode()
XML = b'<?xml version="1.0"?><feed><entry>Kenya reported.</entry></feed>'
SCRIPT = b"""<!DOCTYPE html><html><head><title>not the note</title><script>document.write('not the note')</script>
    <link rel=stylesheet href=http://198.51.100.1/x.css><base href=http://198.51.100.1/></head>
    <body onload="alert('not the note')"><img src=http://198.51.100.1/x.png onerror="alert(1)">
    <p>1. Kenya reported that it had adopted a law.</p><iframe src="file:///etc/passwd">not the note</iframe>
    <object data="file:///etc/passwd">not the note</object><svg><text>not the note</text></svg>
    <div style="display:none">not the note</div><template>not the note</template></body></html>"""
ERROR_PAGE = b"<title>503 Service Unavailable</title><body><h1>Oops</h1><p>Try later.</p></body>"
UTF_7 = b'<html><head><meta charset="utf-7"></head><body><p>Kenya reported +AG4-ot the note</p></body></html>'
ENTITIES = b"""<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "not the note">]>
    <html><body><p>Kenya reported &x; &y; &#0; &#xD800; &#x110000; &lt;b&gt;.</p></body></html>"""


@dataclass(frozen=True)
class HostileFile:
    """A file: how it is made, why it is refused (None: it is read), and what must not be in its text."""

    name: str
    make: Callable[[], bytes]
    reason: Reason | None
    never: str = "not the note"


HOSTILE = (
    HostileFile("empty.txt", lambda: b"", Reason.EMPTY),
    HostileFile("spaces.txt", lambda: b" \r\n\t\f\n" * 1000, Reason.EMPTY),
    HostileFile("soft-hyphens.txt", ("\xad\ufeff" * 100).encode, Reason.EMPTY),
    HostileFile("noise.txt", lambda: random.Random(1).randbytes(20_000), Reason.BINARY),  # noqa: S311 - no secret
    HostileFile("nuls.txt", lambda: b"\0" * 1000 + TEXT.encode(), Reason.BINARY),
    HostileFile("few-nuls.txt", lambda: f"{TEXT}\n\n".encode() * 20 + b"Some\0thing.", None, never="\0"),
    HostileFile("mixed-encodings.txt", lambda: MIXED, Reason.ENCODING),
    HostileFile("one-letter.txt", lambda: b"a" * 11_000_000, Reason.TOO_LARGE),
    HostileFile("ten-thousand-paragraphs.txt", lambda: PARAGRAPHS, None),
    HostileFile("bidirectional.txt", lambda: BIDIRECTIONAL, None),
    HostileFile("error-page.txt", lambda: b"404 Not Found\n\nnginx/1.24.0\n", Reason.ERROR_PAGE),
    HostileFile("program.exe", lambda: b"MZ\x90\0\x03\0\0\0" + b"\0" * 500, Reason.UNKNOWN_FORMAT),
    HostileFile("rich-text.rtf", lambda: rb"{\rtf1\ansi Kenya reported.}", Reason.UNKNOWN_FORMAT),
    HostileFile("xml.xml", lambda: XML, Reason.NO_RUNNING_TEXT),
    HostileFile("note.md", lambda: b"# Kenya\n\n## I. Introduction\n\n1. Kenya reported.\n", Reason.UNKNOWN_FORMAT),
    HostileFile("script.html", lambda: SCRIPT, None),
    HostileFile("error-page.html", lambda: ERROR_PAGE, Reason.ERROR_PAGE),
    HostileFile("deep.html", lambda: b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000, Reason.TOO_DEEP),
    HostileFile("unclosed.html", lambda: b"<html><body>" + b"<p>1. Kenya <b>reported <i>that" * 500, None),
    HostileFile("utf-7.html", lambda: UTF_7, None),
    HostileFile("nothing.html", lambda: b"<html><body><script>var x = 1;</script></body></html>", Reason.EMPTY),
    HostileFile("entities.html", lambda: ENTITIES, None),
    HostileFile("zip-bomb.docx", documents.zip_bomb, Reason.ZIP_BOMB),
    HostileFile("many-parts.docx", documents.many_parts, None),
    HostileFile("entities.docx", documents.external_entities, Reason.EXTERNAL_ENTITIES),
    HostileFile("billion-laughs.docx", documents.billion_laughs, Reason.EXTERNAL_ENTITIES),
    HostileFile("macros.docm", documents.macros, None),
    HostileFile("truncated.docx", documents.truncated, Reason.DAMAGED_DOCX),
    HostileFile("bytes-behind.docx", lambda: documents.outside() + b"not the note", None),
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
