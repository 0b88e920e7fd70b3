"""Which systems of a State are called the same in another language or by first letters, and which are not."""

from __future__ import annotations

import pytest

from pipelines.publish.site.other_names import called_alike
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml

VOCABULARY = [read_yaml(path) for path in sorted((DATAPACKAGE / "language").glob("*/search.yaml"))]


@pytest.mark.parametrize(
    ("some", "other", "same"),
    [
        ("Agence nationale de lutte contre la corruption", "National Anti-Corruption Agency", True),
        ("Consejo de Transparencia", "Council for Transparency", True),
        ("Whistle-blower Protection Bill", "Whistle-blower Protection Act", True),
        ("PIN Act", "Public Interest Notices Act 2013", True),
        # Another body, another programme of the same body, one word alone, a part of a name.
        ("National Anti-Corruption Agency", "National Anti-Corruption Council", False),
        ("Integrity Strategy 2013-2018", "Integrity Strategy 2019-2024", False),
        ("Commission", "Comisión", False),
        ("KPK Whistleblower System", "Kommission Prevention Korruption", False),
        ("SECOP", "SECOP II", False),
    ],
)
def test_names_that_say_the_same_are_of_one_thing(some: str, other: str, *, same: bool) -> None:
    found = called_alike({"CHL.a": [some], "CHL.b": [other], "PER.c": [some]}, VOCABULARY)
    assert found == {"CHL.a": ["CHL.b"] * same, "CHL.b": ["CHL.a"] * same, "PER.c": []}
