from __future__ import annotations

from typing import Any

import pytest
import yaml

from pipelines.extract.language import located, subjects
from pipelines.extract.statements import read_paragraph
from pipelines.workspace.paths import DATAPACKAGE
from tests.extract.golden_language import cases, text_of, vocabulary


@pytest.mark.parametrize("case", cases("collective", "mere-mentions", "constructions"), ids=text_of)
def test_a_phrase_for_a_number_of_states_is_found_with_its_scope_subject_and_verb(case: dict[str, Any]) -> None:
    found = [[c.scope, c.subject_as_written, c.verb] for c in read_paragraph(case["text"], vocabulary()).collective]
    expected = case.get("collective", [])
    if expected and isinstance(expected[0], str):
        assert [scope for scope, _, _ in found] == expected
    else:
        assert found == expected


def test_the_quote_is_the_sentence_about_them() -> None:
    text = "Training matters. Most States reported on it. Chile noted that it was online."
    (collective,) = read_paragraph(text, vocabulary()).collective
    assert text[collective.quote_start : collective.quote_end] == "Most States reported on it."


def test_no_declared_word_is_longer_than_the_rules_look_back() -> None:
    grammar = yaml.safe_load((DATAPACKAGE / "vocabulary" / "grammar.yaml").read_text(encoding="utf-8"))
    collective = yaml.safe_load((DATAPACKAGE / "vocabulary" / "collective.yaml").read_text(encoding="utf-8"))
    ties = [*collective["including"], *collective["naming"]]
    assert max(map(len, grammar["conjunctions"])) < located.LONGEST
    assert max(map(len, ties)) + len(" (, those in the") < subjects.LONGEST
