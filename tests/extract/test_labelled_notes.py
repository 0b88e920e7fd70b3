"""Whole notes with labels: of each kind of paper no less is read right than is published (`notes/floors.csv`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Any

import pytest

from benchmarks.accuracy import rows_of
from benchmarks.labelled import FOLDER, Tally, compare, labelled_notes

Labelled = tuple[str, bytes, Mapping[str, Any]]

with (FOLDER / "floors.csv").open(encoding="utf-8", newline="") as _handle:
    FLOORS = {kind: list(rows) for kind, rows in groupby(csv.DictReader(_handle), key=lambda row: row["kind"])}


@cache
def notes() -> tuple[Labelled, ...]:
    """All labelled notes, whoever wrote them."""
    folders = sorted({labels.parent for labels in FOLDER.rglob("*.yaml")})
    return tuple(note for folder in folders for note in labelled_notes(folder))


def shortfalls(tally: Tally, floors: list[dict[str, str]]) -> list[str]:
    """What is read worse than its floor."""
    found = []
    for floor in floors:
        right, wrong, missed = (tally.counts[floor["measure"], "all", o] for o in ("right", "wrong", "missed"))
        for name, others in (("precision", wrong), ("recall", missed)):
            share = right / (right + others) if right else 0.0
            if share < float(floor[name]):
                found.append(f"{name} of {floor['measure']}: {share:.3f} is below {floor[name]}")
    return found


@pytest.mark.parametrize("kind", FLOORS)
def test_each_kind_of_paper_is_read_as_well_as_is_published(kind: str) -> None:
    tally = Tally()
    for name, text, labels in notes():
        if labels["kind"] == kind:
            tally.merge(compare(name, labels, rows_of(text)))
    assert shortfalls(tally, FLOORS[kind]) == [], tally.cases


def test_each_kind_has_floors() -> None:
    assert {labels["kind"] for _, _, labels in notes()} == FLOORS.keys()


def test_a_note_of_which_something_is_missed_or_made_up_is_below_the_floors() -> None:
    name, text, labels = next(note for note in notes() if note[2]["kind"] == "compilation")
    rows, floors = dict(rows_of(text)), FLOORS["compilation"]
    assert shortfalls(compare(name, labels, rows), floors) == []
    missed = {**rows, "statements": rows["statements"][1:]}
    assert shortfalls(compare(name, labels, missed), floors) == ["recall of statements: 0.929 is below 0.95"]
    invented = {**rows, "submissions": [*rows["submissions"], {"state_iso3": "XXX", "declared": True, "silent": False}]}
    assert shortfalls(compare(name, labels, invented), floors) == ["precision of respondents: 0.900 is below 1"]
