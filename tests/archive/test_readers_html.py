"""HTML: what a browser shows of the document itself, without the site around it."""

from __future__ import annotations

import pytest

from pipelines.archive.document import Document, Role
from pipelines.archive.formats import read
from tests.renditions import shown


def page(content: str) -> Document:
    return read(f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{content}</body></html>".encode())


def test_white_space_is_a_browser_s() -> None:
    document = page("<p>Kenya\n   re<b>por</b>ted <i> that</i>&nbsp;it<br>had\u2009.</p><pre>a\n  b</pre>")
    assert shown(document) == ["Kenya reported that\xa0it\nhad\u2009.", "a\n  b"]


def test_two_line_breaks_part_paragraphs() -> None:
    assert shown(page("<div>One<br>line<br> <br/>Two<sup>1</sup></div>")) == ["One\nline", "Two1"]


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ("", ["1.", "2."]),
        ('start="7"', ["7.", "8."]),
        ('type="a"', ["a.", "b."]),
        ('type="I" start="4"', ["IV.", "V."]),
        ('start="-99999999999"', ["1.", "2."]),
    ],
)
def test_list_numbers_are_printed(attributes: str, labels: list[str]) -> None:
    document = page(f"<ol {attributes}><li>Kenya</li><li><p>Chile</p></li></ol>")
    assert shown(document) == [f"{labels[0]} Kenya", f"{labels[1]} Chile"]


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        ('<sup><a href="#n">1</a></sup>', '<p id="n">1 See A/1.</p>'),
        ('<a href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a>',
         '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> See A/1.</p></div>'),
        ('<a class="footnote-ref" role="doc-noteref" href="#fn1"><sup>1</sup></a>',
         '<ol role="doc-endnotes"><li id="fn1"><p>See A/1. <a href="#r" role="doc-backlink">↩︎</a></p></li></ol>'),
        ("<sup>1</sup>", '<div class="footnotes"><p><sup>1</sup> See A/1.</p></div>'),
    ],
)  # fmt: skip
def test_footnotes_as_converters_write_them(reference: str, note: str) -> None:
    document = page(f'<p id="r">Kenya reported{reference} that.</p><p>More.</p>{note}')
    *texts, footnote = document.blocks
    assert [document.text[first:last].strip("[]") for first, last in texts[0].marks] == ["1"]
    assert footnote.role is Role.FOOTNOTE
    assert (footnote.marker or "").strip("[]") == "1"
    assert document.text[footnote.start : footnote.end].lstrip("[]1 ") == "See A/1."
    assert not footnote.marks
    assert {block.role for block in texts} == {Role.BODY}


def test_a_note_is_known_by_its_own_mark_even_where_the_link_to_it_says_otherwise() -> None:
    document = page('<p>Kenya<sup><a href="#n">1</a></sup></p><p id="n">2 See A/1.</p>')
    assert document.blocks[-1].marker == "2"
    document = page('<p>Kenya<sup><a href="#n">1</a></sup></p><p id="n">See A/1.</p>')
    assert shown(document)[-1] == "1 See A/1."


def test_headings_tables_and_boxes() -> None:
    document = page(
        "<h2>I. Introduction</h2><p><b>Open data</b></p><p><b>Part</b> only.</p>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d<br>e</td></tr></table>"
        "<table><tr><td><h3>Summary</h3><p>Kenya reported.</p></td></tr></table>"
    )
    assert [block.level for block in document.blocks if block.role is Role.BODY] == [2, None, None, 3, None]
    assert [block.bold for block in document.blocks if block.role is Role.BODY] == [False, True, False, False, False]
    assert shown(document, Role.TABLE) == ["a", "b", "c", "d\ne"]


def test_a_table_of_many_rows_is_read_within_the_time_of_a_document() -> None:
    rows = "".join(f"<tr><td>{row}</td><td>Kenya</td><td>Yes</td></tr>" for row in range(2_000))
    assert len(page(f"<p>1. Kenya reported.</p><table>{rows}</table>").blocks) == 6_001


@pytest.mark.parametrize(
    "mark",
    [
        "<div>2/7</div>",
        "<b>Page 2</b>",
        "<span>- 2 -</span>",
        '<span class="pageno">2</span>',
    ],
)
def test_a_page_mark_within_a_text_is_no_part_of_it(mark: str) -> None:
    document = page(f"<p>Kenya reported{mark} that it had a law.</p>")
    assert "".join(shown(document, Role.BODY)).replace("2/7", "") == "Kenya reportedthat it had a law."


def test_the_number_of_a_resolution_is_no_page_mark() -> None:
    assert shown(page("<p>See resolution <span>4/4</span>, adopted.</p>")) == ["See resolution 4/4, adopted."]


MAIN = "<main><p>1. Kenya reported that it had adopted a law against corruption.</p><p>2. Chile had, too.</p></main>"


@pytest.mark.parametrize(
    "around",
    [
        "<header><h1>Site</h1></header>{main}<footer>© 2019</footer>",
        "<div role=region><p>3. We use cookies.</p></div>{main}",
        "<div><div>{main}<aside><h2>Related documents</h2></aside></div><p>Contact</p></div>",
    ],
)
@pytest.mark.parametrize("name", ["main", "article", "div role=main"])
def test_what_a_site_puts_around_the_main_content_is_furniture(around: str, name: str) -> None:
    main = MAIN.replace("<main>", f"<{name}>").replace("</main>", f"</{name.split(maxsplit=1)[0]}>")
    assert shown(page(around.format(main=main)), Role.BODY) == shown(page(MAIN))


@pytest.mark.parametrize(
    ("part", "blocks"),
    [
        ("<header><p>CAC/COSP/2019/3</p></header>{}", 3),
        ("<main hidden>The document is loading: wait a moment.</main>{}", 2),
        ("<article>Read also</article>{}", 3),
        ("{}<article>One</article><article>Two</article>", 4),
    ],
)
def test_a_page_without_main_content_is_read_whole(part: str, blocks: int) -> None:
    text = "<p>1. Kenya reported that it had adopted a law against corruption.</p><p>2. Chile had, too.</p>"
    assert len(shown(page(part.format(text)), Role.BODY)) == blocks


def test_what_stands_beside_the_one_article_of_a_main_element_is_the_site_s() -> None:
    inside = MAIN.replace("main>", "article>")
    assert shown(page(f"<main>{inside}<p>Share this page</p></main>"), Role.BODY) == shown(page(MAIN))


def test_footnotes_beside_the_main_content_are_the_document_s() -> None:
    document = page(f"{MAIN}<aside class=footnotes><p>1 See the law.</p></aside>")
    assert shown(document, Role.FOOTNOTE) == ["1 See the law."]


def test_the_caption_of_a_figure_is_no_text() -> None:
    document = page("<p>1. Kenya reported.</p><figure><img src=x><figcaption>A theatre in Chile</figcaption></figure>")
    assert [block.role for block in document.blocks] == [Role.BODY, Role.TABLE]


def test_a_table_that_says_that_it_arranges_text_tabulates_nothing() -> None:
    document = page("<table role=presentation><tr><td>§1</td><td>Kenya reported.</td></tr></table>")
    assert {block.role for block in document.blocks} == {Role.BODY}


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    text = "Кения сообщила, что она приняла закон."
    data = f'<html><head><meta charset="{encoding}"></head><body><p>{text}</p></body></html>'.encode(encoding)
    assert shown(read(data)) == [text]


def test_a_declaration_that_is_wrong_is_not_believed() -> None:
    data = '<html><head><meta charset="ascii-what"></head><body><p>Côte d’Ivoire</p></body></html>'.encode()
    assert shown(read(data)) == ["Côte d’Ivoire"]


@pytest.mark.parametrize(
    "text", ["# Note\n\n<br>\n\n1. Kenya reported.", "1. a < b and <p> in text", "<!-- image -->\n\n## I. Introduction"]
)
def test_text_with_some_markup_is_text(text: str) -> None:
    document = read(text.encode())
    assert (document.media_type, document.text) == ("text/plain", text)


def test_a_letter_that_leads_back_from_its_note_is_the_note_s_mark() -> None:
    note = "<div id=n><a href=#r><sup>a</sup></a> See the law.</div>"
    document = page(f"<p>Kenya reported.<sup><a href=#n id=r>a</a></sup></p>{note}")
    assert shown(document, Role.FOOTNOTE) == ["a See the law."]
