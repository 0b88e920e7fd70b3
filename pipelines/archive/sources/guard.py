"""Which hosts a request may reach: kept below httpx, for redirects too.

A name is resolved, every address it has is checked, and the connection goes to a checked address: a name that answers
otherwise a moment later changes nothing. Not here: what is asked for, how long that may take and how much it may bring
(`web.py`).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Collection

import httpx

from pipelines.workspace.errors import ReportedError


class RefusedError(ReportedError):
    """A request that must not be made; the message says why and what an operator can do."""


class GuardedTransport(httpx.AsyncHTTPTransport):
    """Sends requests, redirects among them, to some hosts only, at public addresses. Proxies are not used.

    `hosts`: names as they stand in addresses. `private_hosts`: those, in lower case, that need not be public. A name
    with a port (`files.example.org:8443`) is meant with that port alone.
    """

    def __init__(self, hosts: Collection[str], private_hosts: Collection[str], certificates: ssl.SSLContext) -> None:
        # No connection waits, so that none made for one name serves another at the same address.
        super().__init__(verify=certificates, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
        self._hosts, self._private = frozenset(hosts), frozenset(private_hosts)
        self._pinned: dict[str, list[str]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Its extension `secure`: True where nothing less than https may be asked for it.

        Raises:
            RefusedError: it may not be sent.
            httpx.TransportError: it can't be sent or answered.
        """
        url = request.url
        if url.scheme not in {"http", "https"} or (url.scheme == "http" and request.extensions.get("secure")):
            kinds = "https" if request.extensions.get("secure") else "http or https"
            raise RefusedError(
                f"it leads to {url.copy_with(userinfo=b'', query=None)}, and nothing but {kinds} is followed from "
                "there, since what else comes may be changed on its way. Declare an address that leads to no such one"
            )
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        if self._hosts.isdisjoint((url.host, f"{url.host}:{port}")):
            raise RefusedError(
                f"it leads to the host {url.host}, port {port}, which was not asked. If it may be, add it to the hosts "
                "of the source"
            )
        name = url.raw_host.decode("ascii")
        failure: httpx.TransportError = httpx.ConnectError(f"{name} has no address")
        for address in await self._addresses(name, port):
            pinned = httpx.Request(
                request.method,
                url.copy_with(host=address),
                headers=request.headers,
                extensions={**request.extensions, "sni_hostname": name},
            )
            try:
                return await super().handle_async_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, as they were when it was first asked for.

        Raises:
            RefusedError: one of them is not public.
            httpx.ConnectError: it has none.
        """
        if host not in self._pinned:
            try:
                answers = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError) as error:
                raise httpx.ConnectError(f"the name {host} has no address") from error
            self._pinned[host] = list(dict.fromkeys(str(entry[4][0]) for entry in answers))
        private = not self._private.isdisjoint((host.lower(), f"{host.lower()}:{port}"))
        if not private and not all(map(_is_public, self._pinned[host])):
            raise RefusedError(
                f"{host}, port {port}, is in a private network or on this machine, and no request goes there. If that "
                "is meant, add the host to fetch.private_hosts in the settings"
            )
        return self._pinned[host]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # An IPv4 address inside an IPv6 one is reached by way of a gateway or of this machine itself.
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
    return ip.is_global and not ip.is_multicast
