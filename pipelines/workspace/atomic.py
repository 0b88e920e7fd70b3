"""Writes a file completely or not at all: aside, then one rename.

Not here: folders (`pipelines/archive/store.py`, `pipelines/publish/release.py`), what is written.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def write_json(path: Path, value: Any) -> None:
    """Write JSON completely or not at all.

    Raises:
        OSError: the file system refused; what stood there before still does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        aside.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
