"""Puts style sheet, scripts, icon and the SQLite engine beside the pages.

Not here: charts (`charts.py`), the search index (`search.py`).
"""

from __future__ import annotations

import gzip
from pathlib import Path

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders

_STATIC = Path(__file__).parent / "static"
_ENGINE = Path("sql") / "sql-wasm-browser.wasm"


@renders()
def render_assets(draft: ReleaseDraft) -> Made:  # noqa: ARG001 - every renderer is handed the release
    """The static files; the SQLite engine is compressed, because many file servers send files as they are."""
    for path in sorted(_STATIC.rglob("*")):
        name = path.relative_to(_STATIC)
        if name == _ENGINE:
            # A name that no server takes for a compressed page and unpacks on the way.
            packed = gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
            yield f"assets/{_ENGINE.with_suffix('.bin').as_posix()}", packed
        elif path.is_file():
            yield f"assets/{name.as_posix()}", path.read_bytes()


def engine_bytes(target: Path) -> int:
    """What a reader loads to run SQL, beside the database."""
    return sum(path.stat().st_size for path in (target / "sql").iterdir() if path.suffix in {".js", ".bin"})
