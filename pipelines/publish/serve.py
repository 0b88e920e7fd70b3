"""Serves a release over HTTP as harvesters want it: right types, no redirects, revalidation, ranges, any origin.

Bytes, ranges and conditional requests are Starlette's; here is which file an address means, and with what headers it
goes out. Not here: serving to the world, which any static host does; this is for one's own machine and for tests.
"""

from __future__ import annotations

import errno
import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.publish.authorities import media_type
from pipelines.publish.integrity import SUMS, read_sums
from pipelines.workspace.errors import ReportedError

_UTF8 = "; charset=utf-8"
_ANY_ORIGIN = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified",
    "x-content-type-options": "nosniff",
}
_PREFLIGHT = {"access-control-allow-methods": "GET, HEAD", "access-control-allow-headers": "*", "allow": "GET, HEAD"}
# What stands beside the releases and is served with the latest one.
BESIDE = ("status.json", "health.html", "current.json")
_RANGE = re.compile(r"bytes=\s*(\d+-\d*|-\d+)(\s*,\s*(\d+-\d*|-\d+))*\s*")


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
    route = Route("/{path:path}", files.respond, methods=["GET", "HEAD", "OPTIONS"])
    return Starlette(routes=[route], middleware=[Middleware(_Open)])


class _Open:
    """Lets pages of any origin read every answer, and ignores a range that is malformed or in another unit than bytes.

    The latter as RFC 9110 (14.2) asks; Starlette would refuse such a request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_ANY_ORIGIN)
            await send(message)

        if scope["type"] == "http" and not _is_range(Headers(scope=scope).get("range", "")):
            del MutableHeaders(scope=scope)["range"]
        await self.app(scope, receive, send_open)


def _is_range(value: str) -> bool:
    pairs = re.findall(r"(\d+)-(\d+)", value)
    return bool(_RANGE.fullmatch(value)) and all(int(first) <= int(last) for first, last in pairs)


class _Files:
    """Answers with the file that an address means. Nothing outside the release and those beside it is looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_PREFLIGHT)
        asked = request.path_params["path"]
        found = self._find(asked)
        if found is None:
            return self._root(asked) or self._nothing(request)
        file, release = found
        headers = {"cache-control": "no-cache", "content-type": _content_type(file.name)}
        # The checksum names the bytes for good; SHA256SUMS itself, which it does not list, goes by size and time.
        checksum = file.is_relative_to(release) and _checksums(release).get(file.relative_to(release).as_posix())
        if checksum:
            headers["etag"] = f'"{checksum}"'
        response = FileResponse(file, headers=headers, stat_result=file.stat())
        if StaticFiles(directory=release).is_not_modified(response.headers, request.headers):
            return NotModifiedResponse(response.headers)
        return response

    def _root(self, path: str) -> Response | None:
        """On to the path of the base address, of which the last slash is missing."""
        base, _ = _address(self.folder.resolve())
        return RedirectResponse(f"/{base}") if base == f"{path}/" else None

    def _nothing(self, request: Request) -> Response:
        """The site's own page to a reader, a line to a program."""
        page = self.folder.resolve() / "404.html"
        if "text/html" in request.headers.get("accept", "") and page.is_file():
            return FileResponse(page, status_code=404, headers={"content-type": _content_type(page.name)})
        return PlainTextResponse("There is no such file in this release.\n", status_code=404)

    def _find(self, path: str) -> tuple[Path, Path] | None:
        """The file, and the folder of its release."""
        for release, name in self._places(path):
            file = _file(release, name)
            if file:
                return file, release
        name = self._names(path)[-1]
        beside = self.folder.parent / name
        if name in BESIDE and self.folder.is_symlink() and beside.is_file():
            return beside, self.folder.resolve()
        return None

    def _names(self, path: str) -> list[str]:
        """A path as it may be meant: from the root of the site, or below the path of the base address."""
        base, _ = _address(self.folder.resolve())
        return [path, path.removeprefix(base)] if base and path.startswith(base) else [path]

    def _places(self, path: str) -> Iterator[tuple[Path, str]]:
        """The releases that a path may lead into, each with the path in it."""
        root = self.folder.resolve()
        _, version = _address(root)
        for name in self._names(path):
            if not name.startswith("releases/"):
                yield root, name.removeprefix("latest/")
                continue
            identifier, slash, inner = name.removeprefix("releases/").partition("/")
            # A copy of a release elsewhere still answers to its own name.
            release = root if identifier == version else root.parent / identifier
            named = slash and re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z-]*", identifier)
            if named and (release / SUMS).is_file():
                yield release, inner


def _file(release: Path, name: str) -> Path | None:
    """The file of that name as static hosts find it: `index.html` for a folder, `x.html` for `x`; never one outside."""
    candidates = [f"{name}index.html"] if name == "" or name.endswith("/") else [name, f"{name}.html"]
    for candidate in candidates:
        try:
            path = (release / candidate.lstrip("/")).resolve()
            if path.is_relative_to(release) and path.is_file():
                return path
        except (OSError, ValueError):  # a name that the file system can't have
            return None
    return None


def _content_type(name: str) -> str:
    found = media_type(name)
    return found + _UTF8 if found.startswith("text/") or found.endswith(("xml", "yaml")) else found


# A release never changes, so that what is read from it once holds.
_checksums = lru_cache(maxsize=8)(read_sums)


@lru_cache(maxsize=8)
def _address(release: Path) -> tuple[str, str]:
    """Path of the base address, without its first slash, and identifier of the release; empty where not known."""
    try:
        descriptor = json.loads((release / "datapackage.json").read_bytes())
        return urlsplit(str(descriptor["homepage"])).path.lstrip("/"), str(descriptor["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""
