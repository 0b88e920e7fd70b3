"""Puts style sheet, scripts and icon beside the pages, and what they cite; for that of SQL, its own and the engine.

Not here: pictures (`pictures.py`), the search index (`search.py`).
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site.rendering import Site, pages

_STATIC = Path(__file__).parent / "static"


@renders()
def render_assets(draft: ReleaseDraft) -> Made:  # noqa: ARG001 - every renderer is handed the release
    """The static files of all pages."""
    for path in sorted(_STATIC.iterdir()):
        if path.is_file():
            yield f"assets/{path.name}", path.read_bytes()


@renders()
def render_citing(draft: ReleaseDraft) -> Made:
    """`release.js`, from which pages cite statements: no page names its release, so that it stays with its rows."""
    publication, record = draft.publication, draft.record
    release = {
        "id": record.identifier,
        "published": record.published.isoformat(),
        "title": publication.title,
        "publisher": publication.publisher.name,
        "address": publication.base_url,
    }
    script = "// What pages cite: the one script that is new with every release.\n"
    yield "release.js", f'{script}"use strict";\n\nconst RELEASE = {json.dumps(release, indent=2)};\n'


@renders(export="sqlite", files=("assets/sql/*",))
def render_engine(draft: ReleaseDraft) -> Made:  # noqa: ARG001 - every renderer is handed the release
    """The static files of the page of SQL; the SQLite engine is compressed, as many file servers do not compress."""
    for path in sorted((_STATIC / "sql").iterdir()):
        if path.suffix == ".wasm":
            # A name that no server takes for a compressed page and unpacks on the way.
            packed = gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
            yield f"assets/sql/{path.stem}.bin", packed
        else:
            yield f"assets/sql/{path.name}", path.read_bytes()


@pages()
def render_script_words(draft: ReleaseDraft, site: Site) -> Made:  # noqa: ARG001 - as every renderer of pages
    """`es/words.js` and so on: the phrases of scripts in the language, and each plural form of the nouns they count."""
    if site.prefix:
        words: dict[str, object] = {phrase: site.phrases.say(phrase) for phrase in phrases_of_scripts()}
        words |= {one: site.phrases.plurals(one, many) for one, many in nouns_of_scripts()}
        yield f"{site.prefix}words.js", f"window.WORDS = {json.dumps(words, ensure_ascii=False, indent=1)};\n"


def phrases_of_scripts() -> list[str]:
    """The phrases of all scripts, sorted: what stands in `say("…")`."""
    return sorted({phrase for script in _scripts() for phrase in re.findall(r'\bsay\("([^"]+)"', script)})


def nouns_of_scripts() -> list[tuple[str, str]]:
    """The nouns that scripts count, as singular and plural: `("note", "notes")`."""
    counted = re.compile(r'\bcounted\([^"]+, "([^"]+)", "([^"]+)"')
    return sorted({noun for script in _scripts() for noun in counted.findall(script)})


def _scripts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(_STATIC.rglob("*.js"))]


def engine_bytes(target: Path) -> int:
    """The bytes that a reader loads to run SQL, beside the page and the database."""
    return sum(path.stat().st_size for path in (target / "sql").glob("sql-w*") if path.suffix in {".js", ".bin"})
