"""JSON as the files of a release have it, in the order of its entries: one a line, or all in one."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any


def as_json(data: Any) -> str:
    """A value as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def compact(data: Any) -> str:
    """A value as JSON in one line, for programs alone."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def compressed(text: str) -> bytes:
    """A text as a file of gzip, the same bytes each time, because many file servers send files as they are."""
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)
