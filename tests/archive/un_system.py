"""A stand-in for the Official Document System: documents by symbol, language and format, and a page for all else.

It answers as the real one does: 200 with a page of HTML where there is nothing, a redirect to the bytes where there is
something, ETag and Last-Modified on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.archive.web_server import Answer, Site, serve

PATH = "/api/symbol/access"
NOT_THERE = (
    b"<!DOCTYPE html><html><head><title>UN documents</title></head><body><p>The document you are looking for does not "
    b"exist in the Official Document System (ODS).</p></body></html>"
)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
}
_LONG_AGO = 1_600_000_000

Key = tuple[str, str, str]


class UnSystem:
    """What it holds, by symbol, language and format.

    `instead`: answers given in place of the document or of the page. `captive`: somebody else answers everything.
    """

    def __init__(self) -> None:
        self.documents: dict[Key, bytes] = {}
        self.instead: dict[Key, Answer] = {}
        self.captive = False
        self.site = Site(otherwise=self._answer)

    @property
    def address(self) -> str:
        return self.site.url + PATH

    @property
    def asked(self) -> list[Key]:
        """What was asked for, in order, redirects left out."""
        return [_key(path) for path in self.site.paths() if path.startswith(PATH)]

    def put(self, symbol: str, data: bytes, *languages: str, form: str = "pdf") -> None:
        for language in languages or ("en",):
            self.documents[symbol, language, form] = data

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        if self.captive:
            _send(request, b"<html><body><h1>Welcome to the hotel's network. Sign in.</h1></body></html>", "text/html")
            return
        key = _key(request.path)
        if key in self.instead and request.path.startswith(PATH):
            self.instead[key](request)
        elif key not in self.documents:
            _send(request, NOT_THERE, "text/html; charset=utf-8")
        elif request.path.startswith(PATH):
            request.send_response(302)
            request.send_header("Location", request.path.replace(PATH, "/doc"))
            request.send_header("Content-Length", "0")
            request.end_headers()
        else:
            self._give(request, key)

    def _give(self, request: BaseHTTPRequestHandler, key: Key) -> None:
        data = self.documents[key]
        etag = f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
        if request.headers.get("If-None-Match") == etag:
            request.send_response(304)
            request.end_headers()
            return
        _send(request, data, TYPES[key[2]], ETag=etag, Last_Modified=formatdate(_LONG_AGO, usegmt=True))


def _key(path: str) -> Key:
    query = parse_qs(urlsplit(path).query)
    symbol, language, form = (query.get(name, [""])[0] for name in "slt")
    return symbol, language, form


def _send(request: BaseHTTPRequestHandler, data: bytes, media_type: str, **headers: str) -> None:
    request.send_response(200)
    for name, value in {"Content-Type": media_type, "Content-Length": str(len(data)), **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(data)


@contextmanager
def un_system() -> Iterator[UnSystem]:
    """The system on loopback, empty."""
    system = UnSystem()
    with serve(system.site):
        yield system
