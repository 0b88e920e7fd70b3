"""Writes JSON as all files of a release have it: in the order in which it was said, an entry a line, UTF-8."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def write_json(data: Any, path: Path) -> None:
    """Write a value as JSON."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
