"""Lists and reads the files at an fsspec address: a bucket, a share, anything that fsspec has a file system for.

Not here: files of this machine (`folder.py`), the web (`web.py`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import fsspec
from pydantic import Field, field_validator

from pipelines.archive.incoming import Incoming, Skipped, shown_name, why_passed_over
from pipelines.archive.sources.look import Look, Source, Watch, kind
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.words import named_error

# A word in the name of an option that would put a secret into the file.
_SECRETS = ("secret", "password", "token", "key", "credential")
_CHUNK = 2**20
# By what the file systems tell that a file is still the same.
_MARKS = ("ETag", "etag", "md5", "checksum", "generation", "VersionId", "LastModified", "last_modified", "mtime")


@kind("storage")
class Storage(Source):
    """Files at an fsspec address (`s3://bucket/notes/`, a pattern with `*`, one file).

    `options`: of the file system, without secrets; those come from the environment, where each file system looks.
    """

    storage: str
    options: dict[str, Any] = Field(default_factory=dict)

    @field_validator("storage")
    @classmethod
    def _fsspec(cls, value: str) -> str:
        scheme = urlsplit(value).scheme
        if not scheme or "::" in value:
            raise ValueError("give one address with a scheme, such as s3://bucket/notes/")
        if scheme in {"http", "https"}:
            raise ValueError("declare it as address or listing: those are fetched with the rules for the web")
        if "@" in urlsplit(value).netloc:
            raise ValueError("credentials do not belong into an address; give them in the environment")
        return value

    @field_validator("options")
    @classmethod
    def _no_secrets(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name in _names(value):
            if any(word in name.lower() for word in _SECRETS):
                raise ValueError(f"'{name}' does not belong into a file; give credentials in the environment")
        return value

    def look(self, watch: Watch, before: Mapping[str, Incoming]) -> Look:
        """The files that are there, read where they are not as they were.

        Raises:
            ReportedError: the address can't be listed.
        """
        limits, seconds = watch.settings.limits, watch.settings.fetch.total_seconds
        system, top, entries = _listed(self)
        asked: dict[str, str] = {}
        tokens: dict[str, dict[str, str]] = {}
        skipped: list[Skipped] = []
        for path, info in sorted(entries.items()):
            name = shown_name(path.removeprefix(top).strip("/") or path.rpartition("/")[2])
            if why := why_passed_over(name):
                skipped.append(Skipped(name, why))
            elif info.get("type") != "file":
                skipped.append(Skipped(name, f"It is no file, but a {info.get('type') or 'thing of no known type'}."))
            else:
                asked[name] = url = str(system.unstrip_protocol(path))
                marks = {mark: str(info[mark]) for mark in _MARKS if info.get(mark)}
                tokens[url] = {**marks, "size": str(int(info.get("size") or 0))} if marks else {}

        def fetch(url: str, token: Mapping[str, str]) -> tuple[bytes | None, dict[str, str]]:
            if token and tokens[url] == token:
                return None, tokens[url]
            return _read(system, url, limits.max_bytes, seconds), tokens[url]

        return watch.fetch_all(self, asked, before, fetch, skipped)


def _names(options: dict[str, Any]) -> list[str]:
    return [n for key, value in options.items() for n in [key, *(_names(value) if isinstance(value, dict) else [])]]


def _listed(source: Storage) -> tuple[Any, str, dict[str, dict[str, Any]]]:
    """The file system, the folder below which files are named, and what it tells of all that is there, by path."""
    try:
        system, root = fsspec.core.url_to_fs(source.storage, **source.options)
        system.invalidate_cache()
        if "*" in root:
            return system, root.partition("*")[0].rpartition("/")[0], system.glob(root, detail=True)
        entries = {root: system.info(root)} if system.isfile(root) else system.find(root, detail=True)
        there = entries or system.exists(root)
    except ImportError as error:
        raise ReportedError(f"{source.storage} needs a package that is not installed: {error}") from error
    except Exception as error:  # every file system raises errors of its own
        raise ReportedError(f"{source.storage} can't be listed: {named_error(error)}") from error
    if not there:
        raise ReportedError(f"{source.storage} can't be listed: there is nothing at this address")
    return system, root.rstrip("/"), entries


def _read(system: Any, url: str, max_bytes: int, seconds: float) -> bytes:
    """The bytes of a file."""
    end, data, fault = time.monotonic() + seconds, bytearray(), ""
    try:
        with system.open(url, "rb") as handle:
            while not fault and (chunk := handle.read(_CHUNK)):
                data += chunk
                if len(data) > max_bytes:
                    fault = f"has more than {max_bytes:,} bytes. Raise limits.max_bytes"
                elif time.monotonic() > end:
                    fault = f"took longer than {seconds:g} seconds"
    except Exception as error:  # every file system raises errors of its own
        raise ReportedError(f"{url} can't be read: {named_error(error)}") from error
    if fault:
        raise ReportedError(f"{url} {fault}")
    return bytes(data)
