"""The kind of source `address`: one document on the web. And what all sources of the web do with their addresses.

Not here: fetching (`web.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace

from pipelines.archive.inbox import Skipped
from pipelines.archive.sources.look import Look, Watch, kept_address, kind, web_name
from pipelines.archive.sources.source_state import Known
from pipelines.archive.sources.web import Answer, Web, WebAddress, WebSource


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
    with closing(Web(source, root, watch.settings.fetch, watch.settings.reader_limits.max_bytes)) as web:
        addresses, skipped = urls(web)
        asked = [(web_name(url), url) for url in addresses]
        look = watch.fetch_all(source, asked, known, lambda url, old: _fetch(watch, web, url, old))
        return replace(look, skipped=tuple(skipped))


def _fetch(watch: Watch, web: Web, url: str, old: Known | None) -> Known:
    kept = kept_address(url)
    token = old.token if old and old.url == kept and watch.fetched.path(old.sha256) else {}
    answer: Answer = web.get(url, token)
    if answer.data is None and old:
        return old
    data = answer.data or b""
    return Known(watch.fetched.keep(data), len(data), kept, answer.token)
