"""Where alerts arrive: a real web server and a real mail server on loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.archive.web_server import Site, serve, status


class Webhook:
    """What was posted; `status` is what it answers."""

    def __init__(self) -> None:
        self.url = ""
        self.posted: list[dict[str, Any]] = []
        self.status = 200


@contextmanager
def webhook() -> Iterator[Webhook]:
    received, path = Webhook(), "/hook?token=s3cret"

    def answer(request: BaseHTTPRequestHandler) -> None:
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        if received.status == 200:
            received.posted.append(body)
        status(received.status)(request)

    with serve(Site(pages={path: answer})) as site:
        received.url = f"{site.url}{path}"
        yield received


class Mailbox:
    """What was sent, and by whom."""

    def __init__(self) -> None:
        self.port = 0
        self.messages: list[EmailMessage] = []
        self.users: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"s3cret", handled=False)


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        box.port = listener.getsockname()[1]
        controller = _OnSocket(
            box,
            hostname="127.0.0.1",
            port=box.port,
            ready_timeout=60,
            authenticator=box.authenticate,
            auth_require_tls=False,
        )
        controller.listener = listener
        controller.start()
        try:
            yield box
        finally:
            controller.stop(no_assert=True)


class _OnSocket(Controller):
    """Serves on a socket that is bound already, so that nobody can take its port meanwhile."""

    listener: socket.socket

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)
