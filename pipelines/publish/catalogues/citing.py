"""How to cite the release: `citation.bib`, `.ris`, `.csl.json`, and `release.js`, from which pages cite statements.

These name the release; pages do not, so that a page stays as it is while its rows do. Not here: `CITATION.cff`
(`documents.py`), how a page puts a citation together (`site/static/cite.js`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, renders

# What TeX would take for something else than the sign itself.
_TEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@renders()
def render_citing(draft: ReleaseDraft) -> Made:
    """All of them."""
    publication = draft.publication
    release = {
        "id": draft.record.identifier,
        "published": draft.record.published.isoformat(),
        "title": publication.title,
        "publisher": publication.publisher.name,
        "address": publication.base_url,
    }
    script = "// What pages cite: the one script that is new with every release.\n"
    script += f'"use strict";\n\nconst RELEASE = {json.dumps(release, indent=2)};\n'
    yield "release.js", script
    item = _item(draft)
    yield "citation.csl.json", as_json([item])
    yield "citation.bib", _bibtex(item, draft)
    yield "citation.ris", _ris(item, draft)


def _item(draft: ReleaseDraft) -> dict[str, Any]:
    """The release in the words of the Citation Style Language."""
    publication, day = draft.publication, draft.record.published
    return {
        "id": f"{publication.name}-{draft.record.identifier}",
        "type": "dataset",
        "title": publication.title,
        "author": [{"literal": publication.publisher.name}],
        "publisher": publication.publisher.name,
        "version": draft.record.identifier,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        **({"DOI": publication.doi} if publication.doi else {}),
        "URL": f"{publication.base_url}releases/{draft.record.identifier}/",
        "note": f"Licence: {publication.license.id}",
    }


def _bibtex(item: dict[str, Any], draft: ReleaseDraft) -> str:
    fields = {
        "author": f"{{{_tex(item['publisher'])}}}",
        "title": f"{{{_tex(item['title'])}}}",
        "publisher": f"{{{_tex(item['publisher'])}}}",
        "version": item["version"],
        "year": f"{draft.record.published.year}",
        "date": draft.record.published.isoformat(),
        "note": _tex(item["note"]),
        **({"doi": _tex(item["DOI"])} if "DOI" in item else {}),
        "url": item["URL"],
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{item['id']},\n{lines}}}\n"


def _ris(item: dict[str, Any], draft: ReleaseDraft) -> str:
    fields = [
        ("TY", "DATA"),
        ("ID", item["id"]),
        ("AU", item["publisher"]),
        ("TI", item["title"]),
        ("PB", item["publisher"]),
        ("ET", item["version"]),
        ("PY", f"{draft.record.published.year}"),
        ("DA", f"{draft.record.published:%Y/%m/%d}"),
        ("N1", item["note"]),
        *([("DO", item["DOI"])] if "DOI" in item else []),
        ("UR", item["URL"]),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in fields)


def _tex(text: str) -> str:
    return re.sub(r"[\\{}$&%#_^~]", lambda sign: _TEX.get(sign[0], f"\\{sign[0]}"), " ".join(text.split()))
