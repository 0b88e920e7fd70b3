"""How a catalogue registers itself as a renderer.

Not here: what every catalogue says (`mapping.py`), a standard's rules (one module each).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.publish.catalogues.mapping import Catalogue, catalogue
from pipelines.publish.draft import Edition
from pipelines.publish.renderers import Renderer, register

# A catalogue lists data and downloads, with size and checksum.
NEEDS = ("*.xlsx", "*.sqlite", "*.duckdb", "*.zip")
_Make = Callable[[Catalogue], dict[str, Any]]


def json_catalogue(path: str) -> Callable[[_Make], _Make]:
    """Register a function that makes of the catalogue what is written as JSON at a path below the release."""

    def entered(make: _Make) -> _Make:
        def write(draft: Edition) -> None:
            write_json(make(draft.once(catalogue)), draft.folder / path)

        register(Renderer(make.__name__, write, (path,), NEEDS, edition=True))
        return make

    return entered


def write_json(data: dict[str, Any], path: Path) -> None:
    """Write JSON as catalogues have it."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
