"""How to cite the release: `citation.bib`, `.ris`, `.csl.json`, and `release.js`, from which pages cite statements.

These name the release; pages do not, so that a page stays as it is while its rows do. Not here: `CITATION.cff`
(`documents.py`), how a page puts a citation together (`site/static/cite.js`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from pipelines.publish.facts import Edition
from pipelines.publish.renderers import renders

# What TeX would take for something else than the sign itself.
_TEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@renders("citation.bib", "citation.ris", "citation.csl.json", "release.js", edition=True)
def write_citing(facts: Edition) -> None:
    """Write them."""
    publication, folder = facts.publication, facts.folder
    release = {
        "id": facts.id,
        "published": facts.published.isoformat(),
        "title": publication.title,
        "publisher": publication.publisher.name,
        "address": publication.base_url,
    }
    said = "// What pages cite: the one script that is new with every release.\n"
    said += f'"use strict";\n\nconst RELEASE = {json.dumps(release, indent=2)};\n'
    (folder / "release.js").write_text(said, encoding="utf-8")
    item = _item(facts)
    (folder / "citation.csl.json").write_text(json.dumps([item], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "citation.bib").write_text(_bibtex(item, facts), encoding="utf-8")
    (folder / "citation.ris").write_text(_ris(item, facts), encoding="utf-8")


def _item(facts: Edition) -> dict[str, Any]:
    """The release in the words of the Citation Style Language."""
    publication, day = facts.publication, facts.published
    return {
        "id": f"{publication.name}-{facts.id}",
        "type": "dataset",
        "title": publication.title,
        "author": [{"literal": publication.publisher.name}],
        "publisher": publication.publisher.name,
        "version": facts.id,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        **({"DOI": publication.doi} if publication.doi else {}),
        "URL": f"{publication.base_url}releases/{facts.id}/",
        "note": f"Licence: {publication.license.id}",
    }


def _bibtex(item: dict[str, Any], facts: Edition) -> str:
    fields = {
        "author": f"{{{_tex(item['publisher'])}}}",
        "title": f"{{{_tex(item['title'])}}}",
        "publisher": f"{{{_tex(item['publisher'])}}}",
        "version": item["version"],
        "year": f"{facts.published.year}",
        "date": facts.published.isoformat(),
        "note": _tex(item["note"]),
        **({"doi": _tex(item["DOI"])} if "DOI" in item else {}),
        "url": item["URL"],
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{item['id']},\n{lines}}}\n"


def _ris(item: dict[str, Any], facts: Edition) -> str:
    fields = [
        ("TY", "DATA"),
        ("ID", item["id"]),
        ("AU", item["publisher"]),
        ("TI", item["title"]),
        ("PB", item["publisher"]),
        ("ET", item["version"]),
        ("PY", f"{facts.published.year}"),
        ("DA", f"{facts.published:%Y/%m/%d}"),
        ("N1", item["note"]),
        *([("DO", item["DOI"])] if "DOI" in item else []),
        ("UR", item["URL"]),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in fields)


def _tex(text: str) -> str:
    return re.sub(r"[\\{}$&%#_^~]", lambda sign: _TEX.get(sign[0], f"\\{sign[0]}"), " ".join(text.split()))
