"""Reads the pages of a release as a browser would follow them. Not here: a browser (`tests/browser/`)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

_MADE = "http://release.invalid/"


def pages(release: Path) -> list[Path]:
    """Every HTML file of the release."""
    return sorted(release.rglob("*.html"))


def tree(page: Path) -> html.HtmlElement:
    """A parsed page."""
    return html.document_fromstring(page.read_text(encoding="utf-8"))


def text(page: Path) -> str:
    """What a page says, white space put together."""
    return " ".join(tree(page).find("body").text_content().split())


def broken_links(release: Path) -> list[str]:
    """Links of pages to files or anchors that the release does not have."""
    anchors: dict[Path, set[str]] = {}
    broken = []
    for page in pages(release):
        for element in tree(page).iter():
            for attribute in ("href", "src", "action"):
                address = element.get(attribute) if isinstance(element.tag, str) else None
                if not address:
                    continue
                target = urlsplit(urljoin(_MADE + page.relative_to(release).as_posix(), address))
                if target.netloc != urlsplit(_MADE).netloc:
                    continue
                # One page stands for all addresses that lead nowhere: its links begin at the root of the site.
                file = release / unquote(target.path.lstrip("/").removeprefix("uncac/"))
                if file.suffix == ".html" and file not in anchors and file.is_file():
                    anchors[file] = {e.get("id") for e in tree(file).iter() if isinstance(e.tag, str) and e.get("id")}
                if not file.is_file():
                    broken.append(f"{page.name}: {address}")
                elif target.fragment and unquote(target.fragment) not in anchors.get(file, set()):
                    broken.append(f"{page.name}: {address} (no such place)")
    return broken


def loaded_from_elsewhere(page: Path) -> list[str]:
    """What the page would fetch from another host, or run from within itself."""
    found = []
    for element in tree(page).iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if name.startswith("on") or (name == "style"):
                found.append(f"{element.tag} {name}")
            if name in {"src", "srcset", "poster", "data"} and "//" in value:
                found.append(f"{element.tag} {value}")
            kinds = set((element.get("rel") or "").split())
            if name == "href" and element.tag == "link" and "//" in value and not {"canonical", "alternate"} & kinds:
                found.append(f"link {value}")
            if value.strip().lower().startswith("javascript:"):
                found.append(f"{element.tag} {value}")
        inline = element.tag == "style" or (element.tag == "script" and not element.get("src"))
        if inline and element.get("type") != "application/ld+json":
            found.append(f"inline {element.tag}")
    return found
