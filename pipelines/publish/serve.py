"""Serves a release over HTTP as harvesters want it: right types, no redirects, revalidation, ranges, any origin.

Starlette's server of files does it; here is which file an address means, and of what type it is. Not here: serving to
the world, which any static host does; this is for one's own machine and for tests.
"""

from __future__ import annotations

import errno
import json
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from pipelines.publish.authorities import media_type
from pipelines.publish.integrity import SUMS
from pipelines.workspace.errors import ReportedError

_ANY_ORIGIN = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "HEAD"],
    allow_headers=["*"],
    expose_headers=["Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified"],
)
# As in deploy/Caddyfile. Pages load nothing from elsewhere, no site frames them; that of SQL runs WebAssembly.
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What stands beside the releases and is served with the latest one.
BESIDE = ("status.json", "health.html", "current.json")


class ServeError(ReportedError):
    """There is nothing to serve; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any free one.

    Raises:
        ServeError: host or port can't be had.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"Port {port} of {host} is in use. Name another, or take any free one with --port 0."
            ) from error
        raise ServeError(f"{host}, port {port}, can't be listened on: {error.strerror or error}.") from error


def serve(release_dir: Path, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve a release on a socket until interrupted; `ready` is called before the first request is taken.

    Raises:
        ServeError: the folder is no release.
    """
    server = uvicorn.Server(uvicorn.Config(application(release_dir), log_level="warning", server_header=False))
    ready()
    # The server ends its work in order and then passes the signal on.
    with suppress(KeyboardInterrupt):
        server.run([listening])


def application(release_dir: Path) -> Starlette:
    """The release as an ASGI application.

    `release_dir`: a release, or a link to one (`latest`), which is followed anew at each request. It stands at `/` and
    at the path of its base address; the releases beside it at `releases/<id>/` below both.

    Raises:
        ServeError: the folder is no release.
    """
    if not (release_dir / SUMS).is_file():
        raise ServeError(
            f"{release_dir} is no release: it has no {SUMS}. Make one with 'uncac publish', or name the folder of one "
            "below outputs/publish/releases/."
        )
    files = _Files(release_dir)
    base, _ = _base_and_name(release_dir)
    routes: list[BaseRoute] = [Mount("/", files)]
    if base:
        routes = [Route(base, lambda _: RedirectResponse(f"{base}/")), Mount(base, files), *routes]
    return Starlette(routes=routes, middleware=[_ANY_ORIGIN])


class _Files(StaticFiles):
    """Finds a file in the release that an address means. Nothing outside of it and those beside it is looked at."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)
        self.folder = folder

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The file at a path below the release, or in one beside it, or beside them all: as it is, or with `.html`."""
        release, name = self.folder.resolve(), path.removeprefix("latest/")
        if name in BESIDE and (self.folder.is_symlink() or self.folder.parent.name == "releases"):
            release = release.parent.parent
        elif name.startswith("releases/"):
            identifier, _, name = name.removeprefix("releases/").partition("/")
            # A copy of a release elsewhere still answers to its own name.
            release = release if identifier == _base_and_name(release)[1] else release.parent / identifier
            if not (release / SUMS).is_file():
                return "", None
        below = StaticFiles(directory=release)
        full_path, stat = below.lookup_path(name or ".")
        return (full_path, stat) if stat else below.lookup_path(f"{name}.html")

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file with its type, or nothing where whoever asks has it."""
        headers = {
            "cache-control": "no-cache",
            "x-content-type-options": "nosniff",
            "content-security-policy": POLICY,
        }
        kind = _content_type(Path(full_path).name)
        response = FileResponse(full_path, status_code, headers, media_type=kind, stat_result=stat_result)
        if self.is_not_modified(response.headers, Request(scope).headers):
            return NotModifiedResponse(response.headers)
        return response


def _content_type(name: str) -> str:
    media = media_type(name)
    return f"{media}; charset=utf-8" if media.startswith("text/") or media.endswith(("xml", "yaml")) else media


def _base_and_name(release: Path) -> tuple[str, str]:
    """Path of the base address, without its last slash, and identifier of a release; empty where it does not say."""
    try:
        descriptor = json.loads((release / "datapackage.json").read_bytes())
        return urlsplit(str(descriptor["homepage"])).path.rstrip("/"), str(descriptor["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""
