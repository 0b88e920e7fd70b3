"""Writes how things stand beside the releases, for whoever reads them: `status.json` for monitors, a page for people.

Both are public, so they say what is the matter and not what was met: no path, no address, no words of an error. Not
here: what is a problem (`status.py`), the full words (`uncac status`).
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment

from pipelines.operate.status import Status, read_status
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import now
from pipelines.workspace.atomic import write_file
from pipelines.workspace.paths import Outputs

STATUS, PAGE = "status.json", "health.html"

_WORDS = {
    "outputs": "The machine that publishes can't write its outputs.",
    "source": "A source can't be reached; what it gave last stays published.",
    "quarantine": "A document can't be published before somebody has looked at it.",
    "foreign": "A source gives documents of another kind, which are not published.",
    "text": "A document is not published, because another text of its version is.",
    "run": "The last run failed; the release before it stays published.",
    "sensor": "New documents are not noticed now.",
    "stale": "Nobody has looked at the sources for too long.",
    "release": "Files of the latest release are damaged.",
    "unpublished": "Nothing is published yet.",
    "clock": "The clock of the machine that looks at the sources is wrong.",
}
_OTHER = "Something needs an operator."

_TEMPLATE = Environment(autoescape=True).from_string(Path(__file__).with_name(PAGE).read_text(encoding="utf-8"))
_HEADINGS = {True: "All is well", False: "Not well", None: "A run goes on"}


def write_status(workspace: Workspace) -> Status:
    """Judge how things stand, and write both files.

    Raises:
        OSError: they can't be written.
    """
    status = read_status(workspace.outputs, workspace.settings)
    write_health(status, workspace.outputs, workspace.settings.stale_hours, title=workspace.publication.title)
    return status


def write_health(status: Status, outputs: Outputs, stale_hours: float, *, title: str) -> None:
    """Write both files. `title`: of the dataset.

    Raises:
        OSError: they can't be written.
    """
    facts = public(status, stale_hours)
    page = _TEMPLATE.render(status=facts, title=title, heading=_HEADINGS[facts["well"]])
    write_file(outputs.publish / STATUS, (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode())
    write_file(outputs.publish / PAGE, page.encode())


def public(status: Status, stale_hours: float) -> dict[str, Any]:
    """How things stand, as `status.json` tells it. Times as ISO 8601, null where it never happened.

    `well`: null while a run goes on that may yet fail: it was killed where that stays so. `stale_after`: when who reads
    this should worry that it has not been written anew. `last_run.well`: null where it was not noted how it ended.
    """
    problems: dict[tuple[str, bool], int] = {}
    for problem in status.problems:
        message = _WORDS.get(problem.kind, _OTHER)
        problems[message, problem.fails] = problems.get((message, problem.fails), 0) + 1
    last = status.last_run
    looked = status.looked and datetime.fromisoformat(status.looked)
    return {
        "well": None if status.running and status.well else status.well,
        "written_at": now(),
        "release": status.release,
        "changed_at": status.changed or None,
        "looked_at": status.looked or None,
        "stale_after": (looked + timedelta(hours=stale_hours)).isoformat() if looked else None,
        "last_run": {"at": last.at or last.began, "well": not last.error if last.at else None} if last else None,
        "held": bool(status.held.held),
        "sources": [
            {
                "name": source.source,
                "documents": source.documents,
                "answered_at": source.answered or None,
                "failing_since": source.failing_since or None,
            }
            for source in status.sources
        ],
        "quarantined": len(status.quarantined),
        "open_signals": status.open_signals,
        "problems": [{"message": m, "fails": fails, "times": n} for (m, fails), n in problems.items()],
    }
