"""Writes `assets/names.json`: by which names a reader may look for a State, an article or a note, and where it leads.

Here: the names. Not here: matching (`static/names.js`), words of paragraphs (`search_index.py`).
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.phrases import ENGLISH
from pipelines.publish.site.rows import rows_of_release
from pipelines.workspace.paths import DATAPACKAGE

# Forms of a name that stand in running text; nobody looks for a State by its genitive.
_RUNNING = {"case"}


@renders()
def render_names(draft: ReleaseDraft) -> Made:
    """The names. Each entry: kind, what is shown, its page (empty where no note speaks of it), further names."""
    rows = rows_of_release(draft)
    there = {row["state_iso3"] for row in rows.ask("SELECT state_iso3 FROM by_state")}
    names = _names_of_states(DATAPACKAGE / "codes")
    entries = [
        [
            "State",
            row["state_name"],
            addresses.state(iso3) if (iso3 := row["state_iso3"]) in there else "",
            sorted({iso3, *names[iso3]} - {row["state_name"]}),
        ]
        for row in rows.ask("SELECT state_iso3, state_name FROM states ORDER BY state_name")
    ]
    covered = {row["article"] for row in rows.ask("SELECT article FROM by_article")}
    entries += [
        [
            "Article",
            f"Article {n}: {row['article_title']}",
            addresses.article(n) if n in covered else "",
            [f"art. {n}", str(n)],
        ]
        for row in rows.ask("SELECT article, article_title FROM articles ORDER BY article")
        for n in [row["article"]]
    ]
    entries += [
        [
            "Note",
            f"{row['note_title']} ({ENGLISH.day(row['note_issued'])})",
            addresses.note(row["note_id"]),
            [row["note_symbol"] or ""],
        ]
        for row in rows.ask("SELECT * FROM notes ORDER BY note_issued DESC NULLS LAST, note_id")
    ]
    text = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    yield "assets/names.json", f"[\n{text}\n]\n"


def _names_of_states(folder: Path) -> dict[str, set[str]]:
    """By State, every form of its name in any language."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in (folder / "state-names.csv", *sorted((folder / "state-names").glob("*.csv"))):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if row["kind"] not in _RUNNING:
                    found[row["state_iso3"]].add(row["name"])
    return found
