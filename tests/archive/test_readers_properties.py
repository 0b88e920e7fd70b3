"""What holds of every document that any reader gives, whatever the bytes: promises that everything later builds on."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines.archive.document import Document, Role
from pipelines.archive.formats import Reason, Unreadable, read
from pipelines.workspace.limits import Limits
from tests.hostile.documents import body, package, paragraph
from tests.hostile.pdfs import PAGE, assembled
from tests.renditions import real_note

CONTROLS = {chr(code) for code in [*range(0x20), *range(0x7F, 0xA0)]} - {"\t", "\n", "\f"}
WILD = settings(suppress_health_check=list(HealthCheck))


def hold(document: Document) -> None:
    """Check all promises of `Document`."""
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    assert not CONTROLS & set(text)
    assert not {"\r", "\xad", "\ufeff", "\0"} & set(text)
    text.encode("utf-8")
    at = 0
    for block in document.blocks:
        assert block.end > block.start >= at
        assert not text[at : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        assert all(line.strip() for line in text[block.start : block.end].split("\n"))
        assert 0 <= block.page <= document.pages
        assert block.level is None or 0 <= block.level <= 6
        assert (block.marker is None) or (block.role is Role.FOOTNOTE and block.marker in text[block.start : block.end])
        previous = block.start
        for first, last in block.marks:
            assert previous <= first < last <= block.end
            assert text[first:last].strip() == text[first:last]
            previous = last
        at = block.end
    assert not text[at:].strip()
    assert [block.page for block in document.blocks] == sorted(block.page for block in document.blocks)


def survive(data: bytes, limits: Limits | None = None) -> None:
    """Read bytes: a document that keeps its promises, or a refusal that is not a fault of the reader."""
    try:
        document = read(data, limits or Limits())
    except Unreadable as refusal:
        if refusal.reason in {Reason.CRASHED, Reason.TIMEOUT}:
            raise
    else:
        hold(document)
        assert document == read(data)


@pytest.mark.parametrize("form", ["text", "docx", "docx with automatic numbers", "pdf", "html"])
def test_the_real_note_in_every_form(form: str) -> None:
    hold(read(real_note(form)))


@WILD
@given(st.binary(max_size=2000))
@example(b"\x1f\x8b")
def test_any_bytes(data: bytes) -> None:
    survive(data)


@WILD
@given(st.text(max_size=2000), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"]))
@example("e\u0301\n\u0301", "utf-8")
@example("\x85\n\x1c\f\x1f x", "utf-8")
def test_any_text(text: str, encoding: str) -> None:
    survive(text.encode(encoding, "ignore"))


TAGS = st.sampled_from(
    re.findall(
        r"\w+", "p div b i sup a ol ul li table tr td th h1 h3 br q pre script nav footer section aside sub hr form"
    )
)
ATTRIBUTES = st.sampled_from(["", ' id="a"', ' href="#a"', ' class="footnotes"', ' start="9"', " hidden", ' value="3"'])
PIECES = st.one_of(
    st.text(max_size=20),
    st.builds(lambda tag, attribute: f"<{tag}{attribute}>", TAGS, ATTRIBUTES),
    st.builds(lambda tag: f"</{tag}>", TAGS),
    st.sampled_from(["1", "*", "&nbsp;", "&#0;", "<!--", "-->", "<![CDATA[", "\u0301", "Kenya reported."]),
)


@WILD
@given(st.lists(PIECES, max_size=60))
def test_any_markup(pieces: list[str]) -> None:
    survive(("<!DOCTYPE html><html><body>" + "".join(pieces)).encode("utf-8", "ignore"))


RUNS = st.sampled_from(
    [
        "<w:t>Kenya </w:t>",
        '<w:t xml:space="preserve"> a </w:t>',
        "<w:tab/>",
        "<w:br/>",
        '<w:br w:type="page"/>',
        '<w:rPr><w:b/><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:fldChar w:fldCharType="separate"/>',
        '<w:fldChar w:fldCharType="end"/>',
        "<w:instrText> PAGE </w:instrText>",
        '<w:footnoteReference w:id="1"/>',
        '<w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t>',
        '<w:sym w:char="F0B7"/>',
        '<w:sym w:char="ZZ"/>',
        "<w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict>",
        "<w:t>e</w:t>",
        "<w:t>\u0301</w:t>",
    ]
)
PARAGRAPHS = st.lists(RUNS, max_size=6).map(lambda runs: f"<w:p>{''.join(f'<w:r>{run}</w:r>' for run in runs)}</w:p>")
WRAPPED = st.recursive(
    PARAGRAPHS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(
            lambda cells: f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"
        ),
        inner.map(lambda content: f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"),
        inner.map(lambda content: f"<w:ins>{content}</w:ins>"),
    ),
    max_leaves=8,
)


@WILD
@given(st.lists(WRAPPED, max_size=8))
def test_any_word_markup(content: list[str]) -> None:
    survive(package(body(paragraph("Kenya reported."), *content)))


@WILD
@given(st.sampled_from(["docx", "pdf"]), st.data())
def test_spoiled_containers(form: str, data: st.DataObject) -> None:
    """Change some bytes of a DOCX or a PDF, and cut it somewhere or not."""
    spoiled = bytearray(real_note(form))
    for _ in range(data.draw(st.integers(1, 8))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(1, len(spoiled))))
    survive(bytes(spoiled[:cut]))


OPERATORS = st.lists(
    st.one_of(
        st.tuples(st.floats(-900, 900), st.floats(-900, 900), st.floats(-40, 40)).map(
            lambda place: f"{place[2]:.2f} 0 0 {place[2]:.2f} {place[0]:.2f} {place[1]:.2f} Tm"
        ),
        st.text(st.characters(codec="latin-1", exclude_characters="()\\\r\n\0"), max_size=30).map(
            lambda t: f"({t}) Tj"
        ),
        st.sampled_from(["0 -12 Td", "4 Ts", "-4 Ts", "T*", "90 Tz", "3 Tr", "(1) Tj", "(*) Tj", "( ) Tj", "(-) Tj"]),
        st.floats(-20, 60).map(lambda size: f"/F1 {size:.1f} Tf"),
    ),
    max_size=60,
)


@WILD
@given(OPERATORS)
def test_any_page(operators: list[str]) -> None:
    text = "1 0 0 1 50 700 Tm (Kenya reported that it had adopted a law.) Tj " + " ".join(operators)
    content = f"BT /F1 10 Tf {text} ET".encode("latin-1")
    survive(
        assembled(
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            PAGE,
            b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        )
    )
