"""How right the extraction is on the labelled notes of `tests/golden/notes/`.

They are invented, and labelled by somebody who has not seen the program. Here: reading such a note with its labels and
scoring the extraction against it. Not here: running the extraction (`accuracy.py`), what is measured without a note's
own labels (`left_out.py`), and notes without labels (`corpus.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

Rows = Mapping[str, list[dict[str, Any]]]
Scored = list[tuple[int, bool]]  # hundredths of confidence, or scores; and whether what had them is right
UNLABELLED = ("law", "strategy", "body")  # kinds of systems of which labels tell nothing, unless they say so
FOLDER = Path(__file__).parent.parent / "tests" / "golden" / "notes"


@dataclass(slots=True)
class Tally:
    """Counts by (measure, group, outcome), outcome being `right`, `missed` or `wrong`; by measure the `mistakes`.

    Of silent States that are missed those are `denied`, too, that are said not to be silent.
    `scored`: by measure, of all that was found how sure that was.
    """

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    scored: dict[str, Scored] = field(default_factory=dict)
    mistakes: dict[str, list[str]] = field(default_factory=dict)

    def add(self, measure: str, group: str, outcome: str) -> None:
        """Count one outcome, in its group and in all."""
        self.counts[measure, group, outcome] += 1
        self.counts[measure, "all", outcome] += 1

    def score(self, measure: str, confidence: float, *, right: bool) -> None:
        """Keep how sure was what was found, and whether it is right."""
        self.scored.setdefault(measure, []).append((round(100 * confidence), right))

    def mistake(self, measure: str, text: str) -> None:
        """Keep what went wrong, in words."""
        self.mistakes.setdefault(measure, []).append(text)

    def merge(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.counts += other.counts
        for measure, scored in other.scored.items():
            self.scored.setdefault(measure, []).extend(scored)
        for measure, texts in other.mistakes.items():
            self.mistakes.setdefault(measure, []).extend(texts)


def labelled_files() -> list[Path]:
    """The files of labels of all labelled notes, in order."""
    return sorted(FOLDER.rglob("*.yaml"))


def author_of(file: Path, labels: Mapping[str, Any]) -> str:
    """Who wrote and labelled a note: what its labels say, or else the folder in which it lies."""
    return str(labels.get("author") or file.parent.relative_to(FOLDER.parent))


def compare(name: str, labels: Mapping[str, Any], rows: Rows) -> Tally:
    """Score the rows of one note: statements, by attribution too, collective ones, systems, respondents, silence."""
    tally = Tally()
    number = {row["paragraph_id"]: int(row["paragraph_number"]) for row in rows.get("paragraphs", [])}
    wanted = {(n, iso3) for n, said in (labels.get("statements") or {}).items() for iso3 in said}
    found = {
        (number[row["paragraph_id"]], row["state_iso3"]): (row["attribution"], row["confidence"])
        for row in rows.get("statements", [])
    }
    compare_statements(tally, name, wanted, found)
    scopes = [(n, scope) for n, listed in (labels.get("collective") or {}).items() for scope in listed]
    for row in rows.get("collective_statements", []):
        key = (number[row["paragraph_id"]], row["scope"])
        tally.add("collective", name, "right" if key in scopes else "wrong")
        tally.score("collective", row["confidence"], right=key in scopes)
        if key in scopes:
            scopes.remove(key)
    for _ in scopes:
        tally.add("collective", name, "missed")
    _compare_systems(tally, name, labels, rows, number)
    submissions = rows.get("submissions", [])
    sets = {
        "respondents": {row["state_iso3"] for row in submissions if row["declared"]},
        "silent": {row["state_iso3"] for row in submissions if row["silent"]},
    }
    for part, got in sets.items():
        right = set(labels.get(part) or [])
        for outcome, codes in (("right", right & got), ("missed", right - got), ("wrong", got - right)):
            for iso3 in sorted(codes):
                tally.add(part, name, outcome)
                if outcome != "right":
                    tally.mistake(part, f"{name}: {outcome} {iso3}")
    for iso3 in sorted({row["state_iso3"] for row in submissions if row["silent"] is False}):
        if iso3 in (labels.get("silent") or []):
            tally.add("silent", name, "denied")
    return tally


def compare_statements(
    tally: Tally,
    name: str,
    wanted: Collection[tuple[int, str]],
    found: Mapping[tuple[int, str], tuple[str, float]],
) -> None:
    """Score the statements of one text: paragraph and State, and of those found the attribution and confidence."""
    for key in sorted({*wanted, *found}):
        outcome = "right" if key in wanted and key in found else "missed" if key in wanted else "wrong"
        attribution, confidence = found.get(key, ("missed", 0))
        tally.add("statements", name, outcome)
        tally.add("statements by attribution", attribution, outcome)
        if key in found:
            tally.score("statements", confidence, right=key in wanted)
        if outcome != "right":
            tally.mistake("statements", f"{name} paragraph {key[0]}: {outcome} {key[1]} ({attribution})")


def _compare_systems(tally: Tally, name: str, labels: Mapping[str, Any], rows: Rows, number: Mapping[str, int]) -> None:
    said = {row["statement_id"]: (number[row["paragraph_id"]], row["state_iso3"]) for row in rows.get("statements", [])}
    found = [
        System(*said[row["statement_id"]], row["words"], row["acronym"], row["system_kind"])
        for row in rows.get("system_mentions", [])
    ]
    text = " ".join(" ".join(row["text"] for row in rows.get("paragraphs", [])).split())
    for outcome, system in score_systems(labels, found, text):
        tally.add("systems", name, outcome)
        if outcome != "right":
            tally.mistake("systems", f"{name} paragraph {system.paragraph}: {outcome} {system.iso3} {system.name}")


class System(NamedTuple):
    """A system that a paragraph names as a State's, or that its labels say it names."""

    paragraph: int
    iso3: str
    name: str
    acronym: str | None = None
    kind: str = ""


def score_systems(labels: Mapping[str, Any], found: Iterable[System], text: str) -> Iterator[tuple[str, System]]:
    """Yield `right` or `wrong` for each system found, `missed` for each other label; nothing where no label is of any.

    Names agree where one stands in the other ("Umucyo", "Umucyo platform"), where the label is the short name, or where
    the `text` of the note says so: "Public Procurement Authority (PPA)". What is of a kind that the labels leave out
    counts where they name it.
    """
    left_out = labels.get("systems_without", UNLABELLED)
    if "systems" not in labels:
        return
    wanted = [
        System(n, iso3, label) for n, of in (labels["systems"] or {}).items() for iso3 in of for label in of[iso3]
    ]
    for system in found:
        same = (each for each in wanted if each[:2] == system[:2] and _agree(system, each.name, text))
        if label := next(same, None):
            wanted.remove(label)
        if label or system.kind not in left_out:
            yield "right" if label else "wrong", system
    for label in wanted:
        yield "missed", label


def _agree(system: System, label: str, text: str) -> bool:
    within = system.name in label or label in system.name
    return within or label == system.acronym or f"{label} ({system.name})" in text
