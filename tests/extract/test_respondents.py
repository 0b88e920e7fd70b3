from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.respondents import read_respondents
from tests.extract.golden_language import cases, text_of, vocabulary


@pytest.mark.parametrize("case", cases("respondents"), ids=text_of)
def test_those_who_sent_information_are_found_in_any_wording(case: dict[str, Any]) -> None:
    found = read_respondents(case["text"], vocabulary())
    if case["states"] is None:
        assert found is None
        return
    assert found is not None
    assert found.declared_number == case.get("number")
    assert " ".join(state.iso3 for state in found.states) == case["states"]
    for state in found.states:
        assert case["text"][state.start : state.end] == state.as_written
