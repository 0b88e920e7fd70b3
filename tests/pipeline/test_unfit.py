"""Documents that are not published: each is listed with its reason, in a run, in plan and in status."""

from __future__ import annotations

from typing import Any

import pytest

import pipelines.extract.note
from pipelines.archive.quarantine import read_quarantine
from pipelines.extract.outline.read import read_structure
from pipelines.operate.plan import make_plan
from tests.pipeline.notes import note
from tests.pipeline.quick import Days


def reasons(days: Days) -> dict[str, str]:
    return {refusal.name: refusal.reason for refusal in read_quarantine(days.outputs.quarantine)}


def planned(days: Days) -> dict[str, tuple[str, str]]:
    """State and reason of each document, as `uncac plan` says it."""
    return {document.name: (document.state, document.reason) for document in make_plan(days.workspace()).documents}


def test_a_document_over_which_the_program_breaks_down_is_quarantined_with_the_place(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_structure

    def broken(document: Any, *rest: Any) -> Any:
        return document.no_such_thing if "Chile" in document.text else whole(document, *rest)

    monkeypatch.setattr(pipelines.extract.note, "read_structure", broken)
    days.put("a.txt", note(2021, "Austria"))
    days.put("c.txt", note(2022, "Chile"))
    assert planned(days) == {"a.txt": ("new", ""), "c.txt": ("quarantined", "broke_down")}
    days.publish()
    assert [row["source_file"] for row in days.rows("notes")] == ["a.txt"]
    assert reasons(days) == {"c.txt": "broke_down"}
    (refusal,) = read_quarantine(days.outputs.quarantine)
    assert "AttributeError" in refusal.message
    assert "in extract/note.py, extract_note" in refusal.message
    days.put("d.txt", b"Shopping list\n\nMilk and bread, and a newspaper.")
    days.run()
    assert reasons(days) == {"c.txt": "broke_down", "d.txt": "not_a_note"}
