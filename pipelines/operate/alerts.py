"""Tells an operator of problems, through a webhook and by e-mail: once when one comes, once when a failure is over.

What was told is remembered per way, so that a failure that lasts is told once, and a message that could not be
delivered is tried again. Not here: what a problem is (`status.py`), what is said in public (`health.py`).
"""

from __future__ import annotations

import logging
import os
import smtplib
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from pipelines.operate.health import write_status
from pipelines.operate.runs import load, note
from pipelines.operate.status import Problem, Status
from pipelines.operate.workspace import Workspace
from pipelines.workspace.paths import Outputs
from pipelines.workspace.settings import Alerts, Mail

_TIMEOUT = 20.0

# At INFO, httpx logs every address whole, and that of a webhook is a secret.
logging.getLogger("httpx").setLevel(logging.WARNING)


def tell_problems(workspace: Workspace) -> list[str]:
    """Tell what is wrong with a workspace and has not been told yet; write in public how things stand.

    Returns:
        What went wrong with telling, as sentences.

    Raises:
        OSError: what was told can't be remembered.
    """
    status = write_status(workspace)
    return tell(status, workspace.outputs, workspace.settings.alerts, title=workspace.publication.title)


def tell(status: Status, outputs: Outputs, alerts: Alerts, *, title: str) -> list[str]:
    """Tell what has not been told yet, the causing problem first, and which failures are over.

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
