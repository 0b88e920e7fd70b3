"""Lets others know how things stand: `status.json` and a page beside the releases, alerts to an operator.

The files are public, so they say what is the matter and not what was met: no path, no address, no words of an error.
An alert goes out by a webhook and by e-mail, once when a problem comes and once when a failure is over; each way
remembers what it has sent, so that a message that could not be delivered is tried again. Not here: what is a problem
(`status.py`), the full words (`uncac status`).
"""

from __future__ import annotations

import json
import logging
import os
import smtplib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from jinja2 import Environment

from pipelines.operate.runs import load, note
from pipelines.operate.status import Problem, Status, read_status
from pipelines.operate.workspace import Workspace
from pipelines.workspace.atomic import write_file
from pipelines.workspace.day import now
from pipelines.workspace.paths import Outputs
from pipelines.workspace.settings import Alerts, Mail

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

_TIMEOUT = 20.0

# At INFO, httpx logs every address whole, and that of a webhook is a secret.
logging.getLogger("httpx").setLevel(logging.WARNING)


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


def tell_problems(workspace: Workspace) -> list[str]:
    """Send alerts about problems of a workspace; write in public how things stand.

    Returns:
        What went wrong with telling, as sentences.

    Raises:
        OSError: what was told can't be remembered.
    """
    status = write_status(workspace)
    return tell(status, workspace.outputs, workspace.settings.alerts, title=workspace.publication.title)


def tell(status: Status, outputs: Outputs, alerts: Alerts, *, title: str) -> list[str]:
    """Send what no alert has said yet, the causing problem first, and which failures are over.

    `title`: of the dataset.

    Returns:
        What went wrong with telling, as sentences; addresses and passwords are not in them.

    Raises:
        OSError: what was told can't be remembered.
    """
    sent = dict(load(outputs).told)
    failures = []
    # That nothing is published yet, or a run ends just now, is no failure that came over anybody.
    problems = [problem for problem in status.problems if problem.kind not in {"unpublished", "ending"}]
    lasting = {problem.key for problem in problems}
    for name, send in _ways(alerts).items():
        import httpx  # noqa: PLC0415 - takes a while, and few have a way

        earlier = sent.get(name, {})
        news = [problem for problem in problems if problem.key not in earlier]
        over = [line for key, line in earlier.items() if key not in lasting and line]
        # Forgetting what is over lets the same problem be told when it comes back.
        left = {key: line for key, line in earlier.items() if key in lasting or line}
        if news or over:
            try:
                send(_subject(title, news, over), _text(news, over, status))
                left = {key: line for key, line in earlier.items() if key in lasting}
                left |= {problem.key: _over(problem) for problem in news}
            except (httpx.HTTPError, httpx.InvalidURL, smtplib.SMTPException, OSError) as error:
                failures.append(f"The alert could not be sent by {name} ({type(error).__name__}).")
        sent[name] = left
    note(outputs, told=sent)
    return failures


def _ways(alerts: Alerts) -> dict[str, Callable[[str, str], None]]:
    ways: dict[str, Callable[[str, str], None]] = {}
    # A webhook's address is a secret: who has it may write.
    if address := os.environ.get(alerts.webhook_variable):
        ways["webhook"] = lambda subject, text: _post(address, subject, text)
    if mail := alerts.mail:
        ways["mail"] = lambda subject, text: _mail(mail, subject, text)
    return ways


def _first_line(message: str) -> str:
    first = message.splitlines()[0]
    return first if len(first) <= 120 else first[:119] + "…"


def _over(problem: Problem) -> str:
    return f"Over: {_first_line(problem.message)}" if problem.fails else ""


def _subject(title: str, problems: Sequence[Problem], over: Sequence[str]) -> str:
    return f"{title}: {_first_line(problems[0].message) if problems else over[0]}"


def _text(problems: Sequence[Problem], over: Sequence[str], status: Status) -> str:
    lines = [*(problem.message for problem in problems), *over]
    lines.append(f"Latest release: {status.release or 'none'}. `uncac status` says more.")
    return "\n\n".join(lines)


def _post(address: str, subject: str, text: str) -> None:
    import httpx  # noqa: PLC0415

    response = httpx.post(address, json={"text": f"{subject}\n\n{text}", "subject": subject}, timeout=_TIMEOUT)
    response.raise_for_status()


def _mail(mail: Mail, subject: str, text: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, ", ".join(mail.to), subject
    message.set_content(text)
    connect = smtplib.SMTP_SSL if mail.security == "tls" else smtplib.SMTP
    with connect(mail.host, mail.port, timeout=_TIMEOUT) as server:
        if mail.security == "starttls":
            server.starttls()
        if user := os.environ.get("UNCAC_SMTP_USER"):
            server.login(user, os.environ.get("UNCAC_SMTP_PASSWORD", ""))
        server.send_message(message)
