"""Stages of statements: what single sentences say."""

from __future__ import annotations

import pytest

from tests.extract.golden_language import read_paragraph, rows_of, vocabulary


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("en", "Kenya planned to establish a hotline by 2030.", "planned"),
        ("en", "Kenya reported that a hotline was being tested.", "under_way"),
        ("en", "Kenya had adopted a law on access to information in 2019.", "done"),
        ("en", "In Kenya, all officials were required to declare their assets.", "in_place"),
        ("en", "Kenya stressed the importance of technical assistance.", None),
        ("en", "Kenya has since 2031, with help of a donor, trained 300 judges.", "done"),
        ("es", "Kenya había aprobado una ley de acceso a la información en 2019.", "done"),
        ("es", "En Kenya, el registro fue abierto en 2019.", "done"),
        ("fr", "Le Kenya avait adopté une loi sur l’accès à l’information en 2019.", "done"),
        ("fr", "Le Kenya adoptera une loi sur l’accès à l’information.", "planned"),
    ],
)
def test_a_stage_is_what_the_words_say(language: str, sentence: str, stage: str | None) -> None:
    (statement,) = read_paragraph(sentence, vocabulary().readings[language]).statements
    assert statement.stage.name == stage
    assert (statement.stage.confidence is None) == (stage is None)


@pytest.mark.parametrize(
    ("paragraph", "stages"),
    [
        ("While Peru planned to open a register, Kenya had adopted a law in 2019.", "planned done"),
        (
            "Haiti is drafting a bill. Peru adopted a code and Kenya requires officials to declare assets every year.",
            "under_way done in_place",
        ),
    ],
)
def test_each_state_has_the_stage_of_its_own_part_of_a_sentence(paragraph: str, stages: str) -> None:
    statements = read_paragraph(paragraph, vocabulary().readings["en"]).statements
    assert " ".join(str(each.stage.name) for each in statements) == stages


def test_a_topic_and_a_system_have_the_stage_of_the_sentence_that_names_them() -> None:
    """A statement has that of its first sentence that tells one."""
    rows = rows_of(
        b"CAC/COSP/WG.4/2022/3\n\nDistr.: General\n\nNote by the Secretariat\n\nI. Procurement and information "
        b"(articles 9 and 10)\n\n"
        b"1. Chile stressed the importance of openness. It had adopted a law on access to information in 2019. It "
        b"planned to open the Clean Portal, a platform for procurement. Its Audit Plan was being drafted."
    )
    (statement,) = rows["statements"]
    assert statement["stage"] == "done"
    assert {row["topic"]: row["stage"] for row in rows["statement_topics"]} == {
        "access-to-information": "done",
        "procurement": "planned",
        "audit-and-control": "under_way",
    }
    assert {row["words"]: row["stage"] for row in rows["system_mentions"]} == {
        "Clean Portal": "planned",
        "Audit Plan": "under_way",
    }
    assert all((row["stage"] is None) == (row["stage_confidence"] is None) for row in rows["system_mentions"])
