"""A real server around a release, for tests that ask it as a harvester would. Not here: what it should answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette

from pipelines.publish.serve import application


@contextmanager
def listening(app: Starlette) -> Iterator[str]:
    """The address at which an application answers on this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def served(release: Path) -> Iterator[httpx.Client]:
    """A client of a server that serves the release on this machine; it follows no redirects."""
    page = {"Origin": "https://elsewhere.example"}  # that of which the browser asks
    with listening(application(release)) as url, httpx.Client(base_url=url, timeout=60, headers=page) as client:
        yield client
