"""Catalogues of a release for the portals that harvest it, all from one mapping (`mapping.py`).

Here: which file is which catalogue. Not here: any standard's rules (one module each).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.publish.catalogues.argentina import datos_gob_ar
from pipelines.publish.catalogues.croissant import croissant
from pipelines.publish.catalogues.csvw import csvw
from pipelines.publish.catalogues.dcat_ap import dcat_ap
from pipelines.publish.catalogues.discovery import write_feed, write_robots, write_sitemap
from pipelines.publish.catalogues.mapping import catalogue
from pipelines.publish.catalogues.pages import write_pages
from pipelines.publish.catalogues.rdf import write_json_ld, write_turtle, write_xml
from pipelines.publish.catalogues.research import datacite, ro_crate
from pipelines.publish.catalogues.schema_org import release_markup, script
from pipelines.publish.catalogues.swiss import dcat_ap_ch
from pipelines.publish.catalogues.us import dcat_us_1, dcat_us_3
from pipelines.publish.facts import Edition

__all__ = ["schema_org", "schema_org_script", "write_catalogues"]


def write_catalogues(facts: Edition) -> None:
    """Write every catalogue. To be run when all other files of the release stand in its folder.

    Raises:
        PublicationError: the release has no notes.
    """
    found, folder = catalogue(facts), facts.folder
    for name in ("udata", "ch", "ar"):
        (folder / name).mkdir(exist_ok=True)
    graph = dcat_ap(found, checksums=True)
    write_turtle(graph, folder / "catalog.ttl")
    write_xml(graph, folder / "catalog.rdf")
    write_json_ld(graph, folder / "catalog.jsonld")
    write_turtle(dcat_ap(found, checksums=False), folder / "udata" / "catalog.ttl")
    write_turtle(dcat_ap_ch(found), folder / "ch" / "catalog.ttl")
    _write_json(dcat_us_1(found), folder / "data.json")
    _write_json(dcat_us_3(found), folder / "dcat-us-3.json")
    _write_json(datos_gob_ar(found), folder / "ar" / "data.json")
    _write_json(croissant(found), folder / "croissant.json")
    _write_json(datacite(found), folder / "datacite.json")
    for table in (table for dataset in found.datasets for table in dataset.tables_in_one_file):
        _write_json(csvw(found, table, facts.days[table.name]), folder / "data" / f"{table.name}.csv-metadata.json")
    write_pages(facts, found)
    write_feed(facts, found)
    write_sitemap(facts, found)
    write_robots(folder, found)
    _write_json(ro_crate(found, facts), folder / "ro-crate-metadata.json")


def schema_org(facts: Edition) -> dict[str, Any]:
    """The schema.org markup of the landing page. Downloads are listed where they stand in the folder already.

    Raises:
        PublicationError: the release has no notes.
    """
    return release_markup(catalogue(facts))


def schema_org_script(facts: Edition) -> str:
    """The same as text that may stand inside `<script type="application/ld+json">`, whatever a note's title holds.

    Raises:
        PublicationError: the release has no notes.
    """
    return script(schema_org(facts))


def _write_json(data: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
