from __future__ import annotations

import pytest

from tests.extract.structures import outline_of

ENGLISH = "The Conference took note of the report and decided to continue the work of the Group on this matter."
FRENCH = "La Conférence a pris note du rapport et a décidé de poursuivre les travaux du Groupe sur la question."
SPANISH = "La Conferencia tomó nota del informe y decidió que el Grupo continuara los trabajos sobre la cuestión."
RUSSIAN = "Конференция приняла к сведению доклад и постановила продолжить работу Группы по данному вопросу."
ARABIC = "أحاط المؤتمر علما بالتقرير وقرر مواصلة عمل الفريق بشأن هذه المسألة."
CHINESE = "缔约国会议注意到该报告，并决定继续开展工作组在这一问题上的工作。"


@pytest.mark.parametrize(
    ("language", "kind", "text"),
    [
        ("en", "Note by the Secretariat", ENGLISH),
        ("fr", "Note du Secrétariat", FRENCH),
        ("es", "Nota de la Secretaría", SPANISH),
        ("ru", "Записка Секретариата", RUSSIAN),
        ("ar", "مذكرة من الأمانة", ARABIC),
        ("zh", "秘书处的说明", CHINESE),
    ],
)
def test_the_language_is_known_by_the_content_and_the_kind_in_each(language: str, kind: str, text: str) -> None:
    body = "\n\n".join(f"{number}. {text}" for number in range(1, 5))
    outline = outline_of(f"CAC/COSP/2022/9\n\nDistr.: General 1 June 2022\n\nOriginal: English\n\n{kind}\n\n{body}")
    assert (outline.masthead.language, outline.masthead.document_type) == (language, "note_by_the_secretariat")


@pytest.mark.parametrize(
    ("kind", "text", "labels", "lost"),
    [
        ("Note by the Secretariat", ENGLISH, ["I. Introduction", "II. Prevention", "III. Conclusions"], "II. "),
        ("秘书处的说明", CHINESE, ["一. 导言", "二. 预防", "三. 结论"], "二. "),
        ("مذكرة من الأمانة", ARABIC, ["أولا- مقدمة", "ثانيا- المنع", "ثالثا- خاتمة"], "ثانيا- "),
    ],
)
def test_a_label_that_is_lost_is_told_in_every_script(kind: str, text: str, labels: list[str], lost: str) -> None:
    parts = [f"{label}\n\n{number}. {text}" for number, label in enumerate(labels, 1)]
    head = f"CAC/COSP/2022/9\n\nDistr.: General 1 June 2022\n\nOriginal: English\n\n{kind}\n\n"
    whole, cut = (outline_of(head + body) for body in ("\n\n".join(parts), "\n\n".join(parts).replace(lost, "")))
    rules = [[signal.rule for signal in outline.signals] for outline in (whole, cut)]
    assert "label_out_of_order" not in rules[0]
    assert "label_out_of_order" in rules[1]
