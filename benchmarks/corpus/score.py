"""How the rows extracted from a note differ from its answers.

Here: counts of right, missed and invented by measure and by construction, and the cases that went wrong. Not here:
running the extraction, and printing (`benchmarks/accuracy.py`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Answers = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]
Place = tuple[str, int]  # part and number of a paragraph
KEPT = 6  # cases kept for each template or measure
NOWHERE: Any = ("no such paragraph", "no such paragraph", "", {}, [])


@dataclass(slots=True)
class Tally:
    """Counts by (measure, group, outcome), outcome being `right`, `missed` or `wrong`; cases by (measure, template)."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    cases: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, measure: str, group: str, outcome: str) -> None:
        """Count one outcome, in its group and in all."""
        self.counts[measure, group, outcome] += 1
        self.counts[measure, "all", outcome] += 1

    def case(self, measure: str, template: str, text: str) -> None:
        """Keep one case that went wrong."""
        self.errors[measure, template] += 1
        kept = self.cases.setdefault((measure, template), [])
        if len(kept) < KEPT:
            kept.append(text)

    def merge(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.counts += other.counts
        self.errors += other.errors
        for key, texts in other.cases.items():
            kept = self.cases.setdefault(key, [])
            kept += texts[: KEPT - len(kept)]


def squeezed(value: object) -> str:
    """Text without white space: what the labelling rules leave open."""
    return re.sub(r"\s+", "", str(value))


def compare(answers: Answers, rows: Rows) -> Tally:
    """Score one note. `rows`: by table, in the columns of the contract; a missing table counts as empty."""
    tally = Tally()
    where = {row["paragraph_id"]: (row["part"], row["paragraph_number"]) for row in rows.get("paragraphs", [])}
    _masthead(tally, answers, rows)
    _paragraphs(tally, answers, rows)
    _sections(tally, answers, rows)
    _respondents(tally, answers, rows)
    _footnotes(tally, answers, rows, where)
    _statements(tally, answers, rows, where)
    _collective(tally, answers, rows, where)
    return tally


def _masthead(tally: Tally, answers: Answers, rows: Rows) -> None:
    layout = answers["layout"]
    got = rows["notes"][0] if rows.get("notes") else {}
    for name, wanted in answers["masthead"].items():
        if name == "form":
            continue
        value = got.get(name)
        found: Any = value.isoformat() if isinstance(value, dt.date) else value
        options = wanted if isinstance(wanted, list) else [wanted]
        if name in ("note_title", "body"):
            found, options = found and squeezed(found), [squeezed(option) for option in options]
        right = found in (options or [None]) or (not found and not any(options))
        tally.add(f"masthead {name}", layout, "right" if right else "wrong" if found else "missed")
        if not right:
            form = answers["masthead"]["form"]
            text = f"{answers['seed']} {form}: expected {wanted!r}, got {value!r}"
            tally.case(f"masthead {name}", f"{layout}/{form}", text)


def _paragraphs(tally: Tally, answers: Answers, rows: Rows) -> None:
    layout = answers["layout"]
    got = {(row["part"], row["paragraph_number"]): row["text"] for row in rows.get("paragraphs", [])}
    for paragraph in answers["paragraphs"]:
        text = got.pop((paragraph["part"], paragraph["number"]), None)
        right = text is not None and squeezed(text) == squeezed(paragraph["text"])
        tally.add("paragraphs", layout, "right" if right else "missed")
        if not right:
            head = f"{answers['seed']} {paragraph['part']} {paragraph['number']}"
            tally.case("paragraphs", layout, f"{head}: expected {paragraph['text']!r}, got {text!r}")
    for (part, number), text in got.items():
        tally.add("paragraphs", layout, "wrong")
        tally.case("paragraphs", layout, f"{answers['seed']} {part} {number}: nothing expected, got {text!r}")


def _sections(tally: Tally, answers: Answers, rows: Rows) -> None:
    layout = answers["layout"]
    row: dict[str, Any] | None
    articles: dict[str, set[tuple[Any, ...]]] = {}
    for named in rows.get("section_articles", []):
        key = (int(named["article"]), squeezed(named["provision"] or ""), named["inherited"])
        articles.setdefault(named["section_id"], set()).add(key)
    got = [row for row in rows.get("sections", []) if row["heading"].strip().casefold() not in ("summary", "contents")]
    wanted = answers["sections"]
    for part, level, label, heading, first, last, own in wanted:
        text = squeezed(heading)
        same = [
            row
            for row in got
            if row["part"] == part
            and (squeezed(row["heading"]) == text or (part != "body" and squeezed(row["heading"]).endswith(text)))
        ]
        facts = (level, None if part != "body" else label, first, last)
        row = next((row for row in same if _facts(row) == facts), same[0] if same else None)
        right = row is not None and _facts(row) == facts
        tally.add("sections", layout, "right" if right else "missed")
        if not right:
            found = f"{row['heading']!r} {_facts(row)}" if row else "nothing"
            tally.case("sections", layout, f"{answers['seed']}: expected {heading!r} {facts}, got {found}")
        if row is None:
            continue
        got = [other for other in got if other is not row]
        expected = {(article, squeezed(provision or ""), inherited) for article, provision, inherited in own}
        found_articles = articles.get(row["section_id"], set())
        for outcome, items in (
            ("right", expected & found_articles),
            ("missed", expected - found_articles),
            ("wrong", found_articles - expected),
        ):
            for _ in items:
                tally.add("section articles", layout, outcome)
        if expected != found_articles:
            text = f"{answers['seed']} {heading!r}: expected {sorted(expected)}, got {sorted(found_articles)}"
            tally.case("section articles", heading, text)
    for other in got:
        tally.add("sections", layout, "wrong")
        tally.case("sections", layout, f"{answers['seed']}: no such heading: {other['heading']!r} {_facts(other)}")


def _facts(row: Mapping[str, Any]) -> tuple[Any, ...]:
    label = None if row["part"] != "body" else row["label"]
    return row["level"], label, row["first_paragraph_number"], row["last_paragraph_number"]


def _respondents(tally: Tally, answers: Answers, rows: Rows) -> None:
    """Grouped by the wording that lists the respondents."""
    wordings = [u for p in answers["paragraphs"] for u in p["units"] if u[1] == "respondents"]
    wording, text = (wordings[0][0], wordings[0][2]) if wordings else ("respondents/not listed", "")
    submissions = rows.get("submissions", [])
    declared = {row["state_iso3"] for row in submissions if row["declared"]}
    silent = {row["state_iso3"] for row in submissions if row["silent"]}
    for measure, wanted, got in (
        ("respondents", set(answers["respondents"]), declared),
        ("silent respondents", set(answers["silent"]), silent),
        ("undeclared reporters", set(answers["undeclared"]), {row["state_iso3"] for row in submissions} - declared),
    ):
        _sets(tally, measure, wording, wanted, got)
        if wanted != got:
            missed, wrong = sorted(wanted - got), sorted(got - wanted)
            tally.case(measure, wording, f"{answers['seed']}: missed {missed}, wrong {wrong}: {text}")


def _footnotes(tally: Tally, answers: Answers, rows: Rows, where: Mapping[str, Place]) -> None:
    layout = answers["layout"]
    wanted = {(mark, squeezed(text), (part, number)) for mark, text, part, number in answers["footnotes"]}
    got = {
        (row["marker"][1:-1], squeezed(row["text"]), where.get(row["paragraph_id"], (None, None)))
        for row in rows.get("footnotes", [])
    }
    _sets(tally, "footnotes", layout, wanted, got)
    if wanted != got:
        text = f"{answers['seed']}: missed {sorted(map(str, wanted - got))}, wrong {sorted(map(str, got - wanted))}"
        tally.case("footnotes", layout, text)


def _statements(tally: Tally, answers: Answers, rows: Rows, where: Mapping[str, Place]) -> None:
    layout = answers["layout"]
    units = {(p["part"], p["number"]): p["units"] for p in answers["paragraphs"]}
    wanted = {((part, number), state): verb for part, number, state, verb in answers["statements"]}
    got = {(where[row["paragraph_id"]], row["state_iso3"]): row for row in rows.get("statements", [])}
    governing = _governing(answers)
    for key in wanted.keys() | got.keys():
        place, state = key
        unit = _unit_of(units.get(place, []), state, got.get(key))
        outcome = "right" if key in wanted and key in got else "missed" if key in wanted else "wrong"
        tally.add("statements", unit[1], outcome)
        tally.add("statements by layout", layout, outcome)
        tally.add("statements by rule", got[key]["attribution_rule"] if key in got else "no rule", outcome)
        text = " ".join(u[2] for u in units.get(place, []))
        if outcome != "right":
            found = sorted(other for at, other in got if at == place)
            expected = sorted(other for at, other in wanted if at == place)
            tally.case(
                "statements",
                unit[0],
                f"{answers['seed']} {place}: {outcome} {state}; expected {expected}, got {found}: {text}",
            )
            continue
        row = got[key]
        _detail(tally, "verbs", unit, wanted[key], row["reporting_verb"] or None, text, skip=wanted[key] == "?")
        articles = sorted(int(number) for number in re.findall(r"\d+", row["articles"] or ""))
        heading, expected_articles = governing.get(place, ("no heading", []))
        _detail(tally, "statement articles", [heading, layout], expected_articles, articles, text)
        _quote(tally, units[place], unit, state, str(row["quote"]))


def _quote(tally: Tally, units: list[Any], unit: Any, state: str, quote: str) -> None:
    """A quote holds the sentences about its State and none about other States alone; checked where units part them."""
    if len(units) < 2 or len(unit[3]) != 1 or unit[4]:
        return
    words = squeezed(quote)
    own = squeezed(unit[2]) in words or words in squeezed(unit[2])
    others = [other[2] for other in units if other[3] and state not in other[3]]
    alone = not any(squeezed(other) in words for other in others)
    text = f"{state}: {quote!r} of {' '.join(u[2] for u in units)!r}"
    _detail(tally, "quotes", unit, "own sentences alone", _told(own=own, alone=alone), text)


def _told(*, own: bool, alone: bool) -> str:
    if own:
        return "own sentences alone" if alone else "sentences of others too"
    return "own sentences missing"


def _governing(answers: Answers) -> dict[Place, tuple[str, list[int]]]:
    """The nearest heading above each paragraph, and its articles."""
    found: dict[Place, tuple[str, list[int]]] = {}
    for part, _, _, heading, first, last, named in answers["sections"]:
        for number in range(first or 1, (last or 0) + 1):
            found[part, number] = (heading, sorted(article for article, _, _ in named))
    return found


def _unit_of(units: list[Any], state: str, row: Mapping[str, Any] | None) -> Any:
    """The unit to which an expected or an invented statement belongs."""
    for unit in units:
        if state in unit[3]:
            return unit
    name = squeezed(row["name_as_written"]) if row else ""
    return next((unit for unit in units if name in squeezed(unit[2])), units[0] if units else NOWHERE)


def _detail(  # noqa: PLR0917 - one call a line where it is used
    tally: Tally,
    measure: str,
    unit: Any,
    wanted: object,
    got: object,
    text: str,
    *,
    skip: bool = False,
) -> None:
    if skip:
        return
    tally.add(measure, unit[1], "right" if wanted == got else "wrong")
    if wanted != got:
        tally.case(measure, unit[0], f"expected {wanted!r}, got {got!r}: {text}")


def _collective(tally: Tally, answers: Answers, rows: Rows, where: Mapping[str, Place]) -> None:
    units = {(p["part"], p["number"]): p["units"] for p in answers["paragraphs"]}
    required = {((part, number), scope): verb for part, number, scope, verb, must in answers["collective"] if must}
    allowed = {((part, number), scope) for part, number, scope, _, _ in answers["collective"]}
    got = {(where[row["paragraph_id"]], row["scope"]): row for row in rows.get("collective_statements", [])}
    for key in required.keys() | (got.keys() - allowed):
        place, scope = key
        of_scope = [u for u in units.get(place, []) if any(c[0] == scope for c in u[4])]
        unit = next(iter(of_scope or units.get(place, [])), NOWHERE)
        outcome = "right" if key in required and key in got else "missed" if key in required else "wrong"
        tally.add("collective", unit[1], outcome)
        text = " ".join(u[2] for u in units.get(place, []))
        if outcome != "right":
            subject = got[key]["subject_as_written"] if key in got else ""
            tally.case("collective", unit[0], f"{answers['seed']} {place}: {outcome} {scope} {subject!r}: {text}")
        else:
            verb = required[key]
            _detail(tally, "collective verbs", unit, verb, got[key]["reporting_verb"] or None, text, skip=verb == "?")


def _sets(tally: Tally, measure: str, group: str, wanted: Iterable[object], got: Iterable[object]) -> None:
    expected, found = set(wanted), set(got)
    for outcome, items in (("right", expected & found), ("missed", expected - found), ("wrong", found - expected)):
        for _ in items:
            tally.add(measure, group, outcome)
