"""How far to trust the site: method with measured accuracy; accessibility; what is not there.

Not here: what is doubtful (`tables.py`), columns and how to use the data (`reference.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from pipelines.publish.accuracy import ALL, accuracy, rows_measured
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.streams import Row

_TOPICS, _STAGE = "topics", "stage"
# Where the band of confidence begins of which a sentence speaks; the table has all.
_BAND = "0.70"
# What the measured papers are called, by their kind in `accuracy.csv`.
PAPERS = {
    ALL: "All invented notes",
    "ordinary": "Notes in English",
    "es": "Notes in Spanish",
    "fr": "Notes in French",
    "assistance": "Papers on technical assistance",
    "compilation": "Thematic compilations",
    "other": "Papers of other kinds",
    "real": "Real papers of other bodies",
}
# What is counted beside the statements, by its name in place of an attribution.
COUNTED = {
    "number": "Collective statements",
    "system": "Systems, bodies and laws",
    "respondent": "Respondents",
    "silent": "Silent respondents",
}


@pages()
def render_about(draft: ReleaseDraft, site: Site) -> Made:
    """`about.html`, `accessibility.html` and `404.html`."""
    measured = rows_measured()
    bands = [row for row in rows_measured("calibration") if row["statement_count"] != "0"]
    yield site.page(
        "about.html",
        kind="about",
        title=site.say("How it is made, and how often it is wrong"),
        accuracy=accuracy(),
        papers=[_called(site, row, "paper", PAPERS) for row in measured if row["measured"] == ALL],
        attributions=[
            _called(site, row, "measured", {**draft.contract.meanings("attribution"), **COUNTED})
            for row in measured
            if row["paper"] == ALL and row["measured"] != ALL
        ],
        measured_stages=[row for row in measured if row["paper"] == _STAGE],
        topics=next(row for row in measured if row["measured"] == _TOPICS),
        calibration=[_called(site, row, "paper", PAPERS) for row in bands],
        sure={
            row["paper"]: {**row, "right": _right_of_a_hundred(row)} for row in bands if row["confidence_from"] == _BAND
        },
    )
    yield site.page("accessibility.html", kind="about", title=site.say("Accessibility"))
    if not site.prefix:
        # Shown at any depth of address: its links begin at the root of the site.
        root = urlsplit(draft.publication.base_url).path
        yield site.page("404.html", kind="about", title="There is no such page", root=root, top=root, alone=True)


def _called(site: Site, row: Row, column: str, names: Mapping[str, str]) -> Row:
    """The row with what a code in it is called; the code itself, where nobody has named it."""
    return {**row, column: site.say(names.get(row[column], row[column]))}


def found_of_a_hundred() -> dict[str, int]:
    """Of all statements, stages and topics that readers saw, how many in a hundred are found."""
    measured = rows_measured()
    return {row["paper"]: round(100 * float(row["recall"])) for row in measured if row["paper"] == row["measured"]}


def _right_of_a_hundred(band: Row) -> int:
    return round(100 * int(band["right_count"]) / int(band["statement_count"]))
