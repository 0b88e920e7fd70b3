"""A real browser and two real servers around a release of the real note. Where there is no browser, tests skip."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.publish.conftest import whole_release
from tests.publish.serving import served

__all__ = ["whole_release"]
# Chromium asks hosts of its own at start unless it is told not to; tests ask none but this machine.
_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]

Open = Callable[..., Page]
Serve = Callable[[Path], str]
expect.set_options(timeout=60_000)


@pytest.hookimpl(tryfirst=True)  # before what is marked so is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser takes minutes for what stands in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no browser: install Debian's package chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS, chromium_sandbox=False)
        yield found
        found.close()


@pytest.fixture(scope="session")
def site(release: Path) -> Iterator[str]:
    """Address of the release under `uncac serve`, with a trailing slash."""
    with served(release.parent.parent / "latest") as client:
        yield f"{str(client.base_url).rstrip('/')}/"


@pytest.fixture(scope="session")
def site_with_sql(whole_release: Path) -> Iterator[str]:
    """Address of a release for whose publication SQLite is named in a folder of a plain file server."""
    with _in_a_folder(whole_release) as address:
        yield address


@pytest.fixture(scope="session")
def below_a_path(release: Path) -> Iterator[str]:
    """Address of the release in a folder of a plain file server."""
    with _in_a_folder(release) as address:
        yield address


@contextmanager
def _in_a_folder(release: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(release.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{release.name}/"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve a release; gives its address, with a trailing slash. Servers end when every page of `visit` is closed."""
    with ExitStack() as servers:
        yield lambda release: f"{str(servers.enter_context(served(release)).base_url).rstrip('/')}/"


@pytest.fixture
def visit(browser: Browser, site: str, serve: Serve) -> Iterator[Open]:
    """Open a page of the site, of another one or of a release; fails where any page asked another host, was refused
    something, or threw.
    """
    contexts, trouble = [], []

    def open_page(path: str, base: str | Path = site, **options: Any) -> Page:
        address = serve(base) if isinstance(base, Path) else base
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        context.set_default_timeout(60_000)
        page = context.new_page()
        host = urlsplit(address).netloc
        page.on("request", lambda r: None if urlsplit(r.url).netloc in {host, ""} else trouble.append(f"asked {r.url}"))
        page.on("pageerror", lambda error: trouble.append(f"threw {error}"))
        page.on("console", lambda m: trouble.append(f"said {m.text}") if m.type == "error" else None)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []
