"""Sources of the web, the kind `address` (one document) among them, and fetching with the manners of a harvester.

Here: conditional requests, credentials, retries, time limits, errors for people. Not here: which machines may be
reached and how much an answer may bring (`guard.py`); finding addresses on a page (`listing.py`).
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

import httpx
import stamina
import stamina.instrumentation
from pydantic import AfterValidator, Field, field_validator

from pipelines.archive.inbox import Skipped
from pipelines.archive.sources.guard import GuardedTransport, RefusedError
from pipelines.archive.sources.look import Look, Source, Watch, kind
from pipelines.archive.sources.source_state import Known
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import VARIABLE
from pipelines.workspace.progress import waiting
from pipelines.workspace.settings import Settings

# How queries call what lets whoever knows it in, such as X-Amz-Signature, sig, access_token.
_SECRET = re.compile(
    r"(^|[-_.])(sig|signature|token|jwt|pass|passw(or)?d|secret|credentials?|auth|(api|access)[-_]?key)$", re.IGNORECASE
)
# By the name under which a look remembers what a server said of a document's version.
_CONDITIONS = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
_NOT_NOW = {408, 425, 429, 500, 502, 503, 504}
_LONGEST_WAIT = 60.0

# At INFO, httpx logs every address whole, and that of a redirect may hold a signature.
logging.getLogger("httpx").setLevel(logging.WARNING)

stamina.instrumentation.set_on_retry_hooks(
    [lambda retry: waiting(f"{retry.caused_by}; asked again in {retry.wait_for:.0f} seconds.")]
)


def web_address(value: str) -> str:
    """An http(s) address without credentials.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or value != value.strip():
        raise ValueError("give an http or https address")
    if "@" in parts.netloc:
        raise ValueError("credentials do not belong into an address; name an authorization_variable")
    return value


WebAddress = Annotated[str, AfterValidator(web_address)]


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

    `hosts`: further hosts that redirects and links may lead to; that of the address itself always may.
    `authorization_variable`: environment variable that holds the `Authorization` header for the address's own host.
    """

    every_minutes: Annotated[float, Field(ge=0)] = 60
    hosts: tuple[str, ...] = ()
    authorization_variable: Annotated[str | None, VARIABLE] = None

    @field_validator("hosts")
    @classmethod
    def _plain_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not host or set(host) & set("/:@*") or host != host.lower():
                raise ValueError(f"'{host}' is no host name; give it in lower case, without scheme, port or path")
        return value


@kind("address")
class Address(WebSource):
    """One document at an http(s) address."""

    address: WebAddress

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """The document, fetched where it is not as it was.

        Raises:
            FetchError: it can't be had.
        """
        return look_at_addresses(self, self.address, watch, known, lambda _: ([self.address], []))


def look_at_addresses(
    source: WebSource,
    root: str,
    watch: Watch,
    known: Mapping[str, Known],
    urls: Callable[[Web], tuple[list[str], list[Skipped]]],
) -> Look:
    """The documents at some addresses, fetched where they are not as they were.

    `root`: the address whose host is the source's own. `urls`: asks for the addresses, and for what is passed over.

    Raises:
        FetchError: nothing can be had.
    """
    web = Web(source, root, watch.settings)

    def fetch(url: str, old: Known | None) -> Known:
        kept = kept_address(url)
        token = old.token if old and old.url == kept and watch.fetched.path(old.sha256) else {}
        answer = web.get(url, token)
        if answer.data is None and old:
            return old
        data = answer.data or b""
        return Known(watch.fetched.keep(data), len(data), kept, answer.token)

    addresses, skipped = urls(web)
    look = watch.fetch_all(source, [(web_name(url), url) for url in addresses], known, fetch)
    return replace(look, skipped=tuple(skipped))


class FetchError(ReportedError):
    """A document could not be fetched; the message says what was met.

    `unreachable`: there was no answer at all. `status`: of an answer that was none of the wanted. `retry`: whether to
    ask again, or after how many seconds. `retry_after`: seconds for which the server wants no request, where that is
    longer than is waited for.
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

    def __init__(self, source: WebSource, root: str, settings: Settings, *, contact: str = "") -> None:
        self._own, self._fetch = _origin(root), settings.fetch
        self._authorization = _authorization(source.authorization_variable)
        self._transport = GuardedTransport(
            {httpx.URL(root).host, *source.hosts},
            settings.fetch.private_hosts,
            max_bytes=settings.limits.max_bytes,
        )
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
        return asyncio.run(self._get(url, token or {}, called or shown_address(url)))

    async def _get(self, url: str, token: Mapping[str, str], called: str) -> Answer:
        fetch = self._fetch
        attempts = stamina.retry_context(
            on=lambda error: error.retry if isinstance(error, FetchError) else False,
            attempts=fetch.attempts,
            timeout=fetch.total_seconds,
            wait_initial=fetch.wait_seconds,
            wait_max=_LONGEST_WAIT,
            wait_jitter=fetch.wait_seconds,
        )
        try:
            async with asyncio.timeout(fetch.total_seconds):
                async for attempt in attempts:
                    with attempt:
                        return await self._ask(url, token, called)
        except TimeoutError as error:
            raise FetchError(f"{called} took too long (longer than total_seconds)", unreachable=True) from error
        raise AssertionError("stamina gives an answer or raises")

    async def _ask(self, url: str, token: Mapping[str, str], called: str) -> Answer:
        headers = self._headers | {header: token[mark] for mark, header in _CONDITIONS.items() if mark in token}
        client = httpx.AsyncClient(
            transport=self._transport,
            timeout=self._fetch.timeout_seconds,
            follow_redirects=True,
            max_redirects=self._fetch.max_redirects,
            trust_env=False,
        )
        try:
            # httpx takes it off where a redirect leads to another origin.
            if self._authorization and _origin(url) == self._own:
                headers["Authorization"] = self._authorization
            # What stands before the host's name would go along as a password, in place of the source's own.
            asked = httpx.URL(url).copy_with(userinfo=b"")
            response = await client.get(asked, headers=headers, extensions={"secure": asked.scheme == "https"})
        except RefusedError as error:
            raise FetchError(f"{called} was not fetched: {error}") from error
        except httpx.TooManyRedirects as error:
            raise FetchError(f"{called} redirects more than {self._fetch.max_redirects} times") from error
        except httpx.TransportError as error:
            what = "took too long" if isinstance(error, httpx.TimeoutException) else "did not answer as it should"
            detail = str(error).strip() or type(error).__name__
            raise FetchError(f"{called} {what} ({detail})", unreachable=True, retry=True) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{called} is no address that can be asked") from error
        if response.status_code == HTTPStatus.NOT_MODIFIED and token:
            return Answer(url, None, dict(token))
        if response.status_code != HTTPStatus.OK:
            raise _refusal(response, called)
        seen = {"etag": response.headers.get("ETag"), "last_modified": response.headers.get("Last-Modified")}
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        kept = {mark: value for mark, value in seen.items() if value}
        return Answer(str(response.url), response.content, kept, response.charset_encoding, media_type)


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port, None for the usual one: to whom credentials of an address may go."""
    parts = httpx.URL(url)
    return parts.scheme, parts.host, parts.port


def _refusal(response: httpx.Response, called: str) -> FetchError:
    """What an answer says that brings no document, and whether to ask again."""
    status = response.status_code
    wait = _wait(response) if status in _NOT_NOW else None
    later = wait if wait is not None and wait > _LONGEST_WAIT else None
    said = f"{called} answered {status} {httpx.codes.get_reason_phrase(status)}".strip()
    if later is not None:
        said += f", and asks for no request within the next {later:.0f} seconds"
    retry = status in _NOT_NOW and later is None and (True if wait is None else wait)
    return FetchError(said, status=status, retry=retry, retry_after=later)


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
