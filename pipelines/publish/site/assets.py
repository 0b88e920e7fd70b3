"""Puts style sheet, scripts, icon and the SQLite engine beside the pages.

Not here: pictures (`cards.py`, `charts.py`), the search program (`search_index.py`).
"""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders

_STATIC = Path(__file__).parent / "static"
_ENGINE = Path("sql") / "sql-wasm-browser.wasm"


@renders("assets/*")
def write_assets(draft: ReleaseDraft) -> None:
    """Copy the static files; the SQLite engine is compressed, because many file servers send files as they are."""
    target = draft.folder / "assets"
    shutil.copytree(_STATIC, target, copy_function=shutil.copyfile)
    engine = target / _ENGINE
    # A name that no server takes for a compressed page and unpacks on the way.
    engine.with_suffix(".bin").write_bytes(gzip.compress(engine.read_bytes(), compresslevel=6, mtime=0))
    engine.unlink()


def engine_bytes(target: Path) -> int:
    """What a reader loads to run SQL, beside the database."""
    return sum(path.stat().st_size for path in (target / "sql").iterdir() if path.suffix in {".js", ".bin"})
