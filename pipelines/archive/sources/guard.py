"""Which hosts a request may reach, how much it may bring and how long it may take: kept below httpx, for redirects too.

A name is resolved once, every address it has is checked, and the connection goes to a checked address: a name that
answers otherwise a moment later changes nothing. Not here: what is asked for (`web.py`).
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from pipelines.archive.sources.look import shown
from pipelines.workspace.errors import ReportedError


class RefusedError(ReportedError):
    """A request that must not be made; the message says why and what an operator can do."""


class Guard(httpcore.NetworkBackend):
    """Connects to public addresses only, and to the private hosts that the operator allows.

    `private_hosts`: names or addresses, in lower case, as they stand in the request.
    """

    def __init__(self, private_hosts: Iterable[str] = ()) -> None:
        self._private = frozenset(private_hosts)
        self._sockets = httpcore.SyncBackend()
        self._pinned: dict[tuple[str, int], list[str]] = {}
        self._clock = threading.local()

    def start(self, seconds: float) -> None:
        """Whatever this thread asks from now on must end within so many seconds, however slowly it drips."""
        self._clock.deadline = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds that the next step may take.

        Raises:
            httpcore.ReadTimeout: there are none left.
        """
        left = float(self._clock.deadline) - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole document is over")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers.

        Raises:
            RefusedError: the host has an address that is not public.
            httpcore.ConnectError, httpcore.ConnectTimeout: none answers.
        """
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                stream = self._sockets.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        if (host, port) not in self._pinned:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError) as error:
                raise httpcore.ConnectError(f"the name {host} has no address") from error
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
            if host.lower() not in self._private and not all(_public(address) for address in addresses):
                raise RefusedError(
                    f"{host} is in a private network or on this machine, and no request goes there. If that is meant, "
                    "add the host to fetch.private_hosts in the settings"
                )
            self._pinned[host, port] = addresses
        return self._pinned[host, port]


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # An IPv4 address inside an IPv6 one is reached by way of a gateway or of this machine itself.
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _public(str(inner))
    return ip.is_global and not ip.is_multicast


class _Timed(httpcore.NetworkStream):
    """A connection each of whose steps ends when the whole request must."""

    def __init__(self, stream: httpcore.NetworkStream, guard: Guard) -> None:
        self._stream, self._guard = stream, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._guard.left(timeout)), self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.BaseTransport):
    """Sends httpx's requests, redirects among them, to some hosts only, through connections that the guard makes.

    `hosts`: names as they stand in addresses. `max_bytes`: of one answer. Proxies of the environment are not used.
    """

    def __init__(self, guard: Guard, hosts: Collection[str], *, max_bytes: int, connections: int) -> None:
        self._hosts, self._max_bytes = hosts, max_bytes
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_connections=connections, network_backend=guard
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Its extension `secure`: True where nothing less than https may be asked for it.

        Raises:
            RefusedError: it may not be sent, or its answer not be read.
            httpcore errors: it can't be sent or answered.
        """
        url = request.url
        if url.scheme not in {"http", "https"} or (url.scheme == "http" and request.extensions.get("secure")):
            raise RefusedError(f"it leads to {shown(str(url))}, which is not as safe")
        if url.host not in self._hosts:
            raise RefusedError(
                f"it leads to the host {url.host}, which was not asked. If it may be, add it to the hosts of the source"
            )
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        given = httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, self._max_bytes),
            extensions=response.extensions,
        )
        if given.headers.get("Content-Encoding", "identity") != "identity":
            given.close()
            raise RefusedError("it sent its answer compressed, which was not asked for")
        return given

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of an answer, up to so many."""

    def __init__(self, response: httpcore.Response, max_bytes: int) -> None:
        self._response, self._max_bytes = response, max_bytes

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for chunk in self._response.iter_stream():
            read += len(chunk)
            if read > self._max_bytes:
                raise RefusedError(
                    f"it sends more than {self._max_bytes:,} bytes. If it is a note, raise limits.max_bytes"
                )
            yield chunk

    def close(self) -> None:
        self._response.close()
