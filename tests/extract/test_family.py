"""Which documents belong to the family: notes of the bodies of the Convention, whatever language, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.extract.family import FamilyError, load_family
from pipelines.extract.unfit import Unfit, UnfitReason
from pipelines.workspace.paths import DATAPACKAGE
from tests.extract.golden_language import rows_of

BODY = {
    "en": "I. Introduction\n\n1. Peru reported that it had opened a portal.\n",
    "fr": "I. Introduction\n\n1. Le Pérou a indiqué qu’il avait ouvert un portail.\n",
    "es": "I. Introducción\n\n1. El Perú informó de que había abierto un portal.\n",
    "ru": "I. Введение\n\n1. Перу сообщило, что открыло портал.\n",
    "zh": "一. 导言\n\n1. 秘鲁报告说，它开设了一个门户网站。\n",
    "ar": "أولا- مقدمة\n\n1- أفادت بيرو بأنها فتحت بوابة.\n",
}


def verdict(text: str, **facts: Any) -> UnfitReason | None:
    """The reason for which a document is not published, None where it is."""
    try:
        rows_of(text.encode(), None, **{"any_family": False, **facts})
    except Unfit as unfit:
        return unfit.reason
    return None


def with_symbol(symbol: str) -> str:
    top = f"United Nations\n{symbol}\nDistr.: General\n9 June 2022\nOriginal: English\n\n"
    return f"{top}Integrity in sport\n\nNote by the Secretariat\n\n{BODY['en']}"


@pytest.mark.parametrize(
    "symbol",
    [
        "CAC /COSP/2019/INF/1",
        "CAC/COSP/WG.4/2022/3/Add.1/Rev.1",
        "CAC/COSP/IRG/I/1/1/Add.1",
        "A/74/130-CAC/COSP/2019/2",
    ],
)
def test_documents_of_the_conference_and_its_bodies_belong(symbol: str) -> None:
    assert verdict(with_symbol(symbol)) is None


@pytest.mark.parametrize(
    "symbol", ["CTOC/COP/WG.4/2010/6", "A/71/119", "A/AC.261/9", "E/CN.15/2022/3", "A/80/82-E/2025/63"]
)
def test_documents_of_other_bodies_do_not_unless_sources_yaml_says_so(symbol: str) -> None:
    assert verdict(with_symbol(symbol)) is UnfitReason.NOT_OF_THIS_FAMILY
    assert verdict(with_symbol(symbol), any_family=True) is None


def test_a_document_most_of_whose_text_gets_into_no_paragraph_and_under_no_heading_is_not_published() -> None:
    prose = "The authorities of Peru went on to train those who buy for schools and hospitals. " * 10
    top = with_symbol("CAC/COSP/WG.4/2022/3").partition("I. Introduction")[0]
    assert verdict(top + prose) is UnfitReason.MOSTLY_UNREAD
    assert verdict(f"{top}{prose[:200]}\n\nI. Introduction\n\n1. {prose}") is None
    assert verdict(f"{top}I. Introduction\n\n{prose}") is None


def test_a_declared_symbol_decides_before_a_printed_one() -> None:
    assert verdict(with_symbol("A/71/119"), symbol="CAC/COSP/WG.4/2022/3") is None
    assert verdict(with_symbol("CAC/COSP/WG.4/2022/3"), symbol="A/71/119") is UnfitReason.NOT_OF_THIS_FAMILY


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Conference of the States Parties to the United Nations Convention against Corruption"),
        ("en", "Open-ended Intergovernmental Working Group\non the Prevention of Corruption"),
        ("en", "Open-ended Intergovernmental Working Group on Asset Recovery"),
        ("en", "Implementation Review Group"),
        ("fr", "Conférence des États parties à la Convention\ndes Nations Unies contre la corruption"),
        ("fr", "Groupe d'examen de l'application"),
        ("es", "Conferencia de los Estados Parte en la Convención\nde las Naciones Unidas contra la Corrupción"),
        ("es", "Grupo de Examen de la Aplicación"),
        ("ru", "Конференция государств — участников Конвенции\nОрганизации Объединенных Наций против коррупции"),
        ("ru", "Межправительственная рабочая группа открытого состава по предупреждению коррупции"),
        ("zh", "《联合国反腐败公约》缔约国会议"),
        ("zh", "预防腐败问题不限成员名额政府间工作组"),
        ("ar", "مؤتمر الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد"),
        ("ar", "الفريق العامل الحكومي الدولي المفتوح العضوية المعني بمنع الفساد"),
    ],
)
def test_without_a_symbol_the_body_decides_in_each_language(language: str, body: str) -> None:
    assert verdict(f"Distr.: General\n9 June 2022\nOriginal: English\n\n{body}\n\n{BODY[language]}") is None


@pytest.mark.parametrize(
    "body",
    [
        "General Assembly\nSeventy-eighth session\nAgenda item 109",
        "Conference of the Parties to the United Nations Convention\nagainst Transnational Organized Crime",
        "Commission on Crime Prevention and Criminal Justice",
    ],
)
def test_without_a_symbol_another_body_decides_too_even_where_the_title_names_the_convention(body: str) -> None:
    title = "Report on the United Nations Convention against Corruption"
    assert verdict(f"Distr.: General\n9 June 2022\nOriginal: English\n\n{body}\n\n{title}\n\n{BODY['en']}") is (
        UnfitReason.NOT_OF_THIS_FAMILY
    )


BARE = "9 June 2022\n\nOriginal: English\n\n{title}\n\nNote by the Secretariat\n\nI. Introduction\n\n1. {said}\n\n"
ARTICLE = "A. Integrity in public procurement ({article})\n\n2. Peru reported that it had opened a portal.\n"


@pytest.mark.parametrize(
    ("title", "said", "heading", "expected"),
    [
        ("Technologies for the Convention against Corruption", "It is about technologies.", "", None),
        ("Technologies", "It is about the Convention against Corruption.", "article 9", None),
        ("Technologies", "It is about the Convention against Corruption.", "", UnfitReason.NOT_OF_THIS_FAMILY),
        (
            "Technologies",
            "It is about the Convention on Biological Diversity.",
            "article 9",
            UnfitReason.NOT_OF_THIS_FAMILY,
        ),
        ("Witnesses", "It is about the Organized Crime Convention.", "article 24", UnfitReason.NOT_OF_THIS_FAMILY),
    ],
)
def test_without_symbol_and_body_the_title_or_a_heading_must_tell(
    title: str, said: str, heading: str, expected: UnfitReason | None
) -> None:
    below = ARTICLE.format(article=heading) if heading else ""
    assert verdict(BARE.format(title=title, said=said) + below) is expected


def test_a_declaration_that_can_not_be_meant_is_named(tmp_path: Path) -> None:
    file = tmp_path / "family.yaml"
    text = (DATAPACKAGE / "family.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("symbols:", "symbol:"), encoding="utf-8")
    with pytest.raises(FamilyError, match=r"family.yaml can't be used: symbols: it is missing; symbol: unknown key"):
        load_family(file)
