"""Sources of the web, and fetching one document by http or https, with the limits and the manners of a harvester.

Here: conditional requests, credentials, retries, errors for people. Not here: which addresses are asked (`look.py`,
`listing.py`), which machines may be reached and how much an answer may bring (`guard.py`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

import httpcore
import httpx
import stamina
import stamina.instrumentation
from pydantic import AfterValidator, Field, field_validator

from pipelines.archive.sources.guard import Guard, GuardedTransport, RefusedError
from pipelines.archive.sources.look import Source, shown
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import VARIABLE
from pipelines.workspace.progress import waiting
from pipelines.workspace.settings import Fetch

_TRANSPORT_ERRORS = (httpx.TransportError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
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
        self._own, self._fetch = _origin(root), fetch
        self._authorization = _authorization(source.authorization_variable)
        self._guard = Guard(fetch.private_hosts)
        hosts = {httpx.URL(root).host, *source.hosts}
        self._client = httpx.Client(
            transport=GuardedTransport(self._guard, hosts, max_bytes=max_bytes, connections=fetch.connections),
            timeout=fetch.timeout_seconds,
            follow_redirects=True,
            max_redirects=fetch.max_redirects,
            trust_env=False,
            headers={
                "User-Agent": f"uncac-notes ({contact or 'harvester of open data'})",
                "Accept-Encoding": "identity",
            },
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(self, url: str, token: Mapping[str, str] | None = None, *, called: str = "") -> Answer:
        """Fetch an address, again where it is worth trying again.

        `token`: that of an earlier answer, where its bytes are still at hand. `called`: what a message calls it.

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
                return self._ask(url, token or {}, called or shown(url))
        raise AssertionError("stamina gives an answer or raises")

    def _ask(self, url: str, token: Mapping[str, str], called: str) -> Answer:
        headers = {header: token[mark] for mark, header in _CONDITIONS.items() if mark in token}
        try:
            # httpx takes it off where a redirect leads to another origin.
            if self._authorization and _origin(url) == self._own:
                headers["Authorization"] = self._authorization
            # What stands before the host's name would go along as a password, in place of the source's own.
            asked = httpx.URL(url).copy_with(userinfo=b"")
            response = self._client.get(asked, headers=headers, extensions={"secure": asked.scheme == "https"})
        except RefusedError as error:
            raise FetchError(f"{called} was not fetched: {error}") from error
        except httpx.TooManyRedirects as error:
            raise FetchError(f"{called} redirects more than {self._fetch.max_redirects} times") from error
        except _TRANSPORT_ERRORS as error:
            what = "took too long" if "Timeout" in type(error).__name__ else "did not answer as it should"
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
