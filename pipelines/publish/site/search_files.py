"""Makes Pagefind's files the same for the same records, and fewer.

Pagefind writes the values of a filter, and the filters, in the order of a hash table that differs from run to run, and
names files by their content: here they are sorted and renamed. What it shows of a record it writes into a file of its
own, four of five files of a release: here a record is called by its address, and the records of a page of the site
stand in one file, where the search page (`static/search.js`) looks them up. Not here: what is indexed
(`search_index.py`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import cbor2

from pipelines.workspace.errors import ReportedError

_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"  # before the content of every unpacked file
_OTHER_VERSION = "go back to the version of Pagefind that uv.lock names."
_UNUSED = (
    "pagefind-worker.js",
    "pagefind-ui.js",
    "pagefind-ui.css",
    "pagefind-modular-ui.js",
    "pagefind-modular-ui.css",
    "pagefind-highlight.js",
    "pagefind-component-ui.js",
    "pagefind-component-ui.css",
    "wasm.unknown.pagefind",
)
# What the program of the first part does for all.
_PROGRAM = ("pagefind.js", "wasm.en.pagefind")
# In the metadata: version, records, index chunks, filters, sorts, …
_RECORDS, _FILTERS = 1, 3


class UnknownIndexError(ReportedError):
    """Pagefind's files do not have the form that this version of the project knows."""


def settled(files: dict[str, bytes], part: str = "") -> Iterator[tuple[str, bytes]]:
    """Pagefind's files, by path, sorted and named anew, and those of records.

    `part`: folder of a further part of an index, which has no program of its own.

    Raises:
        UnknownIndexError: another version of Pagefind made them in another form.
    """
    unwanted = (*_UNUSED, *_PROGRAM) if part else _UNUSED
    kept = {path: content for path, content in files.items() if path not in unwanted}
    records: dict[str, dict[str, list[str]]] = {}
    entry = json.loads(kept[_ENTRY])
    for language, index in sorted(entry["languages"].items()):
        index["hash"] = _settle(kept, records, language, index["hash"])
    kept[_ENTRY] = _json(entry)
    yield from ((f"{part}/{path}".removeprefix("/"), content) for path, content in sorted(kept.items()))
    yield from ((f"{page.removesuffix('.html')}.json", _json(shown)) for page, shown in sorted(records.items()))


def _settle(files: dict[str, bytes], records: dict[str, dict[str, list[str]]], language: str, name: str) -> str:
    path = f"pagefind.{name}.pf_meta"
    meta = _values(path, files.pop(path))
    if not isinstance(meta, list) or len(meta) <= _FILTERS or not all(len(f) == 2 for f in meta[_FILTERS]):
        raise UnknownIndexError(f"{path}: {_OTHER_VERSION}")
    for record in meta[_RECORDS]:
        path = f"fragment/{record[0]}.pf_fragment"
        shown = json.loads(_content(path, files.pop(path)))
        record[0] = shown["url"]
        page, _, place = shown["url"].partition("#")
        # The words as they were counted, which a result says by their numbers.
        records.setdefault(page, {})[place] = [shown["meta"]["title"], shown["content"]]
    filters = []
    for title, digest in meta[_FILTERS]:
        old = f"filter/{digest}.pf_filter"
        label, values = _values(old, files.pop(old))
        content = _pack([label, sorted(values)])
        new = f"{language}_{_digest(content)[:7]}"
        files[f"filter/{new}.pf_filter"] = content
        filters.append([title, new])
    meta[_FILTERS] = sorted(filters)
    content = _pack(meta)
    new = f"{language}_{_digest(content)[:10]}"
    files[f"pagefind.{new}.pf_meta"] = content
    return new


def _content(path: str, packed: bytes) -> bytes:
    content = gzip.decompress(packed)
    if not content.startswith(_MARK):
        raise UnknownIndexError(f"{path}: {_OTHER_VERSION}")
    return content[len(_MARK) :]


def _values(path: str, packed: bytes) -> Any:
    return cbor2.loads(_content(path, packed))


def _pack(value: Any) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), compresslevel=9, mtime=0)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
