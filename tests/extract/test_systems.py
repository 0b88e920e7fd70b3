from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.statements import read_paragraph
from tests.extract.golden_language import cases, english, text_of


@pytest.mark.parametrize("case", cases("systems"), ids=text_of)
def test_a_system_is_found_by_its_proper_name_with_its_short_name(case: dict[str, Any]) -> None:
    (statement,) = read_paragraph(case["text"], english()).statements
    assert [[system.name, system.acronym] for system in statement.systems] == case["systems"]
