"""How to cite the release: `citation.bib`, `.ris`, `.csl.json`, and `release.js`, from which pages cite statements.

These name the release; pages do not, so that a page stays as it is while its rows do. Not here: `CITATION.cff`
(`documents.py`), how a page puts a citation together (`site/static/cite.js`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from pipelines.publish.draft import Edition
from pipelines.publish.json_file import write_json
from pipelines.publish.renderers import renders

# What TeX would take for something else than the sign itself.
_TEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@renders("citation.bib", "citation.ris", "citation.csl.json", "release.js", edition=True)
def write_citing(draft: Edition) -> None:
    """Write them."""
    publication, folder = draft.publication, draft.folder
    release = {
        "id": draft.id,
        "published": draft.published.isoformat(),
        "title": publication.title,
        "publisher": publication.publisher.name,
        "address": publication.base_url,
    }
    said = "// What pages cite: the one script that is new with every release.\n"
    said += f'"use strict";\n\nconst RELEASE = {json.dumps(release, indent=2)};\n'
    (folder / "release.js").write_text(said, encoding="utf-8")
    item = _item(draft)
    write_json([item], folder / "citation.csl.json")
    (folder / "citation.bib").write_text(_bibtex(item, draft), encoding="utf-8")
    (folder / "citation.ris").write_text(_ris(item, draft), encoding="utf-8")


def _item(draft: Edition) -> dict[str, Any]:
    """The release in the words of the Citation Style Language."""
    publication, day = draft.publication, draft.published
    return {
        "id": f"{publication.name}-{draft.id}",
        "type": "dataset",
        "title": publication.title,
        "author": [{"literal": publication.publisher.name}],
        "publisher": publication.publisher.name,
        "version": draft.id,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        **({"DOI": publication.doi} if publication.doi else {}),
        "URL": f"{publication.base_url}releases/{draft.id}/",
        "note": f"Licence: {publication.license.id}",
    }


def _bibtex(item: dict[str, Any], draft: Edition) -> str:
    fields = {
        "author": f"{{{_tex(item['publisher'])}}}",
        "title": f"{{{_tex(item['title'])}}}",
        "publisher": f"{{{_tex(item['publisher'])}}}",
        "version": item["version"],
        "year": f"{draft.published.year}",
        "date": draft.published.isoformat(),
        "note": _tex(item["note"]),
        **({"doi": _tex(item["DOI"])} if "DOI" in item else {}),
        "url": item["URL"],
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{item['id']},\n{lines}}}\n"


def _ris(item: dict[str, Any], draft: Edition) -> str:
    fields = [
        ("TY", "DATA"),
        ("ID", item["id"]),
        ("AU", item["publisher"]),
        ("TI", item["title"]),
        ("PB", item["publisher"]),
        ("ET", item["version"]),
        ("PY", f"{draft.published.year}"),
        ("DA", f"{draft.published:%Y/%m/%d}"),
        ("N1", item["note"]),
        *([("DO", item["DOI"])] if "DOI" in item else []),
        ("UR", item["URL"]),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in fields)


def _tex(text: str) -> str:
    return re.sub(r"[\\{}$&%#_^~]", lambda sign: _TEX.get(sign[0], f"\\{sign[0]}"), " ".join(text.split()))
