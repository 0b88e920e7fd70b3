"""Tells an operator of problems: one message for each, through a webhook and by e-mail.

What was told is remembered per way, so that a failure that lasts is told once, and a message that could not be
delivered is tried again. Not here: what a problem is (`status.py`).
"""

from __future__ import annotations

import logging
import os
import smtplib
from collections.abc import Callable, Sequence
from email.message import EmailMessage

import httpx

from pipelines.operate.status import Problem, Status, read_status
from pipelines.operate.workspace import Workspace
from pipelines.workspace.paths import Outputs
from pipelines.workspace.settings import Alerts, Mail
from pipelines.workspace.state import State

_TIMEOUT = 20.0

# At INFO, httpx logs every address whole, and that of a webhook is a secret.
logging.getLogger("httpx").setLevel(logging.WARNING)


def tell_problems(workspace: Workspace) -> list[str]:
    """Tell what is wrong with a workspace and has not been told yet.

    Returns:
        What went wrong with telling, as sentences.

    Raises:
        OSError: what was told can't be remembered.
    """
    status = read_status(workspace.outputs, workspace.settings)
    return tell(status, workspace.outputs, workspace.settings.alerts, title=workspace.publication.title)


def tell(status: Status, outputs: Outputs, alerts: Alerts, *, title: str) -> list[str]:
    """Tell what has not been told yet, the causing problem first.

    `title`: of the dataset.

    Returns:
        What went wrong with telling, as sentences; addresses and passwords are not in them.

    Raises:
        OSError: what was told can't be remembered.
    """
    kept = State[dict[str, list[str]]](outputs.publish / "told.json", {})
    told = kept.load()
    failures = []
    keys = [problem.key for problem in status.problems]
    for name, send in _ways(alerts).items():
        # Forgetting what is over lets the same problem be told when it comes back.
        known = [key for key in told.get(name, []) if key in keys]
        news = [problem for problem in status.problems if problem.key not in known]
        if news:
            try:
                send(_subject(title, news), _text(news, status))
                known += [problem.key for problem in news]
            except (httpx.HTTPError, httpx.InvalidURL, smtplib.SMTPException, OSError) as error:
                failures.append(f"The alert could not be sent by {name} ({type(error).__name__}).")
        told[name] = known
    kept.save(told)
    return failures


def _ways(alerts: Alerts) -> dict[str, Callable[[str, str], None]]:
    ways: dict[str, Callable[[str, str], None]] = {}
    # A webhook's address is a secret: who has it may write.
    if address := os.environ.get(alerts.webhook_variable):
        ways["webhook"] = lambda subject, text: _post(address, subject, text)
    if mail := alerts.mail:
        ways["mail"] = lambda subject, text: _mail(mail, subject, text)
    return ways


def _subject(title: str, problems: Sequence[Problem]) -> str:
    first = problems[0].message.splitlines()[0]
    short = first if len(first) <= 120 else first[:119] + "…"
    return f"{title}: {short}"


def _text(problems: Sequence[Problem], status: Status) -> str:
    lines = [problem.message for problem in problems]
    lines.append(f"Latest release: {status.release or 'none'}. `uncac status` says more.")
    return "\n\n".join(lines)


def _post(address: str, subject: str, text: str) -> None:
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
