from __future__ import annotations

import pytest

from pipelines.archive.formats import read
from tests.extract.structures import GOLDEN, headings, numbers, outline_of

ENGLISH = "The Conference took note of the report and decided to continue the work of the Group on this matter."
FRENCH = "La Conférence a pris note du rapport et a décidé de poursuivre les travaux du Groupe sur la question."
SPANISH = "La Conferencia tomó nota del informe y decidió que el Grupo continuara los trabajos sobre la cuestión."
RUSSIAN = "Конференция приняла к сведению доклад и постановила продолжить работу Группы по данному вопросу."
ARABIC = "أحاط المؤتمر علما بالتقرير وقرر مواصلة عمل الفريق بشأن هذه المسألة."
CHINESE = "缔约国会议注意到该报告，并决定继续开展工作组在这一问题上的工作。"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", ENGLISH), ("fr", FRENCH), ("es", SPANISH), ("ru", RUSSIAN), ("ar", ARABIC), ("zh", CHINESE)],
)
def test_the_language_is_known_by_the_content(language: str, text: str) -> None:
    body = "\n\n".join(f"{number}. {text}" for number in range(1, 5))
    outline = outline_of(f"CAC/COSP/2022/9\n\nDistr.: General 1 June 2022\n\nOriginal: English\n\n{body}")
    assert outline.masthead.language == language


def test_a_french_note() -> None:
    outline = outline_of(
        "Nations Unies CAC/COSP/2013/13\n\nDistr. générale 26 septembre 2013 Français Original: anglais\n\n"
        "Conférence des États parties à la Convention des Nations Unies contre la corruption\n\n"
        "Point 2 de l’ordre du jour provisoire*\n\nExamen de l’application\n\nRapport sur l’avancement\n\n"
        f"Note du Secrétariat\n\nI. Introduction\n\n1. {FRENCH}\n\n2. {FRENCH}\n\nAnnexe\n\nTextes\n\n1. {FRENCH}"
    )
    masthead = outline.masthead
    assert (masthead.symbol, masthead.issued, masthead.agenda_item) == ("CAC/COSP/2013/13", "2013-09-26", "2")
    assert (masthead.document_type, masthead.original_language) == ("note_by_the_secretariat", "en")
    assert headings(outline) == [(1, "I", "Introduction"), (1, "Annexe", "Textes")]


def test_a_spanish_note() -> None:
    outline = outline_of(
        "Naciones Unidas CAC/COSP/2009/15\n\nDistr. general 1º de diciembre de 2009 Español Original: inglés\n\n"
        "Doha, 9 a 13 de noviembre de 2009\n\nTema 3 del programa provisional*\n\nPrevención\n\n"
        f"Medidas preventivas\n\nNota de la Secretaría\n\nI. Introducción\n\n1. {SPANISH}\n\n2. {SPANISH}"
    )
    masthead = outline.masthead
    assert (masthead.issued, masthead.session_start, masthead.place) == ("2009-12-01", "2009-11-09", "Doha")
    assert (masthead.title, masthead.agenda_item) == ("Medidas preventivas", "3")
    assert masthead.document_type == "note_by_the_secretariat"


def test_a_russian_note() -> None:
    outline = outline_of(
        "CAC/COSP/2013/13\n\nDistr.: General\n13 September 2013\nRussian\nOriginal: English\n\n"
        "Пункт 2 предварительной повестки дня*\n\n"
        f"Обзор\n\nПредупреждение\n\nЗаписка Секретариата\n\nI. Введение\n\n1. {RUSSIAN}\n\n2. {RUSSIAN}"
    )
    assert (outline.masthead.agenda_item, outline.masthead.title) == ("2", "Предупреждение")
    assert headings(outline) == [(1, "I", "Введение")]


def test_a_chinese_note() -> None:
    outline = outline_of(
        "CAC/COSP/WG.4/2011/2\n\nDistr.: General\n2011年6月13日\nChinese\nOriginal: English\n\n"
        f"预防腐败\n\n秘书处编写的背景文件\n\n一. 导言\n\n1. {CHINESE}\n\n2. {CHINESE}\n\n二. 结论\n\n3. {CHINESE}"
    )
    assert (outline.masthead.issued, outline.masthead.document_type) == ("2011-06-13", "background_paper")
    assert headings(outline) == [(1, "一", "导言"), (1, "二", "结论")]
    assert numbers(outline) == ["1", "2", "3"]


def test_an_arabic_note() -> None:
    outline = outline_of(
        "CAC/COSP/2013/13\n\nDistr.: General\n26 September 2013\nArabic\nOriginal: English\n\n"
        "منع الفساد\n\nمذكرة من الأمانة\n\n"
        f"أولا- مقدمة\n\n١- {ARABIC}\n\n٢- {ARABIC}\n\nثانيا- خلاصة\n\n٣- {ARABIC}"
    )
    assert outline.masthead.document_type == "note_by_the_secretariat"
    assert numbers(outline) == ["١", "٢", "٣"]
    assert [level for level, _, _ in headings(outline)] == [1, 1]


def test_the_masthead_of_an_arabic_pdf() -> None:
    printed = GOLDEN.parent / "layout" / "10-arabic" / "libreoffice.pdf"
    outline = outline_of(read(printed.read_bytes()))
    facts = outline.masthead
    assert (facts.agenda_item, facts.session_start, facts.session_end) == ("2 (a) (i)", "2025-06-30", "2025-07-02")
    assert facts.place == "فيينا"
    assert facts.body == "الفريق العامل الحكومي الدولي المفتوح العضوية المعني بمنع الفساد"
    assert headings(outline)[0] == (1, "أولا", "مقدمة")
