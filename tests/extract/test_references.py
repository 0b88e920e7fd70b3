from __future__ import annotations

import pytest

from pipelines.extract.outline.references import find_citations, find_references
from tests.extract.golden_language import vocabulary
from tests.extract.structures import note


def cited(text: str, convention: str | None = "uncac") -> list[tuple[str, str]]:
    return [
        (str(citation.kind), citation.target)
        for _, citation in find_citations([text], convention, vocabulary().structure)
    ]


def test_what_a_range_names_is_told_from_what_stands_alone() -> None:
    (found,) = find_references("Crimes (articles 5, 6 and 15 to 17)", vocabulary().structure)
    assert [(a.article, a.by_range) for a in found.articles] == [
        ("5", False),
        ("6", False),
        ("15", True),
        ("16", True),
        ("17", True),
    ]


CITED = {
    "resolution": [
        ("In its resolution 6/7, it decided", ["6/7"]),
        ("resolutions 1/4, 2/3, 3/3 and 7/1 of the Conference", ["1/4", "2/3", "3/3", "7/1"]),
        ("General Assembly resolutions 64/293 and 70/179", ["64/293", "70/179"]),
        ("Security Council resolution 2107 (2013)", ["2107 (2013)"]),
        ("resolutions 6/6, entitled “Follow-up to 3/3”, and 6/7", ["6/6", "6/7"]),
        ("A/RES/58/4", ["58/4"]),
        ("dans ses résolutions 6/7 et 8/1", ["6/7", "8/1"]),
        ("en su resolución 6/7", ["6/7"]),
        ("в своей резолюции 6/7", ["6/7"]),
        ("طلب المؤتمر، في قراره ٩/٣، إلى الفريق العامل", ["9/3"]),
        ("第6/7号决议", []),
        ("大会决议 6/7和8/1", ["6/7", "8/1"]),
        ("2/9 of the members voted", []),
    ],
    "document": [
        ("(CAC/COSP/WG.4/2016/5, para. 18)", ["CAC/COSP/WG.4/2016/5"]),
        ("See A/58/50/Rev.1 and Corr.1.", ["A/58/50/Rev.1"]),
        ("FCCC/SB/2019/3, FCCC/SB/2020/2", ["FCCC/SB/2019/3", "FCCC/SB/2020/2"]),
        ("A/AC.237/18 (Part II)/Add.1", ["A/AC.237/18 (Part II)/Add.1"]),
        ("HIV/AIDS and/or TCP/IP, N/A", []),
    ],
    "article": [
        ("article 7, paragraph 4, of the Convention", ["7(4)"]),
        ("article 7 (4) of the Convention", ["7(4)"]),
        ("art. 13, para. 1 (c)", ["13(1)(c)"]),
        ("article 13, paragraph 1 (c), of the United Nations Convention against Corruption", ["13(1)(c)"]),
        ("(art. 63, para. 1 and 4 (g))", ["63(1)", "63(4)(g)"]),
        ("articles 5, 7, 12 and 13", ["5", "7", "12", "13"]),
        ("articles 7-9", ["7", "8", "9"]),
        ("article 8 of the Convention and article 10", ["8", "10"]),
        ("paragraph 4 of article 7", ["7(4)"]),
        ("article 7, paragraphs 1, 2 and 4", ["7(1)", "7(2)", "7(4)"]),
        ("(articles 8, paragraph 4, and 33)", ["8(4)", "33"]),
        ("articles 7, paragraph 4; and 8, paragraph 5", ["7(4)", "8(5)"]),
        ("Articles 8, paragraphs 4 and 5, and 33", ["8(4)", "8(5)", "33"]),
        ("articles 5 to 7, 9, paragraphs 1-3, and 10", ["5", "6", "7", "9(1)", "9(2)", "9(3)", "10"]),
        ("los artículos 8, párrafo 4, y 33", ["8(4)", "33"]),
        ("l’article 13, paragraphe 1", ["13(1)"]),
        ("artículo 13, párrafo 1", ["13(1)"]),
        ("第 12 条", ["12"]),
        ("article 9 of the Constitution", []),
        ("article 20 of Law No. 5", []),
        ("article 5 of the Organized Crime Convention", []),
        ("Standards of the Organized Crime Convention (article 31)", []),
        ("article 9 of the United Nations Convention against Transnational Organized Crime", []),
        ("articles 20 and 21 of the Criminal Law Convention on Corruption of the Council of Europe", []),
        ("article 3 of the Paris Agreement", []),
        ("article 99", []),
    ],
    "url": [
        ("See https://www.un.org/files/2025- 05/Keynote.pdf.", ["https://www.un.org/files/2025-05/Keynote.pdf"]),
        ("(www.unodc.org/unodc/en/index.html).", ["www.unodc.org/unodc/en/index.html"]),
        ("at www.unodc.org. See also", ["www.unodc.org"]),
    ],
}


@pytest.mark.parametrize(("kind", "text", "targets"), [(kind, *row) for kind, rows in CITED.items() for row in rows])
def test_what_is_cited_is_found_in_whatever_form(kind: str, text: str, targets: list[str]) -> None:
    assert cited(text) == [(kind, target) for target in targets]


def test_the_convention_of_another_body_is_another_treaty() -> None:
    assert cited("Article 34, paragraph 1, of the Convention", "untoc") == []
    assert cited("article 5 of the Convention against Corruption", "untoc") == [("article", "5")]


def test_what_stands_in_an_address_is_cited_once() -> None:
    assert cited("https://undocs.org/A/58/50/Rev.1 and A/58/50") == [
        ("url", "https://undocs.org/A/58/50/Rev.1"),
        ("document", "A/58/50"),
    ]


def test_citations_know_their_paragraph_or_footnote() -> None:
    outline = note("I. Introduction", "1. See resolution 6/7.¹", "¹ See CAC/COSP/2022/2.")
    places = [(c.target, c.paragraph, c.footnote) for c in outline.citations]
    assert places == [("6/7", 0, None), ("CAC/COSP/2022/2", None, 0)]
    first = outline.citations[0]
    assert outline.paragraphs[0].text[first.start : first.end] == "6/7"
