from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.statements import read_paragraph
from tests.extract.golden_language import cases, english, text_of


@pytest.mark.parametrize("case", cases("collective", "mere-mentions", "constructions"), ids=text_of)
def test_a_phrase_for_a_number_of_states_is_found_with_its_scope_subject_and_verb(case: dict[str, Any]) -> None:
    found = [[c.scope, c.subject_as_written, c.verb] for c in read_paragraph(case["text"], english()).collective]
    expected = case.get("collective", [])
    if expected and isinstance(expected[0], str):
        assert [scope for scope, _, _ in found] == expected
    else:
        assert found == expected


def test_the_quote_is_the_sentence_about_them() -> None:
    text = "Training matters. Most States reported on it. Chile noted that it was online."
    (collective,) = read_paragraph(text, english()).collective
    assert text[collective.quote_start : collective.quote_end] == "Most States reported on it."
