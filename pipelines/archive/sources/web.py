"""Fetches one document by http or https, with the limits and the manners of a harvester.

Here: redirects hop by hop, conditional requests, retries, pauses, size and time limits, errors for people. Not here:
which addresses are asked (`look.py`, `listing.py`), which machines may be reached (`guard.py`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
import stamina
import stamina.instrumentation

from pipelines.archive.sources.declared import WebSource
from pipelines.archive.sources.guard import Guard, GuardedTransport, RefusedError
from pipelines.archive.sources.look import shown
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.progress import waiting
from pipelines.workspace.settings import Fetch

_TRANSPORT_ERRORS = (httpx.TransportError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
_REDIRECTS = {301, 302, 303, 307, 308}
_NOT_NOW = {408, 425, 429, 500, 502, 503, 504}
_LONGEST_WAIT = 60.0

# At INFO, httpx logs every address whole, and that of a redirect may hold a signature.
logging.getLogger("httpx").setLevel(logging.WARNING)


stamina.instrumentation.set_on_retry_hooks(
    [lambda retry: waiting(f"{retry.caused_by}; asked again in {retry.wait_for:.0f} seconds.")]
)


class FetchError(ReportedError):
    """A document could not be fetched; the message says what was met.

    `unreachable`: there was no answer at all. `status`: of an answer that was none of the wanted. `retry_after`:
    seconds for which the server wants no request, where that is longer than is waited for.
    """

    def __init__(
        self,
        message: str,
        *,
        unreachable: bool = False,
        status: int | None = None,
        retry: bool | float = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.unreachable, self.status = unreachable, status
        self.retry, self.retry_after = retry, retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave. `data`: None where it says that nothing changed. `token`: for the next conditional request.

    `encoding`: what the server says of the text, None where it says nothing; `media_type`: of what kind it says it is.
    """

    url: str
    data: bytes | None
    token: dict[str, str]
    encoding: str | None = None
    media_type: str = ""


class Web:
    """Fetches the documents of one source.

    `root`: the address whose host is the source's own. `contact`: who asks, for those who run the server.
    """

    def __init__(self, source: WebSource, root: str, fetch: Fetch, max_bytes: int, *, contact: str = "") -> None:
        self._own = urlsplit(root).hostname or ""
        self._hosts = {self._own, *source.hosts}
        self._fetch, self._max_bytes = fetch, max_bytes
        self._authorization = _authorization(source.authorization_variable)
        self._guard = Guard(fetch.private_hosts)
        self._client = httpx.Client(
            transport=GuardedTransport(self._guard, fetch.connections),
            timeout=fetch.timeout_seconds,
            follow_redirects=False,
            trust_env=False,
            headers={
                "User-Agent": f"uncac-notes ({contact or 'harvester of open data'})",
                "Accept-Encoding": "identity",
            },
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(self, url: str, token: Mapping[str, str] | None = None, *, max_bytes: int | None = None) -> Answer:
        """Fetch an address, again where it is worth trying again.

        `token`: that of an earlier answer, where its bytes are still at hand.

        Raises:
            FetchError: it could not be had.
        """
        fetch = self._fetch
        self._guard.start(fetch.total_seconds)
        attempts = stamina.retry_context(
            on=lambda error: error.retry if isinstance(error, FetchError) else False,
            attempts=fetch.attempts,
            timeout=fetch.total_seconds,
            wait_initial=fetch.wait_seconds,
            wait_max=_LONGEST_WAIT,
            wait_jitter=fetch.wait_seconds,
        )
        for attempt in attempts:
            with attempt:
                return self._follow(url, token or {}, max_bytes or self._max_bytes)
        raise AssertionError("stamina gives an answer or raises")

    def _follow(self, url: str, token: Mapping[str, str], max_bytes: int) -> Answer:
        at = url
        for _ in range(self._fetch.max_redirects + 1):
            self._check(at, url)
            with self._ask(at, token) as response:
                if response.status_code not in _REDIRECTS:
                    return self._read(response, at, token, max_bytes)
                at = urljoin(at, response.headers.get("Location", ""))
        raise FetchError(f"{shown(url)} redirects more than {self._fetch.max_redirects} times")

    def _check(self, at: str, url: str) -> None:
        parts = urlsplit(at)
        if parts.scheme not in {"http", "https"} or (parts.scheme == "http" and urlsplit(url).scheme == "https"):
            raise FetchError(f"{shown(url)} leads to {shown(at)}, which is not as safe; it was not followed")
        if parts.hostname not in self._hosts:
            raise FetchError(
                f"{shown(url)} leads to the host {parts.hostname}, which was not asked. If it may be, add it to the "
                "hosts of the source"
            )

    @contextmanager
    def _ask(self, at: str, token: Mapping[str, str]) -> Iterator[httpx.Response]:
        headers = {}
        if "etag" in token:
            headers["If-None-Match"] = token["etag"]
        if "last_modified" in token:
            headers["If-Modified-Since"] = token["last_modified"]
        if self._authorization and urlsplit(at).hostname == self._own:
            headers["Authorization"] = self._authorization
        try:
            with self._client.stream("GET", at, headers=headers) as response:
                yield response
        except RefusedError as error:
            raise FetchError(f"{shown(at)} was not asked: {error}") from error
        except _TRANSPORT_ERRORS as error:
            what = "took too long" if "Timeout" in type(error).__name__ else "did not answer as it should"
            detail = str(error).strip() or type(error).__name__
            raise FetchError(f"{shown(at)} {what} ({detail})", unreachable=True, retry=True) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{shown(at)} is no address that can be asked") from error

    def _read(self, response: httpx.Response, at: str, token: Mapping[str, str], max_bytes: int) -> Answer:
        status = response.status_code
        if status == HTTPStatus.NOT_MODIFIED and token:
            return Answer(at, None, dict(token))
        if status != HTTPStatus.OK:
            wait = _wait(response) if status in _NOT_NOW else None
            later = wait if wait is not None and wait > _LONGEST_WAIT else None
            said = f"{shown(at)} answered {status} {httpx.codes.get_reason_phrase(status)}".strip()
            if later is not None:
                said += f", and asks for no request within the next {later:.0f} seconds"
            retry = status in _NOT_NOW and later is None and (True if wait is None else wait)
            raise FetchError(said, status=status, retry=retry, retry_after=later)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise FetchError(f"{shown(at)} sent its answer compressed, which was not asked for")
        data = bytearray()
        for chunk in response.iter_raw():
            data += chunk
            if len(data) > max_bytes:
                raise FetchError(
                    f"{shown(at)} sends more than {max_bytes:,} bytes. If it is a note, raise limits.max_bytes"
                )
        seen = {"etag": response.headers.get("ETag"), "last_modified": response.headers.get("Last-Modified")}
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        token = {k: v for k, v in seen.items() if v}
        return Answer(at, bytes(data), token, response.charset_encoding, media_type)


def _wait(response: httpx.Response) -> float | None:
    """Seconds that the server asks to be left in peace; None where it does not say."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdigit():
        return float(asked[:9])
    with suppress(ValueError):
        # A date that names no zone is of the world's time.
        until = parsedate_to_datetime(asked)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - datetime.now(tz=UTC)).total_seconds())
    return None


def _authorization(variable: str | None) -> str | None:
    if variable is None:
        return None
    value = os.environ.get(variable)
    if not value:
        raise FetchError(f"The environment variable {variable} is not set, and the source needs it to sign in")
    return value
