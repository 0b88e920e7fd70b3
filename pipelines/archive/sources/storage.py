"""Lists and reads the files at an fsspec address: a bucket, a share, anything that fsspec has a file system for.

Not here: files of this machine (`pipelines/archive/inbox.py`), the web (`web.py`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import fsspec
from pydantic import Field, field_validator

from pipelines.archive.inbox import Skipped, shown_name, why_passed_over
from pipelines.archive.sources.look import Look, Source, Watch, kind
from pipelines.archive.sources.source_state import Known
from pipelines.workspace.errors import ReportedError

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

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """The files that are there, read where they are not as they were.

        Raises:
            ReportedError: the address can't be listed.
        """
        limits, seconds = watch.settings.limits, watch.settings.fetch.total_seconds
        system, stored, skipped = _listed(self)

        def fetch(url: str, old: Known | None) -> Known:
            token = stored[url][1]
            if old and token and old.token == token and watch.fetched.path(old.sha256):
                return old
            data = _read(system, url, limits.max_bytes, seconds)
            return Known(watch.fetched.keep(data), len(data), url, token)

        look = watch.fetch_all(self, sorted((name, url) for url, (name, _) in stored.items()), known, fetch)
        return replace(look, skipped=tuple(skipped))


def _names(options: dict[str, Any]) -> list[str]:
    return [n for key, value in options.items() for n in [key, *(_names(value) if isinstance(value, dict) else [])]]


def _listed(source: Storage) -> tuple[Any, dict[str, tuple[str, dict[str, str]]], list[Skipped]]:
    """The file system; by address, the name of every file and by what it is known to be the same; what is passed over.

    Raises:
        ReportedError: the address can't be listed.
    """
    try:
        system, root = fsspec.core.url_to_fs(source.storage, **source.options)
        system.invalidate_cache()
        found = _find(system, root)
    except ImportError as error:
        raise ReportedError(f"{source.storage} needs a package that is not installed: {error}") from error
    except Exception as error:  # every file system raises errors of its own
        raise ReportedError(f"{source.storage} can't be listed: {_said(error)}") from error
    top = root.partition("*")[0].rpartition("/")[0] if "*" in root else root.rstrip("/")
    files: dict[str, tuple[str, dict[str, str]]] = {}
    skipped: list[Skipped] = []
    for path, info in found.items():
        name = shown_name(path.removeprefix(top).strip("/") or path.rpartition("/")[2])
        if why := why_passed_over(name):
            skipped.append(Skipped(name, why))
        elif info.get("type") == "file":
            marks = {mark: str(info[mark]) for mark in _MARKS if info.get(mark)}
            token = {**marks, "size": str(int(info.get("size") or 0))} if marks else {}
            files[str(system.unstrip_protocol(path))] = name, token
        else:
            skipped.append(Skipped(name, f"It is no file, but a {info.get('type') or 'thing of no known type'}."))
    return system, files, sorted(skipped, key=lambda s: s.name)


def _read(system: Any, url: str, max_bytes: int, seconds: float) -> bytes:
    """The bytes of a file.

    Raises:
        ReportedError: they can't be had, are too many, or come too slowly.
    """
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
        raise ReportedError(f"{url} can't be read: {_said(error)}") from error
    if fault:
        raise ReportedError(f"{url} {fault}")
    return bytes(data)


def _find(files: Any, root: str) -> dict[str, dict[str, Any]]:
    if "*" in root:
        return dict(files.glob(root, detail=True))
    if files.isfile(root):
        return {root: files.info(root)}
    if not files.exists(root):
        raise FileNotFoundError("there is nothing at this address")
    return dict(files.find(root, detail=True))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300].rstrip(": ")
