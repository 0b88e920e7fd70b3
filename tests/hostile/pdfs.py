"""Hostile PDFs: some are the real note's rendition spoiled, some are written by hand."""

from __future__ import annotations

import zlib

from fpdf import FPDF
from fpdf.enums import AccessPermission

from tests.renditions import real_note

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
SENTENCE = "1. Kenya reported that it had adopted a law. Its text is public."


def note() -> bytes:
    return real_note("pdf")


def truncated() -> bytes:
    return note()[: len(note()) // 2]


def damaged() -> bytes:
    """Keep head and end mark, lose all between."""
    return note()[:20] + b"\0" * 5000 + b"\n%%EOF\n"


def encrypted() -> bytes:
    return _protected(user="secret")


def owner_password() -> bytes:
    """Anyone may read it; only printing and changing it is forbidden."""
    return _protected(user=None)


def scan() -> bytes:
    """Draw pages without text."""
    pdf = FPDF()
    for _ in range(3):
        pdf.add_page()
        pdf.rect(10, 10, 100, 100, style="F")
    return bytes(pdf.output())


def error_page() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, text="The document you are looking for does not exist in the Official Document System (ODS).")
    return bytes(pdf.output())


def many_pages() -> bytes:
    """One page object, which the page tree lists many times."""
    kids = b"3 0 R " * 5000
    return assembled(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 5000 /Kids [" + kids + b"] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>",
    )


def page_loop() -> bytes:
    """Build a page tree that contains itself, and promises pages."""
    return assembled(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>",
    )


def nothing() -> bytes:
    return b"%PDF-1.7\n%%EOF\n"


def garbled() -> bytes:
    """Set text in a font that says nothing of which letters its characters are."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    descriptor = b"<< /Type /FontDescriptor /FontName /X /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent -200 >>"
    glyphs = "".join(f"{code:04x}" for code in range(0xE100, 0xE300))
    lines = "".join(f"1 0 0 1 50 {700 - 12 * row} Tm <{glyphs[row * 128 : row * 128 + 128]}> Tj " for row in range(16))
    return _page(f"BT /F1 10 Tf {lines} ET".encode(), font, descendant, descriptor)


def form_bomb(leaf: bytes, levels: int = 30) -> bytes:
    """Draw a form that draws two of the next level, and so on, to 2 to the power of the levels of the last one."""
    forms = []
    for level in range(levels):
        draws = b"/X Do /X Do" if level < levels - 1 else leaf
        following = b"%d 0 R" % (5 + level + 1)
        resources = b"<< /XObject << /X " + following + b" >> >>" if level < levels - 1 else b"<< >>"
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources " + resources
        forms.append(head + b" /Length %d >>\nstream\n" % len(draws) + draws + b"\nendstream")
    content = b"/X Do"
    return assembled(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /XObject << /X 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        *forms,
    )


def inflating(megabytes: int = 600) -> bytes:
    """Put much text into a small compressed stream."""
    packer = zlib.compressobj(9)
    piece = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm (Kenya reported) Tj ET\n" * 20_000
    packed = b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()
    return assembled(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        PAGE,
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    )


def _page(content: bytes, font: bytes, *others: bytes) -> bytes:
    return assembled(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        PAGE,
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        font,
        *others,
    )


def assembled(*objects: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def _protected(user: str | None) -> bytes:
    pdf = FPDF()
    owner = "owner"
    pdf.set_encryption(owner_password=owner, user_password=user, permissions=AccessPermission.none())
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, text=SENTENCE)
    return bytes(pdf.output())
