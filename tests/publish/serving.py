"""A real server around a release, for tests that ask it as a harvester would. Not here: what it should answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from pipelines.publish.serve import application


@contextmanager
def served(release: Path) -> Iterator[httpx.Client]:
    """A client of a server that serves the release on this machine; it follows no redirects."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(application(release), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            page = {"Origin": "https://elsewhere.example"}  # that of which the browser asks
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, headers=page) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
