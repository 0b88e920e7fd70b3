"""Sources of the web, the kind `address` (one document) among them, and fetching with the manners of a harvester.

Here: conditional requests, credentials, retries, limits of time and size, errors for people. Not here: which machines
may be reached (`guard.py`); finding addresses on a page (`listing.py`).
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

import httpx
import stamina
import stamina.instrumentation
from pydantic import AfterValidator, Field

from pipelines.archive.incoming import Incoming, Skipped
from pipelines.archive.sources.guard import GuardedTransport, RefusedError
from pipelines.archive.sources.look import FetchError, Look, Source, Watch, kind
from pipelines.workspace.faults import VARIABLE, written_as
from pipelines.workspace.progress import waiting
from pipelines.workspace.settings import Settings

# How queries call what lets whoever knows it in, such as X-Amz-Signature, sig, access_token.
_SECRET = re.compile(
    r"(^|[-_.])(sig|signature|token|jwt|pass|passw(or)?d|secret|credentials?|auth|(api|access)[-_]?key)$", re.IGNORECASE
)
# By the name under which a look remembers a server's answer about a document's version.
_CONDITIONS = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
_NOT_NOW = {408, 425, 429, 500, 502, 503, 504}
LONGEST_WAIT = 60.0

# At INFO, httpx logs every address whole, and that of a redirect may hold a signature.
logging.getLogger("httpx").setLevel(logging.WARNING)

stamina.instrumentation.set_on_retry_hooks(
    [lambda retry: waiting(f"{retry.caused_by}; asked again in {retry.wait_for:.0f} seconds.")]
)


def _web_address(value: str) -> str:
    try:
        parts = httpx.URL(value)
    except httpx.InvalidURL as error:
        raise ValueError(f"give an http or https address: {error}") from error
    if parts.scheme not in {"http", "https"} or not parts.host or value != value.strip():
        raise ValueError("give an http or https address")
    if parts.userinfo:
        raise ValueError("credentials do not belong into an address; name an authorization_variable")
    return value


_Host = Annotated[
    str,
    written_as(r"[^/:@*A-Z]+(:[0-9]{1,5})?", "a host name in lower case, with or without a port, no scheme or path"),
]
WebAddress = Annotated[str, AfterValidator(_web_address)]


def kept_address(url: str) -> str:
    """An address as it may be kept and published: without user, password and what its query calls a secret."""
    parts = urlsplit(url)
    public = [part for part in parts.query.split("&") if not _SECRET.search(part.partition("=")[0])]
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="&".join(public)).geturl()


def shown_address(url: str) -> str:
    """An address as it may stand in a message: without a query besides, which may hold a signature."""
    return urlsplit(kept_address(url))._replace(query="").geturl()


def web_name(url: str) -> str:
    """Name of a fetched document: host and path of its address, and its query where it has one."""
    parts = urlsplit(kept_address(url))
    return f"{parts.hostname or ''}{parts.path}{f'?{parts.query}' if parts.query else ''}"


class WebSource(Source):
    """What is fetched by http or https.

    `hosts`: further hosts, with a port or not, that redirects and links may lead to; that of the address always may.
    `authorization_variable`: environment variable that holds the `Authorization` header for the address's own host.
    """

    every_minutes: Annotated[float, Field(ge=0)] = 60
    hosts: tuple[_Host, ...] = ()
    authorization_variable: Annotated[str | None, VARIABLE] = None


@kind("address")
class Address(WebSource):
    """One document at an http(s) address."""

    address: WebAddress

    def look(self, watch: Watch, before: Mapping[str, Incoming]) -> Look:
        """The document, fetched where it is not as it was.

        Raises:
            FetchError: it can't be had.
        """
        return Web(self, self.address, watch.settings).look_at([self.address], watch, before)


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

    def __init__(self, source: WebSource, root: str, settings: Settings, *, contact: str = "") -> None:
        self._source = source
        self._own, self._hosts = _origin(root), {_named(root), *source.hosts}
        self._fetch, self._max_bytes = settings.fetch, settings.limits.max_bytes
        self._authorization = _authorization(source.authorization_variable)
        self._certificates = httpx.create_ssl_context()
        self._again = stamina.AsyncRetryingCaller(
            attempts=settings.fetch.attempts,
            timeout=settings.fetch.total_seconds,
            wait_initial=settings.fetch.wait_seconds,
            wait_max=LONGEST_WAIT,
            wait_jitter=settings.fetch.wait_seconds,
        ).on(lambda error: isinstance(error, FetchError) and error.retry <= LONGEST_WAIT and error.retry)
        self._headers = {
            "User-Agent": f"uncac-notes ({contact or 'harvester of open data'})",
            "Accept-Encoding": "identity",
        }

    def get(self, url: str, token: Mapping[str, str] | None = None, *, called: str = "") -> Answer:
        """Fetch an address, again where it is worth trying again, however slowly it drips within a time for all.

        `token`: that of an earlier answer, where its bytes are still at hand. `called`: what a message calls it.

        Raises:
            FetchError: it could not be had.
        """
        called = called or shown_address(url)
        asking = self._again(self._ask, url, token or {}, called)
        try:
            return asyncio.run(asyncio.wait_for(asking, self._fetch.total_seconds))
        except TimeoutError as error:
            raise FetchError(f"{called} took too long (longer than total_seconds)", retry=True) from error

    def look_at(
        self, urls: Iterable[str], watch: Watch, before: Mapping[str, Incoming], skipped: Sequence[Skipped] = ()
    ) -> Look:
        """The documents at some addresses, fetched where they are not as they were. `skipped`: what else is listed."""
        whole = {kept_address(url): url for url in urls}

        def fetch(kept: str, token: Mapping[str, str]) -> tuple[bytes | None, dict[str, str]]:
            answer = self.get(whole[kept], token)
            return answer.data, answer.token

        return watch.fetch_all(self._source, {web_name(kept): kept for kept in whole}, before, fetch, skipped)

    async def _ask(self, url: str, token: Mapping[str, str], called: str) -> Answer:
        """Ask once, and go where redirects lead.

        Raises:
            FetchError: it could not be had.
        """
        transport = GuardedTransport(self._hosts, self._fetch.private_hosts, self._certificates)
        # Else what stands before a host's name would go along as a password, in place of the source's own.
        client = httpx.AsyncClient(
            transport=transport, auth=httpx.Auth(), timeout=self._fetch.timeout_seconds, trust_env=False
        )
        try:
            async with client:
                request = self._request(client, url, token)
                for _ in range(self._fetch.max_redirects + 1):
                    response = await client.send(request, stream=True)
                    if response.next_request is None:
                        return await self._answer(response, token, called)
                    await response.aclose()  # what a redirect says beside is not read
                    request = response.next_request
        except RefusedError as error:
            raise FetchError(f"{called} was not fetched: {error}") from error
        except httpx.TransportError as error:
            what = "took too long" if isinstance(error, httpx.TimeoutException) else "did not answer as it should"
            raise FetchError(f"{called} {what} ({str(error).strip() or type(error).__name__})", retry=True) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{called} is no address that can be asked") from error
        raise FetchError(f"{called} redirects more than {self._fetch.max_redirects} times")

    def _request(self, client: httpx.AsyncClient, url: str, token: Mapping[str, str]) -> httpx.Request:
        secure = httpx.URL(url).scheme == "https"
        headers = self._headers | {header: token[mark] for mark, header in _CONDITIONS.items() if mark in token}
        # httpx takes it off where a redirect leads to another origin.
        if self._authorization and _origin(url) == self._own:
            headers["Authorization"] = self._authorization
        return client.build_request("GET", url, headers=headers, extensions={"secure": secure})

    async def _answer(self, response: httpx.Response, token: Mapping[str, str], called: str) -> Answer:
        if response.status_code == HTTPStatus.NOT_MODIFIED and token:
            return Answer(str(response.url), None, dict(token))
        if response.status_code != HTTPStatus.OK:
            raise _refusal(response, called)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise RefusedError("it sent its answer compressed, which was not asked for")
        data = bytearray()
        async for piece in response.aiter_raw():
            data += piece
            if len(data) > self._max_bytes:
                raise RefusedError(
                    f"it sends more than {self._max_bytes:,} bytes. If it is a note, raise limits.max_bytes"
                )
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        seen = {"etag": response.headers.get("ETag"), "last_modified": response.headers.get("Last-Modified")}
        kept = {mark: value for mark, value in seen.items() if value}
        return Answer(str(response.url), bytes(data), kept, response.charset_encoding, media_type)


def _named(root: str) -> str:
    """Host of an address, with its port where it names one."""
    url = httpx.URL(root)
    return url.host if url.port is None else f"{url.host}:{url.port}"


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port, None for the usual one: to whom credentials of an address may go."""
    parts = httpx.URL(url)
    return parts.scheme, parts.host, parts.port


def _refusal(response: httpx.Response, called: str) -> FetchError:
    """The error of an answer without a document, with whether to ask again."""
    status = response.status_code
    message = f"{called} answered {status} {httpx.codes.get_reason_phrase(status)}".strip()
    if status not in _NOT_NOW:
        return FetchError(message, status=status)
    wait = _wait(response)
    if wait is not None and wait > LONGEST_WAIT:
        message += f", and asks for no request within the next {wait:.0f} seconds"
    return FetchError(message, status=status, retry=True if wait is None else wait)


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
