"""Dagster shows from which columns each published column comes; what it shows is what the queries do."""

from __future__ import annotations

from pipelines.contract.tables import load_contract
from pipelines.model.tables import LINEAGE, load_lineage
from tests.model.lineage import column_lineage, written


def test_the_lineage_is_that_of_the_queries() -> None:
    assert LINEAGE.read_text(encoding="utf-8") == written(load_contract()), "run: python -m tests.model.lineage"


def test_every_published_column_but_counts_comes_from_somewhere() -> None:
    found = column_lineage(load_contract())
    assert found["statements"]["state_name"] == ["states.state_name"]
    assert found["by_state"]["last_note_issued"] == ["notes.note_issued"]
    assert load_lineage() == found
