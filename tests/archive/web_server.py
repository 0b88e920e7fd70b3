"""A real HTTP server on loopback that answers as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What stands at each path: bytes, or a function that answers by itself. `asked`: path and headers, in order.

    `otherwise`: answers for all other paths. `down` lets nobody answer until `up`; nobody else can take the address.
    """

    url: str = ""
    pages: dict[str, bytes | Answer] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    etags: bool = True
    otherwise: Answer | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    up: Callable[[], None] = lambda: None
    down: Callable[[], None] = lambda: None

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serve(site: Site, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site on a free port. `context`: by https, with its certificate."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            page = site.pages.get(self.path, site.otherwise)
            if page is None:
                self.send_error(404)
            elif isinstance(page, bytes):
                self._send(page)
            else:
                page(self)

        do_POST = do_GET  # noqa: N815 - the library's name

        def _send(self, page: bytes) -> None:
            etag = f'"{hash(page)}"'
            if site.etags and self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(200)
            if site.etags:
                self.send_header("ETag", etag)
            self.send_header("Content-Type", site.types.get(self.path, "text/plain; charset=utf-8"))
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        allow_reuse_port = True

        def handle_error(self, *_: Any) -> None:
            """A client that hangs up is what some tests are about."""

    with socket.socket() as holder:  # of the port, also while nobody answers there
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        address = holder.getsockname()
        site.url = f"{'https' if context else 'http'}://127.0.0.1:{address[1]}"
        running = ExitStack()

        def up() -> None:
            server = running.enter_context(Server(address, Handler))
            if context:
                server.socket = context.wrap_socket(server.socket, server_side=True)
            thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
            thread.start()
            running.callback(thread.join)
            running.callback(server.shutdown)

        site.up, site.down = up, running.close
        up()
        with running:
            yield site


def redirect(to: str, status: int = 302) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Location", to)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def status(code: int, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in {"Content-Length": "0", **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()

    return answer


def truncated(data: bytes) -> Answer:
    """Promise more bytes than are sent."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(data) + 1000))
        request.end_headers()
        request.wfile.write(data)
        request.wfile.flush()
        request.close_connection = True

    return answer


def endless(stop: threading.Event, pause: float = 0, chunk: bytes = b"x" * 65536) -> Answer:
    """Send until the client hangs up; with a pause, as a slow drip."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not stop.wait(pause) if pause else not stop.is_set():
            request.wfile.write(chunk)
            request.wfile.flush()

    return answer


def dripping_headers(stop: threading.Event, pause: float) -> Answer:
    """Never come to the end of the headers."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not stop.wait(pause):
            request.wfile.write(b"X-Slow: 1\r\n")
            request.wfile.flush()

    return answer
