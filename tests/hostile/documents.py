"""Hostile Office files, put together by hand, since no word processor writes them."""

from __future__ import annotations

import io
import struct
import zipfile

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEXT = "Kenya reported that it had adopted a law."


def package(
    body: str, *, content_type: str = MAIN, before: str = "", parts: dict[str, str | bytes] | None = None
) -> bytes:
    """Return a DOCX with a body and further parts by name."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'
    document = f'{before}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}">{body}</w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", types), ("word/document.xml", document)):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        for name, part in (parts or {}).items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def body(*paragraphs: str) -> str:
    return f"<w:body>{''.join(paragraphs)}</w:body>"


def zip_bomb() -> bytes:
    return package(body(paragraph("a" * 40_000_000)))


def many_parts() -> bytes:
    return package(body(paragraph(TEXT)), parts={f"part{number}.bin": b"not the note" for number in range(5_000)})


def external_entities() -> bytes:
    entity = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return package(body(paragraph(TEXT + "&x;")), before=entity)


def billion_laughs() -> bytes:
    entities = '<!ENTITY l0 "not the note">'
    entities += "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return package(body(paragraph("&l9;")), before=f"<!DOCTYPE w:document [{entities}]>")


def macros() -> bytes:
    return package(body(paragraph(TEXT)), content_type=MACRO_MAIN, parts={"word/vbaProject.bin": b"not the note"})


def truncated() -> bytes:
    whole = package(body(*[paragraph(f"{number}. {TEXT}") for number in range(500)]))
    return whole[: len(whole) // 2]


def no_body() -> bytes:
    return package("")


def broken_xml() -> bytes:
    return package("<w:body><w:p>")


def deep() -> bytes:
    return package(body("<w:sdt><w:sdtContent>" * 5_000 + paragraph(TEXT) + "</w:sdtContent></w:sdt>" * 5_000))


def style_loop() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{(n + 1) % 50}"/></w:style>'
        for n in range(50)
    )
    relations = f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    return package(
        body(paragraph(TEXT, '<w:pStyle w:val="S0"/>')),
        parts={
            "word/_rels/document.xml.rels": relations,
            "word/styles.xml": f'<w:styles xmlns:w="{NAMESPACE}">{styles}</w:styles>',
        },
    )


def outside() -> bytes:
    """Point to parts outside the package, by path and by address."""
    targets = {
        "styles": "../../../../etc/passwd",
        "footnotes": "/etc/passwd",
        "numbering": "http://198.51.100.1/styles.xml",
        "settings": "..",
        "header": "",
    }
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    section = '<w:sectPr><w:headerReference w:type="default" r:id="r4"/></w:sectPr>'
    relations = f"<Relationships>{relations}</Relationships>"
    return package(body(paragraph(TEXT), section), parts={"word/_rels/document.xml.rels": relations})


def encrypted() -> bytes:
    """Return the outer form in which Office keeps a document with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512


def encrypted_parts() -> bytes:
    data = bytearray(package(body(paragraph(TEXT))))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            flags = struct.unpack_from("<H", data, at + offset)[0]
            struct.pack_into("<H", data, at + offset, flags | 1)
            at = data.find(signature, at + 4)
    return bytes(data)


def workbook() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return package(body(paragraph(TEXT)), content_type=kind)


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as files:
        files.writestr("../../outside.txt", TEXT)
    return stream.getvalue()
